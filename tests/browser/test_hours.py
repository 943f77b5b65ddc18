"""Hours, focus and absence in the browser: without a script, by the keyboard, and live at somebody else's desk."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE, SignIn
from tests.browser.running import RunningSite


def _connected(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-connected", "yes")
    return page


def test_a_week_is_written_and_copied_without_a_script(site: RunningSite, sign_in: SignIn) -> None:
    cy = sign_in("cy", java_script_enabled=False)
    cy.goto("/settings/hours/")
    cy.get_by_label("Monday, from").first.fill("08:30")
    cy.get_by_label("Monday, until").first.fill("17:00")
    cy.get_by_role("button", name="The same from Tuesday to Friday").click()
    expect(cy.get_by_label("Friday, until").first).to_have_value("17:00")
    expect(cy.get_by_label("Saturday, from").first).to_have_value("")
    cy.get_by_label("Friday, until").first.fill("15:00")
    cy.get_by_role("button", name="Save your week").last.click()
    expect(cy.get_by_text("Your hours are saved.")).to_be_visible()
    expect(cy.get_by_label("Friday, until").first).to_have_value("15:00")
    for number in range(5):
        cy.get_by_label(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")[number] + ", from").first.fill("")
        cy.get_by_label(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")[number] + ", until").first.fill("")
    cy.get_by_role("button", name="Save your week").last.click()
    expect(cy.get_by_label("Monday, from").first).to_have_value("")


def test_enter_in_a_clock_saves_the_week_and_copies_nothing(site: RunningSite, sign_in: SignIn) -> None:
    cy = sign_in("cy")
    cy.goto("/settings/hours/")
    cy.get_by_label("Sunday, from").first.fill("22:00")
    cy.get_by_label("Sunday, until").first.fill("06:00")
    cy.get_by_label("Sunday, until").first.press("Enter")
    expect(cy.get_by_text("Your hours are saved.")).to_be_visible()
    expect(cy.get_by_label("Tuesday, from").first).to_have_value("")
    cy.get_by_label("Sunday, from").first.fill("")
    cy.get_by_label("Sunday, until").first.fill("")
    cy.get_by_role("button", name="Save your week").last.click()
    expect(cy.get_by_text("Your hours are saved.")).to_be_visible()


def test_bo_sees_at_once_that_ana_is_in_focus_and_that_she_ended_it(site: RunningSite, sign_in: SignIn) -> None:
    ana = sign_in("ana")
    bo = _connected(sign_in("bo"), f"/people/{site.cast['ana']}/")
    mark = bo.locator(f"#main .standing.said[data-standing='{site.cast['ana']}']")
    expect(mark).to_contain_text("Active")
    ana.locator(".me-menu > summary").click()
    ana.get_by_role("button", name="In focus for 1 hour").click()
    expect(mark).to_contain_text("In focus until")
    expect(mark).to_have_class(re.compile(r"\bfocus\b"))
    ana.locator(".me-menu > summary").click()
    ana.get_by_role("button", name="End the focus").click()
    expect(mark).to_contain_text("Active")


def test_cy_who_stands_in_for_mo_hears_of_it_and_of_an_offer_while_the_page_is_open(
    site: RunningSite, sign_in: SignIn
) -> None:
    cy = _connected(sign_in("cy"), "/cases/")
    back = (dt.datetime.now(dt.UTC) + dt.timedelta(days=3)).isoformat()
    with site.api("mo") as mo, site.api("ana") as ana:
        said = {"end": back, "delegate": site.cast["cy"]}
        assert mo.put("me/absence/", json=said).status_code == 200
        expect(cy.locator("#waiting-for-me")).to_contain_text("You stand in for Mo Serrano")
        opened = {"customer": site.cast["customer"], "title": "While Mo is away", "story": {"happened": "It is late."}}
        ref = ana.post("cases/", json=opened).json()["ref"]
        asked = {"to": {"kind": "person", "id": site.cast["mo"]}, "brief": "Late.", "expectation": "A day."}
        assert ana.post(f"cases/{ref}/handoffs/", json=asked).status_code == 201
        expect(cy.locator("#waiting-for-me")).to_contain_text("For Mo Serrano, who is away until")
        cy.get_by_role("button", name="Accept").click()
        expect(cy.get_by_text("You hold this case now.")).to_be_visible()
        assert ana.get(f"cases/{ref}/").json()["holder"]["id"] == site.cast["cy"]
        assert mo.delete("me/absence/").status_code == 204


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": WIDE},
        {"viewport": PHONE, "has_touch": True},
    ],
    ids=["wide", "phone"],
)
def test_axe_has_nothing_to_say_while_somebody_is_away(
    site: RunningSite, sign_in: SignIn, accessible_in_both_lights: Callable[[Page], None], options: dict[str, object]
) -> None:
    back = (dt.datetime.now(dt.UTC) + dt.timedelta(days=3)).isoformat()
    with site.api("mo") as mo:
        assert mo.put("me/absence/", json={"end": back, "delegate": site.cast["bo"]}).status_code == 200
        try:
            bo = sign_in("bo", **options)
            offer = f"/cases/{site.cast['case']}/handoffs/new/"
            for address in ("/settings/hours/", "/cases/", "/people/", offer, f"{offer}?to=person:{site.cast['mo']}"):
                bo.goto(address)
                for fold in bo.locator("main details.fold:not([open]) > summary").all():
                    fold.click()
                accessible_in_both_lights(bo)
                assert bo.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, address
        finally:
            mo.delete("me/absence/")


def test_the_demo_company_has_hours_and_somebody_stands_in(
    demo_site: RunningSite,
    sign_in_to: Callable[[RunningSite], SignIn],
    picture: Callable[[Page, str], None],
) -> None:
    nadia = sign_in_to(demo_site)("nadia", locale="fr-FR")
    nadia.goto("/settings/hours/")
    expect(nadia.locator("#main")).to_contain_text("Benoît Fabre")
    lea = sign_in_to(demo_site)("lea", locale="fr-FR")
    lea.goto("/settings/hours/")
    expect(lea.locator("[name=d1-0-start]")).to_have_value("10:00")
    picture(lea, "hours")
