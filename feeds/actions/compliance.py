"""Reading by right of watching over the site: nothing is shown before it is written down that it was read."""

from django.db import transaction

from esn.core import audit
from esn.core.pages import PAGE_SIZE, Page
from feeds.queries.compliance import ReadItem, read_file, read_items
from feeds.queries.files import Content
from people.models import Person


@transaction.atomic
def read_by_right(
    actor: Person, *, reading_id: str, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[ReadItem]:
    """A page of what was said in a group or case, with one line in the audit log for each item of it."""
    page = read_items(actor, reading_id, cursor=cursor, limit=limit)
    audit.note_many(actor.id, "content.read", "post", [item.id for item in page.results], reading=reading_id)
    return page


@transaction.atomic
def open_file_by_right(actor: Person, *, reading_id: str, file_id: str) -> Content:
    """The bytes of a file there, with its line in the audit log."""
    found = read_file(actor, reading_id, file_id)
    audit.note(actor.id, "content.file", "file", file_id, reading=reading_id)
    return found
