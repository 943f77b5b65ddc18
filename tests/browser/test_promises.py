"""A promise between two browsers, and a contact that is noted with few taps."""

import datetime as dt
import re
import secrets
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, SignIn
from tests.browser.running import RunningSite

TAPS = 6
KEYS = 12


def test_a_contact_takes_at_most_six_taps_besides_its_text(site: RunningSite, sign_in: SignIn) -> None:
    bo = sign_in("bo", viewport=PHONE, has_touch=True)
    bo.goto(f"/cases/{site.cast['case']}/")
    taps = 0

    def tap(what: Locator) -> None:
        nonlocal taps
        what.tap()
        taps += 1

    said = f"She asks for news, {secrets.token_hex(3)}."
    tap(bo.get_by_role("link", name="Note a contact"))
    expect(bo.get_by_label("What was said")).to_be_focused()
    bo.keyboard.type(said)
    tap(bo.get_by_text("Yes", exact=True))
    tap(bo.get_by_text("In the shop", exact=True))
    tap(bo.get_by_text("We reached the customer", exact=True))
    tap(bo.get_by_role("button", name="Note it"))
    expect(bo.locator("#brief")).to_contain_text(said)
    assert taps <= TAPS


def test_a_contact_takes_at_most_twelve_keys_besides_its_text(site: RunningSite, sign_in: SignIn) -> None:
    bo = sign_in("bo")
    bo.goto(f"/cases/{site.cast['case']}/contacts/new/")
    expect(bo.get_by_label("What was said")).to_be_focused()
    said = f"She is content, {secrets.token_hex(3)}."
    bo.keyboard.type(said)
    keys = ("Tab", "Space", "Tab", "Tab", "Tab", "Tab", "Enter")  # no; phone and inwards stand; minutes; note it
    for key in keys:
        bo.keyboard.press(key)
    expect(bo.locator("#brief")).to_contain_text(said)
    assert len(keys) <= KEYS


def _in(days: int) -> str:
    """The day after so many days, as a field takes it."""
    return (dt.datetime.now(dt.UTC) + dt.timedelta(days=days)).date().isoformat()


def _promise(page: Page, case: str, text: str) -> None:
    """Promise something for in ten days through the form, told in the shop."""
    page.goto(f"/cases/{case}/promises/new/")
    page.get_by_label("In words").fill(text)
    page.get_by_label("Day", exact=True).fill(_in(10))
    page.get_by_label("From").fill("07:00")
    page.get_by_label("Until").fill("14:00")
    page.get_by_label("The customer was told").select_option("shop")
    page.get_by_role("button", name="Promise it").click()
    expect(page.locator("#brief")).to_contain_text(text)


def test_anas_change_stands_red_in_bos_open_brief_until_he_tells_the_customer(
    site: RunningSite, sign_in: SignIn, accessible: Callable[[Page], None]
) -> None:
    case, text = site.cast["case"], f"Delivery {secrets.token_hex(3)}"
    ana, bo = sign_in("ana"), sign_in("bo")
    _promise(ana, case, text)
    bo.add_init_script("const now = Date.now.bind(Date); Date.now = () => now() + 86_400_000;")  # a day off
    bo.goto(f"/cases/{case}/")
    expect(bo.locator("html")).to_have_attribute("data-connected", "yes")
    ana.get_by_role("link", name=text).first.click()
    ana.get_by_role("link", name="Change it").click()
    ana.get_by_label("Day", exact=True).fill(_in(12))
    ana.get_by_label("Why").fill("The van broke down.")
    ana.get_by_role("button", name="Change it").click()
    card = bo.locator(".drift-card")
    expect(card).to_contain_text("The customer believes")
    expect(card.locator(".clock")).to_have_text("3:59")
    assert "3:59 left to tell the customer" in " ".join(re.findall(r"\S+", card.inner_text()))
    expect(card.locator(".too-late")).to_be_hidden()
    accessible(bo)
    card.get_by_role("link", name="Tell").click()
    accessible(bo)
    bo.get_by_role("button", name="They were told").click()
    expect(bo.locator("#brief")).to_contain_text("told by Bo")
    expect(bo.locator(".drift-card")).to_have_count(0)
    expect(ana.locator(".drift-card")).to_have_count(0)


def _follow(page: Page, case: str) -> None:
    """Hear of the case, whatever other tests have left."""
    page.goto(f"/cases/{case}/")
    button = page.locator("form[action$='/follow/'] button")
    if button.get_attribute("aria-pressed") == "false":
        button.click()
    expect(button).to_have_attribute("aria-pressed", "true")


def _change(page: Page, text: str, days: int) -> None:
    """Change the window of the promise that stands in the brief."""
    page.get_by_role("link", name=text).first.click()
    page.get_by_role("link", name="Change it").click()
    page.get_by_label("Day", exact=True).fill(_in(days))
    page.get_by_label("Why").fill("The van broke down.")
    page.get_by_role("button", name="Change it").click()


def test_a_drift_comes_to_bos_open_board_and_leaves_it_when_ana_tells(
    site: RunningSite, sign_in: SignIn, accessible: Callable[[Page], None]
) -> None:
    case, text = site.cast["case"], f"Visit {secrets.token_hex(3)}"
    ana, bo = sign_in("ana"), sign_in("bo")
    _promise(ana, case, text)
    _follow(bo, case)
    bo.goto("/drifts/")
    expect(bo.locator("html")).to_have_attribute("data-connected", "yes")
    expect(bo.locator("#board")).not_to_contain_text(text)
    _change(ana, text, 12)
    row = bo.locator("#board tr", has_text=text)
    expect(row).to_contain_text("Changed, not told")
    expect(row.locator(".clock")).to_have_text("3:59")
    accessible(bo)
    ana.goto(f"/cases/{case}/")
    ana.get_by_role("link", name=text).first.click()
    ana.get_by_role("link", name="Tell").first.click()
    ana.get_by_role("button", name="They were told").click()
    expect(row).to_have_count(0)


def test_the_month_is_walked_with_the_keys_and_read_on_a_phone(
    site: RunningSite, sign_in: SignIn, accessible: Callable[[Page], None]
) -> None:
    text = f"Answer {secrets.token_hex(3)}"
    ana, bo = sign_in("ana"), sign_in("bo")
    _follow(bo, site.cast["case"])
    bo.goto(f"/promises/calendar/?month={_in(10)[:7]}")
    expect(bo.locator("html")).to_have_attribute("data-connected", "yes")
    _promise(ana, site.cast["case"], text)
    expect(bo.get_by_role("link", name=text).first).to_be_attached()  # drawn anew under Bo's eyes
    ana.goto("/promises/calendar/")
    accessible(ana)
    today = ana.locator("td[aria-current=date]")
    today.focus()
    ana.keyboard.press("End")
    ana.keyboard.press("Home")
    expect(ana.locator("td:focus")).to_have_count(1)
    ana.keyboard.press("PageDown")
    expect(ana).to_have_url(re.compile(r"month=\d{4}-\d\d"))
    phone = sign_in("ana", viewport=PHONE, has_touch=True)
    phone.goto(f"/promises/calendar/?month={_in(10)[:7]}")
    expect(phone.get_by_text(text).first).to_be_visible()
    accessible(phone)
    assert phone.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_bo_weighs_two_windows_chooses_one_and_reads_who_knew_what(
    site: RunningSite, sign_in: SignIn, accessible: Callable[[Page], None]
) -> None:
    case, text = site.cast["case"], f"Repair {secrets.token_hex(3)}"
    bo = sign_in("bo")
    _promise(bo, case, text)
    bo.get_by_role("link", name=text).first.click()
    bo.get_by_role("link", name="Weigh several windows").click()
    first, second = bo.locator("fieldset.option").nth(0), bo.locator("fieldset.option").nth(1)
    first.get_by_label("Day", exact=True).fill(_in(14))
    second.get_by_label("Day", exact=True).fill(_in(15))
    second.get_by_label("From").fill("08:00")
    second.get_by_label("Until").fill("12:00")
    bo.get_by_role("button", name="Check them against what we know").click()
    expect(bo.get_by_text("Nothing that we know speaks against it.")).to_have_count(2)
    accessible(bo)
    second.get_by_role("radio").check()
    bo.get_by_label("Why").fill("She is away on the first day.")
    bo.get_by_label("The customer was told").select_option("phone")
    bo.get_by_label("What they answered").select_option("agreed")
    bo.get_by_role("button", name="Change it to the chosen one").click()
    expect(bo.locator("#brief")).to_contain_text("They agree")
    bo.goto(f"/cases/{case}/knew/")
    expect(bo.get_by_role("row", name=re.compile(text))).to_contain_text("The same")
    accessible(bo)
