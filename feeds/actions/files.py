"""Files: sent by somebody for themselves, named by a post once, and removed where no post has named them."""

import datetime as dt
import errno
import logging
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO

from django.conf import settings
from django.db import close_old_connections, transaction
from django.db.models import Case, Count, QuerySet, Sum, Value, When
from django.utils.translation import gettext as _

from esn.core import file_kinds, files, pictures
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid
from feeds import policy
from feeds.models import File, OutsidePage
from feeds.text import checked_line
from people.models import Person

MOST = 10  # files of one post
WAITING_FILES = 50  # of one person, that no post names yet
WAITING_BYTES = 200 * 1024 * 1024
WAITING_TIME = dt.timedelta(hours=48)
ALT_LIMIT = 500  # characters
EVERY_SECONDS = 3600.0
BATCH = 500

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Received:
    """A file whose bytes are kept already, and that has no row yet."""

    name: str
    type: str
    bytes: int
    sha256: str
    width: int | None = None
    height: int | None = None
    page: pictures.FirstPage | None = None


def receive_file(actor: Person, *, name: str, source: IO[bytes]) -> Received:
    """Keep the bytes that somebody sends, outside of any transaction. Invalid when we do not take them."""
    _require_room(actor)
    name = file_kinds.clean_name(name)
    try:
        with files.bench() as bench:
            return _received(name, source, bench / "file")
    except files.TooLargeError:
        raise _wrong("too_large", _too_large()) from None
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        logger.exception("There is no room for files.")
        raise _wrong("no_room", _("There is no room for files at the moment. Nothing was kept; try later.")) from None


def add_file(actor: Person, *, received: Received, alt: str = "") -> str:
    """Make what was received a file of the actor alone, to be named by a post; its id."""
    alt = _checked_alt(alt)
    row = File.objects.create(
        uploader_id=actor.id,
        name=received.name,
        type=received.type,
        bytes=received.bytes,
        sha256=received.sha256,
        width=received.width,
        height=received.height,
        pages=received.page.pages if received.page else None,
        page_width=received.page.width if received.page else None,
        page_height=received.page.height if received.page else None,
        alt=alt,
    )
    return row.id


@transaction.atomic
def describe_waiting(actor: Person, *, file_id: str, alt: str) -> None:
    """Say a picture in words, for who does not see it, before anybody else does."""
    own = File.objects.filter(id=file_id, uploader=actor, post=None, held=None)
    if not own.update(alt=_checked_alt(alt)):
        raise _attached()


def redescribe(post_id: str, alts: Mapping[str, str]) -> dict[str, str]:
    """Say pictures of a post in other words, for who has asked its policy; by id what was said of those that changed.

    Invalid for what is no file of the post.
    """
    files = {row.id: row for row in File.objects.filter(post=post_id, id__in=list(alts))} if alts else {}
    if set(alts) - set(files):
        raise Invalid.field("alts", "unknown_file", _("One of these files does not belong to this post."))
    before: dict[str, str] = {}
    for file_id, alt in alts.items():
        row, said = files[file_id], _checked_alt(alt)
        if said != row.alt:
            before[file_id], row.alt = row.alt, said
            row.save(update_fields=["alt"])
    return before


@transaction.atomic
def delete_file(actor: Person, *, file_id: str) -> None:
    """Take a file back before a post names it."""
    if not _own(actor, file_id).delete()[0]:
        raise _attached()


def attach(author_id: str, *, post_id: str, file_ids: Sequence[str]) -> None:
    """Let a post that is being written name some files of its author, each for the first and only time."""
    if len(file_ids) > MOST:
        raise Invalid.field("attachments", "too_many", _("A post has at most 10 files. Nothing was sent."))
    places = Case(*(When(id=file_id, then=Value(place)) for place, file_id in enumerate(file_ids)))
    waiting = File.objects.filter(id__in=file_ids, uploader=author_id, post=None, held=None, scheduled=None)
    if waiting.update(post=post_id, place=places) != len(file_ids):
        raise Invalid.field(
            "attachments", "unknown_file", _("One of these files is not here, or was sent already. Choose it again.")
        )


def forget_left_behind() -> int:
    """Remove the files that no post has named in time; how many."""
    return File.objects.filter(
        post=None, held=None, draft=None, scheduled=None, created_at__lt=now() - WAITING_TIME
    ).delete()[0]


def forget_bytes() -> int:
    """Remove the bytes that no file and no photo names; how many contents."""
    kept, count = files.kept(), 0
    while some := set(islice(kept, BATCH)):
        named = set(File.objects.filter(sha256__in=some).values_list("sha256", flat=True))
        named |= {str(sha256) for sha256 in Person.objects.filter(photo__in=some).values_list("photo", flat=True)}
        named |= set(OutsidePage.objects.filter(picture__in=some).values_list("picture", flat=True))
        for sha256 in some - named:
            count += files.forget(sha256)
    return count


def run_forever(stop: threading.Event) -> None:
    """Remove what was left behind once an hour, and its bytes once a day, until asked to stop."""
    pause, hours = 0.0, 0
    while not stop.wait(pause):
        pause = EVERY_SECONDS
        try:
            forget_left_behind()
            if hours % 24 == 0:
                forget_bytes()
            hours += 1
        except Exception:
            logger.exception("Files that were left behind were not removed; it is tried again in an hour.")
        finally:
            close_old_connections()


def _received(name: str, source: IO[bytes], path: Path) -> Received:
    size = files.write(source, path, limit=settings.UPLOAD_LIMIT)
    if not size:
        raise _wrong("empty", _("This file is empty."))
    kind = file_kinds.kind_of(path, name)
    if kind is None:
        raise _wrong("unknown_kind", _("This kind of file is not taken. Pictures, PDF, office files and text are."))
    picture = _picture(path) if kind in file_kinds.PICTURES else None
    if picture is None:
        page = _first_page(path) if kind == file_kinds.PDF else None
        return Received(name, kind, size, files.keep(path, page.smaller if page else {}), page=page)
    size = picture.path.stat().st_size
    return Received(name, kind, size, files.keep(picture.path, picture.smaller), picture.width, picture.height)


def _picture(path: Path) -> pictures.Picture | None:
    try:
        return pictures.remake(path)
    except pictures.RefusedError as refused:
        if refused.code == "too_many_pixels":
            raise _wrong(
                refused.code, _("This picture has too many pixels. Send it smaller: 24 million at most.")
            ) from None
        raise _wrong("broken", _("This picture is damaged and cannot be opened. Send it again.")) from None


def _first_page(path: Path) -> pictures.FirstPage | None:
    """A document is taken as it is: one that cannot be drawn has no picture, and is a file like others."""
    try:
        return pictures.first_page(path)
    except pictures.RefusedError:
        return None


def _require_room(actor: Person) -> None:
    """A person has so many files that no post names."""
    waiting = File.objects.filter(uploader=actor, post=None, held=None).aggregate(number=Count("id"), size=Sum("bytes"))
    if waiting["number"] >= WAITING_FILES or (waiting["size"] or 0) >= WAITING_BYTES:
        raise _wrong("quota", _("You have many files that you have not sent yet. Send or remove some first."))


def _own(actor: Person, file_id: str) -> QuerySet[File]:
    """A file of the actor while no post names it: a post that is written at the same moment leaves nothing here."""
    policy.require_file(actor, file_id)
    return File.objects.filter(id=file_id, uploader=actor, post=None, held=None, scheduled=None)


def _attached() -> Conflict:
    return Conflict("attached", _("This file was sent with a post and stays as it is."))


def _checked_alt(alt: str) -> str:
    alt = checked_line(alt, "alt")
    if len(alt) > ALT_LIMIT:
        raise Invalid.field("alt", "too_long", _("A description has at most 500 characters."))
    return alt


def _too_large() -> str:
    megabytes = settings.UPLOAD_LIMIT // (1024 * 1024)
    return _("A file has at most %(megabytes)d MB. Nothing was kept; send a smaller one.") % {"megabytes": megabytes}


def _wrong(code: str, detail: str) -> Invalid:
    return Invalid.field("file", code, detail)
