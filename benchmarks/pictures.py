"""Two pictures of the same thing compared, and the page that shows what differs. Used by ``benchmarks.looks``."""

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape
from pathlib import Path

from PIL import Image, ImageChops

TOLERANCE = 8  # of 255, in any colour: what the smoothing of letters may differ by
PAPER, RED = (255, 255, 255), (214, 0, 28)

_PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>Looks: {title}</title><style>
body {{ font: 15px/1.45 system-ui, sans-serif; margin: 2rem; color: #211d17; background: #fcfaf5 }}
table {{ border-collapse: collapse }} td {{ padding: .2rem 1rem .2rem 0; font-variant-numeric: tabular-nums }}
.three {{ display: grid; grid-template-columns: repeat(3, minmax(0, 1fr)); gap: 1rem }} figure {{ margin: 0 }}
img {{ max-width: 100%; border: 1px solid #8b8270; background: #fff }} h2 {{ margin-top: 3rem }}
</style><h1>{said}</h1><p>Before: {title}. After: this checkout. In the third picture what differs is red.</p>
<table>{rows}</table>{parts}<h2>Alike</h2><p>{alike}</p></html>
"""
_ROW = '<tr><td><a href="#{name}">{name}</a></td><td>{share}</td></tr>'
_PART = '<h2 id="{name}">{name}</h2><p>{share}</p><div class="three">{figures}</div>'
_FIGURE = (
    '<figure><figcaption>{which}</figcaption><a href="{file}"><img src="{file}" alt="{name}, {which}"></a></figure>'
)


@dataclass(frozen=True)
class Compared:
    """A picture before and after; one of them is None where it is new or gone. ``share`` of the pixels differs."""

    name: str
    before: Image.Image | None
    after: Image.Image | None
    share: float
    difference: Image.Image | None

    @property
    def said(self) -> str:
        """How much differs, in words."""
        if self.before is None:
            return "new"
        return "gone" if self.after is None else f"{self.share:.2%} of the pixels"


def compared(name: str, before: Image.Image | None, after: Image.Image | None) -> Compared:
    """What differs between two pictures; where one is larger, what the other lacks counts as different."""
    if before is None or after is None:
        return Compared(name, before, after, 1.0, None)
    size = max(before.width, after.width), max(before.height, after.height)
    differs = _differs(_on_paper(before, size), _on_paper(after, size))
    for picture in (before, after):
        missing = Image.new("L", size, 255)
        missing.paste(0, (0, 0, *picture.size))
        differs = ImageChops.lighter(differs, missing)
    shown = Image.blend(_on_paper(after, size).convert("L").convert("RGB"), Image.new("RGB", size, PAPER), 0.6)
    shown.paste(RED, mask=differs)
    return Compared(name, before, after, differs.histogram()[255] / (size[0] * size[1]), shown)


def report(pictures: Iterable[Compared], to: Path, *, title: str) -> int:
    """Write ``index.html`` and its pictures into a folder, the largest difference first; how many differ."""
    to.mkdir(parents=True, exist_ok=True)
    pictures = sorted(pictures, key=lambda one: (-one.share, one.name))
    changed = [one for one in pictures if one.share]
    values = {
        "title": escape(title),
        "said": f"{len(changed)} of {len(pictures)} pictures differ",
        "rows": "".join(_ROW.format(name=escape(one.name), share=one.said) for one in changed),
        "parts": "".join(_part(one, to) for one in changed),
        "alike": escape(", ".join(one.name for one in pictures if not one.share)) or "none",
    }
    (to / "index.html").write_text(_PAGE.format(**values), encoding="utf-8")
    return len(changed)


def _part(one: Compared, to: Path) -> str:
    figures = []
    for which, picture in (("before", one.before), ("after", one.after), ("difference", one.difference)):
        if picture is not None:
            file = f"{one.name}-{which}.png"
            picture.save(to / file)
            figures.append(_FIGURE.format(which=which, file=escape(file), name=escape(one.name)))
    return _PART.format(name=escape(one.name), share=one.said, figures="".join(figures))


def _on_paper(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    sheet = Image.new("RGB", size, PAPER)
    sheet.paste(picture.convert("RGB"), (0, 0))
    return sheet


def _differs(one: Image.Image, other: Image.Image) -> Image.Image:
    """White where any colour differs by more than the smoothing of letters, black elsewhere."""
    red, green, blue = ImageChops.difference(one, other).split()
    most = ImageChops.lighter(ImageChops.lighter(red, green), blue)
    return most.point([0] * (TOLERANCE + 1) + [255] * (255 - TOLERANCE))
