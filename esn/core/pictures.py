"""Pictures made anew: opened in a process of its own, with limits, and written without what was attached to them."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

SIZES = (320, 800, 1600)  # pixels of the longer edge
PIXELS = 24_000_000
MEMORY = 384 * 1024 * 1024  # bytes of address space; the largest picture needs 250 MB in truth
SECONDS = 10  # of processor time; twice as many of the clock

_CHILD = Path(__file__).with_name("picture_child.py")
_few = threading.BoundedSemaphore(2)  # at once in one process: the others wait for their turn


@dataclass(frozen=True)
class Picture:
    """A picture that was made anew: its size in pixels, where it lies, and its smaller pictures."""

    width: int
    height: int
    path: Path
    smaller: dict[int, Path]


class RefusedError(Exception):
    """It cannot be shown; ``code`` says why: too_many_pixels or broken."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def remake(path: Path) -> Picture | None:
    """Make a picture anew, beside the given one; None for one that moves. RefusedError when it cannot be read."""
    order = json.dumps({"path": str(path), "sizes": sizes(), "pixels": PIXELS, "memory": MEMORY, "seconds": SECONDS})
    with _few:
        try:
            done = subprocess.run(  # noqa: S603 - our own file, run by our own interpreter
                [sys.executable, "-I", str(_CHILD)],
                input=order.encode(), capture_output=True, timeout=2 * SECONDS, env={}, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise RefusedError("broken") from None
    told = _told(done.stdout if done.returncode == 0 else b"")
    if told.get("moves"):
        return None
    if "refused" in told:
        raise RefusedError(str(told["refused"]))
    smaller = {size: path.with_name(f"{path.name}-{size}") for size in made_sizes(told["width"], told["height"])}
    return Picture(told["width"], told["height"], path.with_name(f"{path.name}-made"), smaller)


def sizes() -> list[int]:
    """The sizes that are made of a large picture."""
    return list(SIZES)


def made_sizes(width: int, height: int) -> tuple[int, ...]:
    """The sizes that there are of a picture: the smallest always, and each larger one that the one before cannot be."""
    return tuple(
        size for before, size in zip((0, *SIZES), SIZES, strict=False) if not before or max(width, height) > before
    )


def _told(said: bytes) -> dict[str, int]:
    try:
        told: dict[str, int] = json.loads(said)
    except ValueError:
        raise RefusedError("broken") from None
    return told
