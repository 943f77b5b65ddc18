"""What another app of a device hands over comes into the composer of a place; nothing is said by itself."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from feeds.models import File
from feeds.queries import being_written, group_wall
from people.actions import issue_token
from people.models import Person
from tests.cast import proved
from tests.feeds.pictures import picture
from tests.frontend.conftest import Cast, SignedIn


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("table.jpg", picture(), "image/jpeg")


def phone(person: Person) -> Client:
    """A browser that asks for tokens, as a real one does not when another app shares."""
    client = Client(enforce_csrf_checks=True)
    client.force_login(person)
    proved(client, person)
    return client


def test_a_photo_from_the_phone_waits_privately_until_its_place_is_chosen(cast: Cast, signed_in: SignedIn) -> None:
    ana = phone(cast.ana)
    page = ana.post(
        "/share/", {"title": "The table", "text": "Scratched", "url": "", "files": photo()},
        headers={"Sec-Fetch-Site": "none"},
    )  # fmt: skip
    assert page.status_code == 200
    assert "The table\nScratched" in page.text
    (file,) = File.objects.filter(name="table.jpg")
    assert signed_in("bo").get(f"/files/{file.id}/").status_code == 404
    door = signed_in("ana")
    told = door.post("/share/into/", {"place": f"case-{cast.case}", "body": "The table", "attachment": [file.id]})
    assert told["Location"] == f"/cases/{cast.case}/?pane=thread#composer"
    draft = being_written(cast.ana, f"case-{cast.case}")
    assert (draft.body, [one.id for one in draft.attachments]) == ("The table", [file.id])


def test_what_is_being_written_there_stays_before_it(cast: Cast, signed_in: SignedIn) -> None:
    door, place = signed_in("ana"), f"group-{cast.shop}"
    for words in ("First.", "Second."):
        assert door.post("/share/into/", {"place": place, "body": words}).status_code == 302
    assert being_written(cast.ana, place).body == "First.\n\nSecond."
    assert "Second." not in [post.body for post in group_wall(cast.ana, cast.shop).page.results], (
        "nothing is said by itself"
    )


def test_another_site_shares_nothing_and_a_stranger_is_asked_to_sign_in(cast: Cast) -> None:
    for site in ("cross-site", "same-site"):
        refused = phone(cast.ana).post("/share/", {"text": "x", "files": photo()}, headers={"Sec-Fetch-Site": site})
        assert refused.status_code == 403
    assert not File.objects.filter(name="table.jpg").exists()
    assert Client().post("/share/", {"text": "x"})["Location"].startswith("/sign-in/")
    assert phone(cast.ana).post("/share/into/", {"place": f"group-{cast.shop}", "body": "x"}).status_code == 403


@pytest.mark.parametrize("scope", ["everything", "read", "send"])
def test_the_token_of_a_device_opens_no_page_so_a_share_needs_a_browser_that_is_signed_in(
    cast: Cast, scope: str
) -> None:
    _id, secret = issue_token(cast.ana, device="phone", scope=scope)
    bearer = {"Authorization": f"Bearer {secret}", "Sec-Fetch-Site": "none"}
    said = Client().post("/share/", {"text": "x", "files": photo()}, headers=bearer)
    assert said["Location"].startswith("/sign-in/")
    into = Client().post("/share/into/", {"place": f"group-{cast.shop}", "body": "x"}, headers=bearer)
    assert into["Location"].startswith("/sign-in/")
    assert not File.objects.filter(name="table.jpg").exists()
    assert not being_written(cast.ana, f"group-{cast.shop}").body


def test_a_place_that_one_does_not_read_is_no_place_and_nothing_is_lost(cast: Cast, signed_in: SignedIn) -> None:
    cy = signed_in("cy")
    answers = [
        cy.post("/share/into/", {"place": place, "body": "My words"})
        for place in (f"group-{cast.secret}", "group-" + "0" * 32, "home", "nonsense", "", f"case-{cast.restricted}")
    ]
    assert {answer.status_code for answer in answers} == {400}
    assert all("My words" in answer.text for answer in answers)


def test_a_file_that_is_refused_says_why_and_keeps_the_words(cast: Cast, signed_in: SignedIn) -> None:
    bad = SimpleUploadedFile("evil.exe", b"MZ\x90\x00" + b"\x00" * 60, "application/octet-stream")
    page = signed_in("ana").post("/share/", {"text": "My words", "files": bad})
    assert page.status_code == 400
    assert "evil.exe" in page.text
    assert "My words" in page.text
