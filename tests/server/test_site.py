"""The server on a real port: what is too large, too slow or broken ends soon, and everybody else is served."""

import asyncio
import json
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

MB = 1024 * 1024
Start = Callable[..., "Site"]


class Site:
    """A small site in a process of its own."""

    def __init__(self, *limits: str) -> None:
        command = [sys.executable, "-m", "tests.server.small_site", *limits]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        assert self.process.stdout is not None
        self.port = int(self.process.stdout.readline())

    def connect(self) -> socket.socket:
        """A connection that waits at most a minute."""
        return socket.create_connection(("127.0.0.1", self.port), timeout=60)

    def ask(self, head: str, body: bytes = b"") -> tuple[int, dict[str, Any]]:
        """Send one request; status and JSON of the answer."""
        with self.connect() as line:
            line.sendall(request(head) + body)
            return read(line)

    def serves(self) -> bool:
        """Whether the next request is answered."""
        return self.ask("GET / HTTP/1.1")[0] == 200


def request(head: str) -> bytes:
    """The head of a request, which may give headers after a bar each."""
    return "\r\n".join([*head.split("|"), "Host: localhost", "", ""]).encode()


def read(line: socket.socket) -> tuple[int, dict[str, Any]]:
    """One answer on a connection; status 0 when it was closed without one."""
    head = b""
    while not head.endswith(b"\r\n\r\n"):
        byte = line.recv(1)
        if not byte:
            return 0, {}
        head += byte
    length = int(re.findall(rb"(?i)content-length: (\d+)", head)[0])
    body = b""
    while len(body) < length:
        body += line.recv(length - len(body))
    return int(head.split()[1]), json.loads(body)


def is_closed(line: socket.socket) -> bool:
    """Whether the other end has closed."""
    try:
        return line.recv(1) == b""
    except ConnectionResetError:
        return True


def send_until_cut_off(line: socket.socket, most: int) -> int:
    """Send until the other end refuses; how many bytes went out."""
    sent = 0
    try:
        while sent < most:
            sent += line.send(b"x" * 65536)
    except OSError:
        pass
    return sent


@pytest.fixture
def start() -> Iterator[Start]:
    """Starts sites, and ends them."""
    sites: list[Site] = []

    def begin(*limits: str) -> Site:
        sites.append(Site(*limits))
        return sites[-1]

    yield begin
    for site in sites:
        site.process.kill()
        site.process.wait()


@pytest.fixture(scope="module")
def site() -> Iterator[Site]:
    """One site with the limits of the product."""
    here = Site()
    yield here
    here.process.kill()
    here.process.wait()


def test_a_body_within_the_limit_reaches_the_application(site: Site) -> None:
    status, answer = site.ask(f"POST /a HTTP/1.1|Content-Length: {MB}", b"x" * MB)
    assert (status, answer["bytes"]) == (200, MB)


def test_a_body_that_is_declared_too_large_is_refused_before_it_is_sent(site: Site) -> None:
    status, answer = site.ask("POST /a HTTP/1.1|Content-Length: 10000000000|Expect: 100-continue")
    assert (status, answer["status"]) == (413, 413)
    assert site.serves()


def test_two_megabytes_are_refused_in_the_readers_language_and_the_next_request_is_served(site: Site) -> None:
    status, answer = site.ask(f"POST /a HTTP/1.1|Content-Length: {2 * MB}|Accept-Language: fr", b"x" * (2 * MB - 1))
    assert status == 413
    assert answer["detail"]
    assert site.serves()


def test_a_body_in_chunks_is_refused_when_it_grows_too_large(site: Site) -> None:
    chunk = b"10000\r\n" + b"x" * 65536 + b"\r\n"
    status, _answer = site.ask("POST /a HTTP/1.1|Transfer-Encoding: chunked", chunk * 17)
    assert status == 413
    assert site.serves()


UPLOAD = "POST /api/v1/files/ HTTP/1.1|Authorization: Bearer esn_x"


@pytest.mark.parametrize(
    "path", ["/api/v1/files/", "/publish/", "/cases/C-2026-123456/posts/", f"/posts/{'0' * 32}/reply/"]
)
@pytest.mark.parametrize("credential", ["Authorization: Bearer esn_x", "Cookie: a=b; sessionid=esn_x"])
def test_where_files_arrive_a_larger_body_is_taken_from_who_shows_a_credential(
    site: Site, path: str, credential: str
) -> None:
    status, answer = site.ask(f"POST {path} HTTP/1.1|{credential}|Content-Length: {3 * MB}", b"x" * (3 * MB))
    assert (status, answer["bytes"]) == (200, 3 * MB)


@pytest.mark.parametrize(
    "head",
    [
        "POST /api/v1/files/ HTTP/1.1",
        "POST /api/v1/files/ HTTP/1.1|Authorization: Basic x",
        "POST /api/v1/files/ HTTP/1.1|Cookie: csrftoken=x",
        "POST /api/v1/files/x/ HTTP/1.1|Authorization: Bearer esn_x",
        "POST /api/v1/filesx/ HTTP/1.1|Authorization: Bearer esn_x",
        "POST /a HTTP/1.1|Authorization: Bearer esn_x",
    ],
)
def test_strangers_and_other_paths_keep_the_small_limit(site: Site, head: str) -> None:
    assert site.ask(f"{head}|Content-Length: {3 * MB}|Expect: 100-continue")[0] == 413
    assert site.serves()


@pytest.mark.parametrize(
    "credential", ["Authorization: Bearer x", "Cookie: sessionid=x", "Authorization: Bearer fails"]
)
def test_who_shows_a_credential_that_does_not_live_is_a_stranger(site: Site, credential: str) -> None:
    with site.connect() as line:
        line.sendall(request(f"POST /api/v1/files/ HTTP/1.1|{credential}|Content-Length: {20 * MB}"))
        assert read(line)[0] == 413
        assert is_closed(line)
    chunk = b"100000\r\n" + b"x" * MB + b"\r\n"
    assert site.ask(f"POST /api/v1/files/ HTTP/1.1|{credential}|Transfer-Encoding: chunked", chunk * 2)[0] == 413
    assert site.serves()


def test_while_somebody_is_looked_up_nothing_of_theirs_is_read_and_others_are_served(site: Site) -> None:
    with site.connect() as line:
        line.sendall(request(f"POST /api/v1/files/ HTTP/1.1|Authorization: Bearer slow|Content-Length: {64 * MB}")[:-4])
        line.sendall(b"\r\n\r\n")
        assert site.serves()
        assert read(line)[0] == 413


def test_a_body_with_files_has_a_limit_too(site: Site) -> None:
    assert site.ask(f"{UPLOAD}|Content-Length: {27 * MB}|Expect: 100-continue")[0] == 413
    chunk = b"100000\r\n" + b"x" * MB + b"\r\n"
    assert site.ask(f"{UPLOAD}|Transfer-Encoding: chunked", chunk * 27)[0] == 413
    assert site.serves()


def test_files_have_longer_to_arrive_than_words(start: Start) -> None:
    site = start("HEADER_TIME=1", "BODY_TIME=1", "UPLOAD_TIME=30")
    with site.connect() as words, site.connect() as files:
        words.sendall(request("POST /a HTTP/1.1|Content-Length: 10"))
        files.sendall(request(f"{UPLOAD}|Content-Length: {2 * MB}"))
        assert read(words)[0] == 408
        files.sendall(b"x" * (2 * MB))
        assert read(files)[0] == 200


def test_who_goes_on_sending_after_a_refusal_is_cut_off_after_two_megabytes(site: Site) -> None:
    with site.connect() as line:
        line.sendall(request("POST /a HTTP/1.1|Content-Length: 10000000000"))
        sent = send_until_cut_off(line, 64 * MB)
    assert sent < 16 * MB, "what the system buffers on both sides comes on top"
    assert site.serves()


@pytest.mark.parametrize(
    "head",
    [
        "POST /a HTTP/1.1|Content-Length: 5|Transfer-Encoding: chunked",
        "POST /a HTTP/1.1|Content-Length: -1",
        "POST /a HTTP/1.1|Content-Length: five",
        "GET /a HTTP/1.1|X-Odd: a\x0bb",
        "GET /a HTTP/1.1|Odd\x0b: a",
        "nonsense",
    ],
)
def test_a_malformed_request_is_a_problem_and_not_an_error(site: Site, head: str) -> None:
    status, answer = site.ask(head)
    assert (status, answer["status"]) == (400, 400)
    assert site.serves()


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (f"GET /{'x' * 20_000} HTTP/1.1", 414),
        (f"GET / HTTP/1.1|X-Long: {'x' * 20_000}", 431),
        ("GET / HTTP/1.1" + f"|X-Long: {'x' * 1000}" * 20, 431),
    ],
)
def test_an_address_or_headers_that_are_too_long_are_named(site: Site, head: str, expected: int) -> None:
    status, answer = site.ask(head)
    assert (status, answer["status"]) == (expected, expected)
    assert site.serves()


def test_an_application_that_fails_is_a_problem_without_a_traceback(site: Site) -> None:
    status, answer = site.ask("GET /fail HTTP/1.1")
    assert status == 500
    assert set(answer) == {"type", "title", "status", "detail"}
    assert "fails" not in json.dumps(answer)


def test_one_connection_serves_several_requests_even_when_they_come_at_once(site: Site) -> None:
    with site.connect() as line:
        line.sendall(request("GET /1 HTTP/1.1") + request("GET /2 HTTP/1.1"))
        assert [read(line)[1]["path"] for _ in range(2)] == ["/1", "/2"]


def test_half_requests_end_at_their_deadline_even_if_a_byte_comes_now_and_then(start: Start) -> None:
    site = start("HEADER_TIME=1", "BODY_TIME=1")
    with site.connect() as silent, site.connect() as slow, site.connect() as body:
        slow.sendall(b"GET / HTTP/1.1\r\nHost: local")
        body.sendall(request("POST /a HTTP/1.1|Content-Length: 100") + b"half")
        with suppress(OSError):  # it may have been closed before the last of them
            for _ in range(4):
                time.sleep(0.3)
                slow.sendall(b"x")
        assert is_closed(silent)
        assert read(slow)[0] == 408
        assert read(body)[0] == 408
    assert site.serves()


def test_an_address_with_too_many_half_requests_loses_the_oldest_and_can_still_ask(start: Start) -> None:
    site = start("HALF_REQUESTS=5")
    lines = []
    for _ in range(12):
        lines.append(site.connect())
        lines[-1].sendall(b"GET / HTTP/1.1\r\n")
        time.sleep(0.02)
    assert site.serves()
    assert all(is_closed(line) for line in lines[:7])
    lines[-1].sendall(b"Host: localhost\r\n\r\n")
    assert read(lines[-1])[0] == 200


async def test_a_socket_echoes_words_of_all_sizes(site: Site) -> None:
    async with connect(f"ws://127.0.0.1:{site.port}/live", max_size=None) as line:
        for text in ("é", "x" * 125, "x" * 126, "x" * 65_000):
            await line.send(text)
            assert await line.recv() == text


async def test_a_huge_message_closes_its_socket_and_no_other(site: Site) -> None:
    async with connect(f"ws://127.0.0.1:{site.port}/live") as line:
        await line.send("x" * 70_000)
        with pytest.raises(ConnectionClosed) as closed:
            await line.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1009
    assert site.serves()


UPGRADE = "Upgrade: websocket|Connection: Upgrade|Sec-WebSocket-Version: 13|Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ=="


def framed(first: int, payload: bytes, masked: bool = True) -> bytes:
    """A WebSocket frame (RFC 6455, 5.2); with a mask of zeros the payload stands as it is."""
    size = len(payload)
    length = bytes([size]) if size < 126 else bytes([126]) + size.to_bytes(2, "big")
    return bytes([first, length[0] | (0x80 if masked else 0)]) + length[1:] + (bytes(4) if masked else b"") + payload


def closing(line: socket.socket) -> int:
    """The code with which the other end closes a socket that holds nothing else."""
    said = b""
    while len(said) < 4 and (part := line.recv(4 - len(said))):
        said += part
    assert said[:1] == b"\x88", said
    return int.from_bytes(said[2:4], "big")


@pytest.mark.parametrize(
    ("frames", "code"),
    [
        ([framed(0x01, b"x" * 30_000), framed(0x00, b"x" * 30_000), framed(0x80, b"x" * 30_000)], 1009),
        ([framed(0x01, b"x"), *[framed(0x00, b"x" * 700)] * 120], 1009),
        ([bytes([0x81, 0xFF]) + (1 << 40).to_bytes(8, "big") + bytes(4)], 1009),
        ([framed(0x81, b"\xff\xfe\xfd")], 1007),
        ([framed(0x81, b"unmasked", masked=False)], 1002),
        ([framed(0xC1, b"compressed, says a bit that was never agreed on")], 1002),
        ([framed(0x83, b"a kind of frame that nobody knows")], 1002),
        ([framed(0x89, b"x" * 126)], 1002),
        ([framed(0x80, b"the end of nothing")], 1002),
    ],
    ids=["huge in parts", "many parts", "a terabyte", "no text", "unmasked", "packed", "unknown", "ping", "no begin"],
)
def test_a_frame_that_is_none_closes_its_socket_with_a_code_and_no_other(
    site: Site, frames: list[bytes], code: int
) -> None:
    with site.connect() as odd, site.connect() as other:
        for line in (odd, other):
            line.sendall(request(f"GET /live HTTP/1.1|{UPGRADE}"))
            answer = b""
            while not answer.endswith(b"\r\n\r\n"):
                answer += line.recv(1)
            assert b" 101 " in answer
        with suppress(ConnectionError):
            for frame in frames:
                odd.sendall(frame)
        assert closing(odd) == code
        other.sendall(framed(0x81, b"still here"))
        assert other.recv(12) == b"\x81\x0astill here"


def test_a_frame_without_text_reaches_the_application_which_says_what_it_is(site: Site) -> None:
    with site.connect() as line:
        line.sendall(request(f"GET /live HTTP/1.1|{UPGRADE}"))
        answer = b""
        while not answer.endswith(b"\r\n\r\n"):
            answer += line.recv(1)
        line.sendall(framed(0x82, b"\x00\xff"))
        assert line.recv(16) == b"\x81\x06binary"


async def test_a_reader_who_never_reads_makes_its_sender_wait_and_costs_no_memory(start: Start) -> None:
    site = start()
    reader = socket.socket()
    reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    reader.connect(("127.0.0.1", site.port))
    reader.sendall(request(f"GET /live HTTP/1.1|{UPGRADE}"))
    assert b"101" in reader.recv(1024)
    loop = asyncio.get_running_loop()
    before = await loop.run_in_executor(None, site.ask, "GET /flood HTTP/1.1")
    assert before[1]["sent"] * 4096 < 8 * MB, "the system's own buffers, and 64 KB of ours"
    after = await loop.run_in_executor(None, site.ask, "GET /flood HTTP/1.1")
    assert after[1]["sent"] == 0
    assert after[1]["peak"] - before[1]["peak"] < 1024, "kilobytes"
    assert await loop.run_in_executor(None, site.serves)
    reader.close()


def test_sigterm_lets_a_running_request_end_and_closes_what_is_idle(start: Start) -> None:
    site = start()
    with site.connect() as idle, site.connect() as half, site.connect() as line:
        idle.sendall(request("GET / HTTP/1.1"))
        assert read(idle)[0] == 200
        half.sendall(b"GET / HTTP/1.1\r\n")
        line.sendall(request("GET /slow HTTP/1.1"))
        while not site.ask("GET /running HTTP/1.1")[1]["slow"]:
            pass
        site.process.send_signal(signal.SIGTERM)
        assert read(line)[0] == 200
        assert site.process.wait(timeout=60) == 0


def test_sigterm_ends_an_answer_that_goes_on_by_itself_at_once(start: Start) -> None:
    site = start("SHUTDOWN_TIME=600")
    with site.connect() as line:
        line.sendall(request("GET /stream HTTP/1.1"))
        told = b""
        while b"here" not in told:
            told += line.recv(1024)
        site.process.send_signal(signal.SIGTERM)
        while part := line.recv(1024):
            told += part
    assert told.endswith(b"0\r\n\r\n"), "the client sees a whole answer, and comes back"
    assert site.process.wait(timeout=60) == 0


async def test_sigterm_tells_the_sockets_that_the_server_goes_away(start: Start) -> None:
    site = start()
    async with connect(f"ws://127.0.0.1:{site.port}/live") as line:
        site.process.send_signal(signal.SIGTERM)
        with pytest.raises(ConnectionClosed) as closed:
            await line.recv()
    assert closed.value.rcvd is not None
    assert closed.value.rcvd.code == 1001
    assert site.process.wait(timeout=60) == 0
