"""Rules, exceptions and huddles on the pages."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from cases import actions, queries
from cases.actions import Holder, Way, ask_waiver, call_huddle, create_rule, make_promise
from cases.windows import Window, window
from esn.core import clock
from tests.frontend.conftest import Cast, SignedIn

ASK = {"what": "Refund in cash, today.", "why": "The doors failed twice.", "limit": "412 €", "until": "", "decider": ""}


@pytest.fixture
def rule(cast: Cast) -> str:
    """Mo's rule about refunds; Mo decides."""
    return create_rule(
        cast.mo, title="No cash refund within three weeks", text="By card.", deciders=[Holder("person", cast.mo.id)]
    )


def asked(cast: Cast, rule: str, **more: Any) -> str:
    """What Bo asked for in Ana's case."""
    return ask_waiver(cast.bo, ref=cast.case, rule_id=rule, what="Refund in cash.", why="The doors failed.", **more)


def called(cast: Cast, *ways: Way) -> str:
    """The huddle to which Ana invited Bo."""
    deadline = clock.now() + dt.timedelta(hours=2)
    invited = [Holder("person", cast.bo.id)]
    return call_huddle(
        cast.ana, ref=cast.case, question="Which day?", deadline=deadline, invited=invited, options=ways
    )  # fmt: skip


def in_days(number: int) -> Window:
    """A window from seven to two, so many days from now."""
    day = timezone.localdate() + dt.timedelta(days=number)
    return window(dt.datetime.combine(day, dt.time(7)), dt.datetime.combine(day, dt.time(14)), "Europe/Paris")


def test_bo_asks_and_mo_grants_with_a_reason(cast: Cast, signed_in: SignedIn, rule: str) -> None:
    bo, address = signed_in("bo"), f"/cases/{cast.case}/exceptions/new/"
    assert "No cash refund within three weeks" in bo.get(address).content.decode()
    assert "answer within 2 hours" in bo.get(f"{address}?rule={rule}").content.decode()
    assert bo.post(address, {"rule": rule, **ASK}).status_code == 302
    page = bo.get(f"/cases/{cast.case}/").content.decode()
    assert "waiting for" in page
    assert "Mo Serrano" in page
    (waiver,) = queries.case_waivers(cast.bo, cast.case).results
    mo, decision = signed_in("mo"), f"/exceptions/{waiver.id}/"
    assert "Refund in cash, today." in mo.get("/exceptions/").content.decode()
    assert mo.get(decision).content.decode().count('name="verb"') == 2
    wrong = mo.post(decision, {"verb": "grant", "reason": "", "condition": "By hand, on the receipt."})
    assert wrong.status_code == 400
    assert "Say why: the next one who asks reads it." in wrong.content.decode()
    assert "By hand, on the receipt." in wrong.content.decode(), "what was typed is kept"
    assert mo.post(decision, {"verb": "grant", "reason": "She waited.", "condition": ""}).status_code == 302
    assert "Exception granted" in bo.get(f"/cases/{cast.case}/").content.decode()
    assert "She waited." in bo.get(f"{address}?rule={rule}").content.decode(), "the next one finds it"
    assert "She waited." in bo.get(f"/rules/{rule}/").content.decode()


def test_only_who_decides_is_offered_the_decision(cast: Cast, signed_in: SignedIn, rule: str) -> None:
    waiver = asked(cast, rule)
    assert 'name="verb"' not in signed_in("bo").get(f"/exceptions/{waiver}/").content.decode()
    assert signed_in("cy").post(f"/exceptions/{waiver}/", {"verb": "grant", "reason": "x"}).status_code == 403
    assert signed_in("bo").post(f"/exceptions/{waiver}/withdraw/").status_code == 302
    late = signed_in("mo").post(f"/exceptions/{waiver}/", {"verb": "refuse", "reason": "x"}, follow=True)
    assert "This exception is not asked for any more." in late.content.decode()


@pytest.mark.parametrize("wrong", [{"what": ""}, {"why": ""}, {"until": "2020-01-01T10:00"}, {"decider": "nobody"}])
def test_a_question_that_says_too_little_is_not_asked_and_nothing_is_lost(
    cast: Cast, signed_in: SignedIn, rule: str, wrong: dict[str, str]
) -> None:
    response = signed_in("bo").post(f"/cases/{cast.case}/exceptions/new/", {"rule": rule, **ASK, **wrong})
    assert response.status_code == 400
    assert wrong.get("why", "The doors failed twice.") in response.content.decode()
    assert not queries.case_waivers(cast.bo, cast.case).results


def test_a_refusal_with_a_condition_is_asked_back(cast: Cast, signed_in: SignedIn, rule: str) -> None:
    waiver = asked(cast, rule)
    answer = signed_in("mo").post(f"/exceptions/{waiver}/", {"verb": "refuse", "reason": "No.", "condition": "Later."})
    assert answer.status_code == 400
    assert signed_in("mo").post(f"/exceptions/{waiver}/", {"verb": "dance", "reason": "No."}).status_code == 400
    assert queries.waiver(cast.mo, waiver).state == "open"


def test_mo_writes_a_rule_and_its_next_version(cast: Cast, signed_in: SignedIn) -> None:
    mo = signed_in("mo")
    form = {"title": "No Saturday delivery", "text": "Never.", "owner": f"person:{cast.mo.id}",
            "people": "Bo Delorme", "answer_hours": "1.5", "review_after": "3", "note": ""}  # fmt: skip
    unknown = mo.post("/rules/new/", {**form, "people": "Zoé Nobody"})
    assert unknown.status_code == 400
    assert "Zoé Nobody" in unknown.content.decode()
    assert mo.post("/rules/new/", {**form, "people": ""}).status_code == 400
    assert mo.post("/rules/new/", {**form, "teams": [f"team:{cast.shop}"]}).status_code == 302
    (found,) = queries.rules(cast.mo).results
    assert (found.answer_minutes, [one.kind for one in found.deciders]) == (90, ["person", "team"])
    edit = f"/rules/{found.id}/edit/"
    assert "Bo Delorme" in mo.get(edit).content.decode()
    assert mo.post(edit, {**form, "text": "Only by the shop’s van.", "revision": "1"}).status_code == 302
    page = signed_in("cy").get(f"/rules/{found.id}/").content.decode()
    assert "Only by the shop’s van." in page
    assert "version 1" in page
    assert signed_in("cy").get(edit).status_code == 403
    assert mo.post(f"/rules/{found.id}/retire/").status_code == 302
    assert "No Saturday delivery" in mo.get("/rules/?which=retired").content.decode()
    assert "No Saturday delivery" not in mo.get("/rules/").content.decode()


def test_a_rule_that_is_bent_often_is_put_to_its_owner(cast: Cast, signed_in: SignedIn, rule: str) -> None:
    actions.edit_rule(cast.mo, rule_id=rule, review_after=1)
    waiver = asked(cast, rule)
    actions.grant_waiver(cast.mo, waiver_id=waiver, reason="Yes.")
    assert "Departed from 1 time in 90 days" in signed_in("mo").get("/rules/").content.decode()
    assert "Departed from" not in signed_in("bo").get("/rules/").content.decode()


def test_a_huddle_from_its_question_to_the_changed_promise(cast: Cast, signed_in: SignedIn) -> None:
    made = make_promise(
        cast.ana, ref=cast.case, kind="delivery", text="The doors come", window=in_days(4),
        kept_by=Holder("person", cast.ana.id), told=actions.Told("shop"),
    )  # fmt: skip
    ana, later = signed_in("ana"), timezone.localtime() + dt.timedelta(hours=3)
    form = {
        "question": "Which day do we promise?",
        "deadline": later.strftime("%Y-%m-%dT%H:%M"),
        "others": "Bo Delorme",
    }
    assert ana.post(f"/cases/{cast.case}/huddles/new/", {**form, "others": ""}).status_code == 400
    answer = ana.post(f"/cases/{cast.case}/huddles/new/", form)
    huddle = answer["Location"].strip("/").split("/")[-1]
    day = (timezone.localdate() + dt.timedelta(days=5)).isoformat()
    option = {"text": "By our van", "promise": made, "day": day, "start": "08:00", "end": "12:00", "last_day": "",
              "timezone": "Europe/Paris"}  # fmt: skip
    new = f"/huddles/{huddle}/options/new/"
    assert ana.post(new, {**option, "start": ""}).status_code == 400
    assert ana.post(new, {**option, "promise": ""}).status_code == 400
    assert ana.post(new, option).status_code == 302
    (way,) = queries.huddle(cast.ana, huddle).options
    bo = signed_in("bo")
    assert (
        bo.post(f"/huddles/{huddle}/opinions/", {"option": way.id, "stance": "maybe", "text": "Hm"}).status_code == 400
    )
    said = {"option": way.id, "stance": "for", "text": "The van is free."}
    assert bo.post(f"/huddles/{huddle}/opinions/", said).status_code == 302
    assert "The van is free." in ana.get(f"/huddles/{huddle}/").content.decode()
    assert "Which day do we promise?" in bo.get("/huddles/").content.decode()
    assert bo.post(f"/huddles/{huddle}/decide/", {"option": way.id, "reason": "x", "told": ""}).status_code == 403
    decide = f"/huddles/{huddle}/decide/"
    assert "becomes" in ana.get(f"{decide}?option={way.id}").content.decode()
    assert ana.post(decide, {"option": way.id, "reason": "", "told": "phone"}).status_code == 400
    assert ana.post(decide, {"option": way.id, "reason": "It is free.", "told": "phone"}).status_code == 302
    page = bo.get(f"/cases/{cast.case}/").content.decode()
    assert "Huddle decided" in page
    assert "told by Ana Martin" in page


def test_a_huddle_is_called_off_and_an_unknown_option_is_named(cast: Cast, signed_in: SignedIn) -> None:
    huddle = called(cast, Way("We wait"))
    assert signed_in("ana").get(f"/huddles/{huddle}/decide/?option=x").status_code == 400
    assert signed_in("bo").post(f"/huddles/{huddle}/close/", {"reason": ""}).status_code == 403
    assert signed_in("ana").post(f"/huddles/{huddle}/close/", {"reason": "She agreed."}).status_code == 302
    assert "She agreed." in signed_in("bo").get(f"/huddles/{huddle}/").content.decode()


@pytest.mark.parametrize("handle", ["gus", "cy"])
def test_nothing_of_a_restricted_case_is_there_for_those_outside(
    cast: Cast, signed_in: SignedIn, rule: str, handle: str
) -> None:
    waiver = ask_waiver(cast.ana, ref=cast.restricted, rule_id=rule, what="x", why="x", decider_id=cast.mo.id)
    deadline = clock.now() + dt.timedelta(hours=2)
    huddle = call_huddle(
        cast.ana, ref=cast.restricted, question="x", deadline=deadline, invited=[Holder("person", cast.mo.id)]
    )
    client = signed_in(handle)
    for address in (f"/exceptions/{waiver}/", f"/huddles/{huddle}/", f"/huddles/{huddle}/options/new/",
                    f"/cases/{cast.restricted}/exceptions/new/", f"/cases/{cast.restricted}/huddles/new/"):  # fmt: skip
        assert client.get(address).status_code == 404
    if handle == "gus":
        for address in ("/exceptions/", "/huddles/", "/rules/", f"/rules/{rule}/", "/rules/new/"):
            assert client.get(address).status_code == 404


@pytest.mark.parametrize("address", ["/exceptions/?which=none", "/huddles/?which=none", "/rules/?which=none"])
def test_an_unknown_list_is_named(cast: Cast, signed_in: SignedIn, address: str) -> None:
    assert signed_in("bo").get(address).status_code == 400
