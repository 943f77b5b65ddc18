"""Reading for a reason, on its pages."""

from typing import Any

import pytest
from django.test import Client

from esn.core.models import AuditEntry
from feeds.actions import delete_post, publish
from groups.models import ComplianceReading, Group
from people.models import Person
from tests.cast import admit
from tests.conftest import Counting
from tests.frontend.conftest import Cast, SignedIn

PAGE = "/administration/reading/"
WHY = "The works council asked about the rota."


@pytest.fixture
def kim(db: None) -> Client:
    """The browser of who watches over the site."""
    client = Client()
    client.force_login(admit("kim", name="Kim Laurent", site_role="compliance_admin"))
    return client


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def _opened(kim: Client, cast: Cast) -> str:
    said = {"kind": "group", "ref": cast.secret, "reason": WHY}
    return str(kim.post(f"{PAGE}open/", said)["Location"])


def test_kim_looks_opens_reads_and_ends(cast: Cast, kim: Client) -> None:
    post = publish(cast.ana, audience_id=Group.objects.get(id=cast.secret).audience_id, body="A **quiet** word.")
    delete_post(cast.ana, post_id=post)
    page = _text(kim.post(PAGE, {"text": "price", "reason": WHY}))
    assert "Price talks" in page
    assert "Secret" in page
    address = _opened(kim, cast)
    page = _text(kim.get(address))
    assert "<strong>quiet</strong>" in page
    assert "Deleted" in page
    assert AuditEntry.objects.filter(verb="content.read", subject_id=post).count() == 1
    assert kim.post(f"{address}end/").status_code == 302
    assert kim.get(address).status_code == 404
    assert "Price talks" in _text(kim.get(PAGE))


def test_the_entries_of_a_case_are_in_words(cast: Cast, kim: Client) -> None:
    said = {"kind": "case", "ref": cast.restricted, "reason": WHY}
    page = _text(kim.get(str(kim.post(f"{PAGE}open/", said)["Location"])))
    assert "The wardrobe came without doors." in page


def test_what_kim_typed_stays_when_the_reason_is_missing(cast: Cast, kim: Client) -> None:
    answer = kim.post(PAGE, {"text": "Price talks", "reason": ""})
    assert answer.status_code == 400
    assert 'value="Price talks"' in _text(answer)
    assert not AuditEntry.objects.filter(verb__startswith="content.").exists()


def test_nothing_found_is_said_and_on_record(cast: Cast, kim: Client) -> None:
    assert "No group and no case is called so" in _text(kim.post(PAGE, {"text": "zzz", "reason": WHY}))
    assert AuditEntry.objects.filter(verb="content.looked_for").count() == 1


def test_the_others_find_nothing(cast: Cast, kim: Client, signed_in: SignedIn) -> None:
    address = _opened(kim, cast)
    Person.objects.filter(handle="bo").update(site_role="site_admin")
    for handle in ("ana", "bo", "gus"):
        client = signed_in(handle)
        for path in (PAGE, address):
            assert client.get(path).status_code == 404
        assert client.post(f"{PAGE}open/", {"kind": "group", "ref": cast.secret, "reason": WHY}).status_code == 404
    assert ComplianceReading.objects.count() == 1


def test_the_owner_reads_on_the_page_about_the_group_who_read_it_once_it_is_over(
    cast: Cast, kim: Client, signed_in: SignedIn
) -> None:
    address, about = _opened(kim, cast), f"/groups/{cast.secret}/about/"
    assert "Kim Laurent" not in _text(signed_in("ana").get(about))
    kim.post(f"{address}end/")
    page = _text(signed_in("ana").get(about))
    assert "Read for a reason" in page
    assert "Kim Laurent" in page
    assert "Kim Laurent" not in _text(signed_in("bo").get(about))


@pytest.mark.parametrize("many", [1, 10])
def test_statements_do_not_grow(cast: Cast, kim: Client, statements: Counting, many: int) -> None:
    audience = Group.objects.get(id=cast.secret).audience_id
    for number in range(many):
        publish(cast.ana, audience_id=audience, body=f"Number {number}")
    address = _opened(kim, cast)
    with statements(32):
        kim.get(address)
