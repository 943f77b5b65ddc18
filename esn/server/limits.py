"""What one connection may cost: the sizes and times after which the server stops being patient."""

HEADER_TIME = 30.0  # seconds for all headers of a request
BODY_TIME = 60.0  # seconds for a whole body
IDLE_TIME = 60  # seconds between two requests of a connection
HALF_REQUESTS = 512  # unfinished requests of one address; the oldest gives way to the next
BODY = 1024 * 1024  # bytes of a body; the doors have smaller limits of their own
OVERFLOW = 1024 * 1024  # bytes of a refused body that are read and dropped, so that the client reads the answer
OVERFLOW_TIME = 5.0  # seconds for that
FRAME = 64 * 1024  # bytes of a WebSocket message
BUFFER = 64 * 1024  # bytes that wait for a slow reader before the application waits too
SLOW_READER_TIME = 60.0  # seconds that a streamed answer waits for its reader
HANDSHAKE_TIME = 20  # seconds until a WebSocket must be accepted
SHUTDOWN_TIME = 8.0  # seconds that running requests have after SIGTERM


def body_limit(path: bytes) -> int:
    """The largest body in bytes that a path takes."""
    return BODY
