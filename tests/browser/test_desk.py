"""The composer of a case: it stays on the side that one chose, and takes pictures that are pasted or dropped."""

from playwright.sync_api import expect

from tests.browser.conftest import SignIn
from tests.browser.running import RunningSite

HOLDS = """(name) => {
    const held = new DataTransfer();
    held.items.add(new File(["Hello"], name, { type: "text/plain" }));
    return held;
}"""


def test_the_composer_remembers_the_side_and_takes_what_is_pasted_and_dropped(
    site: RunningSite, sign_in: SignIn
) -> None:
    with site.api("ana") as device:
        said = {"customer": site.cast["customer"], "title": "Elsewhere", "story": {"happened": "It came broken."}}
        refs = (site.cast["case"], device.post("cases/", json=said).json()["ref"])
    page = sign_in("ana")
    here, there = (f"/cases/{ref}/?pane=thread" for ref in refs)
    page.goto(here)
    internal, other = page.locator("#side-0"), page.locator("#side-1")
    expect(internal).to_be_checked()
    page.locator("#composer .sides label").nth(1).click()
    expect(other).to_be_checked()
    page.goto(there)
    expect(page.locator("#side-0")).to_be_checked()
    page.goto(here)
    expect(other).to_be_checked()
    page.goto(f"{here}&side=internal")
    expect(internal).to_be_checked()
    page.goto(there)  # what is left in a draft is in nobody's way there
    body, waiting = page.locator("#composer-body"), page.locator("#composer .attached [name=attachment]")
    body.focus()
    pasted = page.evaluate_handle(HOLDS, "pasted.txt")
    body.evaluate(
        "(box, held) => box.dispatchEvent(new ClipboardEvent('paste', { clipboardData: held, bubbles: true }))", pasted
    )
    expect(waiting).to_have_count(1)
    dropped = page.evaluate_handle(HOLDS, "dropped.txt")
    page.locator("#composer").dispatch_event("dragover", {"dataTransfer": dropped})
    page.locator("#composer").dispatch_event("drop", {"dataTransfer": dropped})
    expect(waiting).to_have_count(2)


def test_the_list_beside_a_case_changes_in_place_by_keyboard_and_when_a_case_changes_hands(
    site: RunningSite, sign_in: SignIn
) -> None:
    with site.api("ana") as device:
        said = {"customer": site.cast["customer"], "story": {"happened": "It came broken."}}
        read, given = (
            device.post("cases/", json={**said, "title": title}).json()["ref"] for title in ("A bed", "A bench")
        )
        page = sign_in("ana", viewport={"width": 1440, "height": 900})
        page.goto(f"/cases/{read}/?pane=thread&list=mine")
        listed, row = page.locator("#desk-cases"), page.locator(f"#desk-cases a[href='/cases/{given}/']")
        expect(row).to_be_visible()
        page.locator("html[data-connected]").wait_for()
        device.patch(f"cases/{given}/", json={"holder": {"kind": "team", "id": site.cast["Shop floor"]}})
        expect(row).to_have_count(0)

        listed.get_by_text("My team").click()
        expect(row).to_contain_text("Shop floor")
        expect(page).to_have_url(f"{site.url}/cases/{read}/?pane=thread&list=team")
        expect(listed.get_by_text("My team")).to_be_focused()
        page.reload()
        expect(row).to_be_visible()

        page.locator("html[data-connected]").wait_for()
        with site.api("bo") as colleague:
            taken = colleague.post(f"cases/{given}/take/")
        assert taken.status_code == 200, taken.text
        expect(row).to_have_count(0)
        listed.get_by_text("Followed").click()
        expect(row).to_contain_text("Bo Delorme")

    page.locator("body").press("l")
    expect(listed.locator(f".neighbours a[href='/cases/{read}/']")).to_be_focused()
    steps = listed.locator(".neighbours a.title")
    steps.first.focus()
    page.keyboard.press("j")
    expect(steps.nth(1)).to_be_focused()
    page.keyboard.press("k")
    expect(steps.first).to_be_focused()
    page.keyboard.press("j")
    there = steps.nth(1).get_attribute("href")
    page.keyboard.press("o")
    expect(page).to_have_url(f"{site.url}{there}")


def test_in_a_drawer_the_list_is_asked_for_when_it_opens(site: RunningSite, sign_in: SignIn) -> None:
    page = sign_in("ana", viewport={"width": 1100, "height": 800})
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"/cases/{site.cast['case']}/")
    page.locator("html[data-connected]").wait_for()
    assert not [address for address in asked if "/held/" in address]
    page.keyboard.press("l")
    expect(page.locator("#desk-cases .neighbours a.title").first).to_be_visible()
    assert len([address for address in asked if "/held/" in address]) == 1
