"""The directory, and one person."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cases.queries import may_hand_over
from esn.core.clock import now
from esn.core.errors import Invalid, NotAllowed
from esn.core.pages import PAGE_SIZE
from feeds import queries as feeds
from frontend import moments, phones, standing
from frontend.pages.door import Request, away, blame, form_page, reading, show, show_part, writing
from frontend.people_writing import completions, manager_named
from frontend.profile_forms import PersonForm
from groups import queries
from groups.models import EVERYONE
from groups.queries import Choices, PersonProfile, Wanted
from people import actions, spoken

LONGEST = 120  # characters of anything that is looked for
WRITTEN = 5  # posts on somebody's page before one asks for older ones


@reading
def people(request: Request) -> HttpResponse:
    """Colleagues and guests: whose name begins with the words first, then by name."""
    asked: dict[str, Any] = {name: request.GET.get(name, "").strip()[:LONGEST] for name in Wanted.__dataclass_fields__}
    wanted = Wanted(**asked)
    page = queries.directory(request.user, **asked, cursor=request.GET.get("cursor"))
    context = {
        "page": page,
        "wanted": wanted,
        "found": queries.directory_size(request.user, wanted),
        "kept": urlencode({name: value for name, value in asked.items() if value}),
        "shown": " ".join(one.id for one in page.results),
        "available": queries.availability(request.user, [one.id for one in page.results]),
        "here": request.get_full_path(),
    }
    if request.headers.get("HX-Request"):
        return show_part(request, "parts/people_found.html", context)
    return show(
        request,
        "pages/people.html",
        {**context, "choices": _filters(queries.directory_choices(request.user), wanted)},
        place="people",
    )


@reading
def names(request: Request) -> HttpResponse:
    """The first colleagues whose name begins like this, as completions of a box."""
    q = (request.GET.get("manager") or request.GET.get("q") or "")[:LONGEST]
    found = queries.directory(request.user, q=q, limit=10).results if q.strip() else ()
    return show_part(request, "parts/names.html", {"people": [one for one in found if one.kind == "member"]})


@reading
def person(request: Request, person_id: str) -> HttpResponse:
    """One person: who they are, how they are reached, and what they wrote lately."""
    found = queries.profile(request.user, person_id)
    context = {
        "person": found,
        "languages": [(code, spoken.name(code)) for code in found.languages],
        "may_hand_over": found.kind == "member" and may_hand_over(request.user, person_id),
        "available": queries.availability(request.user, [person_id]) if found.active else {},
        **_hours(request, found),
        "their_clock": moments.clock_in(found.time_zone, now()) if found.time_zone != request.user.time_zone else "",
    }
    if request.headers.get("HX-Request"):
        return show_part(request, "parts/person.html", context)
    cursor = request.GET.get("cursor")
    written = feeds.written_by(request.user, person_id, cursor=cursor, limit=PAGE_SIZE if cursor else WRITTEN)
    return show(request, "pages/person.html", {**context, "written": written, "first": cursor is None}, place="people")


def _hours(request: Request, found: PersonProfile) -> dict[str, Any]:
    """When somebody works and what they said of being away, for colleagues."""
    if not request.user.is_member or not found.active or found.kind not in ("member", "guest"):
        return {}
    said = queries.hours_of(request.user, found.id)
    return {"week": standing.week(said.hours), "absence": said.absence}


@form_page
def person_edit(request: Request, person_id: str) -> HttpResponse:
    """What the house knows of somebody, said by who runs the site."""
    found = _editable(request, person_id)
    fields = ("name", "title", "department", "place", "phone")
    initial = {name: getattr(found, name) for name in fields} | {
        "phone": phones.said(found.phone),
        "manager": found.manager.name if found.manager else "",
    }
    form = PersonForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            typed: dict[str, Any] = form.cleaned_data
            manager = manager_named(request.user, typed["manager"], found.manager)
            actions.edit_person(request.user, person_id=person_id, everyone=EVERYONE, **(typed | {"manager": manager}))
        except Invalid as error:
            blame(form, error)
        else:
            messages.success(request, _("Saved."))
            return away(request, reverse("person", args=[person_id]))
    context = {"form": form, "person": found, **completions(request.user)}
    return show(request, "pages/person_edit.html", context, place="people", status=400 if form.errors else 200)


@writing
def person_photo_remove(request: Request, person_id: str) -> HttpResponse:
    """Take somebody's photo away, as who runs the site."""
    _editable(request, person_id)
    actions.remove_photo(request.user, person_id=person_id, everyone=EVERYONE)
    messages.success(request, _("The photo is gone; initials stand for them."))
    return away(request, reverse("person", args=[person_id]))


def _editable(request: Request, person_id: str) -> PersonProfile:
    found = queries.profile(request.user, person_id)
    if "edit" not in found.can:
        raise NotAllowed
    return found


def _filters(choices: Choices, wanted: Wanted) -> list[dict[str, Any]]:
    """The boxes by which the directory is narrowed: what stands first in each, and what can be chosen."""
    said = {
        "team": _("Every team"),
        "department": _("Every department"),
        "skill": _("Every skill"),
        "language": _("Every language"),
    }
    words = {"language": spoken.name}
    known = {name.removesuffix("s"): found for name, found in vars(choices).items()}
    boxes = []
    for name, everything in said.items():
        word = words.get(name)
        options = [(one.value, f"{word(one.value) if word else one.label} ({one.count})") for one in known[name]]
        chosen = getattr(wanted, name)
        if chosen and chosen not in dict(options):
            options.insert(0, (chosen, word(chosen) if word else chosen))
        boxes.append({"name": name, "options": [("", everything), *options], "chosen": chosen})
    return [box for box in boxes if len(box["options"]) > 1]
