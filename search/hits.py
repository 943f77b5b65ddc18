"""Shows what was found: reads the rows once more, as the viewer; what is not there for them drops out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from cases.fact_words import said
from cases.models import Case, Commitment, Customer, Fact
from feeds import queries as feeds
from feeds.models import File
from groups import policy as reading
from groups.models import Audience, Group
from groups.queries import AudienceRef, known_people
from people.models import Person
from people.queries import PersonRef, avatar
from search.case_documents import stories
from search.ranking import Match
from search.snippets import Wanted, near, snippet
from search.summaries import FoundFile, Hit

_AUDIENCE = ("id", "kind", "label", "title", "subject_kind", "subject_ref")

Shown = dict[str, Hit]


def hits(
    viewer: Person,
    matches: Sequence[Match],
    marks: Wanted,
    others: Mapping[str, int] | None = None,
    files: Mapping[str, Sequence[Match]] | None = None,
) -> tuple[Hit, ...]:
    """The matches as the viewer may see them now, in their order; one statement for each type, two for cases.

    ``others`` says of some keys how many more of the same case or thread were found, ``files`` which files of a post.
    """
    by_type: dict[str, list[Match]] = {}
    inside = files or {}
    for match in [*matches, *(file for some in inside.values() for file in some)]:
        by_type.setdefault("face" if "@" in match.key else match.type, []).append(match)
    shown: Shown = {}
    for kind, some in by_type.items():
        shown |= _SHOWN[kind](viewer, some, marks)
    more = others or {}
    return tuple(
        replace(
            shown[match.key],
            thread=match.thread or None,
            others=more.get(match.key, 0),
            files=tuple(_within(shown[file.key]) for file in inside.get(match.key, ()) if file.key in shown),
        )
        for match in matches
        if match.key in shown
    )


def _within(hit: Hit) -> FoundFile:
    return FoundFile(hit.id, hit.title, hit.more["media"], hit.snippet)


def _under(path: str) -> tuple[str, ...]:
    return tuple(f"{path}__{name}" for name in _AUDIENCE)


def _posts(viewer: Person, matches: list[Match], marks: Wanted) -> Shown:
    shown = {}
    for row in feeds.readable_rows(viewer, [match.id for match in matches]):
        if row.deleted_at is None and row.hidden_at is None:
            shown[f"post:{row.id}"] = Hit(
                "post", row.id, row.author_name, snippet(row.body, marks), f"/posts/{row.id}/",
                AudienceRef(
                    row.audience_id, row.audience_kind, row.label, row.title, row.subject_kind, row.subject_ref
                ),
                row.created_at,
                author=feeds.author_of(row),
                case=row.subject_ref if row.subject_kind == "case" else None,
                more={"kind": row.kind},
            )  # fmt: skip
    return shown


def _cases(viewer: Person, matches: list[Match], marks: Wanted) -> Shown:
    rows = Case.objects.filter(reading.visible(viewer), ref__in=[match.id for match in matches])
    columns = (
        "id", "ref", "title", "status", "updated_at", "customer_id", "customer__name",
        "opened_by_id", "opened_by__name", "opened_by__photo", "opened_by__kind", *_under("audience"),
    )  # fmt: skip
    found: list[Any] = list(rows.values_list(*columns))
    told = stories([row[0] for row in found])
    shown = {}
    for id_, ref, title, status, at, customer, name, opener, opener_name, photo, opener_kind, *where in found:
        shown[f"case:{ref}"] = Hit(
            "case", ref, title, snippet(told.get(id_, ""), marks), f"/cases/{ref}/", AudienceRef(*where), at,
            author=PersonRef(opener, opener_name, avatar(opener, photo), opener_kind), case=ref,
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


def _promises(viewer: Person, matches: list[Match], marks: Wanted) -> Shown:
    rows = Commitment.objects.filter(reading.visible(viewer), id__in=[match.id for match in matches])
    columns = (
        "id", "text", "state", "changed_at", "case__ref", "case__title", "customer_id", "customer__name",
        "made_by_id", "made_by__name", "made_by__photo", "made_by__kind", *_under("audience"),
    )  # fmt: skip
    shown = {}
    for id_, text, state, at, ref, title, customer, name, maker, called, photo, kind, *where in rows.values_list(
        *columns
    ):
        shown[f"promise:{id_}"] = Hit(
            "promise", id_, text, snippet(title, marks), f"/cases/{ref}/?pane=brief#promise-{id_}",
            AudienceRef(*where), at, author=PersonRef(maker, called, avatar(maker, photo), kind), case=ref,
            more={"state": state, "customer": customer, "customer_name": name},
        )  # fmt: skip
    return shown


def _facts(viewer: Person, matches: list[Match], marks: Wanted) -> Shown:
    rows = Fact.objects.filter(
        reading.visible(viewer, "customer__audience"), id__in=[match.id for match in matches], withdrawn_at=None
    ).exclude(sensitivity=Fact.Sensitivity.SENSITIVE)
    columns = (
        "id", "kind", "value", "detail", "source", "noted_at", "customer_id", "customer__name",
        "noted_by_id", "noted_by__name", "noted_by__photo", "noted_by__kind", *_under("customer__audience"),
    )  # fmt: skip
    shown = {}
    for id_, kind, value, codes, source, at, customer, name, noter, called, photo, its, *where in rows.values_list(
        *columns
    ):
        shown[f"fact:{id_}"] = Hit(
            "fact", id_, said(kind, value, codes), snippet(source, marks), f"/customers/{customer}/#fact-{id_}",
            AudienceRef(*where), at, author=PersonRef(noter, called, avatar(noter, photo), its),
            more={"kind": kind, "customer": customer, "customer_name": name},
        )  # fmt: skip
    return shown


def _files(viewer: Person, matches: list[Match], marks: Wanted) -> Shown:
    rows = File.objects.filter(
        reading.visible(viewer, "post__audience"), id__in=[match.id for match in matches],
        post__deleted_at=None, post__hidden_at=None,
    )  # fmt: skip
    columns = (
        "id", "name", "type", "alt", "words__words", "created_at", "post_id",
        "uploader_id", "uploader__name", "uploader__photo", "uploader__kind", *_under("post__audience"),
    )  # fmt: skip
    shown = {}
    for id_, name, media, alt, words, at, post, sender, called, photo, kind, *where in rows.values_list(*columns):
        audience = AudienceRef(*where)
        shown[f"file:{id_}"] = Hit(
            "file", id_, name, snippet(near(f"{alt}\n{words or ''}", marks), marks), f"/posts/{post}/", audience, at,
            author=PersonRef(sender, called, avatar(sender, photo), kind),
            case=audience.subject_ref if audience.subject_kind == "case" else None, more={"media": media, "post": post},
        )  # fmt: skip
    return shown


_SHOWN: dict[str, Callable[[Person, list[Match], Wanted], Shown]] = {
    "post": _posts,
    "case": _cases,
    "face": _faces,
    "customer": _customers,
    "person": _people,
    "group": _groups,
    "promise": _promises,
    "fact": _facts,
    "file": _files,
}
