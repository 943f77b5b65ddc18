"""Conversations from another system become customers, open cases and posts: each once, in batches, in few statements.

The rows and the facts are those of ``cases.actions``; a test holds the two together. Each conversation makes a customer
with one contact person, and a case whose customer's side has every turn.
"""

import datetime as dt
import hashlib
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from django.db import connection, transaction

from cases.conversations import CLIENT, Conversation
from cases.events import CaseHeld, CaseOpened, CustomerChanged
from cases.models import Case, ContactPoint, Customer, ImportedConversation, StoryVersion
from cases.policy import holder_audience
from esn.core.clock import now
from esn.core.events import Played, record_played
from esn.core.folding import sort_name
from feeds.importing import write_posts
from feeds.models import Post
from feeds.text import render
from groups.importing import admit_contacts, make_audiences
from groups.models import EVERYONE, Audience, Membership
from people.models import Person

TURN_TIME = dt.timedelta(minutes=1)  # between two turns
_LOCK = 7_116_002  # any fixed number: one batch of an import at a time

Role = Membership.Role


@dataclass(frozen=True)
class Numbered:
    """A conversation with the number of its line."""

    line: int
    conversation: Conversation


@dataclass(frozen=True)
class Written:
    """What became of a batch: how many are new, how many were there, and which lines say something else than before."""

    made: int
    turns: int
    known: int
    contradicting: tuple[Numbered, ...]


def write_batch(
    member: Person, batch: Sequence[Numbered], *, language: str, until: dt.datetime, span: dt.timedelta
) -> Written:
    """Write the new ones of some conversations in one transaction; each begins at its own moment of the span.

    The moment is drawn from the conversation's id, so that two runs play the same past.
    """
    files = [_File(member, item, language, _moment(item.conversation, until, span)) for item in _sorted_out(batch).new]
    with transaction.atomic():
        _wait_for_other_imports()
        found = _sorted_out(batch)  # again, since another import may have come in between
        still = {item.line for item in found.new}
        new = [file for file in files if file.line in still]
        if new:
            _write(member, new)
    return Written(len(new), sum(len(file.posts) for file in new), found.known, found.contradicting)


@dataclass(frozen=True)
class _Sorted:
    new: tuple[Numbered, ...]
    known: int
    contradicting: tuple[Numbered, ...]


def _sorted_out(batch: Sequence[Numbered]) -> _Sorted:
    """Which conversations are new, how many were there before, and which contradict what was there."""
    asked = {item.conversation.id for item in batch}
    rows = ImportedConversation.objects.filter(source_id__in=asked).values_list("source_id", "fingerprint")
    before = dict(rows)
    new, known, contradicting = [], 0, []
    for item in batch:
        fingerprint = item.conversation.fingerprint
        if item.conversation.id not in before:
            before[item.conversation.id] = fingerprint
            new.append(item)
        elif before[item.conversation.id] == fingerprint:
            known += 1
        else:
            contradicting.append(item)
    return _Sorted(tuple(new), known, tuple(contradicting))


class _File:
    """All rows of one conversation, made before the transaction begins; the case's reference is drawn within it."""

    def __init__(self, member: Person, item: Numbered, language: str, begins: dt.datetime) -> None:
        self.line = item.line
        talk = item.conversation
        self.begins, self.ends = begins, begins + len(talk.turns) * TURN_TIME
        self.customer = Customer(
            kind=Customer.Kind.PERSON,
            name=talk.id,
            sort_name=sort_name(talk.id),
            language=language,
            created_at=begins,
        )
        self.reference = ContactPoint(
            customer=self.customer,
            kind=ContactPoint.Kind.REFERENCE,
            value=talk.id,
            key="".join(talk.id.upper().split()),
        )
        self.contact = Person(name=talk.id[:120], language=language, joined_at=begins)
        self.contact.handle = f"contact-{self.contact.id}"
        self.inside = _side(Audience.Kind.INTERNAL, talk, head_at=begins)
        self.outside = _side(Audience.Kind.CUSTOMER, talk, head_at=self.ends)
        self.case = Case(
            customer=self.customer,
            audience=self.inside,
            title=talk.title,
            status=Case.Status.IN_HAND,
            holder_person=member,
            opened_by=member,
            opened_at=begins,
            updated_at=self.ends,
        )
        self.story = StoryVersion(case=self.case, version=1, happened=talk.story, author=member, at=begins)
        self.posts = [
            Post(
                audience=self.outside,
                author=self.contact if turn.speaker == CLIENT else member,
                body=turn.text,
                html=render(turn.text),
                created_at=begins + number * TURN_TIME,
            )
            for number, turn in enumerate(talk.turns, 1)
        ]
        self.mark = ImportedConversation(source_id=talk.id, fingerprint=talk.fingerprint, case=self.case, at=now())

    def take(self, ref: str) -> None:
        """Give the case its reference."""
        self.case.ref = self.case.public_title = self.outside.title = ref
        self.inside.subject_ref = self.outside.subject_ref = ref

    def entries(self, member: Person) -> Iterator[Post]:
        """What the internal timeline says of the opening."""
        told = {"audience": self.inside, "author": member, "created_at": self.begins}
        yield Post(kind="opened", detail={"severity": self.case.severity}, **told)
        yield Post(kind="story", detail={"version": 1}, body=self.story.happened, **told)

    def seats(self, member: Person) -> Iterator[Membership]:
        """The member holds both sides, the contact takes part in theirs."""
        for side in (self.inside, self.outside):
            yield Membership(person=member, audience=side, role=Role.OWNER, since=self.begins, read_at=side.head_at)
        yield Membership(person=self.contact, audience=self.outside, since=self.begins, read_at=self.ends)


def _write(member: Person, files: Sequence[_File]) -> None:
    for file, ref in zip(files, _new_refs(len(files)), strict=True):
        file.take(ref)
    admit_contacts([file.contact for file in files], member.id)
    make_audiences(
        [side for file in files for side in (file.inside, file.outside)],
        [seat for file in files for seat in file.seats(member)],
        member.id,
    )
    Customer.objects.bulk_create(file.customer for file in files)
    ContactPoint.objects.bulk_create(file.reference for file in files)
    Case.objects.bulk_create(file.case for file in files)
    StoryVersion.objects.bulk_create(file.story for file in files)
    ImportedConversation.objects.bulk_create(file.mark for file in files)
    record_played(chain.from_iterable(_facts(member, file) for file in files))
    write_posts([post for file in files for post in (*file.entries(member), *file.posts)])


def _facts(member: Person, file: _File) -> Iterator[Played]:
    yield Played(CustomerChanged(audience_id=EVERYONE, id=file.customer.id), member.id, file.begins)
    yield Played(CaseOpened(audience_id=file.inside.id, id=file.case.ref), member.id, file.begins)
    yield Played(CaseHeld(audience_id=holder_audience(file.case), id=file.case.ref), member.id, file.begins)


def _side(kind: str, talk: Conversation, *, head_at: dt.datetime) -> Audience:
    return Audience(
        kind=kind, open_to_members=True, subject_kind="case", label=talk.id, title=talk.title, head_at=head_at
    )


def _moment(talk: Conversation, until: dt.datetime, span: dt.timedelta) -> dt.datetime:
    """When a conversation begins: anywhere in the span, and early enough to end before ``until``."""
    drawn = int.from_bytes(hashlib.sha256(talk.id.encode()).digest()[:6]) / 2**48
    latest = until - len(talk.turns) * TURN_TIME
    return latest - (span * drawn)


def _new_refs(count: int) -> list[str]:
    """References whose digits are drawn, as for every case."""
    found: set[str] = set()
    while len(found) < count:
        drawn = {f"C-{now().year}-{secrets.randbelow(10**6):06d}" for _ in range(count - len(found))}
        found |= drawn - set(Case.objects.filter(ref__in=drawn).values_list("ref", flat=True))
    return list(found)


def _wait_for_other_imports() -> None:
    """On PostgreSQL two imports of the same file could both find a conversation new; SQLite has one writer anyway."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
