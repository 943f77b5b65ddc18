"""Help inside the app: the same articles in both languages, true to the names on the page, found and linked."""

import re

import pytest
from django.test import Client
from django.urls import Resolver404, resolve
from django.utils import translation

from esn.management import catalogue
from frontend import manual
from tests.cast import device
from tests.frontend.conftest import Cast, SignedIn

ARTICLES = sorted(path.stem for path in (manual.FOLDER / "en").glob("*.md"))


def source(language: str, name: str) -> str:
    return (manual.FOLDER / language / f"{name}.md").read_text(encoding="utf-8")


def links(text: str) -> list[str]:
    return re.findall(r"\]\(([^)]+)\)", text)


def named(text: str) -> list[str]:
    """The buttons and places that an article names."""
    return re.findall(r"\*\*(.+?)\*\*", text)


def in_french() -> dict[str, set[str]]:
    """Every word of the pages with its French forms."""
    found: dict[str, set[str]] = {}
    for message in catalogue.read("fr"):
        if isinstance(message.id, str):
            found.setdefault(message.id, set()).update(catalogue.forms(message))
    return found


# The two languages ----------------------------------------------------------------------------------------------------
def test_every_article_stands_in_one_section_and_in_both_languages() -> None:
    listed = [name for _title, names in manual.SECTIONS for name in names]
    assert sorted(listed) == ARTICLES
    assert sorted(path.stem for path in (manual.FOLDER / "fr").glob("*.md")) == ARTICLES
    assert set(listed) >= manual.GUESTS


@pytest.mark.parametrize("name", ARTICLES)
def test_an_article_says_the_same_in_both_languages(name: str) -> None:
    english, french = source("en", name), source("fr", name)
    for text in (english, french):
        assert text.startswith("# ")
        assert len(text.split()) < 300, "an article is short"
    assert len(re.findall(r"(?m)^## ", english)) == len(re.findall(r"(?m)^## ", french))
    assert links(english) == links(french)


@pytest.mark.parametrize("name", ARTICLES)
def test_what_an_article_names_stands_on_a_page_in_that_language(name: str) -> None:
    words = in_french()
    said = named(source("en", name))
    assert not [one for one in said if one not in words], "no page says this"
    pairs = list(zip(said, named(source("fr", name)), strict=True))
    assert not [(one, other) for one, other in pairs if other not in words[one]]


@pytest.mark.parametrize("name", ARTICLES)
def test_french_is_set_as_french(name: str) -> None:
    assert not re.findall(r" [;:!?»]|« |\w'\w", re.sub(r"`[^`]*`", "", source("fr", name)))


@pytest.mark.parametrize("name", ARTICLES)
def test_the_links_of_an_article_lead_somewhere(name: str) -> None:
    for target in links(source("en", name)):
        if target.endswith(".md"):
            assert target.removesuffix(".md") in ARTICLES
            assert name not in manual.GUESTS or target.removesuffix(".md") in manual.GUESTS
        else:
            try:
                resolve(target)
            except Resolver404:
                pytest.fail(f"{target} is no page")


# The pages ------------------------------------------------------------------------------------------------------------
def shown(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path, headers={"Accept-Language": "en"})
    assert answer.status_code == status, path
    return answer.content.decode()


def test_all_articles_are_listed_and_opened_without_a_statement_of_their_own(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    page = shown(client, "/help/")
    assert re.findall(r'href="/help/([\w-]+)/"', page) == [name for _t, names in manual.SECTIONS for name in names]
    article = shown(client, "/help/promises/")
    assert "<h1>Promises</h1>" in article
    assert 'href="/help/told/"' in article, "links lead to articles"
    assert 'href="/promises/"' in article
    assert "<strong>Promise a date</strong>" in article
    shown(client, "/help/nothing/", 404)
    shown(client, "/help/..%2fsettings/", 404)


def test_the_finder_forgives_accents_and_shows_the_paragraph(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    page = shown(client, "/help/?q=passkey")
    assert re.findall(r'class="title" href="/help/([\w-]+)/"', page) == ["devices"]
    assert "your finger or face" in page
    with translation.override("fr"):
        assert next(hit.article.name for hit in manual.search("DEROGATIONS concert", guest=False)) == "decisions"
        assert manual.search("reception", guest=False)[0].article.name == "inbox", "titled so: first"
    assert "No article has these words" in shown(client, "/help/?q=zeppelin")
    assert "&lt;b&gt;" in shown(client, "/help/?q=<b>")
    assert shown(client, "/help/?q=%21%21%21"), "no word at all finds nothing"


def test_a_guest_finds_what_concerns_them(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("gus")
    page = shown(client, "/help/")
    assert set(re.findall(r'href="/help/([\w-]+)/"', page)) == manual.GUESTS
    shown(client, "/help/partners/")
    shown(client, "/help/administrators/", 404)
    assert "/help/administrators/" not in shown(client, "/help/?q=audit")


def test_help_is_a_step_away(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    assert 'href="/help/"' in shown(client, "/"), "in my menu"
    assert 'href="/help/case/"' in shown(client, f"/cases/{cast.case}/")
    assert 'href="/help/partners/"' in shown(signed_in("gus"), f"/cases/{cast.case}/")
    assert 'href="/help/told/"' in shown(client, "/drifts/"), "where nothing is listed yet"


# REST -----------------------------------------------------------------------------------------------------------------
def test_apps_read_the_same_help(cast: Cast) -> None:
    door = device(cast.ana)
    listed = door.read("help/")["results"]
    assert [one["name"] for one in listed] == [name for _title, names in manual.SECTIONS for name in names]
    assert listed[0] == {
        "name": "first-day",
        "section": "First steps",
        "title": "Your first day",
        "said": "What to do in the first ten minutes, and what you need not do.",
    }
    assert next(one["name"] for one in door.read("help/?q=quiet+hours")["results"]) == "hours"
    one = door.read("help/told/")
    assert one["title"] == "Changed, not told"
    assert '<a href="/drifts/">The board</a>' in one["html"]
    assert door.ask("GET", "help/nothing/").status_code == 404
    assert door.ask("GET", "help/?which=all").status_code == 400
    assert device(cast.gus).ask("GET", "help/moderators/").status_code == 404
