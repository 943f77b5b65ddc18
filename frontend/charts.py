"""Small charts, drawn on the server: columns over days or weeks, and bars beside names; behind each stands its table.

Places across are per cent and places down are pixels, so that a chart fits any width without its words growing or
shrinking. Colours come from the style sheet, by class. Two series differ in form as well: one is filled, one a line.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import svg
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

FIRST, PLOT, BELOW = 18, 76, 34  # pixels of a chart of columns: for the numbers, the columns and the words below
FILLED = 0.64  # how much of its place a column takes
WIDEST = 12  # per cent
NAME = 40  # letters of a name above a bar
BAR, GAP = 8, 3  # pixels


@dataclass(frozen=True)
class Series:
    """What is counted, and its numbers in the order of the places."""

    name: str
    numbers: tuple[int | float, ...]


@dataclass(frozen=True)
class Place:
    """What a column or a bar stands for: ``name`` in the table, ``lines`` (two at most) in the picture."""

    name: str
    lines: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart:
    """A picture with its heading and the table behind it; ``rows`` hold a name and one number for each series."""

    heading: str
    of: str  # what the places are, at the head of the table
    drawn: SafeString
    series: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | float, ...]], ...]


def columns(heading: str, of: str, places: Sequence[Place], series: Sequence[Series]) -> Chart | None:
    """Columns side by side, the second series on top of the first; None where there is nothing to count."""
    tops = [sum(numbers) for numbers in zip(*(one.numbers for one in series), strict=True)]
    if not any(tops):
        return None
    scale, step = PLOT / max(tops), 100 / len(places)
    width = min(step * FILLED, WIDEST)
    drawn: list[svg.Element] = []
    for number, place in enumerate(places):
        middle, top = (number + 0.5) * step, float(FIRST + PLOT)
        for index, one in enumerate(series):
            height = one.numbers[number] * scale
            top -= height
            if height:
                drawn.append(_box(index, x=_across(middle - width / 2), y=top, width=_across(width), height=height))
        if tops[number]:
            drawn.append(_words(_number(tops[number]), "number", _across(middle), top - 4))
        for line, text in enumerate(place.lines):
            drawn.append(_words(text, "soft", _across(middle), FIRST + PLOT + 14 + 15 * line))
    floor = FIRST + PLOT + 0.5
    drawn.append(svg.Line(class_=["floor"], x1=0, x2=_across(100), y1=floor, y2=floor))
    return _chart(heading, of, places, series, drawn, height=FIRST + PLOT + BELOW)


def bars(heading: str, of: str, places: Sequence[Place], series: Sequence[Series]) -> Chart | None:
    """Bars below their names, one for each series; None where there is nothing to count."""
    most = max((number for one in series for number in one.numbers), default=0)
    if not most:
        return None
    row = 22 + len(series) * (BAR + GAP) + 6
    drawn: list[svg.Element] = []
    for number, place in enumerate(places):
        top = number * row
        drawn.append(_words(Truncator(place.name).chars(NAME), "name", _across(0), top + 14))
        numbers = " · ".join(_number(one.numbers[number]) for one in series)
        drawn.append(_words(numbers, "total", _across(100), top + 14))
        for index, one in enumerate(series):
            place_y = top + 21 + index * (BAR + GAP)
            drawn.append(svg.Rect(class_=["track"], x=0, y=place_y, width=_across(100), height=BAR, rx=2))
            if one.numbers[number]:
                drawn.append(
                    _box(index, x=_across(0), y=place_y, width=_across(100 * one.numbers[number] / most), height=BAR)
                )
    return _chart(heading, of, places, series, drawn, height=len(places) * row)


def _chart(
    heading: str,
    of: str,
    places: Sequence[Place],
    series: Sequence[Series],
    drawn: list[svg.Element],
    *,
    height: int,
) -> Chart:
    by_place = tuple(zip(*(one.numbers for one in series), strict=True))
    picture = svg.SVG(
        class_=["chart-picture"],
        width=_across(100),
        height=height,
        elements=drawn,
        extra={"role": "img", "aria-label": escape(_said(heading, places, by_place))},
    )
    return Chart(
        heading=heading,
        of=of,
        drawn=SafeString(picture.as_str()),
        series=tuple(one.name for one in series),
        rows=tuple((place.name, numbers) for place, numbers in zip(places, by_place, strict=True)),
    )


def _said(heading: str, places: Sequence[Place], by_place: Sequence[tuple[int | float, ...]]) -> str:
    """The chart in a sentence, for those who do not see it."""
    totals = [sum(numbers) for numbers in by_place]
    highest = max(range(len(totals)), key=totals.__getitem__)
    return _("{heading}: {all} in all, most of them ({most}) at “{place}”. Every number stands in the table.").format(
        heading=heading, all=_number(sum(totals)), most=_number(totals[highest]), place=places[highest].name
    )


def _box(index: int, *, x: svg.Length, y: float, width: svg.Length, height: float) -> svg.Rect:
    return svg.Rect(class_=[f"series-{index}"], x=x, y=round(y, 1), width=width, height=round(height, 1), rx=2)


def _words(text: str, kind: str, x: svg.Length, y: float) -> svg.Text:
    """Words in a picture; the library takes them as they are, so they are made harmless here."""
    return svg.Text(class_=[kind], x=x, y=round(y, 1), text=escape(text))


def _across(per_cent: float) -> svg.Length:
    return svg.Length(round(per_cent, 2), "%")


def _number(number: int | float) -> str:
    return f"{number:g}" if number < 1000 else f"{number:.0f}"
