"""The first visit on a phone, from the language to the tour of a case that is one's own."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SignIn

Check = Callable[..., None]
Picture = Callable[[Page, str], None]


def test_cy_is_led_through_the_first_visit_and_leaves_nothing_behind(
    sign_in: SignIn, accessible: Check, picture: Picture
) -> None:
    cy = sign_in("cy", viewport=PHONE, has_touch=True)
    cy.goto("/welcome/")
    cy.locator(".welcome-steps button").first.tap()  # whoever was here before begins anew as well
    expect(cy.get_by_text("Step 1 of 6")).to_be_visible()
    accessible(cy)
    cy.get_by_role("button", name="Save and go on").tap()
    for number in (2, 3, 4, 5):
        expect(cy.get_by_text(f"Step {number} of 6")).to_be_visible()
        accessible(cy)
        assert cy.evaluate("document.documentElement.scrollWidth <= innerWidth")
        cy.locator(".welcome-on button").last.tap()
    expect(cy.get_by_text("Step 6 of 6")).to_be_visible()
    picture(cy, "first-visit")
    cy.get_by_role("button", name="Show me a case").tap()
    practice = cy.url.split("?")[0]
    _walk(cy, accessible)
    cy.get_by_role("link", name="Back to your first visit").tap()
    cy.get_by_role("button", name="I am through").tap()
    expect(cy.get_by_text("That was all.")).to_be_visible()
    cy.goto("/cases/")
    expect(cy.locator(f"a[href='{practice.removeprefix(cy.url.removesuffix('/cases/'))}']")).to_have_count(0)


def _walk(page: Page, accessible: Check) -> None:
    """From stop to stop: each stands beside a part that can be seen."""
    tour = page.locator("section.tour")
    for number in range(1, 7):
        expect(tour).to_contain_text(f"A tour of the case, {number} of 6")
        expect(tour.get_by_role("heading")).to_be_in_viewport()
        accessible(page, "section.tour")  # the rest is the page of a case, scrolled to somewhere
        if number < 6:
            tour.get_by_role("link", name="Go on").tap()
