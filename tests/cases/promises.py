"""What tests of promises share: the January of the furniture story, its windows, and promises made by its people."""

import datetime as dt
from typing import Any

from tests.cast import Door

ZONE = "Europe/Paris"
MONDAY = dt.datetime(2027, 1, 11, 9, tzinfo=dt.UTC)  # the present of these tests
HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)


def january(day: int, first: int = 7, last: int = 14) -> dict[str, str]:
    """A window on a day of January 2027, in wall time; the 14th is a Thursday, the 16th a Saturday."""
    return {
        "start": f"2027-01-{day:02d}T{first:02d}:00:00",
        "end": f"2027-01-{day:02d}T{last:02d}:00:00",
        "timezone": ZONE,
    }


def delivery(day: int = 14, **more: Any) -> dict[str, Any]:
    """The body of a promise to deliver on a day of January."""
    return {"kind": "delivery", "text": "The wardrobe is delivered.", "window": january(day), **more}


def promised(door: Door, ref: str, day: int = 14, *, told: str | None = "shop", **more: Any) -> dict[str, Any]:
    """A promise that was made, and told unless said otherwise."""
    said = {"told": {"channel": told}} if told else {}
    made: dict[str, Any] = door.make(f"cases/{ref}/commitments/", delivery(day, **said, **more))
    return made


def moved(door: Door, commitment: dict[str, Any], day: int, **more: Any) -> dict[str, Any]:
    """The promise after its window was changed."""
    body = {"window": january(day), "reason": "The truck broke down.", **more}
    made: dict[str, Any] = door.make(f"commitments/{commitment['id']}/changes/", body)
    return made


NEVER_ON_SATURDAY = {
    "kind": "constraint",
    "value": "never on Saturday",
    "source": "the customer",
    "constraint": {"code": "never_on", "days": [6]},
}


def never_on_saturday(door: Door, customer_id: str, **more: Any) -> dict[str, Any]:
    """The fact that the furniture story turns on, verified on Monday."""
    body = {**NEVER_ON_SATURDAY, "verified_at": MONDAY.isoformat(), **more}
    made: dict[str, Any] = door.make(f"customers/{customer_id}/facts/", body)
    return made


def tell(door: Door, commitment: dict[str, Any], *, channel: str = "phone", **about: Any) -> dict[str, Any]:
    """The telling of a promise, in its present version unless another one is named."""
    subject = {"type": "commitment", "id": commitment["id"], **about}
    path = f"cases/{commitment['case']['ref']}/tellings/"
    made: dict[str, Any] = door.make(path, {"subject": subject, "channel": channel})
    return made
