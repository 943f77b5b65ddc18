"""Everything that changes a case: its story, status, holder, people, openness and next news."""

import datetime as dt
from dataclasses import asdict

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from cases import actions, queries
from cases.actions import Holder
from esn.core.errors import Conflict, Invalid, NotAllowed
from frontend import case_forms, forms, words
from frontend.pages.cases import story_text
from frontend.pages.door import Request, away, blame, form_page, show, writing
from frontend.pages.work import Work, at_case, inside, work
from groups import queries as groups


@form_page
def case_story(request: Request, ref: str) -> HttpResponse:
    """The story, to be completed: every version is kept."""
    brief = queries.brief(request.user, ref)
    present = asdict(brief.story) if brief.story else {}
    version = request.POST.get("version") or (brief.story.version if brief.story else 0)
    form = forms.StoryForm(request.POST or None, initial=present)
    if request.method == "POST" and form.is_valid():
        try:
            actions.write_story(request.user, ref=ref, story=story_text(form.cleaned_data), version=whole(str(version)))
        except Invalid as error:
            blame(form, error)
        else:
            return away(request, reverse("case", args=[ref]))
    context = {
        "form": form,
        "case": brief.case,
        "story": brief.story,
        "version": version,
        "stories": queries.stories(request.user, ref),
    }
    return show(request, "pages/story.html", context, place="cases", status=400 if form.errors else 200)


def whole(text: str) -> int:
    """The number of a version, as it was typed."""
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise Invalid.field("version", "invalid", _("This version is unknown."))
    return int(text)


@writing
def case_take(request: Request, ref: str) -> HttpResponse:
    """Take the case."""
    actions.take_case(request.user, ref=ref)
    messages.success(request, _("You hold this case now."))
    return _back(request, ref)


@writing
def case_status(request: Request, ref: str) -> HttpResponse:
    """Say how the case stands; what is still open when it is to be closed is named, and closing anyway says why."""
    status, reason = request.POST.get("status", ""), request.POST.get("reason", "")
    if status not in dict(words.choices("status")):
        raise Invalid.field("status", "unknown_choice", _("This status is unknown."))
    confirmed = request.POST.get("confirm") == "yes"
    try:
        actions.change_status(request.user, ref=ref, status=status, confirm=confirmed, reason=reason)
    except Conflict as error:
        if error.code != "left_open":
            raise
        return _ask_why(request, ref, case_forms.ReasonForm(), error.detail)
    except Invalid as error:
        form = case_forms.ReasonForm(request.POST)
        blame(form, error)
        return _ask_why(request, ref, form)
    return _back(request, ref)


def _ask_why(request: Request, ref: str, form: case_forms.ReasonForm, detail: str = "") -> HttpResponse:
    about = Work(
        _("Close the case with something open"),
        _("Close it anyway"),
        at_case(ref),
        inside(request, ref),
        note=detail,
        extra=(("status", "closed"), ("confirm", "yes")),
    )
    return show(request, "pages/work.html", {"form": form, "about": about}, place="cases", status=409)


@form_page
def case_people(request: Request, ref: str) -> HttpResponse:
    """Who takes part: find somebody, then add them or give them the case."""
    if request.method == "POST":
        return _place_person(request, ref)
    brief = queries.brief(request.user, ref)
    if not {"participants", "holder"} & set(brief.case.can):
        raise NotAllowed(_("You can read here; to change this, take part first."))
    q = request.GET.get("q", "")[:120]
    found = groups.directory(request.user, q=q, limit=10).results if q else ()
    named = groups.groups(request.user, q=q, limit=50).results if q else ()
    context = {
        "case": brief.case,
        "q": q,
        "people": found,
        "available": groups.availability(request.user, [one.id for one in found]),
        "teams": tuple(group for group in named if group.kind == "team"),
    }
    return show(request, "pages/case_people.html", context, place="cases")


def _place_person(request: Request, ref: str) -> HttpResponse:
    who = request.POST.get("id", "")
    if request.POST.get("as") == "holder":
        actions.set_holder(request.user, ref=ref, holder=Holder(request.POST.get("kind", "person"), who))
        messages.success(request, _("The case is passed on."))
    else:
        actions.add_participant(request.user, ref=ref, person_id=who)
        messages.success(request, _("Added to the case."))
    return _back(request, ref)


@writing
def case_restrict(request: Request, ref: str) -> HttpResponse:
    """Keep the case to its participants, or open it to all colleagues."""
    actions.restrict_case(request.user, ref=ref, restricted=request.POST.get("restricted") == "yes")
    return _back(request, ref)


@form_page
def case_edit(request: Request, ref: str) -> HttpResponse:
    """Correct what the case is called, inside and outside, and how much it matters."""
    found = inside(request, ref)
    if "edit" not in found.can:
        raise NotAllowed(_("You can read here; to change this, take part first."))
    shown = found.public_title if found.public_title != ref else ""
    initial = {
        "title": found.title,
        "public_title": shown,
        "severity": found.severity,
        "revision": found.revision,
    }
    form = forms.CaseEditForm(request.POST or None, initial=initial)
    about = Work(_("Correct the case"), _("Save"), at_case(ref), found)

    def edit() -> None:
        typed = {**form.cleaned_data, "public_title": form.cleaned_data["public_title"] or ref}
        actions.change_case(request.user, ref=ref, **typed)

    return work(request, form, about, edit)


@writing
def case_news(request: Request, ref: str) -> HttpResponse:
    """Say when the customer hears from us next."""
    typed = request.POST.get("at", "")
    try:
        at = dt.datetime.fromisoformat(typed) if typed else None
    except ValueError:
        raise Invalid.field("at", "invalid", _("This is not a date with an hour.")) from None
    if at is not None and at.tzinfo is None:
        at = timezone.make_aware(at)
    actions.edit_case(request.user, ref=ref, next_news_due=at)
    return _back(request, ref)


@writing
def case_follow(request: Request, ref: str) -> HttpResponse:
    """Have a case in my home feed, or not."""
    actions.follow_case(request.user, ref=ref, follows=request.POST.get("follow") != "no")
    return _back(request, ref)


@writing
def case_mute(request: Request, ref: str) -> HttpResponse:
    """Hear nothing of a case but what needs a deed of mine, or everything again."""
    actions.mute_case(request.user, ref=ref, muted=request.POST.get("mute") != "no")
    return _back(request, ref)


def _back(request: Request, ref: str) -> HttpResponse:
    return away(request, reverse("case", args=[ref]))
