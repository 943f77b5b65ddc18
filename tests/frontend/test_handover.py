"""Handing over what somebody holds: one dialogue, one step, and a page that says where everything went."""

import pytest

from cases import queries
from cases.actions import Holder, offer_handoff, open_case
from groups.actions import admit_person
from groups.models import Group
from tests.conftest import Counting
from tests.frontend.conftest import Cast, SignedIn
from tests.frontend.test_case_links import STORY


def at(cast: Cast) -> str:
    return f"/people/{cast.ana.id}/handover/"


def test_ana_finds_everything_that_she_holds_with_her_team_for_the_rest(cast: Cast, signed_in: SignedIn) -> None:
    person = signed_in("ana").get(f"/people/{cast.ana.id}/").content.decode()
    assert at(cast) in person
    page = signed_in("ana").get(at(cast)).content.decode()
    for words in ("Wardrobe without doors", "A delicate matter", "Price talks", "Night shift", "Mme Dupin"):
        assert words in page
    assert f'<option value="team:{cast.closed}" selected>' in page, "the first of her teams is chosen already"
    assert f'<option value="person:{cast.bo.id}">' in page
    assert f'value="person:{cast.ana.id}"' not in page
    assert f'value="team:{cast.secret}"' not in page


def test_ana_hands_over_by_name_and_the_rest_to_the_team(cast: Cast, signed_in: SignedIn) -> None:
    ref = open_case(cast.bo, customer_id=cast.customer, title="A lamp", story=STORY)
    offer_handoff(cast.bo, ref=ref, to=Holder("person", cast.ana.id), brief="Please", expectation="Call her.")
    form = {
        f"case:{cast.case}": f"person:{cast.bo.id}",
        f"group:{cast.shop}": f"person:{cast.mo.id}",
        "rest": f"team:{cast.shop}",
    }
    page = signed_in("ana").post(at(cast), form).content.decode()
    for words in ("Handed over", "Wardrobe without doors", "Bo Delorme", "A delicate matter", "Mo Serrano", "A lamp"):
        assert words in page
    assert "Gone back to who offered it" in page
    still = page.partition("Still theirs")[2]
    assert "Price talks" in still
    assert "Shop floor" not in still
    assert queries.brief(cast.bo, cast.case).case.holder.id == cast.bo.id
    assert queries.brief(cast.ana, cast.restricted).case.holder.id == cast.shop
    assert (
        "With everything that was handed over at once." in signed_in("bo").get(f"/cases/{cast.case}/").content.decode()
    )


def test_somebody_who_is_in_no_list_is_looked_for_and_the_choices_stay(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    chosen = f'<option value="person:{cast.cy.id}" selected>'
    form = {"q": "cy had", "find": "yes", "rest": f"team:{cast.shop}", f"case:{cast.case}": f"person:{cast.cy.id}"}
    page = client.post(at(cast), form).content.decode()
    assert chosen in page
    assert f'<option value="team:{cast.shop}" selected>' in page
    assert chosen not in client.get(at(cast)).content.decode()
    assert queries.brief(cast.ana, cast.case).case.holder.id == cast.ana.id


@pytest.mark.parametrize(
    "wrong",
    [
        {},
        {"rest": "person:nobody"},
        {"rest": "lamp"},
        {"case": "person:gus"},
        {"case": "person:ana"},
        {"group": "team"},
    ],
)
def test_what_is_wrong_is_said_and_hands_nothing_over(cast: Cast, signed_in: SignedIn, wrong: dict[str, str]) -> None:
    form = {"rest": wrong.get("rest", "")}
    if "case" in wrong:
        someone = cast.gus if wrong["case"].endswith("gus") else cast.ana
        form |= {"rest": f"team:{cast.shop}", f"case:{cast.case}": f"person:{someone.id}"}
    if "group" in wrong:
        form |= {"rest": f"person:{cast.bo.id}", f"group:{cast.shop}": f"team:{cast.closed}"}
    answer = signed_in("ana").post(at(cast), form)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    assert queries.brief(cast.ana, cast.case).case.holder.id == cast.ana.id
    assert Group.objects.get(id=cast.shop).audience.memberships.get(person=cast.ana).role == "owner"


def test_who_moderates_her_team_hands_over_what_they_read(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("mo")
    assert at(cast) in client.get(f"/people/{cast.ana.id}/").content.decode()
    page = client.get(at(cast)).content.decode()
    assert "Wardrobe without doors" in page
    for hidden in ("A delicate matter", cast.restricted, f"group:{cast.secret}"):
        assert hidden not in page
    assert "Handed over" in client.post(at(cast), {"rest": f"person:{cast.mo.id}"}).content.decode()
    assert queries.brief(cast.mo, cast.case).case.holder.id == cast.mo.id
    assert queries.brief(cast.ana, cast.restricted).case.holder.id == cast.ana.id


def test_who_runs_the_site_finds_owners_and_cannot_take_a_group(cast: Cast, signed_in: SignedIn) -> None:
    admit_person(None, kind="member", handle="root", name="Root", language="en", site_role="site_admin")
    page = signed_in("root").get(at(cast)).content.decode()
    field = page.partition(f'name="group:{cast.secret}"')[2].partition("</select>")[0]
    assert "Bo Delorme" in field
    assert "Root" not in field


def test_colleagues_may_not_and_for_guests_there_is_nothing(cast: Cast, signed_in: SignedIn) -> None:
    assert at(cast) not in signed_in("cy").get(f"/people/{cast.ana.id}/").content.decode()
    for handle in ("cy", "bo"):
        assert signed_in(handle).get(at(cast)).status_code == 403
        assert signed_in(handle).post(at(cast), {"rest": f"person:{cast.bo.id}"}).status_code == 403
    hidden = signed_in("gus").get(at(cast))
    assert hidden.status_code == 404
    assert hidden.content == signed_in("gus").get(f"/people/{'0' * 32}/handover/").content
    assert signed_in("ana").get(f"/people/{'0' * 32}/handover/").status_code == 404


def test_the_dialogue_costs_the_same_for_few_things_and_for_many(
    cast: Cast, signed_in: SignedIn, statements: Counting
) -> None:
    client = signed_in("ana")
    for number in range(10):
        open_case(cast.ana, customer_id=cast.customer, title=f"Matter {number}", story=STORY)
        if number in (0, 9):
            with statements(20):
                client.get(at(cast))


def test_who_holds_nothing_is_told_so(cast: Cast, signed_in: SignedIn) -> None:
    assert "Nothing to hand over" in signed_in("cy").get(f"/people/{cast.cy.id}/handover/").content.decode()
