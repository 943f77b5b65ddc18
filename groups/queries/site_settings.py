"""What holds for the whole site, as those who run it read it."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from esn.core.models import SiteSetting
from esn.core.site_settings import SETTINGS
from groups import policy
from people import queries as people
from people.models import Person
from people.queries import PersonRef


@dataclass(frozen=True)
class SiteSettingSummary:
    """One setting: ``kind`` is choice, number, region or words; who changed it last, if somebody has."""

    name: str
    kind: str
    value: Any
    default: Any
    choices: tuple[str, ...]
    low: int
    high: int
    changed_at: dt.datetime | None
    changed_by: PersonRef | None


def site_settings(viewer: Person) -> tuple[SiteSettingSummary, ...]:
    """All settings that are changed while the site runs, to those who run it."""
    policy.require_administration(viewer, "change_settings")
    rows = {row.name: row for row in SiteSetting.objects.all()}
    known = people.refs(row.changed_by for row in rows.values())
    return tuple(_summary(name, rows.get(name), known) for name in SETTINGS)


def _summary(name: str, row: SiteSetting | None, known: dict[str, PersonRef]) -> SiteSettingSummary:
    setting = SETTINGS[name]
    value = setting.default if row is None else row.value
    return SiteSettingSummary(
        name=name,
        kind=setting.kind,
        value=tuple(value) if setting.kind == "words" else value,
        default=setting.default,
        choices=setting.choices,
        low=setting.low,
        high=setting.high,
        changed_at=row.changed_at if row else None,
        changed_by=known.get(row.changed_by) if row else None,
    )
