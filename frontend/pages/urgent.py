"""Calling somebody urgently, by a named reason."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases import queries as cases
from esn.core.errors import Conflict, Invalid
from feeds import actions, queries
from feeds.queries import Callable
from frontend import moments
from frontend.forms import Choice, option_tiles
from frontend.pages.door import Request, away, blame, form_page, show


class UrgentForm(forms.Form):
    """Whom one calls, and why it does not wait."""

    person = forms.ChoiceField(label=gettext_lazy("Whom you call"))
    reason = Choice("urgent", label=gettext_lazy("Why it does not wait"), widget=option_tiles())

    def __init__(self, *args: Any, people: tuple[Callable, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"] = forms.ChoiceField(
            label=self.fields["person"].label, choices=[(one.person.id, _named(one)) for one in people]
        )


@form_page
def post_urgent(request: Request, post_id: str) -> HttpResponse:
    """Reach somebody at any hour, for a reason that they read."""
    post = queries.post(request.user, post_id)
    back = reverse("case", args=[post.case]) if post.case else reverse("post", args=[post.reply_to or post_id])
    return _call(request, post_id, back, {"post": post})


@form_page
def case_urgent(request: Request, ref: str) -> HttpResponse:
    """Reach somebody at any hour because of a case."""
    post_id = cases.first_entry(request.user, ref)
    return _call(request, post_id, reverse("case", args=[ref]), {"case": cases.case(request.user, ref)})


def _call(request: Request, post_id: str, back: str, about: dict[str, object]) -> HttpResponse:
    people = queries.callable_people(request.user, post_id)
    form = UrgentForm(request.POST or None, people=people, initial={"person": request.GET.get("person", "")})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.call_urgently(request.user, post_id=post_id, person_id=said["person"], reason=said["reason"])
        except Invalid as error:
            blame(form, error)
        except Conflict as error:
            form.add_error(None, error.detail or _("The present state does not allow this."))
        else:
            messages.success(request, _("They are told at once, with your name and the reason."))
            return away(request, back)
    context = {**about, "form": form, "back": back, "counts": queries.call_counts(request.user), "people": people}
    return show(request, "pages/urgent.html", context, status=400 if form.errors else 200)


def _named(one: Callable) -> str:
    if one.reach.now:
        return one.person.name
    if one.reach.why == "absent":
        return _("%(name)s · away") % {"name": one.person.name}
    return _("%(name)s · back %(moment)s") % {"name": one.person.name, "moment": moments.ahead(one.reach.at)}
