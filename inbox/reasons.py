"""From many causes to a few reasons: how needs become what a line says, as pure functions."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from inbox.needs import LATEST, PUT_AWAY, READING, Need

FOR = "for"  # in the values of a need: whom its person stands in for
NAMED = 3  # people who are named beside one reason

Reason = dict[str, Any]


@dataclass(frozen=True)
class Marks:
    """How far a person has read a subject, and put it away."""

    read_up_to: dt.datetime | None = None
    done_up_to: dt.datetime | None = None

    def settle(self, need: Need) -> bool:
        """Whether a cause is settled: what has only to be read by reading or by putting it away, a deed by nothing."""
        read = need.code in READING and self.read_up_to is not None and need.at <= self.read_up_to
        return read or (need.code in PUT_AWAY and self.done_up_to is not None and need.at <= self.done_up_to)


@dataclass(frozen=True)
class Standing:
    """What a line says: whether it waits or was settled, and why it is there. Without reasons nothing needs anybody."""

    settled: bool
    reasons: tuple[Reason, ...]

    @property
    def harm(self) -> int:
        """The worst of all."""
        return int(min(reason["harm"] for reason in self.reasons))


def standing(needs: Collection[Need], marks: Marks) -> Standing:
    """What remains of the causes; when nothing remains but there were some, all of them, as settled."""
    remaining = [need for need in needs if not marks.settle(need)]
    return Standing(not remaining, reasons(remaining or needs))


def reasons(needs: Iterable[Need]) -> tuple[Reason, ...]:
    """One reason for each code and each whom it is done for, the worst first.

    The newest people are named, and the oldest cause says since when it waits.
    """
    alike: dict[tuple[str, str], list[Need]] = defaultdict(list)
    for need in without_doubles(needs):
        alike[need.code, str(need.values.get(FOR, ""))].append(need)
    found = [_reason(code, same) for (code, _for_whom), same in alike.items()]
    return tuple(sorted(found, key=_order))


def codes(reasons_: Iterable[Reason]) -> str:
    """The codes of some reasons, each once and between commas."""
    return "".join(f",{code}" for code in dict.fromkeys(reason["code"] for reason in reasons_)) + ","


def which(reason: Reason) -> tuple[str, str]:
    """What makes a reason one of its own in its line: its code, and for whom it is done."""
    return reason["code"], str(reason["values"].get(FOR, ""))


def _order(one: Reason) -> tuple[Any, ...]:
    return one["harm"], one["due"] or LATEST.isoformat(), one["since"], which(one)


def without_doubles(needs: Iterable[Need]) -> list[Need]:
    """Who was mentioned in a reply is told of the mention alone."""
    found = list(needs)
    mentioned = {need.post for need in found if need.code == "mention"}
    return [need for need in found if need.code not in ("reply", "message") or need.post not in mentioned]


def _reason(code: str, same: list[Need]) -> Reason:
    first = min(same, key=lambda need: (need.harm, need.due or LATEST, need.at, need.post))
    newest = sorted(same, key=lambda need: (need.at, need.post, need.who), reverse=True)
    who = list(dict.fromkeys(need.who for need in newest if need.who))
    return {
        "code": code,
        "harm": first.harm,
        "count": len(same),
        "who": who[:NAMED],
        "people": len(who),
        "since": min(need.at for need in same).isoformat(),
        "at": newest[0].at.isoformat(),
        "due": first.due.isoformat() if first.due else None,
        "post": newest[0].post if code in READING else first.post,
        "values": dict(first.values),
    }
