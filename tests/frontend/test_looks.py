"""Two pictures compared: what differs is counted, shown in red, and put first on the page."""

from pathlib import Path

from PIL import Image

from benchmarks.pictures import RED, compared, report

INK, PAPER = (33, 29, 23), (252, 250, 245)


def _paper(size: tuple[int, int] = (10, 10)) -> Image.Image:
    return Image.new("RGB", size, PAPER)


def _with_a_dot(*at: tuple[int, int]) -> Image.Image:
    picture = _paper()
    for place in at:
        picture.putpixel(place, INK)
    return picture


def test_the_same_twice_differs_in_nothing_and_the_smoothing_of_letters_does_not_count() -> None:
    nearly = Image.new("RGB", (10, 10), tuple(part - 3 for part in PAPER))
    assert compared("same", _with_a_dot((1, 1)), _with_a_dot((1, 1))).share == 0
    assert compared("smooth", _paper(), nearly).share == 0


def test_what_differs_is_counted_and_red_and_the_rest_pale() -> None:
    found = compared("dots", _with_a_dot((1, 1)), _with_a_dot((1, 1), (4, 5), (6, 7)))
    assert found.share == 0.02
    assert found.difference is not None
    assert found.difference.getpixel((4, 5)) == RED
    assert found.difference.getpixel((1, 1)) != RED
    assert found.said == "2.00% of the pixels"


def test_what_grew_differs_where_the_other_has_nothing_though_it_be_white() -> None:
    white = Image.new("RGB", (10, 10), (255, 255, 255))
    grown = compared("grown", white, Image.new("RGB", (10, 20), (255, 255, 255)))
    shrunk = compared("shrunk", Image.new("RGB", (10, 20), (255, 255, 255)), white)
    assert grown.share == shrunk.share == 0.5


def test_the_page_says_how_many_differ_shows_the_largest_first_and_names_what_is_alike(tmp_path: Path) -> None:
    pictures = [
        compared("alike", _paper(), _paper()),
        compared("a-little", _paper(), _with_a_dot((1, 1))),
        compared("much", _paper(), Image.new("RGB", (10, 10), INK)),
        compared("new <one>", None, _paper()),
    ]
    assert report(pictures, tmp_path, title="v1") == 3
    page = (tmp_path / "index.html").read_text()
    assert "3 of 4 pictures differ" in page
    assert page.index('id="much"') < page.index('id="a-little"')
    assert "new &lt;one&gt;" in page
    assert "<one>" not in page
    assert "<h2>Alike</h2><p>alike</p>" in page
    written = {path.name for path in tmp_path.glob("a-little-*.png")}
    assert written == {"a-little-before.png", "a-little-after.png", "a-little-difference.png"}
