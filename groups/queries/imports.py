"""What a table that waits would do now, to whoever brought it."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import Invalid, NotFound
from esn.core.importing import RefusedError, Row
from esn.core.pages import Page, seal, unseal
from esn.core.tables import Table, TableError
from groups import policy
from groups.imports import groups as group_lines
from groups.imports import people as people_lines
from groups.imports.groups import PlannedGroups, plan_groups
from groups.imports.lines import OUTCOMES, ImportLine, digest
from groups.imports.people import PlannedPerson, plan_people
from groups.models import ImportPlan
from people.models import Person

KEPT = dt.timedelta(hours=24)
MOST_BYTES = 5 * 1024 * 1024
MOST_LINES = 5_000
LINES = 100  # on a page


@dataclass(frozen=True)
class ImportKind:
    """A kind of table: its columns, those that it needs, and a few lines as an example."""

    kind: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    sample: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class ImportSummary:
    """A table that waits: how it was read, and how many lines do what. Nothing has been done yet."""

    id: str
    kind: str
    name: str
    made_at: dt.datetime
    encoding: str
    separator: str
    ignored: tuple[str, ...]
    counts: dict[str, int]
    stale: bool  # the site has changed since: the counts are those of now, and are to be looked at again


@dataclass(frozen=True)
class Plan:
    """All that a table would do now, with the line that says each."""

    summary: ImportSummary
    lines: tuple[ImportLine, ...]
    people: tuple[PlannedPerson, ...]
    groups: PlannedGroups
    digest: str


IMPORT_KINDS = {
    "people": ImportKind(
        "people",
        people_lines.COLUMNS,
        people_lines.REQUIRED,
        (
            ("zoe.marchand", "Zoé Marchand", "zoe@example.org", "Vendeuse", "fr", "Europe/Paris", "Ventes", "Lyon",
             "+33 4 99 00 11 22", ""),
            ("rik", "Rik de Vries", "rik@vasseur.example.org", "Driver", "en", "Europe/Amsterdam", "", "", "",
             "Transports Vasseur"),
        ),
    ),
    "groups": ImportKind(
        "groups",
        group_lines.COLUMNS,
        group_lines.REQUIRED,
        (
            ("Livraisons Lyon", "team", "open", "Les tournées de la semaine", "zoe.marchand", "owner"),
            ("Livraisons Lyon", "", "", "", "marc", "member"),
        ),
    ),
}  # fmt: skip


def import_kinds(viewer: Person) -> tuple[ImportKind, ...]:
    """The kinds of tables that can be brought, to those who may."""
    policy.require_administration(viewer, "import")
    return tuple(IMPORT_KINDS.values())


def import_plans(viewer: Person) -> tuple[ImportPlan, ...]:
    """The viewer's tables that wait, the newest first, without their bytes."""
    policy.require_administration(viewer, "import")
    rows = ImportPlan.objects.filter(actor=viewer, made_at__gt=now() - KEPT).defer("content")
    return tuple(rows.order_by("-made_at")[:10])


def import_plan(viewer: Person, plan_id: str) -> ImportSummary:
    """A table of the viewer's that waits, as it stands now."""
    return planned(require_plan(viewer, plan_id)).summary


def import_lines(
    viewer: Person, plan_id: str, *, outcome: str = "", cursor: str | None = None, limit: int = LINES
) -> tuple[ImportSummary, Page[ImportLine]]:
    """The same with its lines, or those that do one thing."""
    plan = planned(require_plan(viewer, plan_id))
    listing = f"import:{plan_id}:{outcome}"
    after = unseal(listing, viewer.id, cursor)[0] if cursor else 0
    lines = [one for one in plan.lines if one.line > after and outcome in ("", one.outcome)]
    next_ = seal(listing, viewer.id, [lines[limit - 1].line]) if len(lines) > limit else None
    return plan.summary, Page(tuple(lines[:limit]), next_)


def require_plan(viewer: Person, plan_id: str) -> ImportPlan:
    """A table of the viewer's that still waits; NotFound otherwise."""
    policy.require_administration(viewer, "import")
    plan = ImportPlan.objects.filter(id=plan_id, actor=viewer, made_at__gt=now() - KEPT).first()
    if plan is None:
        raise NotFound
    return plan


def planned(plan: ImportPlan) -> Plan:
    """All that a table would do to the site as it is now; Invalid for one that cannot be read."""
    kind = IMPORT_KINDS[plan.kind]
    table, rows = _read(bytes(plan.content), kind)
    people: tuple[PlannedPerson, ...] = ()
    groups = PlannedGroups()
    if plan.kind == "people":
        people = tuple(plan_people(rows))
        lines = tuple(one.told for one in people)
    else:
        groups = plan_groups(plan.actor, rows)
        lines = tuple(groups.told)
    mark = digest(lines)
    counted = Counter(one.outcome for one in lines)
    summary = ImportSummary(
        id=plan.id,
        kind=plan.kind,
        name=plan.name,
        made_at=plan.made_at,
        encoding=table.encoding,
        separator=table.separator,
        ignored=table.ignored,
        counts={outcome: counted[outcome] for outcome in OUTCOMES},
        stale=bool(plan.digest) and mark != plan.digest,
    )
    return Plan(summary, lines, people, groups, mark)


def _read(content: bytes, kind: ImportKind) -> tuple[Table, list[tuple[int, Row | RefusedError]]]:
    if len(content) > MOST_BYTES:
        raise Invalid.field("file", "too_large", _("The table has more than 5 MB. Send it in parts."))
    rows: list[tuple[int, Row | RefusedError]] = []
    try:
        table = Table(content, kind.columns, kind.required)
        for row in table.rows():
            rows.append(row)
            if len(rows) > MOST_LINES:
                detail = _("The table has more than %(most)d lines. Send it in parts.") % {"most": MOST_LINES}
                raise Invalid.field("file", "too_many_lines", detail)
    except TableError as reason:
        detail = _("The table cannot be used: %(reason)s.") % {"reason": reason}
        raise Invalid.field("file", "not_a_table", detail) from None
    if not rows:
        raise Invalid.field("file", "empty", _("The table has no line below the names of its columns."))
    return table, rows
