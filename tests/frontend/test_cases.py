"""Customer and case pages: the desk, the thread with its sides, and what changes a case."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases import queries
from cases.actions import post_in_case, view_case
from cases.models import Case, Customer
from tests.frontend.conftest import Cast, SignedIn

STORY = {"happened": "It came broken.", "wanted": "A new one.", "tried": "", "refused": "", "constraints": ""}


def test_bo_finds_a_customer_by_phone_number_in_any_spelling(cast: Cast, signed_in: SignedIn) -> None:
    assert "Mme Dupin" in signed_in("bo").get("/customers/?q=%2B33639981234").content.decode()
    assert "Mme Dupin" not in signed_in("bo").get("/customers/?q=0699999999").content.decode()


def test_the_customer_page_shows_how_to_reach_them_and_their_cases(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in("bo").get(f"/customers/{cast.customer}/").content.decode()
    assert "06 39 98 12 34" in page
    assert "ERP:4711" in page
    assert "Wardrobe without doors" in page
    assert "A delicate matter" not in page


def test_ana_adds_a_customer_with_two_phone_numbers(cast: Cast, signed_in: SignedIn) -> None:
    form = {"name": "M. Okafor", "kind": "person", "language": "en", "phones": "01 99 00 42 00\n01 99 00 42 01"}
    response = signed_in("ana").post("/customers/new/", form)
    customer = Customer.objects.get(name="M. Okafor")
    assert response["Location"] == f"/customers/{customer.id}/"
    assert len(queries.customer(cast.ana, customer.id).phones) == 2


def test_a_customer_is_corrected_only_from_its_present_state(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    form = {"name": "Mme H. Dupin", "language": "fr", "phones": "", "mails": "", "references": "", "revision": "0"}
    assert client.post(f"/customers/{cast.customer}/edit/", form).status_code == 302
    again = client.post(f"/customers/{cast.customer}/edit/", {**form, "name": "Late"}, follow=True)
    assert "Somebody changed this meanwhile." in again.content.decode()
    assert queries.customer(cast.bo, cast.customer).name == "Mme H. Dupin"


def test_ana_opens_a_case_from_the_story_form(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    assert "Mme Dupin" in client.get("/cases/new/?q=dupin").content.decode()
    form = {**STORY, "customer": cast.customer, "title": "A broken chair", "severity": "high"}
    response = client.post("/cases/new/", form)
    case = Case.objects.get(title="A broken chair")
    assert response["Location"] == f"/cases/{case.ref}/"
    page = client.get(f"/cases/{case.ref}/").content.decode()
    assert "It came broken." in page
    assert "High" in page


def test_a_case_without_a_title_is_not_opened_and_the_story_is_kept(cast: Cast, signed_in: SignedIn) -> None:
    form = {**STORY, "customer": cast.customer, "title": "", "severity": "normal"}
    response = signed_in("ana").post("/cases/new/", form)
    assert response.status_code == 400
    assert "It came broken." in response.content.decode()


def test_the_desk_shows_the_story_the_holder_and_the_thread(cast: Cast, signed_in: SignedIn) -> None:
    post_in_case(cast.ana, ref=cast.case, body="The doors leave the depot tomorrow.")
    page = signed_in("bo").get(f"/cases/{cast.case}/").content.decode()
    assert "The wardrobe came without doors." in page
    assert "Saturdays." in page
    assert "Ana Martin" in page
    assert "The doors leave the depot tomorrow." in page
    assert "Transports Vasseur" in page


def test_ana_chooses_the_side_in_words_and_the_post_stays_on_it(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    address = f"/cases/{cast.case}/posts/"
    client.post(address, {"side": "customer", "body": "Your doors come on Friday."})
    client.post(address, {"side": f"partner:{cast.partner}", "body": "Please take them along."})
    entries = {post.body: post.audience.kind for post in queries.timeline(cast.ana, cast.case).results}
    assert entries["Your doors come on Friday."] == "customer"
    assert entries["Please take them along."] == "partner"
    one_side = client.get(f"/cases/{cast.case}/?side=customer").content.decode()
    assert "Your doors come on Friday." in one_side
    assert "Please take them along." not in one_side


def test_a_side_that_the_case_does_not_have_is_explained(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    assert client.get(f"/cases/{cast.case}/?side=press").status_code == 400
    response = client.post(f"/cases/{cast.case}/posts/", {"side": "press", "body": "Kept in the composer."})
    assert response.status_code == 400
    assert "Kept in the composer." in response.content.decode()


def test_gus_sees_their_side_with_its_public_title_and_nothing_else(cast: Cast, signed_in: SignedIn) -> None:
    post_in_case(cast.ana, ref=cast.case, body="Colleagues only: refund if late.")
    post_in_case(cast.ana, ref=cast.case, side=f"partner:{cast.partner}", body="Can you take the doors?")
    client = signed_in("gus")
    page = client.get(f"/cases/{cast.case}/").content.decode()
    assert "Can you take the doors?" in page
    for hidden in ("refund if late", "Wardrobe without doors", "Mme Dupin", "came without doors", "06 39 98"):
        assert hidden not in page
    assert (
        client.post(f"/cases/{cast.case}/posts/", {"side": f"partner:{cast.partner}", "body": "Yes."}).status_code
        == 302
    )
    for rest in ("brief/", "story/", "people/"):
        assert client.get(f"/cases/{cast.case}/{rest}").status_code == 404
    assert client.post(f"/cases/{cast.case}/take/").status_code == 404


@pytest.mark.parametrize("rest", ["", "brief/", "earlier/", "story/", "people/"])
def test_a_restricted_case_does_not_exist_for_bo(cast: Cast, signed_in: SignedIn, rest: str) -> None:
    client = signed_in("bo")
    hidden = client.get(f"/cases/{cast.restricted}/{rest}")
    invented = client.get(f"/cases/C-2026-000000/{rest}")
    malformed = client.get(f"/cases/no case/{rest}")
    assert hidden.status_code == 404
    assert hidden.content == invented.content == malformed.content


def test_bo_takes_the_case_and_passes_it_on_to_cy(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    client.post(f"/cases/{cast.case}/take/")
    assert queries.brief(cast.bo, cast.case).case.holder.name == "Bo Delorme"
    assert "Cy Haddad" in client.get(f"/cases/{cast.case}/people/?q=cy").content.decode()
    client.post(f"/cases/{cast.case}/people/", {"id": cast.cy.id, "kind": "person", "as": "holder"})
    assert queries.brief(cast.bo, cast.case).case.holder.name == "Cy Haddad"
    assert "Passed to Cy Haddad" in client.get(f"/cases/{cast.case}/").content.decode()


def test_the_status_is_chosen_from_a_list(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    client.post(f"/cases/{cast.case}/status/", {"status": "waiting_customer"})
    assert "Waiting for the customer" in client.get(f"/cases/{cast.case}/").content.decode()
    assert client.post(f"/cases/{cast.case}/status/", {"status": "gone"}).status_code == 400


def test_the_story_is_completed_and_its_versions_stay(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    form = {**STORY, "constraints": "Never on Saturday.", "version": "1"}
    assert client.post(f"/cases/{cast.case}/story/", form).status_code == 302
    page = client.get(f"/cases/{cast.case}/story/").content.decode()
    assert "Version 2" in page
    assert "The wardrobe came without doors." in page
    late = client.post(f"/cases/{cast.case}/story/", form, follow=True)
    assert "Somebody changed this meanwhile." in late.content.decode()
    assert len(queries.stories(cast.bo, cast.case)) == 2


def test_ana_restricts_the_case_and_bo_does_not_find_it_any_more(cast: Cast, signed_in: SignedIn) -> None:
    assert signed_in("bo").post(f"/cases/{cast.case}/restrict/", {"restricted": "yes"}).status_code == 403
    assert signed_in("ana").post(f"/cases/{cast.case}/restrict/", {"restricted": "yes"}).status_code == 302
    assert signed_in("bo").get(f"/cases/{cast.case}/").status_code == 404


def test_the_next_news_are_planned_in_the_reader_s_own_zone(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    client.post(f"/cases/{cast.case}/news/", {"at": "2027-01-14T18:00"})
    due = queries.brief(cast.ana, cast.case).case.next_news_due
    assert due is not None
    assert due.isoformat() == "2027-01-14T17:00:00+00:00"
    assert client.post(f"/cases/{cast.case}/news/", {"at": "tomorrow"}).status_code == 400


def test_ana_corrects_what_the_case_is_called_and_the_guest_reads_the_name_meant_for_him(
    cast: Cast, signed_in: SignedIn
) -> None:
    client = signed_in("ana")
    revision = queries.brief(cast.ana, cast.case).case.revision
    form = {"title": "Two doors", "public_title": "Your doors", "severity": "high", "revision": str(revision)}
    assert "Its name for the customer" in client.get(f"/cases/{cast.case}/edit/").content.decode()
    assert client.post(f"/cases/{cast.case}/edit/", form).status_code == 302
    case = queries.brief(cast.ana, cast.case).case
    assert (case.title, case.public_title, case.severity) == ("Two doors", "Your doors", "high")
    guest = signed_in("gus").get(f"/cases/{cast.case}/").content.decode()
    assert "Your doors" in guest
    assert "Two doors" not in guest
    empty = client.post(f"/cases/{cast.case}/edit/", {**form, "title": " ", "revision": str(case.revision)})
    assert empty.status_code == 400
    assert "Your doors" in empty.content.decode()
    late = client.post(f"/cases/{cast.case}/edit/", form, follow=True)
    assert "Somebody changed this meanwhile." in late.content.decode()
    client.post(f"/cases/{cast.case}/edit/", {**form, "public_title": "", "revision": str(case.revision)})
    assert queries.case(cast.gus, cast.case).title == cast.case


@pytest.mark.parametrize("handle", ["bo", "gus"])
def test_who_does_not_read_the_inside_of_a_case_cannot_correct_it(cast: Cast, signed_in: SignedIn, handle: str) -> None:
    hidden = cast.restricted if handle == "bo" else cast.case
    found = signed_in(handle).get(f"/cases/{hidden}/edit/")
    assert found.status_code == 404
    assert found.content == signed_in(handle).get("/cases/C-2026-000000/edit/").content


def test_the_lists_of_cases_are_mine_followed_open_and_all(cast: Cast, signed_in: SignedIn) -> None:
    assert "Wardrobe without doors" in signed_in("ana").get("/cases/").content.decode()
    assert "Wardrobe without doors" not in signed_in("bo").get("/cases/").content.decode()
    assert "Wardrobe without doors" in signed_in("bo").get("/cases/?which=open").content.decode()
    assert "A delicate matter" not in signed_in("bo").get("/cases/?which=all").content.decode()
    assert signed_in("bo").get("/cases/?which=hers").status_code == 400


def test_earlier_entries_come_on_a_page_of_their_own(cast: Cast, signed_in: SignedIn) -> None:
    for count in range(40):
        post_in_case(cast.ana, ref=cast.case, body=f"Entry {count:02d}.")
    client = signed_in("ana")
    page = client.get(f"/cases/{cast.case}/").content.decode()
    assert page.index("Entry 38.") < page.index("Entry 39.")
    assert "Entry 00." not in page
    link = page.partition(f'hx-get="/cases/{cast.case}/earlier/?')[2].partition('"')[0]
    part = client.get(f"/cases/{cast.case}/earlier/?{link}").content.decode()
    assert "Entry 00." in part
    assert "<html" not in part


def test_who_else_looks_stands_on_the_page_without_a_script_and_only_for_who_reads_that_side(
    cast: Cast, signed_in: SignedIn
) -> None:
    view_case(cast.ana, ref=cast.case, key="her page", typing=True)
    view_case(cast.cy, ref=cast.case, key="his page", side=f"partner:{cast.partner}")
    page = signed_in("bo").get(f"/cases/{cast.case}/").content.decode()
    assert "Ana Martin is writing…" in page
    assert "Cy Haddad is looking at this case" in page
    guest = signed_in("gus").get(f"/cases/{cast.case}/").content.decode()
    assert "Cy Haddad is looking at this case" in guest
    assert "Ana Martin is" not in guest
    assert "Ana Martin is writing" not in signed_in("ana").get(f"/cases/{cast.case}/").content.decode()


@pytest.mark.parametrize("number", [1, 10, 30])
def test_a_case_costs_the_same_statements_for_any_number_of_entries(
    cast: Cast, signed_in: SignedIn, number: int
) -> None:
    for count in range(number):
        post_in_case(cast.ana, ref=cast.case, body=f"Entry {count}.")
    client = signed_in("ana")
    client.get(f"/cases/{cast.case}/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get(f"/cases/{cast.case}/").status_code == 200
    assert len(captured) <= 36, "\n".join(query["sql"][:160] for query in captured)
