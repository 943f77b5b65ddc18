"""What one connection may cost: the sizes and times after which the server stops being patient."""

import re

HEADER_TIME = 30.0  # seconds for all headers of a request
BODY_TIME = 60.0  # seconds for a whole body
IDLE_TIME = 60  # seconds between two requests of a connection
BACKLOG = 1024  # connections that wait to be accepted
HALF_REQUESTS = 512  # unfinished requests of one address; the oldest gives way to the next
BODY = 1024 * 1024  # bytes of a body; the doors have smaller limits of their own
UPLOAD = 26 * 1024 * 1024  # bytes of a body with files, from somebody who shows a credential
UPLOAD_TIME = 600.0  # seconds for it: a phone at the edge of its network
OVERFLOW = 1024 * 1024  # bytes of a refused body that are read and dropped, so that the client reads the answer
OVERFLOW_TIME = 5.0  # seconds for that
FRAME = 64 * 1024  # bytes of a WebSocket message
BUFFER = 64 * 1024  # bytes that wait for a slow reader before the application waits too
SLOW_READER_TIME = 60.0  # seconds that a streamed answer waits for its reader
HANDSHAKE_TIME = 20  # seconds until a WebSocket must be accepted
SHUTDOWN_TIME = 8.0  # seconds that running requests have after SIGTERM

# Where files arrive: the door of REST, and the forms of the pages.
_FILES = re.compile(
    rb"/(api/v1/files|publish|share|share/into|cases/[^/]+/posts|posts/[^/]+/reply"
    rb"|api/v1/administration/imports|administration/import)/"
)


def takes_files(path: bytes) -> bool:
    """Whether a body that is sent to this path may hold files."""
    return _FILES.fullmatch(path) is not None


def body_limit(path: bytes, credential: bool) -> int:
    """The largest body in bytes that a path takes, from a request that shows a credential or from a stranger."""
    return UPLOAD if credential and takes_files(path) else BODY
