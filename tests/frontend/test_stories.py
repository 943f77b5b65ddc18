"""The versions of a story with their differences: ``/cases/{ref}/story/history/``."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import StoryText, write_story
from frontend.differences import MOST_WORDS, Piece, differences
from frontend.pages.stories import AT_ONCE
from tests.frontend.conftest import Cast, SignedIn

BEFORE = "The wardrobe came without doors."


def tell(cast: Cast, **texts: str) -> int:
    """Bo writes the story anew."""
    story = {"happened": BEFORE, "wanted": "The doors.", "refused": "Saturdays.", **texts}
    return write_story(cast.bo, ref=cast.case, story=StoryText(**story))


def text(markup: str) -> str:
    """What is read aloud of some markup."""
    return " ".join(re.sub(r"<[^>]+>", " ", markup).split())


def test_each_version_says_who_changed_which_words(cast: Cast, signed_in: SignedIn) -> None:
    tell(cast, happened="The wardrobe came with one door.", tried="A second delivery.")
    page = signed_in("bo").get(f"/cases/{cast.case}/story/history/").content.decode()
    assert page.index("Version 2, by Bo Delorme") < page.index("Version 1, by Ana Martin")
    newest, _head, first = page.partition('id="version-1"')
    said = text(newest.partition('class="told voice">')[2])
    assert said.startswith(
        "What happened The wardrobe came removed: without doors. end of what was removed "
        "added: with one door. end of what was added What was tried added: A second delivery. end of what was added"
    )
    assert "Saturdays." not in newest, "what did not change is not told again"
    assert "<ins>" in newest
    assert "<del>" in newest
    assert "<ins>" not in first
    assert BEFORE in first
    assert "Written for the first time." in first


def test_the_case_and_the_form_lead_to_it(cast: Cast, signed_in: SignedIn) -> None:
    tell(cast, wanted="Both doors.")
    for page in ("", "story/"):
        assert f'href="/cases/{cast.case}/story/history/"' in signed_in("bo").get(f"/cases/{cast.case}/{page}").text


def test_what_people_wrote_is_no_markup(cast: Cast, signed_in: SignedIn) -> None:
    tell(cast, happened="<b>bold</b> <ins>not mine</ins> <script>alert(1)</script>")
    page = signed_in("bo").get(f"/cases/{cast.case}/story/history/").content.decode()
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<script>alert" not in page
    assert "<ins>not" not in page


@pytest.mark.parametrize("handle", ["bo", "gus"])
def test_who_does_not_read_the_inside_finds_nothing(cast: Cast, signed_in: SignedIn, handle: str) -> None:
    client = signed_in(handle)
    ref = cast.restricted if handle == "bo" else cast.case
    hidden = client.get(f"/cases/{ref}/story/history/")
    assert hidden.status_code == 404
    assert hidden.content == client.get("/cases/C-2026-000000/story/history/").content


@pytest.mark.parametrize("before", ["x", "", "-1", "1.5", "9" * 40])
def test_a_version_that_is_no_number_is_refused(cast: Cast, signed_in: SignedIn, before: str) -> None:
    page = signed_in("bo").get(f"/cases/{cast.case}/story/history/", {"before": before})
    assert page.status_code == 400
    assert "This version is unknown." in page.text


def test_long_histories_come_in_pages_that_cost_the_same(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    costs = []
    for number in (1, AT_ONCE):
        for count in range(number):
            tell(cast, wanted=f"Door {count} of {number}.")
        with CaptureQueriesContext(connection) as ran:
            page = client.get(f"/cases/{cast.case}/story/history/").text
        costs.append(len(ran))
    assert costs[0] == costs[1]
    assert page.count("<article") == AT_ONCE
    assert "Written for the first time." not in page, "the oldest one here has one before it, and says what it changed"
    link = page.partition('href="?before=')[2].partition('"')[0]
    rest = client.get(f"/cases/{cast.case}/story/history/?before={link}").text
    assert rest.count("<article") == 2
    assert "Written for the first time." in rest
    assert "?before=" not in rest


# Word by word ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("before", "after", "pieces"),
    [
        ("", "", []),
        ("one two", "one two", [("same", "one two")]),
        ("", "one two", [("added", "one two")]),
        ("one two", "", [("removed", "one two")]),
        ("one two three", "one 2 three", [("same", "one"), ("removed", " two"), ("added", " 2"), ("same", " three")]),
        ("a b", "a  b\n\n", [("same", "a  b")]),
        ("a a", "a a a", [("same", "a a"), ("added", " a")]),
    ],
)
def test_two_texts_are_compared_word_by_word(before: str, after: str, pieces: list[tuple[str, str]]) -> None:
    assert differences(before, after) == tuple(Piece(*one) for one in pieces)


def test_without_what_was_removed_the_newer_text_is_whole() -> None:
    before, after = "The van was late. He\ncalled twice.", "The lorry was late; he called,\n\nnobody answered."
    found = differences(before, after)
    assert "".join(one.text for one in found if one.kind != "removed") == after
    gone = "".join(one.text for one in found if one.kind != "added")
    assert gone.split() == before.split()


def test_texts_that_share_nothing_over_thousands_of_words_are_shown_as_replaced() -> None:
    before, after = (" ".join(f"{name}{n}" for n in range(MOST_WORDS + 1)) for name in "ab")
    assert [one.kind for one in differences(f"x {before} y", f"x {after} y")] == ["same", "removed", "added", "same"]
