"""Whether something new matches a kept search: the few new documents against the searches that somebody follows.

A consumer of the log, behind whoever writes: it evaluates outside of any transaction, at most once a second, and then
writes what it found together with its place, unless another worker was faster.
"""

import datetime as dt
import logging
import time
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

import numpy as np
from django.db import transaction
from django.db.models import Count

from esn.core import events
from esn.core.errors import Invalid
from esn.core.events import Entry, Position, record_all
from esn.core.models import ConsumerPosition
from groups.queries import reader_ids
from people.models import Person
from people.policy import own_audience
from search import documents
from search.analysis import Document, analyse
from search.asking import asked
from search.changes import changes
from search.engine import find
from search.events import KeptMatched
from search.find import found_among
from search.kept import policy
from search.matching import Deadline, Scope, TooLongError, matching
from search.models import KeptMatch, KeptSearch
from search.query import SearchQuery, parse, read
from search.rights import Rights
from search.segments import NOTHING
from search.tail import TailSegment

logger = logging.getLogger(__name__)

CONSUMER = "kept"
ROUND_SECONDS = 1.0
FULL = 500  # facts of a batch behind which more wait: then nobody waits for the next round
MOST = 100  # matches that are counted for somebody until they look
ASKED_AS = 500  # people of one search, in one round, as whom it is asked; the others come first in the next one
_BORN = frozenset({"post.published", "case.opened", "group.created"})
_PERHAPS = frozenset({"customer", "person", "promise", "fact", "file"})  # no fact of theirs says that they came
_SAME_FOR_ALL = frozenset(
    {"type", "group", "customer", "author", "case", "status", "side", "has", "tag", "lang", "before", "after", "sort"}
)
_JUST_NOW = dt.timedelta(minutes=1)
_last_round = 0.0


@dataclass(frozen=True)
class _Came:
    """The fact by which a document came; ``sure`` is False where it may have been there before."""

    entry: Entry
    sure: bool


@dataclass(frozen=True)
class _Follower:
    """Somebody who follows a search."""

    seat: int
    person: str
    since: dt.datetime


@dataclass
class _Followed:
    """A search that somebody follows. ``personal`` says that it means something else for each of them: names in
    operators are what the reader knows by them, and some filters ask how one stands to something oneself. ``turn`` is
    the seat up to which its followers have been asked, in a circle, where they are too many for one round.
    """

    query: SearchQuery
    owner: str
    personal: bool
    turn: int
    followers: list[_Follower]

    def whose_turn(self) -> list[_Follower]:
        """As whom it is asked in this round: whoever was not asked in the last one comes first."""
        if len(self.followers) <= ASKED_AS:
            return self.followers
        first = bisect_right(self.followers, self.turn, key=attrgetter("seat"))
        chosen = (self.followers[first:] + self.followers[:first])[:ASKED_AS]
        self.turn = chosen[-1].seat
        return chosen


@dataclass(frozen=True)
class _Match:
    """A new document for one follower."""

    seat: int
    person: str
    search: str
    key: str
    audience: str
    at: dt.datetime


def position() -> Position:
    """How far the log was looked through."""
    row = ConsumerPosition.objects.filter(name=CONSUMER).first()
    return Position(row.xid, row.position) if row else events.START


def follow(entries: Sequence[Entry]) -> None:
    """Look through a batch of the log for what matches, and forget what is not there any more."""
    begin = position()
    fresh = [entry for entry in entries if entry.place > begin]
    if not fresh:
        return
    _pause(len(entries))
    lost = _lost(fresh)
    turns: dict[str, int] = {}
    found = _found(_new(fresh), turns)
    with transaction.atomic():
        ConsumerPosition.objects.get_or_create(name=CONSUMER)
        held = ConsumerPosition.objects.select_for_update().get(name=CONSUMER)
        if Position(held.xid, held.position) != begin:
            return  # another worker was faster
        if lost:
            KeptMatch.objects.filter(id__in=lost).delete()
        _write(found)
        for search_id, turn in turns.items():
            KeptSearch.objects.filter(id=search_id).update(asked_up_to=turn)
        held.xid, held.position = fresh[-1].place
        held.save()


def _pause(number: int) -> None:
    """Gather what comes within a second, unless there is much to catch up with."""
    global _last_round
    wait = _last_round + ROUND_SECONDS - time.monotonic()
    if wait > 0 and number < FULL:
        time.sleep(wait)
    _last_round = time.monotonic()


def _new(entries: Sequence[Entry]) -> dict[str, _Came]:
    """The keys of documents that came, or that may have come: that their moment says."""
    came: dict[str, _Came] = {}
    for entry in entries:
        for key in changes([entry]).keys:
            if entry.type in _BORN:
                came[key] = _Came(entry, sure=True)
            elif key.partition(":")[0] in _PERHAPS:
                came.setdefault(key, _Came(entry, sure=False))
    surely = [key for key, one in came.items() if one.sure]
    for key, child in documents.brought_along(surely) if surely else ():
        came[child] = came[key]
    return came


def _lost(entries: Sequence[Entry]) -> list[int]:
    """The matches whose document is gone, or lies in another audience now."""
    if not KeptMatch.objects.exists():
        return []
    keys = list(changes(entries).keys)
    keys += [child for _key, child in documents.brought_along(keys)]
    rows = list(KeptMatch.objects.filter(key__in=keys).values_list("id", "key", "audience_id")) if keys else []
    if not rows:
        return []
    there = {document.key: document.audience for document in documents.load({key for _id, key, _audience in rows})}
    return [id_ for id_, key, audience in rows if there.get(key) != audience]


def _found(born: Mapping[str, _Came], turns: dict[str, int]) -> list[_Match]:
    """The new documents for each who follows a search that they match, and who may read them.

    ``turns`` learns whose turn was last, by search, where not everybody was asked.
    """
    if not born or not policy.followed().exists():
        return []
    came: list[tuple[Document, Entry]] = []
    for document in documents.load(born):
        one = born[document.key.partition("@")[0]]
        if one.sure or document.when >= one.entry.at - _JUST_NOW:
            came.append((document, one.entry))
    if not came:
        return []
    segment = TailSegment([analyse(document) for document, _entry in came])
    newest = max(entry.at for _document, entry in came)
    found: list[_Match] = []
    for search_id, followed in _followed(newest).items():
        before = followed.turn
        try:
            pairs = list(_pairs(segment, came, followed))
        except (Invalid, TooLongError, ValueError):
            logger.warning("The kept search %s cannot be asked.", search_id, exc_info=True)
            continue
        if followed.turn != before:
            turns[search_id] = followed.turn
        found += [
            _Match(one.seat, one.person, search_id, document.key, document.audience, entry.at)
            for one, document, entry in pairs
            if entry.at > one.since and one.person not in (document.author, entry.actor_id)
        ]
    return found


def _followed(newest: dt.datetime) -> dict[str, _Followed]:
    """Each search that somebody follows; one statement."""
    rows = policy.followed().filter(looked_at__lt=newest).order_by("search_id", "id")
    columns = ("id", "person_id", "looked_at", "search_id", "search__owner_id")
    asked = ("search__text", "search__filters", "search__asked_up_to")
    found: dict[str, _Followed] = {}
    for seat, person, since, search, owner, text, filters, turn in rows.values_list(*columns, *asked).iterator():
        if search not in found:
            try:
                query = parse(text, **filters)
            except (Invalid, TypeError):
                logger.warning("The kept search %s cannot be read.", search)
                continue
            personal = bool(read(text).operators) or not filters.keys() <= _SAME_FOR_ALL or "me" in filters.values()
            found[search] = _Followed(query, owner, personal, turn, [])
        found[search].followers.append(_Follower(seat, person, since))
    return found


def _pairs(
    segment: TailSegment, came: Sequence[tuple[Document, Entry]], one: _Followed
) -> Iterable[tuple[_Follower, Document, Entry]]:
    """Each follower of a search with each new document that they would find.

    What most searches find is the same for all but for their rights, which are asked once for each document.
    """
    scope = Scope(segment, np.ones(segment.size, bool), segment.size, 0)
    if not matching(scope, read(one.query.text).node, Deadline()).any():
        return []
    people = Person.objects.in_bulk({one.owner, *(follower.person for follower in one.followers)})
    if one.personal:
        return _as_each(segment, came, one, people)
    if one.owner not in people:
        return []
    criteria = asked(people[one.owner], one.query, lambda _kind, _words: (), None).criteria
    all_of_it = Rights(all_open=False, own=frozenset(document.audience for document, _entry in came))
    answer = find([(segment, NOTHING[0])], all_of_it, criteria)
    return _with_rights([came[number] for found in answer.scopes for number in found.found], one.followers, people)


def _with_rights(
    some: Sequence[tuple[Document, Entry]], followers: Sequence[_Follower], people: Mapping[str, Person]
) -> Iterable[tuple[_Follower, Document, Entry]]:
    ids = {one.person for one in followers}
    for document, entry in some:
        reads = reader_ids(document.audience, ids)
        is_face = "@" in document.key  # shown to guests; a member reads the case itself
        for one in followers:
            if one.person in reads and not (is_face and people[one.person].is_member):
                yield one, document, entry


def _as_each(
    segment: TailSegment,
    came: Sequence[tuple[Document, Entry]],
    one: _Followed,
    people: Mapping[str, Person],
) -> Iterable[tuple[_Follower, Document, Entry]]:
    for follower in one.whose_turn():
        if follower.person in people:
            for number in found_among(people[follower.person], one.query, segment):
                yield (follower, *came[number])


def _write(found: Collection[_Match]) -> None:
    """Keep what was found, no more for anybody than is counted, and tell their pages and inboxes."""
    if not found:
        return
    seats = {match.seat for match in found}
    held = KeptMatch.objects.filter(seat__in=seats).values("seat").annotate(number=Count("id"))
    counts: dict[int, int] = defaultdict(int, held.values_list("seat", "number"))
    rows, told = [], {}
    for match in found:
        if counts[match.seat] < MOST:
            counts[match.seat] += 1
            rows.append(KeptMatch(seat_id=match.seat, audience_id=match.audience, key=match.key, at=match.at))
            told[match.person, match.search] = KeptMatched(audience_id=own_audience(match.person), id=match.search)
    KeptMatch.objects.bulk_create(rows, ignore_conflicts=True)
    record_all(told.values())
