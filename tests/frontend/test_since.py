"""The home page after some hours away."""

import datetime as dt

from django.test import Client

from esn.core import clock
from esn.core.clock import now
from feeds.actions import announce, publish
from people.models import Person
from search.kept import actions
from tests.frontend.conftest import Cast, SignedIn
from tests.search.keeping import turn
from tests.search.marks import with_log


def _comes_back(client: Client, hours: int) -> str:
    client.get("/")
    with clock.at(now() + dt.timedelta(hours=hours)):
        return client.get("/").content.decode()


def test_bo_comes_back_after_a_night_and_reads_what_changed(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    client.get("/")
    left = now()
    with clock.at(left + dt.timedelta(hours=1)):
        announce(cast.ana, audience_id=cast.shop_audience, body="The shop closes at six.")
    with clock.at(left + dt.timedelta(hours=14)):
        page = client.get("/").content.decode()
        assert "Since you left" in page
        assert "The shop closes at six." in page.partition("Since you left")[2].partition("</section>")[0]
        assert "Since you left" in client.get("/").content.decode(), "it stays until it was seen"
        assert client.post("/since/seen/")["Location"] == "/"
        assert "Since you left" not in client.get("/").content.decode()


@with_log
def test_mo_comes_back_and_reads_in_french_what_is_new_in_a_kept_search(cast: Cast, signed_in: SignedIn) -> None:
    kept = actions.keep_search(cast.mo, name="Les armoires", text="armoire", pin=True)
    Person.objects.filter(id=cast.mo.id).update(language="fr")
    client = signed_in("mo")
    client.get("/")
    left = now()
    turn()
    with clock.at(left + dt.timedelta(hours=1)):
        for number in range(4):
            publish(cast.ana, audience_id=cast.shop_audience, body=f"Armoire {number} <b>")
    turn()
    with clock.at(left + dt.timedelta(hours=14)):
        card = client.get("/").content.decode().partition("Depuis votre départ")[2].partition("</section>")[0]
    assert f'href="/search/kept/{kept}/">Les armoires</a>' in card
    assert "4 nouveautés dans cette recherche" in card
    assert card.count("<mark>Armoire</mark>") == 3
    assert "Armoire</mark> 3 &lt;b</a>" in card


def test_nobody_who_was_here_an_hour_ago_has_left(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    announce(cast.ana, audience_id=cast.shop_audience, body="The shop closes at six.")
    assert "Since you left" not in _comes_back(client, 1)


def test_a_cookie_that_says_anything_else_is_no_visit(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    for text in (
        "",
        "x",
        "1.2.3.4",
        f"{cast.bo.id[-12:]}.x.0.0",
        f"{cast.bo.id[-12:]}.{10**13}.0.0",
        f"{cast.ana.id[-12:]}.1.1.1",
    ):
        client.cookies["left"] = text
        response = client.get("/")
        assert response.status_code == 200
        assert "Since you left" not in response.content.decode()
