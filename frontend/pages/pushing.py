"""Which of my devices are notified: tested and removed one by one; a device is added by itself (push.js)."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from frontend.pages.door import Request, away, writing
from people import actions, limits


@writing
def push_remove(request: Request, push_id: str) -> HttpResponse:
    """Notify one of my devices no more."""
    actions.remove_push(request.user, push_id=push_id)
    messages.success(request, _("This device is not notified any more."))
    return away(request, f"{reverse('notifications')}#push")


@writing
def push_try(request: Request, push_id: str) -> HttpResponse:
    """Send a notification to one of my devices now."""
    if limits.may(request, "push_try", key=request.user.id):
        actions.try_push(request.user, push_id=push_id)
        messages.success(request, _("A notification is on its way to this device."))
    else:
        messages.error(request, _("Too many attempts. Wait some minutes, then try again."))
    return away(request, f"{reverse('notifications')}#push")
