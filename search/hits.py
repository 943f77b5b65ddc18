"""Shows what was found: reads the rows once more, as the viewer; what is not there for them drops out."""

from collections.abc import Callable, Sequence
from typing import Any

from cases.models import Case, Customer
from feeds import queries as feeds
from groups import policy as reading
from groups.models import Audience, Group
from groups.queries import AudienceRef, known_people
from people.models import Person
from people.queries import PersonRef
from search import documents
from search.ranking import Match
from search.snippets import Wanted, snippet
from search.summaries import Hit

_AUDIENCE = ("id", "kind", "label", "title", "subject_kind", "subject_ref")

Shown = dict[str, Hit]


def hits(viewer: Person, matches: Sequence[Match], marks: Wanted) -> tuple[Hit, ...]:
    """The matches as the viewer may see them now, in their order; one statement for each type, two for cases."""
    by_type: dict[str, list[Match]] = {}
    for match in matches:
        by_type.setdefault("face" if "@" in match.key else match.type, []).append(match)
    shown: Shown = {}
    for kind, some in by_type.items():
        shown |= _SHOWN[kind](viewer, some, marks)
    return tuple(shown[match.key] for match in matches if match.key in shown)


def _under(path: str) -> tuple[str, ...]:
    return tuple(f"{path}__{name}" for name in _AUDIENCE)


def _posts(viewer: Person, matches: list[Match], marks: Wanted) -> Shown:
    shown = {}
    for row in feeds.readable_rows(viewer, [match.id for match in matches]):
        if row.deleted_at is None:
            shown[f"post:{row.id}"] = Hit(
                "post", row.id, row.author_name, snippet(row.body, marks), f"/posts/{row.id}/",
                AudienceRef(
                    row.audience_id, row.audience_kind, row.label, row.title, row.subject_kind, row.subject_ref
                ),
                row.created_at,
                author=PersonRef(row.author_id, row.author_name, None, row.author_kind),
                case=row.subject_ref if row.subject_kind == "case" else None,
                more={"kind": row.kind},
            )  # fmt: skip
    return shown


def _cases(viewer: Person, matches: list[Match], marks: Wanted) -> Shown:
    rows = Case.objects.filter(reading.visible(viewer), ref__in=[match.id for match in matches])
    columns = (
        "id", "ref", "title", "status", "updated_at", "customer_id", "customer__name",
        "opened_by_id", "opened_by__name", "opened_by__kind", *_under("audience"),
    )  # fmt: skip
    found: list[Any] = list(rows.values_list(*columns))
    stories = documents.stories([row[0] for row in found])
    shown = {}
    for id_, ref, title, status, at, customer, name, opener, opener_name, opener_kind, *where in found:
        shown[f"case:{ref}"] = Hit(
            "case", ref, title, snippet(stories.get(id_, ""), marks), f"/cases/{ref}/", AudienceRef(*where), at,
            author=PersonRef(opener, opener_name, None, opener_kind), case=ref,
            more={"status": status, "customer": customer, "customer_name": name},
        )  # fmt: skip
    return shown


def _faces(viewer: Person, matches: list[Match], marks: Wanted) -> Shown:
    """Cases as a partner or a customer's contact knows them."""
    sides = Audience.objects.filter(reading.visible(viewer, ""), id__in=[match.audience for match in matches])
    known = {row[0]: AudienceRef(*row) for row in sides.values_list(*_AUDIENCE)}
    rows = Case.objects.filter(ref__in=[audience.subject_ref for audience in known.values()])
    cases = {row[0]: row for row in rows.values_list("ref", "public_title", "status", "updated_at")}
    shown = {}
    for match in matches:
        audience = known.get(match.audience)
        if audience is not None and audience.subject_ref in cases:
            ref, title, status, at = cases[audience.subject_ref]
            shown[match.key] = Hit(
                "case", ref, title, "", f"/cases/{ref}/", audience, at, case=ref, more={"status": status}
            )
    return shown


def _customers(viewer: Person, matches: list[Match], marks: Wanted) -> Shown:
    rows = Customer.objects.filter(reading.visible(viewer), id__in=[match.id for match in matches])
    shown = {}
    for id_, name, kind, at, *where in rows.values_list("id", "name", "kind", "created_at", *_under("audience")):
        shown[f"customer:{id_}"] = Hit(
            "customer", id_, name, "", f"/customers/{id_}/", AudienceRef(*where), at, more={"kind": kind}
        )
    return shown


def _people(viewer: Person, matches: list[Match], marks: Wanted) -> Shown:
    rows = known_people(viewer).filter(id__in=[match.id for match in matches], is_active=True)
    shown = {}
    for id_, name, kind, title, at in rows.values_list("id", "name", "kind", "title", "joined_at"):
        shown[f"person:{id_}"] = Hit(
            "person", id_, name, snippet(title, marks), f"/people/{id_}/", None, at, more={"kind": kind}
        )
    return shown


def _groups(viewer: Person, matches: list[Match], marks: Wanted) -> Shown:
    rows = Group.objects.filter(reading.existing(viewer), id__in=[match.id for match in matches])
    shown = {}
    for id_, name, kind, purpose, at in rows.values_list("id", "name", "kind", "purpose", "created_at"):
        shown[f"group:{id_}"] = Hit(
            "group", id_, name, snippet(purpose, marks), f"/groups/{id_}/", None, at, more={"kind": kind}
        )
    return shown


_SHOWN: dict[str, Callable[[Person, list[Match], Wanted], Shown]] = {
    "post": _posts,
    "case": _cases,
    "face": _faces,
    "customer": _customers,
    "person": _people,
    "group": _groups,
}
