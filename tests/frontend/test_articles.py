"""Posts as HTML: what somebody wrote is text in every hole, and each shape of post is drawn for itself."""

from dataclasses import replace

import pytest
from django.utils import translation
from django.utils.safestring import SafeString

from feeds import queries
from feeds.actions import publish, reply
from feeds.queries import PostSummary
from frontend.articles import article
from frontend.markup import fill, said
from tests.frontend.conftest import Cast


@pytest.fixture
def post(cast: Cast) -> PostSummary:
    """What Ana asked in the shop, answered by Bo; as Ana sees it."""
    asked = publish(cast.ana, audience_id=cast.shop_audience, body="Who has the key?")
    reply(cast.bo, post_id=asked, body="I have.")
    return queries.post(cast.ana, asked)


@pytest.mark.parametrize("name", ["{html}", "{", "%(n)s %s", '<b>"Ana"</b> & Bo', "{0.__class__}"])
def test_ana_may_be_called_anything_and_stays_text(post: PostSummary, name: str) -> None:
    author = replace(post.author, name=name)
    audience = replace(post.audience, title=name, label=name)
    drawn = article(replace(post, author=author, audience=audience))
    assert drawn.count(fill("{name}", name=name)) >= 2
    assert "<b>" not in drawn


def test_bo_sees_in_one_shape_what_ana_sees_in_another(cast: Cast, post: PostSummary) -> None:
    as_bo = article(queries.post(cast.bo, post.id))
    as_ana = article(post)
    assert f"/posts/{post.id}/edit/" in as_ana
    assert f"/posts/{post.id}/edit/" not in as_bo
    assert "Who has the key?" in as_bo
    assert as_ana == article(post)


def test_the_number_of_replies_is_said_in_the_reader_s_language(post: PostSummary) -> None:
    with translation.override("en"):
        assert [("1 reply" in article(post)), ("2 replies" in article(replace(post, replies_count=2)))] == [True, True]
    with translation.override("fr"):
        assert "1 réponse" in article(post)


def test_a_deleted_post_keeps_its_place_without_its_words(post: PostSummary) -> None:
    with translation.override("en"):
        gone = article(replace(post, deleted=True, html="", body=""))
    assert "This post was deleted." in gone
    assert "Who has the key?" not in gone


def test_text_is_escaped_and_markup_is_not() -> None:
    assert fill("<i>{a}{b}</i>", a="<", b=SafeString("<br>")) == "<i>&lt;<br></i>"
    assert isinstance(fill("{a}", a="x"), SafeString)
    assert fill(f"{said('a {hole} & more')}{{b}}", b="!") == "a {hole} &amp; more!"


@pytest.mark.parametrize(
    ("body", "on_english", "on_french"),
    [
        ("Le camion du magasin est libre vendredi.", ' lang="fr"', ""),
        ("The van of the shop is free on Friday.", "", ' lang="en"'),
        ("Solène, 45 × 60", "", ""),  # nobody knows
        ("Ok, merci", "", ""),  # one word is no proof
        ("Van: see «\xa0le mode d’emploi\xa0», the customer has it and the carrier too.", "", ' lang="en"'),
    ],
)
def test_words_in_another_language_than_the_page_say_so(
    post: PostSummary, body: str, on_english: str, on_french: str
) -> None:
    for language, said_so in (("en", on_english), ("fr", on_french)):
        with translation.override(language):
            assert f'<div class="prose"{said_so}><p>' in article(replace(post, body=body, html=f"<p>{body}</p>"))
