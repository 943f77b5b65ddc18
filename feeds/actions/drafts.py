"""What somebody is writing: kept while they type, and gone in the transaction that sends it."""

import hashlib
import json
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.db import transaction
from django.db.models import Case, Value, When
from django.utils.translation import gettext as _

from esn.core import idempotency
from esn.core.clock import now
from esn.core.errors import Invalid, NotFound, Stale
from esn.core.events import record
from esn.core.showable import UNSHOWABLE
from feeds import policy
from feeds.actions.files import MOST
from feeds.events import DraftChanged
from feeds.models import Draft, File
from feeds.text import TEXT_LIMIT
from people.models import Person
from people.policy import own_audience

MOST_DRAFTS = 200  # of one person
EXTRA_LIMIT = 32_768  # bytes of JSON
BEGINNING = 1_577_836_800  # the second from which first versions are counted: the start of 2020
# How it is said, to whom and when: no words by themselves.
CHOICES = frozenset({"audience", "side", "send_when", "send_at", "kind", "multiple", "anonymous", "closes", "quotes"})


@transaction.atomic
def save_draft(
    actor: Person,
    *,
    place: str,
    body: str,
    attachments: Sequence[str] = (),
    extra: Mapping[str, Any] | None = None,
    based_on: int = 0,
    version: int | None = None,
    settled: bool = False,
    key: uuid.UUID | None = None,
) -> int | None:
    """Keep what is being written at a place; its version, or None where nothing is left to keep.

    The later of two devices is kept. What the other had written stays beside it until the writer has chosen
    (``settled``). ``based_on`` is the version that this was written over; with ``version`` (If-Match) it is refused
    when another one is there. What was sent already by the composer of that ``key`` is not kept again.
    """
    body, extra = _checked(body, extra or {})
    if key is not None and idempotency.is_used(actor.id, key):
        return None
    row = _row(actor, place)
    if version is not None and version != (row.version if row else 0):
        raise Stale
    unseen = row is not None and not settled and based_on != row.version
    if not _has_words(body, attachments, extra):
        if row is not None and unseen and _has_words(row.body, (), row.extra):
            return row.version  # emptied where another text stood: the other device's stays
        _remove(actor, row)
        return None
    row = row or _new(actor, place)
    if settled:
        row.other, row.other_at = "", None
    elif unseen:
        attachments = [*attachments, *_files_of(row)]
        _set_aside(row, _unsaid(row, body, extra))
    row.body, row.extra, row.updated_at = body, extra, now()
    row.version += 1
    row.save()
    _name_files(actor, row, attachments)
    record(DraftChanged(audience_id=row.audience_id, id=row.id, place=place, version=row.version), actor.id)
    return row.version


@transaction.atomic
def discard_draft(actor: Person, *, place: str, version: int | None = None) -> None:
    """Forget what was being written at a place; NotFound where nothing is."""
    row = _row(actor, place)
    if row is None:
        raise NotFound
    if version is not None and version != row.version:
        raise Stale
    _remove(actor, row)


@transaction.atomic
def choose_draft(actor: Person, *, place: str, other: bool) -> None:
    """Of two texts written on two devices, keep one."""
    row = _row(actor, place)
    if row is None:
        raise NotFound
    body = row.other if other and row.other_at else row.body
    save_draft(actor, place=place, body=body, attachments=_files_of(row), extra=row.extra, settled=True)


def send_once(
    actor: Person,
    make: Callable[[], str],
    *,
    draft: str = "",
    key: str = "",
    said: Any = None,
    words: Sequence[str] = (),
    seen: int | None = None,
) -> str:
    """Do what sends the words of a composer, once for its key; its draft goes in the same transaction. What was made.

    Whoever went back to a composer that was sent, and wrote something else there, says something new. With ``words``,
    the body and what else was written, and ``seen``, the version of the draft that its writer saw last, what another
    device wrote since stays a draft.
    """
    claimed = _claim(actor, key, said)
    if isinstance(claimed, str):
        return claimed
    if claimed is None and not draft:
        return make()
    try:
        with transaction.atomic():
            made = make()
            if draft:
                _sent(actor, _row(actor, draft), words, seen)
            if claimed is not None:
                idempotency.complete(actor.id, claimed, made)
    except BaseException:
        if claimed is not None:
            idempotency.release(actor.id, claimed)
        raise
    return made


def _claim(actor: Person, key: str, said: Any) -> uuid.UUID | str | None:
    """A key that is ours to use, or what was made with it before; None where there is nothing to claim."""
    try:
        named = uuid.UUID(key)
    except ValueError:
        return None
    told = hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()
    try:
        made = idempotency.claim(actor.id, named, told)
    except idempotency.KeyReused:
        return None
    return named if made is None else made


def _checked(body: str, extra: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    body = body.replace("\r\n", "\n")
    if len(body) > TEXT_LIMIT:
        raise Invalid.field("body", "too_long", _("A text has at most 20,000 characters. This was not kept."))
    if UNSHOWABLE.search(body):
        raise Invalid.field("body", "control", _("This holds characters that cannot be shown."))
    told = json.dumps(dict(extra), ensure_ascii=False)
    if len(told.encode(errors="replace")) > EXTRA_LIMIT:
        raise Invalid.field("extra", "too_long", _("The other fields have too much in them. This was not kept."))
    if any(UNSHOWABLE.search(text) for text in _texts(dict(extra))):
        raise Invalid.field("extra", "control", _("This holds characters that cannot be shown."))
    return body, dict(extra)


def _has_words(body: str, attachments: Sequence[str], extra: Mapping[str, Any]) -> bool:
    return bool(body.strip() or attachments or any(text.strip() for text in _texts(_filled(extra))))


def _filled(extra: Mapping[str, Any]) -> list[Any]:
    """What was filled in beside the words, and is words itself."""
    return [value for name, value in extra.items() if name not in CHOICES]


def _texts(value: Any) -> list[str]:
    """Every text in a value of JSON."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        return [text for name, one in value.items() for text in (str(name), *_texts(one))]
    return [text for one in value for text in _texts(one)] if isinstance(value, list | tuple) else []


def _row(actor: Person, place: str) -> Draft | None:
    rows = Draft.objects.select_for_update(of=("self",))
    return rows.filter(audience=own_audience(actor.id), place=place).first()


def _unsaid(row: Draft, body: str, extra: Mapping[str, Any]) -> str:
    """What a row says and other words that are about to replace it do not: a text, or options of a poll."""
    kept = set(_texts(dict(extra)))
    options = [text for text in _texts(_filled(row.extra)) if text.strip() and text not in kept]
    return "\n".join([*([] if _contains(body, row.body) else [row.body]), *options])


def _contains(body: str, text: str) -> bool:
    """Whether a text is where another one began."""
    return body.strip().startswith(text.strip())


def _set_aside(row: Draft, text: str) -> None:
    """Keep a text beside what replaces it, until its writer has chosen; what lies there already stays as well."""
    if text.strip():
        before = [row.other] if row.other.strip() and row.other not in text else []
        row.other, row.other_at = "\n\n".join([*before, text]), row.updated_at


def _sent(actor: Person, row: Draft | None, words: Sequence[str], seen: int | None) -> None:
    """A draft whose words were sent goes; what its sender has not seen, or not chosen, stays."""
    if row is None:
        return
    left = []
    if words:
        body = words[0].replace("\r\n", "\n")
        unseen = seen is not None and row.version != seen
        texts = [row.other, _unsaid(row, body, {"": list(words)}) if unseen else ""]
        left = [text for text in texts if text.strip() and not _contains(body, text)]
    if not left:
        _remove(actor, row)
        return
    row.body, row.other, row.other_at, row.updated_at = "\n\n".join(left), "", None, now()
    row.extra = {name: value for name, value in row.extra.items() if name in CHOICES}
    row.version += 1
    row.save()
    record(DraftChanged(audience_id=row.audience_id, id=row.id, place=row.place, version=row.version), actor.id)


def _new(actor: Person, place: str) -> Draft:
    policy.require_place(actor, place)
    mine = Draft.objects.filter(audience=own_audience(actor.id))
    if mine.count() >= MOST_DRAFTS:
        raise Invalid.field("", "too_many", _("You have 200 drafts. Send or discard some first."))
    # Counted from the clock: a device that saw an earlier draft of this place has not seen this one.
    first = {"version": max(int(now().timestamp()) - BEGINNING, 0)}
    row, _made = Draft.objects.get_or_create(audience_id=own_audience(actor.id), place=place, defaults=first)
    return _row(actor, place) or row


def _remove(actor: Person, row: Draft | None) -> None:
    if row is None:
        return
    gone = DraftChanged(audience_id=row.audience_id, id=row.id, place=row.place)
    row.delete()
    record(gone, actor.id)


def _files_of(row: Draft) -> list[str]:
    return list(File.objects.filter(draft=row).order_by("place", "id").values_list("id", flat=True))


def _name_files(actor: Person, row: Draft, file_ids: Sequence[str]) -> None:
    """The files of a draft are those that it names; what it named before waits for nobody any more."""
    named = list(dict.fromkeys(file_ids))[:MOST]
    File.objects.filter(draft=row).exclude(id__in=named).update(draft=None)
    if named:
        places = Case(*(When(id=file_id, then=Value(place)) for place, file_id in enumerate(named)))
        mine = File.objects.filter(id__in=named, uploader=actor, post=None, held=None, scheduled=None)
        mine.update(draft=row, place=places)
