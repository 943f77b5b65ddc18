"""Who stands on the component page: nobody who exists."""

import datetime as dt

from cases.queries.summaries import CaseName, CaseSummary, CustomerRef, HolderRef, SideRef
from groups.queries import AudienceRef
from people.queries import Availability, PersonRef

NOW = dt.datetime(2027, 1, 13, 9, 47, tzinfo=dt.UTC)  # a Wednesday in the sales

LEA = PersonRef("example-lea", "Léa Martin", None, "member")
MARC = PersonRef("example-marc", "Marc Delorme", None, "member")
YANN = PersonRef("example-yann", "Yann Le Goff", None, "guest")
DUPIN = PersonRef("example-dupin", "Mme Dupin", None, "contact")
CLOCK = PersonRef("example-clock", "esn", None, "system")
PEOPLE = (LEA, MARC, YANN, DUPIN, CLOCK)

GROUP = AudienceRef("example-group", "group", "Logistics", "Logistics", "group", "example-group")
INTERNAL = AudienceRef("example-internal", "internal", "Solène", "C-2027-000187", "case", "C-2027-000187")
PARTNER = AudienceRef("example-partner", "partner", "Transports Vasseur", "C-2027-000187", "case", "C-2027-000187")
CUSTOMER = AudienceRef("example-customer", "customer", "Mme Dupin", "C-2027-000187", "case", "C-2027-000187")

WHOSE = CustomerRef("example-customer", "Mme Dupin")
CASE = CaseName("C-2027-000187", "Solène", WHOSE)
TEAM = HolderRef("team", "example-team", "Logistics")
SIDES = (
    SideRef("internal", "internal", INTERNAL.id, ""),
    SideRef("partner:example", "partner", PARTNER.id, PARTNER.label),
    SideRef("customer", "customer", CUSTOMER.id, CUSTOMER.label),
)


def ago(**span: int) -> dt.datetime:
    """So long before the moment of the page."""
    return NOW - dt.timedelta(**span)


def in_(**span: int) -> dt.datetime:
    """So long after it."""
    return NOW + dt.timedelta(**span)


def standings() -> dict[str, Availability]:
    """Every way in which somebody can be reached, by the id of who is an example of it."""
    return {
        LEA.id: Availability("active"),
        MARC.id: Availability("focus", until=in_(hours=1)),
        YANN.id: Availability("off_hours", back_at=in_(hours=21)),
        DUPIN.id: Availability("away", until=in_(days=3), back_at=in_(days=3), delegate=LEA),
    }


def case(title: str, **otherwise: object) -> CaseSummary:
    """A case as its row shows it."""
    values: dict[str, object] = {
        "ref": CASE.ref,
        "title": title,
        "public_title": title,
        "status": "in_hand",
        "severity": "normal",
        "customer": WHOSE,
        "holder": TEAM,
        "restricted": False,
        "next_news_due": None,
        "sides": SIDES,
        "retellings": 0,
        "drifts": 0,
        "opened_at": ago(days=21),
        "updated_at": ago(minutes=16),
        "revision": 1,
        "unread": False,
        "follows": True,
        "muted": False,
        "merged_into": None,
        "can": (),
    }
    return CaseSummary(**{**values, **otherwise})  # type: ignore[arg-type]  # the fields are those above
