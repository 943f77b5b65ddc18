"""What customers do in their window: write, agree, ask for another time, correct, say that they told it before."""

import re

import pytest
from django.test import Client

from cases import actions, queries
from cases.actions import About, Told
from cases.models import ContactNote, Fact, Proposal
from tests.frontend.conftest import MONDAY, Cast, SignedIn
from tests.frontend.windows import contact, january, link_to, opened, promised

pytestmark = pytest.mark.usefixtures("on_monday")


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
