"""Handing over what a leaver or an absent person holds: by name, and the rest to a team, in one step."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.http import HttpResponse
from django.utils.translation import gettext as _

from cases import actions, queries
from cases.actions import Assignment, Holder
from cases.queries import Holdings
from esn.core.errors import Invalid
from frontend.pages.door import Request, first_problem, form_page, show
from groups import queries as groups

Choice = tuple[str, str]  # "person:<id>" or "team:<id>", and the name


@dataclass(frozen=True)
class Line:
    """One thing that somebody holds, and who is chosen for it."""

    kind: str
    id: str
    title: str
    about: str
    ref: str  # the case that it is or belongs to
    chosen: str

    @property
    def name(self) -> str:
        """The name of its field."""
        return f"{self.kind}:{self.id}"


@dataclass(frozen=True)
class Passed:
    """One thing that was handed over, and to whom."""

    line: Line
    to: str


@form_page
def handover(request: Request, person_id: str) -> HttpResponse:
    """Everything that somebody holds, with a receiver for each line and one for the rest."""
    held = queries.holdings(request.user, person_id)
    choices = _choices(request, person_id)
    lines = _lines(held, request.POST)
    if request.method == "POST" and "find" not in request.POST:
        try:
            return _hand_over(request, held, lines, dict([*choices["teams"], *choices["people"]]))
        except Invalid as error:
            return _dialogue(request, held, lines, choices, first_problem(error))
    return _dialogue(request, held, lines, choices)


def _dialogue(
    request: Request, held: Holdings, lines: tuple[Line, ...], choices: dict[str, list[Choice]], problem: str = ""
) -> HttpResponse:
    own = choices["own"][0][0] if choices["own"] else ""
    context = {
        "held": held,
        "lines": lines,
        **choices,
        "rest": request.POST.get("rest", "") if request.method == "POST" else own,
        "q": request.POST.get("q", "")[:120],
        "problem": problem,
        "most": max(len(held.cases), len(held.promises)) >= queries.AT_ONCE,
    }
    return show(request, "pages/handover.html", context, place="people", status=400 if problem else 200)


def _hand_over(request: Request, held: Holdings, lines: tuple[Line, ...], names: dict[str, str]) -> HttpResponse:
    """Do it all, or nothing; then say where each thing went and what stayed."""
    rest = request.POST.get("rest", "")
    named = tuple(line for line in lines if line.chosen)
    if not named and not rest:
        raise Invalid.field("rest", "blank", _("Name somebody, or a team for what nobody is named for."))
    assignments = [Assignment(line.kind, line.id, _holder(line.chosen)) for line in named]
    actions.hand_over(
        request.user, person_id=held.person.id, assignments=assignments, rest=_holder(rest) if rest else None
    )
    left = queries.holdings(request.user, held.person.id)
    kept = {line.name for line in _lines(left, {})}
    context = {
        "person": held.person,
        "passed": [Passed(line, names.get(line.chosen or rest, "")) for line in lines if line.name not in kept],
        "returned": [one for one in held.offers if one not in left.offers],
        "left": _lines(left, {}),
        "offers": left.offers,
    }
    return show(request, "pages/handover_done.html", context, place="people")


def _holder(chosen: str) -> Holder:
    kind, _colon, id_ = chosen.partition(":")
    return Holder(kind, id_)


def _lines(held: Holdings, chosen: Mapping[str, str | list[object]]) -> tuple[Line, ...]:
    rows: Iterable[tuple[str, str, str, str, str]] = (
        *(("case", one.ref, one.title, one.customer.name, one.ref) for one in held.cases),
        *(("commitment", one.id, one.text, one.case.customer.name, one.case.ref) for one in held.promises),
        *(("group", one.id, one.name, "", "") for one in held.groups),
    )
    return tuple(Line(*row, chosen=str(chosen.get(f"{row[0]}:{row[1]}", ""))) for row in rows)


def _choices(request: Request, person_id: str) -> dict[str, list[Choice]]:
    """Who may receive something: the person's teams, the other teams, their colleagues, and who was looked for."""
    me = request.user
    own = [(f"team:{one.id}", one.name) for one in groups.teams_of(me, person_id)]
    known = groups.groups(me, limit=100).results
    teams = {f"team:{one.id}": one.name for one in known if one.kind == "team" and one.openness != "secret"}
    q = request.POST.get("q", "")[:120].strip()
    found = groups.directory(me, q=q, limit=20).results if q else ()
    near = (*found, *groups.team_mates(me, person_id))
    people = {f"person:{one.id}": one.name for one in near if one.kind == "member" and one.id != person_id}
    if me.id != person_id:
        people.setdefault(f"person:{me.id}", me.name)
    return {
        "own": own,
        "teams": [*own, *((value, name) for value, name in teams.items() if value not in dict(own))],
        "people": list(people.items()),
        "owners": [(value, name) for value, name in people.items() if value != f"person:{me.id}"],
    }
