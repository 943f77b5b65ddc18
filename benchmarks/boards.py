"""Boards of promises and drifts. Run: ``python -m benchmarks.boards [--cases 100000]``; DATABASE_URL names PostgreSQL.

One promise a case: most are kept, a tenth are open, a hundredth drift, are at risk or broken; as a house of 100,000
cases has them after some years.
"""

from __future__ import annotations

import argparse
import datetime as dt
import statistics
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.site import fresh_site
from benchmarks.table import cpu_ms, elapsed_ms, head, row

if TYPE_CHECKING:
    from people.models import Person

BATCH = 2_000
TARGET = 150.0  # milliseconds
FILE_TARGET = 500.0  # a program asks for it every quarter of an hour
RAIL_TARGET = 5.0
ZONE = "Europe/Paris"


def main() -> None:
    """Fill a site, and ask every board as a member who holds few cases."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--cases", type=int, default=100_000)
    cases = options.parse_args().cases
    with fresh_site():
        _measure(cases)


def _measure(cases: int) -> None:
    from django.db import connection

    from benchmarks import company
    from cases.queries import BOARDS, board_counts, calendar, commitments, drifts, personal_calendar, pressing
    from esn.core.clock import now
    from groups.models import Membership

    crowd = company.people(100)
    teams = company.groups(20)
    team = teams[0]
    for first in range(0, cases, BATCH):
        _fill(range(first, min(first + BATCH, cases)), crowd, [one.id for one in teams])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    viewer = crowd[3]
    Membership.objects.get_or_create(person=viewer, audience_id=team.audience_id, defaults={"role": "member"})
    whose = (("everybody", "", ""), ("me", "me", ""), ("me and my teams", "us", ""), ("a team", "", team.id))
    here = connection.vendor == "sqlite"  # the database works in this process, so that other load can be left out
    measured, kind = (cpu_ms, "CPU") if here else (_usual_ms, "elapsed")
    head(f"Boards on {connection.vendor}, {cases:,} cases with a promise each, {kind}")
    for state in BOARDS:
        for name, holder, of_team in whose:
            taken = measured(partial(commitments, viewer, state=state, holder=holder, team=of_team))
            row(f"promises {state}, {name}", f"{taken:.1f} ms", f"{TARGET:.0f} ms", taken < TARGET)
    for name, holder, of_team in whose:
        taken = measured(partial(drifts, viewer, holder=holder, team=of_team))
        row(f"drifts, {name}", f"{taken:.1f} ms", f"{TARGET:.0f} ms", taken < TARGET)
    days = dt.timedelta(days=15)
    month = partial(calendar, viewer, first=now() - days, until=now() + days, limit=500)
    for name, holder, of_team in whose:
        taken = measured(partial(month, holder=holder, team=of_team))
        row(f"a month of promises, {name}", f"{taken:.1f} ms", f"{TARGET:.0f} ms", taken < TARGET)
        taken = measured(partial(board_counts, viewer, holder=holder, team=of_team))
        row(f"numbers of all boards, {name}", f"{taken:.1f} ms", f"{TARGET:.0f} ms", taken < TARGET)
    for name, work, target in (
        ("the promises of a calendar file", personal_calendar, FILE_TARGET),
        ("the number in the rail of every page", pressing, RAIL_TARGET),
    ):
        taken = measured(partial(work, viewer))
        row(name, f"{taken:.1f} ms", f"{target:.0f} ms", taken < target)


def _usual_ms(work: Callable[[], object]) -> float:
    return statistics.median(elapsed_ms(work))


def _fill(numbers: range, crowd: list[Person], teams: list[str]) -> None:
    """Cases with a promise each; what is written depends on the number alone."""
    from cases.models import Belief, Case, Commitment, CommitmentStep, Customer, Telling
    from esn.core.clock import now
    from esn.core.ids import new_id
    from groups.models import Audience

    begin = now()
    tables: dict[type, list[object]] = {
        kind: [] for kind in (Customer, Audience, Case, Commitment, CommitmentStep, Telling, Belief)
    }
    for number in numbers:
        person = crowd[number % len(crowd)]
        customer = Customer(
            id=new_id(), kind="person", name=f"Customer {number:06d}", sort_name=f"customer {number:06d}"
        )
        ref = f"C-2026-{number:06d}"
        inside = Audience(
            id=new_id(), kind="internal", open_to_members=number % 50 != 0, subject_kind="case", subject_ref=ref
        )
        by_team = teams[number // 20 % len(teams)] if number % 20 == 0 else None
        case = Case(
            id=new_id(), ref=ref, customer=customer, audience=inside, title=f"Matter {number}", opened_by=person,
            holder_person=None if by_team else person, holder_team_id=by_team,
        )  # fmt: skip
        state = "open" if number % 10 == 0 else "broken" if number % 100 == 1 else "kept"
        drifting = number % 100 == 0
        start = begin + dt.timedelta(hours=number % 2_000 - 100)
        end = start + dt.timedelta(hours=4)
        window = {"start": start, "end": end, "zone": ZONE, "wall_start": "", "wall_end": ""}
        promise = Commitment(
            id=new_id(), case=case, customer=customer, audience=inside, kind="delivery", text=f"Delivery {number}",
            version=2 if drifting else 1, state=state, keeper_person=None if by_team else person,
            keeper_team_id=by_team, made_by=person, told_version=1,
            told_end=end, untold=drifting, drift_since=begin if drifting else None,
            at_risk=state == "open" and number % 100 == 50, ended_at=None if state == "open" else start, **window,
        )  # fmt: skip
        telling = Telling(
            id=new_id(), case=case, subject="commitment", subject_id=promise.id, version=1, value={}, channel="phone",
            by=person,
        )  # fmt: skip
        belief = Belief(
            case=case, customer=customer, audience=inside, subject="commitment", subject_id=promise.id,
            telling=telling, drift_since=begin - dt.timedelta(minutes=number % 5_000) if drifting else None,
        )  # fmt: skip
        step = CommitmentStep(commitment=promise, verb="made", version=1, state="open", by=person, **window)
        for made in (customer, inside, case, promise, step, telling, belief):
            tables[type(made)].append(made)
    for kind, rows in tables.items():
        kind._default_manager.bulk_create(rows, batch_size=500)  # type: ignore[attr-defined]  # each is a model


if __name__ == "__main__":
    main()
