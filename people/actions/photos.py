"""One's photo: a square made anew of the picture that was sent, or none."""

import errno
import logging
from dataclasses import dataclass
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit, file_kinds, files, pictures
from esn.core.errors import Invalid
from esn.core.events import record
from esn.core.pictures import Crop
from people import policy
from people.events import PersonChanged
from people.models import Person

BYTES = 10 * 1024 * 1024
_LARGEST = max(pictures.SQUARES)

logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Photo:
    """A photo whose bytes are kept already; ``sha256`` is that of its largest size."""

    sha256: str


def receive_photo(*, source: IO[bytes], crop: Crop | None = None) -> Photo:
    """Make a photo of the picture that somebody sends, outside of any transaction. Invalid when we do not take it."""
    try:
        with files.bench() as bench:
            path = bench / "photo"
            if not files.write(source, path, limit=BYTES):
                raise _wrong("empty", _("This file is empty."))
            if file_kinds.kind_of(path, "photo") not in file_kinds.PICTURES:
                raise _wrong("unknown_kind", _("This is not a photo that can be shown. Take a JPEG, PNG, WebP or GIF."))
            made = pictures.square(path, crop)
            return Photo(files.keep(made.pop(_LARGEST), made))
    except files.TooLargeError:
        raise _wrong("too_large", _("A photo has at most 10 MB. Nothing was kept; send a smaller one.")) from None
    except pictures.RefusedError as refused:
        raise _refused(refused.code) from None
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        logger.exception("There is no room for photos.")
        raise _wrong("no_room", _("There is no room for files at the moment. Nothing was kept; try later.")) from None


@transaction.atomic
def set_photo(actor: Person, *, photo: Photo | None, everyone: str) -> None:
    """Show a photo of oneself, or none; ``everyone`` is who hears of it."""
    sha256 = photo.sha256 if photo else None
    if actor.photo == sha256:
        return
    actor.photo = sha256
    actor.save(update_fields=["photo"])
    record(PersonChanged(audience_id=everyone, id=actor.id), actor.id)


@transaction.atomic
def remove_photo(actor: Person, *, person_id: str, everyone: str) -> None:
    """Take somebody's photo away, where one runs the site."""
    person = policy.require_editable(actor, person_id)
    if person.photo is None:
        return
    person.photo = None
    person.save(update_fields=["photo"])
    audit.note(actor.id, "person.photo_removed", "person", person.id)
    record(PersonChanged(audience_id=everyone, id=person.id), actor.id)


def _refused(code: str) -> Invalid:
    return _wrong(code, _REASONS[code]())


_REASONS = {
    "too_many_pixels": lambda: _("This picture has too many pixels. Send it smaller: 24 million at most."),
    "too_small": lambda: _("This is too small for a photo. It needs 48 pixels in each direction."),
    "outside": lambda: _("The chosen part lies outside the picture. Choose it again."),
    "broken": lambda: _("This picture is damaged and cannot be opened. Send it again."),
}


def _wrong(code: str, detail: str) -> Invalid:
    return Invalid.field("photo", code, detail)
