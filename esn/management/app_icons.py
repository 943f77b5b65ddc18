"""The icons of the installed app, drawn from our mark: ``static/esn/mark.svg`` says the same for browsers."""

from collections.abc import Iterator
from pathlib import Path

from PIL import Image, ImageDraw

FOLDER = Path(__file__).resolve().parents[2] / "frontend" / "static" / "esn" / "icons"
GROUND, SIGN = "#4b3c92", "#ffffff"
GRID = 32  # the mark is drawn on a square of so many units
_FINE = 4  # drawn larger, then made smaller: smooth edges
_STROKE = 2.2
_STEPS = 24
Point = tuple[float, float]
# The crown as the curves of the mark, each with its two handles; then the trunk and the branches.
_CROWN: tuple[tuple[Point, Point, Point, Point], ...] = (
    ((16, 5), (22, 5), (25.5, 9.4), (25.5, 14.3)),
    ((25.5, 14.3), (25.5, 19), (21.8, 22), (16, 22)),
    ((16, 22), (10.2, 22), (6.5, 19), (6.5, 14.3)),
    ((6.5, 14.3), (6.5, 9.4), (10, 5), (16, 5)),
)
_LINES: tuple[tuple[Point, Point], ...] = (((16, 27), (16, 12)), ((16, 19), (20.5, 15.5)), ((16, 16), (12, 13)))

# Name, pixels, how much of the square the mark takes, and how round its ground is (None: no ground).
ICONS: tuple[tuple[str, int, float, float | None], ...] = (
    ("app-192", 192, 1.0, 8 / GRID),
    ("app-512", 512, 1.0, 8 / GRID),
    ("maskable-512", 512, 0.8, 0.0),  # what a launcher may cut away is ground alone
    ("touch-180", 180, 0.9, 0.0),
    ("badge-96", 96, 1.0, None),  # a shape alone: the system colours it
)


def write_all() -> list[Path]:
    """Draw every icon into the static files; where they are."""
    FOLDER.mkdir(exist_ok=True)
    return [_written(name, drawn(pixels, part, corner)) for name, pixels, part, corner in ICONS]


def drawn(pixels: int, part: float, corner: float | None) -> Image.Image:
    """One icon."""
    size = pixels * _FINE
    image = Image.new("RGBA", (size, size), (0, 0, 0, 0))
    pen = ImageDraw.Draw(image)
    if corner is not None:
        pen.rounded_rectangle((0, 0, size - 1, size - 1), corner * size, fill=GROUND)
    unit = size * part / GRID
    edge = size * (1 - part) / 2
    for line in _strokes():
        _stroke(pen, [(edge + x * unit, edge + y * unit) for x, y in line], _STROKE * unit)
    return image.resize((pixels, pixels), Image.Resampling.LANCZOS)


def _strokes() -> Iterator[list[Point]]:
    yield [_at(curve, step / _STEPS) for curve in _CROWN for step in range(_STEPS + 1)]
    yield from (list(line) for line in _LINES)


def _at(curve: tuple[Point, Point, Point, Point], t: float) -> Point:
    """A place on a Bézier curve."""
    weights = ((1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3)
    x, y = (sum(w * point[axis] for w, point in zip(weights, curve, strict=True)) for axis in (0, 1))
    return x, y


def _stroke(pen: ImageDraw.ImageDraw, line: list[Point], width: float) -> None:
    """A line with round ends and bends."""
    pen.line(line, fill=SIGN, width=round(width), joint="curve")
    for x, y in (line[0], line[-1]):
        pen.ellipse((x - width / 2, y - width / 2, x + width / 2, y + width / 2), fill=SIGN)


def _written(name: str, image: Image.Image) -> Path:
    path = FOLDER / f"{name}.png"
    image.save(path, optimize=True)
    return path
