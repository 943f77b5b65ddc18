"""What moderators do directly: with a post, about a member, about a mute that holds, and what waits in their group."""

from collections.abc import Callable
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from feeds import actions, queries
from feeds.queries.summaries import PostSummary
from frontend import moderation_forms as forms
from frontend.pages.door import Request, away, blame, form_page, show
from groups import actions as group_actions
from groups import queries as groups

_POST_VERBS: dict[str, Callable[..., None]] = {
    "hide": actions.hide_post,
    "restore": actions.restore_post,
    "lock": actions.lock_post,
    "unlock": actions.unlock_post,
    "move": actions.move_post,
    "split": actions.split_post,
}


@form_page
def post_moderate(request: Request, post_id: str) -> HttpResponse:
    """Hide a post or show it again, close or open its thread, move it, or split a reply off."""
    found = queries.post(request.user, post_id)
    verbs = [verb for verb in queries.POST_ACTS if verb in found.can]
    if not verbs:
        raise NotAllowed(_("Only the moderators there may do this."))
    targets = _targets(request, found) if "move" in verbs else []
    if not targets and "move" in verbs:
        verbs.remove("move")
    form = forms.PostActForm(request.POST or None, initial={"verb": verbs[0]}, verbs=verbs, groups=targets)

    def act() -> None:
        typed = dict(form.cleaned_data)
        verb, group = typed.pop("verb"), typed.pop("group", "")
        if verb == "move":
            if not group:
                raise Invalid.field("group", "blank", _("Choose another group."))
            typed["group_id"] = group
        _POST_VERBS[verb](request.user, post_id=post_id, **typed)

    back = reverse("post", args=[post_id])
    context = {"heading": _("Moderate a post of %(name)s") % {"name": found.author.name}, "quoted": found.html}
    return _form(request, form, act, back=back, **context)


def _targets(request: Request, found: PostSummary) -> list[tuple[str, str]]:
    mine = groups.groups(request.user, which="mine", limit=100).results
    here = found.audience.subject_ref
    return [(one.id, one.name) for one in mine if "decide_requests" in one.can and one.id != here]


@form_page
def member_moderate(request: Request, group_id: str, person_id: str) -> HttpResponse:
    """Warn, mute, remove or exclude somebody from a group that I moderate."""
    group = groups.group(request.user, group_id)
    person = groups.person(request.user, person_id)
    if "remove_member" not in group.can:
        raise NotAllowed(_("Only the moderators of this group may do this."))
    form = forms.PersonActForm(request.POST or None, initial={"verb": "warn"}, verbs=queries.PERSON_VERBS)
    return _form(
        request,
        form,
        lambda: actions.moderate_member(request.user, group_id=group_id, person_id=person_id, **form.cleaned_data),
        back=reverse("group_members", args=[group_id]),
        heading=_("%(name)s in %(group)s") % {"name": person.name, "group": group.name},
    )


@form_page
def person_mute(request: Request, person_id: str) -> HttpResponse:
    """Let somebody say nothing anywhere for a time."""
    groups.require_site_moderator(request.user)
    person = groups.person(request.user, person_id)
    form = forms.MuteForm(request.POST or None)
    return _form(
        request,
        form,
        lambda: actions.mute_everywhere(request.user, person_id=person_id, **form.cleaned_data),
        back=reverse("person", args=[person_id]),
        heading=_("Mute %(name)s everywhere") % {"name": person.name},
        note=_("They read on, and note what belongs to their cases; they write no posts and no replies."),
    )


@form_page
def sanction_lift(request: Request, sanction_id: str) -> HttpResponse:
    """Take a mute or an exclusion back before its end."""
    found = next((one for one in groups.sanctions(request.user) if one.id == sanction_id), None)
    if found is None:
        raise NotFound
    form = forms.WhyForm(request.POST or None)
    return _form(
        request,
        form,
        lambda: actions.lift_sanction(request.user, sanction_id=sanction_id, **form.cleaned_data),
        back=f"{reverse('moderation')}?which=sanctions",
        heading=_("Allow %(name)s again") % {"name": found.person.name},
        note=found.reason,
    )


@form_page
def group_approval(request: Request, group_id: str) -> HttpResponse:
    """What waits in a group before it is said."""
    group = groups.group(request.user, group_id)
    if "edit" not in group.can:
        raise NotAllowed
    present = groups.approval(request.user, group_id)
    form = forms.ApprovalForm(request.POST or None, initial={"days": present.days, "words": present.words})
    return _form(
        request,
        form,
        lambda: group_actions.set_approval(request.user, group_id=group_id, **form.cleaned_data),
        back=reverse("group", args=[group_id]),
        heading=_("What waits for a moderator in %(group)s") % {"group": group.name},
        verb=_("Save"),
    )


def _form(
    request: Request, form: django_forms.Form, act: Callable[[], object], *, back: str, **context: Any
) -> HttpResponse:
    """A form whose act may be refused: the words say why, and what was typed stays."""
    if request.method == "POST" and form.is_valid():
        try:
            act()
        except Invalid as error:
            blame(form, error)
        except (Conflict, NotAllowed) as error:
            form.add_error(None, error.detail)
        else:
            messages.success(request, _("Done."))
            return away(request, back)
    shown = {"form": form, "back": back, "verb": _("Do it"), **context}
    return show(request, "pages/moderate.html", shown, status=400 if form.errors else 200)
