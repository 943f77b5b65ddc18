"""Words and moments: made for the reader, never stored."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from feeds import queries
from feeds.actions import publish, reply
from frontend import moments, words
from frontend.articles import article
from frontend.fragments import post_fragment
from tests.frontend.conftest import Cast

NOON = dt.datetime(2027, 1, 13, 11, 0, tzinfo=dt.UTC)  # noon in Paris


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (NOON - dt.timedelta(hours=1), "11:00"),
        (NOON - dt.timedelta(days=1), "yesterday, 12:00"),
        (NOON - dt.timedelta(days=3), "Sun, 12:00"),
        (NOON - dt.timedelta(days=10), "3 Jan, 12:00"),
        (NOON - dt.timedelta(days=30), "14 Dec 2026"),
        (NOON + dt.timedelta(days=1), "14 Jan, 12:00"),
    ],
)
def test_a_moment_is_as_short_as_it_stays_clear(at: dt.datetime, said: str) -> None:
    with time_machine.travel(NOON, tick=False), timezone.override("Europe/Paris"), translation.override("en"):
        assert moments.short(at) == said


def test_midnight_is_that_of_the_reader() -> None:
    at = dt.datetime(2027, 1, 12, 23, 30, tzinfo=dt.UTC)
    with time_machine.travel(NOON, tick=False), translation.override("en"):
        with timezone.override("Europe/Paris"):
            assert moments.short(at) == "00:30"
        with timezone.override("Europe/Dublin"):
            assert moments.short(at) == "yesterday, 23:30"


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Mme Hélène Dupin", "HD"),
        ("M. Okafor", "O"),
        ("Hôtel des Quais", "HQ"),
        ("Léa Martin", "LM"),
        ("Ana", "A"),
        ("", ""),
    ],
)
def test_a_face_shows_one_or_two_letters(name: str, letters: str) -> None:
    assert words.initials(name) == letters


def test_an_unknown_code_stands_for_itself() -> None:
    assert words.word("status", "from_the_future") == "from_the_future"


def test_the_addresses_in_a_post_are_those_of_the_pages(cast: Cast) -> None:
    post = publish(cast.ana, audience_id=cast.shop_audience, body="Hello.")
    drawn = article(queries.post(cast.ana, post))
    for name, arguments in (
        ("post", [post]),
        ("post_reply", [post]),
        ("post_edit", [post]),
        ("post_delete", [post]),
        ("person", [cast.ana.id]),
        ("group", [cast.shop]),
    ):
        assert f'"{reverse(name, args=arguments)}' in drawn


def test_names_and_titles_in_a_post_stay_text(cast: Cast) -> None:
    cast.ana.name = '<img src=x onerror="alert(1)">'
    cast.ana.save()
    drawn = article(queries.post(cast.ana, publish(cast.ana, audience_id=cast.shop_audience, body="Hello.")))
    assert "<img" not in drawn


def test_a_fragment_is_equal_for_all_readers_and_speaks_their_language(cast: Cast) -> None:
    post = publish(cast.ana, audience_id=cast.shop_audience, body="Hello.")
    reply(cast.bo, post_id=post, body="Hi.")
    shared = queries.shared([post])[post]
    english, french = post_fragment(shared, "en"), post_fragment(shared, "fr")
    assert f'id="post-{post}"' in english
    assert "/edit/" not in english
    assert "is-new" not in english
    assert english != french
