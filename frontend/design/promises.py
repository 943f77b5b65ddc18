"""Promises of the component page in each of their states, and a change that the customer was not told."""

import datetime as dt
from dataclasses import asdict, dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from cases.facts import Contradiction
from cases.queries import CalendarEntry, CommitmentSummary, CustomerSummary
from cases.queries.commitment_summaries import Drift, ProposalSummary, Standing, ToldRef
from cases.queries.tellings import DriftSummary, SubjectRef, TellingSummary
from cases.windows import Window, window
from frontend.design.people import CASE, INTERNAL, LEA, MARC, NOW, TEAM, WHOSE, YANN, ago, in_
from frontend.months import Day, filled, whole_weeks

_ZONE = "Europe/Paris"


def _window(day: int, first: int, last: int) -> Window:
    return window(dt.datetime(2027, 1, day, first), dt.datetime(2027, 1, day, last), _ZONE)  # noqa: DTZ001 - of a wall


def _value(promised: Window) -> dict[str, str]:
    return {name: str(value) for name, value in asdict(promised).items()}


_THURSDAY, _FRIDAY, _SATURDAY = _window(14, 7, 14), _window(15, 8, 12), _window(16, 8, 12)
BEFORE, AFTER = _value(_THURSDAY), _value(_FRIDAY)
_TOLD = ToldRef(1, LEA, ago(days=6), "phone", "example-telling", None)


@dataclass(frozen=True)
class ExampleBrief:
    """As much of a brief as its promises and its drifts show."""

    promises: tuple[CommitmentSummary, ...]
    drifts: tuple[DriftSummary, ...]
    customer: CustomerSummary


def brief() -> ExampleBrief:
    """A brief with a promise in every state, and a change in each of the three stages of not being told."""
    customer = CustomerSummary(
        id=WHOSE.id, kind="person", name=WHOSE.name, language="fr", phones=("+33639981234",), mails=(), addresses=(),
        references=(), links=(), contacts=(), left_at=None, merged_into=None, open_cases=1, revision=1, can=(),
    )  # fmt: skip
    drifts = tuple(_drift(number, by) for number, by in enumerate((in_(hours=3), in_(minutes=31), ago(minutes=12))))
    return ExampleBrief(promises(), drifts, customer)


def month() -> tuple[tuple[Day, ...], ...]:
    """January with one promise of each state, a day with more than fits, and one window over two days."""
    entries = [_entry(one.id, one.window, one.state, one.marks) for one in promises() if one.state != "withdrawn"]
    nights = window(dt.datetime(2027, 1, 20, 18), dt.datetime(2027, 1, 21, 9), _ZONE)  # noqa: DTZ001 - of a wall
    entries.append(_entry("example-night", nights, "open", ()))
    entries += [_entry(f"example-{n}", _window(27, 8 + n, 9 + n), "open", ("due",)) for n in range(6)]
    first = NOW.date().replace(day=1)
    return filled(whole_weeks(first), first, tuple(entries))


def drifting() -> tuple[DriftSummary, ...]:
    """A change that was not told, and a promise that is broken."""
    changed = _drift(7, in_(minutes=31))
    return (replace(changed, harm="broken", tell_by=ago(minutes=12)), replace(changed, concerns=()))


def _entry(name: str, promised: Window, state: str, marks: tuple[str, ...]) -> CalendarEntry:
    text = _("Delivery of the wardrobe")
    return CalendarEntry(name, 1, "delivery", text, promised, state, marks, TEAM, CASE, INTERNAL.id, ago(days=1))


def promises() -> tuple[CommitmentSummary, ...]:
    """Drifting, never told, at risk, due, on track with a proposal, kept, broken and withdrawn."""
    drift = Drift(Standing(1, "open", _THURSDAY), Standing(2, "open", _FRIDAY), ago(minutes=35), in_(minutes=31))
    against = Contradiction("example-fact", "constraint", _("Never on Saturday"), {}, _("said by the customer"))
    proposal = ProposalSummary("example-proposal", 1, _SATURDAY, (), "", YANN, ago(hours=16), (against,), ())
    return (
        _promise("drift", _FRIDAY, marks=("drift",), told=_TOLD, drift=drift),
        _promise("untold", _FRIDAY, marks=("untold",)),
        _promise("at-risk", _THURSDAY, marks=("at_risk",), told=_TOLD, proposals=(proposal,)),
        _promise("due", _window(13, 9, 18), marks=("due",), told=_TOLD),
        _promise("on-track", _FRIDAY, told=_TOLD),
        _promise("kept", _window(12, 8, 12), state="kept", told=_TOLD),
        _promise("broken", _window(12, 8, 12), state="broken", told=_TOLD),
        _promise("withdrawn", _SATURDAY, state="withdrawn", told=_TOLD),
    )


def _promise(name: str, promised: Window, **otherwise: Any) -> CommitmentSummary:
    values: dict[str, Any] = {
        "id": f"example-{name}",
        "version": 1,
        "kind": "delivery",
        "text": _("Delivery of the wardrobe"),
        "window": promised,
        "state": "open",
        "marks": (),
        "kept_by": TEAM,
        "conflicts": (),
        "told": None,
        "drift": None,
        "proposals": (),
        "history": (),
        "case": CASE,
        "audience": INTERNAL.id,
        "made_by": LEA,
        "made_at": ago(days=6),
        "from_post": None,
        "ended_at": None,
        "revision": 1,
        "can": (),
    }
    return CommitmentSummary(**{**values, **otherwise})


def _drift(number: int, tell_by: dt.datetime) -> DriftSummary:
    subject = SubjectRef("commitment", "example-drift", 1)
    told = TellingSummary("example-telling", CASE.ref, subject, {}, "phone", "", LEA, ago(days=6), None)
    return DriftSummary(
        CASE, INTERNAL.id, TEAM, "commitment", f"example-{number}", {"window": BEFORE}, {"window": AFTER},
        ago(minutes=35), tell_by, "changed", told, (MARC.name,),
    )  # fmt: skip
