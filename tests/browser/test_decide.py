"""An exception decided on a telephone, and a huddle decided while a colleague watches."""

import datetime as dt
import json
import secrets
from collections.abc import Callable
from typing import Any

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, SignIn
from tests.browser.running import RunningSite

TAPS = 2


def _post(page: Page, path: str, body: dict[str, Any]) -> dict[str, Any]:
    """What a REST request of the signed-in person made."""
    token = next(one["value"] for one in page.context.cookies() if "csrf" in one["name"].lower())
    headers = {"X-CSRFToken": token, "Referer": page.url, "Content-Type": "application/json"}
    answer = page.request.post(f"/api/v1/{path}", headers=headers, data=json.dumps(body))
    assert answer.status == 201, answer.text()
    made: dict[str, Any] = answer.json()
    return made


def test_mo_decides_on_a_phone_with_two_taps_and_a_reason_and_bo_sees_it_live(
    site: RunningSite,
    sign_in: SignIn,
    accessible: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    case, what = site.cast["case"], f"Cash today {secrets.token_hex(3)}"
    mo, bo = sign_in("mo", viewport=PHONE, has_touch=True), sign_in("bo")
    deciders = [{"kind": "person", "id": site.cast[handle]} for handle in ("mo", "ana")]
    title = "No cash refund within three weeks"
    body = {"title": title, "text": "Refunds go back by the way of the payment.", "deciders": deciders}
    rule = _post(mo, "rules/", body)
    _with_a_precedent(site, bo, sign_in("ana"), rule, picture)
    bo.goto(f"/cases/{case}/exceptions/new/?rule={rule['id']}")
    bo.get_by_label("What exactly").fill(what)
    bo.get_by_label("Why").fill("The doors failed twice.")
    accessible(bo)
    bo.get_by_role("button", name="Ask for it").click()
    expect(bo.locator("#brief")).to_contain_text("waiting for")
    expect(bo.locator("html")).to_have_attribute("data-connected", "yes")
    taps = 0

    def tap(one: Locator) -> None:
        nonlocal taps
        one.tap()
        taps += 1

    mo.goto("/exceptions/")
    accessible(mo)
    tap(mo.get_by_role("link", name=what))
    expect(mo.locator("textarea[name=reason]")).to_be_visible()
    accessible(mo)
    mo.locator("textarea[name=reason]").fill("She was patient.")
    tap(mo.locator("button[value=grant]"))
    expect(mo.locator("#brief")).to_be_visible()
    assert taps == TAPS
    expect(bo.locator("#timeline")).to_contain_text("She was patient.")
    expect(bo.locator("#brief")).not_to_contain_text(what)


def _with_a_precedent(
    site: RunningSite, bo: Page, ana: Page, rule: dict[str, Any], picture: Callable[[Page, str], None]
) -> None:
    """Bo asked before, in a case of its own; Ana read the question, and granted it under a condition."""
    case = _post(bo, "cases/", {"customer": site.cast["customer"], "title": "Chairs", "story": {"happened": "Late."}})
    asked = {"rule": rule["id"], "what": "Give 90 € back in cash", "why": "She stands at the counter.", "limit": "90 €"}
    made = _post(bo, f"cases/{case['ref']}/waivers/", asked)
    ana.goto(f"/exceptions/{made['id']}/")
    picture(ana, "exception")
    ana.locator("textarea[name=reason]").fill("The card exists no more.")
    ana.get_by_text("Under a condition").click()
    ana.locator("textarea[name=condition]").fill("Noted by hand on the receipt.")
    ana.locator("button[value=grant]").click()
    ana.goto(f"/rules/{rule['id']}/")
    expect(ana.get_by_text("Noted by hand on the receipt.")).to_be_visible()
    picture(ana, "rule")


def test_a_huddle_shows_an_opinion_to_whoever_has_it_open(
    site: RunningSite,
    sign_in: SignIn,
    accessible: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    case, words = site.cast["case"], "The van is free, and her mother comes later."
    ana, bo = sign_in("ana"), sign_in("bo")
    deadline = (dt.datetime.now(dt.UTC) + dt.timedelta(hours=2)).isoformat()
    invited = [{"kind": "person", "id": site.cast["bo"]}]
    options = [{"text": "Our own van, on Friday"}, {"text": "The carrier, on Monday"}]
    body = {
        "question": "Thursday fails. Which day do we promise?",
        "deadline": deadline,
        "invited": invited,
        "options": options,
    }
    made = _post(ana, f"cases/{case}/huddles/", body)
    ana.goto(f"/huddles/{made['id']}/")
    expect(ana.locator("html")).to_have_attribute("data-connected", "yes")
    bo.goto(f"/huddles/{made['id']}/")
    accessible(bo)
    bo.get_by_label("Why, in a few words").first.fill(words)
    bo.get_by_role("button", name="For").first.click()
    expect(ana.locator("#huddle")).to_contain_text(words)
    picture(ana, "huddle")
    ana.get_by_role("link", name="Decide for this").first.click()
    expect(ana.get_by_role("button", name="Decide it")).to_be_visible()
    ana.get_by_label("Why").fill("Nothing else is.")
    accessible(ana)
    ana.get_by_role("button", name="Decide it").click()
    expect(bo.locator("#huddle")).to_contain_text("Nothing else is.")
