"""The page of who knows about something."""

from feeds.actions import publish
from groups.models import Group
from tests.frontend.conftest import Cast, SignedIn


def test_cy_asks_who_knows_and_sees_why(cast: Cast, signed_in: SignedIn) -> None:
    publish(cast.ana, audience_id=cast.shop_audience, body="The van <b>needs</b> oil.")
    secret = Group.objects.get(id=cast.secret).audience_id
    publish(cast.bo, audience_id=secret, body="The van of the director.")
    page = signed_in("cy").get("/search/experts/?q=van").content.decode()
    main = page.partition("<main")[2].partition("</main>")[0]
    assert f'href="/people/{cast.ana.id}/"' in main
    assert "<mark>van</mark> &lt;b" in main
    assert cast.bo.id not in main
    assert "director" not in page


def test_nobody_and_nothing_asked_say_what_to_do(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("cy")
    assert "Nobody found" in client.get("/search/experts/?q=zanzibar").content.decode()
    assert "Nobody found" not in client.get("/search/experts/").content.decode()
    odd = client.get('/search/experts/?q="><script>' + "x" * 5_000)
    assert odd.status_code == 200
    assert "<script>x" not in odd.content.decode()
