"""People between two browsers: the directory while one types, a page that changes under the eyes, and a photo."""

import io
import re
from collections.abc import Callable

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SignIn
from tests.browser.running import RunningSite

Check = Callable[[Page], None]
Picture = Callable[[Page, str], None]


def _portrait() -> bytes:
    """A picture that is red on the left and blue on the right."""
    image = Image.new("RGB", (600, 300), (30, 60, 200))
    image.paste((200, 40, 30), (0, 0, 300, 300))
    made = io.BytesIO()
    image.save(made, "PNG")
    return made.getvalue()


def test_bo_finds_cy_while_he_types(site: RunningSite, sign_in: SignIn, accessible: Check) -> None:
    with site.api("cy") as cy:
        cy.patch("me/", json={"skills": ["Timetables"], "department": "Depot", "languages": ["pl"]}).raise_for_status()
    bo = sign_in("bo")
    bo.goto("/people/")
    box = bo.get_by_role("searchbox", name="A name, a skill")
    box.press_sequentially("timet")
    expect(bo.locator("#found .title")).to_have_count(1)
    expect(bo.locator("#people-count")).to_have_text("1 person")
    expect(bo).to_have_url(re.compile("q=timet"))
    expect(box).to_be_focused()
    accessible(bo)
    box.fill("nobody of this name")
    expect(bo.locator("#found")).to_contain_text("Nobody found")
    accessible(bo)
    box.fill("")
    bo.get_by_label("Language they speak").select_option("pl")
    expect(bo.locator("#found .title")).to_have_text(["Cy Haddad"])
    bo.locator("#found .title").click()
    expect(bo.get_by_role("heading", level=1)).to_have_text("Cy Haddad")
    bo.get_by_role("link", name="Timetables").click()
    expect(bo.locator("#found .title")).to_have_text(["Cy Haddad"])


def test_what_cy_says_of_himself_stands_on_bos_open_pages(site: RunningSite, sign_in: SignIn) -> None:
    page, directory = sign_in("bo"), sign_in("bo")
    page.goto(f"/people/{site.cast['cy']}/")
    directory.goto("/people/?q=cy")
    for open_page in (page, directory):
        expect(open_page.locator("html")).to_have_attribute("data-connected", "yes")
    with site.api("cy") as cy:
        cy.patch("me/", json={"title": "Head of the depot", "phone": "01 99 00 41 87"}).raise_for_status()
        expect(page.locator("#person")).to_contain_text("Head of the depot")
        expect(page.get_by_role("link", name="Call")).to_have_attribute("href", "tel:+33199004187")
        expect(directory.locator("#found")).to_contain_text("Head of the depot")
        cy.patch("me/", json={"title": "Logistics", "phone": ""}).raise_for_status()
        expect(page.locator("#person")).to_contain_text("Logistics")


def test_cy_chooses_a_part_of_a_photo_with_the_keys_alone(
    site: RunningSite, sign_in: SignIn, accessible: Check
) -> None:
    cy = sign_in("cy")
    cy.goto("/settings/")
    cy.locator("#photo").set_input_files({"name": "me.png", "mimeType": "image/png", "buffer": _portrait()})
    sight = cy.get_by_role("group", name="The part that is shown")
    expect(sight).to_be_visible()
    accessible(cy)
    sight.focus()
    for _press in range(20):
        cy.keyboard.press("ArrowRight")
    cy.get_by_label("How near").focus()
    for _press in range(4):
        cy.keyboard.press("ArrowRight")
    assert int(cy.locator("photo-crop [name=x]").input_value()) >= 290
    cy.get_by_role("button", name="Show this photo").click()
    expect(cy.locator(".notes, [role=status]").filter(has_text="Your photo is in its place.").first).to_be_visible()
    face = cy.locator(".own-photo .face img")
    expect(face).to_have_js_property("complete", True)
    blue = face.evaluate(
        """(image) => {
          const sheet = Object.assign(document.createElement("canvas"), { width: 1, height: 1 });
          const pen = sheet.getContext("2d");
          pen.drawImage(image, image.naturalWidth / 2, image.naturalHeight / 2, 1, 1, 0, 0, 1, 1);
          return pen.getImageData(0, 0, 1, 1).data[2];
        }"""
    )
    assert blue > 150
    bo = sign_in("bo")
    bo.goto(f"/people/{site.cast['cy']}/")
    expect(bo.locator(".person-head .face img")).to_have_js_property("naturalWidth", 256)
    cy.get_by_role("button", name="Show my initials instead").click()
    expect(cy.locator(".own-photo .face img")).to_have_count(0)


def test_what_is_no_photo_is_told_in_place(site: RunningSite, sign_in: SignIn, accessible: Check) -> None:
    cy = sign_in("cy", viewport=PHONE)
    cy.goto("/settings/")
    cy.locator("#photo").set_input_files({"name": "me.jpg", "mimeType": "image/jpeg", "buffer": b"<svg></svg>"})
    cy.get_by_role("button", name="Show this photo").click()
    expect(cy.locator("#photo-error")).to_contain_text("This is not a photo that can be shown.")
    accessible(cy)


def test_without_a_script_the_directory_is_asked_by_a_button(site: RunningSite, sign_in: SignIn) -> None:
    bo = sign_in("bo", java_script_enabled=True)
    bo.context.route("**/*.js", lambda route: route.abort())
    bo.goto("/people/")
    bo.get_by_role("searchbox", name="A name, a skill").fill("ana mar")
    bo.get_by_role("searchbox", name="A name, a skill").press("Enter")
    expect(bo.locator("#found .title")).to_have_text(["Ana Martin"])


def test_a_page_of_somebody_in_the_demo_company(
    demo_site: RunningSite, sign_in_to: Callable[[RunningSite], SignIn], accessible: Check, picture: Picture
) -> None:
    lea = sign_in_to(demo_site)("lea")
    lea.goto("/people/?q=samir")
    lea.locator("#found .title").first.click()
    expect(lea.get_by_role("heading", level=1)).to_have_text("Samir Kaci")
    accessible(lea)
    picture(lea, "person")
    lea.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    assert lea.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    accessible(lea)
