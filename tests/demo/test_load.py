"""The demo company as it stands after loading."""

import datetime as dt

import pytest
from django.conf import settings
from django.db.models import Max, Min, Model

from cases import queries as cases
from cases.models import Case, Commitment, ContactNote, Customer
from cases.queries.summaries import GuestCase
from esn.core.clock import now
from esn.core.models import Event
from esn.management.demo import ACCOUNTS, load
from feeds import queries as feeds
from feeds.models import MESSAGE, Post
from groups import queries as groups
from groups.models import Group, Membership
from people.models import Person

COUNTED: tuple[type[Model], ...] = (Person, Group, Membership, Customer, Case, Post, Event)


def _counts() -> dict[str, int]:
    return {model.__name__: model._default_manager.count() for model in COUNTED}


@pytest.mark.django_db
def test_lea_marc_and_the_others_find_their_company_and_a_second_load_changes_nothing() -> None:
    """One load for all these questions: it plays two thousand acts."""
    heard: list[tuple[int, int, str]] = []
    assert load(lambda done, total, label: heard.append((done, total, label)))
    _the_company_has_its_size()
    _a_checklist_is_being_ticked_for_mme_dupin()
    _nothing_is_in_the_future()
    _the_accounts_can_sign_in()
    _customers_have_their_people_and_notes()
    _marc_reads_the_case_of_mme_dupin_at_one_glance()
    _every_board_has_something_to_show()
    _nadia_finds_two_precedents_and_something_to_decide()
    _yann_reads_his_side_alone()
    _marc_comes_home_to_some_unread_posts()
    assert heard[-1][0] == heard[-1][1]
    before = _counts()
    assert not load()
    assert _counts() == before


def _the_company_has_its_size() -> None:
    counts = _counts()
    assert counts["Group"] == 11
    assert counts["Customer"] == 60
    assert counts["Case"] == 120
    assert 1350 <= Post.objects.filter(kind=MESSAGE).count() <= 1650
    assert set(Case.objects.values_list("status", flat=True)) >= {"in_hand", "waiting_partner", "solved", "closed"}
    english = Customer.objects.filter(language="en").count()
    assert 15 <= english <= 25


def _customers_have_their_people_and_notes() -> None:
    marc = Person.objects.get(handle="marc")
    hotel = cases.customers(marc, q="Hôtel des Quais").results[0]
    assert [one.person.name for one in hotel.contacts] == ["Mme Rosa Ferrand", "M. Paul Ridel"]
    assert [link.system for link in hotel.links] == ["Commandes"]
    assert [note.kind for note in cases.customer_notes(marc, hotel.id).results] == ["stays"]
    office = cases.customers(marc, q="Cabinet Morel").results[0]
    assert [one.customer.name for one in cases.customer_doubles(marc, office.id)] == ["M. Pierre-Yves Gaudin"]
    assert Customer.objects.exclude(left_at=None).get().name == "M. André Vasson"


def _a_checklist_is_being_ticked_for_mme_dupin() -> None:
    marc = Person.objects.get(handle="marc")
    assert len(cases.templates(marc)) == 2
    ref = next(one.ref for one in Case.objects.select_related("customer") if one.customer.name == "Mme Hélène Dupin")
    (checklist,) = cases.checklists(marc, ref)
    assert (checklist.done, len(checklist.steps)) == (2, 5)


def _nothing_is_in_the_future() -> None:
    for model, field in ((Post, "created_at"), (Post, "bumped_at"), (Case, "updated_at"), (Event, "at")):
        ends = model._default_manager.aggregate(first=Min(field), last=Max(field))
        assert ends["last"] <= now()
        assert now() - ends["first"] < dt.timedelta(days=97)


def _the_accounts_can_sign_in() -> None:
    for handle in ACCOUNTS:
        assert Person.objects.get(handle=handle).check_password(settings.DEMO_PASSWORD)
    others = Person.objects.exclude(handle__in=ACCOUNTS).exclude(kind=Person.Kind.SYSTEM)
    assert not any(person.has_usable_password() for person in others)


def _marc_reads_the_case_of_mme_dupin_at_one_glance() -> None:
    marc = Person.objects.get(handle="marc")
    found = cases.customers(marc, q="06 39 98 41 27").results
    assert [customer.name for customer in found] == ["Mme Hélène Dupin"]
    (case,) = cases.customer_cases(marc, found[0].id).results
    brief = cases.brief(marc, case.ref)
    assert {side.kind for side in case.sides} == {"internal", "partner", "customer"}
    assert brief.story is not None
    assert brief.story.version == 2
    assert "samedi" in brief.story.refused
    assert brief.case.holder is not None
    assert brief.case.holder.name == "Marc Delorme"
    assert brief.case.next_news_due is not None
    assert brief.case.next_news_due > now()
    assert {"Léa Martin", "Inès Haddad", "Marc Delorme"} <= {seat.person.name for seat in brief.participants}
    said = [post.body for post in cases.timeline(marc, case.ref, limit=100).results]
    assert any("je ne peux pas garantir" in body for body in said)
    assert brief.last_contact is not None
    assert "brief lu" in brief.last_contact.note
    assert brief.case.retellings == 0
    (promise,) = brief.promises
    assert promise.told is not None
    assert "at_risk" in promise.marks
    assert {"code": "never_on", "days": [6]} in [fact.constraint for fact in brief.facts]
    assert {fact.kind for fact in brief.facts} == {"constraint", "address_form", "hours", "access"}
    assert (brief.greeting.civility, brief.greeting.tu) == ("Mme", False)
    window = cases.customer_window(marc, case.ref)
    assert [promise.told_by for promise in window.promises] == ["Léa Martin"]
    assert [fact.kind for fact in window.facts] == ["constraint", "hours"]
    assert [line.by.name for line in window.lines if line.by.kind == "contact"] == ["Mme Hélène Dupin"]
    assert (window.name, window.holder) == ("Mme Dupin", "Marc Delorme")


def _every_board_has_something_to_show() -> None:
    lea, marc = Person.objects.get(handle="lea"), Person.objects.get(handle="marc")
    for state in ("due", "at_risk", "untold", "broken", "kept"):
        assert cases.commitments(lea, state=state).results, state
    assert cases.drifts(lea).results
    assert max(cause.cases for cause in cases.causes(lea)) > 1
    assert cases.waiting_handoffs(marc).results
    # Which case ended last depends on the day on which the company is loaded.
    ended = (
        Commitment.objects.filter(state="kept", case__status="closed", case__restricted=False).latest("ended_at").case
    )
    made = Commitment.objects.filter(case=ended).exclude(state="withdrawn").count()
    outcome = cases.brief(lea, ended.ref).outcome
    assert outcome is not None
    assert outcome.promises == made >= outcome.kept >= 1
    assert outcome.contacts == ContactNote.objects.filter(case=ended).count()


def _nadia_finds_two_precedents_and_something_to_decide() -> None:
    nadia, marc = Person.objects.get(handle="nadia"), Person.objects.get(handle="marc")
    (waits,) = cases.waivers(nadia, decider="me").results
    assert "grant" in waits.can
    before = cases.precedents(marc, waits.rule.id).results
    assert {one.state for one in before} == {"granted", "refused"}
    assert len(cases.rules(marc).results) == 3
    (dupin,) = cases.huddles(marc, invited="me").results
    assert dupin.case.customer.name == "Mme Hélène Dupin"
    assert [(bool(one.window), one.conflicts) for one in dupin.options] == [(True, ()), (True, ())]
    assert [len(one.opinions) for one in dupin.options] == [1, 1]


def _yann_reads_his_side_alone() -> None:
    yann = Person.objects.get(handle="yann")
    case = cases.case(yann, Case.objects.get(customer__name="Mme Hélène Dupin").ref)
    assert isinstance(case, GuestCase)
    assert [side.kind for side in case.sides] == ["partner"]
    assert all(post.audience.kind == "partner" for post in cases.timeline(yann, case.ref, limit=100).results)


def _marc_comes_home_to_some_unread_posts() -> None:
    marc = Person.objects.get(handle="marc")
    page = feeds.home(marc, limit=100)
    assert any(post.unread for post in page.results)
    assert not all(post.unread for post in page.results)
    assert any(group.unread for group in groups.rail(marc))
