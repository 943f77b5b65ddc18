"""Reads the rows that can be found, as the documents that the index stores: a system reader, for the index alone."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from cases.models import Case, ContactPoint, Customer, CustomerContact, StoryVersion
from feeds.models import File, Post
from groups.models import EVERYONE, Audience, Group
from people.models import Person
from search.analysis import Document

BATCH = 1_000
_FOUND_PEOPLE = (Person.Kind.MEMBER, Person.Kind.GUEST)
_TOLD_BY_THE_CASE = "story"  # the case is found by its newest story; each version as a post would say it again
_FACES = (Audience.Kind.PARTNER, Audience.Kind.CUSTOMER)


def load(keys: Iterable[str]) -> list[Document]:
    """The documents of some keys as their rows stand now; what is gone or says nothing is left out.

    A case's key brings its public faces with it.
    """
    wanted: dict[str, set[str]] = {}
    for key in keys:
        kind, _, ident = key.partition(":")
        wanted.setdefault(kind, set()).add(ident)
    return [document for kind, ids in wanted.items() for document in _LOADERS[kind](sorted(ids))]


def everything() -> Iterator[Document]:
    """All documents there are, in order of their rows."""
    sources: tuple[tuple[str, QuerySet[Any], str], ...] = (
        ("person", Person.objects.all(), "id"),
        ("group", Group.objects.all(), "id"),
        ("customer", Customer.objects.all(), "id"),
        ("case", Case.objects.all(), "ref"),
        ("post", Post.objects.all(), "id"),
    )
    for kind, rows, column in sources:
        for ids in _in_order(rows, column):
            yield from _LOADERS[kind](ids)


def posts_of_customer(customer_id: str) -> Iterator[str]:
    """The keys of everything that is found by the name of a customer: their cases, and what colleagues said there."""
    for ref, audience in Case.objects.filter(customer_id=customer_id).values_list("ref", "audience_id"):
        yield f"case:{ref}"
        yield from (f"post:{id_}" for id_ in Post.objects.filter(audience_id=audience).values_list("id", flat=True))


def openness(audience_ids: Iterable[str]) -> dict[str, bool]:
    """Whether some audiences are open to members now."""
    rows = Audience.objects.filter(id__in=list(audience_ids))
    return dict(rows.values_list("id", "open_to_members"))


def _in_order(rows: QuerySet[Any], column: str) -> Iterator[list[str]]:
    """The values of a unique column, a batch at a time, without holding a statement open."""
    last = ""
    while ids := list(rows.filter(**{f"{column}__gt": last}).order_by(column).values_list(column, flat=True)[:BATCH]):
        yield ids
        last = ids[-1]


def _posts(ids: list[str]) -> list[Document]:
    rows = Post.objects.filter(id__in=ids, deleted_at=None).exclude(kind=_TOLD_BY_THE_CASE)
    values = rows.values_list(
        "id", "body", "created_at", "author_id", "root_id", "audience_id", "audience__open_to_members",
        "audience__kind", "audience__subject_kind", "audience__subject_ref",
    )  # fmt: skip
    files = _words_of_files(ids)
    found = [row for row in values if row[1] or row[0] in files]
    customers = _customers_of_cases({row[9] for row in found if row[8] == "case"})
    documents = []
    for id_, body, at, author, root, audience, is_open, kind, subject, ref in found:
        customer, name = customers.get(ref, ("", "")) if subject == "case" else ("", "")
        documents.append(
            Document(
                key=f"post:{id_}", type="post", audience=audience, open=is_open, title="", body=body, when=at,
                author=author, group=ref if subject == "group" else "", customer=customer,
                case=ref if subject == "case" else "", thread=root or id_, side=kind,
                context=" ".join([name if kind == Audience.Kind.INTERNAL else "", *files.get(id_, ())]),
            )
        )  # fmt: skip
    return documents


def _words_of_files(post_ids: list[str]) -> dict[str, list[str]]:
    """The names of the files of some posts, and what was said of the pictures, by the post that names them."""
    found: dict[str, list[str]] = {}
    rows = File.objects.filter(post__in=post_ids).order_by("place", "id")
    for post, name, alt in rows.values_list("post_id", "name", "alt"):
        found.setdefault(post, []).append(f"{name.replace('_', ' ')} {alt}")
    return found


def _customers_of_cases(refs: set[str]) -> dict[str, tuple[str, str]]:
    rows = Case.objects.filter(ref__in=refs).values_list("ref", "customer_id", "customer__name") if refs else ()
    return {ref: (customer, name) for ref, customer, name in rows}


def _cases(refs: list[str]) -> list[Document]:
    rows = Case.objects.filter(ref__in=refs).values_list(
        "id", "ref", "title", "public_title", "status", "customer_id", "customer__name", "opened_by_id", "updated_at",
        "audience_id", "audience__open_to_members",
    )  # fmt: skip
    cases = list(rows)
    told = stories([row[0] for row in cases])
    faces = _faces([row[1] for row in cases])
    documents = []
    for id_, ref, title, public_title, status, customer, name, opener, at, audience, is_open in cases:
        documents.append(
            Document(
                key=f"case:{ref}", type="case", audience=audience, open=is_open, title=title,
                body=told.get(id_, ""), when=at, author=opener, customer=customer, case=ref, status=status,
                side=Audience.Kind.INTERNAL.value, context=name, spellings=(ref,),
            )
        )  # fmt: skip
        documents += [
            Document(
                key=f"case:{ref}@{side}", type="case", audience=side, open=False, title=public_title, body="",
                when=at, case=ref, status=status, side=kind, spellings=(ref,),
            )
            for side, kind in faces.get(ref, [])
        ]  # fmt: skip
    return documents


def stories(case_ids: list[str]) -> dict[str, str]:
    """The newest version of each story, as one text."""
    rows = StoryVersion.objects.filter(case__in=case_ids).order_by("version")
    columns = ("happened", "wanted", "tried", "refused", "constraints")
    return {id_: "\n".join(filter(None, texts)) for id_, *texts in rows.values_list("case_id", *columns)}


def _faces(refs: list[str]) -> dict[str, list[tuple[str, str]]]:
    faces: dict[str, list[tuple[str, str]]] = {}
    rows = Audience.objects.filter(subject_kind="case", subject_ref__in=refs, kind__in=_FACES)
    for id_, ref, kind in rows.values_list("id", "subject_ref", "kind"):
        faces.setdefault(ref, []).append((id_, kind))
    return faces


def _customers(ids: list[str]) -> list[Document]:
    spellings: dict[str, list[str]] = {}
    for customer, value in ContactPoint.objects.filter(customer__in=ids).values_list("customer_id", "value"):
        spellings.setdefault(customer, []).append(value)
    rows = Customer.objects.filter(id__in=ids, merged_into=None)
    names: dict[str, list[str]] = {}
    contacts = CustomerContact.objects.filter(customer__in=ids, removed_at=None)
    for customer, name in contacts.order_by("id").values_list("customer_id", "person__name"):
        names.setdefault(customer, []).append(name)
    return [
        Document(
            key=f"customer:{id_}", type="customer", audience=audience, open=is_open, title=name,
            body="\n".join(names.get(id_, ())), when=at, customer=id_, spellings=tuple(spellings.get(id_, ())),
        )
        for id_, name, at, audience, is_open in rows.values_list(
            "id", "name", "created_at", "audience_id", "audience__open_to_members"
        )
    ]  # fmt: skip


def _people(ids: list[str]) -> list[Document]:
    rows = Person.objects.filter(id__in=ids, is_active=True, kind__in=_FOUND_PEOPLE)
    return [
        Document(
            key=f"person:{id_}", type="person", audience=EVERYONE, open=True, title=name,
            body=f"{title}\n{partner or ''}".strip(), when=at, spellings=(handle,),
        )
        for id_, name, title, handle, partner, at in rows.values_list(
            "id", "name", "title", "handle", "partner__name", "joined_at"
        )
    ]  # fmt: skip


def _groups(ids: list[str]) -> list[Document]:
    """Every member knows of a group unless it is secret."""
    rows = Group.objects.filter(id__in=ids)
    documents = []
    for id_, name, purpose, openness, at, audience in rows.values_list(
        "id", "name", "purpose", "openness", "created_at", "audience_id"
    ):
        known = openness != Group.Openness.SECRET
        documents.append(
            Document(
                key=f"group:{id_}", type="group", audience=EVERYONE if known else audience, open=known, title=name,
                body=purpose, when=at, group=id_,
            )
        )  # fmt: skip
    return documents


_LOADERS: dict[str, Callable[[list[str]], list[Document]]] = {
    "post": _posts,
    "case": _cases,
    "customer": _customers,
    "person": _people,
    "group": _groups,
}
