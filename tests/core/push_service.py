"""A push service on loopback, and the browser behind it, which deciphers what it got by its own hand."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import jwt
from cryptography.hazmat.primitives import hashes, hmac
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from esn.core.web_push import as_bytes, as_text

CURVE = ec.SECP256R1()


@dataclass
class Receiver:
    """A browser: its key, its secret, and what it makes of what arrives."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))
    secret: bytes = b"sixteen bytes ok"

    @property
    def p256dh(self) -> str:
        """Its public key."""
        return as_text(self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint))

    @property
    def auth(self) -> str:
        """Its secret, as it tells it."""
        return as_text(self.secret)

    def read(self, body: bytes) -> bytes:
        """The message in a body (RFC 8291, 3.4, with HKDF written out)."""
        salt, length = body[:16], body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        shared = self.key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs))
        info = b"WebPush: info\0" + as_bytes(self.p256dh) + theirs
        drawn = _hmac(salt, _hmac(_hmac(self.secret, shared), info + b"\x01"))
        key = _hmac(drawn, b"Content-Encoding: aes128gcm\0\x01")[:16]
        nonce = _hmac(drawn, b"Content-Encoding: nonce\0\x01")[:12]
        padded = AESGCM(key).decrypt(nonce, sealed, None)
        assert padded[-1:] == b"\x02"
        return padded[:-1]


def _hmac(key: bytes, text: bytes) -> bytes:
    made = hmac.HMAC(key, hashes.SHA256())
    made.update(text)
    return made.finalize()


@dataclass(frozen=True)
class Arrived:
    """One request as it came."""

    path: str
    headers: dict[str, str]
    body: bytes


class PushService(ThreadingHTTPServer):
    """Takes what is sent to it, and answers each path as it was told; 201 otherwise."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Talk)
        self.arrived: list[Arrived] = []
        self.answers: dict[str, int] = {}

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def endpoint(self, name: str) -> str:
        """The address of one browser."""
        return f"http://127.0.0.1:{self.port}/{name}"

    def take(self, receiver: Receiver) -> list[dict[str, Any]]:
        """What arrived since the last look, deciphered."""
        came, self.arrived = self.arrived, []
        return [json.loads(receiver.read(one.body)) for one in came]


class _Talk(BaseHTTPRequestHandler):
    server: PushService

    def do_POST(self) -> None:
        """Keep it, and answer."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.arrived.append(Arrived(self.path, dict(self.headers), body))
        self.send_response(self.server.answers.get(self.path, 201))
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


@contextmanager
def push_service() -> Iterator[PushService]:
    """A service while it lasts."""
    server = PushService()
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def who_sends(headers: dict[str, str]) -> dict[str, Any]:
    """What the sender says of itself, proved by the key that it names (RFC 8292)."""
    scheme, _space, said = headers["Authorization"].partition(" ")
    assert scheme == "vapid"
    parts = dict(one.strip().split("=", 1) for one in said.split(","))
    key = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, as_bytes(parts["k"]))
    told = jwt.decode(parts["t"], key, algorithms=["ES256"], options={"verify_aud": False, "verify_exp": False})
    return {**told, "key": parts["k"]}
