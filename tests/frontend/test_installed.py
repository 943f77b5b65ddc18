"""The site as an app: its manifest, its service worker, which pages a device may keep for whom, a note that waited."""

import json
import uuid
from pathlib import Path

import pytest
from django.test import Client
from PIL import Image

from cases.queries import contacts
from esn.management import app_icons
from frontend import installed
from tests.frontend.conftest import Cast, SignedIn

STATIC = Path(installed.__file__).parent / "static"


@pytest.mark.parametrize(("language", "inbox"), [("en", "Inbox"), ("fr", "Réception")])
def test_the_manifest_speaks_the_reader_s_language_and_names_icons_that_are_there(
    db: None, language: str, inbox: str
) -> None:
    answer = Client(headers={"Accept-Language": language}).get("/manifest.webmanifest")
    told = json.loads(answer.content)
    assert answer["Content-Type"] == "application/manifest+json"
    assert (told["lang"], told["scope"], told["start_url"], told["display"]) == (language, "/", "/", "standalone")
    assert told["shortcuts"][0]["name"] == inbox
    assert {icon["purpose"] for icon in told["icons"]} == {"any", "maskable"}
    for icon in told["icons"]:
        with Image.open(STATIC / icon["src"].removeprefix("/static/")) as image:
            assert icon["sizes"] == f"{image.width}x{image.height}"


def test_the_icons_are_those_that_the_mark_gives() -> None:
    for name, pixels, part, corner in app_icons.ICONS:
        with Image.open(app_icons.FOLDER / f"{name}.png") as kept:
            assert kept.size == (pixels, pixels)
            assert kept.convert("RGBA").getbbox() == app_icons.drawn(pixels, part, corner).getbbox()


def test_a_launcher_may_cut_a_circle_out_of_the_maskable_icon() -> None:
    with Image.open(app_icons.FOLDER / "maskable-512.png") as image:
        corner = image.convert("RGB").getpixel((0, 0))
        for x in range(0, 512, 8):
            for y in range(0, 512, 8):
                outside = (x - 256) ** 2 + (y - 256) ** 2 > (0.4 * 512) ** 2
                assert not outside or image.convert("RGB").getpixel((x, y)) == corner


def test_the_worker_is_another_one_as_soon_as_something_of_it_changes(db: None) -> None:
    answer = Client().get("/sw.js")
    assert answer["Content-Type"].startswith("text/javascript")
    assert "connect-src 'self'" in answer["Content-Security-Policy"]
    shell = json.loads(answer.text.partition("const shell = ")[2].partition(";\n")[0])
    assert shell["version"] in answer["ETag"]
    assert Client().get("/sw.js", headers={"If-None-Match": answer["ETag"]}).status_code == 304
    for address in (shell["offline"], shell["waiting"]):
        assert Client().get(address).status_code == 200
    for part in shell["parts"]:
        assert Client().get(part).status_code == 200, part


def test_a_member_s_device_may_keep_what_they_read_each_day_and_a_guest_s_nothing(
    cast: Cast, signed_in: SignedIn
) -> None:
    ana, gus = signed_in("ana"), signed_in("gus")
    for path in ("/", "/cases/", f"/cases/{cast.case}/"):
        answer = ana.get(path)
        assert (answer["X-Reader"], answer["X-Keep"]) == (cast.ana.id, "yes"), path
        assert answer["Cache-Control"] == "no-store"
        theirs = gus.get(path)
        assert theirs["X-Reader"] == cast.gus.id
        assert not theirs.has_header("X-Keep"), path
    for path in ("/settings/", "/people/", "/search/?q=wardrobe", "/administration/"):
        assert not ana.get(path).has_header("X-Keep"), path


def test_a_refused_page_is_kept_by_nobody(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in("ana").get("/cases/C-2020-000000/")
    assert answer.status_code == 404
    assert not answer.has_header("X-Keep")


def test_what_is_sent_later_is_sent_as_who_is_signed_in(cast: Cast, signed_in: SignedIn) -> None:
    told = json.loads(signed_in("ana").get("/app/ready/").content)
    assert told["me"] == cast.ana.id
    assert told["ahead"][:2] == ["/", "/cases/"]
    assert json.loads(signed_in("gus").get("/app/ready/").content)["ahead"] == []
    assert Client().get("/app/ready/")["Location"].startswith("/sign-in/")


def test_a_note_of_a_contact_that_waited_for_the_network_is_noted_once(cast: Cast, signed_in: SignedIn) -> None:
    door = signed_in("ana")
    path = f"/cases/{cast.case}/contacts/new/"
    said = {"channel": "phone", "direction": "in", "minutes": "5", "note": "She rang.", "retold": "no"}
    said["key"] = str(uuid.uuid4())
    for _try in range(2):
        assert door.post(path, said).status_code == 302
    assert [one.note for one in contacts(cast.ana, cast.case).results].count("She rang.") == 1
