"""Bringing a table in by its pages: sent, looked at, carried out; what cannot be read is said and nothing is lost."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from groups.models import ImportPlan
from people.models import Person
from tests.cast import admit
from tests.conftest import Counting
from tests.frontend.conftest import Cast, SignedIn

PAGE = "/administration/import/"
PEOPLE = "handle,name,title\nzoe,Zoé Marchand,Vendeuse\nbo,Bo Delorme,Chef\nmo,,x\n"


@pytest.fixture
def sam(db: None) -> Client:
    """The browser of who runs the site."""
    client = Client()
    client.force_login(admit("sam", name="Sam Okafor", site_role="site_admin"))
    return client


def _send(client: Client, content: str | bytes, kind: str = "people", name: str = "people.csv") -> HttpResponse:
    sent = SimpleUploadedFile(name, content.encode() if isinstance(content, str) else content)
    answer: HttpResponse = client.post(PAGE, {"kind": kind, "file": sent})  # type: ignore[assignment]  # an answer
    return answer


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def test_sam_sends_a_table_looks_at_it_and_carries_it_out(cast: Cast, sam: Client) -> None:
    answer = _send(sam, PEOPLE)
    assert answer.status_code == 302
    at = answer["Location"]
    page = _text(sam.get(at))
    for said in ("Zoé Marchand (zoe)", "<s>Service</s> → Chef", "the name is empty", "Nothing has been changed yet."):
        assert said in page, said
    assert "Do it: 2 lines" in page
    assert not Person.objects.filter(handle="zoe").exists()
    done = sam.post(f"{at}carry-out/", follow=True)
    assert "Done: 1 new, 1 changed, 0 as they were, 1 refused." in done.content.decode()
    assert Person.objects.get(handle="bo").title == "Chef"


def test_one_looks_at_the_refused_lines_alone(cast: Cast, sam: Client) -> None:
    at = _send(sam, PEOPLE)["Location"]
    page = _text(sam.get(f"{at}?outcome=refused"))
    assert "the name is empty" in page
    assert "Zoé Marchand" not in page
    assert "No such line" in _text(sam.get(f"{at}?outcome=unchanged"))


def test_when_the_site_has_changed_one_looks_again_before_it_is_done(cast: Cast, sam: Client) -> None:
    at = _send(sam, PEOPLE)["Location"]
    Person.objects.filter(handle="bo").update(title="Chef")
    page = sam.post(f"{at}carry-out/", follow=True).content.decode()
    assert "The site has changed since you looked." in page
    assert "Do it:" not in page
    page = sam.post(f"{at}look-again/", follow=True).content.decode()
    assert "Do it: 1 line" in page


def test_a_dropped_table_does_nothing(cast: Cast, sam: Client) -> None:
    at = _send(sam, PEOPLE)["Location"]
    assert "people.csv" in _text(sam.get(PAGE))
    sam.post(f"{at}drop/")
    assert not ImportPlan.objects.exists()
    assert sam.get(at).status_code == 404


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "The file is empty."),
        (b"name\nZoe\n", "the column handle is missing"),
        (b"\x00\x01\x02", "The table cannot be used"),
    ],
    ids=["empty", "column missing", "no table"],
)
def test_what_is_no_table_is_told_beside_the_field(cast: Cast, sam: Client, content: bytes, said: str) -> None:
    answer = _send(sam, content)
    assert answer.status_code == 400
    assert said in _text(answer)


def test_a_form_without_a_file_or_with_an_unknown_kind_comes_back(cast: Cast, sam: Client) -> None:
    assert sam.post(PAGE, {"kind": "people"}).status_code == 400
    assert _send(sam, PEOPLE, kind="dogs").status_code == 400


def test_the_example_of_each_kind_is_read_back_as_it_was_meant(cast: Cast, sam: Client) -> None:
    for kind in ("people", "groups"):
        sample = sam.get(f"{PAGE}samples/{kind}/")
        assert sample["Content-Disposition"] == f'attachment; filename="{kind}.csv"'
        assert _send(sam, sample.content, kind=kind).status_code == 302
    assert sam.get(f"{PAGE}samples/dogs/").status_code == 404


def test_words_of_a_table_are_shown_as_words(cast: Cast, sam: Client) -> None:
    at = _send(sam, "handle,name\nzoe,<script>alert(1)</script>\n", name="<img src=x>.csv")["Location"]
    page = _text(sam.get(at))
    assert "<script>alert" not in page
    assert "<img src=x>" not in page


def test_nobody_else_finds_the_import(cast: Cast, signed_in: SignedIn, sam: Client) -> None:
    at = _send(sam, PEOPLE)["Location"]
    for handle in ("ana", "gus"):
        client = signed_in(handle)
        assert _send(client, PEOPLE).status_code == 404
        for verb, path in (("get", PAGE), ("get", at), ("post", f"{at}carry-out/"), ("get", f"{PAGE}samples/people/")):
            assert getattr(client, verb)(path).status_code == 404, path


@pytest.mark.parametrize("number", [1, 10, 100])
def test_looking_costs_as_many_statements_for_many_lines_as_for_one(
    cast: Cast, sam: Client, statements: Counting, number: int
) -> None:
    at = _send(sam, "handle,name\n" + "".join(f"p{one},Person {one}\n" for one in range(number)))["Location"]
    sam.get(at)
    with statements(11):
        assert _text(sam.get(at)).count("outcome-new") == number
