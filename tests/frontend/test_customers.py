"""Customers on the pages: their people, notes, facts, records elsewhere and merges; and who sees them."""

import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases import queries
from cases.actions import (
    StoryText,
    add_contact,
    add_reference_system,
    create_customer,
    merge_customers,
    note_customer,
    note_fact,
    open_case,
)
from esn.core.clock import now
from people.models import Person
from tests.frontend.conftest import Cast, SignedIn

NOBODY = "0" * 32
SON = {
    "name": "Paul Dupin",
    "role": "Her son",
    "language": "en",
    "phones": "06.39.98.12.35\n+44 20 7946 0018",
    "mails": "paul@dupin.example",
    "addresses": "3 rue des Lilas",
}


def page(client: Client, address: str) -> str:
    """What stands on a page that is there."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return answer.content.decode()


@pytest.fixture
def admin(cast: Cast, signed_in: SignedIn) -> Client:
    """The browser of Cy, who runs the site now."""
    Person.objects.filter(id=cast.cy.id).update(site_role="site_admin")
    return signed_in("cy")


# One customer -------------------------------------------------------------------------------------------------------
def test_the_page_leads_with_people_story_promises_and_open_cases(cast: Cast, signed_in: SignedIn) -> None:
    said = page(signed_in("bo"), f"/customers/{cast.customer}/")
    order = [said.index(f'id="{part}"') for part in ("people", "story", "promises", "cases", "feed")]
    assert order == sorted(order)
    assert "The wardrobe came without doors." in said
    assert "Wardrobe without doors" in said
    assert "A delicate matter" not in said, "Bo does not take part in it"


def test_the_part_that_freshens_is_the_one_of_the_page(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    part = page(client, f"/customers/{cast.customer}/now/")
    assert part.lstrip().startswith('<div class="customer-now"')
    assert f'data-fresh="/customers/{cast.customer}/now/"' in page(client, f"/customers/{cast.customer}/")
    assert re.search(rf'data-fresh-of="{cast.customer} [0-9a-f ]+"', part)


def test_the_greeting_comes_from_fresh_facts_alone(cast: Cast, signed_in: SignedIn) -> None:
    client, address = signed_in("bo"), f"/customers/{cast.customer}/"
    form = {"civility": "Mme", "name": "Dupin", "tu": False}
    fact: dict[str, Any] = {"customer_id": cast.customer, "kind": "address_form", "detail": form}
    note_fact(cast.ana, **fact, source="an old list")
    assert "Say “Mme Dupin”" not in page(client, address)
    note_fact(cast.ana, **fact, source="herself", verified_at=now())
    assert "Say “Mme Dupin”" in page(client, address)


def test_two_sources_that_differ_are_both_shown_and_marked(cast: Cast, signed_in: SignedIn) -> None:
    for value, source in (("sms", "herself"), ("phone", "the order")):
        note_fact(
            cast.ana, customer_id=cast.customer, kind="channel", value=value, source=source, verified_at=now()
        )  # fmt: skip
    said = page(signed_in("bo"), f"/customers/{cast.customer}/")
    assert said.count("Sources differ: neither is used") == 2
    assert "the order · verified by Ana Martin" in " ".join(said.split())
    assert "best reached" not in said


def test_what_is_sensitive_is_read_only_where_somebody_opens_it(cast: Cast, signed_in: SignedIn) -> None:
    note_fact(cast.ana, customer_id=cast.customer, kind="other", value="Is ill", source="said", sensitivity="sensitive")
    said = page(signed_in("bo"), f"/customers/{cast.customer}/")
    summary, _end, opened = said.partition('id="fact-')[2].partition("</summary>")
    assert "sensitive: open to read it" in summary
    assert "Is ill" not in summary
    assert "Is ill" in opened


def test_a_doubt_is_said_where_the_fact_stands(cast: Cast, signed_in: SignedIn) -> None:
    fact = note_fact(
        cast.ana, customer_id=cast.customer, kind="other", value="Has a dog", source="seen", verified_at=now()
    )
    client = signed_in("bo")
    assert f'action="/facts/{fact}/dispute/"' in page(client, f"/customers/{cast.customer}/")
    answer = client.post(f"/facts/{fact}/dispute/", {"reason": "No barking."})
    assert answer["Location"] == f"/customers/{cast.customer}/#facts"
    assert "Bo Delorme doubts it: No barking." in page(client, f"/customers/{cast.customer}/")


def test_all_cases_of_a_customer_are_one_tap_away(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    client.post(f"/cases/{cast.case}/status/", {"status": "solved"})
    assert "No open case." in page(client, f"/customers/{cast.customer}/")
    said = page(client, f"/customers/{cast.customer}/cases/")
    assert "Wardrobe without doors" in said
    assert "A delicate matter" not in said


@pytest.mark.parametrize(
    "rest",
    ["", "now/", "cases/", "edit/", "contacts/new/", f"contacts/{NOBODY}/edit/", "notes/", "notes/new/", "merge/",
     f"notes/{NOBODY}/edit/"],
)  # fmt: skip
def test_for_a_guest_a_customer_is_as_absent_as_nobody(cast: Cast, signed_in: SignedIn, rest: str) -> None:
    client = signed_in("gus")
    there = client.get(f"/customers/{cast.customer}/{rest}")
    nowhere = client.get(f"/customers/{NOBODY}/{rest}")
    assert there.status_code == nowhere.status_code == 404
    token = re.compile(r"[A-Za-z0-9]{64}")
    assert token.sub("", there.content.decode()) == token.sub("", nowhere.content.decode())


STATEMENTS = 38


def test_the_page_costs_the_same_for_one_and_many(cast: Cast, signed_in: SignedIn) -> None:
    client, address = signed_in("ana"), f"/customers/{cast.customer}/"
    story = StoryText(happened="It happened again.")

    def more(number: int) -> None:
        for turn in range(number):
            add_contact(cast.ana, customer_id=cast.customer, name="Paul", phones=["06 39 98 00 01"])
            note_customer(cast.ana, customer_id=cast.customer, kind="stays", text="The advice.")
            note_fact(cast.ana, customer_id=cast.customer, kind="other", value=f"Fact {turn}", source="her")
            open_case(cast.ana, customer_id=cast.customer, title="Again", story=story)
            create_customer(cast.ana, kind="person", name="A double", phones=["0639981234"], references=["ERP:4711"])

    counted = []
    for number in (1, 9):
        more(number)
        client.get(address)
        with CaptureQueriesContext(connection) as ran:
            page(client, address)
        counted.append(len(ran))
    assert counted[0] == counted[1]
    assert counted[0] <= STATEMENTS


# Finding ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("q", "field", "value"),
    [("06 99 99 99 99", "phones", "06 99 99 99 99"), ("x@example.org", "mails", "x@example.org"),
     ("Mme Martin", "name", "Mme Martin"), ("ERP:99", "references", "ERP:99"), ("4712", "references", "4712")],
)  # fmt: skip
def test_what_nobody_is_found_by_is_written_down_with_one_tap(
    cast: Cast, signed_in: SignedIn, q: str, field: str, value: str
) -> None:
    client = signed_in("bo")
    answer = client.get("/customers/", {"q": q})
    said = answer.content.decode()
    assert "No customer found" in said
    link = re.search(r'href="(/customers/new/\?q=[^"]+)"', said)
    assert link
    form = client.get(link[1]).context["form"]
    shown = form[field].value()
    assert shown == value or shown == (value,)


def test_a_phone_is_shown_as_it_is_read_aloud_and_dialled_as_it_is(cast: Cast, signed_in: SignedIn) -> None:
    create_customer(cast.ana, kind="person", name="Ms Byrne", phones=["+442079460018", "0639.98.77.66"])
    said = page(signed_in("bo"), "/customers/?q=byrne")
    assert "+44 20 7946 0018" in said
    assert "06 39 98 77 66" in said


# Their people -------------------------------------------------------------------------------------------------------
def test_bo_writes_down_the_son_corrects_him_and_takes_him_away(cast: Cast, signed_in: SignedIn) -> None:
    client, address = signed_in("bo"), f"/customers/{cast.customer}/"
    assert client.post(f"{address}contacts/new/", SON)["Location"] == f"{address}#people"
    said = page(client, address)
    for shown in ("Paul Dupin", "Her son", "06 39 98 12 35", "+44 20 7946 0018", "3 rue des Lilas", "tel:+33639981235"):
        assert shown in said, shown
    (contact,) = queries.customer(cast.bo, cast.customer).contacts
    one = f"{address}contacts/{contact.id}/"
    assert "06.39.98.12.35" in page(client, f"{one}edit/"), "the form has what was written"
    assert client.post(f"{one}edit/", {**SON, "name": "Paul Martin", "phones": ""}).status_code == 302
    assert "Paul Martin" in page(client, f"/cases/{cast.case}/"), "the case leads to them"
    assert "Remove Paul Martin?" in page(client, f"{one}remove/")
    assert client.post(f"{one}remove/").status_code == 302
    assert not queries.customer(cast.bo, cast.customer).contacts
    assert client.get(f"{one}edit/").status_code == 404


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"phones": "call me"}, "phones"), ({"mails": "nowhere"}, "mails"), ({"name": " "}, "name"),
     ({"phones": "06\n" * 60}, "phones"), ({"mails": f"{'x' * 250}@example.org"}, "mails"),
     ({"addresses": "3 rue\0"}, "addresses")],
)  # fmt: skip
def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_is_kept(
    cast: Cast, signed_in: SignedIn, wrong: dict[str, str], field: str
) -> None:
    answer = signed_in("bo").post(f"/customers/{cast.customer}/contacts/new/", {**SON, **wrong})
    assert answer.status_code == 400
    assert set(answer.context["form"].errors) == {field}
    assert "Her son" in answer.content.decode()
    assert not queries.customer(cast.bo, cast.customer).contacts


# Why they stay ------------------------------------------------------------------------------------------------------
def test_they_leave_with_a_review_and_come_back(cast: Cast, signed_in: SignedIn) -> None:
    client, address = signed_in("bo"), f"/customers/{cast.customer}/"
    client.post(f"{address}notes/new/", {"text": "Ana knows her house."})
    assert "Ana knows her house." in page(client, address)
    refused = client.post(f"{address}notes/new/?kind=loss", {"text": "Five calls, five stories."})
    assert refused.status_code == 400
    assert "Five calls, five stories." in refused.content.decode()
    client.post(f"{address}notes/new/?kind=loss", {"reason": "promise", "text": "Five calls, five stories."})
    said = page(client, address)
    assert "Left us" in said
    assert "They left: A promise that was not kept" in said
    assert "Left us" in page(client, "/customers/")
    assert "Left us" in page(client, f"/cases/{cast.case}/")
    client.post(f"{address}notes/new/?kind=return", {"text": "She came for a lamp."})
    said = page(client, address)
    assert "Left us" not in said
    assert "She came for a lamp." in page(client, f"{address}notes/")
    assert client.get(f"{address}notes/new/?kind=rumour").status_code == 400


def test_ones_own_note_is_corrected_and_taken_back_and_nobody_elses(cast: Cast, signed_in: SignedIn) -> None:
    note = note_customer(cast.ana, customer_id=cast.customer, kind="stays", text="The advise.")
    one = f"/customers/{cast.customer}/notes/{note}/"
    ana, bo = signed_in("ana"), signed_in("bo")
    assert f"{one}edit/" not in page(bo, f"/customers/{cast.customer}/")
    assert bo.get(f"{one}edit/").status_code == 403
    assert bo.post(f"{one}remove/").status_code == 403
    assert ana.post(f"{one}edit/", {"text": "The advice."}).status_code == 302
    said = page(bo, f"/customers/{cast.customer}/")
    assert "The advice." in said
    assert "corrected" in said
    assert ana.post(f"{one}remove/").status_code == 302
    assert "The advice." not in page(bo, f"/customers/{cast.customer}/notes/")


# Doubles ------------------------------------------------------------------------------------------------------------
def test_a_double_is_suggested_compared_merged_and_given_back(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    double = create_customer(cast.ana, kind="person", name="Dupin, Anne", phones=["+33639981234", "0639980001"])
    kept, other = f"/customers/{cast.customer}/", f"/customers/{double}/"
    assert "06 39 98 12 34 is also known for Dupin, Anne." in page(client, kept)
    assert f"?with={double}" in page(client, f"{kept}merge/")
    preview = page(client, f"{kept}merge/?with={double}")
    assert "Added: 06 39 98 00 01" in " ".join(preview.split())
    assert f"{other}merge/?with={cast.customer}" in preview, "the other one may be kept instead"
    assert client.post(f"{kept}merge/", {"with": double})["Location"] == kept
    said = page(client, kept)
    assert "Dupin, Anne was merged into this customer by Bo Delorme" in said
    assert "06 39 98 00 01" in said
    pointing = page(client, other)
    assert "This customer was merged into Mme Dupin." in pointing
    assert f'href="{kept}"' in pointing
    assert client.get(f"{other}contacts/new/").status_code == 409
    (merge,) = queries.customer_merges(cast.bo, cast.customer).results
    assert client.post(f"{kept}merges/{merge.id}/undo/")["Location"] == kept
    assert "was merged into" not in page(client, other)
    assert "06 39 98 00 01" not in page(client, kept)


def test_a_customer_merged_with_itself_or_with_nobody_is_told_so(cast: Cast, signed_in: SignedIn) -> None:
    client, address = signed_in("bo"), f"/customers/{cast.customer}/merge/"
    for named, problem in ((cast.customer, "cannot be merged with itself"), (NOBODY, "is unknown here")):
        for answer in (client.get(address, {"with": named}), client.post(address, {"with": named})):
            assert answer.status_code == 400
            assert problem in answer.content.decode()
    merged = create_customer(cast.ana, kind="person", name="A. Dupin")
    other = create_customer(cast.ana, kind="person", name="Dupin")
    merge_customers(cast.ana, kept_id=other, merged_id=merged)
    assert client.get(address, {"with": merged}).status_code == 409


# Records elsewhere --------------------------------------------------------------------------------------------------
ERP = {"code": "erp", "name": "Orders", "template": "https://erp.example/orders/{id}"}


def test_who_runs_the_site_says_where_records_are_and_references_lead_there(
    cast: Cast, signed_in: SignedIn, admin: Client
) -> None:
    bo, customer = signed_in("bo"), f"/customers/{cast.customer}/"
    assert "https://erp.example" not in page(bo, customer)
    assert "ERP:4711" in page(bo, customer)
    assert "/settings/references/" in page(admin, "/settings/")
    assert "/settings/references/" not in page(bo, "/settings/")
    assert admin.post("/settings/references/", ERP).status_code == 302
    assert 'href="https://erp.example/orders/4711"' in page(bo, customer)
    assert 'href="https://erp.example/orders/4711"' in page(bo, f"/cases/{cast.case}/")
    (system,) = queries.reference_systems(cast.bo)
    one = f"/settings/references/{system.id}/"
    assert admin.post(f"{one}edit/", {**ERP, "template": "https://shop.example/{id}"}).status_code == 302
    assert 'href="https://shop.example/4711"' in page(bo, customer)
    assert admin.post(f"{one}remove/").status_code == 302
    assert "https://shop.example" not in page(bo, customer)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"template": "javascript:alert({id})"}, "template"), ({"template": "https://erp.example/"}, "template"),
     ({"code": ":"}, "code"), ({"name": ""}, "name"), ({"code": "crm"}, "code")],
)  # fmt: skip
def test_a_system_that_cannot_be_is_explained_beside_its_field(
    cast: Cast, admin: Client, wrong: dict[str, str], field: str
) -> None:
    add_reference_system(Person.objects.get(id=cast.cy.id), **{**ERP, "code": "CRM"})
    other = add_reference_system(Person.objects.get(id=cast.cy.id), **{**ERP, "code": "SAV"})
    for address in ("/settings/references/", f"/settings/references/{other}/edit/"):
        answer = admin.post(address, {**ERP, **wrong})
        assert answer.status_code == 400, address
        assert set(answer.context["form"].errors) == {field}
    assert {system.code for system in queries.reference_systems(cast.bo)} == {"CRM", "SAV"}


def test_colleagues_see_the_systems_and_change_none(cast: Cast, signed_in: SignedIn, admin: Client) -> None:
    admin.post("/settings/references/", ERP)
    (system,) = queries.reference_systems(cast.bo)
    bo = signed_in("bo")
    assert "Add a system" not in page(bo, "/settings/references/")
    assert bo.post("/settings/references/", {**ERP, "code": "X"}).status_code == 403
    assert bo.get(f"/settings/references/{system.id}/edit/").status_code == 403
    assert bo.post(f"/settings/references/{system.id}/remove/").status_code == 403
    assert signed_in("gus").get("/settings/references/").status_code == 404
