"""What several people decide about each other: who comes in, who takes a case meanwhile, and who looks again."""

import contextlib
import datetime as dt
import re
from collections.abc import Callable, Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SignIn
from tests.browser.running import RunningSite

Check = Callable[[Page], None]
Picture = Callable[[Page, str], None]
# What French never writes: the clock of twelve hours, days and months in English, a slash with the month first.
ENGLISH = re.compile(r"\b(AM|PM|a\.m\.|p\.m\.|Mon|Tue|Wed|Thu|Fri|Sat|Sun|yesterday|ago|January|November|December)\b")


def _made(device: httpx.Client, path: str, **body: object) -> str:
    answer = device.post(path, json=body)
    assert answer.is_success, f"{path}: {answer.text}"
    told = answer.json()
    return str(told.get("id") or told["ref"])


def _connected(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-connected", "yes")
    return page


def test_cy_asks_to_join_and_mo_lets_him_in_under_his_eyes(
    site: RunningSite, sign_in: SignIn, accessible: Check
) -> None:
    with site.api("ana") as ana:
        group = _made(ana, "groups/", name="The night shift", kind="team", openness="closed")
        ana.post(f"groups/{group}/members/", json={"person": site.cast["mo"], "role": "moderator"}).raise_for_status()
        ana.post(f"groups/{group}/posts/", json={"body": "The keys lie in the blue box."}).raise_for_status()
    mo, cy = _connected(sign_in("mo"), f"/groups/{group}/"), sign_in("cy", viewport=PHONE)
    cy.goto(f"/groups/{group}/")
    accessible(cy)
    expect(cy.locator("body")).not_to_contain_text("blue box")
    cy.get_by_label("A word to those who decide").fill("I work on Thursdays.")
    cy.locator("#main").get_by_role("button", name="Ask to join").click()
    expect(cy.get_by_text("You have asked to join")).to_be_visible()
    expect(mo.locator("#asking")).to_contain_text("I work on Thursdays.")
    accessible(mo)
    mo.get_by_role("button", name="Accepter Cy Haddad").click()
    expect(mo.locator("#asking .person-line")).to_have_count(0)
    cy.goto(f"/groups/{group}/")
    expect(cy.locator(".feed")).to_contain_text("The keys lie in the blue box.")


@pytest.fixture
def bo_is_away(site: RunningSite) -> Iterator[None]:
    """Bo is away for a week, and Cy stands in for him."""
    end = dt.datetime.now(dt.UTC) + dt.timedelta(days=7)
    with site.api("bo") as bo:
        bo.put("me/absence/", json={"end": end.isoformat(), "delegate": site.cast["cy"]}).raise_for_status()
        yield
        with contextlib.suppress(httpx.TransportError):
            bo.delete("me/absence/")


@pytest.mark.usefixtures("bo_is_away")
def test_ana_passes_a_case_to_bo_who_is_away_and_cy_takes_it(
    site: RunningSite, sign_in: SignIn, accessible: Check
) -> None:
    with site.api("ana") as device:
        story = {"happened": "The door does not close."}
        ref = _made(device, "cases/", customer=site.cast["customer"], title="A crooked door", story=story)
    ana, cy = sign_in("ana"), _connected(sign_in("cy"), "/cases/")
    ana.goto(f"/cases/{ref}/handoffs/new/?q=bo")
    row = ana.locator("#main .rows li", has_text="Bo Delorme")
    expect(row.locator(".what")).to_contain_text("Away until")
    row.get_by_role("link", name="Bo Delorme").click()
    told = ana.locator("#main").get_by_role("note")
    expect(told).to_contain_text("Cy Haddad stands in, sees the offer too and may accept it.")
    accessible(ana)
    ana.get_by_label("What you expect").fill("Somebody looks at the hinge.")
    ana.get_by_role("button", name="Offer it").click()
    offer = cy.locator("#waiting-for-me .band", has_text="A crooked door")
    expect(offer).to_contain_text("For Bo Delorme, who is away until")
    accessible(cy)
    offer.get_by_role("button", name="Accept").click()
    expect(cy).to_have_url(re.compile(f"/cases/{ref}/"))
    ana.goto(f"/cases/{ref}/")
    expect(ana.locator("#brief section", has_text="Holder").locator("b").first).to_have_text("Cy Haddad")


def test_bo_asks_for_another_look_and_another_moderator_undoes_it(
    site: RunningSite, sign_in: SignIn, accessible: Check, picture: Picture
) -> None:
    group = site.cast["Shop floor"]
    with site.api("bo") as device, site.api("ana") as first:
        post = _made(device, f"groups/{group}/posts/", body="The coffee is a crime.")
        hidden = {"verb": "hide", "reason": "Insults nobody needs."}
        first.post(f"posts/{post}/moderate/", json=hidden).raise_for_status()
    bo, mo = sign_in("bo", viewport=PHONE, color_scheme="dark"), _connected(sign_in("mo"), "/moderation/?which=appeals")
    bo.goto("/notices/")
    bo.locator("#notices li", has_text="Insults nobody needs.").get_by_role("link", name="Ask for another look").click()
    accessible(bo)
    bo.get_by_label("Why it should be looked at again").fill("It is only coffee.")
    bo.get_by_role("button", name="Send it").click()
    expect(bo.locator("#main")).to_contain_text("Another moderator looks at it again")
    line = mo.locator("#queue li", has_text="It is only coffee.")
    expect(line).to_be_visible()  # without anybody's asking for the page anew
    _french(mo)
    line.locator("a.title").click()
    expect(mo.locator("#main")).to_contain_text("Insults nobody needs.")
    accessible(mo)
    _french(mo)
    picture(mo, "appeal")
    mo.locator("#main textarea[name=reason]").fill("Un avis sur le café n’est pas une insulte.")
    mo.locator("button[name=verb][value=undo]").click()
    expect(mo.locator("#queue")).not_to_contain_text("It is only coffee.")
    bo.goto(f"/groups/{group}/")
    expect(bo.locator(".feed")).to_contain_text("The coffee is a crime.")
    for address in (
        "/moderation/?which=decided",
        "/settings/hours/",
        f"/people/{site.cast['bo']}/",
        f"/groups/{group}/",
    ):
        mo.goto(address)
        _french(mo)


def _french(page: Page) -> None:
    """Every moment and every sentence with one is written as French writes it."""
    assert page.locator("html").get_attribute("lang") == "fr"
    moments = page.locator("#main time").all_inner_texts()
    wrong = [moment for moment in moments if ENGLISH.search(moment)]
    assert not wrong, f"{page.url}: {wrong}"
