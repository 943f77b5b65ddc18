"""People and teams as a form names them: boxes to tick, and colleagues by their name."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from cases.actions import Holder
from esn.core.errors import Invalid
from groups import queries as groups
from people.models import Person


def holder(code: str) -> Holder:
    """Who is meant by ``person:<id>`` or ``team:<id>``."""
    kind, _colon, id_ = code.partition(":")
    return Holder(kind, id_)


def by_name(viewer: Person, names: Iterable[str], field: str) -> list[Holder]:
    """The colleagues of these names; Invalid, beside the field, for a name that nobody or several have."""
    return [_one(viewer, name, field) for name in names]


def colleague(viewer: Person, name: str, field: str) -> str:
    """The id of the colleague of this name; Invalid, beside the field, for a name that nobody or several have."""
    return _one(viewer, name, field).id


def teams(viewer: Person) -> list[tuple[str, str]]:
    """The teams that can be named, as choices."""
    found = groups.groups(viewer, limit=100).results
    return [(f"team:{team.id}", team.name) for team in found if team.kind == "team" and team.openness != "secret"]


def led_teams(viewer: Person) -> list[tuple[str, str]]:
    """The teams for which the viewer answers, as choices."""
    found = groups.groups(viewer, limit=100).results
    return [(f"team:{team.id}", team.name) for team in found if team.kind == "team" and "add_member" in team.can]


def _one(viewer: Person, name: str, field: str) -> Holder:
    found = [one for one in groups.directory(viewer, q=name, limit=20).results if one.kind == "member"]
    exact = [one for one in found if name.casefold() in (one.name.casefold(), one.handle.casefold())]
    if len(exact or found) == 1:
        return Holder("person", (exact or found)[0].id)
    if found:
        raise Invalid.field(
            field, "several", _("Several colleagues match “%(name)s”. Write it in full.") % {"name": name}
        )
    raise Invalid.field(field, "unknown", _("No colleague is called “%(name)s”.") % {"name": name})
