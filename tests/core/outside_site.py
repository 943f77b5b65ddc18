"""Web servers on loopback for tests: each path answers as it was told, and every request is counted."""

import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

HERE, ELSEWHERE = "127.0.0.1", "127.0.0.2"  # the tests open the network of the first, and never that of the second
PAGE = "text/html; charset=utf-8"
Answer = tuple[int, dict[str, str], bytes]


class Site(ThreadingHTTPServer):
    """A server; ``paths`` holds what it answers, or what it does instead of answering."""

    daemon_threads = True

    def __init__(self, host: str, port: int = 0) -> None:
        super().__init__((host, port), _Talk)
        self.paths: dict[str, Answer | Callable[[_Talk], None]] = {}
        self.asked: list[str] = []
        self.headers: list[dict[str, str]] = []

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what some tests are about."""

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    @property
    def address(self) -> str:
        """Its address without a path."""
        return f"http://{self.server_address[0]!s}:{self.port}"

    def page(self, path: str, html: str | bytes, kind: str = PAGE, status: int = 200, **headers: str) -> str:
        """Let a path answer with a page; its address."""
        body = html.encode() if isinstance(html, str) else html
        self.paths[path] = (
            status,
            {"Content-Type": kind, **{k.replace("_", "-"): v for k, v in headers.items()}},
            body,
        )
        return self.address + path

    def moved(self, path: str, to: str, status: int = 302) -> str:
        """Let a path send on; its address."""
        self.paths[path] = (status, {"Location": to}, b"")
        return self.address + path

    def does(self, path: str, what: Callable[["_Talk"], None]) -> str:
        """Let a path do something else than answer; its address."""
        self.paths[path] = what
        return self.address + path


class _Talk(BaseHTTPRequestHandler):
    server: Site
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer as the path was told to."""
        self.server.asked.append(self.path)
        self.server.headers.append(dict(self.headers))
        told = self.server.paths.get(self.path, (404, {}, b""))
        if callable(told):
            told(self)
            self.close_connection = True
            return
        status, headers, body = told
        self.send_response(status)
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            self.send_header(name, value.encode().decode("latin-1"))  # as servers do with letters
        self.end_headers()
        self.wfile.write(body)

    def say(self, sent: bytes) -> None:
        """Send bytes as they are."""
        self.wfile.write(sent)

    def log_message(self, *_args: Any) -> None:
        """Say nothing."""


def drips(talk: _Talk) -> None:
    """A page that comes letter by letter, each of them in time."""
    talk.send_response(200)
    talk.send_header("Content-Type", PAGE)
    talk.end_headers()
    for _letter in range(200):
        talk.wfile.write(b"<")
        talk.wfile.flush()
        time.sleep(0.2)


def pours(talk: _Talk) -> None:
    """A page without an end."""
    talk.send_response(200)
    talk.send_header("Content-Type", PAGE)
    talk.end_headers()
    talk.wfile.write(b"<title>A long one</title>")
    while True:
        talk.wfile.write(b"<p>" + b"x" * 65536)


@contextmanager
def site(host: str = HERE, port: int = 0, certificate: ssl.SSLContext | None = None) -> Iterator[Site]:
    """A server while it lasts."""
    server = Site(host, port)
    if certificate:
        server.socket = certificate.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def resolving(*answers: list[str]) -> Callable[..., list[Any]]:
    """A resolver that gives these addresses, one list after the other, and the last one from then on."""
    waiting = list(answers)

    def resolve(_host: str, port: int, **_options: Any) -> list[Any]:
        found = waiting.pop(0) if len(waiting) > 1 else waiting[0]
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in found]

    return resolve
