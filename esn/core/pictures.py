"""Pictures made anew, and first pages drawn: in a process of its own, with limits, without what was attached."""

import json
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SIZES = (320, 800, 1600)  # pixels of the longer edge
SQUARES = (256, 96, 48)  # pixels of an edge of somebody's photo, the largest first
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


@dataclass(frozen=True)
class FirstPage:
    """The first page of a document as it was drawn: its largest size in pixels, all sizes, and the number of pages."""

    width: int
    height: int
    pages: int
    smaller: dict[int, Path]


@dataclass(frozen=True)
class Crop:
    """A square of a picture as it is seen: its left upper corner, and its edge, in pixels."""

    x: int
    y: int
    size: int


class RefusedError(Exception):
    """It cannot be shown; ``code`` says why: too_many_pixels or broken, and of a square too_small or outside."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def remake(path: Path) -> Picture | None:
    """Make a picture anew, beside the given one; None for one that moves. RefusedError when it cannot be read."""
    told = _made({"path": str(path), "sizes": sizes()})
    if told.get("moves"):
        return None
    smaller = {size: path.with_name(f"{path.name}-{size}") for size in made_sizes(told["width"], told["height"])}
    return Picture(told["width"], told["height"], path.with_name(f"{path.name}-made"), smaller)


def first_page(path: Path) -> FirstPage:
    """The first page of a PDF, drawn beside it. RefusedError when it cannot be read, or only with a password."""
    told = _made({"path": str(path), "sizes": sizes(), "page": True})
    width, height = told["width"], told["height"]
    smaller = {size: path.with_name(f"{path.name}-{size}") for size in made_sizes(width, height)}
    return FirstPage(width, height, told["pages"], smaller)


def square(path: Path, crop: Crop | None) -> dict[int, Path]:
    """A photo of somebody made anew as squares, beside the given picture; without a crop its middle.

    RefusedError when it cannot be read, is too small, or ends before the crop does. Of one that moves, the beginning.
    """
    corner = [crop.x, crop.y, crop.size] if crop else None
    _made({"path": str(path), "squares": list(SQUARES), "crop": corner})
    return {size: path.with_name(f"{path.name}-{size}") for size in SQUARES}


def sizes() -> list[int]:
    """The sizes that are made of a large picture."""
    return list(SIZES)


def made_sizes(width: int, height: int) -> tuple[int, ...]:
    """The sizes that there are of a picture: the smallest always, and each larger one that the one before cannot be."""
    return tuple(
        size for before, size in zip((0, *SIZES), SIZES, strict=False) if not before or max(width, height) > before
    )


def _made(order: dict[str, Any]) -> dict[str, int]:
    """What the limited process made of an order."""
    limits = {"pixels": PIXELS, "memory": MEMORY, "seconds": SECONDS}
    with _few:
        try:
            done = subprocess.run(  # noqa: S603 - our own file, run by our own interpreter
                [sys.executable, "-I", str(_CHILD)], input=json.dumps(order | limits).encode(),
                capture_output=True, timeout=2 * SECONDS, env={}, check=False,
            )  # fmt: skip
        except subprocess.TimeoutExpired:
            raise RefusedError("broken") from None
    try:
        told: dict[str, Any] = json.loads(done.stdout if done.returncode == 0 else b"")
    except ValueError:
        raise RefusedError("broken") from None
    if "refused" in told:
        raise RefusedError(str(told["refused"]))
    return told
