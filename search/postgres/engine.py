"""The engine whose index lies in the site's own PostgreSQL: written in one transaction with its place in the log."""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import blake2b
from itertools import islice
from typing import Any, TypeVar

from django.db import OperationalError, connection, transaction
from django.db.models import Sum

from esn.core import events
from esn.core.clock import now
from esn.core.events import Entry, Position
from groups.policy import Readable
from search import documents, store
from search.alike import Alike, Text, alike
from search.analysis import Document
from search.changes import changes
from search.documents import concerned
from search.embedded import SnapshotMoment
from search.engine import find, matched
from search.files import BrokenIndexError
from search.interface import Answer, Health, Moment
from search.matching import Criteria, Deadline, TooLongError
from search.models import IndexBuild, IndexedCount, IndexedDocument, IndexedWord
from search.postgres.conditions import View
from search.postgres.finding import Found
from search.postgres.likeness import RowsAlike
from search.postgres.sql import row, said
from search.postgres.terms import analysed
from search.postgres.writing import print_of, signed, write
from search.recent import Recent, Tail
from search.rights import Rights
from search.segments import NOTHING, Segment
from search.snapshot import Snapshot
from search.store import Progress

logger = logging.getLogger(__name__)

FORMAT = 2  # raise with every change of what a row holds
STATEMENT_SECONDS = 5  # after which a statement gives up
CHUNK, BATCH = 500, 1_000
_CANCELLED = "57014"
_BUILDERS = 0x65736E  # the advisory lock of who builds
_TABLES = (IndexedDocument, IndexedCount, IndexedWord)
_SETTINGS = ("statement_timeout", "work_mem", "jit")
_LIMITS = (f"{STATEMENT_SECONDS}s", "16MB", "off")
_BEGUN = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ" + "".join(
    f"; SET LOCAL {name} = '{value}'" for name, value in zip(_SETTINGS, _LIMITS, strict=True)
)

T = TypeVar("T")


class Postgres:
    """An index in the tables of this room."""

    def __init__(self, region: str) -> None:
        parts = f"{FORMAT} {store.signature(region)}"
        self._signature = "pg-" + blake2b(parts.encode(), digest_size=8).hexdigest()
        self._tail = Tail(analysed)

    @property
    def signature(self) -> str:
        """What the index depends on beside its documents."""
        return self._signature

    def reading(self, may: Readable, work: Callable[[Moment], T]) -> T:
        """Do some reading as one person, over one state of the database."""
        with limited():
            build = self._current()
            place = (build.xid, build.position) if build else events.START
            recent = self._tail.after(place)
            if build is None:  # the tail is what the log holds
                return work(SnapshotMoment(Snapshot(Progress(), (), whole=False), recent, may))
            return work(RowsMoment(build.id, recent, may))

    def position(self) -> Position:
        """The place in the event log up to which the index holds everything."""
        build = self._current()
        return Position(build.xid, build.position) if build else events.START

    def apply(self, entries: Sequence[Entry]) -> None:
        """Bring the index up to the last of some events, all of it or nothing; build one where there is none."""
        with transaction.atomic():
            build = IndexBuild.objects.select_for_update().filter(current=True, signature=self.signature).first()
            if build is not None:
                _follow(build, [entry for entry in entries if entry.place > (build.xid, build.position)])
        if build is None:
            with _building():
                if self._current() is None:
                    self._rebuild()

    def rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        """Build rows beside the present ones, then switch by one transaction; how many documents there are."""
        with _building():
            return self._rebuild(progress)

    def health(self, *, thorough: bool = False) -> Health:
        """How the index is; when ``thorough`` the rows are counted and compared with what was counted before."""
        build = self._current()
        if build is None:
            return Health("missing")
        held = IndexedCount.objects.filter(build=build).aggregate(number=Sum("documents"))["number"] or 0
        whole = not thorough or IndexedDocument.objects.filter(build=build).count() == held
        size = sum(int(row(said("SELECT pg_total_relation_size(%s)", one._meta.db_table))[0]) for one in _TABLES)
        place = Position(build.xid, build.position)
        return Health("ok" if whole else "broken", held, size, IndexBuild.objects.count(), place, build.written_at)

    def held(self) -> "HeldRows":
        """What the index holds."""
        build = self._current()
        if build is None:
            raise BrokenIndexError("there is no index")
        return HeldRows(build)

    def _current(self) -> IndexBuild | None:
        return IndexBuild.objects.filter(current=True, signature=self.signature).first()

    def _rebuild(self, progress: Callable[[int], None] | None = None) -> int:
        _forget_others(IndexBuild.objects.filter(current=True).values_list("id", flat=True))
        place = events.present()  # what happens from here on is followed afterwards
        build = IndexBuild.objects.create(signature=self.signature, xid=place.xid, position=place.position)
        total, known = 0, set[str]()
        for batch in _batches(documents.everything()):
            with transaction.atomic():
                write(build.id, batch, known=known)
            total += len(batch)
            if progress is not None:
                progress(total)
        for table in _TABLES:
            _analyse(table._meta.db_table)
        with transaction.atomic():
            list(IndexBuild.objects.select_for_update())
            IndexBuild.objects.filter(current=True).update(current=False)
            IndexBuild.objects.filter(id=build.id).update(current=True, written_at=now())
        _forget_others([build.id])
        return total


class RowsMoment:
    """One state of the rows, and the tail beyond it, as one person searches them."""

    def __init__(self, build: int, recent: Recent, may: Readable) -> None:
        self._recent = recent
        self._rights = Rights(may.all_open, may.own, frozenset(recent.opened.items()))
        self._view = View.of(build, may, [signed(int(one)) for one in recent.superseded])
        self._deadline = Deadline(STATEMENT_SECONDS)

    @property
    def whole(self) -> bool:
        """Whether nothing of the tail is left out."""
        return self._recent.whole

    def find(self, criteria: Criteria) -> Answer:
        """Search as the person."""
        scopes = matched([(self._recent.segment, NOTHING[0])], self._rights, criteria, self._deadline)
        return Found(self._view, scopes, criteria)

    def among(self, segment: Segment, criteria: Criteria) -> tuple[int, ...]:
        """The numbers of what the person finds in one segment in memory, and nowhere else."""
        answer = find([(segment, NOTHING[0])], self._rights, criteria, self._deadline)
        return tuple(int(number) for scope in answer.scopes for number in scope.found)

    def alike(self, text: Text, criteria: Criteria, customer: str = "") -> tuple[Alike, ...]:
        """What the person may see that is like a text, the most alike first."""
        beyond = RowsAlike(self._view, criteria, customer)
        tail = [(self._recent.segment, NOTHING[0])]
        return alike(
            tail, self._rights, text, criteria, customer=customer, deadline=self._deadline, beyond=beyond
        )  # fmt: skip


class HeldRows:
    """What the rows hold, at one moment."""

    def __init__(self, build: IndexBuild) -> None:
        self.place = Position(build.xid, build.position)
        rows_held = IndexedDocument.objects.filter(build=build).values_list("hash", "print")
        self._prints = dict(rows_held.iterator(chunk_size=10_000))

    def compare(self, document: Document) -> str | None:
        """How a document stands in the index: missing, stale, or (None) as it is."""
        found = analysed(document)
        held = self._prints.pop(signed(found.key), None)
        if held is None:
            return "missing"
        return None if held == print_of(found) else "stale"

    def unseen(self) -> set[int]:
        """The keys that no document of the database has."""
        return {one + 2**63 for one in self._prints}


def _follow(build: IndexBuild, fresh: Sequence[Entry]) -> None:
    if not fresh:
        return
    keys = concerned(changes(fresh))
    for begin in range(0, len(keys), CHUNK):
        chunk = keys[begin : begin + CHUNK]
        write(build.id, documents.load(chunk), gone=chunk)
    build.xid, build.position = fresh[-1].place
    build.written_at = now()
    build.save()


def _forget_others(kept: Iterable[int]) -> None:
    """Remove the rows of all builds but some; each table by one statement."""
    others = [one for one in IndexBuild.objects.values_list("id", flat=True) if one not in set(kept)]
    with connection.cursor() as cursor:
        for table in _TABLES if others else ():
            cursor.execute(f'DELETE FROM "{table._meta.db_table}" WHERE build_id = ANY(%s)', [others])  # noqa: S608 - a constant
    for one in others:
        IndexBuild.objects.filter(id=one).delete()


def _analyse(table: str) -> None:
    """Let PostgreSQL know what the new rows are like, before anybody asks them."""
    with connection.cursor() as cursor:
        cursor.execute(f'ANALYZE "{table}"')


def _batches(source: Iterable[Document]) -> Iterator[list[Document]]:
    some = iter(source)
    while batch := list(islice(some, BATCH)):
        yield batch


@contextmanager
def _building() -> Iterator[None]:
    """The builder's turn; a second one waits. No transaction is open meanwhile, which would keep the log back."""
    row(said("SELECT 1 FROM (SELECT pg_advisory_lock(%s)) taken", _BUILDERS))
    try:
        yield
    finally:
        row(said("SELECT pg_advisory_unlock(%s)", _BUILDERS))


@contextmanager
def limited() -> Iterator[None]:
    """One state of the database, and no statement for ever: TooLongError instead."""
    outer = connection.in_atomic_block
    try:
        with transaction.atomic():
            before = _settings() if outer else None
            if outer:
                _set(*_LIMITS)
            else:
                with connection.cursor() as cursor:
                    cursor.execute(_BEGUN)
            yield
            if before is not None:
                _set(*before)
    except OperationalError as error:
        if getattr(error.__cause__, "sqlstate", "") == _CANCELLED:
            raise TooLongError from error
        raise


def _settings() -> tuple[Any, ...]:
    """What is settled now."""
    return row(said("SELECT " + ", ".join(f"current_setting('{name}')" for name in _SETTINGS)))


def _set(*values: Any) -> None:
    """Settle these for the rest of the transaction."""
    pairs = [part for pair in zip(_SETTINGS, values, strict=True) for part in pair]
    row(said("SELECT " + ", ".join("set_config(%s, %s, true)" for _name in _SETTINGS), *pairs))
