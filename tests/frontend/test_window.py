"""The customer's window in a browser: one tap opens it, and it shows one case to one person and nothing to others."""

import datetime as dt
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cases import actions, queries
from cases.actions import About, Holder, Told
from cases.models import ContactNote, Fact, PortalLink, Proposal
from cases.windows import Window, window
from esn.core import clock
from esn.core.discretion import Discreet
from feeds.actions import add_file, receive_file
from people.models import Person
from tests.cast import side
from tests.feeds.pictures import picture
from tests.frontend.conftest import Cast, SignedIn

MONDAY = dt.datetime(2027, 1, 11, 9, tzinfo=dt.UTC)
CANARIES = ("Heron", "Kestrel", "Osprey", "Bittern", "Plover", "Wagtail")


def january(day: int, first: int = 7, last: int = 14) -> Window:
    begins, ends = (dt.datetime.combine(dt.date(2027, 1, day), dt.time(hour)) for hour in (first, last))
    return window(begins, ends, "Europe/Paris")


@dataclass
class OpenedWindow:
    """A window that a customer's browser opened: where it is, and what its forms carry."""

    client: Client
    path: str
    link: str

    def page(self, rest: str = "") -> str:
        answer = self.client.get(f"{self.path}{rest}")
        assert answer.status_code == 200, answer.status_code
        return answer.content.decode()

    def send(self, rest: str, **said: Any) -> Any:
        token = re.search(r'name="token" value="(\w+)"', self.page())
        assert token
        return self.client.post(f"{self.path}{rest}", {"token": token[1], **said})


@pytest.fixture(autouse=True)
def _monday() -> Iterator[None]:
    with clock.at(MONDAY):
        yield


def link_to(cast: Cast, ref: str = "") -> tuple[str, str]:
    """The id of a new link, and its path."""
    link, secret = actions.create_portal_link(cast.ana, ref=ref or cast.case)
    return link, f"/window/{link}/open/{secret}/"


def opened(cast: Cast, ref: str = "", client: Client | None = None) -> OpenedWindow:
    link, path = link_to(cast, ref)
    browser = client or Client()
    assert browser.post(path).status_code == 302
    Person.objects.filter(id=contact(link).id).update(language="en")
    return OpenedWindow(browser, f"/window/{link}/", link)


def contact(link: str) -> Person:
    return PortalLink.objects.select_related("contact__person").get(id=link).contact.person


def promised(cast: Cast, day: int = 14, *, told: str | None = "phone", text: str = "The doors are delivered") -> str:
    return actions.make_promise(
        cast.ana,
        ref=cast.case,
        kind="delivery",
        text=text,
        window=january(day),
        kept_by=Holder("person", cast.ana.id),
        told=Told(told) if told else None,
    )


# The door -------------------------------------------------------------------------------------------------------------
def test_looking_at_the_link_shows_one_button_and_uses_nothing_up(cast: Cast) -> None:
    link, path = link_to(cast)
    for _scanner in range(3):
        page = Client().get(path, headers={"Accept-Language": "en"})
        assert page.status_code == 200
        assert page.content.decode().count("<button") == 1
        assert not page.cookies
        assert (page["Referrer-Policy"], page["Cache-Control"]) == ("no-referrer", "no-store")
        assert "noindex" in page["X-Robots-Tag"]
        assert "manifest" not in page.content.decode(), "a customer installs nothing of the house"
    assert PortalLink.objects.get(id=link).opened_at is None


def test_the_button_gives_a_cookie_that_is_bound_to_the_window(cast: Cast) -> None:
    link, path = link_to(cast)
    answer = Client().post(path)
    assert (answer.status_code, answer["Location"]) == (302, f"/window/{link}/")
    cookie = answer.cookies["window"]
    assert cookie["path"] == f"/window/{link}/"
    assert (cookie["httponly"], cookie["samesite"], cookie["max-age"]) == (True, "Lax", 14 * 24 * 3600)
    assert path.split("/")[4] not in cookie.value
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "sessionid" not in answer.cookies


def test_who_opened_it_before_comes_in_by_the_same_link_at_once(cast: Cast) -> None:
    link, path = link_to(cast)
    browser = Client()
    browser.post(path)
    assert browser.get(path)["Location"] == f"/window/{link}/"


def _same(answers: list[Any]) -> bool:
    return len({(one.status_code, one.content, tuple(sorted(one.items()))) for one in answers}) == 1


def test_wrong_old_and_revoked_links_get_the_same_bytes_and_a_way_to_reach_us(cast: Cast, settings: Any) -> None:
    settings.REACH_US = "01 99 00 41 87"
    link, path = link_to(cast)
    over, over_path = link_to(cast)
    PortalLink.objects.filter(id=over).update(expires_at=MONDAY - dt.timedelta(0), made_at=MONDAY - dt.timedelta(1))
    revoked, revoked_path = link_to(cast)
    actions.revoke_portal_link(cast.ana, ref=cast.case, link_id=revoked)
    nothing = "0" * 32
    paths = [
        path.replace("esn_", "esn-"), over_path, revoked_path, path.replace(link, nothing), path.replace(link, "x'y"),
        f"/window/{link}/", f"/window/{nothing}/", f"/window/{over}/",
    ]  # fmt: skip
    answers = [Client().get(one, headers={"Accept-Language": "en"}) for one in paths]
    assert _same(answers)
    assert answers[0].status_code == 404
    said = answers[0].content.decode()
    assert "01 99 00 41 87" in said
    assert "Dupin" not in said
    assert "Wardrobe" not in said
    posts = [Client().post(one, headers={"Accept-Language": "en"}) for one in paths[:5]]
    assert _same(posts)
    assert not any(one.cookies for one in [*answers, *posts])


def test_a_revoked_link_shuts_the_open_window_at_once(cast: Cast) -> None:
    seen = opened(cast)
    actions.revoke_portal_link(cast.ana, ref=cast.case, link_id=seen.link)
    assert seen.client.get(seen.path).status_code == 404
    assert seen.client.post(f"{seen.path}say/", {"body": "Hello"}).status_code == 404


def test_a_window_is_opened_by_its_own_cookie_alone(cast: Cast) -> None:
    first, second = opened(cast), opened(cast, cast.restricted)
    value = first.client.cookies["window"].value
    for forged in (value, value[:-1], f"{second.link}:x:y", ""):
        stranger = Client()
        stranger.cookies["window"] = forged
        assert stranger.get(second.path).status_code == 404


def test_who_guesses_from_one_address_has_to_wait_and_says_nothing_about_good_links(cast: Cast) -> None:
    _link, path = link_to(cast)
    wrong = path.replace("esn_", "esn_x")
    answers = [Client().get(wrong).status_code for _guess in range(21)]
    assert (answers[0], answers[-1]) == (404, 429)
    assert Client().get(path).status_code == 429
    assert Client().get(path)["Retry-After"] == "600"
    assert Client(REMOTE_ADDR="198.51.100.7").get(path).status_code == 200


def test_no_line_of_the_log_holds_the_secret(cast: Cast, caplog: pytest.LogCaptureFixture) -> None:
    _link, path = link_to(cast)
    secret = path.split("/")[4]
    with caplog.at_level(logging.DEBUG):
        Client().get(path)
        Client().put(path)
        Client().get(path.replace("/window/", "/window/0"))
    for record in caplog.records:
        assert Discreet().filter(record)
        assert secret not in record.getMessage()
    assert "esn_(hidden)" in caplog.text  # Django names the address of what it refuses
    handlers: Any = settings.LOGGING["handlers"]
    assert handlers["console"]["filters"] == ["discreet"]


# Beside a session -----------------------------------------------------------------------------------------------------
def test_an_employee_who_opens_a_window_stays_who_they_are_elsewhere(cast: Cast, signed_in: SignedIn) -> None:
    bo = signed_in("bo")
    seen = opened(cast, client=bo)
    assert "Bo Delorme" not in seen.page()
    seen.send("say/", body="It is me, Mme Dupin.")
    said = queries.timeline(cast.ana, cast.case, side="customer").results[0]
    assert (said.author.name, said.body) == ("Mme Dupin", "It is me, Mme Dupin.")
    assert "Bo Delorme" in bo.get("/").content.decode()


def test_a_window_opens_no_other_door(cast: Cast) -> None:
    seen = opened(cast)
    internal = queries.timeline(cast.ana, cast.case).results[0]
    for path in ("/", "/cases/", f"/cases/{cast.case}/", f"/posts/{internal.id}/", f"/api/v1/cases/{cast.case}/"):
        assert seen.client.get(path).status_code in (302, 401)
    assert seen.client.get("/api/v1/events/").status_code == 401


# What they see --------------------------------------------------------------------------------------------------------
def test_the_four_questions_are_answered(cast: Cast) -> None:
    promised(cast)
    actions.edit_case(
        cast.ana, ref=cast.case, public_title="Your wardrobe", next_news_due=MONDAY + dt.timedelta(hours=8)
    )
    page = opened(cast).page()
    assert "Your wardrobe" in page
    assert "Thursday 14 January 2027" in page
    assert "between 7:00 and 14:00" in page
    assert "Ana Martin told you on the phone" in page
    assert "Who is on it" in page
    assert "Monday 11 January 2027, 18:00" in page
    assert "Thursday suits me" in page


def test_a_change_is_not_there_until_they_are_told_and_then_says_what_it_was(cast: Cast) -> None:
    made = promised(cast)
    actions.change_promise(cast.ana, commitment_id=made, window=january(18), reason="The Heron broke down.")
    seen = opened(cast)
    assert "14 January" in seen.page()
    assert "18 January" not in seen.page()
    actions.tell(cast.ana, ref=cast.case, about=About("commitment", made), told=Told("phone", "Kestrel"))
    page = seen.page()
    assert "Monday 18 January 2027" in page
    assert "Before, it was Thursday 14 January 2027" in page
    assert "Kestrel" not in page


def test_what_colleagues_and_partners_say_never_reaches_the_window(cast: Cast, signed_in: SignedIn) -> None:
    made = promised(cast, text="The doors")
    actions.post_in_case(cast.ana, ref=cast.case, body="Heron, between us.")
    partner = next(one.side for one in queries.case(cast.ana, cast.case).sides if one.kind == "partner")
    actions.post_in_case(cast.ana, ref=cast.case, body="Kestrel, for the carrier.", side=partner)
    actions.note_fact(cast.ana, customer_id=cast.customer, kind="other", value="Osprey", source="Bittern")
    actions.change_promise(cast.ana, commitment_id=made, window=january(19), reason="Bittern")
    actions.warn_promise(cast.ana, commitment_id=made, reason="Plover")
    actions.report_blocker(cast.ana, ref=cast.case, cause="Wagtail", lifter="Heron", meanwhile="Osprey")
    actions.edit_case(cast.ana, ref=cast.case, title="Kestrel matter")
    seen = opened(cast)
    pages = [seen.page(), seen.page("correct/"), seen.page("told/"), seen.page(f"promises/{made}/ask/")]
    pages.append(signed_in("ana").get(f"/cases/{cast.case}/window/").content.decode())
    for page in pages:
        assert not [word for word in (*CANARIES, "The wardrobe came without doors", "Gus") if word in page]
        assert side(cast.case, "internal") not in page


def test_a_file_of_the_window_opens_there_and_files_of_other_sides_and_cases_are_not_there(
    cast: Cast, settings: Any, tmp_path: Path
) -> None:
    settings.DATA_DIR = tmp_path

    def sent(ref: str, where: str) -> str:
        source = SimpleUploadedFile("plan.jpg", picture())
        file = add_file(cast.ana, received=receive_file(cast.ana, name="plan.jpg", source=source))
        actions.post_in_case(cast.ana, ref=ref, body="", side=where, attachments=[file])
        return file

    hers, inside = sent(cast.case, "customer"), sent(cast.case, "internal")
    seen, other = opened(cast), opened(cast, cast.restricted)
    theirs = sent(cast.restricted, "customer")
    assert f"{seen.path}files/{hers}/" in seen.page()
    answer: Any = seen.client.get(f"{seen.path}files/{hers}/?size=320")
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/webp")
    assert (answer["Referrer-Policy"], answer["Cache-Control"]) == ("no-referrer", "no-store")
    hidden = [seen.client.get(f"{seen.path}files/{one}/") for one in (inside, theirs, "0" * 32)]
    hidden.append(other.client.get(f"{other.path}files/{hers}/"))
    assert [one.status_code for one in hidden] == [404] * 4
    assert len({one.content for one in hidden}) == 1
    assert seen.client.get(f"/files/{hers}/").status_code == 302


def test_a_team_that_is_not_known_outside_is_our_team(cast: Cast) -> None:
    actions.set_holder(cast.ana, ref=cast.case, holder=Holder("team", cast.closed))
    page = opened(cast).page()
    assert "Our team" in page
    assert "Night shift" not in page


def test_the_window_speaks_the_language_of_the_contact_and_another_when_asked(cast: Cast) -> None:
    seen = opened(cast)
    assert '<html lang="en"' in seen.page()
    assert seen.send("language/", language="fr").status_code == 302
    assert '<html lang="fr"' in seen.page()
    assert seen.client.cookies["window_language"]["path"] == seen.path
    assert '<html lang="en"' in Client().get("/sign-in/", headers={"Accept-Language": "en"}).content.decode()


def test_the_device_forgets_the_window_when_asked(cast: Cast) -> None:
    seen = opened(cast)
    assert seen.send("leave/").status_code == 200
    assert seen.client.get(seen.path).status_code == 404


# What they can do -----------------------------------------------------------------------------------------------------
def test_they_write_to_us_and_the_case_shows_it_on_the_customers_side(cast: Cast, signed_in: SignedIn) -> None:
    seen = opened(cast)
    assert seen.send("say/", body="Will the **doors** come too?").status_code == 302
    assert "<strong>doors</strong>" in seen.page()
    said = queries.timeline(cast.bo, cast.case).results[0]
    assert (said.author.kind, said.audience.kind) == ("contact", "customer")
    assert "Will the" in signed_in("bo").get(f"/cases/{cast.case}/").content.decode()


@pytest.mark.parametrize("body", ["", "   ", "x" * 20_001, "a\x00b"])
def test_what_cannot_be_sent_is_kept_with_the_reason_beside_it(cast: Cast, body: str) -> None:
    answer = opened(cast).send("say/", body=body)
    assert answer.status_code == 400
    assert 'role="alert"' in answer.content.decode()
    if len(body) > 10:
        assert body in answer.content.decode()


def test_a_form_without_the_token_of_the_window_is_refused(cast: Cast) -> None:
    seen, other = opened(cast), opened(cast, cast.restricted)
    theirs = re.search(r'name="token" value="(\w+)"', other.page())
    assert theirs
    for token in ("", "x", theirs[1]):
        answer = seen.client.post(f"{seen.path}say/", {"token": token, "body": "Hello"})
        assert answer.status_code == 403
    assert not queries.timeline(cast.ana, cast.case, side="customer").results


def test_they_say_that_it_suits_them_once(cast: Cast, signed_in: SignedIn) -> None:
    made, seen = promised(cast), opened(cast)
    for _time in range(2):
        assert seen.send(f"promises/{made}/agree/").status_code == 302
    assert "You said that it suits you." in seen.page()
    assert "suits me" not in seen.page()
    entries = queries.timeline(cast.ana, cast.case, side="customer").results
    assert [post.kind for post in entries] == ["window", "telling"]
    assert "It suits Mme Dupin" in signed_in("ana").get(f"/cases/{cast.case}/").content.decode()


ASKED = {
    "day": "2027-01-16",
    "start": "08:00",
    "end": "12:00",
    "reason": "My mother moves in.",
    "timezone": "Europe/Paris",
}


def test_another_time_is_a_proposal_flagged_against_what_they_said_and_moves_nothing(cast: Cast) -> None:
    actions.note_fact(
        cast.ana, customer_id=cast.customer, kind="constraint", detail={"code": "never_on", "days": [6]},
        source="the customer", verified_at=MONDAY,
    )  # fmt: skip
    made, seen = promised(cast), opened(cast)
    assert seen.send(f"promises/{made}/ask/", **ASKED).status_code == 302
    page = seen.page()
    assert "You asked for another time" in page
    assert "Saturday 16 January 2027" in page
    promise = queries.commitment(cast.ana, made)
    assert isinstance(promise, queries.CommitmentSummary)
    assert promise.window == january(14)
    assert promise.proposals[0].conflicts
    actions.accept_proposal(cast.ana, proposal_id=promise.proposals[0].id, reason="She asks for it.", answer="Gladly.")
    page = seen.page()
    assert "Saturday 16 January 2027" in page.partition("Who is on it")[0]
    assert "Gladly." in page
    told = queries.commitment(cast.ana, made)
    assert isinstance(told, queries.CommitmentSummary)
    assert told.told is not None
    assert told.told.channel == "window"


SAME = {"day": "2027-01-14", "start": "07:00", "end": "14:00"}


@pytest.mark.parametrize("wrong", [{"day": "2027-01-10"}, {"start": "13:00"}, {"reason": ""}, {"day": "soon"}, SAME])
def test_a_time_that_cannot_be_is_said_beside_its_field_and_nothing_is_lost(cast: Cast, wrong: dict[str, str]) -> None:
    made, seen = promised(cast), opened(cast)
    answer = seen.send(f"promises/{made}/ask/", **{**ASKED, **wrong})
    assert answer.status_code == 400
    page = answer.content.decode()
    assert 'class="error"' in page
    assert {**ASKED, **wrong}["reason"] in page
    assert not Proposal.objects.exists()


def test_asking_for_what_we_know_and_did_not_tell_gives_nothing_away(cast: Cast) -> None:
    made, seen = promised(cast), opened(cast)
    actions.change_promise(cast.ana, commitment_id=made, window=january(16, 8, 12), reason="The van.")
    same = seen.send(f"promises/{made}/ask/", **ASKED)
    ended = promised(cast, text="A call")
    actions.withdraw_promise(cast.ana, commitment_id=ended, reason="No need.")
    gone = seen.send(f"promises/{ended}/ask/", **ASKED)
    assert same.status_code == gone.status_code == 302
    assert seen.page().count("You asked for another time") == 2


def test_they_choose_among_the_windows_that_they_were_offered_and_no_others(cast: Cast, signed_in: SignedIn) -> None:
    made = promised(cast)
    weighed = (january(18), january(19, 13, 18), january(20))
    actions.change_promise(
        cast.ana, commitment_id=made, window=weighed[0], reason="The van.", options=weighed, told=Told("phone")
    )
    seen = opened(cast)
    assert "19 January" not in seen.page()  # weighed among us, not offered
    assert seen.send(f"promises/{made}/choose/0/").status_code == 404
    form = signed_in("ana").get(f"/cases/{cast.case}/tell/?about=commitment&id={made}").content.decode()
    assert 'name="offers"' in form
    actions.tell(cast.ana, ref=cast.case, about=About("commitment", made), told=Told("phone", offers=True))
    page = seen.page()
    assert "Choose Tuesday 19 January 2027 instead" in page
    assert "Choose Monday 18" not in page
    for number in ("2", "-1", "x", "99999"):
        assert seen.send(f"promises/{made}/choose/{number}/").status_code == 404
    assert seen.send(f"promises/{made}/choose/0/").status_code == 302
    assert Proposal.objects.get().by == contact(seen.link)
    page = seen.page()
    assert "You asked for another time" in page
    assert "Choose" not in page


def test_promises_of_another_case_or_untold_ones_are_not_there(cast: Cast) -> None:
    untold = promised(cast, told=None)
    seen, other = opened(cast), opened(cast, cast.restricted)
    made = promised(cast)
    answers = [
        other.send(f"promises/{made}/agree/"), seen.send(f"promises/{untold}/agree/"),
        seen.send(f"promises/{'0' * 32}/agree/"), other.send(f"promises/{made}/ask/", **ASKED),
        seen.send(f"promises/{untold}/ask/", **ASKED),
    ]  # fmt: skip
    assert [one.status_code for one in answers] == [404] * 5
    assert len({one.content for one in answers}) == 1
    assert "The doors" not in other.page()


def test_a_correction_puts_the_fact_in_doubt_and_keeps_theirs_to_be_verified(cast: Cast, signed_in: SignedIn) -> None:
    fact = actions.note_fact(
        cast.ana, customer_id=cast.customer, kind="access", value="3rd floor", source="Ana", verified_at=MONDAY
    )
    seen = opened(cast)
    assert "3rd floor" not in seen.page()
    assert seen.send("correct/", fact=fact, words="4th floor").status_code == 400  # not told: not there to be chosen
    actions.tell(cast.ana, ref=cast.case, about=About("fact", fact), told=Told("shop"))
    assert "3rd floor" in seen.page()
    assert seen.send("correct/", fact=fact, words="4th floor, no lift.").status_code == 302
    assert "you corrected it, we check" in seen.page()
    facts = {one.value: one for one in queries.facts(cast.ana, cast.customer)}
    assert facts["3rd floor"].freshness == "red"
    assert (facts["4th floor, no lift."].freshness, facts["4th floor, no lift."].source) == ("grey", "Mme Dupin")
    page = signed_in("ana").get(f"/cases/{cast.case}/").content.decode()
    assert "Mme Dupin corrects what we know" in page


def test_they_add_what_we_should_know(cast: Cast) -> None:
    seen = opened(cast)
    assert seen.send("correct/", fact="self", words="The bell does not work.").status_code == 302
    row = Fact.objects.get()
    assert (row.kind, row.value, row.source, row.verified_at) == ("other", "The bell does not work.", "Mme Dupin", None)


def test_told_already_counts_as_a_retelling_and_the_second_alerts_the_holder(cast: Cast) -> None:
    seen = opened(cast)
    for _time in range(2):
        assert seen.send("told/", words="That Saturdays are impossible.").status_code == 302
    case = queries.brief(cast.ana, cast.case).case
    assert case.retellings == 2
    assert ContactNote.objects.filter(retold=True, channel="window").count() == 2
    kinds = [post.kind for post in queries.timeline(cast.ana, cast.case, side="internal").results]
    assert kinds.count("alert") == 1


def test_one_link_is_not_exchanged_without_end(cast: Cast) -> None:
    _link, path = link_to(cast)
    answers = [Client().post(path).status_code for _time in range(61)]
    assert (answers[0], answers[-1]) == (302, 429)


def test_one_link_cannot_write_without_end(cast: Cast) -> None:
    seen = opened(cast)
    token = re.search(r'name="token" value="(\w+)"', seen.page())
    assert token
    sent = [seen.client.post(f"{seen.path}language/", {"token": token[1]}).status_code for _time in range(61)]
    assert (sent[0], sent[-1]) == (302, 429)


# The pages of staff ---------------------------------------------------------------------------------------------------
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
