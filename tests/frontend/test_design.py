"""The component page, and the colours that it shows: every pair in every theme is far enough apart."""

import re

import pytest
from django.test import Client, RequestFactory

from frontend.design import sections, specimens, tokens
from frontend.static_files import OURS
from people.models import Person
from tests.cast import admit
from tests.conftest import Counting
from tests.frontend.conftest import Cast, SignedIn


@pytest.fixture
def sam(db: None) -> Client:
    """Runs the site."""
    person = admit("sam", name="Sam Okafor", site_role="site_admin")
    client = Client()
    client.force_login(person)
    return client


def test_only_those_who_run_the_site_find_the_component_page(cast: Cast, sam: Client, signed_in: SignedIn) -> None:
    for page in ("/design/", "/design/files/example-1/320/"):
        assert sam.get(page).status_code == 200
        for other in ("ana", "gus"):
            assert signed_in(other).get(page).status_code == 404
    assert 'href="/design/"' in sam.get("/").text
    assert 'href="/design/"' not in signed_in("ana").get("/").text


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_section_stands_at_its_anchor_no_id_twice_and_no_moment_is_of_today(sam: Client, language: str) -> None:
    Person.objects.filter(handle="sam").update(language=language)
    page = sam.get("/design/").text
    ids = re.findall(r' id="([^"]+)"', page)
    assert [anchor for anchor, _template, _name in sections() if anchor not in ids] == []
    assert sorted({one for one in ids if ids.count(one) > 1}) == []
    months = page.index('id="months"')
    around = page[:months] + page[page.index("</table>", months) :]  # the weeks of a January begin in the year before
    assert set(re.findall(r'datetime="(\d{4})', around)) == {"2027"}


def test_the_components_are_drawn_without_asking_the_database(db: None, statements: Counting) -> None:
    request = RequestFactory().get("/design/")
    request.user = admit("sam", site_role="site_admin")
    with statements(0):
        assert "<section" in specimens(request)


@pytest.mark.parametrize("theme", tokens.THEMES)
def test_words_and_controls_stand_out_from_what_they_stand_on(theme: str) -> None:
    known = tokens.colours(theme)
    text, seen = (7, 4.5) if theme.startswith("contrast") else (4.5, 3)
    near = {f"{one} on {on}": tokens.contrast(known[one], known[on]) for one, on in tokens.TEXT}
    assert {pair: ratio for pair, ratio in near.items() if ratio < text} == {}
    near = {f"{one} on {on}": tokens.contrast(known[one], known[on]) for one, on in tokens.SEEN}
    assert {pair: ratio for pair, ratio in near.items() if ratio < seen} == {}


def test_every_colour_is_in_a_pair_or_never_holds_words() -> None:
    silent = {"line"}  # a hairline between things that are told apart without it
    paired = {name for pair in (*tokens.TEXT, *tokens.SEEN) for name in pair}
    assert set(tokens.colours("light")) - paired - silent == set()


def test_contrast_is_counted_as_wcag_counts_it() -> None:
    assert tokens.contrast("ffffff", "000000") == pytest.approx(21)
    assert tokens.contrast("777777", "ffffff") == pytest.approx(4.48, abs=0.01)


def test_high_contrast_is_the_same_chosen_and_asked_for_by_the_system() -> None:
    sheet = (OURS / "tokens.css").read_text()
    chosen = re.search(r':root\[data-theme="contrast"\] {(.*?)}', sheet, re.DOTALL)
    asked = re.search(r"prefers-contrast: more\) {\s*:root {(.*?)}", sheet, re.DOTALL)
    assert chosen
    assert asked
    assert chosen.group(1).split() == asked.group(1).split() != []
