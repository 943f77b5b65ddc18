"""The days of the demo company, before they are played: believable whenever they are drawn."""

import datetime as dt
from collections import Counter
from zoneinfo import ZoneInfo

import pytest

from esn.management.demo import dupin, duties
from esn.management.demo.company import GROUPS, PARIS, PEOPLE
from esn.management.demo.compose import SPAN, CaseAct, TalkAct, compose, everybody_speaks_where_they_sit
from esn.management.demo.customers import CUSTOMERS, DUPIN
from esn.management.demo.words import tidy

MOMENTS = [
    dt.datetime(2026, 11, 21, 21, 30, tzinfo=dt.UTC),  # a Saturday evening
    dt.datetime(2027, 1, 13, 8, 6, tzinfo=dt.UTC),  # a Wednesday morning
    dt.datetime(2026, 7, 5, 14, 0, tzinfo=dt.UTC),  # a Sunday
    dt.datetime(2027, 3, 1, 2, 15, tzinfo=dt.UTC),  # a Monday, at night
    dt.datetime(2028, 2, 29, 12, 0, tzinfo=dt.UTC),  # a Tuesday that is rare
]
moments = pytest.mark.parametrize("now", MOMENTS, ids=lambda now: f"{now:%a-%d-%b-%H-%M}")


def _all(now: dt.datetime) -> list[CaseAct | TalkAct]:
    plan = compose(now)
    number = len(plan.cases)
    return [*plan.acts, *duties.acts(plan, now), *dupin.acts(now, number), *dupin.talk(now, number)]


@moments
def test_nobody_has_acted_in_the_future_nor_before_the_company_was_there(now: dt.datetime) -> None:
    times = [act.at for act in _all(now)]
    assert max(times) < now
    assert now - min(times) < SPAN + dt.timedelta(days=4)


@moments
def test_the_company_looks_alive_on_its_last_day_of_work(now: dt.datetime) -> None:
    days = Counter(act.at.astimezone(ZoneInfo(PARIS)).date() for act in _all(now))
    assert days[max(days)] > 15
    assert (now.date() - max(days)).days <= 2


@moments
def test_people_say_about_fifteen_hundred_things(now: dt.datetime) -> None:
    said = [act for act in _all(now) if isinstance(act, TalkAct) or act.verb == "says"]
    assert 1350 <= len(said) <= 1650


@moments
def test_no_sentence_is_heard_too_often(now: dt.datetime) -> None:
    plan = compose(now)
    said = Counter(act.text for act in plan.acts if len(act.text) > 25)
    assert max(said.values()) <= 3
    assert max(Counter(case.title for case in plan.cases).values()) <= 3


@moments
def test_every_slot_of_every_text_is_filled(now: dt.datetime) -> None:
    plan = compose(now)
    texts = [act.text.replace("{case}", "") for act in _all(now)]
    texts += [text for case in plan.cases for text in (case.title, case.public_title, *case.story.values())]
    assert not [text for text in texts if "{" in text or "//" in text or "¶" in text]


@moments
def test_mme_dupin_is_promised_a_thursday_ahead_and_hears_next_in_the_future(now: dt.datetime) -> None:
    days = dupin.calendar(now)
    assert days.promised.weekday() == 3
    assert days.saturday.weekday() == 5
    assert 2 <= (days.promised - now.astimezone(ZoneInfo(PARIS)).date()).days <= 8
    assert days.news_due > now
    times = [act.at for act in dupin.acts(now, 0)]
    assert times == sorted(times)


@moments
def test_what_is_promised_lies_ahead_and_what_is_kept_or_moved_was_promised_before(now: dt.datetime) -> None:
    plan = compose(now)
    begun = {act.case: act.at for act in plan.acts if isinstance(act, CaseAct) and act.verb == "opens"}
    promised: dict[int, dt.datetime] = {}
    for act in sorted(duties.acts(plan, now), key=lambda act: act.at):
        assert act.at > begun[act.case]
        if act.window is not None:
            assert act.window.end > act.at
        if act.verb == "vows":
            promised[act.case] = act.at
        elif act.verb in ("keeps", "moves", "breaks", "warns"):
            assert act.case in promised
    assert len(promised) > 40


def test_the_same_moment_gives_the_same_days() -> None:
    assert compose(MOMENTS[0]) == compose(MOMENTS[0])


def test_everybody_speaks_only_where_they_have_a_seat() -> None:
    assert not everybody_speaks_where_they_sit()


def test_the_company_has_its_people_groups_and_customers() -> None:
    assert 27 <= len(PEOPLE) <= 33
    assert len(GROUPS) == 10
    assert len({(group.kind, group.openness) for group in GROUPS}) >= 7
    assert len({buyer.name for buyer in (*CUSTOMERS, DUPIN)}) == 60
    assert len({buyer.phone for buyer in (*CUSTOMERS, DUPIN)}) == 60


def test_customers_can_only_be_reached_in_fiction() -> None:
    for buyer in (*CUSTOMERS, DUPIN):
        assert buyer.phone.startswith(("+33 6 39 98 ", "+33 1 99 00 ", "+353 20 91", "+44 7700 900", "+44 131 496 0"))
        assert buyer.mail.endswith(
            (".example.org", ".example.com", ".example.fr", "@example.org", "@example.com", "@example.fr")
        )


def test_texts_have_the_spaces_and_apostrophes_of_their_language() -> None:
    assert tidy("C'est prêt : 14 h ?") == "C’est prêt\u00a0: 14\u00a0h\u202f?"
    assert tidy('She said "yes".') == "She said “yes”."
