"""HTTP for the server: daphne's requests, each size and time limited, and refused before anything is stored."""

import contextlib
import logging
import math
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

from daphne.http_protocol import WebRequest
from twisted.internet import reactor, threads
from twisted.web import http

from esn.server import limits, problems
from esn.server.room import Room

logger = logging.getLogger(__name__)

Knows = Callable[[str, str], bool]  # is asked in a thread about a token and a session: does one of them live?


def nobody(bearer: str, session: str) -> bool:
    """No credential lives."""
    return False


class Request(WebRequest):
    """A request whose body is refused as soon as it is known to be too large."""

    _parsePOSTFormSubmission = False  # the views read bodies

    def gotLength(self, length: int | None) -> None:
        """The headers are complete; ``length`` is None for a chunked body."""
        bearer, session = self._credential()
        self._left = limits.body_limit(self.channel.path, bool(bearer or session))
        if length is not None and length > self._left:
            self.channel.refuse(413, self._language())
        elif self._left > limits.BODY and (length is None or length > limits.BODY):
            self.channel.expect_files(bearer, session)
        super().gotLength(length if length is None or length <= self._left else 0)

    def handleContentChunk(self, data: bytes) -> None:
        """A part of the body has arrived."""
        self._left -= len(data)
        if self._left < 0:
            self.channel.refuse(413, self._language())
        if not self.channel.refused:
            super().handleContentChunk(data)

    def basic_error(self, status: int, status_text: bytes, body: str) -> None:
        """Answer in place of the application, with a problem instead of daphne's page."""
        if self._response_started:
            self.loseConnection()
            return
        problem = problems.problem(status, self._language())
        headers = [*problems.HEADERS, (b"Content-Length", b"%d" % len(problem))]
        self.handle_reply({"type": "http.response.start", "status": status, "headers": headers})
        self.handle_reply({"type": "http.response.body", "body": problem})

    def check_timeouts(self) -> None:
        """Nothing to do: ``Guard`` ends unfinished requests, and a view may take its time."""

    def go_away(self) -> None:
        """Tell an answer that goes on by itself to end, because the server does; others have had their requests."""
        if self._response_started and self.application_queue is not None:
            self.application_queue.put_nowait({"type": "http.disconnect"})

    def _credential(self) -> tuple[str, str]:
        """A device's token and a browser's session, as far as they come along."""
        scheme, _space, secret = (self.getHeader(b"authorization") or b"").decode("latin1").partition(" ")
        session = self.received_cookies.get(b"sessionid", b"").decode("latin1")
        return secret.strip() if scheme.lower() == "bearer" else "", session

    def _language(self) -> str:
        return (self.getHeader(b"accept-language") or b"").decode("latin1")


class Channel(http.HTTPChannel):
    """One HTTP connection, watched while a request is only half there."""

    requestFactory = Request
    refused = False

    def __init__(self) -> None:
        super().__init__()
        self.room = Room()
        self._dropped = 0
        self._asking: Request | None = None  # whose credential is being looked up

    @property
    def path(self) -> bytes:
        """The path of the request that is being read."""
        return bytes(self._path)

    def connectionMade(self) -> None:
        """Somebody has connected and owes a request."""
        super().connectionMade()
        self._guard: Guard = self.factory.guard
        self.address = str(getattr(self.transport.getPeer(), "host", ""))
        self._guard.begin(self, limits.HEADER_TIME)

    def dataReceived(self, data: bytes) -> None:
        """Bytes have arrived."""
        if self.refused:
            self._drop(data)
            return
        if not self._handlingRequest and not self._guard.watches(self):
            self._guard.begin(self, limits.HEADER_TIME)
        super().dataReceived(data)

    def lineReceived(self, line: bytes) -> None:
        """A line has arrived; after a refusal it is part of what nobody reads."""
        if not self.refused:
            super().lineReceived(line)

    def allHeadersReceived(self) -> None:
        """The headers are complete, the body is not."""
        self._guard.begin(self, limits.BODY_TIME)
        super().allHeadersReceived()

    def expect_files(self, bearer: str, session: str) -> None:
        """The body may hold files and take its time; nothing more of it is read until we know whose it is."""
        self._guard.begin(self, limits.UPLOAD_TIME)
        self._asking = self.requests[-1]
        self.transport.pauseProducing()
        asked = threads.deferToThread(self.factory.knows, bearer, session)
        asked.addErrback(_unknown).addCallback(self._go_on)

    def _go_on(self, known: bool) -> None:
        waits, self._asking = self._asking is not None, None
        self.transport.resumeProducing()
        if waits and not known:
            self.refuse(413)

    def allContentReceived(self) -> None:
        """The request is complete."""
        self._asking = None
        if not self.refused:
            self._guard.end(self)
            super().allContentReceived()

    def requestDone(self, request: Any) -> None:
        """The answer is written; part of the next request may have arrived meanwhile."""
        super().requestDone(request)
        if not self._handlingRequest and (self.requests or self._buffer):
            self._guard.begin(self, limits.HEADER_TIME)

    def connectionLost(self, reason: Any) -> None:
        """The connection is gone."""
        self._guard.end(self)
        self.room.empty()
        super().connectionLost(reason)

    def pauseProducing(self) -> None:
        """The buffer of answers is full."""
        self.room.fill()
        super().pauseProducing()

    def resumeProducing(self) -> None:
        """The buffer of answers is empty again."""
        self.room.empty()
        super().resumeProducing()

    def refuse(self, status: int, accept_language: str = "") -> None:
        """Answer at once, read a little more so that the client sees the answer, and end the connection."""
        if self.refused:
            return
        self.refused = True
        self.setTimeout(None)
        self._guard.begin(self, limits.OVERFLOW_TIME)
        self.transport.write(problems.answer(status, accept_language))
        self.transport.loseWriteConnection()

    def expire(self) -> None:
        """The time is over: say so once, then end the connection."""
        if self.refused or not self.requests:
            self.transport.abortConnection()
        else:
            self.refuse(408)

    def _drop(self, data: bytes) -> None:
        self._dropped += len(data)
        if self._dropped > limits.OVERFLOW:
            self.transport.abortConnection()

    def _send100Continue(self) -> None:
        if not self.refused:
            super()._send100Continue()

    def lineLengthExceeded(self, line: bytes) -> None:
        """A line is longer than any that we take: the address, or a header."""
        self.refuse(431 if self.requests else 414)

    def _respondToBadRequestAndDisconnect(self) -> None:
        self.refuse(431 if self._receivedHeaderSize > self.totalHeadersSize else 400)


def _unknown(failure: Any) -> bool:
    """Who cannot be looked up is a stranger."""
    logger.error("A credential could not be looked up.", exc_info=failure.value)
    return False


class Guard:
    """The connections with half a request: each has a deadline, and no address has too many."""

    def __init__(self, most: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._most = most
        self._clock = clock
        self._deadlines: dict[Channel, float] = {}
        self._addresses: Counter[str] = Counter()

    def begin(self, channel: Channel, seconds: float) -> None:
        """Give a connection so many seconds from now; the oldest of its address makes room."""
        self.end(channel)
        self._addresses[channel.address] += 1
        self._deadlines[channel] = self._clock() + seconds
        if self._addresses[channel.address] > self._most:
            oldest = next(other for other in self._deadlines if other.address == channel.address)
            self.end(oldest)
            oldest.transport.abortConnection()

    def end(self, channel: Channel) -> None:
        """Stop watching a connection."""
        if self._deadlines.pop(channel, None) is not None:
            self._addresses[channel.address] -= 1
            if not self._addresses[channel.address]:
                del self._addresses[channel.address]

    def watches(self, channel: Channel) -> bool:
        """Whether the connection has a deadline."""
        return channel in self._deadlines

    def sweep(self) -> None:
        """End the connections whose time is over."""
        now = self._clock()
        for channel in [channel for channel, deadline in self._deadlines.items() if deadline < now]:
            with contextlib.suppress(Exception):
                channel.expire()


class Factory(http.HTTPFactory):
    """Makes the connections of one server; behind a proxy all of them come from one address."""

    protocol = Channel

    def __init__(self, server: Any, behind_proxy: bool, knows: Knows) -> None:
        super().__init__(timeout=limits.IDLE_TIME, reactor=reactor)
        self.server = server
        self.knows = knows
        self.guard = Guard(math.inf if behind_proxy else limits.HALF_REQUESTS)
