"""The customer's window in a browser: one tap opens it, and it shows one case to one person and nothing to others."""

import datetime as dt
import logging
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases import actions, queries
from cases.actions import About, Holder, Told
from cases.models import PortalLink
from esn.core.discretion import Discreet
from feeds.actions import add_file, receive_file
from tests.cast import side
from tests.feeds.pictures import picture
from tests.frontend.conftest import MONDAY, Cast, SignedIn
from tests.frontend.windows import (
    CANARIES,
    january,
    link_to,
    opened,
    promised,
)

pytestmark = pytest.mark.usefixtures("on_monday")


def test_looking_at_the_link_shows_one_button_and_uses_nothing_up(cast: Cast) -> None:
    link, path = link_to(cast)
    for _scanner in range(3):
        page = Client().get(path, headers={"Accept-Language": "en"})
        assert page.status_code == 200
        assert page.content.decode().count("<button") == 1
        assert not page.cookies
        assert (page["Referrer-Policy"], page["Cache-Control"]) == ("no-referrer", "no-store")
        assert "noindex" in page["X-Robots-Tag"]
        assert "manifest" not in page.content.decode(), "a customer installs nothing of the house"
    assert PortalLink.objects.get(id=link).opened_at is None


def test_the_button_gives_a_cookie_that_is_bound_to_the_window(cast: Cast) -> None:
    link, path = link_to(cast)
    answer = Client().post(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/window/{link}/")
    cookie = answer.cookies["window"]
    assert cookie["path"] == f"/window/{link}/"
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 14 * 24 * 3600)
    assert path.split("/")[4] not in cookie.value
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "sessionid" not in answer.cookies


def test_who_opened_it_before_comes_in_by_the_same_link_at_once(cast: Cast) -> None:
    link, path = link_to(cast)
    browser = Client()
    browser.post(path)
    assert browser.get(path)["Location"] == f"/window/{link}/"


def _same(answers: list[Any]) -> bool:
    return len({(one.status_code, one.content, tuple(sorted(one.items()))) for one in answers}) == 1


def test_wrong_old_and_revoked_links_get_the_same_bytes_and_a_way_to_reach_us(cast: Cast, settings: Any) -> None:
    settings.REACH_US = "01 99 00 41 87"
    link, path = link_to(cast)
    over, over_path = link_to(cast)
    PortalLink.objects.filter(id=over).update(expires_at=MONDAY - dt.timedelta(0), made_at=MONDAY - dt.timedelta(1))
    revoked, revoked_path = link_to(cast)
    actions.revoke_portal_link(cast.ana, ref=cast.case, link_id=revoked)
    nothing = "0" * 32
    paths = [
        path.replace("esn_", "esn-"), over_path, revoked_path, path.replace(link, nothing), path.replace(link, "x'y"),
        f"/window/{link}/", f"/window/{nothing}/", f"/window/{over}/",
    ]  # fmt: skip
    answers = [Client().get(one, headers={"Accept-Language": "en"}) for one in paths]
    assert _same(answers)
    assert answers[0].status_code == 404
    said = answers[0].content.decode()
    assert "01 99 00 41 87" in said
    assert "Dupin" not in said
    assert "Wardrobe" not in said
    posts = [Client().post(one, headers={"Accept-Language": "en"}) for one in paths[:5]]
    assert _same(posts)
    assert not any(one.cookies for one in [*answers, *posts])


def test_a_revoked_link_shuts_the_open_window_at_once(cast: Cast) -> None:
    seen = opened(cast)
    actions.revoke_portal_link(cast.ana, ref=cast.case, link_id=seen.link)
    assert seen.client.get(seen.path).status_code == 404
    assert seen.client.post(f"{seen.path}say/", {"body": "Hello"}).status_code == 404


def test_a_window_is_opened_by_its_own_cookie_alone(cast: Cast) -> None:
    first, second = opened(cast), opened(cast, cast.restricted)
    value = first.client.cookies["window"].value
    for forged in (value, value[:-1], f"{second.link}:x:y", ""):
        stranger = Client()
        stranger.cookies["window"] = forged
        assert stranger.get(second.path).status_code == 404


def test_who_guesses_from_one_address_has_to_wait_and_says_nothing_about_good_links(cast: Cast) -> None:
    _link, path = link_to(cast)
    wrong = path.replace("esn_", "esn_x")
    answers = [Client().get(wrong).status_code for _guess in range(21)]
    assert (answers[0], answers[-1]) == (404, 429)
    assert Client().get(path).status_code == 429
    assert Client().get(path)["Retry-After"] == "600"
    assert Client(REMOTE_ADDR="198.51.100.7").get(path).status_code == 200


def test_no_line_of_the_log_holds_the_secret(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    _link, path = link_to(cast)
    secret = path.split("/")[4]
    with caplog.at_level(logging.DEBUG):
        Client().get(path)
        Client().put(path)
        Client().get(path.replace("/window/", "/window/0"))
    for record in caplog.records:
        assert Discreet().filter(record)
        assert secret not in record.getMessage()
    assert "esn_(hidden)" in caplog.text  # Django names the address of what it refuses
    handlers: Any = settings.LOGGING["handlers"]
    assert handlers["console"]["filters"] == ["discreet"]


# Beside a session -----------------------------------------------------------------------------------------------------
def test_an_employee_who_opens_a_window_stays_who_they_are_elsewhere(cast: Cast, signed_in: SignedIn) -> None:
    bo = signed_in("bo")
    seen = opened(cast, client=bo)
    assert "Bo Delorme" not in seen.page()
    seen.send("say/", body="It is me, Mme Dupin.")
    said = queries.timeline(cast.ana, cast.case, side="customer").results[0]
    assert (said.author.name, said.body) == ("Mme Dupin", "It is me, Mme Dupin.")
    assert "Bo Delorme" in bo.get("/").content.decode()


def test_a_window_opens_no_other_door(cast: Cast) -> None:
    seen = opened(cast)
    internal = queries.timeline(cast.ana, cast.case).results[0]
    for path in ("/", "/cases/", f"/cases/{cast.case}/", f"/posts/{internal.id}/", f"/api/v1/cases/{cast.case}/"):
        assert seen.client.get(path).status_code in (302, 401)
    assert seen.client.get("/api/v1/events/").status_code == 401


# What they see --------------------------------------------------------------------------------------------------------
def test_the_four_questions_are_answered(cast: Cast) -> None:
    promised(cast)
    actions.edit_case(
        cast.ana, ref=cast.case, public_title="Your wardrobe", next_news_due=MONDAY + dt.timedelta(hours=8)
    )
    page = opened(cast).page()
    assert "Your wardrobe" in page
    assert "Thursday 14 January 2027" in page
    assert "between 7:00 and 14:00" in page
    assert "Ana Martin told you on the phone" in page
    assert "Who is on it" in page
    assert "Monday 11 January 2027, 18:00" in page
    assert "Thursday suits me" in page


def test_a_change_is_not_there_until_they_are_told_and_then_says_what_it_was(cast: Cast) -> None:
    made = promised(cast)
    actions.change_promise(cast.ana, commitment_id=made, window=january(18), reason="The Heron broke down.")
    seen = opened(cast)
    assert "14 January" in seen.page()
    assert "18 January" not in seen.page()
    actions.tell(cast.ana, ref=cast.case, about=About("commitment", made), told=Told("phone", "Kestrel"))
    page = seen.page()
    assert "Monday 18 January 2027" in page
    assert "Before, it was Thursday 14 January 2027" in page
    assert "Kestrel" not in page


def test_what_colleagues_and_partners_say_never_reaches_the_window(cast: Cast, signed_in: SignedIn) -> None:
    made = promised(cast, text="The doors")
    actions.post_in_case(cast.ana, ref=cast.case, body="Heron, between us.")
    partner = next(one.side for one in queries.case(cast.ana, cast.case).sides if one.kind == "partner")
    actions.post_in_case(cast.ana, ref=cast.case, body="Kestrel, for the carrier.", side=partner)
    actions.note_fact(cast.ana, customer_id=cast.customer, kind="other", value="Osprey", source="Bittern")
    actions.change_promise(cast.ana, commitment_id=made, window=january(19), reason="Bittern")
    actions.warn_promise(cast.ana, commitment_id=made, reason="Plover")
    actions.report_blocker(cast.ana, ref=cast.case, cause="Wagtail", lifter="Heron", meanwhile="Osprey")
    actions.edit_case(cast.ana, ref=cast.case, title="Kestrel matter")
    seen = opened(cast)
    pages = [seen.page(), seen.page("correct/"), seen.page("told/"), seen.page(f"promises/{made}/ask/")]
    pages.append(signed_in("ana").get(f"/cases/{cast.case}/window/").content.decode())
    for page in pages:
        assert not [word for word in (*CANARIES, "The wardrobe came without doors", "Gus") if word in page]
        assert side(cast.case, "internal") not in page


def test_a_file_of_the_window_opens_there_and_files_of_other_sides_and_cases_are_not_there(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path

    def sent(ref: str, where: str) -> str:
        source = SimpleUploadedFile("plan.jpg", picture())
        file = add_file(cast.ana, received=receive_file(cast.ana, name="plan.jpg", source=source))
        actions.post_in_case(cast.ana, ref=ref, body="", side=where, attachments=[file])
        return file

    hers, inside = sent(cast.case, "customer"), sent(cast.case, "internal")
    seen, other = opened(cast), opened(cast, cast.restricted)
    theirs = sent(cast.restricted, "customer")
    assert f"{seen.path}files/{hers}/" in seen.page()
    answer: Any = seen.client.get(f"{seen.path}files/{hers}/?size=320")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "no-store")
    hidden = [seen.client.get(f"{seen.path}files/{one}/") for one in (inside, theirs, "0" * 32)]
    hidden.append(other.client.get(f"{other.path}files/{hers}/"))
    assert [one.status_code for one in hidden] == [404] * 4
    assert len({one.content for one in hidden}) == 1
    assert seen.client.get(f"/files/{hers}/").status_code == 302


def test_a_team_that_is_not_known_outside_is_our_team(cast: Cast) -> None:
    actions.set_holder(cast.ana, ref=cast.case, holder=Holder("team", cast.closed))
    page = opened(cast).page()
    assert "Our team" in page
    assert "Night shift" not in page


def test_the_window_speaks_the_language_of_the_contact_and_another_when_asked(cast: Cast) -> None:
    seen = opened(cast)
    assert '<html lang="en"' in seen.page()
    assert seen.send("language/", language="fr").status_code == 302
    assert '<html lang="fr"' in seen.page()
    assert seen.client.cookies["window_language"]["path"] == seen.path
    assert '<html lang="en"' in Client().get("/sign-in/", headers={"Accept-Language": "en"}).content.decode()


def test_the_device_forgets_the_window_when_asked(cast: Cast) -> None:
    seen = opened(cast)
    assert seen.send("leave/").status_code == 200
    assert seen.client.get(seen.path).status_code == 404
