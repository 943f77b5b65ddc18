"""Reads the rows that can be found, as the documents that the index stores: a system reader, for the index alone."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from django.db.models import QuerySet

from cases.models import Case, Commitment, Customer, Fact
from feeds.models import File, Post
from groups.models import Audience, Group
from people.models import Person
from search.analysis import Document
from search.case_documents import cases, customers, facts, promises
from search.changes import Changes
from search.people_documents import groups, people
from search.post_documents import files, posts

BATCH = 1_000


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
        ("promise", Commitment.objects.all(), "id"),
        ("fact", Fact.objects.all(), "id"),
        ("file", File.objects.filter(post__isnull=False), "id"),
    )
    for kind, rows, column in sources:
        for ids in _in_order(rows, column):
            yield from _LOADERS[kind](ids)


def posts_of_customer(customer_id: str) -> Iterator[str]:
    """The keys of everything that is found by the name of a customer: their cases, and what colleagues said there."""
    for ref, audience in Case.objects.filter(customer_id=customer_id).values_list("ref", "audience_id"):
        yield f"case:{ref}"
        yield from (child for _key, child in brought_along([f"case:{ref}"]))
        yield from (f"post:{id_}" for id_ in Post.objects.filter(audience_id=audience).values_list("id", flat=True))


def brought_along(keys: Iterable[str]) -> Iterator[tuple[str, str]]:
    """What hangs on some documents and changes its place with them, with the key that it hangs on.

    The files of a post, the promises of a case, the facts of a customer: at most one statement for each type.
    """
    owners: dict[str, list[str]] = {}
    for key in keys:
        kind, _, ident = key.partition(":")
        owners.setdefault(kind, []).append(ident)
    for owner, column, kind, rows in (
        ("post", "post_id", "file", File.objects.filter(post__in=owners.get("post", ()))),
        ("case", "case__ref", "promise", Commitment.objects.filter(case__ref__in=owners.get("case", ()))),
        ("customer", "customer_id", "fact", Fact.objects.filter(customer__in=owners.get("customer", ()))),
    ):
        if owner in owners:
            for ident, child in rows.values_list(column, "id"):
                yield f"{owner}:{ident}", f"{kind}:{child}"


def concerned(told: Changes) -> list[str]:
    """The keys of all documents that are read again after some changes."""
    keys = [*told.keys, *(child for _key, child in brought_along(told.keys))]
    for customer in told.customers:
        keys += posts_of_customer(customer)
    return list(dict.fromkeys(keys))


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


_LOADERS: dict[str, Callable[[list[str]], list[Document]]] = {
    "post": posts,
    "case": cases,
    "customer": customers,
    "person": people,
    "group": groups,
    "promise": promises,
    "fact": facts,
    "file": files,
}
