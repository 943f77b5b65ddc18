"""Pages outside below the posts that lead to them: asked by the worker, read by whoever reads the words, taken off."""

import datetime as dt
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from cases.actions import post_in_case
from esn import wiring
from esn.core import clock, events, files, jobs
from esn.core.models import AuditEntry, Event
from feeds import queries
from feeds.actions import delete_post, edit_post, hide_post, move_post, publish, reply, restore_post, take_off_link
from feeds.actions.files import forget_bytes
from feeds.actions.links import look_at_links
from feeds.models import Link, OutsidePage, Post
from feeds.text import links, parse, shown_text
from frontend.live.frames import DEVICE, frames
from groups.actions import change_site_settings, remove_member
from people.models import Person
from tests.cast import NOWHERE, Scene, admit, comparable, device
from tests.conftest import Counting
from tests.core.outside_site import HERE, Site, site
from tests.feeds.pictures import moving, picture
from tests.log import follow

LINK = {"id", "url", "host", "site", "title", "description", "picture"}
OAK = """<title>Oak</title><meta property=og:description content="How to oil a table">
<meta property=og:site_name content="The workshop">"""


@pytest.fixture(autouse=True)
def web(settings: Settings, tmp_path: Path) -> Iterator[Site]:
    """A server outside, in the one network that is open."""
    settings.DATA_DIR = tmp_path
    with site() as server:
        settings.PREVIEW_NETWORKS, settings.PREVIEW_PORTS = [f"{HERE}/32"], [server.port]
        server.page("/oak", OAK)
        server.page("/ash", "<title>Ash</title>")
        yield server


@pytest.fixture
def everywhere(scene: Scene) -> None:
    """Previews in closed places too."""
    change_site_settings(admit("root", site_role="site_admin"), values={"link_previews": "all"})


def hear() -> None:
    """Let the worker hear what was said."""
    follow(next(one for one in wiring.CONSUMERS if one.name == "links"))


def look() -> int:
    """Let the worker do what is to be done; how many jobs that were."""
    hear()
    return jobs.run_ready()


def cards(person: Person, post_id: str) -> list[dict[str, Any]]:
    """What somebody sees below a post."""
    found: list[dict[str, Any]] = device(person).read(f"posts/{post_id}/")["links"]
    return found


def titles(person: Person, post_id: str) -> list[str]:
    return [one["title"] for one in cards(person, post_id)]


def say(scene: Scene, person: Person, body: str) -> str:
    return publish(person, audience_id=scene.open.audience_id, body=body)


# What is shown ------------------------------------------------------------------------------------------------------


def test_a_page_stands_below_the_post_that_leads_to_it(scene: Scene, ana: Person, bo: Person, web: Site) -> None:
    post_id = say(scene, ana, f"Read this: {web.address}/oak#oil, please.")
    assert cards(bo, post_id) == []
    assert look() == 1
    (card,) = cards(bo, post_id)
    assert set(card) == LINK
    assert card["url"] == f"{web.address}/oak#oil"
    assert (card["host"], card["site"], card["title"]) == (HERE, "The workshop", "Oak")
    assert (card["description"], card["picture"]) == ("How to oil a table", None)
    assert device(bo).read("feed/")["results"][0]["links"] == [card]


def test_a_reply_and_a_link_with_words_have_pages_too(scene: Scene, ana: Person, bo: Person, web: Site) -> None:
    made = reply(bo, post_id=scene.in_open, body=f"[As here]({web.address}/oak)")
    look()
    assert titles(ana, made) == ["Oak"]
    (answer,) = device(ana).read(f"posts/{scene.in_open}/")["replies"]
    assert [one["title"] for one in answer["links"]] == ["Oak"]


def test_a_page_is_asked_once_for_all_posts_and_again_after_a_week(
    scene: Scene, ana: Person, bo: Person, web: Site
) -> None:
    first = say(scene, ana, f"{web.address}/oak")
    second = say(scene, bo, f"{web.address}/oak#there and {web.address}/ash")
    look()
    assert web.asked == ["/oak", "/ash"]
    assert titles(ana, second) == ["Oak", "Ash"]
    web.page("/oak", "<title>Oak, again</title>")
    with clock.at(clock.now() + dt.timedelta(days=8)):
        say(scene, bo, f"{web.address}/oak")
        look()
    assert web.asked == ["/oak", "/ash", "/oak"]
    assert titles(ana, first) == ["Oak, again"]


def test_a_page_that_did_not_answer_is_remembered_and_asked_again_the_next_day(
    scene: Scene, ana: Person, web: Site
) -> None:
    for _time in range(2):
        post_id = say(scene, ana, f"{web.address}/later")
        look()
    assert web.asked == ["/later"]
    assert titles(ana, post_id) == []
    assert OutsidePage.objects.get().outcome == "status"
    web.page("/later", "<title>Here now</title>")
    with clock.at(clock.now() + dt.timedelta(days=1, minutes=1)):
        post_id = say(scene, ana, f"{web.address}/later")
        look()
        assert titles(ana, post_id) == ["Here now"]


def test_a_page_that_is_gone_says_what_it_said(scene: Scene, ana: Person, web: Site) -> None:
    post_id = say(scene, ana, f"{web.address}/oak")
    look()
    del web.paths["/oak"]
    with clock.at(clock.now() + dt.timedelta(days=8)):
        say(scene, ana, f"{web.address}/oak")
        look()
    assert titles(ana, post_id) == ["Oak"]


def test_an_edit_leads_elsewhere(scene: Scene, ana: Person, bo: Person, web: Site) -> None:
    post_id = say(scene, ana, f"{web.address}/oak")
    look()
    edit_post(ana, post_id=post_id, body=f"No, {web.address}/ash")
    assert titles(bo, post_id) == []  # what is below belongs to the words as they are
    look()
    assert titles(bo, post_id) == ["Ash"]
    edit_post(ana, post_id=post_id, body="No, nothing.")
    look()
    assert titles(bo, post_id) == []
    assert not Link.objects.exists()


@pytest.mark.usefixtures("committed")
def test_words_that_change_while_the_page_is_asked_keep_nothing_of_it(scene: Scene, ana: Person, web: Site) -> None:
    """No transaction is open meanwhile, or the edit would wait for the page, and the page for the edit."""
    post_id = say(scene, ana, f"{web.address}/slow")

    def meanwhile(talk: Any) -> None:
        edit_post(ana, post_id=post_id, body="Nothing, sorry.")
        connections.close_all()
        talk.send_response(200)
        talk.send_header("Content-Type", "text/html")
        talk.end_headers()
        talk.wfile.write(b"<title>Slow</title>")

    web.does("/slow", meanwhile)
    look()
    assert OutsidePage.objects.get().title == "Slow"
    assert Post.objects.get(id=post_id).body == "Nothing, sorry."
    assert not Link.objects.exists()


def test_the_job_of_a_post_that_is_gone_asks_nobody(scene: Scene, ana: Person, web: Site) -> None:
    post_id = say(scene, ana, f"{web.address}/oak")
    hear()
    delete_post(ana, post_id=post_id)
    assert jobs.run_ready() == 1
    assert web.asked == []


@pytest.mark.parametrize(
    "body",
    [
        "No link at all.", "mailto:ana@example.org", "`{at}/oak`", "```\n{at}/oak\n```", "<{at}/oak>", "ftp://{at}/oak",
        "[words](/posts/1/)", "{at}/" + "a" * 3000,
    ],
)  # fmt: skip
def test_what_is_no_link_to_a_page_asks_nobody(scene: Scene, ana: Person, web: Site, body: str) -> None:
    post_id = say(scene, ana, body.replace("{at}", web.address))
    look()
    assert web.asked == []
    assert cards(ana, post_id) == []


def test_three_pages_of_a_text_are_asked_each_once(web: Site) -> None:
    body = " ".join(f"https://example.org/{n} https://example.org/{n}#x" for n in range(9))
    assert links(parse(body).tokens) == tuple(f"https://example.org/{n}" for n in range(3))


def test_the_own_site_is_never_asked(scene: Scene, ana: Person, web: Site, settings: Settings) -> None:
    settings.ORIGIN = web.address
    post_id = say(scene, ana, f"{web.address}/oak")
    look()
    assert (web.asked, cards(ana, post_id)) == ([], [])
    assert not OutsidePage.objects.exists()


def test_the_past_asks_nobody(scene: Scene, ana: Person, web: Site) -> None:
    with clock.at(clock.now() - dt.timedelta(days=2)):
        say(scene, ana, f"{web.address}/oak")
    assert look() == 0


def test_what_a_page_says_is_shown_as_plain_text(scene: Scene, ana: Person, web: Site) -> None:
    web.page("/odd", "<title>\u202e<b>a\u0000\n&lt;script&gt;alert(1)&lt;/script&gt;" + "é" * 500 + "</title>")
    web.page("/empty", "<title> \u200b </title>")
    post_id = say(scene, ana, f"{web.address}/odd {web.address}/empty")
    look()
    assert titles(ana, post_id) == []  # the title ended with the first tag in it, and nothing was left to show
    assert shown_text("\u202ea\x00b\n\n c \ud800" + "é" * 500, 20) == "a b c " + "é" * 13 + "…"


# Who sees it --------------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("everywhere")
def test_who_does_not_read_the_words_learns_nothing_of_the_page(
    scene: Scene, ana: Person, bo: Person, cy: Person, web: Site
) -> None:
    web.page("/p", OAK + "<meta property=og:image content=/p.png>")
    web.page("/p.png", picture("PNG"), "image/png")
    post_id = publish(ana, audience_id=scene.secret.audience_id, body=f"{web.address}/p")
    look()
    (card,) = cards(bo, post_id)
    at = card["picture"]["url"].removeprefix("/api/v1/")
    assert device(bo).ask("GET", at).status_code == 200
    never = comparable(device(cy).ask("GET", f"posts/{NOWHERE}/links/{NOWHERE}/picture/"))
    assert comparable(device(cy).ask("GET", at)) == never
    there = f"posts/{post_id}/links/{card['id']}/"
    assert comparable(device(cy).ask("DELETE", there)) == comparable(
        device(cy).ask("DELETE", f"posts/{NOWHERE}/links/{NOWHERE}/")
    )
    remove_member(ana, group_id=scene.secret.id, person_id=bo.id)
    assert comparable(device(bo).ask("GET", at)) == comparable(
        device(bo).ask("GET", f"posts/{NOWHERE}/links/{NOWHERE}/picture/")
    )


def test_a_hidden_or_deleted_post_shows_no_page(scene: Scene, bo: Person, cy: Person, mo: Person, web: Site) -> None:
    web.page("/p", OAK + "<meta property=og:image content=/p.png>")
    web.page("/p.png", picture("PNG"), "image/png")
    post_id = say(scene, bo, f"{web.address}/p")
    look()
    at = cards(cy, post_id)[0]["picture"]["url"].removeprefix("/api/v1/")
    hide_post(mo, post_id=post_id, reason="For order.")
    assert titles(cy, post_id) == []
    assert device(cy).ask("GET", at).status_code == 404
    for person in (bo, mo):
        assert titles(person, post_id) == ["Oak"]
        assert device(person).ask("GET", at).status_code == 200
    restore_post(mo, post_id=post_id, reason="For order.")
    assert titles(cy, post_id) == ["Oak"]
    delete_post(bo, post_id=post_id)
    assert titles(cy, post_id) == titles(bo, post_id) == []
    assert device(bo).ask("GET", at).status_code == 404


def test_pages_are_asked_for_words_that_every_colleague_reads_and_no_others(
    scene: Scene, ana: Person, web: Site
) -> None:
    for group in (scene.closed, scene.secret):
        publish(ana, audience_id=group.audience_id, body=f"{web.address}/oak")
    post_in_case(ana, ref=scene.case, body=f"{web.address}/oak")
    look()
    assert web.asked == []
    assert not OutsidePage.objects.exists()


@pytest.mark.usefixtures("everywhere")
def test_where_the_site_says_so_pages_are_asked_for_all_words(scene: Scene, ana: Person, web: Site) -> None:
    made = post_in_case(ana, ref=scene.restricted, body=f"{web.address}/oak")
    look()
    assert titles(ana, made) == ["Oak"]


def test_where_the_site_wants_none_nothing_is_asked_and_nothing_shown(scene: Scene, ana: Person, web: Site) -> None:
    post_id = say(scene, ana, f"{web.address}/oak")
    look()
    root = admit("root", site_role="site_admin")
    change_site_settings(root, values={"link_previews": "off"})
    assert cards(ana, post_id) == []
    assert "take_off_link" not in device(ana).read(f"posts/{post_id}/")["can"]
    say(scene, ana, f"{web.address}/ash")
    assert look() == 0
    assert web.asked == ["/oak"]
    change_site_settings(root, values={"link_previews": "open"})
    assert titles(ana, post_id) == ["Oak"]
    assert AuditEntry.objects.filter(verb="settings.changed", subject_id="link_previews").count() == 2


def test_a_job_that_was_asked_for_before_asks_nobody_after(scene: Scene, ana: Person, web: Site) -> None:
    say(scene, ana, f"{web.address}/oak")
    hear()
    change_site_settings(admit("root", site_role="site_admin"), values={"link_previews": "off"})
    assert jobs.run_ready() == 1
    assert web.asked == []


# Taking it off ------------------------------------------------------------------------------------------------------


def test_ana_takes_a_page_off_her_post_and_it_stays_off(scene: Scene, ana: Person, bo: Person, web: Site) -> None:
    post_id = say(scene, ana, f"{web.address}/oak {web.address}/ash")
    look()
    before = device(ana).read(f"posts/{post_id}/")
    assert "take_off_link" in before["can"]
    at = f"posts/{post_id}/links/{before['links'][0]['id']}/"
    for _twice in range(2):
        assert device(ana).ask("DELETE", at).status_code == 204
    assert titles(bo, post_id) == ["Ash"]
    after = device(ana).read(f"posts/{post_id}/")
    assert (after["revision"], after["edited_at"], after["html"]) == (0, None, before["html"])
    edit_post(ana, post_id=post_id, body=f"{web.address}/oak and {web.address}/ash")
    look()
    assert titles(bo, post_id) == ["Ash"]


def test_nobody_takes_a_page_off_the_post_of_another(
    scene: Scene, ana: Person, bo: Person, mo: Person, web: Site
) -> None:
    post_id = say(scene, ana, f"{web.address}/oak")
    look()
    at = f"posts/{post_id}/links/{cards(bo, post_id)[0]['id']}/"
    for person in (bo, mo):
        assert "take_off_link" not in device(person).read(f"posts/{post_id}/")["can"]
        assert device(person).ask("DELETE", at).status_code == 403
    for wrong in (NOWHERE, "x", "' OR 1=1", "%00"):
        assert device(ana).ask("DELETE", f"posts/{post_id}/links/{wrong}/").status_code == 404
    assert titles(bo, post_id) == ["Oak"]


def test_a_page_below_another_post_is_not_there(scene: Scene, ana: Person, bo: Person, web: Site) -> None:
    first, second = say(scene, ana, f"{web.address}/oak"), say(scene, ana, f"{web.address}/ash")
    look()
    other = cards(ana, second)[0]["id"]
    assert device(ana).ask("DELETE", f"posts/{first}/links/{other}/").status_code == 404
    assert titles(bo, second) == ["Ash"]


# Live ---------------------------------------------------------------------------------------------------------------


def test_a_page_comes_to_who_has_the_post_open(scene: Scene, ana: Person, web: Site) -> None:
    post_id = say(scene, ana, f"{web.address}/oak")
    look()
    (entry,) = [one for one in events.after(events.START) if one.type == "links.changed"]
    assert (entry.audience_id, entry.data, entry.actor_id) == (scene.open.audience_id, {"id": post_id}, "")
    ((_audience, made),) = list(frames([entry], lambda _audience: [DEVICE, ("page", "en")]))
    device_, page = (json.loads("{" + tail.decode().partition(",")[2]) for tail in made.values())
    assert [one["title"] for one in device_["object"]["links"]] == ["Oak"]
    assert 'class="links"' in page["html"]
    assert f"{HERE}" in page["html"]


def test_looking_twice_tells_once(scene: Scene, ana: Person, web: Site) -> None:
    post_id = say(scene, ana, f"{web.address}/oak")
    look()
    look_at_links.call(post_id=post_id)
    assert Event.objects.filter(type="links.changed").count() == 1


def test_taking_off_is_told_without_a_word_of_the_page(scene: Scene, ana: Person, web: Site) -> None:
    post_id = say(scene, ana, f"{web.address}/oak")
    look()
    take_off_link(ana, post_id=post_id, link_id=cards(ana, post_id)[0]["id"])
    entry = events.after(events.START)[-1]
    ((_audience, made),) = list(frames([entry], lambda _audience: [("page", "en")]))
    assert b"Oak" not in made["page", "en"]


# Pictures -----------------------------------------------------------------------------------------------------------


def test_a_picture_is_made_anew_and_comes_from_this_site(scene: Scene, ana: Person, bo: Person, web: Site) -> None:
    sent = picture("JPEG", size=(1200, 600), exif=b"Exif\x00\x00secret place")
    web.page("/p", OAK + '<meta property="og:image" content="pictures/table.jpg">')
    web.page("/pictures/table.jpg", sent, "image/jpeg")
    post_id = say(scene, ana, f"{web.address}/p")
    look()
    shown = cards(bo, post_id)[0]["picture"]
    assert (shown["width"], shown["height"]) == (320, 160)
    assert shown["url"].startswith(f"/api/v1/posts/{post_id}/links/")
    answer = device(bo).ask("GET", shown["url"].removeprefix("/api/v1/"))
    assert answer["Content-Type"] == "image/webp"
    assert answer["X-Content-Type-Options"] == "nosniff"
    body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]  # a kept file is streamed
    assert body[:4] == b"RIFF"
    assert b"secret" not in body


@pytest.mark.parametrize(
    "sent", [b"", b"no picture", picture("PNG", size=(16, 16)), moving()], ids=["none", "broken", "mark", "moves"]
)
def test_a_page_without_a_picture_that_can_be_shown_has_none(scene: Scene, ana: Person, web: Site, sent: bytes) -> None:
    web.page("/p", OAK + "<meta property=og:image content=/p.png>")
    if sent:
        web.page("/p.png", sent, "image/png")
    post_id = say(scene, ana, f"{web.address}/p")
    look()
    (card,) = cards(ana, post_id)
    assert (card["title"], card["picture"]) == ("Oak", None)
    assert device(ana).ask("GET", f"posts/{post_id}/links/{card['id']}/picture/").status_code == 404


def test_the_bytes_of_a_picture_stay_while_its_page_is_known(
    scene: Scene, ana: Person, web: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "GRACE", -1.0)
    web.page("/p", OAK + "<meta property=og:image content=/p.png>")
    web.page("/p.png", picture("PNG"), "image/png")
    post_id = say(scene, ana, f"{web.address}/p")
    look()
    assert forget_bytes() == 0
    delete_post(ana, post_id=post_id)
    Link.objects.all().delete()
    with clock.at(clock.now() + dt.timedelta(days=31)):
        say(scene, ana, f"{web.address}/ash")
        look()
    assert OutsidePage.objects.count() == 1
    assert forget_bytes() == 1


# What it costs ------------------------------------------------------------------------------------------------------


def test_a_hundred_links_cost_one_statement_more_and_none_where_there_are_none(
    scene: Scene, ana: Person, bo: Person, web: Site, statements: Counting
) -> None:
    door = device(bo)
    door.read("me/")
    with CaptureQueriesContext(connection) as without:
        door.read("feed/")
    for _number in range(10):
        say(scene, ana, f"{web.address}/oak {web.address}/ash")
    look()
    with statements(len(without) + 1):
        shown = door.read("feed/")["results"]
    assert [len(one["links"]) for one in shown].count(2) == 10


def test_nothing_is_asked_inside_a_request(scene: Scene, ana: Person, web: Site) -> None:
    post_id = device(ana).make(f"groups/{scene.open.id}/posts/", {"body": f"{web.address}/oak"})["id"]
    device(ana).read(f"posts/{post_id}/")
    assert web.asked == []
    assert not DBTaskResult.objects.exists()


def test_a_post_that_moves_takes_its_pages_along(scene: Scene, ana: Person, bo: Person, web: Site) -> None:
    post_id = say(scene, ana, f"{web.address}/oak")
    look()
    move_post(ana, post_id=post_id, group_id=scene.closed.id, reason="For order.")
    assert titles(bo, post_id) == ["Oak"]
    assert queries.post(bo, post_id).links
