"""What is like it, on pages: beside a new case, beside a question, and in the brief when it is asked for."""

import pytest

from cases.actions import StoryText, open_case
from feeds.actions import Manner, accept_answer, publish, reply
from tests.conftest import Counting
from tests.frontend.conftest import Cast, SignedIn

WORN = StoryText(happened="The hinge of the oak wardrobe broke after one week.")


@pytest.fixture
def near(cast: Cast) -> str:
    """A case about a hinge."""
    return open_case(cast.ana, customer_id=cast.customer, title="A hinge <b>broke</b>", story=WORN)


def test_while_bo_opens_a_case_its_likes_stand_beside_it(cast: Cast, signed_in: SignedIn, near: str) -> None:
    client = signed_in("bo")
    page = client.get(f"/cases/new/?customer={cast.customer}").content.decode()
    assert 'hx-post="/search/similar/"' in page
    assert "As you write, similar cases" in page
    typed = {"customer": cast.customer, "title": "Oak wardrobe", "happened": "Its hinge broke."}
    part = client.post("/search/similar/", typed).content.decode()
    assert f'href="/cases/{near}/" target="_blank"' in part, "what is typed stays where it is"
    assert "A hinge &lt;b&gt;broke&lt;/b&gt;" in part
    assert "Same customer" in part
    assert "<mark>hinge</mark>" in part
    assert "1 thing like it" in part
    assert "Nothing like it" in client.post("/search/similar/", {"title": "Garden chairs"}).content.decode()
    assert "As you write" in client.post("/search/similar/", {"title": " "}).content.decode()


def test_a_form_that_comes_back_looks_again(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in("bo").post("/cases/new/", {"customer": cast.customer, "happened": "Its hinge broke."})
    assert page.status_code == 400
    assert 'hx-trigger="load, input' in page.content.decode()


def test_beside_a_question_what_others_answered_comes_first(cast: Cast, signed_in: SignedIn, near: str) -> None:
    kind = Manner(kind="question")
    asked = publish(cast.ana, audience_id=cast.shop_audience, body="Which hinge for the wardrobe?", manner=kind)
    accept_answer(cast.ana, post_id=reply(cast.mo, post_id=asked, body="The oak hinge 4187."))
    client = signed_in("bo")
    assert "data-similar" in client.get("/").content.decode()
    part = client.post("/search/similar/", {"body": "Oak wardrobe hinge?", "kind": "question"}).content.decode()
    assert part.index(f"/posts/{asked}/") < part.index(f"/cases/{near}/")
    assert f"Answered by {cast.mo.name}" in part


def test_the_brief_asks_only_when_somebody_opens_it(
    cast: Cast, signed_in: SignedIn, near: str, statements: Counting
) -> None:
    told = StoryText(happened="It squeaks.")
    other = open_case(cast.ana, customer_id=cast.customer, title="Oak wardrobe, hinge", story=told)
    client = signed_in("bo")
    page = client.get(f"/cases/{other}/").content.decode()
    assert f'hx-get="/search/similar/?case={other}"' in page
    assert near not in page.partition('id="brief"')[2]
    part = client.get(f"/search/similar/?case={other}")
    assert f'href="/cases/{near}/"' in part.content.decode()
    assert "_blank" not in part.content.decode()
    with statements(14):
        client.get(f"/search/similar/?case={other}")


def test_a_case_that_one_does_not_read_is_no_case(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("cy")
    hidden, none = (client.get(f"/search/similar/?case={ref}") for ref in (cast.restricted, "C-2020-000000"))
    assert (hidden.status_code, none.status_code) == (404, 404)
    assert signed_in("gus").get(f"/search/similar/?case={cast.case}").status_code == 404
