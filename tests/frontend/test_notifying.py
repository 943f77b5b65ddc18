"""The pages of quiet hours, public holidays and notifications, as forms without a script."""

import re

import pytest

from people import queries
from people.models import Notifying
from tests.cast import found
from tests.frontend.conftest import Cast, SignedIn

HOURS, PAGE = "/settings/hours/", "/settings/notifications/"


def test_quiet_hours_are_said_and_taken_back(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    assert client.post(f"{HOURS}quiet/", {"start": "19:30", "end": "07:30"}).status_code == 302
    assert 'value="19:30"' in client.get(HOURS).content.decode()
    assert client.post(f"{HOURS}quiet/", {"none": "1"}).status_code == 302
    assert queries.choices(cast.ana).quiet_from is None


def test_what_was_typed_wrongly_is_kept_beside_its_reason(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in("ana").post(f"{HOURS}quiet/", {"start": "19:30", "end": ""})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert 'value="19:30"' in page
    assert re.search(r'class="error" id="id_end_error"', page)


def test_a_country_offers_its_parts_and_another_country_begins_with_its_whole(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    client.post(f"{HOURS}holidays/", {"country": "FR"})
    assert "Moselle" in client.get(HOURS).content.decode()
    client.post(f"{HOURS}holidays/", {"country": "FR", "part": "FR-57"})
    assert Notifying.objects.get(person=cast.ana).region == "FR-57"
    client.post(f"{HOURS}holidays/", {"country": "DE", "part": "FR-57"})
    assert Notifying.objects.get(person=cast.ana).region == "DE"
    client.post(f"{HOURS}holidays/", {"country": "none"})
    assert queries.holidays_kept(cast.ana).coming == ()


@pytest.mark.parametrize("said", [{"country": "XX"}, {"country": "FR", "part": "FR-XX"}])
def test_a_region_that_nobody_knows_is_refused(cast: Cast, signed_in: SignedIn, said: dict[str, str]) -> None:
    assert signed_in("ana").post(f"{HOURS}holidays/", said).status_code == 400


def test_mail_sound_and_groups_are_chosen(cast: Cast, signed_in: SignedIn) -> None:
    group = found(cast.bo, "open", name="Logistics", member=cast.ana)
    client = signed_in("ana")
    assert "Logistics" in client.get(PAGE).content.decode()
    said = {"mail": "weekly", "mail_hour": "7", "mail_weekday": "4", "sound": "on"}
    assert client.post(PAGE, said).status_code == 302
    chosen = queries.choices(cast.ana)
    assert (chosen.mail, chosen.mail_hour, chosen.mail_weekday, chosen.sound) == ("weekly", 7, 4, True)
    assert client.post(PAGE, {**said, "mail": "often"}).status_code == 400
    client.post(f"{PAGE}groups/", {f"group-{group.id}": "nothing"})
    assert '<option value="nothing" selected>' in client.get(PAGE).content.decode()
