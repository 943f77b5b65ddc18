"""Fifty reactions are one line of the inbox, one sentence of one mail, and no notice."""

import datetime as dt

from django.core import mail as sent

from esn.core import alarms, clock, jobs
from esn.core.models import Event
from esn.wiring import ALARMS, CONSUMERS
from feeds.actions import react
from inbox.models import InboxLine
from people import actions
from people.models import Person
from people.policy import own_audience
from tests.cast import admit, device, found, say
from tests.inbox.desk import settled, waiting
from tests.log import follow

MONDAY = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)
SIGNS = ("👍", "🎉", "❤️", "👀", "🙏")


def pass_on() -> None:
    """Let the worker hear everything and do what is due."""
    for one in CONSUMERS:
        if one.name in ("inbox", "mail"):
            follow(one)
    while alarms.run_due(ALARMS):
        pass
    jobs.run_ready()


def test_fifty_reactions_are_one_line_one_sentence_and_no_notice(ana: Person, bo: Person) -> None:
    Person.objects.filter(id=ana.id).update(email="ana@example.org", email_verified_at=MONDAY)
    actions.choose_mail(Person.objects.get(id=ana.id), mail="daily")
    people = [bo, *(admit(f"colleague{number}") for number in range(9))]
    with clock.at(MONDAY):
        post = say(ana, found(ana, "open", name="Logistics", member=bo))
    with clock.at(MONDAY + dt.timedelta(minutes=5)):
        for person in people:
            for sign in SIGNS:
                react(person, post_id=post, emoji=sign)
        (line,) = waiting(ana)
        assert (line.kind, line.count, line.why[0].people, len(line.from_)) == ("reaction", 50, 10, 3)
        assert InboxLine.objects.filter(person=ana).count() == 1
        told = Event.objects.filter(type="inbox.changed", audience_id=own_audience(ana.id))
        assert told.count() == 1, "and one fact, however many the worker heard at once"
        settled()
        pass_on()
    with clock.at(MONDAY + dt.timedelta(days=1)):
        pass_on()
        pass_on()
    (message,) = sent.outbox
    assert str(message.body).count("reacted to what you wrote") == 1
    assert "and 8 others reacted" in str(message.body)
    assert device(ana).read("notices/")["results"] == []
