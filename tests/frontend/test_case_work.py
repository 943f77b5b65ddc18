"""Contacts, handoffs, blockers and facts on the pages, and the brief on paper."""

import pytest

from cases import queries
from cases.actions import Holder, note_fact, offer_handoff, report_blocker
from esn.core.clock import now
from tests.frontend.conftest import Cast, SignedIn

CONTACT = {"channel": "phone", "direction": "in", "minutes": "4", "note": "She asks for news.", "retold": "no"}


def test_bo_notes_a_contact_and_the_brief_shows_it(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    assert client.post(f"/cases/{cast.case}/contacts/new/", CONTACT).status_code == 302
    page = client.get(f"/cases/{cast.case}/").content.decode()
    assert "the customer reached Bo Delorme on the phone, 4 minutes" in page
    assert "Last contact" in page


def test_the_contact_form_chooses_everything_but_the_answer_beforehand(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in("bo").get(f"/cases/{cast.case}/contacts/new/").content.decode()
    assert page.count(" checked") == 2  # phone, and the customer reached us; whether they had to retell is asked
    assert "autofocus" in page


def test_a_second_retelling_alerts_the_holder(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    form = {**CONTACT, "retold": "yes", "missing": "the invoice"}
    for _time in range(2):
        client.post(f"/cases/{cast.case}/contacts/new/", form)
    page = client.get(f"/cases/{cast.case}/").content.decode()
    assert "They had to tell it again: the invoice" in page
    assert "The customer had to tell it again 2 times" in page


@pytest.mark.parametrize(
    "wrong", [{"note": ""}, {"retold": ""}, {"channel": "dove"}, {"minutes": "-1"}, {"missing": "the invoice"}]
)
def test_a_contact_that_says_too_little_is_not_noted_and_nothing_is_lost(
    cast: Cast, signed_in: SignedIn, wrong: dict[str, str]
) -> None:
    response = signed_in("bo").post(f"/cases/{cast.case}/contacts/new/", {**CONTACT, **wrong})
    assert response.status_code == 400
    assert wrong.get("note", "She asks for news.") in response.content.decode()
    assert not queries.contacts(cast.bo, cast.case).results


@pytest.mark.parametrize(
    "rest", ["contacts/new/", "promises/new/", "tell/?about=status", "handoffs/new/", "blockers/new/", "sheet/"]
)
@pytest.mark.parametrize("handle", ["bo", "gus"])
def test_what_one_does_in_a_case_does_not_exist_for_those_who_do_not_read_it(
    cast: Cast, signed_in: SignedIn, rest: str, handle: str
) -> None:
    client = signed_in(handle)
    ref = cast.restricted if handle == "bo" else cast.case
    hidden = client.get(f"/cases/{ref}/{rest}")
    assert hidden.status_code == 404
    assert hidden.content == client.get(f"/cases/C-2026-000000/{rest}").content


def test_ana_passes_the_case_to_bo_with_a_brief_that_was_begun_for_her(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    assert "Bo Delorme" in client.get(f"/cases/{cast.case}/handoffs/new/?q=bo").content.decode()
    address = f"/cases/{cast.case}/handoffs/new/?to=person:{cast.bo.id}"
    assert "The wardrobe came without doors." in client.get(address).content.decode()
    form = {"to": f"person:{cast.bo.id}", "brief": "Doors are missing.", "expectation": "Call her.", "until": ""}
    assert client.post(address, form).status_code == 302
    waiting = signed_in("bo").get(f"/cases/{cast.case}/").content.decode()
    assert "Ana Martin asks Bo Delorme to take the case" in waiting
    offer = queries.brief(cast.bo, cast.case).handoff
    assert offer is not None
    assert signed_in("cy").post(f"/handoffs/{offer.id}/accept/").status_code == 403
    assert signed_in("bo").post(f"/handoffs/{offer.id}/accept/").status_code == 302
    page = signed_in("bo").get(f"/cases/{cast.case}/").content.decode()
    assert "Handoff accepted" in page
    assert queries.brief(cast.bo, cast.case).case.holder.name == "Bo Delorme"


def test_a_brief_of_more_than_120_words_is_kept_and_not_sent(cast: Cast, signed_in: SignedIn) -> None:
    form = {"to": f"person:{cast.bo.id}", "brief": "word " * 121, "expectation": "Call her.", "until": ""}
    response = signed_in("ana").post(f"/cases/{cast.case}/handoffs/new/", form)
    assert response.status_code == 400
    assert "at most 120 words" in response.content.decode()
    assert "word word" in response.content.decode()


def test_bo_refuses_with_a_reason_and_ana_takes_another_offer_back(cast: Cast, signed_in: SignedIn) -> None:
    offer = offer_handoff(cast.ana, ref=cast.case, to=Holder("person", cast.bo.id), brief="Doors.", expectation="Call.")
    client = signed_in("bo")
    assert "Ana Martin asks Bo Delorme to take the case." in client.get("/cases/").content.decode()
    assert "to take the case." not in signed_in("cy").get("/cases/").content.decode()
    assert client.post(f"/handoffs/{offer}/refuse/", {"reason": ""}).status_code == 400
    assert client.post(f"/handoffs/{offer}/refuse/", {"reason": "I am away."}).status_code == 302
    again = offer_handoff(cast.ana, ref=cast.case, to=Holder("person", cast.cy.id), brief="Doors.", expectation="Call.")
    assert signed_in("ana").post(f"/handoffs/{again}/withdraw/").status_code == 302
    page = client.get(f"/cases/{cast.case}/").content.decode()
    assert "I am away." in page
    assert "Handoff taken back" in page


def test_a_blocker_names_who_can_lift_it_and_what_the_customer_gets_meanwhile(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    form = {"cause": "Delivery note locked", "lifter": "Sonia Petit", "meanwhile": "A lent wardrobe", "next_check": ""}
    assert client.post(f"/cases/{cast.case}/blockers/new/", {**form, "meanwhile": ""}).status_code == 400
    assert client.post(f"/cases/{cast.case}/blockers/new/", form).status_code == 302
    page = client.get(f"/cases/{cast.case}/").content.decode()
    assert "Sonia Petit can lift it" in page
    assert "A lent wardrobe" in page
    assert "Delivery note locked" in client.get("/blockers/").content.decode()
    assert "Delivery note locked" not in signed_in("gus").get("/blockers/").content.decode()


def test_a_blocker_is_lifted(cast: Cast, signed_in: SignedIn) -> None:
    blocker = report_blocker(cast.ana, ref=cast.case, cause="Locked", lifter="Sonia", meanwhile="A lent one")
    client = signed_in("bo")
    assert signed_in("gus").get(f"/blockers/{blocker}/lift/").status_code == 404
    assert client.post(f"/blockers/{blocker}/lift/", {"note": "She unlocked it."}).status_code == 302
    assert "Blocker lifted" in client.get(f"/cases/{cast.case}/").content.decode()
    assert not queries.brief(cast.bo, cast.case).blockers


def test_a_constraint_is_noted_by_its_rule_and_shown_to_everybody_at_once(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    address = f"/customers/{cast.customer}/facts/new/?kind=constraint&case={cast.case}"
    form = {"rule": "never_on", "days": ["6"], "source": "the customer", "verified": "on", "sensitivity": "normal"}
    assert client.get(address).status_code == 200
    assert "Choose at least one day." in client.post(address, {**form, "days": []}).content.decode()
    assert client.post(address, form).status_code == 302
    page = client.get(f"/cases/{cast.case}/").content.decode()
    assert "Never on Saturday" in page
    assert "Fact noted" in page
    assert "Never on Saturday" in client.get(f"/customers/{cast.customer}/").content.decode()


@pytest.mark.parametrize(
    ("kind", "fields", "said"),
    [
        ("address_form", {"civility": "Mme", "name": "Dupin", "tu": "vous"}, "Mme Dupin, says “vous”"),
        ("channel", {"value": "sms"}, "Text message"),
        ("language", {"value": "fr"}, "French"),
        ("access", {"value": "Third floor, a narrow lift"}, "Third floor, a narrow lift"),
    ],
)
def test_each_kind_of_fact_has_its_own_fields(
    cast: Cast, signed_in: SignedIn, kind: str, fields: dict[str, str], said: str
) -> None:
    client = signed_in("bo")
    form = {"source": "the customer", "verified": "on", "sensitivity": "normal", **fields}
    assert client.post(f"/customers/{cast.customer}/facts/new/?kind={kind}", form).status_code == 302
    assert said in client.get(f"/customers/{cast.customer}/").content.decode()


def test_a_fact_is_doubted_verified_again_and_taken_back(cast: Cast, signed_in: SignedIn) -> None:
    fact = note_fact(
        cast.ana, customer_id=cast.customer, kind="other", value="Has a dog", source="seen", verified_at=now()
    )
    client = signed_in("bo")
    assert client.post(f"/facts/{fact}/dispute/?case={cast.case}", {"reason": "No barking."}).status_code == 302
    page = client.get(f"/cases/{cast.case}/").content.decode()
    assert "Bo Delorme doubts it: No barking." in page
    assert client.post(f"/facts/{fact}/verify/", {"case": cast.case}).status_code == 302
    assert queries.fact(cast.bo, fact).freshness == "green"
    assert client.post(f"/facts/{fact}/withdraw/").status_code == 302
    assert not queries.facts(cast.bo, cast.customer)


def test_facts_do_not_exist_for_guests(cast: Cast, signed_in: SignedIn) -> None:
    fact = note_fact(cast.ana, customer_id=cast.customer, kind="other", value="Has a dog", source="seen")
    client = signed_in("gus")
    for address in (f"/facts/{fact}/dispute/", f"/customers/{cast.customer}/facts/new/"):
        assert client.get(address).status_code in (403, 404)
    assert client.post(f"/facts/{fact}/withdraw/").status_code in (403, 404)


def test_the_brief_on_paper_leaves_out_what_is_sensitive(cast: Cast, signed_in: SignedIn) -> None:
    note_fact(cast.ana, customer_id=cast.customer, kind="other", value="Has a dog", source="seen")
    note_fact(cast.ana, customer_id=cast.customer, kind="other", value="Is ill", source="said", sensitivity="sensitive")
    sheet = signed_in("bo").get(f"/cases/{cast.case}/sheet/").content.decode()
    assert "The wardrobe came without doors." in sheet
    assert "Has a dog" in sheet
    assert "Is ill" not in sheet


def test_the_customer_is_told_how_the_case_stands(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    address = f"/cases/{cast.case}/tell/?about=status"
    assert client.get(address).status_code == 200
    assert client.post(address, {"about": "status", "id": "", "channel": "mail", "note": ""}).status_code == 302
    assert "Last told" in client.get(f"/cases/{cast.case}/").content.decode()
    assert client.get(f"/cases/{cast.case}/tell/?about=weather").status_code == 400
