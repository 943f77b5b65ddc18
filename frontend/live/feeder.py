"""The live consumer of a web process: reads the event log from the present on and hands frames to the hub.

One thread reads the log; everything that changes who hears what passes through it, in the order of the log. So nothing
is sent to somebody whose seat was taken away before, and a socket that comes back gets each fact once.
"""

import asyncio
import logging
import queue
import threading
from collections.abc import Callable, Sequence, Set
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import TypeVar

from django.db import close_old_connections, connections

from esn.core import events, retention, site_settings
from esn.core.consumers import BATCH, POLL_SECONDS, SOON_SECONDS
from esn.core.events import Entry, Position
from esn.core.wake import Bell
from frontend.live.frames import frames
from frontend.live.hub import Hub, Socket, hub
from frontend.live.missed import Missed
from groups import queries as groups
from groups.events import AudienceChanged, MembershipChanged, SettingsChanged
from people import queries as people
from people.events import PersonChanged, PersonDeactivated, SessionsEnded, TokenRevoked
from people.models import Person
from people.presence import presence

logger = logging.getLogger(__name__)
T = TypeVar("T")

UNAUTHENTICATED = 4001  # close code


@dataclass(eq=False)
class Listener:
    """A socket with the person behind it and the page in view."""

    socket: Socket
    person: Person
    viewed: frozenset[str] = field(default_factory=frozenset)


class Feeder:
    """Feeds the hub of this process; the thread starts with the first socket."""

    def __init__(self, target: Hub) -> None:
        self._hub = target
        self._listeners: dict[Socket, Listener] = {}
        self._missed_frames = Missed()
        self._tasks: queue.SimpleQueue[Callable[[], None]] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None
        self._bell: Bell | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._place = events.START
        self._placed = False  # whether the thread has found the present, where it begins
        self._stopping = False

    async def join(self, listener: Listener, since: Position) -> None:
        """Let a socket hear what its person follows, beginning with everything after ``since``.

        A long absence is caught up outside of the feeder, as fast as the client takes it; the feeder adds the rest.
        GapError when the log forgets faster than that.
        """
        missed, place, more = await asyncio.to_thread(self._missed, listener, since)
        while more and not listener.socket.closed:
            for text in missed:
                await listener.socket.deliver(text)
            missed, place, more = await asyncio.to_thread(self._missed, listener, place)
        for text in missed:
            await listener.socket.deliver(text)
        await self._do(lambda: self._join(listener, place))

    async def view(self, listener: Listener, audience_ids: Sequence[str]) -> None:
        """Let a socket hear also what the page in view shows, as far as its person may read it."""

        def look() -> None:
            listener.viewed = frozenset(audience_ids)
            self._subscribe([listener])

        await self._do(look)

    def leave(self, socket: Socket) -> None:
        """Forget a socket that was closed; called on the loop."""
        self._listeners.pop(socket, None)

    def stop(self) -> None:
        """End the thread; from any other one."""
        self._stopping = True
        if self._thread is not None and self._bell is not None:
            self._bell.strike()
            self._thread.join()

    # In the feeder's thread ----------------------------------------------------------------------------------------
    def _run(self) -> None:
        with Bell() as self._bell:
            while not self._stopping:
                pause = 0.0
                try:
                    self._find_place()
                    self._work_off_tasks()
                    if not self._feed():
                        pause = SOON_SECONDS if events.pending(self._place) else POLL_SECONDS
                except Exception:
                    logger.exception("The live feed stumbled; it tries again.")
                    pause = POLL_SECONDS
                finally:
                    close_old_connections()
                if pause and self._tasks.empty():
                    self._bell.wait(pause)
        connections.close_all()

    def _find_place(self) -> None:
        if not self._placed:
            self._place = events.present()
            self._placed = True

    def _feed(self) -> bool:
        entries = events.after(self._place, BATCH)
        if not entries:
            return False
        waiting: list[Entry] = []
        for kind, run in groupby(entries, key=lambda entry: entry.type if entry.type in _RIGHTS else ""):
            same = list(run)
            if kind:
                # What changes rights takes effect before anything that stands behind it in the log.
                self._send(waiting)
                waiting = []
                _RIGHTS[kind](self, same)
            waiting += same
        self._send(waiting)
        self._place = entries[-1].place
        return True

    def _send(self, entries: Sequence[Entry]) -> None:
        topics = self._hub.topics()
        wanted = [entry for entry in entries if entry.audience_id in topics]
        if not wanted:
            return
        for topic, made in frames(wanted, lambda topic: self._on_loop(lambda: self._hub.variants(topic))):
            self._hub.publish_threadsafe(topic, made).result()

    def _join(self, listener: Listener, since: Position) -> None:
        while self._place < since and self._feed():
            pass  # what the client has caught up with already is not sent to it again
        topics = self._topics(listener)
        place = since
        while place < self._place:
            batch = [entry for entry in events.after(place, BATCH) if entry.place <= self._place]
            if not batch:
                break
            place = batch[-1].place
            for text in self._texts(listener, batch, topics):
                self._on_loop(partial(listener.socket.frame, text))
        # What the feeder has not read yet comes to the socket like to all others; nothing before it comes again.
        self._listeners[listener.socket] = listener
        self._on_loop(lambda: self._hub.subscribe(listener.socket, topics))

    def _missed(self, listener: Listener, since: Position) -> tuple[list[str], Position, bool]:
        """One batch of what a client missed, the place behind it, and whether much more is left."""
        try:
            batch = events.after(since, BATCH)
            if since < retention.forgotten():
                raise retention.GapError
            texts = self._texts(listener, batch, self._topics(listener))
            return texts, batch[-1].place if batch else since, len(batch) == BATCH
        finally:
            close_old_connections()

    def _texts(self, listener: Listener, batch: Sequence[Entry], topics: frozenset[str]) -> list[str]:
        wanted = [entry for entry in batch if entry.audience_id in topics]
        return self._missed_frames.texts(wanted, listener.socket.variant)

    def _memberships_changed(self, entries: Sequence[Entry]) -> None:
        """Many may lose their seats with one act: their sockets ask together."""
        person_ids = {entry.audience_id for entry in entries}
        self._subscribe([one for one in list(self._listeners.values()) if one.person.id in person_ids])
        for person_id in person_ids:
            for audience_id in presence.audiences_of(person_id):
                _expel(audience_id, {person_id})

    def _audience_changed(self, entry: Entry) -> None:
        """Ask for all listeners of an audience at once whether they still read it."""
        heard = [one for one in list(self._listeners.values()) if entry.audience_id in one.socket.topics]
        readers = groups.reader_ids(entry.audience_id, {one.person.id for one in heard})
        for listener in heard:
            if listener.person.id not in readers:
                self._on_loop(partial(self._hub.unsubscribe, listener.socket, [entry.audience_id]))
        _expel(entry.audience_id, presence.in_audience(entry.audience_id))

    def _person_changed(self, entry: Entry) -> None:
        """Whoever may not act any more hears nothing more, on no device, and is seen nowhere."""
        person_id = str(entry.data["id"])
        here, there = self._of(person_id), presence.audiences_of(person_id)
        if (here or there) and not people.summaries([person_id])[person_id].active:
            self._close(person_id, lambda _session_id: True)
            for audience_id in there:
                presence.expel(person_id, audience_id)

    def _person_deactivated(self, entry: Entry) -> None:
        """The same for somebody who was let go, even when they are back by now: they come in anew."""
        person_id = str(entry.data["id"])
        self._close(person_id, lambda _session_id: True)
        for audience_id in presence.audiences_of(person_id):
            presence.expel(person_id, audience_id)

    def _token_revoked(self, entry: Entry) -> None:
        self._close(entry.audience_id, lambda session_id: session_id == f"token:{entry.data['id']}")

    def _sessions_ended(self, entry: Entry) -> None:
        """One session ended when it is named by ``ended``; else all but the one that is kept."""
        ended, kept = entry.data.get("ended"), entry.data.get("kept")
        self._close(
            entry.audience_id,
            lambda session_id: (
                session_id.startswith("session:")
                and (session_id == f"session:{ended}" if ended else session_id != f"session:{kept}")
            ),
        )

    def _settings_changed(self, entry: Entry) -> None:
        """What holds for the whole site is read anew in this process."""
        site_settings.forget()

    def _close(self, person_id: str, ends: Callable[[str], bool]) -> None:
        for listener in self._of(person_id):
            if ends(listener.socket.session_id):
                self._on_loop(partial(listener.socket.close, UNAUTHENTICATED))

    def _subscribe(self, listeners: Sequence[Listener]) -> None:
        """Let sockets hear what their people may hear now; as they are now, not as they came."""
        present = people.as_they_are({one.person.id for one in listeners})
        followed = groups.followed_by(present.values())
        wanted = []
        for listener in listeners:
            listener.person = present.get(listener.person.id, listener.person)
            topics = followed.get(listener.person.id, frozenset())
            wanted.append((listener.socket, topics | self._viewed(listener)))

        def change() -> None:
            for socket, topics in wanted:
                self._hub.unsubscribe(socket, list(socket.topics - topics))
                self._hub.subscribe(socket, topics)

        self._on_loop(change)

    def _topics(self, listener: Listener) -> frozenset[str]:
        """What the person follows, and what of the page in view they may read; asked anew each time."""
        return groups.followed(listener.person) | self._viewed(listener)

    def _viewed(self, listener: Listener) -> frozenset[str]:
        return groups.readable_of(listener.person, list(listener.viewed)) if listener.viewed else frozenset()

    def _of(self, person_id: str) -> list[Listener]:
        return [one for one in list(self._listeners.values()) if one.person.id == person_id]

    # Between the loop and the thread -------------------------------------------------------------------------------
    async def _do(self, task: Callable[[], None]) -> None:
        """Run a task in the feeder's thread, in its order, and wait for it."""
        self._loop = asyncio.get_running_loop()
        if self._thread is None:  # nothing is awaited before it is set: sockets that come at once share one thread
            self._thread = threading.Thread(target=self._run, name="live-feeder", daemon=True)
            self._thread.start()
        done = self._loop.create_future()
        loop = self._loop

        def run() -> None:
            try:
                task()
            except Exception as error:
                loop.call_soon_threadsafe(_fail, done, error)
            else:
                loop.call_soon_threadsafe(_finish, done)

        self._tasks.put(run)
        if self._bell is not None:
            self._bell.strike()
        await done

    def _work_off_tasks(self) -> None:
        while not self._tasks.empty():
            self._tasks.get()()

    def _on_loop(self, step: Callable[[], T]) -> T:
        """Run a step on the loop, where the hub lives, and wait for it."""

        async def run() -> T:
            return step()

        assert self._loop is not None  # noqa: S101 - a task came before, and set it
        return asyncio.run_coroutine_threadsafe(run(), self._loop).result()


def _each(change: Callable[[Feeder, Entry], None]) -> Callable[[Feeder, Sequence[Entry]], None]:
    """Facts that take effect one by one."""

    def changed(feeder: Feeder, entries: Sequence[Entry]) -> None:
        for entry in entries:
            change(feeder, entry)

    return changed


_RIGHTS: dict[str, Callable[[Feeder, Sequence[Entry]], None]] = {
    MembershipChanged.type: Feeder._memberships_changed,
    AudienceChanged.type: _each(Feeder._audience_changed),
    TokenRevoked.type: _each(Feeder._token_revoked),
    SessionsEnded.type: _each(Feeder._sessions_ended),
    PersonChanged.type: _each(Feeder._person_changed),
    PersonDeactivated.type: _each(Feeder._person_deactivated),
    SettingsChanged.type: _each(Feeder._settings_changed),
}


def _expel(audience_id: str, person_ids: Set[str]) -> None:
    """Let nobody be seen on an audience that they do not read any more."""
    for person_id in person_ids - groups.reader_ids(audience_id, set(person_ids)) if person_ids else ():
        presence.expel(person_id, audience_id)


def _finish(done: "asyncio.Future[None]") -> None:
    if not done.done():
        done.set_result(None)


def _fail(done: "asyncio.Future[None]", error: Exception) -> None:
    if not done.done():
        done.set_exception(error)


feeder = Feeder(hub)
