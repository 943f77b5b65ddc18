"""The processes of the site: the web process, the worker, and the tree that the embedded site makes of both."""

import ctypes
import functools
import logging
import os
import signal
import socket
import sys
import threading
from collections.abc import Callable
from contextlib import suppress

from django.conf import settings
from django.db import connections
from django.utils.translation import gettext as _

from esn.core import addresses
from esn.server import limits, signals
from esn.server.tree import GIVE_UP, Tree, in_child

logger = logging.getLogger(__name__)

Ready = Callable[[int], None]  # is told the port

_ENDINGS = (signal.SIGTERM, signal.SIGINT)

# What libraries import if it is there, and the embedded site never uses: drivers of PostgreSQL, and TLS in the server.
_LEFT_OUT = ("psycopg", "psycopg2", "OpenSSL")
_ARENAS = 2  # regions of memory that glibc keeps for threads, instead of eight for each core
_M_ARENA_MAX = -8  # of <malloc.h>


def serve(host: str, port: int, on_ready: Ready) -> int:
    """Serve until a signal comes: without a worker where workers run apart, else with one; the exit code."""
    addresses.listening_on(port)
    if settings.REDIS_URL:
        return _serve_apart(host, port, on_ready)
    _stay_small()
    _load_what_children_share()
    return Tree({"web": lambda: web(host, port, on_ready), "worker": work}).run()


def _serve_apart(host: str, port: int, on_ready: Ready) -> int:
    """One web process, or several that share the address."""
    if settings.WEB_PROCESSES == 1:
        return web(host, port, on_ready)
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        shared = socket.create_server((host.strip("[]"), port), family=family, backlog=limits.BACKLOG)
    except OSError as error:
        told = {"host": host, "port": port, "reason": error.strerror}
        logger.error("%s", _("The server cannot listen on %(host)s, port %(port)s: %(reason)s") % told)
        return 1
    _collect_static_files()
    _load_what_children_share()
    tell = [on_ready] + [_tell_nobody] * (settings.WEB_PROCESSES - 1)
    serve_shared = functools.partial(web, host, port, listener=shared.fileno())
    return Tree({f"web-{n}": functools.partial(serve_shared, ready) for n, ready in enumerate(tell, 1)}).run()


def web(host: str, port: int, on_ready: Ready, listener: int | None = None) -> int:
    """The web process, on an address of its own or on a listening descriptor that it shares; the exit code."""
    _collect_static_files()
    from esn import asgi
    from esn.server import callers, site

    limits.UPLOAD = settings.UPLOAD_LIMIT + limits.BODY  # the files, and what the form says besides
    try:
        site.serve(
            asgi.application,
            host=host,
            port=port,
            on_ready=lambda _host, port: on_ready(port),
            knows=callers.knows_from_thread,
            behind_proxy=settings.TRUSTED_PROXIES > 0,
            listener=listener,
        )
    except OSError as error:
        logger.error("%s", error)
        return GIVE_UP
    asgi.http.close()
    _end_at_once_if_busy()
    return 0


def _collect_static_files() -> None:
    """Hash and compress the static files anew when one changed; where that fails they are served as they are."""
    from frontend import static_files

    settings.STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # whitenoise looks for it
    if static_files.outdated() and in_child(static_files.collect):
        logger.warning("The static files could not be collected; they are served without compression.")


def work() -> int:
    """The worker process: consumers of the event log, alarms and chores, until a signal comes; the exit code."""
    from esn.core import alarms, consumers, idempotency
    from esn.wiring import ALARMS, CHORES, CONSUMERS

    asked = signals.Asked(_ENDINGS)
    stop = threading.Event()
    threads = [
        threading.Thread(target=consumers.run_forever, args=(CONSUMERS, stop), name="consumers"),
        threading.Thread(target=alarms.run_forever, args=(ALARMS, stop), name="alarms"),
        threading.Thread(target=idempotency.run_forever, args=(stop,), name="old-keys"),
        *(threading.Thread(target=chore, args=(stop,), name=name) for name, chore in CHORES.items()),
    ]
    for thread in threads:
        thread.start()
    asked.wait()
    stop.set()
    for thread in threads:
        thread.join()
    connections.close_all()
    return 0


def _stay_small() -> None:
    """Leave out what would only cost memory; all of it together is a sixth of the embedded site."""
    if connections["default"].vendor == "sqlite":
        for name in _LEFT_OUT:
            sys.modules.setdefault(name, None)  # type: ignore[arg-type]  # None makes its import fail, as if not there
    with suppress(OSError, AttributeError):  # another C library
        ctypes.CDLL(None).mallopt(_M_ARENA_MAX, _ARENAS)


def _load_what_children_share() -> None:
    """Import what both processes need before they part, and leave no connection open."""
    from django.urls import get_resolver

    import esn.wiring  # noqa: F401 - imported for its rooms

    get_resolver().url_patterns  # noqa: B018 - imports all views
    for connection in connections.all(initialized_only=True):
        connection.close()


def _tell_nobody(port: int) -> None:
    """One process of several has said where the site is."""


def _end_at_once_if_busy() -> None:
    """A view that is still at work has had its time; Python would wait for its thread for ever."""
    if any(thread.name.startswith("esn-request") for thread in threading.enumerate()):
        logging.shutdown()
        os._exit(0)
