"""Cases, promises, customers and what is known of them, as the documents that the index stores."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils.translation import override

from cases.fact_words import said
from cases.models import (
    Blocker,
    Case,
    Commitment,
    ContactPoint,
    Customer,
    CustomerContact,
    Fact,
    ShownCommitment,
    StoryVersion,
)
from groups.models import Audience
from search.analysis import Document

_OVER = (Case.Status.SOLVED, Case.Status.CLOSED)
_GOING = Commitment.State.OPEN
_FACES = (Audience.Kind.PARTNER, Audience.Kind.CUSTOMER)


def cases(refs: list[str]) -> list[Document]:
    """Cases as colleagues know them, and their faces for those outside, by their references."""
    rows = Case.objects.filter(ref__in=refs).values_list(
        "id", "ref", "title", "public_title", "status", "customer_id", "customer__name", "opened_by_id", "updated_at",
        "audience_id", "audience__open_to_members", "holder_person_id", "holder_team_id", "drifts", "merged_into_id",
        Exists(Commitment.objects.filter(case=OuterRef("id"))),
        Exists(Blocker.objects.filter(case=OuterRef("id"), lifted_at=None)),
    )  # fmt: skip
    cases = list(rows)
    told = stories([row[0] for row in cases])
    faces = _faces([row[1] for row in cases])
    documents = []
    for (
        id_, ref, title, public_title, status, customer, name, opener, at, audience, is_open, person, team, drifts,
        merged, promised, blocked,
    ) in cases:  # fmt: skip
        going = ["open"] if merged is None and status not in _OVER else []
        standing = (("promise", promised), ("drift", drifts), ("blocked", blocked))
        documents.append(
            Document(
                key=f"case:{ref}", type="case", audience=audience, open=is_open, title=title,
                body=told.get(id_, ""), when=at, author=opener, customer=customer, case=ref, status=status,
                side=Audience.Kind.INTERNAL.value, context=name, spellings=(ref,),
                holder=person or team, marks=(*going, *(mark for mark, is_so in standing if is_so)),
            )
        )  # fmt: skip
        documents += [
            Document(
                key=f"case:{ref}@{side}", type="case", audience=side, open=False, title=public_title, body="",
                when=at, case=ref, status=status, side=kind, spellings=(ref,),
                marks=(*going, "promise") if promised_there else tuple(going),
            )
            for side, kind, promised_there in faces.get(ref, [])
        ]  # fmt: skip
    return documents


def stories(case_ids: list[str]) -> dict[str, str]:
    """The newest version of each story, as one text."""
    rows = StoryVersion.objects.filter(case__in=case_ids).order_by("version")
    columns = ("happened", "wanted", "tried", "refused", "constraints")
    return {id_: "\n".join(filter(None, texts)) for id_, *texts in rows.values_list("case_id", *columns)}


def _faces(refs: list[str]) -> dict[str, list[tuple[str, str, bool]]]:
    """The sides of some cases that others read: id, kind, and whether a promise was shown there."""
    faces: dict[str, list[tuple[str, str, bool]]] = {}
    rows = Audience.objects.filter(subject_kind="case", subject_ref__in=refs, kind__in=_FACES)
    promised = Exists(ShownCommitment.objects.filter(audience=OuterRef("id")))
    for id_, ref, kind, shown in rows.values_list("id", "subject_ref", "kind", promised):
        faces.setdefault(ref, []).append((id_, kind, shown))
    return faces


def customers(ids: list[str]) -> list[Document]:
    """Customers with their contacts and every spelling of their numbers; those merged into others are left out."""
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


def promises(ids: list[str]) -> list[Document]:
    """Promises as colleagues know them; a partner finds what was said of one on their side."""
    rows = Commitment.objects.filter(id__in=ids)
    return [
        Document(
            key=f"promise:{id_}", type="promise", audience=audience, open=is_open, title=text, body="", when=at,
            author=maker, customer=customer, case=ref, side=Audience.Kind.INTERNAL.value,
            context=f"{name} {keeper or ''}", holder=person or team or "",
            marks=("promise", *(("open",) if state == _GOING else ()), *(("drift",) if drift else ())),
        )
        for id_, text, at, maker, customer, name, ref, audience, is_open, person, team, keeper, state, drift in (
            rows.values_list(
                "id", "text", "changed_at", "made_by_id", "customer_id", "customer__name", "case__ref", "audience_id",
                "audience__open_to_members", "keeper_person_id", "keeper_team_id", "keeper_partner__name", "state",
                "drift_since",
            )
        )
    ]  # fmt: skip


def facts(ids: list[str]) -> list[Document]:
    """What is known of customers; what is sensitive is read at the customer alone, and found nowhere."""
    rows = Fact.objects.filter(id__in=ids, withdrawn_at=None, customer__merged_into=None)
    rows = rows.exclude(sensitivity=Fact.Sensitivity.SENSITIVE)
    return [
        Document(
            key=f"fact:{id_}", type="fact", audience=audience, open=is_open, title=value, body=source, when=at,
            author=noter, customer=customer, context=" ".join((name, *_in_all_languages(kind, value, codes))),
        )
        for id_, kind, value, codes, source, at, noter, customer, name, audience, is_open in rows.values_list(
            "id", "kind", "value", "detail", "source", "noted_at", "noted_by_id", "customer_id", "customer__name",
            "customer__audience_id", "customer__audience__open_to_members",
        )
    ]  # fmt: skip


def _in_all_languages(kind: str, value: str, codes: dict[str, Any]) -> Iterator[str]:
    """The words that codes become when they are read."""
    for language, _name in settings.LANGUAGES:
        with override(language):
            words = said(kind, value, codes)
        if words != value:
            yield words


def customers_of_cases(refs: set[str]) -> dict[str, tuple[str, str]]:
    """The id and the name of the customer of each case."""
    rows = Case.objects.filter(ref__in=refs).values_list("ref", "customer_id", "customer__name") if refs else ()
    return {ref: (customer, name) for ref, customer, name in rows}
