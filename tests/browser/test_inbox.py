"""The inbox in two browsers: a handoff arrives by itself, and everything is done by keyboard."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SignIn
from tests.browser.running import RunningSite


def _open_case(page: Page, title: str) -> str:
    """A case of a new customer; its reference."""
    page.goto("/customers/new/")
    page.fill("input[name=name]", f"{title} buyer")
    page.locator("#main form.form button.main").click()
    page.wait_for_url(re.compile("/customers/[0-9a-f]{32}/"))
    customer = page.url.split("/customers/")[1].split("/")[0]
    page.goto(f"/cases/new/?customer={customer}")
    page.fill("input[name=title]", title)
    page.fill("textarea[name=happened]", "It came without its screws.")
    page.locator("#main form.form button.main").click()
    page.wait_for_url(re.compile("/cases/C-"))
    return page.url.split("/cases/")[1].split("/")[0]


def test_a_handoff_arrives_and_lines_are_settled_by_keyboard(
    site: RunningSite, sign_in: SignIn, accessible: Callable[[Page], None]
) -> None:
    ana, cy = sign_in("ana"), sign_in("cy")
    cy.goto("/inbox/")
    expect(cy.locator("html")).to_have_attribute("data-connected", "yes")
    lines = cy.locator("[data-line]")
    before = lines.count()
    ref = _open_case(ana, "Shelf without screws")
    ana.evaluate(
        """async ([ref, person]) => {
            const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
            const answer = await fetch(`/api/v1/cases/${ref}/handoffs/`, {
                method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token },
                body: JSON.stringify({ to: { kind: "person", id: person }, brief: "Screws.", expectation: "Soon." }),
            });
            if (!answer.ok) throw new Error(await answer.text());
        }""",
        [ref, site.cast["cy"]],
    )
    line = cy.locator("[data-line]", has_text="Shelf without screws")
    expect(line).to_be_visible()
    expect(line).to_contain_text("Accept a handoff")
    expect(cy).to_have_title(re.compile(rf"^\({before + 1}\) "))
    expect(cy.locator("link[rel=icon]")).to_have_attribute("href", re.compile(r"/mark/\d+\.svg"))
    accessible(cy)

    cy.keyboard.press("j")
    while "chosen" not in (line.get_attribute("class") or ""):
        cy.keyboard.press("j")
    cy.keyboard.press("e")
    expect(cy.locator("#toast")).to_contain_text("This stays until somebody has done it")
    cy.keyboard.press("s")
    cy.keyboard.press("Enter")
    expect(line).to_have_count(0)
    cy.keyboard.press("u")
    expect(line).to_be_visible()

    cy.get_by_role("link", name="Shelf without screws buyer").click()
    cy.wait_for_url(re.compile(f"/cases/{ref}/"))


def test_lines_are_narrowed_and_what_one_is_about_stands_beside_it(
    site: RunningSite, sign_in: SignIn, accessible: Callable[[Page], None]
) -> None:
    ana, cy = sign_in("ana"), sign_in("cy")
    for title in ("Lamp without a shade", "Chair without a leg"):
        ref = _open_case(ana, title)
        cy.goto("/")
        cy.evaluate(
            """async (ref) => {
                const token = document.querySelector("[name=csrfmiddlewaretoken]").value;
                const answer = await fetch(`/api/v1/cases/${ref}/posts/`, {
                    method: "POST", headers: { "Content-Type": "application/json", "X-CSRFToken": token },
                    body: JSON.stringify({ body: "@ana she called." }),
                });
                if (!answer.ok) throw new Error(await answer.text());
            }""",
            ref,
        )
    ana.goto("/inbox/")
    lamp = ana.locator("[data-line]", has_text="Lamp without a shade")
    chair = ana.locator("[data-line]", has_text="Chair without a leg")
    expect(lamp).to_be_visible()
    expect(chair).to_be_visible()
    beside = ana.locator("#inbox-context")
    chair.hover()
    expect(beside).to_contain_text("Chair without a leg")
    lamp.hover()
    expect(beside).to_contain_text("It came without its screws.")
    expect(beside.get_by_role("link", name="Lamp without a shade buyer")).to_be_visible()
    accessible(ana)

    ana.get_by_label("Customer", exact=True).select_option(label="Lamp without a shade buyer (1)")
    ana.wait_for_url(re.compile("customer="))
    expect(lamp).to_be_visible()
    expect(chair).to_have_count(0)
    ana.get_by_role("link", name="Show all").click()
    expect(chair).to_be_visible()


def test_the_inbox_on_a_phone(site: RunningSite, sign_in: SignIn, accessible: Callable[[Page], None]) -> None:
    ana = sign_in("ana", viewport=PHONE, has_touch=True)
    ana.goto("/inbox/")
    expect(ana.locator("nav.bar a[aria-current=page]")).to_have_attribute("href", "/inbox/")
    accessible(ana)
    assert ana.evaluate("document.documentElement.scrollWidth <= innerWidth")
