"""The pages on which staff open windows for a customer, look at them as the customer does, and close them."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client

from cases import actions
from cases.models import PortalLink
from tests.frontend.conftest import MONDAY, Cast, SignedIn
from tests.frontend.windows import (
    opened,
    promised,
)

pytestmark = pytest.mark.usefixtures("on_monday")


def test_staff_make_a_link_whose_address_is_shown_once(cast: Cast, signed_in: SignedIn) -> None:
    ana = signed_in("ana")
    path = f"/cases/{cast.case}/windows/"
    assert path in ana.get(f"/cases/{cast.case}/").content.decode()
    made = ana.post(path, {"contact": "self", "days": "7"}).content.decode()
    address = re.search(r'value="http://testserver(/window/\w+/open/[\w-]+/)"', made)
    assert address
    assert Client().get(address[1]).status_code == 200
    again = ana.get(path).content.decode()
    assert address[1] not in again
    assert "not opened yet" in again
    link = PortalLink.objects.get()
    assert link.expires_at == MONDAY + dt.timedelta(days=7)
    assert ana.post(f"{path}{link.id}/revoke/").status_code == 302
    assert "taken back" in ana.get(path).content.decode()


def test_a_wrong_choice_is_said_beside_its_field(cast: Cast, signed_in: SignedIn) -> None:
    for wrong in ({"contact": "x", "days": "7"}, {"contact": "self", "days": "31"}):
        assert signed_in("ana").post(f"/cases/{cast.case}/windows/", wrong).status_code == 400
    assert not PortalLink.objects.exists()


def test_the_preview_is_what_the_customer_sees_marked_and_nothing_in_it_can_be_pressed(
    cast: Cast, signed_in: SignedIn
) -> None:
    promised(cast)
    page = signed_in("ana").get(f"/cases/{cast.case}/window/").content.decode()
    assert "Preview." in page
    assert '<html lang="fr"' in page  # hers
    assert "<form" not in page
    assert "<script" not in page
    assert "Jeudi" in page or "jeudi" in page


@pytest.mark.parametrize("rest", ["windows/", "window/"])
@pytest.mark.parametrize(("handle", "restricted"), [("cy", True), ("gus", False)])
def test_the_pages_are_not_there_for_whom_the_case_is_not(
    cast: Cast, signed_in: SignedIn, rest: str, handle: str, restricted: bool
) -> None:
    ref = cast.restricted if restricted else cast.case
    hidden = signed_in(handle).get(f"/cases/{ref}/{rest}")
    assert hidden.status_code == 404
    assert hidden.content == signed_in(handle).get(f"/cases/C-2020-000000/{rest}").content


def test_who_does_not_take_part_reads_the_list_and_opens_nothing(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in("cy").get(f"/cases/{cast.case}/windows/").content.decode()
    assert "Only those who take part" in page
    assert signed_in("cy").post(f"/cases/{cast.case}/windows/", {"contact": "self", "days": "7"}).status_code == 403


def test_what_a_window_costs_is_written_down(cast: Cast, statements: Any) -> None:
    promised(cast)
    seen = opened(cast)
    seen.page()
    for _round in range(2):
        with statements(10):
            seen.client.get(seen.path)
        for number in range(10):
            actions.post_in_case(cast.ana, ref=cast.case, body=f"Line {number}", side="customer")
