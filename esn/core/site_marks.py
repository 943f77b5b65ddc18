"""When something was last done to the whole site: a closed list of names, each with its moment, codes and numbers."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from esn.core.clock import now
from esn.core.models import SiteMark

BACKUP = "backup"
STEPS_AWAY = "steps_away"  # those who run the site have put the first steps away
TEST_MAIL = "test_mail"


@dataclass(frozen=True)
class Mark:
    """The last time: when, by whom (nobody: a command), and what is to be known of it."""

    at: dt.datetime
    by: str
    detail: dict[str, Any]


def leave(name: str, by: str = "", **detail: Any) -> None:
    """Write down that it is done now, in the transaction of the deed; what was known of the time before is gone."""
    SiteMark.objects.update_or_create(name=name, defaults={"at": now(), "by": by, "detail": detail})


def lift(name: str) -> bool:
    """Forget that it was done; whether it was."""
    return bool(SiteMark.objects.filter(name=name).delete()[0])


def found() -> dict[str, Mark]:
    """All marks by their names, in one statement."""
    return {row.name: Mark(row.at, row.by, row.detail) for row in SiteMark.objects.all()}
