"""A customer between two browsers: live, on the phone, without a script; two who are one; and one who leaves."""

import secrets
from collections.abc import Callable
from typing import Any

import httpx
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SignIn
from tests.browser.running import RunningSite

SYLLABLES = [first + last for first in "bdlmnrstv" for last in "aeio"]
Check = Callable[[Page], None]
Picture = Callable[[Page, str], None]


def _customer(device: httpx.Client, name: str, **more: Any) -> str:
    """A customer of this test alone."""
    made = device.post("customers/", json={"kind": "person", "name": name, **more})
    made.raise_for_status()
    return str(made.json()["id"])


def _name(first: str) -> str:
    """A name that nobody else on the site has, and that one could have."""
    return f"{first} {''.join(secrets.choice(SYLLABLES) for _ in range(4)).capitalize()}"


def test_what_ana_learns_of_a_customer_stands_on_bos_open_page(site: RunningSite, sign_in: SignIn) -> None:
    bo = sign_in("bo")
    with site.api("ana") as ana:
        id_ = _customer(ana, _name("Mme"), phones=["0639981111"])
        hers = f"customers/{id_}/"
        ana.post(f"{hers}facts/", json={"kind": "other", "value": "Has a dog", "source": "seen at the door"})
        bo.goto(f"/{hers}")
        expect(bo.locator("html")).to_have_attribute("data-connected", "yes")
        dog = bo.locator(".fact-list details", has_text="Has a dog").first
        dog.locator("summary").first.click()
        expect(dog).to_contain_text("source: seen at the door")
        ana.post(f"{hers}contacts/", json={"name": "Paul", "role": "Her son", "phones": ["0639981112"]})
        expect(bo.locator("#people")).to_contain_text("06 39 98 11 12")
        fact = {"kind": "access", "value": "Third floor, a narrow lift", "source": "herself"}
        ana.post(f"{hers}facts/", json={**fact, "verified_at": "2026-01-02T10:00:00Z"})
        expect(bo.locator("#facts")).to_contain_text("Third floor, a narrow lift")
        expect(dog).to_have_attribute("open", "")
        bo.evaluate("window.here = true")
        dog.get_by_role("button", name="It is so").click()
        expect(dog.locator("summary").first).to_have_class("green")
        lift = bo.locator(".fact-list details", has_text="Third floor").first
        lift.locator("summary").first.click()
        lift.get_by_role("button", name="Take back").click()
        expect(bo.locator("#facts")).not_to_contain_text("Third floor")
        assert bo.evaluate("window.here"), "he stayed on the page"


def test_a_promise_in_a_case_moves_the_page_of_its_customer(site: RunningSite, sign_in: SignIn) -> None:
    bo = sign_in("bo")
    with site.api("ana") as ana:
        id_ = _customer(ana, _name("M."))
        case = {"customer": id_, "title": "A lamp", "story": {"happened": "The lamp flickers."}}
        ref = ana.post("cases/", json=case).json()["ref"]
        bo.goto(f"/customers/{id_}/")
        expect(bo.locator("html")).to_have_attribute("data-connected", "yes")
        expect(bo.locator("#promises")).to_contain_text("Nothing is promised.")
        window = {"start": "2031-01-14T07:00", "end": "2031-01-14T14:00", "timezone": "Europe/Paris"}
        keeper = {"kind": "person", "id": site.cast["ana"]}
        promise = {"kind": "delivery", "text": "A new lamp", "window": window, "kept_by": keeper}
        ana.post(f"cases/{ref}/commitments/", json=promise).raise_for_status()
        expect(bo.locator("#promises")).to_contain_text("A new lamp")
        ana.post(f"cases/{ref}/posts/", json={"body": "The lamp is ordered."}).raise_for_status()
        bo.locator("#waiting").click()
        expect(bo.locator("#feed")).to_contain_text("The lamp is ordered.")


def test_bo_finds_that_two_are_one_and_changes_his_mind(
    site: RunningSite, sign_in: SignIn, accessible: Check, picture: Picture
) -> None:
    bo = sign_in("bo")
    kept = _name("Mme Anne")
    merged = f"{kept.split()[-1]}, Anne"
    with site.api("ana") as ana:
        number = f"06399{secrets.randbelow(90000) + 10000}"
        id_ = _customer(ana, kept, phones=[number])
        ana.post(f"customers/{id_}/notes/", json={"kind": "stays", "text": "We call back when we said so."})
        second = _customer(ana, merged, phones=[number], mails=["anne@example.org"], references=["SAV:12"])
        case = {"customer": second, "title": "A lamp", "story": {"happened": "The lamp flickers."}}
        ana.post("cases/", json=case).raise_for_status()
    bo.goto(f"/customers/?q={number}")
    bo.get_by_role("link", name=kept).first.click()
    accessible(bo)
    bo.get_by_role("link", name="Compare").click()
    expect(bo.locator("main")).to_contain_text("anne@example.org, SAV:12")
    accessible(bo)
    picture(bo, "customer-merge")
    bo.get_by_role("button", name="Merge them").click()
    expect(bo.locator("#people")).to_contain_text("anne@example.org")
    accessible(bo)
    bo.get_by_role("button", name="Undo").click()
    expect(bo.locator("#people")).not_to_contain_text("anne@example.org")
    expect(bo).to_have_url(f"{site.url}/customers/{id_}/")


def test_on_the_phone_a_tap_shows_where_a_fact_is_from_and_a_doubt_stays_in_place(
    site: RunningSite, sign_in: SignIn, accessible: Check, picture: Picture
) -> None:
    bo = sign_in("bo", viewport=PHONE, has_touch=True)
    with site.api("ana") as ana:
        id_ = _customer(ana, _name("Mme Lin"), phones=["0639982222"])
        ana.post(f"customers/{id_}/contacts/", json={"name": "Kofi", "role": "Her son", "phones": ["+442079460018"]})
        story = {"happened": "The lamp flickers since Tuesday, and nobody called her back.", "wanted": "A new lamp."}
        ana.post("cases/", json={"customer": id_, "title": "A lamp", "story": story}).raise_for_status()
        for value, source in (("sms", "herself"), ("phone", "the order form")):
            fact = {"kind": "channel", "value": value, "source": source, "verified_at": "2026-01-02T10:00:00Z"}
            ana.post(f"customers/{id_}/facts/", json=fact).raise_for_status()
    bo.goto(f"/customers/{id_}/")
    picture(bo, "customer-phone")
    sms = bo.locator(".fact-list > li", has_text="Text message")
    expect(sms).to_contain_text("Sources differ: neither is used")
    sms.locator("summary").first.tap()
    expect(sms.get_by_text("source: herself")).to_be_visible()
    sms.locator("details.fold summary").tap()
    accessible(bo)
    sms.get_by_label("Why").fill("She writes no messages.")
    sms.get_by_label("Why").press("Enter")
    expect(bo.locator(".fact-list > li", has_text="Text message")).to_contain_text("She writes no messages.")
    expect(bo.locator(".fact-list > li", has_text="Phone")).not_to_contain_text("Sources differ")


def test_without_a_script_somebody_is_written_down_and_a_loss_is_looked_back_on(
    site: RunningSite, sign_in: SignIn, new_page: Callable[..., Page]
) -> None:
    known = sign_in("bo").context.storage_state()
    page = new_page(base_url=site.url, storage_state=known, java_script_enabled=False)
    with site.api("ana") as ana:
        id_ = _customer(ana, _name("Mme Bah"))
    page.goto(f"/customers/{id_}/")
    page.get_by_role("link", name="Add somebody").first.click()
    page.get_by_label("Name").fill("Kofi")
    page.get_by_label("Phone numbers").fill("call me")
    page.get_by_role("button", name="Add them").click()
    expect(page.locator(".field.wrong .error")).to_contain_text("This is not a phone number: call me")
    page.get_by_label("Phone numbers").fill("+44 20 7946 0018")
    page.get_by_role("button", name="Add them").click()
    expect(page.locator("#people")).to_contain_text("Kofi")
    page.locator("#customer-menu > summary").click()
    page.get_by_role("link", name="They left us").click()
    page.get_by_text("The price", exact=True).click()
    page.get_by_label("What we learn from it").fill("She found it cheaper next door.")
    page.get_by_role("button", name="Keep what we learn").click()
    expect(page.locator(".customer-head")).to_contain_text("Left us")
    expect(page.locator("#stays")).to_contain_text("She found it cheaper next door.")
