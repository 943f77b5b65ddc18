"""Two colleagues and a guest in one case: who looks and who writes is seen at once, and only by who may know it."""

from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SignIn
from tests.browser.running import RunningSite


def _open(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-connected", "yes")
    return page


def _case(site: RunningSite, title: str) -> str:
    """A new case of Ana's, so that nobody else is in it."""
    with site.api("ana") as ana:
        said = {"customer": site.cast["customer"], "title": title, "story": {"happened": "It came broken."}}
        answer = ana.post("cases/", json=said)
        assert answer.status_code == 201, answer.text
        return str(answer.json()["ref"])


def test_ana_and_bo_see_each_other_look_and_write_and_are_warned(site: RunningSite, sign_in: SignIn) -> None:
    ref = _case(site, "Two at once")
    ana = _open(sign_in("ana"), f"/cases/{ref}/")
    expect(ana.locator("#viewers")).to_be_empty()
    bo = _open(sign_in("bo"), f"/cases/{ref}/")
    expect(ana.locator("#viewers")).to_contain_text("Bo Delorme is looking at this case")
    expect(bo.locator("#viewers")).to_contain_text("Ana Martin is looking at this case")
    bo.locator("#composer-body").press_sequentially("I call the carrier")
    expect(ana.locator("#viewers")).to_contain_text("Bo Delorme is writing…")
    expect(ana.locator(".at-once")).to_be_empty()
    ana.locator("#composer-body").press_sequentially("I call")
    expect(ana.locator(".at-once")).to_contain_text("Bo Delorme is writing in this case at the same moment.")
    expect(bo.locator(".at-once")).to_contain_text("Ana Martin is writing in this case")
    bo.locator("#composer button.main").click()
    expect(ana.get_by_text("I call the carrier")).to_be_visible()
    expect(ana.locator(".at-once")).to_be_empty()
    bo.goto("/")
    expect(ana.locator("#viewers")).to_be_empty()


def test_who_writes_the_story_on_is_seen_in_the_case(site: RunningSite, sign_in: SignIn) -> None:
    ref = _case(site, "One story")
    ana = _open(sign_in("ana"), f"/cases/{ref}/")
    bo = _open(sign_in("bo"), f"/cases/{ref}/story/")
    expect(ana.locator("#viewers")).to_contain_text("Bo Delorme is looking at this case")
    expect(bo.locator("#viewers")).to_contain_text("Ana Martin is looking at this case")
    bo.locator("#id_tried").press_sequentially("We called the carrier")
    expect(ana.locator("#viewers")).to_contain_text("Bo Delorme is writing…")


def test_taking_the_case_and_ticking_a_step_show_at_once(site: RunningSite, sign_in: SignIn) -> None:
    ref = _case(site, "Taken and ticked")
    with site.api("ana") as device:
        made = device.post(f"cases/{ref}/checklists/", json={"name": "Late", "steps": ["Call the carrier", "Tell her"]})
        assert made.status_code == 201
    ana, bo = _open(sign_in("ana"), f"/cases/{ref}/"), _open(sign_in("bo"), f"/cases/{ref}/")
    bo.get_by_role("button", name="Take it").click()
    expect(ana.locator("#timeline").get_by_text("Bo Delorme takes the case")).to_be_visible()
    expect(ana.locator("#brief .person-line").first).to_contain_text("Bo Delorme")
    bo.get_by_role("checkbox", name="Call the carrier").click()
    expect(bo.locator("#checklists")).to_contain_text("1 of 2")
    expect(ana.locator("#checklists")).to_contain_text("1 of 2")
    expect(ana.locator("#checklists")).to_contain_text("Bo Delorme")


def test_the_guest_sees_nobody_who_is_not_on_his_side(site: RunningSite, sign_in: SignIn) -> None:
    case = f"/cases/{site.cast['case']}/"
    ana = _open(sign_in("ana"), case)
    gus = _open(sign_in("gus", viewport=PHONE), case)
    expect(ana.locator("#viewers")).to_contain_text("Gus Le Goff")
    expect(gus.locator("#viewers")).to_be_empty()
    ana.locator("#composer label.partner").click()
    ana.locator("#composer-body").press_sequentially("Which day")
    expect(gus.locator("#viewers")).to_contain_text("Ana Martin")
    ana.locator("#composer label.internal").click()
    ana.locator("#composer-body").press_sequentially(" between us")
    expect(gus.locator("#viewers")).to_be_empty()


def test_the_pages_of_links_merges_checklists_and_handing_over_are_accessible(
    site: RunningSite, sign_in: SignIn, accessible: Callable[[Page], None], picture: Callable[[Page, str], None]
) -> None:
    first, second = _case(site, "The first of two"), _case(site, "The second of two")
    with site.api("ana") as device:
        device.post("checklist-templates/", json={"name": f"Late {first}", "steps": ["Call", "Tell her"]})
        device.post(f"cases/{first}/checklists/", json={"name": "Late", "steps": ["Call the carrier", "Tell her"]})
        device.post(f"cases/{first}/links/", json={"case": second, "kind": "duplicate"})
    page = sign_in("ana")
    for name, address in (
        ("case-links", f"/cases/{first}/links/?q=second"),
        ("case-merge", f"/cases/{second}/merge/?case={first}"),
        ("checklists", f"/cases/{first}/checklists/"),
        ("checklist-templates", "/checklists/"),
        ("handover", f"/people/{site.cast['ana']}/handover/"),
    ):
        page.goto(address)
        accessible(page)
        picture(page, name)
