"""The pages about people: the directory, one person, one's own profile and photo, what the house says of others."""

import re
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from pytest_django import Settings

from feeds.actions import delete_post, publish
from groups.models import EVERYONE
from people.actions import edit_profile
from people.models import Person
from tests.conftest import Counting
from tests.feeds.pictures import SVG, picture
from tests.frontend.conftest import Cast, SignedIn

LIVE = {"HX-Request": "true"}


@pytest.fixture(autouse=True)
def own_folder(settings: Settings, tmp_path: Path) -> Path:
    """A data folder of this test alone."""
    settings.DATA_DIR = tmp_path
    return tmp_path


def page(client: Client, path: str, **headers: str) -> str:
    """A page that is there."""
    answer = client.get(path, headers={name.replace("_", "-"): text for name, text in headers.items()})
    assert answer.status_code == 200, (path, answer.status_code)
    return unescape(answer.content.decode())


def say_of(person: Person, **said: Any) -> None:
    """What somebody says of themselves."""
    edit_profile(person, everyone=EVERYONE, **said)


PROFILE = {
    "name": "Ana Martin", "title": "Sales", "department": "Shop floor", "place": "Lyon", "phone": "01 99 00 41 87",
    "manager": "", "skills": ["Marquetry", ""], "languages": ["French", "English"], "about": "Ask me.",
    "language": "en", "time_zone": "Europe/Paris",
}  # fmt: skip


# The directory ------------------------------------------------------------------------------------------------------
def test_bo_finds_ana_by_what_she_knows_how_to_do(cast: Cast, signed_in: SignedIn) -> None:
    say_of(cast.ana, skills=["Marquetry"], department="Shop floor", place="Lyon")
    whole = page(signed_in("bo"), "/people/?q=marq")
    assert f'href="/people/{cast.ana.id}/"' in whole
    assert f'href="/people/{cast.cy.id}/"' not in whole
    assert "Shop floor" in whole
    assert ">1 person" in re.sub(r">\s+", ">", whole)
    assert '<option value="marquetry"' in whole


def test_while_she_types_the_list_alone_is_drawn_again(cast: Cast, signed_in: SignedIn) -> None:
    part = page(signed_in("bo"), "/people/?q=ana", **LIVE)
    assert "<html" not in part
    assert 'id="found"' in part
    assert 'hx-swap-oob="innerHTML"' in part
    assert f'data-fresh-of="{cast.ana.id}"' in part


def test_the_directory_is_narrowed_by_boxes_and_says_when_nobody_is_there(cast: Cast, signed_in: SignedIn) -> None:
    say_of(cast.ana, skills=["Marquetry"], department="Shop floor")
    client = signed_in("bo")
    assert f'href="/people/{cast.ana.id}/"' in page(client, "/people/?department=shop floor&skill=Marquetry")
    nobody = page(client, "/people/?skill=marquetry&language=pl")
    assert "Nobody found" in nobody
    assert "Look in the whole house" in nobody
    assert "selected" in nobody.partition('value="marquetry"')[2][:20]


@pytest.mark.parametrize("query", ["q=%00", "team=nothing", "cursor=x", f"q={'x' * 5000}", "skill=%F0%9F%99%82"])
def test_odd_questions_to_the_directory_are_answered(cast: Cast, signed_in: SignedIn, query: str) -> None:
    assert signed_in("bo").get(f"/people/?{query}").status_code in (200, 400, 404)


def test_gus_has_no_boxes_and_finds_the_people_of_his_cases(cast: Cast, signed_in: SignedIn) -> None:
    say_of(cast.ana, skills=["Marquetry"])
    whole = page(signed_in("gus"), "/people/")
    assert f'href="/people/{cast.ana.id}/"' in whole
    assert "Marquetry" not in whole
    assert "<select" not in whole.partition('id="main"')[2]
    assert f'href="/people/{cast.cy.id}/"' not in whole


def test_names_are_completed_for_colleagues(cast: Cast, signed_in: SignedIn) -> None:
    assert 'value="Ana Martin"' in page(signed_in("bo"), "/people/names/?manager=an", **LIVE)
    assert "<option" not in page(signed_in("bo"), "/people/names/", **LIVE)
    assert "Cy Haddad" not in page(signed_in("gus"), "/people/names/?q=cy", **LIVE)


# One person ---------------------------------------------------------------------------------------------------------
def test_bo_reads_who_ana_is_and_what_she_wrote_where_he_reads(cast: Cast, signed_in: SignedIn) -> None:
    say_of(cast.bo, time_zone="Indian/Reunion")
    say_of(cast.ana, phone="01 99 00 41 87", manager=cast.mo.id, skills=["Marquetry"], languages=["fr", "pl"])
    said = publish(cast.ana, audience_id=cast.shop_audience, body="The wardrobes are here.")
    gone = publish(cast.ana, audience_id=cast.shop_audience, body="Never mind.")
    delete_post(cast.ana, post_id=gone)
    whole = page(signed_in("bo"), f"/people/{cast.ana.id}/")
    assert 'href="tel:+33199004187"' in whole
    assert f'href="/people/{cast.mo.id}/"' in whole
    assert "/people/?skill=Marquetry" in whole
    assert "Polish" in whole
    assert "there" in whole.partition("Europe/Paris")[2][:60]
    assert f'id="post-{said}"' in whole
    assert "Never mind." not in whole


def test_what_ana_wrote_elsewhere_is_not_on_her_page_for_cy(cast: Cast, signed_in: SignedIn) -> None:
    from groups.models import Group

    secret = Group.objects.get(id=cast.secret).audience_id
    publish(cast.ana, audience_id=secret, body="Between us: canary.")
    assert "canary" not in page(signed_in("cy"), f"/people/{cast.ana.id}/")


def test_an_open_page_asks_for_its_part_again(cast: Cast, signed_in: SignedIn) -> None:
    part = page(signed_in("bo"), f"/people/{cast.ana.id}/", **LIVE)
    assert "<html" not in part
    assert f'data-fresh-of="{cast.ana.id}"' in part


def test_who_has_left_is_shown_as_gone_and_cannot_be_called(cast: Cast, signed_in: SignedIn) -> None:
    say_of(cast.ana, phone="01 99 00 41 87")
    Person.objects.filter(id=cast.ana.id).update(is_active=False)
    whole = page(signed_in("bo"), f"/people/{cast.ana.id}/")
    assert "No longer here" in whole
    assert "button main" not in whole.partition('id="main"')[2]


def test_gus_reads_of_ana_what_stands_beside_her_posts(cast: Cast, signed_in: SignedIn) -> None:
    say_of(cast.ana, phone="01 99 00 41 87", about="Ask me about wood.", skills=["Marquetry"])
    whole = page(signed_in("gus"), f"/people/{cast.ana.id}/")
    assert "Ana Martin" in whole
    assert not any(word in whole for word in ("+33199004187", "Ask me about wood.", "Marquetry"))
    assert signed_in("gus").get(f"/people/{cast.cy.id}/").status_code == 404


# One's own profile --------------------------------------------------------------------------------------------------
def test_ana_says_what_she_does_and_it_is_on_her_page(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    answer = client.post("/settings/", {**PROFILE, "manager": "bo"})
    assert (answer.status_code, answer["Location"]) == (302, "/settings/")
    whole = page(client, f"/people/{cast.ana.id}/")
    for word in ("Shop floor", "Lyon", "Marquetry", "Ask me.", "French", "English", "Bo Delorme"):
        assert word in whole, word
    again = page(client, "/settings/")
    assert 'value="Bo Delorme"' in again
    assert 'value="Marquetry"' in again
    assert 'value="English"' in again


def test_languages_are_said_in_french_too(cast: Cast, signed_in: SignedIn) -> None:
    Person.objects.filter(id=cast.mo.id).update(language="fr")
    client = signed_in("mo")
    client.post("/settings/", {**PROFILE, "language": "fr", "languages": ["polonais", "Deutsch", "ANGLAIS"]})
    whole = page(client, f"/people/{cast.mo.id}/")
    assert all(word in whole for word in ("Polonais", "Allemand", "Anglais"))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"phone": "call me"}, "phone"),
        ({"manager": "Nobody At All"}, "manager"),
        ({"manager": "ana"}, "manager"),
        ({"languages": ["Klingon"]}, "languages"),
        ({"skills": ["…"]}, "skills"),
        ({"name": "Ana\u202e"}, "name"),
        ({"place": "a\x00b"}, "place"),
        ({"department": "x" * 121}, "department"),
    ],
)
def test_what_is_wrong_is_told_beside_its_field_and_nothing_typed_is_lost(
    cast: Cast, signed_in: SignedIn, change: dict[str, Any], field: str
) -> None:
    answer = signed_in("ana").post("/settings/", {**PROFILE, "about": "A long thought.", **change})
    whole = unescape(answer.content.decode())
    assert answer.status_code == 400
    assert f"field-{field} wrong" in whole
    assert "A long thought." in whole
    assert 'value="Marquetry"' in whole or field == "skills"
    assert Person.objects.get(id=cast.ana.id).name == "Ana Martin"


def test_two_people_of_one_name_are_told_apart_by_what_they_sign_in_as(cast: Cast, signed_in: SignedIn) -> None:
    from tests.cast import admit

    for handle in ("sam1", "sam2"):
        admit(handle, name="Sam Petit")
    client = signed_in("ana")
    assert client.post("/settings/", {**PROFILE, "manager": "Sam Petit"}).status_code == 400
    assert client.post("/settings/", {**PROFILE, "manager": "sam2"}).status_code == 302
    assert client.post("/settings/", {**PROFILE, "manager": "Sam Petit"}).status_code == 302, "who it is already"


# The photo ----------------------------------------------------------------------------------------------------------
def send(client: Client, content: bytes, **crop: str) -> HttpResponse:
    answer = client.post("/settings/photo/", {"photo": SimpleUploadedFile("me.jpg", content), **crop})
    assert isinstance(answer, HttpResponse)
    return answer


def test_ana_sends_a_photo_and_it_stands_beside_her_words(cast: Cast, signed_in: SignedIn) -> None:
    publish(cast.ana, audience_id=cast.shop_audience, body="The wardrobes are here.")
    assert send(signed_in("ana"), picture(), x="0", y="0", size="100").status_code == 302
    address = f'src="/api/v1/people/{cast.ana.id}/photo/'
    for path in (f"/groups/{cast.shop}/", f"/people/{cast.ana.id}/", "/people/"):
        assert address in page(signed_in("bo"), path), path
    holder = page(signed_in("bo"), f"/cases/{cast.case}/").partition("<h2>Holder</h2>")[2].partition("</b>")[0]
    assert address in holder
    assert signed_in("ana").post("/settings/photo/remove/").status_code == 302
    assert address not in page(signed_in("bo"), "/people/")


@pytest.mark.parametrize(
    ("content", "crop"),
    [(SVG, {}), (b"", {}), (picture()[:500], {}), (picture(), {"x": "9999", "y": "0", "size": "50"}),
     (picture(), {"x": "a", "y": "0", "size": "50"}), (picture(), {"x": "1"})],
)  # fmt: skip
def test_what_is_no_photo_is_told_beside_the_box(
    cast: Cast, signed_in: SignedIn, content: bytes, crop: dict[str, str]
) -> None:
    answer = send(signed_in("ana"), content, **crop)
    assert answer.status_code == 400
    told = answer.content.decode().partition('id="photo-error"')[2].partition("</p>")[0]
    assert len(told.partition(">")[2]) > 10
    assert "hidden" not in told.partition(">")[0]


def test_no_photo_at_all_is_told_too(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in("ana").post("/settings/photo/").status_code == 400


# Said by who runs the site ------------------------------------------------------------------------------------------
def test_who_runs_the_site_corrects_somebody_and_others_cannot(cast: Cast, signed_in: SignedIn) -> None:
    Person.objects.filter(id=cast.mo.id).update(site_role="site_admin", language="en")
    edit = f"/people/{cast.ana.id}/edit/"
    client = signed_in("mo")
    assert edit in page(client, f"/people/{cast.ana.id}/")
    said = {"name": "Ana Martin-Roy", "title": "Head of sales", "manager": "Bo Delorme", "phone": "12"}
    answer = client.post(edit, said)
    assert answer.status_code == 400
    assert "Head of sales" in answer.content.decode()
    assert client.post(edit, {**said, "phone": ""}).status_code == 302
    assert "Ana Martin-Roy" in page(client, f"/people/{cast.ana.id}/")
    assert edit not in page(signed_in("bo"), f"/people/{cast.ana.id}/")
    assert signed_in("bo").get(edit).status_code == 403
    assert signed_in("bo").post(f"/people/{cast.ana.id}/photo/remove/").status_code == 403
    assert signed_in("gus").get(f"/people/{cast.cy.id}/edit/").status_code == 404


def test_who_runs_the_site_takes_a_photo_away(cast: Cast, signed_in: SignedIn) -> None:
    Person.objects.filter(id=cast.mo.id).update(site_role="site_admin")
    send(signed_in("ana"), picture())
    assert signed_in("mo").post(f"/people/{cast.ana.id}/photo/remove/").status_code == 302
    assert Person.objects.get(id=cast.ana.id).photo is None


STATEMENTS = {"/people/": 14, "/people/?q=one": 14}


@pytest.mark.parametrize("path", STATEMENTS)
def test_the_directory_costs_the_same_for_one_and_a_hundred(
    cast: Cast, signed_in: SignedIn, statements: Counting, path: str
) -> None:
    from tests.cast import admit

    client = signed_in("bo")
    admit("one")
    page(client, path)
    with statements(STATEMENTS[path]):
        page(client, path)
    for number in range(100):
        admit(f"one-{number}")
    with statements(STATEMENTS[path]):
        page(client, path)
