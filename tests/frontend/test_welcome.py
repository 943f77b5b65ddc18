"""The first visit: a card at home, steps that may be left out, a tour of a case, and an end."""

import re

from cases.queries import practice_case
from frontend.tour import STOPS
from groups.actions import create_group
from people.models import Person
from tests.frontend.conftest import Cast, SignedIn


def test_the_card_leads_to_the_steps_and_goes_when_it_is_put_away(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    assert 'id="welcome-card"' in client.get("/").content.decode()
    assert "Welcome, Bo." in client.get("/welcome/").content.decode()
    assert client.post("/welcome/step/", {"step": ""}).headers["Location"] == "/"
    assert 'id="welcome-card"' not in client.get("/").content.decode()
    assert client.get("/welcome/card/", headers={"HX-Request": "true"}).content.decode().strip() == ""
    assert "Welcome, Bo." in client.get("/welcome/").content.decode()  # by its address one may look again


def test_each_step_shows_and_one_resumes_where_one_was(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("cy")
    seen = {
        "photo": 'name="photo"', "hours": "own-week", "teams": "Shop floor", "groups": "See all groups",
        "tour": "Show me a case",
    }  # fmt: skip
    for step, said in seen.items():
        assert client.post("/welcome/step/", {"step": step}).headers["Location"] == "/welcome/"
        assert said in client.get("/welcome/").content.decode(), step
    assert "Price talks" not in client.get("/welcome/").content.decode()
    assert client.post("/welcome/step/", {"step": "moon"}).status_code == 400


def test_language_and_hours_are_saved_and_lead_on(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    assert client.post("/welcome/language/", {"language": "xx", "time_zone": "Moon"}).status_code == 400
    client.post("/welcome/language/", {"language": "fr", "time_zone": "Europe/Dublin"})
    bo = Person.objects.get(id=cast.bo.id)
    assert (bo.language, bo.time_zone, bo.welcome_step) == ("fr", "Europe/Dublin", "photo")
    client.post("/welcome/step/", {"step": "hours"})
    page = client.get("/welcome/").content.decode()
    start, end = re.findall(r'name="([^"]+)"[^>]*type="time"|type="time"[^>]*name="([^"]+)"', page)[:2]
    times = {"".join(start): "09:00", "".join(end): "17:00"}
    assert "17:00" in client.post("/welcome/hours/", {**times, "alike": "friday"}).content.decode()
    assert client.post("/welcome/hours/", {"".join(start): "09:00"}).status_code == 400
    assert client.post("/welcome/hours/", times).headers["Location"] == "/welcome/"
    assert Person.objects.get(id=cast.bo.id).welcome_step == "teams"


def test_joining_comes_back_to_the_visit(cast: Cast, signed_in: SignedIn) -> None:
    community = create_group(cast.ana, name="Woodworkers", kind="community", openness="open", purpose="Planes.")
    client = signed_in("cy")
    client.post("/welcome/step/", {"step": "groups"})
    assert "Woodworkers" in client.get("/welcome/").content.decode()
    assert client.post(f"/groups/{community}/join/", {"back": "welcome"}).headers["Location"] == "/welcome/"
    assert f"/groups/{community}/join/" not in client.get("/welcome/").content.decode()


def test_the_tour_stops_at_parts_that_are_there(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    begun = client.post("/welcome/practice/").headers["Location"]
    ref = practice_case(Person.objects.get(id=cast.bo.id))
    assert begun.startswith(f"/cases/{ref}/?tour=1")
    for number, stop in enumerate(STOPS, 1):
        page = client.get(f"/cases/{ref}/?tour={number}&pane={stop.pane}").content.decode()
        assert f'id="{stop.part}"' in page, stop.part
        assert f"A tour of the case, {number} of {len(STOPS)}" in page
    for odd in ("0", "99", "x", "²"):
        assert "A tour of the case" not in client.get(f"/cases/{ref}/?tour={odd}").content.decode()
    assert "A tour of the case" not in client.get(f"/cases/{ref}/").content.decode()


def test_a_guest_sees_two_steps_and_no_practice(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("gus")
    page = client.get("/welcome/").content.decode()
    assert 'value="photo"' in page
    assert 'value="tour"' not in page
    assert client.post("/welcome/practice/").status_code in (403, 404)


def test_who_stood_at_a_step_that_is_no_longer_theirs_begins_anew(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("gus")
    Person.objects.filter(handle="gus").update(welcome_step="hours")  # as a member, before they became a guest
    assert client.get("/welcome/").status_code == 200
    assert client.post("/welcome/language/", {"language": "fr", "time_zone": "Europe/Paris"}).status_code == 302
