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
