"""The audit log, to those who run the site and those who watch over it."""

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from esn.core import audit_checks
from esn.core.ids import is_id
from esn.core.models import AuditEntry
from esn.core.pages import PAGE_SIZE, Page, seal, unseal
from groups import policy
from groups.models import Group
from people import queries as people
from people.models import Person
from people.queries import PersonRef

CHUNK = 1_000  # entries that an export reads at a time
_MATCHES = 50  # people whom a name may mean
# What somebody read by right of watching over the site: those who run it do not see who read what.
CONTENT_ACCESS = "content."


@dataclass(frozen=True)
class AuditLine:
    """One act: who, what, about what; ``detail`` holds ids and codes, and ``names`` says whom and what they mean."""

    number: int
    at: dt.datetime
    actor: PersonRef | None
    verb: str
    subject_kind: str
    subject: str
    names: dict[str, str]
    detail: dict[str, Any]


@dataclass(frozen=True)
class AuditFilter:
    """What is looked for: a verb or a family of verbs (``group``), a person by id or by name, a subject, a period."""

    verb: str = ""
    actor: str = ""
    who: str = ""
    subject: str = ""
    after: dt.datetime | None = None
    before: dt.datetime | None = None


@dataclass(frozen=True)
class ChainState:
    """How far the log was verified: ``broken`` is the first entry that was found changed."""

    at: dt.datetime | None
    up_to: int
    entries: int
    broken: int | None


def audit_log(
    viewer: Person, *, wanted: AuditFilter, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[AuditLine]:
    """The acts that the viewer may read of, the newest first."""
    rows = _rows(viewer, wanted).order_by("-position")
    if cursor is not None:
        (last,) = unseal("audit", viewer.id, cursor)
        rows = rows.filter(position__lt=last)
    found = list(rows[: limit + 1])
    shown = found[:limit]
    next_ = seal("audit", viewer.id, [shown[-1].position]) if len(found) > limit else None
    return Page(tuple(_lines(shown)), next_)


def audit_export(viewer: Person, *, wanted: AuditFilter) -> Iterator[AuditLine]:
    """The same, all of them and the oldest first, read in parts; the right to it is asked before the first."""
    policy.require_administration(viewer, "read_audit")
    return _exported(viewer, wanted)


def chain_state(viewer: Person) -> ChainState | None:
    """What the last look at the whole log found; None before the first."""
    policy.require_administration(viewer, "read_audit")
    last = audit_checks.last()
    return ChainState(last.at, last.up_to, last.entries, last.broken) if last else None


def _exported(viewer: Person, wanted: AuditFilter) -> Iterator[AuditLine]:
    rows, last = _rows(viewer, wanted).order_by("position"), 0
    while found := list(rows.filter(position__gt=last)[:CHUNK]):
        yield from _lines(found)
        last = found[-1].position


def _rows(viewer: Person, wanted: AuditFilter) -> "QuerySet[AuditEntry]":
    policy.require_administration(viewer, "read_audit")
    rows = AuditEntry.objects.all()
    if not policy.may_administer(viewer, "read_content_access"):
        rows = rows.exclude(verb__startswith=CONTENT_ACCESS)
    if wanted.verb:
        rows = rows.filter(_of_family(wanted.verb))
    if wanted.actor:
        rows = rows.filter(actor_id=wanted.actor)
    if wanted.who:
        rows = rows.filter(actor_id__in=_named(wanted.who))
    if wanted.subject:
        rows = rows.filter(subject_id=wanted.subject)
    if wanted.after:
        rows = rows.filter(at__gte=wanted.after)
    if wanted.before:
        rows = rows.filter(at__lt=wanted.before)
    return rows


def _of_family(verb: str) -> Q:
    """A verb itself, or all of a family: what is done to one thing and to several stands together."""
    return Q(verb=verb) | Q(verb__startswith=f"{verb}.") | Q(verb__startswith=f"{verb}s.")


def _named(who: str) -> list[str]:
    """The people whom a part of a name or a handle means."""
    found = Person.objects.filter(Q(name__icontains=who) | Q(handle__icontains=who))
    return list(found.order_by("profile__sort_name", "id").values_list("id", flat=True)[:_MATCHES])


def _lines(rows: Iterable[AuditEntry]) -> Iterator[AuditLine]:
    """Entries with the names of the people and groups that they speak of, in two statements."""
    rows = list(rows)
    spoken = {id_ for row in rows for id_ in (row.actor_id, row.subject_id, *_ids(row.detail)) if is_id(id_)}
    known = people.refs(spoken)
    names = {id_: ref.name for id_, ref in known.items()}
    names |= dict(Group.objects.filter(id__in=spoken - names.keys()).values_list("id", "name"))
    for row in rows:
        here = {id_: names[id_] for id_ in (row.subject_id, *_ids(row.detail)) if id_ in names}
        yield AuditLine(
            number=row.position,
            at=row.at,
            actor=known.get(row.actor_id),
            verb=row.verb,
            subject_kind=row.subject_kind,
            subject=row.subject_id,
            names=here,
            detail=row.detail,
        )


def _ids(detail: dict[str, Any]) -> list[str]:
    return [value for value in detail.values() if isinstance(value, str) and is_id(value)]
