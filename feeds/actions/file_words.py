"""The words inside documents: read by the worker once a post names them, for search; earlier ones in small steps."""

import logging
import threading

from django.db import close_old_connections, transaction
from django_tasks import task

from esn.core import document_words, files
from esn.core.events import record
from esn.core.jobs import defer_once, require_lease
from feeds.events import FileRead
from feeds.models import File, FileWords
from feeds.queries.files import unread_documents

QUEUE = "words"
STEP = 10  # documents of one step; what was sent just now comes between two steps
_AFTER_ALL_ELSE = -50

logger = logging.getLogger(__name__)


@task(queue_name=QUEUE)
def read_words(file_id: str) -> None:
    """Read the words inside a file that a post names, and say that it can be found by them. Never in a door."""
    file = unread_documents().filter(id=file_id).first()
    if file is not None:
        _read(file)


@task(queue_name=QUEUE, priority=_AFTER_ALL_ELSE)
def read_earlier_words() -> None:
    """Read the next documents that nobody has read, the newest first, and ask for the next step while there are some.

    What is read is a row: a step that was killed, or is done twice, reads nothing twice.
    """
    for file in unread_documents().order_by("-created_at", "-id")[:STEP]:
        require_lease()
        _read(file)
    ask_for_earlier_words()


def ask_for_earlier_words() -> bool:
    """Ask for one step, when there are documents that nobody has read and no step waits; whether one was asked for."""
    return unread_documents().exists() and defer_once(read_earlier_words)


def begin_with_earlier_words(stop: threading.Event) -> None:
    """Ask once for what was sent before this release could read it; the jobs do the rest."""
    try:
        ask_for_earlier_words()
    except Exception:
        logger.exception("Earlier documents are not read until the worker begins anew.")
    finally:
        close_old_connections()
    stop.wait()


def _read(file: File) -> None:
    # Equal bytes are stored once, and read once.
    alike = FileWords.objects.filter(file__sha256=file.sha256).values_list("words", flat=True).first()
    said = alike if alike is not None else document_words.inside(files.where(file.sha256), file.type)
    _keep(file, said)


@transaction.atomic
def _keep(read: File, said: str) -> None:
    """Keep the words, none as well: it is not read again."""
    file = File.objects.select_for_update(of=("self",)).select_related("post").filter(id=read.id).first()
    if file is None or file.post is None:
        return
    require_lease()
    _words, created = FileWords.objects.get_or_create(file=file, defaults={"words": said})
    if created and said:
        record(FileRead(audience_id=file.post.audience_id, id=file.id))
