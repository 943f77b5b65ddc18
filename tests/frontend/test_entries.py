"""Structured entries in words: each kind, in both languages, whatever is missing in what was stored."""

from dataclasses import replace
from typing import Any

import pytest
from django.utils import translation

from cases import queries
from feeds.queries import PostSummary
from frontend import entries, facts
from frontend.articles import article
from tests.frontend.conftest import Cast

WINDOW = {"local_start": "2027-01-14T07:00:00", "local_end": "2027-01-14T14:00:00"}
LATER = {"local_start": "2027-01-18T07:00:00", "local_end": "2027-01-19T14:00:00"}
KINDS = (
    "commitment",
    "proposal",
    "telling",
    "fact",
    "contact",
    "handoff",
    "blocker",
    "alert",
    "escalation",
    "waiver",
    "huddle",
    "window",
    "portal_link",
)


@pytest.fixture
def opened(cast: Cast) -> PostSummary:
    """The first entry of Ana's case, to be dressed as others."""
    return next(post for post in queries.timeline(cast.ana, cast.case).results if post.kind == "opened")


@pytest.mark.parametrize(
    ("kind", "detail", "said"),
    [
        ("commitment", {"verb": "made", "text": "Doors", "window": WINDOW, "kept_by": {"name": "Bo"}}, "kept by Bo"),
        ("commitment", {"verb": "changed", "text": "Doors", "before": WINDOW, "window": LATER}, "becomes Mon 18 Jan"),
        ("commitment", {"verb": "broken", "text": "Doors", "window": WINDOW}, "Promise broken"),
        ("commitment", {"verb": "reopened", "text": "Doors", "window": WINDOW}, "Promise renewed"),
        ("commitment", {"verb": "shown", "text": "Doors", "window": WINDOW, "partner": "Vasseur"}, "shown to Vasseur"),
        ("commitment", {"text": "Doors", "window": WINDOW, "state": "kept"}, "Kept"),
        ("proposal", {"state": "open", "window": WINDOW, "by": {"name": "Gus"}}, "Gus proposes another time"),
        ("proposal", {"state": "declined", "window": WINDOW}, "Proposal declined"),
        ("telling", {"value": {"status": "solved"}, "channel": "mail"}, "Solved · by Ana Martin, by mail"),
        ("fact", {"verb": "verified", "fact_kind": "language", "value": "fr"}, "French"),
        ("contact", {"channel": "visit", "direction": "out", "minutes": 1}, "reached them on a visit, 1 minute"),
        ("handoff", {"state": "returned", "to": {"name": "Bo"}}, "Bo did not answer in time"),
        ("blocker", {"state": "lifted", "cause": "Locked"}, "Blocker lifted"),
        ("alert", {"code": "retold", "count": 2}, "again 2 times"),
        ("escalation", {"text": "Doors", "to": [{"name": "Mo"}]}, "It now concerns Mo."),
        ("window", {"verb": "agreed", "text": "Doors", "window": WINDOW}, "It suits Ana Martin"),
        ("window", {"verb": "asked", "text": "Doors", "window": LATER}, "asks for another time"),
        ("window", {"verb": "corrected", "value": {"fact_kind": "access", "value": "3rd floor"}}, "3rd floor"),
        ("window", {"verb": "added"}, "adds what we should know"),
        ("window", {"verb": "retold"}, "It counts as told again."),
        ("portal_link", {"verb": "made", "contact": {"name": "Mme Dupin"}}, "Window opened to Mme Dupin"),
        ("portal_link", {"verb": "opened", "contact": {"name": "Mme Dupin"}}, "Mme Dupin opened their window"),
        ("portal_link", {"verb": "revoked", "contact": {"name": "Mme Dupin"}}, "Window shut for Mme Dupin"),
        ("waiver", {"state": "open", "what": "Cash", "deciders": [{"name": "Mo"}]}, "It waits for Mo."),
        ("waiver", {"state": "open", "overdue": True, "what": "Cash"}, "Nobody has decided in time."),
        ("waiver", {"state": "conditional", "what": "Cash"}, "granted with a condition Cash"),
        ("waiver", {"state": "withdrawn", "what": "Cash"}, "Exception taken back"),
        ("huddle", {"verb": "called", "question": "Which day?", "invited": ["Bo", "Shop"]}, "Bo, Shop"),
        ("huddle", {"verb": "option", "option": {"text": "The van", "window": WINDOW}}, "The van · Thu 14 Jan"),
        ("huddle", {"verb": "opinion", "stance": "against", "option": {"text": "The van"}}, "Against The van"),
        ("huddle", {"verb": "decided", "option": {"text": "The van"}}, "Huddle decided The van"),
        ("huddle", {"verb": "undecided", "question": "Which day?"}, "without a decision Which day?"),
    ],
)
def test_each_kind_of_entry_has_its_words(opened: PostSummary, kind: str, detail: dict[str, Any], said: str) -> None:
    with translation.override("en"):
        told = entries.entry(replace(opened, kind=kind, detail=detail))
    assert said in f"{told.kind} {told.what} {told.line} {told.flag}"


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_entry_that_lacks_everything_is_still_drawn(opened: PostSummary, kind: str, language: str) -> None:
    with translation.override(language):
        assert "entry" in article(replace(opened, kind=kind, detail={}))


def test_what_a_partner_reads_names_its_side(opened: PostSummary) -> None:
    outside = replace(opened.audience, kind="partner", label="Vasseur <b>")
    drawn = article(replace(opened, kind="commitment", detail={"text": "Doors", "window": WINDOW}, audience=outside))
    assert 'class="side partner"' in drawn
    assert "Vasseur &lt;b&gt;" in drawn


@pytest.mark.parametrize(
    ("codes", "said"),
    [
        ({"code": "never_on", "days": [6, 7]}, "Never on Saturday, Sunday"),
        ({"code": "only_after", "time": "17:00"}, "Only after 17:00"),
        ({"code": "only_before", "time": "09:00"}, "Only before 09:00"),
        ({"code": "never_by", "channel": "phone"}, "Never: Phone"),
        ({"code": "only_by", "channel": "sms"}, "Only: Text message"),
        ({"civility": "Mme", "name": "Dupin"}, "Mme Dupin"),
        ({"tu": True}, "says “tu”"),
    ],
)
def test_the_codes_of_a_fact_become_words(codes: dict[str, Any], said: str) -> None:
    with translation.override("en"):
        assert facts.said("constraint", "", codes) == said


def test_what_somebody_wrote_of_a_fact_stands_as_it_is() -> None:
    assert facts.said("constraint", "Never a Saturday", {"code": "never_on", "days": [6]}) == "Never a Saturday"
