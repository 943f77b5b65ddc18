"""What facts mean to a machine: how fresh they are, which contradict each other, and which a promise contradicts.

Codes of a constraint, in ``detail``: ``{"code": "never_on", "days": [6]}`` (ISO weekdays, Monday is 1),
``{"code": "only_after", "time": "17:00"}``, ``only_before`` the same, ``{"code": "never_by", "channel": "phone"}``,
``only_by`` the same. A form of address is ``{"civility": "Mme", "name": "Dupin", "tu": false}``.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from cases.channels import Channel
from cases.models import Commitment, Fact
from cases.windows import Window, days
from esn.core.errors import Invalid

FRESH_FOR = dt.timedelta(days=180)
GREEN, GREY, RED = "green", "grey", "red"

_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
# Of these a customer has one; of the others, what a second source adds does not contradict the first.
_SINGLE = (Fact.Kind.ADDRESS_FORM, Fact.Kind.LANGUAGE, Fact.Kind.CHANNEL, Fact.Kind.HOURS)
_SINGLE_CODES = ("only_after", "only_before", "only_by")
# How the customer is reached when a promise of this kind is kept.
_REACHED_BY = {Commitment.Kind.CALL_BACK: Channel.PHONE}


@dataclass(frozen=True)
class Contradiction:
    """A fact that a window goes against."""

    fact: str
    kind: str
    value: str
    detail: dict[str, Any]
    source: str


@dataclass(frozen=True)
class Greeting:
    """How the customer wants to be spoken to; empty and None where nothing fresh and verified says so."""

    civility: str = ""
    name: str = ""
    tu: bool | None = None
    language: str = ""
    channel: str = ""


def checked_detail(kind: str, detail: dict[str, Any]) -> dict[str, Any]:
    """The codes of a fact, without anything else; Invalid when a machine could not check them."""
    if kind == Fact.Kind.CONSTRAINT:
        return _constraint(detail)
    if kind == Fact.Kind.ADDRESS_FORM:
        return _form(detail)
    if detail:
        raise Invalid.field("constraint", "not_a_constraint", _("Only a constraint has codes."))
    return {}


def freshness(fact: Fact, moment: dt.datetime, against: frozenset[str] = frozenset()) -> str:
    """Green when verified within 180 days and still holding, red when disputed or contradicted, grey otherwise."""
    if fact.disputed_at is not None or fact.id in against:
        return RED
    if fact.holds_until is not None and fact.holds_until < moment:
        return GREY
    if fact.verified_at is None or moment - fact.verified_at > FRESH_FOR:
        return GREY
    return GREEN


def contradicted(facts: Iterable[Fact]) -> frozenset[str]:
    """The ids of facts of one customer that say different things about the same matter: both are shown, none is used.

    A fact that is disputed or past its time contradicts nobody any more.
    """
    by_matter: dict[tuple[str, str], list[Fact]] = {}
    for fact in facts:
        if fact.disputed_at is None and fact.withdrawn_at is None:
            for matter in _matters(fact):
                by_matter.setdefault(matter, []).append(fact)
    return frozenset(
        fact.id for alike in by_matter.values() if len({_said(fact) for fact in alike}) > 1 for fact in alike
    )


def usable(facts: Sequence[Fact], moment: dt.datetime) -> tuple[Fact, ...]:
    """The green ones, of the facts of one customer."""
    holding = [fact for fact in facts if fact.holds_until is None or fact.holds_until >= moment]
    against = contradicted(holding)
    return tuple(fact for fact in holding if not fact.withdrawn_at and freshness(fact, moment, against) == GREEN)


def conflicts(promised: Window, kind: str, facts: Iterable[Fact]) -> tuple[Contradiction, ...]:
    """Which of the facts a window for a promise of this kind goes against; the caller chooses usable ones."""
    return tuple(
        Contradiction(fact.id, fact.kind, fact.value, fact.detail, fact.source)
        for fact in facts
        if fact.kind == Fact.Kind.CONSTRAINT and _goes_against(promised, kind, fact.detail)
    )


def greeting(facts: Sequence[Fact], moment: dt.datetime) -> Greeting:
    """How to greet a customer, from fresh and verified facts alone; neutral otherwise."""
    found = {fact.kind: fact for fact in usable(facts, moment) if fact.sensitivity != Fact.Sensitivity.SENSITIVE}
    form = found[Fact.Kind.ADDRESS_FORM].detail if Fact.Kind.ADDRESS_FORM in found else {}
    language, channel = found.get(Fact.Kind.LANGUAGE), found.get(Fact.Kind.CHANNEL)
    return Greeting(
        civility=form.get("civility", ""),
        name=form.get("name", ""),
        tu=form.get("tu"),
        language=language.value if language else "",
        channel=channel.value if channel else "",
    )


def _constraint(detail: dict[str, Any]) -> dict[str, Any]:
    match detail:
        case {"code": "never_on", "days": [_first, *_more] as named}:
            if all(type(day) is int and 1 <= day <= 7 for day in named) and len(set(named)) < 7:
                return {"code": "never_on", "days": sorted(set(named))}
        case {"code": "only_after" | "only_before" as code, "time": str(time)}:
            if _TIME.fullmatch(time):
                return {"code": code, "time": time}
        case {"code": "never_by" | "only_by" as code, "channel": str(channel)}:
            if channel in Channel.values:
                return {"code": code, "channel": channel}
    raise Invalid.field(
        "constraint",
        "not_a_constraint",
        _("Name the days, the hour or the channel, so that promises can be checked against it."),
    )


def _form(detail: dict[str, Any]) -> dict[str, Any]:
    form: dict[str, Any] = {}
    for field in ("civility", "name"):
        text = detail.get(field, "")
        if not isinstance(text, str) or len(text) > 100:
            raise Invalid.field("form", "not_a_form", _("This is not a form of address."))
        if text.strip():
            form[field] = " ".join(text.split())
    if detail.get("tu") is not None:
        if not isinstance(detail["tu"], bool):
            raise Invalid.field("form", "not_a_form", _("This is not a form of address."))
        form["tu"] = detail["tu"]
    if not form:
        raise Invalid.field("form", "blank", _("Say how the customer wants to be addressed."))
    return form


def _matters(fact: Fact) -> tuple[tuple[str, str], ...]:
    """What a fact speaks about, where only one answer can be true."""
    if fact.kind in _SINGLE:
        return ((fact.kind, ""),)
    if fact.kind != Fact.Kind.CONSTRAINT:
        return ()
    code = fact.detail.get("code", "")
    if code in _SINGLE_CODES:
        about = ((fact.kind, code),)
        return (*about, ("channel_allowed", fact.detail["channel"])) if code == "only_by" else about
    return (("channel_allowed", fact.detail["channel"]),) if code == "never_by" else ()


def _said(fact: Fact) -> str:
    """What a fact says, in one spelling."""
    return repr(sorted(fact.detail.items())) if fact.detail else " ".join(fact.value.split()).casefold()


def _goes_against(promised: Window, kind: str, rule: dict[str, Any]) -> bool:
    touched = days(promised)
    begins = dt.datetime.fromisoformat(promised.local_start)
    ends = dt.datetime.fromisoformat(promised.local_end)
    channel = _REACHED_BY.get(Commitment.Kind(kind))
    match rule:
        case {"code": "never_on", "days": named}:
            return any(day.isoweekday() in named for day in touched)
        case {"code": "only_after", "time": time}:
            return len(touched) > 1 or begins.time() < dt.time.fromisoformat(time)
        case {"code": "only_before", "time": time}:
            return len(touched) > 1 or ends > dt.datetime.combine(touched[0], dt.time.fromisoformat(time))
        case {"code": "never_by", "channel": avoided}:
            return bool(channel == avoided)
        case {"code": "only_by", "channel": wanted}:
            return channel is not None and channel != wanted
    return False
