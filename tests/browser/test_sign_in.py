"""Signing in with a second step: an app for codes, recovery codes, passkeys of a virtual authenticator."""

import re
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from esn.core.clock import now
from tests.browser.conftest import PHONE, WIDE
from tests.browser.running import PASSWORD, ROOT, RunningSite
from tests.people import provider

Accessible = Callable[[Page], None]
NewPage = Callable[..., Page]


def _code(letters: str, *, later: int = 0) -> str:
    """What an app with this secret shows, now or some steps later."""
    return str(format_hotp_value(hotp_value(letters.replace(" ", ""), int(now().timestamp()) // 30 + later)))


def _by_password(page: Page, handle: str) -> None:
    page.goto("/sign-in/")
    page.locator("input[name=login]").fill(handle)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=password]").press("Enter")


def _at_home(page: Page) -> None:
    expect(page.locator("nav.rail")).to_be_visible()


def _with_authenticator(page: Page) -> None:
    """A virtual authenticator with a fingerprint reader, inside of the device."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def test_tia_sets_an_app_up_and_comes_in_by_its_code_and_once_by_each_recovery_code(
    site: RunningSite, new_page: NewPage, accessible: Accessible, picture: Callable[[Page, str], None]
) -> None:
    tia = new_page(base_url=site.url)
    _by_password(tia, "tia")
    _at_home(tia)
    tia.goto("/settings/security/app/")
    accessible(tia)
    letters = tia.locator(".letters").inner_text()
    tia.locator("input[name=code]").fill("000000")
    tia.get_by_role("button", name="Turn it on").click()
    expect(tia.locator(".field-code .error")).to_contain_text("not right")
    assert tia.locator(".letters").inner_text() == letters, "what is in the app already is kept"
    used = _code(letters)
    tia.locator("input[name=code]").fill(used)
    tia.get_by_role("button", name="Turn it on").click()
    expect(tia.locator(".secret-codes code")).to_have_count(10)
    accessible(tia)
    codes = tia.locator(".secret-codes code").all_inner_texts()
    with tia.expect_download() as kept:
        tia.get_by_role("link", name="Keep as a file").click()
    assert Path(kept.value.path()).read_text().split() == codes
    tia.reload()
    expect(tia.locator(".secret-codes")).to_have_count(0)
    tia.goto("/settings/security/")
    picture(tia, "security")

    other = new_page(base_url=site.url)
    _by_password(other, "tia")
    expect(other).to_have_url(re.compile("/sign-in/code/"))
    accessible(other)
    picture(other, "second-step")
    other.goto("/cases/")
    expect(other).to_have_url(re.compile("/sign-in/code/"))  # a right password alone opens nothing
    other.locator("input[name=code]").fill(used)
    other.get_by_role("button", name="Go on").click()
    expect(other.locator(".field-code .error")).to_contain_text("used already")
    other.locator("input[name=code]").fill(_code(letters, later=1))
    other.get_by_role("button", name="Go on").click()
    _at_home(other)

    for attempt in range(2):
        third = new_page(base_url=site.url)
        _by_password(third, "tia")
        third.locator("input[name=code]").fill(codes[0])
        third.get_by_role("button", name="Go on").click()
        if attempt:
            expect(third.locator(".field-code .error")).to_be_visible()
        else:
            _at_home(third)


def test_pia_makes_a_passkey_and_signs_in_with_it_alone(
    site: RunningSite, new_page: NewPage, accessible: Accessible
) -> None:
    pia = new_page(base_url=site.url)
    _with_authenticator(pia)
    _by_password(pia, "pia")
    _at_home(pia)
    pia.goto("/settings/security/passkeys/")
    accessible(pia)
    pia.locator("input[name=name]").fill("My laptop")
    pia.get_by_role("button", name="Make the passkey").click()
    expect(pia.locator(".secret-codes code")).to_have_count(10)
    pia.get_by_role("link", name="Done").click()
    expect(pia.get_by_text("My laptop").first).to_be_visible()
    pia.locator("details.me-menu summary").click()
    pia.get_by_role("button", name="Sign out", exact=True).click()
    pia.goto("/sign-in/?next=/cases/")
    pia.get_by_role("button", name="Sign in with a passkey").click()
    expect(pia).to_have_url(f"{site.url}/cases/")
    pia.goto("/sign-in/again/?next=/settings/security/")
    pia.get_by_role("button", name="Use a passkey").click()
    expect(pia).to_have_url(f"{site.url}/settings/security/")
    pia.goto("/sign-out/")
    pia.locator("#main").get_by_role("button", name="Sign out").click()
    expect(pia.locator("input[name=login]")).to_be_visible()
    _by_password(pia, "pia")
    expect(pia).to_have_url(re.compile("/sign-in/code/"))
    pia.get_by_role("button", name="Use a passkey instead").click()
    _at_home(pia)


def test_eva_signs_out_everywhere_and_her_other_browser_is_at_the_door_at_once(
    site: RunningSite, new_page: NewPage
) -> None:
    here, elsewhere = new_page(base_url=site.url), new_page(base_url=site.url)
    for page in (elsewhere, here):
        _by_password(page, "eva")
        _at_home(page)
    here.goto("/settings/security/")
    expect(here.locator(".rows .here")).to_have_count(1)
    here.get_by_role("button", name="Sign out everywhere but here").click()
    expect(here.get_by_text("You are signed out everywhere but here.")).to_be_visible()
    expect(elsewhere.locator("input[name=login]")).to_be_visible()
    here.goto("/")
    _at_home(here)


@pytest.mark.parametrize(
    ("language", "options"),
    [
        ("en", {"viewport": WIDE, "color_scheme": "light"}),
        ("fr", {"viewport": WIDE, "color_scheme": "dark"}),
        ("en", {"viewport": PHONE, "color_scheme": "dark", "has_touch": True}),
        ("fr", {"viewport": PHONE, "color_scheme": "light", "has_touch": True}),
    ],
    ids=["wide-light-en", "wide-dark-fr", "phone-dark-en", "phone-light-fr"],
)
def test_axe_has_nothing_to_say_about_the_ways_back_in(
    site: RunningSite, new_page: NewPage, accessible: Accessible, language: str, options: dict[str, Any]
) -> None:
    page = new_page(base_url=site.url, locale={"en": "en-GB", "fr": "fr-FR"}[language], **options)
    for address in ("/sign-in/", "/sign-in/forgotten/", "/sign-in/forgotten/?sent", "/sign-in/reset/"):
        page.goto(address)
        accessible(page)
        wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wide <= 0, f"{address} is {wide} px too wide"


def test_ana_comes_in_by_the_button_of_the_company_and_lands_where_she_wanted(
    site: RunningSite,
    new_page: NewPage,
    provider_socket: socket.socket,
    tmp_path: Path,
    picture: Callable[[Page, str], None],
) -> None:
    back = f"{site.url}/sign-in/sso/back/"
    command = [sys.executable, "-m", "tests.people.provider", str(tmp_path), back, str(provider_socket.fileno())]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, text=True, pass_fds=[provider_socket.fileno()]
    ) as running:
        try:
            assert running.stdout is not None
            assert running.stdout.readline().startswith("http://127.0.0.1:")
            ana = new_page(base_url=site.url)
            ana.goto("/cases/")
            picture(ana, "sign-in-sso")
            ana.get_by_role("link", name="Sign in with Tilleul ID").click()
            ana.locator("input[name=login]").fill("ana")
            ana.locator("input[name=password]").fill(provider.PASSWORD)
            ana.locator("input[name=password]").press("Enter")
            ana.locator("button[name=action][value=grant]").click()
            expect(ana).to_have_url(f"{site.url}/cases/")
            _at_home(ana)
        finally:
            running.kill()


def test_a_phone_takes_the_code_of_an_open_page_which_says_so_by_itself(
    site: RunningSite, new_page: NewPage, accessible: Accessible, picture: Callable[[Page, str], None]
) -> None:
    ana = new_page(base_url=site.url)
    _by_password(ana, "ana")
    _at_home(ana)
    ana.goto("/settings/devices/scan/")
    ana.get_by_role("button", name="Show the picture").click()
    code = ana.locator("#code-address").input_value().partition("#")[2]
    expect(ana.locator("html")).to_have_attribute("data-connected", "yes")
    taken = httpx.post(f"{site.url}/api/v1/auth/codes/", json={"code": code, "device": "Telephone of the shop"})
    assert taken.status_code == 201, taken.text
    expect(ana.locator("#device-code")).to_contain_text("Telephone of the shop is signed in.")
    accessible(ana)
    ana.get_by_role("button", name="Sign out").click()
    expect(ana.locator("#devices")).not_to_contain_text("Telephone of the shop")
    ana.goto("/settings/devices/scan/")
    ana.get_by_role("button", name="Show the picture").click()
    expect(ana.locator("img.qr")).to_be_visible()
    picture(ana, "device-code")
    accessible(ana)
