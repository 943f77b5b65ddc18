"""Cursors into the event log: opaque, bound to a person and to the site's epoch, counting nothing.

A cursor is ``<tag>.<place>``. The tag proves person and epoch. The place is one enciphered block (AES, 128 bits: epoch,
transaction, position), the same for all readers, so that a live frame is serialised once and each socket only puts its
own constant tag in front.
"""

import base64
import functools
import hashlib
import hmac
import struct

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from esn.core.events import Position
from esn.core.models import Site

_BLOCK = struct.Struct(">IHIHI")  # epoch; xid and position of 48 bits each
_HIGH = 1 << 32


def seal(person_id: str, place: Position) -> str:
    """The cursor of a place for one person."""
    return f"{tag(person_id)}.{seal_place(place)}"


def unseal(person_id: str, cursor: str) -> Position:
    """The place inside a person's cursor; Invalid when it was changed, is another's or of another epoch."""
    mine, _dot, place = cursor.partition(".")
    if not hmac.compare_digest(mine.encode(errors="surrogatepass"), tag(person_id).encode()):
        raise _unknown()
    try:
        block = base64.urlsafe_b64decode(place + "==")
        epoch, xid_high, xid, high, low = _BLOCK.unpack(_cipher().decryptor().update(block))
    except (ValueError, struct.error):
        raise _unknown() from None
    found = Position(xid_high * _HIGH + xid, high * _HIGH + low)
    if epoch != site_epoch() or place != seal_place(found):  # base64 has several spellings, a cursor has one
        raise _unknown()
    return found


def tag(person_id: str) -> str:
    """The constant first part of a person's cursors."""
    mark = hmac.new(_key(), f"{site_epoch()}:{person_id}".encode(), hashlib.sha256).digest()[:9]
    return base64.urlsafe_b64encode(mark).decode()


def seal_place(place: Position) -> str:
    """The second part of a cursor, the same for all people."""
    xid_high, xid = divmod(place.xid, _HIGH)
    high, low = divmod(place.position, _HIGH)
    block = _cipher().encryptor().update(_BLOCK.pack(site_epoch(), xid_high, xid, high, low))
    return base64.urlsafe_b64encode(block).decode().rstrip("=")


@functools.cache
def site_epoch() -> int:
    """The epoch of this site; a restore draws a new one, and restarts every process."""
    return Site.objects.get_or_create(id=1)[0].epoch


def _unknown() -> Invalid:
    return Invalid.field("after", "bad_cursor", _("This cursor is unknown here. Ask without one and start from now."))


def _key() -> bytes:
    return hashlib.sha256(b"esn.cursors:" + settings.SECRET_KEY.encode()).digest()


@functools.cache
def _cipher() -> Cipher[modes.ECB]:
    return Cipher(algorithms.AES(_key()), modes.ECB())  # noqa: S305 - one block with its own redundancy, no chaining
