"""What one writes is on all one's devices, and what one scheduled appears at its moment, live."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SignIn
from tests.browser.running import RunningSite


def _open(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-connected", "yes")
    return page


def _group(site: RunningSite, name: str) -> str:
    with site.api("bo") as bo:
        made = bo.post("groups/", json={"name": name, "kind": "community", "openness": "open", "purpose": "Tests"})
        assert made.status_code == 201, made.text
        return str(made.json()["id"])


def test_a_draft_written_on_one_device_is_on_the_other_and_goes_when_it_is_sent(
    site: RunningSite, sign_in: SignIn, accessible: Callable[[Page], None], picture: Callable[[Page, str], None]
) -> None:
    group = _group(site, "Drafts everywhere")
    desk = _open(sign_in("bo"), f"/groups/{group}/")
    phone = _open(sign_in("bo", viewport=PHONE), f"/groups/{group}/")
    desk.locator("#composer-body").press_sequentially("Two lamps arrived")
    expect(desk.locator(".draft-state")).to_have_text("Draft saved")
    expect(phone.locator("#composer-body")).to_have_value("Two lamps arrived")
    phone.locator("#composer-body").press_sequentially(" today")
    expect(desk.locator("#composer-body")).to_have_value("Two lamps arrived today")
    phone.goto("/drafts/")
    expect(phone.get_by_text("Two lamps arrived today")).to_be_visible()
    accessible(phone)
    picture(phone, "drafts-phone")
    desk.locator("#composer button.main").click()
    expect(desk.locator("#feed").get_by_text("Two lamps arrived today")).to_be_visible()
    expect(desk.locator("#composer-body")).to_have_value("")
    expect(phone.get_by_text("Two lamps arrived today")).to_have_count(0)


def test_a_scheduled_post_appears_live_when_it_is_sent_now(
    site: RunningSite, sign_in: SignIn, accessible: Callable[[Page], None], picture: Callable[[Page, str], None]
) -> None:
    group = _group(site, "Good mornings")
    reader = _open(sign_in("ana"), f"/groups/{group}/")
    writer = _open(sign_in("bo"), f"/groups/{group}/")
    writer.locator("#composer-body").fill("Good morning to all")
    writer.locator("[name=send_when]").select_option("tomorrow")
    writer.locator("#composer button.main").click()
    expect(writer.locator("#composer .on-hold")).to_be_visible()
    expect(reader.get_by_text("Good morning to all")).to_have_count(0)
    writer.goto("/scheduled/")
    accessible(writer)
    picture(writer, "scheduled")
    writer.get_by_role("button", name="Send now").first.click()
    expect(reader.get_by_text("Good morning to all")).to_be_visible()
