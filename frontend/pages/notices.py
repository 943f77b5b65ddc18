"""What the moderators told me, asking for another look, and what of mine waits."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Conflict, Invalid
from feeds import actions, queries
from frontend import moderation_forms as forms
from frontend.pages.door import Request, away, blame, form_page, reading, show, show_part, writing


@reading
def notices(request: Request) -> HttpResponse:
    """Everything I was told, the newest first, and what of mine waits."""
    page = queries.notices(request.user, cursor=request.GET.get("cursor"))
    context = {"page": page, "waiting": queries.own_held(request.user), "first": "cursor" not in request.GET}
    if request.htmx:
        return show_part(request, "parts/notices.html", context)
    return show(request, "pages/notices.html", context, place="notices")


@reading
def notices_count(request: Request) -> HttpResponse:
    """How many I have not read, for the top line."""
    return show_part(request, "parts/notices_count.html", {"concerns": queries.concerns(request.user)})


@writing
def notices_read(request: Request) -> HttpResponse:
    """I have read them all."""
    actions.mark_notices_read(request.user)
    return away(request, reverse("notices"))


@form_page
def act_appeal(request: Request, act_id: str) -> HttpResponse:
    """Ask another moderator to look again."""
    queries.own_act(request.user, act_id)
    form = forms.AppealForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.file_appeal(request.user, act_id=act_id, text=form.cleaned_data["text"])
        except Invalid as error:
            blame(form, error, reason="text")
        except Conflict as error:
            form.add_error(None, error.detail)
        else:
            messages.success(request, _("Another moderator looks at it again; you will hear from them."))
            return away(request, reverse("notices"))
    context = {
        "form": form,
        "heading": _("Ask for another look"),
        "verb": _("Send it"),
        "back": reverse("notices"),
    }
    return show(request, "pages/form.html", context, place="notices", status=400 if form.errors else 200)


@form_page
def waiting_edit(request: Request, held_id: str) -> HttpResponse:
    """Change what waits."""
    found = queries.held_post(request.user, held_id)
    form = forms.HeldForm(request.POST or None, initial={"body": found.body})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_held(request.user, held_id=held_id, body=form.cleaned_data["body"])
        except Invalid as error:
            blame(form, error)
        except Conflict as error:
            form.add_error(None, error.detail)
        else:
            return away(request, reverse("notices"))
    context = {
        "form": form,
        "heading": _("Change what waits"),
        "verb": _("Save"),
        "back": reverse("notices"),
    }
    return show(request, "pages/form.html", context, place="notices", status=400 if form.errors else 200)


@writing
def waiting_withdraw(request: Request, held_id: str) -> HttpResponse:
    """Take back what waits."""
    actions.withdraw_held(request.user, held_id=held_id)
    messages.success(request, _("Taken back. It will not be published."))
    return away(request, reverse("notices"))
