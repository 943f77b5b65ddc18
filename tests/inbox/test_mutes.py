"""What somebody mutes needs nobody, whatever it comes from; deeds and urgent calls always do."""

import datetime as dt

import pytest

from cases.actions import post_in_case
from esn.core.clock import now
from esn.wiring import NEEDS
from feeds.actions import announce, call_urgently, react, reply
from feeds.actions.threads import mute_thread, unmute_thread
from groups.actions import remove_member
from groups.models import Membership
from inbox.actions import renew
from inbox.needs import Touch
from people.models import Person
from tests.cast import NO_CASE, Scene, browser, comparable, device, say
from tests.conftest import Counting
from tests.inbox.desk import codes, heard, settled

STATEMENTS = 14  # of looking at threads again


def everything(scene: Scene, by: Person, to: Person, thread: str) -> None:
    """Whatever is only to be read, from each source, in a thread."""
    reply(by, post_id=thread, body="Seen.")
    reply(by, post_id=thread, body=f"@{to.handle} look.")
    react(by, post_id=thread, emoji="👍")


def test_a_muted_thread_is_silent_whatever_the_source(scene: Scene, ana: Person, bo: Person) -> None:
    everything(scene, bo, ana, scene.in_open)
    assert codes(ana) == ["mention", "reaction", "reply"]
    mute_thread(ana, post_id=scene.in_open)
    assert codes(ana) == []
    everything(scene, bo, ana, scene.in_open)
    assert codes(ana) == []
    settled()
    unmute_thread(ana, post_id=scene.in_open)
    assert codes(ana) == ["mention", "reaction", "reply"], "what waits is derived anew"
    settled()


def test_an_urgent_call_into_a_muted_thread_is_heard(scene: Scene, ana: Person, bo: Person) -> None:
    mute_thread(ana, post_id=scene.in_open)
    call_urgently(bo, post_id=scene.in_open, person_id=ana.id, reason="customer_waits")
    everything(scene, bo, ana, scene.in_open)
    assert codes(ana) == ["urgent"]
    settled()


def test_a_muted_group_is_silent_but_for_deeds(scene: Scene, ana: Person, bo: Person, cy: Person) -> None:
    everything(scene, bo, ana, scene.in_open)
    thread = say(bo, scene.open)
    door = device(ana)
    path = f"me/notifications/groups/{scene.open.id}/"
    assert door.ask("PUT", path, {"tells": "nothing"}).status_code == 204
    everything(scene, bo, ana, thread)
    assert codes(ana) == []
    device(cy).ask("POST", f"groups/{scene.closed.id}/requests/")
    assert "join" in codes(ana), "another group is heard"
    settled()
    assert door.ask("PUT", path, {"tells": "mentions"}).status_code == 204
    assert {"mention", "reaction", "reply"} <= set(codes(ana)), "mail is told mentions alone, the inbox has all"
    settled()


def test_an_announcement_that_asks_bo_waits_in_a_muted_group(scene: Scene, ana: Person, bo: Person) -> None:
    device(bo).ask("PUT", f"me/notifications/groups/{scene.open.id}/", {"tells": "nothing"})
    announce(ana, audience_id=scene.open.audience_id, body="New prices.")
    assert codes(bo) == ["acknowledge"]
    settled()


def test_a_mute_goes_with_the_seat(scene: Scene, ana: Person, bo: Person) -> None:
    everything(scene, ana, bo, scene.in_open)
    assert "mention" in codes(bo)
    device(bo).ask("PUT", f"me/notifications/groups/{scene.open.id}/", {"tells": "nothing"})
    assert codes(bo) == []
    remove_member(ana, group_id=scene.open.id, person_id=bo.id)
    assert "mention" in codes(bo), "the group is open: who reads it is named in it"
    settled()


def test_a_muted_case_is_silent_on_all_sides_but_for_deeds(scene: Scene, ana: Person, bo: Person, gus: Person) -> None:
    door = device(ana)
    everything(scene, bo, ana, scene.in_case)
    reply(gus, post_id=scene.with_partner, body=f"@{ana.handle} Tuesday.")
    assert {"mention", "reaction", "reply"} <= set(codes(ana))
    assert door.ask("PUT", f"cases/{scene.case}/mute/").status_code == 204
    assert door.read(f"cases/{scene.case}/")["muted"]
    assert codes(ana) == []
    post_in_case(gus, ref=scene.case, body="Tuesday at noon.", side=f"partner:{gus.partner_id}")
    soon = {"next_news_due": (now() + dt.timedelta(hours=1)).isoformat()}
    assert device(bo).ask("PATCH", f"cases/{scene.case}/", soon).status_code == 200
    assert codes(ana) == ["news"], "the customer waits for it, whoever mutes what"
    settled()
    assert door.ask("DELETE", f"cases/{scene.case}/mute/").status_code == 204
    assert {"news", "mention", "message", "reaction", "reply"} <= set(codes(ana))
    assert not door.read(f"cases/{scene.case}/")["muted"]
    settled()


def test_a_case_is_muted_without_a_seat_and_followed_no_more_by_it(scene: Scene, cy: Person, ana: Person) -> None:
    door = device(cy)
    door.ask("PUT", f"cases/{scene.case}/mute/")
    case = door.read(f"cases/{scene.case}/")
    assert (case["muted"], case["follows"]) == (True, False)
    assert scene.in_case not in [one["id"] for one in door.read("feed/?limit=100")["results"]]
    post_in_case(ana, ref=scene.case, body=f"@{cy.handle} look.")
    assert codes(cy) == []
    door.ask("POST", f"cases/{scene.case}/follow/")
    door.ask("DELETE", f"cases/{scene.case}/follow/")
    assert door.read(f"cases/{scene.case}/")["muted"], "whom I follow is another choice"
    settled()


def test_the_page_of_a_case_mutes_it_and_hears_it_again(scene: Scene, ana: Person) -> None:
    door = browser(ana)
    page = door.get(f"/cases/{scene.case}/").text
    assert "Hear nothing but what needs a deed" in page
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    door.post(f"/cases/{scene.case}/mute/", {"mute": "yes", "csrfmiddlewaretoken": token})
    assert "Hear of this case again" in door.get(f"/cases/{scene.case}/").text
    door.post(f"/cases/{scene.case}/mute/", {"mute": "no", "csrfmiddlewaretoken": token})
    assert not Membership.objects.filter(person=ana, tells="nothing").exists()


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
def test_a_case_that_cy_does_not_know_is_not_there(scene: Scene, cy: Person, method: str) -> None:
    nothing = comparable(device(cy).ask(method, f"cases/{NO_CASE}/mute/"))
    assert nothing.status == 404
    assert comparable(device(cy).ask(method, f"cases/{scene.restricted}/mute/")) == nothing


def test_looking_at_many_threads_costs_as_many_statements(
    scene: Scene, ana: Person, bo: Person, statements: Counting
) -> None:
    threads = [say(ana, scene.open) for _n in range(12)]
    for thread in threads:
        reply(bo, post_id=thread, body="Seen.")
    heard()
    for some in (threads[:1], threads):
        with statements(STATEMENTS):
            renew(NEEDS, [Touch("thread", thread) for thread in some])
