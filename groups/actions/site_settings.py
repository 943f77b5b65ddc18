"""Changing what holds for the whole site while it runs."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit, site_settings
from esn.core.clock import now
from esn.core.errors import Invalid, Problem
from esn.core.events import record
from esn.core.models import SiteSetting
from groups import policy
from groups.events import SettingsChanged
from groups.models import EVERYONE
from people.models import Person


@transaction.atomic
def change_site_settings(actor: Person, *, values: Mapping[str, Any]) -> None:
    """Change some settings of the site; what is not named stays as it is."""
    policy.require_administration(actor, "change_settings")
    wanted = _checked(values)
    present = site_settings.stored()
    changed = {
        name: value
        for name, value in wanted.items()
        if value != present.get(name, site_settings.SETTINGS[name].default)
    }
    if not changed:
        return
    for name, value in changed.items():
        kept = list(value) if isinstance(value, tuple) else value
        SiteSetting.objects.update_or_create(
            name=name, defaults={"value": kept, "changed_at": now(), "changed_by": actor.id}
        )
        audit.note(actor.id, "settings.changed", "setting", name, **_told(name, value))
    record(SettingsChanged(audience_id=EVERYONE, id="site"), actor.id)
    site_settings.forget()
    transaction.on_commit(site_settings.forget)  # somebody may have read what was there before the commit


def _checked(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept; Invalid with everything that is wrong."""
    wanted: dict[str, Any] = {}
    wrong: dict[str, list[Problem]] = {}
    for name, value in values.items():
        setting = site_settings.SETTINGS.get(name)
        if setting is None:
            wrong[name] = [Problem("unknown", _("There is no such setting."))]
            continue
        try:
            wanted[name] = setting.checked(name, value)
        except Invalid as error:
            wrong.update({field: list(problems) for field, problems in error.fields.items()})
    if wrong:
        raise Invalid(wrong)
    return wanted


def _told(name: str, value: Any) -> dict[str, Any]:
    """What the audit log keeps of a value: codes and numbers, never words that somebody wrote."""
    return {"words": len(value)} if site_settings.SETTINGS[name].kind == "words" else {"value": value}
