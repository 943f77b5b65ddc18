"""What the tests of turns share with the processes that they start: the options of a connection."""

from typing import Any


def options(timeout: float) -> dict[str, Any]:
    """The options that the settings give to SQLite; seconds."""
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": timeout,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL",
    }
