"""Photos from the phone into a case: chosen, sent while one writes, seen by colleagues at once, shown large."""

import re
import secrets
from collections.abc import Callable

import httpx
import pytest
from playwright.sync_api import FilePayload, Locator, Page, Route, expect

from tests.browser.conftest import PHONE, SignIn
from tests.browser.running import RunningSite
from tests.feeds.pictures import PDF, document, wardrobe
from tests.feeds.pictures import picture as made

Check = Callable[[Page], None]
Picture = Callable[[Page, str], None]


def photo(name: str, size: tuple[int, int] = (1200, 900)) -> FilePayload:
    """A photo as a phone has it."""
    return {"name": name, "mimeType": "image/jpeg", "buffer": made(size=size)}


def named(ending: str = "jpg") -> str:
    """The name of a file that nobody has sent before."""
    return f"door-{secrets.token_hex(6)}.{ending}"


def choose(page: Page, *files: FilePayload) -> Locator:
    """Choose files in the composer; the place where they wait."""
    page.locator("#composer-body").click()
    page.locator("#composer input[type=file]").set_input_files(list(files))
    return page.locator("#composer .attached")


def shown(page: Page, name: str) -> Locator:
    """The picture of this name in the page, when it has really been drawn."""
    # What comes back takes the place of the live frame that may have come before it.
    for unsettled in ("#composer .attached li", "template[data-arrived]"):
        expect(page.locator(unsettled)).to_have_count(0)
    image = page.get_by_role("img", name=name)
    expect(image).to_be_visible()
    image.scroll_into_view_if_needed()
    expect(image).to_have_js_property("complete", True)
    expect(image).not_to_have_js_property("naturalWidth", 0)
    return image


def test_gus_sends_a_photo_from_his_phone_and_ana_sees_it_at_once(
    site: RunningSite, sign_in: SignIn, accessible: Check, picture: Picture
) -> None:
    case = f"/cases/{site.cast['case']}/?pane=thread"
    ana = sign_in("ana")
    ana.goto(case)
    expect(ana.locator("html")).to_have_attribute("data-connected", "yes")
    gus = sign_in("gus", viewport=PHONE, has_touch=True)
    gus.goto(case)
    name, words = named(), f"Door {secrets.token_hex(6)}, off its hinges"
    waiting = choose(gus, {"name": name, "mimeType": "image/jpeg", "buffer": wardrobe()})
    expect(waiting.locator("[name=attachment]")).to_have_count(1)
    waiting.locator(".alt").fill(words)
    accessible(gus)
    gus.locator("#composer button.main").click()
    shown(gus, words)
    expect(waiting.locator("li")).to_have_count(0)
    shown(ana, words)
    accessible(gus)
    picture(gus, "case-files-phone")


def test_ana_chooses_several_takes_one_back_and_looks_at_the_others(
    site: RunningSite, sign_in: SignIn, accessible: Check
) -> None:
    page = sign_in("ana")
    page.goto(f"/groups/{site.cast['Shop floor']}/")
    first, second, bill = named(), named(), named("pdf")
    waiting = choose(page, photo(first), photo(second), {"name": bill, "mimeType": "application/pdf", "buffer": PDF})
    choose(page, photo("wrong.jpg"))
    expect(waiting.locator("[name=attachment]")).to_have_count(4)
    row = waiting.locator("li", has_text="wrong.jpg")
    row.get_by_role("button", name="Remove").click()
    expect(waiting.locator("li")).to_have_count(3)
    page.locator("#composer button.main").click()
    image = shown(page, f"Picture {first}")
    expect(page.locator("a.file", has_text=bill)).to_have_attribute("download", bill)
    expect(page.get_by_text("wrong.jpg")).to_have_count(0)
    image.click()
    viewer = page.locator("#viewer")
    expect(viewer.get_by_role("img")).to_have_attribute("alt", f"Picture {first}")
    expect(page.get_by_role("dialog", name=f"Picture {first}")).to_be_visible()
    accessible(page)
    page.keyboard.press("ArrowRight")
    expect(viewer.get_by_role("img")).to_have_attribute("alt", f"Picture {second}")
    page.keyboard.press("Escape")
    expect(viewer).not_to_be_visible()
    expect(page.locator(f'a[data-name="{second}"]')).to_be_focused()


def test_five_pictures_and_a_document_are_looked_at_and_one_is_described_later(
    site: RunningSite, sign_in: SignIn, accessible: Check, picture: Picture
) -> None:
    group = f"/groups/{site.cast['Shop floor']}/"
    ana = sign_in("ana")
    ana.goto(group)
    names, words = [named() for _ in range(5)], f"The wardrobe and its bill, {secrets.token_hex(6)}"
    sizes = ((1600, 1200), (1100, 1200), (1300, 1100), (1200, 1200), (1500, 1200))
    photos: list[FilePayload] = [
        {"name": name, "mimeType": "image/jpeg", "buffer": wardrobe(*size)}
        for name, size in zip(names, sizes, strict=True)
    ]
    bill: FilePayload = {
        "name": "bill-4711.pdf", "mimeType": "application/pdf",
        "buffer": document("Bill 4711", "Wardrobe, three doors", "1 290.00 EUR"),
    }  # fmt: skip
    waiting = choose(ana, *photos, bill)
    expect(waiting.locator("[name=attachment]")).to_have_count(6)
    ana.locator("#composer-body").fill(words)
    ana.locator("#composer button.main").click()
    shown(ana, f"Picture {names[4]}")
    post = ana.locator("article.post", has_text=words)
    post.scroll_into_view_if_needed()
    expect(post.get_by_role("img", name="First page of bill-4711.pdf")).to_be_visible()
    accessible(ana)
    post.evaluate("post => post.scrollIntoView()")
    picture(ana, "gallery")
    post.locator("a[data-picture]").nth(1).press("Enter")
    viewer = ana.locator("#viewer")
    expect(viewer.locator(".place")).to_have_text("2 / 5")
    ana.keyboard.press("ArrowLeft")
    ana.keyboard.press("ArrowLeft")
    expect(viewer.locator(".place")).to_have_text("5 / 5")
    picture(ana, "picture")
    ana.keyboard.press("Escape")
    expect(post.locator("a[data-picture]").nth(4)).to_be_focused()
    page, bo = f"/posts/{post.get_attribute('data-post')}/", sign_in("bo")
    bo.goto(page)
    expect(bo.locator("html")).to_have_attribute("data-connected", "yes")
    ana.goto(f"{page}edit/")
    ana.get_by_label(f"What one sees on {names[0]}").fill("A wardrobe, its left door off")
    ana.get_by_role("button", name="Save").click()
    expect(bo.get_by_role("img", name="A wardrobe, its left door off")).to_be_attached()


def test_what_cannot_be_taken_says_so_beside_its_name_and_the_rest_goes(site: RunningSite, sign_in: SignIn) -> None:
    page = sign_in("ana")
    page.goto(f"/groups/{site.cast['Shop floor']}/")
    name = named()
    waiting = choose(page, {"name": "tool.exe", "mimeType": "x/y", "buffer": b"MZ\x90\x00" * 50}, photo(name))
    expect(waiting.locator("li", has_text="tool.exe").get_by_role("alert")).to_have_text(
        re.compile("This kind of file is not taken")
    )
    page.locator("#composer button.main").click()
    shown(page, f"Picture {name}")


def test_a_file_of_several_megabytes_arrives_from_a_page_and_from_a_device(site: RunningSite, sign_in: SignIn) -> None:
    large = b"a;b;c\n" * 700_000
    page = sign_in("ana")
    page.goto(f"/groups/{site.cast['Shop floor']}/")
    name = named("csv")
    waiting = choose(page, {"name": name, "mimeType": "text/csv", "buffer": large})
    expect(waiting.locator("[name=attachment]")).to_have_count(1)
    with site.api("ana") as device:
        sent = device.post("files/", files={"file": (name, large)})
        assert sent.status_code == 201
        content = device.get(f"files/{sent.json()['id']}/content/", headers={"Range": "bytes=4194000-"})
        assert (content.status_code, content.content) == (206, large[4_194_000:])
        assert device.head(f"files/{sent.json()['id']}/content/").headers["Content-Length"] == str(len(large))
    refused = httpx.post(
        f"{site.url}/api/v1/files/", files={"file": (name, large)}, headers={"Authorization": "Bearer x"}
    )
    assert refused.status_code == 413


def test_words_that_are_sent_first_wait_for_the_photo(site: RunningSite, sign_in: SignIn) -> None:
    page = sign_in("ana")
    page.goto(f"/groups/{site.cast['Shop floor']}/")
    held: list[Route] = []
    page.route("**/api/v1/files/", lambda route: held.append(route))
    name = named()
    expect(choose(page, photo(name)).locator("li").last).to_contain_text(name)
    page.locator("#composer-body").fill(f"About {name}")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text("It is sent as soon as the files are there.")).to_be_visible()
    held.pop().continue_()
    shown(page, f"Picture {name}")
    expect(page.locator("#feed").get_by_text(f"About {name}")).to_be_visible()


def test_a_file_dropped_on_the_composer_is_sent(site: RunningSite, sign_in: SignIn) -> None:
    page = sign_in("ana")
    page.goto(f"/groups/{site.cast['Shop floor']}/")
    name = named("txt")
    dropped = page.evaluate_handle(
        """(name) => {
            const held = new DataTransfer();
            held.items.add(new File(["Hello"], name, { type: "text/plain" }));
            return held;
        }""",
        name,
    )
    page.locator("#composer").dispatch_event("dragover", {"dataTransfer": dropped})
    page.locator("#composer").dispatch_event("drop", {"dataTransfer": dropped})
    expect(page.locator("#composer .attached [name=attachment]")).to_have_count(1)
    page.locator("#composer button.main").click()
    expect(page.locator("a.file", has_text=name)).to_be_visible()


@pytest.mark.parametrize("handle", ["gus", "bo"])
def test_a_photo_is_sent_without_a_script(site: RunningSite, sign_in: SignIn, handle: str) -> None:
    page = sign_in(handle, java_script_enabled=False)
    page.goto(f"/cases/{site.cast['case']}/?pane=thread")
    name = named()
    choose(page, photo(name))
    page.locator("#composer button.main").click()
    shown(page, name)
