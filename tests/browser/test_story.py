"""The furniture story on the demo company, as far as the site tells it: opened, failed, found by who picks up."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SignIn
from tests.browser.running import RunningSite

TITLE = re.compile("Armoire Solène")
REFUSED = re.compile("samedi", re.IGNORECASE)

Picture = Callable[[Page, str], None]
Check = Callable[[Page], None]


@pytest.fixture
def enter(demo_site: RunningSite, sign_in_to: Callable[[RunningSite], SignIn]) -> SignIn:
    """``enter("marc")``: somebody of Maison Tilleul in their own browser."""
    return sign_in_to(demo_site)


def _ask(page: Page, words: str) -> None:
    """Search from wherever one is, by the keyboard."""
    page.keyboard.press("/")
    expect(page.locator("#finder")).to_be_focused()
    page.keyboard.type(words)
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")


def _open_her_case(page: Page) -> None:
    _ask(page, "06 39 98 41 27")
    page.locator("main").get_by_role("link", name="Mme Hélène Dupin").first.click()
    page.locator("main").get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("heading", name=TITLE).first).to_be_visible()


def _read_her_story(page: Page) -> None:
    """The brief shows its first lines; the rest is one tap away."""
    story = page.locator("#brief details.story")
    story.locator("summary").click()
    expect(story.get_by_text(REFUSED).first).to_be_visible()


def test_marc_finds_her_by_her_number_and_reads_what_she_told_lea(
    enter: SignIn, picture: Picture, accessible: Check
) -> None:
    marc = enter("marc")
    _open_her_case(marc)
    expect(marc.locator("#brief").get_by_text("Mme Hélène Dupin").first).to_be_visible()
    picture(marc, "case")
    _read_her_story(marc)
    accessible(marc)


def test_marc_reads_the_brief_first_on_his_phone(enter: SignIn, picture: Picture, accessible: Check) -> None:
    marc = enter("marc", viewport=PHONE)
    _open_her_case(marc)
    picture(marc, "case-phone")
    _read_her_story(marc)
    accessible(marc)


def test_marc_writes_down_the_call_and_lea_sees_it_without_asking(enter: SignIn) -> None:
    marc, lea = enter("marc"), enter("lea")
    _open_her_case(marc)
    lea.goto(marc.url)
    expect(lea.locator("html")).to_have_attribute("data-connected", "yes")
    said = "Mme Dupin au téléphone, trois minutes : elle attend notre appel avant midi."
    marc.locator("#composer-body").fill(said)
    marc.locator("#composer button.main").click()
    expect(lea.get_by_text(said).first).to_be_visible()


def test_yann_reads_the_carriers_side_and_nothing_of_what_she_told(
    enter: SignIn, picture: Picture, accessible: Check
) -> None:
    yann = enter("yann")
    yann.goto("/cases/?which=all")
    accessible(yann)
    yann.locator("main").get_by_role("link", name=TITLE).first.click()
    expect(yann.get_by_role("heading", name=TITLE).first).to_be_visible()
    expect(yann.locator("#brief")).to_have_count(0)
    expect(yann.get_by_text("Hélène Dupin")).to_have_count(0)
    accessible(yann)
    picture(yann, "case-guest")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/", "home"),
        ("/groups/", "groups"),
        ("/people/", "people"),
        ("/customers/", "customers"),
        ("/cases/?which=all", "cases"),
        ("/search/?q=armoire", "search"),
        ("/settings/", "settings"),
        ("/settings/devices/", "devices"),
        ("/inbox/", "inbox"),
        ("/promises/", "promises"),
        ("/promises/calendar/", "calendar"),
        ("/drifts/", "drifts"),
        ("/blockers/", "blockers"),
        ("/rules/", "rules"),
    ],
)
def test_lea_looks_around(enter: SignIn, picture: Picture, accessible: Check, address: str, name: str) -> None:
    lea = enter("lea")
    lea.goto(address)
    expect(lea.locator("main h1").first).to_be_visible()
    accessible(lea)
    picture(lea, name)


def test_nadia_moderates_and_minds_her_group(enter: SignIn, picture: Picture, accessible: Check) -> None:
    nadia = enter("nadia")

    def looked_at(name: str) -> None:
        expect(nadia.locator("main h1").first).to_be_visible()
        accessible(nadia)
        picture(nadia, name)

    nadia.goto("/moderation/")
    looked_at("moderation")
    nadia.locator("#queue a.title").first.click()
    expect(nadia.get_by_role("button", name="Décider")).to_be_visible()
    looked_at("report")
    nadia.goto("/?only=announcements")
    looked_at("announcements")
    nadia.get_by_role("link", name="Magasin Lyon").first.click()
    nadia.get_by_role("link", name="Membres").first.click()
    expect(nadia.locator("[data-standing]").first).to_be_attached()
    looked_at("members")
    nadia.get_by_role("link", name="À propos").first.click()
    expect(nadia.locator(".context")).to_be_visible()
    looked_at("group-about")
    nadia.goto(nadia.url.replace("about/", "openness/?to=secret"))
    looked_at("openness")
    lea = enter("lea")
    lea.goto("/notices/")
    expect(lea.locator("#notices .rows li").first).to_be_visible()
    accessible(lea)
    picture(lea, "notices")


def test_lea_looks_into_her_group_and_at_her_customer(enter: SignIn, picture: Picture, accessible: Check) -> None:
    lea = enter("lea")
    lea.locator("nav a[href*='/groups/0']").first.click()
    expect(lea.locator("#feed")).to_be_visible()
    accessible(lea)
    picture(lea, "group")
    _ask(lea, "06 39 98 41 27")
    lea.locator("main").get_by_role("link", name="Mme Hélène Dupin").first.click()
    expect(lea.get_by_role("heading", name="Mme Hélène Dupin").first).to_be_visible()
    accessible(lea)
    picture(lea, "customer")


def test_somebody_comes_to_the_door(
    demo_site: RunningSite, new_page: Callable[..., Page], picture: Picture, accessible: Check
) -> None:
    page = new_page(base_url=demo_site.url)
    page.goto("/")
    expect(page.locator("input[name=password]")).to_be_visible()
    accessible(page)
    picture(page, "sign-in")


def test_lea_opens_her_home_in_the_dark(enter: SignIn, picture: Picture, accessible: Check) -> None:
    lea = enter("lea", color_scheme="dark")
    accessible(lea)
    picture(lea, "home-dark")
