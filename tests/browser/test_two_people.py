"""Several people in several browsers: what one writes is on the other's page at once, and nowhere else."""

import re
import secrets

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SignIn
from tests.browser.running import RunningSite


def _words() -> str:
    """Something that nobody has said before."""
    return f"Bench {secrets.token_hex(6)} arrives on Thursday"


def _watch(page: Page, address: str) -> Page:
    """Open the page, connected, and remember that it is this very load of it."""
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-connected", "yes")
    page.evaluate("document.documentElement.dataset.loadedOnce = 'yes'")
    return page


def _expect_live(page: Page, words: str, *, in_feed: bool = False) -> None:
    """The words are there without a reload; in a feed once its reader asks for what is new."""
    if in_feed:
        expect(page.locator("#waiting")).to_be_visible()
        page.locator("#waiting").click()
    expect(page.get_by_text(words).first).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-loaded-once", "yes")


def _post(page: Page, words: str) -> None:
    page.locator("#composer-body").fill(words)
    page.locator("#composer button.main").click()
    expect(page.get_by_text(words).first).to_be_visible()


def test_what_bo_reads_on_his_phone_is_no_longer_new_on_his_open_page(site: RunningSite, sign_in: SignIn) -> None:
    group = site.cast["Shop floor"]
    bo = _watch(sign_in("bo"), "/inbox/")
    place = bo.locator(f".rail a[href='/groups/{group}/']")
    with site.api("ana") as ana, site.api("bo") as phone:
        post = ana.post(f"groups/{group}/posts/", json={"body": _words()}).json()["id"]
        expect(place).to_have_class(re.compile(r"\bis-new\b"))
        assert phone.post(f"posts/{post}/read/").status_code == 204
    expect(place).not_to_have_class(re.compile(r"\bis-new\b"))
    expect(bo.locator("html")).to_have_attribute("data-loaded-once", "yes")


def test_what_ana_says_in_a_group_appears_on_bos_page_without_a_reload(site: RunningSite, sign_in: SignIn) -> None:
    group = f"/groups/{site.cast['Shop floor']}/"
    bo = _watch(sign_in("bo"), group)
    ana = _watch(sign_in("ana"), group)
    words = _words()
    _post(ana, words)
    _expect_live(bo, words, in_feed=True)
    expect(ana.get_by_text(words)).to_have_count(1)
    expect(bo.get_by_text(words)).to_have_count(1)


def test_what_ana_says_in_a_group_appears_on_mos_home_on_the_phone(site: RunningSite, sign_in: SignIn) -> None:
    mo = _watch(sign_in("mo", viewport=PHONE), "/")
    words = _words()
    _post(_watch(sign_in("ana"), f"/groups/{site.cast['Shop floor']}/"), words)
    _expect_live(mo, words, in_feed=True)


def test_a_line_in_a_case_reaches_colleagues_live_and_the_guest_only_on_his_side(
    site: RunningSite, sign_in: SignIn
) -> None:
    case = f"/cases/{site.cast['case']}/"
    bo, gus = _watch(sign_in("bo"), case), _watch(sign_in("gus"), case)
    ana = _watch(sign_in("ana"), case)
    inside, to_the_carrier = _words(), _words()
    _post(ana, inside)
    _expect_live(bo, inside)
    ana.locator("#composer label.partner").click()
    _post(ana, to_the_carrier)
    _expect_live(bo, to_the_carrier)
    _expect_live(gus, to_the_carrier)
    expect(gus.get_by_text(inside)).to_have_count(0)
    gus.reload()
    expect(gus.get_by_text(to_the_carrier)).to_have_count(1)
    expect(gus.get_by_text(inside)).to_have_count(0)


def test_the_next_search_finds_it_for_bo_and_not_for_cy_or_gus(site: RunningSite, sign_in: SignIn) -> None:
    words = _words()
    _post(_watch(sign_in("ana"), f"/groups/{site.cast['Price talks']}/"), words)
    rare = words.split()[1]
    for handle, found in (("bo", 1), ("cy", 0), ("gus", 0)):
        page = sign_in(handle)
        page.goto(f"/search/?q={rare}")
        expect(page.locator("main").get_by_text(re.compile("Bench"))).to_have_count(found)


def test_a_secret_group_does_not_exist_for_cy_on_any_door(site: RunningSite, sign_in: SignIn) -> None:
    secret, invented = site.cast["Price talks"], "0" * 32
    cy = sign_in("cy")
    for address in ("/groups/{}/", "/groups/{}/members/"):
        answers = [cy.request.get(address.format(name)) for name in (secret, invented)]
        assert [answer.status for answer in answers] == [404, 404]
    with site.api("cy") as device:
        for address in ("groups/{}/", "groups/{}/posts/", "groups/{}/members/"):
            absent, hidden = device.get(address.format(invented)), device.get(address.format(secret))
            assert (hidden.status_code, hidden.content) == (absent.status_code, absent.content) == (404, absent.content)
        assert secret not in device.get("groups/").text
        assert secret not in device.get("feed/").text


def test_what_bo_reads_on_the_page_is_what_his_device_reads(site: RunningSite, sign_in: SignIn) -> None:
    bo = _watch(sign_in("bo"), f"/groups/{site.cast['Shop floor']}/")
    words = _words()
    with site.api("ana") as device:
        said = device.post(f"groups/{site.cast['Shop floor']}/posts/", json={"body": words})
        assert said.status_code == 201
    _expect_live(bo, words, in_feed=True)
    with site.api("bo") as device:
        read = device.get(f"posts/{said.json()['id']}/").json()
    assert read["body"] == words
    assert read["author"]["name"] == "Ana Martin"


def test_where_sockets_are_refused_what_ana_says_appears_all_the_same(site: RunningSite, sign_in: SignIn) -> None:
    group = f"/groups/{site.cast['Shop floor']}/"
    bo, streams = sign_in("bo"), []
    bo.route_web_socket(re.compile("/ws/v1/live"), lambda socket: socket.close())
    bo.on("request", lambda request: streams.append(request.url) if "/api/v1/live/" in request.url else None)
    _watch(bo, group)
    assert streams
    words = _words()
    _post(_watch(sign_in("ana"), group), words)
    _expect_live(bo, words, in_feed=True)
