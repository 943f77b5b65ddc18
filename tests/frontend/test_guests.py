"""The pages as Gus, a partner's guest, meets them: his side of his cases alone, and no page fails for the rest."""

import pytest
from django.test import Client

from people.models import Person
from tests.browser import seed


@pytest.fixture
def cast_ids(db: None) -> dict[str, str]:
    """Ana's case with Gus on the carrier's side."""
    return seed.cast()


@pytest.fixture
def gus(client: Client, cast_ids: dict[str, str]) -> Client:
    """Gus in his browser."""
    client.force_login(Person.objects.get(handle="gus"))
    return client


@pytest.mark.parametrize("address", ["/cases/", "/cases/?which=all", "/cases/?which=followed"])
def test_gus_sees_his_case_in_the_list_by_its_public_title(gus: Client, cast_ids: dict[str, str], address: str) -> None:
    answer = gus.get(address)
    assert answer.status_code == 200
    assert "Wardrobe Solène" not in answer.text
    assert cast_ids["case"] in answer.text


def test_gus_reads_no_story_on_the_page_of_his_case(gus: Client, cast_ids: dict[str, str]) -> None:
    answer = gus.get(f"/cases/{cast_ids['case']}/")
    assert answer.status_code == 200
    assert "Never on Saturday" not in answer.text
    assert "Mme Dupin" not in answer.text


@pytest.mark.parametrize("part", ["brief", "story", "people"])
def test_the_inner_parts_of_his_case_do_not_exist_for_gus(gus: Client, cast_ids: dict[str, str], part: str) -> None:
    assert gus.get(f"/cases/{cast_ids['case']}/{part}/").status_code == 404


def test_gus_finds_nothing_that_is_not_his(gus: Client, cast_ids: dict[str, str]) -> None:
    for address in ("/", "/groups/", "/customers/", "/search/?q=saturday", "/search/?q=catalogue"):
        answer = gus.get(address)
        assert answer.status_code == 200
        assert "catalogue has arrived" not in answer.text
        assert "Mme Dupin" not in answer.text
