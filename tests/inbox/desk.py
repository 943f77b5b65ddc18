"""What tests of the inbox share: letting the consumer catch up, and asking what waits."""

from typing import Any

from esn.core.consumers import Consumer
from esn.wiring import CONSUMERS, NEEDS
from inbox import queries
from inbox.actions import reconcile
from inbox.queries import LineSummary
from people.models import Person
from tests.log import follow

INBOX: Consumer = next(consumer for consumer in CONSUMERS if consumer.name == "inbox")


def heard() -> None:
    """Let the inbox hear everything that has happened."""
    follow(INBOX)


def waiting(person: Person) -> tuple[LineSummary, ...]:
    """What waits for somebody, after everything was heard."""
    heard()
    return queries.waiting(Person.objects.get(id=person.id))


def codes(person: Person, **more: Any) -> list[str]:
    """The codes of all reasons of all lines that wait for somebody."""
    return sorted(why.code for line in waiting(person) for why in line.why)


def settled() -> None:
    """Looking at everything again changes nothing."""
    heard()
    people = list(Person.objects.values_list("id", flat=True))
    assert reconcile(NEEDS, people) == 0
