"""What is like it, in a browser: while a case is opened and while a question is written, without moving the form."""

import secrets
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import SignIn
from tests.browser.running import RunningSite


def _place(page: Page, selector: str) -> object:
    return page.locator(selector).first.evaluate(
        "element => { const at = element.getBoundingClientRect(); return [at.x, at.y]; }"
    )


def test_bo_opens_a_case_and_sees_that_it_has_been_before(
    site: RunningSite, sign_in: SignIn, accessible: Callable[[Page], None], picture: Callable[[Page, str], None]
) -> None:
    word = f"w{''.join(secrets.choice('bcdfgklmnp') + secrets.choice('aeiou') for _ in range(5))}"
    story = {"happened": f"The {word} hinge of the oak wardrobe broke after one week."}
    with site.api("ana") as device:
        made = device.post("cases/", json={"customer": site.cast["customer"], "title": f"Hinge {word}", "story": story})
        assert made.status_code == 201
    bo = sign_in("bo")
    bo.goto(f"/cases/new/?customer={site.cast['customer']}")
    before = _place(bo, "#id_happened")
    bo.locator("#id_title").fill(f"Oak wardrobe, {word}")
    bo.locator("#id_happened").press_sequentially(f"Its hinge broke. {word}")
    link = bo.locator("#similar a.title").first
    expect(link).to_contain_text(f"Hinge {word}")
    expect(bo.locator("#similar")).to_contain_text(word)
    assert _place(bo, "#id_happened") == before
    accessible(bo)
    picture(bo, "case-new")
    link.focus()
    expect(link).to_be_focused()
    with bo.context.expect_page() as opened:
        link.press("Enter")
    expect(opened.value.locator("h1")).to_have_text(f"Hinge {word}")
    expect(bo.locator("#id_title")).to_have_value(f"Oak wardrobe, {word}")


def test_bo_asks_and_what_was_answered_stands_inside_the_composer(
    site: RunningSite, sign_in: SignIn, accessible: Callable[[Page], None], picture: Callable[[Page, str], None]
) -> None:
    word = f"w{''.join(secrets.choice('bcdfgklmnp') + secrets.choice('aeiou') for _ in range(5))}"
    group = site.cast["Shop floor"]
    with site.api("ana") as device, site.api("bo") as colleague:
        asked = device.post(f"groups/{group}/posts/", json={"body": f"Which hinge for the {word}?", "kind": "question"})
        answer = colleague.post(f"posts/{asked.json()['id']}/replies/", json={"body": f"The oak {word} hinge."})
        assert device.post(f"posts/{answer.json()['id']}/accept/").status_code == 200
    bo = sign_in("bo")
    bo.goto(f"/groups/{group}/")
    bo.locator("#composer-body").click()
    bo.locator("#composer select[name=kind]").select_option("question")
    place = bo.locator("#composer .similar-here")
    expect(place).to_be_visible()
    bo.locator("#composer-body").press_sequentially(f"Where is the oak hinge of a {word}?")
    before = place.bounding_box()
    expect(place.locator("a.title").first).to_contain_text(f"Which hinge for the {word}?")
    after = place.bounding_box()
    assert before is not None
    assert after is not None
    assert before["height"] == after["height"], "it takes no more room than it had"
    expect(place).to_contain_text("Answered by")
    accessible(bo)
    bo.goto(f"/search/experts/?q={word}")
    expect(bo.locator(".experts .who-knows").first).to_be_visible()
    accessible(bo)
    picture(bo, "experts")
