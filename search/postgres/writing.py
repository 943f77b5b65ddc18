"""Writes documents into a build, within the transaction of whoever calls."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b

import numpy as np

from search.analysis import Analysed, Document, key_hash, pack_id
from search.models import IndexedCount, IndexedDocument, IndexedWord
from search.postgres.sql import rows, said
from search.postgres.terms import analysed, vector
from search.rights import short

_SHORTEST = 3  # letters of a word that a slip may have meant
_DOCUMENT, _COUNT = IndexedDocument._meta.db_table, IndexedCount._meta.db_table
_AT, _LENGTH, _MARKS, _KIND, _STATUS, _SIDE, _LANG, _FACE = 8, 10, 11, 12, 13, 15, 16, 17  # places in a record

Counted = tuple[str, int, bool]  # an audience, a kind, whether it is a face


def write(build: int, documents: Sequence[Document], gone: Iterable[str] = (), known: set[str] | None = None) -> None:
    """Replace some documents and remove others (by key); ``known`` words are there already, and grow."""
    newest = {document.key: document for document in documents}
    change = _removed(build, [signed(key_hash(key)) for key in {*newest, *gone}]) if known is None else _Change()
    words: set[str] = set()
    made = []
    for document in newest.values():
        found = analysed(document)
        made.append(indexed(build, document, found))
        words.update(word for word in found.words if len(word) >= _SHORTEST and word.isalpha())
        change.add((document.audience, made[-1].kind, made[-1].face), 1, made[-1].length)
    IndexedDocument.objects.bulk_create(made)
    _count(build, change)
    _learn(build, words, known)


def signed(number: int) -> int:
    """64 bits as PostgreSQL keeps them; the order stays."""
    return number - 2**63


def indexed(build: int, document: Document, found: Analysed) -> IndexedDocument:
    """The row of a document."""
    record = found.record
    ident = document.key.partition(":")[2].partition("@")[0]
    return IndexedDocument(
        build_id=build,
        hash=signed(found.key),
        tie=signed(_tie(ident, document.audience)),
        print=print_of(found),
        kind=_number(record[_KIND]),
        ident=ident,
        audience=document.audience,
        author=document.author,
        in_group=document.group,
        customer=document.customer,
        of_case=document.case,
        thread=document.thread,
        holder=document.holder,
        companions=document.case or document.thread,
        post=document.post,
        at=_number(record[_AT]),
        length=_number(record[_LENGTH]),
        marks=_number(record[_MARKS]),
        status=_number(record[_STATUS]),
        side=_number(record[_SIDE]),
        lang=_number(record[_LANG]),
        face=bool(record[_FACE]),
        terms=vector(found),
    )


class _Change:
    """How the counts of audiences change."""

    def __init__(self) -> None:
        self.documents: Counter[Counted] = Counter()
        self.words: Counter[Counted] = Counter()

    def add(self, place: Counted, documents: int, words: int) -> None:
        """So many more, or fewer."""
        self.documents[place] += documents
        self.words[place] += words


def _removed(build: int, hashes: list[int]) -> _Change:
    """Remove what has these keys; how that changes the counts."""
    change = _Change()
    delete = f'DELETE FROM "{_DOCUMENT}" WHERE build_id = %s AND hash = ANY(%s::bigint[])'  # noqa: S608 - a constant
    for audience, kind, face, length in rows(
        said(f"{delete} RETURNING audience, kind, face, length", build, hashes)
    ):  # fmt: skip
        change.add((audience, kind, face), -1, -length)
    return change


def _count(build: int, change: _Change) -> None:
    places = sorted(place for place in change.documents if change.documents[place] or change.words[place])
    if not places:
        return
    columns = [list(column) for column in zip(*places, strict=True)]
    numbers = [change.documents[place] for place in places], [change.words[place] for place in places]
    rows(
        said(
            f'INSERT INTO "{_COUNT}" AS held (build_id, audience, kind, face, documents, words) '  # noqa: S608 - a constant
            "SELECT %s, * FROM unnest(%s::text[], %s::smallint[], %s::boolean[], %s::bigint[], %s::bigint[]) "
            "ON CONFLICT (build_id, audience, kind, face) DO UPDATE "
            "SET documents = held.documents + excluded.documents, words = held.words + excluded.words RETURNING 1",
            build,
            *columns,
            *numbers,
        )
    )


def _learn(build: int, words: set[str], known: set[str] | None) -> None:
    fresh = words if known is None else words - known
    made = [IndexedWord(build_id=build, word=word) for word in sorted(fresh)]
    IndexedWord.objects.bulk_create(made, ignore_conflicts=True)
    if known is not None:
        known |= fresh


def _tie(ident: str, audience: str) -> int:
    """What orders equals, as in memory (``ranking``)."""
    one, other = short(np.frombuffer(pack_id(ident) + pack_id(audience), "V16"))
    return int(one ^ (other >> np.uint64(1)))


def print_of(found: Analysed) -> int:
    """64 bits of everything that was analysed, but whether its audience is open, which is asked when one searches."""
    weights: tuple[Mapping[str, int], ...] = (found.words, found.stems)
    said_ = repr(([sorted(some.items()) for some in weights], found.stream, found.record[:14], found.record[15:]))
    return signed(int.from_bytes(blake2b(said_.encode(), digest_size=8).digest(), "little"))


def _number(value: object) -> int:
    if not isinstance(value, int):
        raise TypeError(value)
    return int(value)
