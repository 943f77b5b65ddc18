"""The brief that a colleague reads first: made from the present rows each time, never written down."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, replace

from django.db import connection

from cases import policy
from cases.facts import Greeting, greeting
from cases.models import Blocker, Case, CaseLink, Checklist, Commitment, ContactNote, Handoff, Huddle, Telling, Waiver
from cases.queries.blockers import BlockerSummary, standing_blockers
from cases.queries.case_links import CaseLinkSummary, links_of
from cases.queries.cases import inside, participants_of, present_story
from cases.queries.checklists import ChecklistSummary, checklists_of
from cases.queries.commitment_summaries import CommitmentSummary
from cases.queries.commitments import of_case
from cases.queries.contacts import ContactSummary, last_contact
from cases.queries.customers import summarised
from cases.queries.facts import FactSummary, standing_with_people
from cases.queries.facts import summarised as facts_summarised
from cases.queries.handoffs import HandoffSummary, waiting_handoff
from cases.queries.huddles import HuddleSummary, open_huddles
from cases.queries.next_steps import NextStep, next_step
from cases.queries.outcomes import Outcome, outcome
from cases.queries.summaries import CaseSummary, CustomerSummary, Participant, StorySummary
from cases.queries.tellings import DriftSummary, TellingSummary, case_drifts, last_telling
from cases.queries.waivers import WaiverSummary, waiting_waivers
from esn.core.clock import now
from people import queries as people
from people.models import Person
from people.queries import Availability, PersonRef


@dataclass(frozen=True)
class Brief:
    """What a colleague needs at one glance, always made from the present rows."""

    case: CaseSummary
    customer: CustomerSummary
    greeting: Greeting
    story: StorySummary | None
    promises: tuple[CommitmentSummary, ...]  # open, broken or believed otherwise; drifting ones first
    drifts: tuple[DriftSummary, ...]
    facts: tuple[FactSummary, ...]  # what nobody needs to ask again, and what is disputed
    last_telling: TellingSummary | None
    blockers: tuple[BlockerSummary, ...]
    last_contact: ContactSummary | None
    handoff: HandoffSummary | None  # the offer that waits
    waivers: tuple[WaiverSummary, ...]  # what waits for a decision
    huddles: tuple[HuddleSummary, ...]  # what is being consulted
    checklists: tuple[ChecklistSummary, ...]
    links: tuple[CaseLinkSummary, ...]  # the cases that belong to it, as far as one reads them
    participants: tuple[Participant, ...]
    availability: dict[str, Availability]  # of those who take part, have the case or are asked to take it, by their id
    opened_by: PersonRef
    last_entry_at: dt.datetime | None
    outcome: Outcome | None  # how it went, once it is solved or closed
    next_step: NextStep | None  # what has to happen first


@people.each_met_once()
def brief(viewer: Person, ref: str) -> Brief:
    """What a colleague needs at one glance; for those who read the internal side."""
    row = policy.require_inside(viewer, ref)
    rows = _rows_of(row)
    summary, newest = inside(viewer, row)
    known = standing_with_people(row.customer_id)
    present = participants_of(row)
    offer = waiting_handoff(viewer, row) if rows["handoffs"] else None
    found = Brief(
        case=summary,
        customer=summarised(viewer, [row.customer])[0],
        greeting=greeting(known, now()),
        story=present_story(row),
        promises=of_case(row, ended=False, facts=known) if rows["promises"] else (),
        drifts=case_drifts(row) if rows["tellings"] else (),
        facts=facts_summarised(known),
        last_telling=last_telling(row) if rows["tellings"] else None,
        blockers=standing_blockers(row) if rows["blockers"] else (),
        last_contact=last_contact(row) if rows["contacts"] else None,
        handoff=offer,
        waivers=waiting_waivers(viewer, row) if rows["waivers"] else (),
        huddles=open_huddles(viewer, row, known) if rows["huddles"] else (),
        checklists=checklists_of(row) if rows["checklists"] else (),
        links=links_of(viewer, row) if rows["links"] else (),
        participants=present,
        availability=people.availability({*(one.person.id for one in present), *_named(summary, offer)}),
        opened_by=people.refs([row.opened_by_id])[row.opened_by_id],
        last_entry_at=newest,
        outcome=outcome(viewer, row),
        next_step=None,
    )
    return replace(found, next_step=next_step(found, now()))


def _named(case: CaseSummary, offer: HandoffSummary | None) -> Iterator[str]:
    """The people who have a case or are asked to take it."""
    for one in (case.holder, offer.to if offer else None):
        if one is not None and one.kind == "person":
            yield one.id


_ROWS = {
    "blockers": (Blocker, "case_id"),
    "handoffs": (Handoff, "case_id"),
    "waivers": (Waiver, "case_id"),
    "huddles": (Huddle, "case_id"),
    "checklists": (Checklist, "case_id"),
    "contacts": (ContactNote, "case_id"),
    "tellings": (Telling, "case_id"),
    "promises": (Commitment, "case_id"),
    "links": (CaseLink, "case_id"),
    "links from elsewhere": (CaseLink, "other_id"),
}


def _rows_of(case: Case) -> dict[str, bool]:
    """Which kinds of rows a case has at all: one statement instead of one for each kind that most cases lack."""
    asked = [
        f"EXISTS (SELECT 1 FROM {model._meta.db_table} WHERE {column} = %s)"  # noqa: S608 - names alone
        for model, column in _ROWS.values()
    ]
    with connection.cursor() as run:
        run.execute(f"SELECT {', '.join(asked)}", [case.id] * len(asked))
        found = dict(zip(_ROWS, map(bool, run.fetchone()), strict=True))
    found["links"] |= found["links from elsewhere"]
    return found
