"""Those who run the site at work: bringing colleagues in from a table, and finding that act in the audit log."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, Literal

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, WIDE, SignIn, fits_a_zoom_of_four
from tests.browser.running import RunningSite

SignInTo = Callable[[RunningSite], SignIn]

TABLE = """handle;name;title;department
zoe.marchand;Zoé Marchand;Vendeuse;Ventes
lea;Léa Martin;Conseillère de vente;Ventes
nora;;Sans nom;
"""
PAGES = ("", "groups/", "roles/", "settings/", "audit/", "audit/?after=x", "jobs/", "import/", "provisioning/")


@pytest.mark.parametrize(
    "options",
    [
        {"viewport": WIDE, "color_scheme": "light"},
        {"viewport": PHONE, "color_scheme": "dark", "has_touch": True},
    ],
    ids=["wide-light", "phone-dark"],
)
def test_axe_has_nothing_to_say_about_the_administration_and_nothing_overflows(
    demo_site: RunningSite, sign_in_to: SignInTo, accessible: Callable[[Page], None], options: dict[str, Any]
) -> None:
    admin = sign_in_to(demo_site)("admin", **options)
    for page in PAGES:
        admin.goto(f"/administration/{page}")
        accessible(admin)
        wider = admin.evaluate("document.documentElement.scrollWidth - innerWidth")
        assert wider <= 0, f"{page} is {wider} pixels wider than the screen"
        fits_a_zoom_of_four(admin)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_has_nothing_to_say_about_any_component_in_any_theme_and_all_fit_a_zoom_of_four(
    demo_site: RunningSite,
    sign_in_to: SignInTo,
    accessible: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    scheme: Literal["light", "dark"],
) -> None:
    admin = sign_in_to(demo_site)("admin", color_scheme=scheme)
    admin.goto("/design/")
    if scheme == "light":
        picture(admin, "components")
    accessible(admin)
    admin.emulate_media(contrast="more")
    accessible(admin)
    fits_a_zoom_of_four(admin)


def test_a_colleague_comes_in_by_a_table_and_the_audit_log_says_so(
    demo_site: RunningSite,
    sign_in_to: SignInTo,
    accessible: Callable[[Page], None],
    picture: Callable[[Page, str], None],
    tmp_path: Path,
) -> None:
    table = tmp_path / "collègues.csv"
    table.write_text(TABLE, encoding="cp1252")
    admin = sign_in_to(demo_site)("admin")
    admin.goto("/administration/")
    picture(admin, "administration")
    admin.locator("nav.tabs a[href='/administration/import/']").click()
    admin.locator("input[type=file]").set_input_files(table)
    admin.locator("form.measured button.main").click()
    expect(admin.locator("table.import-lines tbody tr")).to_have_count(3)
    expect(admin.locator(".outcome-new")).to_have_count(1)
    expect(admin.locator(".outcome-refused")).to_have_count(1)
    accessible(admin)
    picture(admin, "import")
    admin.locator("form[action$='carry-out/'] button").click()
    expect(admin.locator(".notes")).to_be_visible()
    admin.goto("/people/?q=marchand")
    expect(admin.locator("#main")).to_contain_text("Zoé Marchand")
    admin.goto("/administration/audit/?verb=import")
    expect(admin.locator("table.audit tbody tr").first).to_contain_text("import.done")
    admin.goto("/administration/audit/")
    picture(admin, "audit")
    with admin.expect_download() as taken:
        admin.locator("form[action$='audit/export/'] button").click()
    assert Path(taken.value.path()).read_text(encoding="utf-8-sig").count("\n") > 10
    admin.goto("/administration/groups/")
    picture(admin, "site-groups")
    admin.goto("/administration/jobs/")
    picture(admin, "jobs")
    admin.goto("/administration/settings/")
    picture(admin, "site-settings")


def test_who_watches_over_the_site_finds_the_audit_log_and_nothing_else(
    demo_site: RunningSite, sign_in_to: SignInTo
) -> None:
    clara = sign_in_to(demo_site)("clara")
    clara.locator(".rail a[href='/administration/audit/']").click()
    expect(clara.locator("table.audit")).to_be_visible()
    expect(clara.locator("nav.tabs a[href='/administration/settings/']")).to_have_count(0)


def _fits(page: Page) -> None:
    page.set_viewport_size({"width": PHONE["width"], "height": PHONE["height"]})
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


def test_of_many_tabs_the_open_one_is_in_sight_on_a_phone(demo_site: RunningSite, sign_in_to: SignInTo) -> None:
    admin = sign_in_to(demo_site)("admin", viewport=PHONE)
    for page in ("", "settings/", "jobs/", "audit/"):
        admin.goto(f"/administration/{page}")
        expect(admin.locator("nav.tabs.many [aria-current]")).to_be_in_viewport(ratio=0.9)


def test_a_directory_is_connected_and_its_token_is_seen_once(
    demo_site: RunningSite,
    sign_in_to: SignInTo,
    accessible: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    admin = sign_in_to(demo_site)("admin", viewport=WIDE)
    admin.goto("/administration/provisioning/")
    admin.locator("form.form input[name=name]").fill("Entra ID")
    admin.locator("form.form button.main").click()
    token = admin.locator("input[value^=esn_scim_]")
    expect(token).to_be_visible()
    accessible(admin)
    admin.goto("/administration/provisioning/")
    expect(token).to_have_count(0)
    expect(admin.locator("#main .rows")).to_contain_text("Entra ID")
    picture(admin, "provisioning")
    _fits(admin)
    accessible(admin)


def test_clara_reads_a_closed_group_for_a_reason_and_ends_it(
    demo_site: RunningSite,
    sign_in_to: SignInTo,
    accessible: Callable[[Page], None],
    picture: Callable[[Page, str], None],
) -> None:
    clara = sign_in_to(demo_site)("clara", viewport=WIDE)
    clara.goto("/administration/reading/")
    accessible(clara)
    clara.locator("input[name=text]").fill("Atelier de Bron")
    clara.locator("textarea[name=reason]").fill("Une réclamation reçue le 20 novembre.")
    clara.locator("form.form button.main").click()
    clara.locator("form[action$='reading/open/'] button").click()
    expect(clara.get_by_role("heading", level=1)).to_have_text("Atelier de Bron")
    accessible(clara)
    picture(clara, "reading")
    _fits(clara)
    accessible(clara)
    clara.locator("form[action$='/end/'] button").click()
    clara.goto("/administration/reading/")
    expect(clara.locator("#main .rows")).to_contain_text("Atelier de Bron")
    _fits(clara)
    accessible(clara)
