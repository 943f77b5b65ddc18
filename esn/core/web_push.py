"""Web push: a message enciphered for one browser (RFC 8291, RFC 8188), and how the site says who it is (RFC 8292)."""

import base64
import binascii
import datetime as dt
import os
from email.utils import parseaddr
from functools import cache
from urllib.parse import urlsplit

import jwt
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from esn.core.clock import now

LONGEST = 3000  # bytes of a message: with what is put around it, every push service takes it (RFC 8030, 7.2)
_RECORD = 4096
_LIFE = dt.timedelta(hours=12)  # of a token; at most a day (RFC 8292, 2)
_CURVE = ec.SECP256R1()
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551  # of the curve (FIPS 186-4)


def as_text(raw: bytes) -> str:
    """Base64 as addresses write it."""
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def as_bytes(text: str) -> bytes:
    """The bytes behind it; ValueError for anything else."""
    try:
        return base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True)
    except binascii.Error as error:
        raise ValueError("not base64") from error


def check_keys(p256dh: str, auth: str) -> None:
    """ValueError when these are not the keys of a browser: a point on the curve, and 16 bytes."""
    ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, as_bytes(p256dh))
    if len(as_bytes(auth)) != 16:
        raise ValueError("not a secret of 16 bytes")


def enciphered(
    message: bytes,
    *,
    p256dh: str,
    auth: str,
    own: ec.EllipticCurvePrivateKey | None = None,
    salt: bytes | None = None,
) -> bytes:
    """A message that one browser alone can read; ``own`` and ``salt`` are new each time (but in the RFC's example)."""
    if len(message) > LONGEST:
        raise ValueError("too long")
    own, salt = own or ec.generate_private_key(_CURVE), salt or os.urandom(16)
    theirs = as_bytes(p256dh)
    shared = own.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(_CURVE, theirs))
    mine = _point(own)
    secret = _derived(shared, as_bytes(auth), b"WebPush: info\0" + theirs + mine, 32)
    key = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + _RECORD.to_bytes(4, "big") + bytes([len(mine)]) + mine
    return head + AESGCM(key).encrypt(nonce, message + b"\x02", None)


def public_key() -> str:
    """By which key browsers know the messages of this site."""
    return as_text(_point(_own_key(settings.SECRET_KEY)))


def authorization(endpoint: str) -> str:
    """The header by which the site shows a push service who sends."""
    parts = urlsplit(endpoint)
    said = {
        "aud": f"{parts.scheme}://{parts.netloc}",
        "exp": int((now() + _LIFE).timestamp()),
        "sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
    }
    token = jwt.encode(said, _own_key(settings.SECRET_KEY), algorithm="ES256")
    return f"vapid t={token}, k={public_key()}"


@cache
def _own_key(secret: str) -> ec.EllipticCurvePrivateKey:
    """Derived from the secret key of the site: every process has it, and nothing more is to be kept or lost."""
    drawn = _derived(secret.encode(), b"", b"esn.web-push", 48)  # more bits than the order has: no number is likelier
    return ec.derive_private_key(int.from_bytes(drawn, "big") % (_ORDER - 1) + 1, _CURVE)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, info).derive(secret)
