"""The furniture story over REST: five people with a client that was generated from the description."""

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.odd_inputs import one_connection
from esn.core import clock
from tests.cases.promises import MONDAY
from tests.clients.generated import Desk, Generated, every_module, generated
from tests.clients.house import PASSWORD, found_house

PARIS = dt.timezone(dt.timedelta(hours=1))
RULE = "Refunds take three weeks, never in cash"
CASH = "Cash today, wardrobe refunded"
CARRIER = "The van broke down: the 14th fails."
BLOCKED = "The refund tool is locked"
MISTAKE = "Twice our mistake."


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Generated]:
    """The client, made once."""
    with generated(tmp_path_factory.mktemp("client")) as client:
        yield client


def test_the_generator_has_nothing_to_say_and_all_that_it_made_can_be_imported(made: Generated) -> None:
    assert [(one.header, one.detail) for one in made.complaints] == []
    assert len(every_module(made.folder)) > len(made.modules) > 400


def window(shapes: Any, day: int, first: int = 7, last: int = 14) -> Any:
    """A day of January 2027, in wall time; the 14th is a Thursday, the 16th a Saturday."""
    start, end = (dt.datetime(2027, 1, day, hour, tzinfo=PARIS) for hour in (first, last))
    return shapes.WindowForm(start=start, end=end, timezone="Europe/Paris")


class Story:
    """Who plays, and what they made so far."""

    def __init__(self, made: Generated) -> None:
        self.shapes = made.models
        self.lea, self.ines, self.marc, self.nadia, self.yann = (
            self.signed_in(made, handle) for handle in ("lea", "ines", "marc", "nadia", "yann")
        )

    def signed_in(self, made: Generated, handle: str) -> Desk:
        """Their own token, for this device."""
        asked = self.shapes.SignIn(username=handle, password=PASSWORD, device=f"{handle}’s client")
        return made.desk(made.desk().sign_in(body=asked).token)

    def team(self, name: str) -> Any:
        """A team as one names it."""
        return self.shapes.HolderName(kind="team", id=self.lea.groups(q=name).results[0].id)

    def brief(self) -> Any:
        return self.marc.brief(self.ref)

    def lea_writes_it_down(self) -> None:
        """Who she is, what she told, what she never wants, and what was promised to her in the shop."""
        lea, a = self.lea, self.shapes
        self.customer = lea.create_customer(
            body=a.NewCustomer(kind="person", name="Mme Odile Dupin", phones=["06 39 98 17 40"])
        ).id
        story = a.Story(happened="A wardrobe bought in the shop.", wanted="A sure day.", refused="Saturdays.")
        self.ref = lea.open_case(
            body=a.NewCase(customer=self.customer, title="Wardrobe", public_title="Your wardrobe", story=story)
        ).ref
        never = a.Constraint(code="never_on", days=[6])
        fact = lea.note_fact(
            self.customer,
            body=a.NewFact(kind="constraint", constraint=never, source="the customer", verified_at=clock.now()),
        )
        assert (fact.constraint["code"], fact.freshness) == ("never_on", "green")
        kept_by = a.KeeperForm(kind="team", id=self.team("Logistics").id)
        promise = lea.make_commitment(
            self.ref,
            body=a.NewCommitment(
                kind="delivery",
                text="The wardrobe is delivered.",
                window=window(a, 14),
                kept_by=kept_by,
                told=a.ToldForm(channel="shop"),
            ),
        )
        self.promise = promise.id
        assert (promise.told.by.name, promise.told.version, promise.drift) == ("Léa Martin", promise.version, None)

    def yann_proposes_saturday(self) -> None:
        """The carrier sees the promise and nothing else; what he proposes is flagged and moves nothing."""
        ines, yann, a = self.ines, self.yann, self.shapes
        guest = ines.people(q="Yann").results[0].id
        ines.add_participant(self.ref, body=a.NewParticipant(person=guest))
        side = next(one.side for one in ines.case(self.ref).sides if one.kind == "partner")
        ines.show_commitment(self.promise, body=a.Side(side=side))
        (seen,) = yann.case(self.ref).sides
        yann.post_in_case(self.ref, body=a.SaidInCase(body=CARRIER, side=seen.side))
        yann.propose_change(
            self.promise, body=a.NewProposal(window=window(a, 16, 8, 12), reason="Brakes, until Friday night.")
        )
        assert isinstance(yann.commitment(self.promise), a.GuestCommitment)
        (promise,) = self.brief().promises
        assert promise.marks == ["at_risk"]
        assert promise.window.local_start.startswith("2027-01-14")
        assert promise.proposals[0].conflicts[0].kind == "constraint"

    def ines_calls_a_huddle(self) -> None:
        """Two options, each checked; what is decided stands as changed and not told."""
        ines, nadia, a = self.ines, self.nadia, self.shapes
        huddle = ines.call_huddle(
            self.ref,
            body=a.NewHuddle(
                question="Which day is sure?",
                deadline=clock.now() + dt.timedelta(days=1),
                invited=[self.team("Service"), self.team("Shop")],
                options=[
                    a.NewOption(text="Our own van", promise=self.promise, window=window(a, 15)),
                    a.NewOption(text="The carrier on Saturday", promise=self.promise, window=window(a, 16)),
                ],
            ),
        )
        own, saturday = huddle.options
        assert (own.conflicts, saturday.conflicts[0].kind) == ([], "constraint")
        nadia.give_opinion(huddle.id, body=a.NewOpinion(option=own.id, stance="for", text="Rachid is free."))
        decided = ines.decide_huddle(huddle.id, body=a.HuddleDecision(option=own.id, reason="The only sure day."))
        assert (decided.state, decided.options[0].chosen) == ("decided", True)
        (drift,) = self.lea.drifts().results
        assert (drift.case.ref, drift.id) == (self.ref, self.promise)
        assert self.yann.drifts().results == []

    def marc_picks_up(self) -> None:
        """She calls first: found by her number, her story read, the contact noted, and she is told."""
        marc, a = self.marc, self.shapes
        (found,) = marc.customers(q="0639981740").results
        assert found.id == self.customer
        (case,) = marc.customer_cases(found.id).results
        assert self.brief().story.happened == "A wardrobe bought in the shop."
        marc.note_contact(
            case.ref, body=a.NewContact(channel="phone", direction="in", minutes=5, note="Is it today?", retold=False)
        )
        marc.tell(
            case.ref, body=a.NewTelling(channel="phone", subject=a.SubjectForm(type_="commitment", id=self.promise))
        )
        assert self.brief().drifts == []
        marc.take_case(case.ref)
        news = dt.datetime(2027, 1, 13, 11, tzinfo=PARIS)
        assert marc.edit_case(case.ref, body=a.PatchedCaseEdit(next_news_due=news)).next_news_due == news

    def she_wants_her_money_today(self) -> None:
        """An exception is asked for, a precedent is shown, and who leads the shop decides."""
        marc, nadia, a = self.marc, self.nadia, self.shapes
        decides = a.HolderName(kind="person", id=nadia.me().id)
        self.rule = nadia.create_rule(
            body=a.NewRule(title=RULE, text="A refund goes to the card.", deciders=[decides])
        ).id
        other = marc.open_case(body=a.NewCase(customer=self.customer, title="Lamp", story=a.Story(wanted="Cash"))).ref
        before = marc.ask_waiver(other, body=a.NewWaiver(rule=self.rule, what="Cash for a lamp", why="Late twice."))
        nadia.grant_waiver(before.id, body=a.Grant(reason="Our mistake."))
        assert [one.what for one in marc.rule_precedents(self.rule).results] == ["Cash for a lamp"]
        asked = marc.ask_waiver(self.ref, body=a.NewWaiver(rule=self.rule, what=CASH, why="Two dates missed."))
        assert self.nadia.waiver(asked.id).state == "open"
        assert nadia.grant_waiver(asked.id, body=a.Grant(reason=MISTAKE)).state == "granted"

    def the_refund_is_blocked(self) -> None:
        """The blocker says who can lift it and what she gets meanwhile."""
        marc, a = self.marc, self.shapes
        tomorrow = window(a, 12, 9, 19)
        self.refund = marc.make_commitment(
            self.ref,
            body=a.NewCommitment(
                kind="refund", text="Cash at the till.", window=tomorrow, told=a.ToldForm(channel="phone")
            ),
        ).id
        blocker = marc.report_blocker(
            self.ref, body=a.NewBlocker(cause=BLOCKED, lifter="Nadia Belkacem", meanwhile="A signed receipt.")
        )
        assert [one.cause for one in self.nadia.brief(self.ref).blockers] == [BLOCKED]
        assert self.nadia.lift_blocker(blocker.id, body=a.Lifting(note="By hand, noted on the receipt.")).lifted == 1

    def she_looks_into_her_window(self) -> None:
        """What was promised, who has it and when the next news comes; not a word of what was said inside."""
        marc, a = self.marc, self.shapes
        link = marc.create_portal_link(self.ref, body=a.NewPortalLink())
        assert link.url.startswith("http")
        assert self.ref not in link.url
        shown = marc.customer_window(self.ref)
        assert {one.text for one in shown.promises} == {"The wardrobe is delivered.", "Cash at the till."}
        assert (shown.holder, shown.next_news_due.day) == ("Marc Delorme", 13)
        inside = str(shown.to_dict())
        assert not [words for words in (BLOCKED, CARRIER, "Yann", "Vasseur") if words in inside]

    def it_ends(self) -> None:
        """The refund is kept, the delivery withdrawn, and she knows: told once, promises kept."""
        marc, a = self.marc, self.shapes
        marc.keep_commitment(self.refund, body=a.Why(reason="Refunded at the till."))
        marc.withdraw_commitment(self.promise, body=a.Why(reason="Refunded at the till."))
        for one in (self.refund, self.promise):
            marc.tell(self.ref, body=a.NewTelling(channel="shop", subject=a.SubjectForm(type_="commitment", id=one)))
        assert marc.edit_case(self.ref, body=a.PatchedCaseEdit(status="closed")).status == "closed"
        outcome = self.brief().outcome
        assert (outcome.retellings, outcome.kept, outcome.broken) == (0, 1, 0)
        assert [one.what for one in outcome.precedents] == [CASH]

    def the_next_one_finds_it(self) -> None:
        """What was decided, and why, by the rule and by search."""
        precedents = self.lea.rule_precedents(self.rule).results
        assert {one.reason for one in precedents} >= {MISTAKE}
        assert self.ref in {hit.case or hit.id for hit in self.lea.search(q="refunded").results}


def test_the_customer_tells_it_once_to_generated_clients(db: None, made: Generated) -> None:
    found_house()
    with clock.at(MONDAY), one_connection():
        story = Story(made)
        story.lea_writes_it_down()
        story.yann_proposes_saturday()
        story.ines_calls_a_huddle()
        story.marc_picks_up()
        story.she_wants_her_money_today()
        story.the_refund_is_blocked()
        story.she_looks_into_her_window()
        story.it_ends()
        story.the_next_one_finds_it()


def test_the_client_in_typescript_plays_the_same_story(made: Generated) -> None:
    """It is compiled and played by ``python -m tests.clients.typescript``, which needs Node and its registry."""
    here = Path(__file__)
    called = re.findall(r"\.(GET|POST|PATCH)\(\"([^\"]+)\"", here.with_name("story.ts").read_text())
    spoken = set(re.findall(r"\.(\w+)\(", here.read_text())) & made.modules.keys()
    assert {made.operations[method.lower(), path] for method, path in called} == spoken
