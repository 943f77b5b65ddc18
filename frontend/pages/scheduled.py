"""What I have written for later: its moment, its words, sending it now, taking it back."""

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from esn.core.errors import Invalid, Stale
from feeds import actions, queries
from frontend.forms import Moment
from frontend.pages.door import Request, away, blame, form_page, reading, show, writing


class ScheduledForm(forms.Form):
    """Words and their moment."""

    body = forms.CharField(
        label=gettext_lazy("Text"), max_length=20000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )
    send_at = Moment(label=gettext_lazy("When"))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


@reading
def scheduled(request: Request) -> HttpResponse:
    """What waits for its moment; first what could not be sent at it."""
    page = queries.scheduled_posts(request.user, cursor=request.GET.get("cursor"))
    return show(request, "pages/scheduled.html", {"page": page}, place="drafts")


@form_page
def scheduled_edit(request: Request, scheduled_id: str) -> HttpResponse:
    """Other words, or another moment."""
    found = queries.scheduled_post(request.user, scheduled_id)
    begun = {"body": found.body, "send_at": found.send_at, "revision": found.revision}
    form = ScheduledForm(request.POST or None, initial=begun)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_scheduled(request.user, scheduled_id=scheduled_id, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        except Stale:
            form.add_error(None, _("It was changed on another device meanwhile. Look at it there first."))
        else:
            return away(request, reverse("scheduled"))
    context = {"form": form, "heading": _("Change what is scheduled"), "verb": _("Save"), "back": reverse("scheduled")}
    return show(request, "pages/form.html", context, place="drafts", status=400 if form.errors else 200)


@writing
def scheduled_send(request: Request, scheduled_id: str) -> HttpResponse:
    """Send it now."""
    actions.send_now(request.user, scheduled_id=scheduled_id)
    messages.success(request, _("It is being sent."))
    return away(request, reverse("scheduled"))


@writing
def scheduled_cancel(request: Request, scheduled_id: str) -> HttpResponse:
    """Take it back."""
    actions.cancel_scheduled(request.user, scheduled_id=scheduled_id)
    messages.success(request, _("Taken back. It will not be sent."))
    return away(request, reverse("scheduled"))
