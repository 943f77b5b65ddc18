"""What a colleague sees of a customer at one glance: made from the present rows each time, never written down."""

from dataclasses import dataclass

from cases import policy
from cases.facts import Greeting, greeting
from cases.models import Case
from cases.queries.cases import OPEN_STATUSES, newest_story, page_of_cases
from cases.queries.commitment_summaries import CommitmentSummary
from cases.queries.commitments import of_customer
from cases.queries.customers import summarised
from cases.queries.facts import FactSummary, standing_with_people
from cases.queries.facts import summarised as facts_summarised
from cases.queries.summaries import CaseName, CaseSummary, CustomerSummary, StorySummary
from esn.core.clock import now
from people.models import Person

MOST_CASES = 20  # open ones; the list of all their cases has the others


@dataclass(frozen=True)
class CustomerStory:
    """What the customer told last, and the case in which they told it."""

    case: CaseName
    story: StorySummary


@dataclass(frozen=True)
class CustomerBrief:
    """A customer at one glance. Cases, story and promises are those that the viewer reads inside."""

    customer: CustomerSummary
    greeting: Greeting
    story: CustomerStory | None  # of the open case in which something happened last
    promises: tuple[CommitmentSummary, ...]  # open, broken in an open case or believed otherwise; drifting ones first
    cases: tuple[CaseSummary, ...]  # the open ones, at most 20
    facts: tuple[FactSummary, ...]


def customer_brief(viewer: Person, customer_id: str) -> CustomerBrief:
    """A customer at one glance; for staff."""
    policy.require_staff(viewer)
    row = policy.require_customer(viewer, customer_id)
    known = standing_with_people(row.id)
    open_ones = Case.objects.filter(customer=row, status__in=OPEN_STATUSES)
    page = page_of_cases(viewer, open_ones, f"customer_brief:{customer_id}", None, MOST_CASES)
    cases = tuple(case for case in page.results if isinstance(case, CaseSummary))
    return CustomerBrief(
        customer=summarised(viewer, [row])[0],
        greeting=greeting(known, now()),
        story=_story(cases),
        promises=of_customer(viewer, row.id, known),
        cases=cases,
        facts=facts_summarised(known),
    )


def _story(cases: tuple[CaseSummary, ...]) -> CustomerStory | None:
    if not cases:
        return None
    newest = cases[0]
    story = newest_story(newest.ref)
    return CustomerStory(CaseName(newest.ref, newest.title, newest.customer), story) if story else None
