"""A case to practise on: a real one, of one newcomer alone, about an invented customer whom nobody else sees."""

import datetime as dt

from django.db import transaction

from cases.actions.cases import change_status, open_case
from cases.actions.contacts import note_contact
from cases.actions.holding import Holder
from cases.actions.promises import make_promise, withdraw_promise
from cases.actions.stories import StoryText
from cases.actions.tellings import Told
from cases.models import Case, Commitment, Customer
from cases.policy import require_staff
from cases.practice_words import PracticeWords, practice_words
from cases.queries.practice import practice_case
from cases.windows import Window, window
from esn.core.clock import now
from esn.core.folding import sort_name
from people import actions as people
from people.models import Person
from people.policy import own_audience

AHEAD = dt.timedelta(days=14)  # until what is promised in it
MORNING, NOON = dt.time(9), dt.time(12)


@transaction.atomic
def open_practice(actor: Person) -> str:
    """The reference of the practice case of somebody, opened when there is none; NotAllowed for who is no colleague."""
    require_staff(actor)
    Person.objects.select_for_update().get(id=actor.id)  # two pages at once open one case
    return practice_case(actor) or _open(actor, practice_words(actor.language))


def _open(actor: Person, words: PracticeWords) -> str:
    customer = Customer.objects.create(
        kind=Customer.Kind.PERSON,
        name=words.customer,
        sort_name=sort_name(words.customer),
        language=actor.language,
        audience_id=own_audience(actor.id),
        created_at=now(),
    )
    story = StoryText(happened=words.happened, wanted=words.wanted, refused=words.refused)
    ref = open_case(actor, customer_id=customer.id, title=words.title, story=story, restricted=True)
    note_contact(actor, ref=ref, channel="phone", direction="in", minutes=4, note=words.contact, retold=False)
    make_promise(
        actor,
        ref=ref,
        kind=Commitment.Kind.DELIVERY,
        text=words.promise,
        window=_window(actor),
        kept_by=Holder("person", actor.id),
        told=Told(channel="phone", note=words.told),
    )
    return ref


def _window(actor: Person) -> Window:
    day = (now() + AHEAD).date()
    start, end = (dt.datetime.combine(day, time) for time in (MORNING, NOON))
    return window(start, end, actor.time_zone)


@transaction.atomic
def leave_welcome(actor: Person) -> None:
    """Be through with the first visit: what was practised on owes nothing any more and is closed."""
    people.end_welcome(actor)
    ref = practice_case(actor)
    if ref is None:
        return
    over = practice_words(actor.language).over
    for id_ in Commitment.objects.filter(case__ref=ref, state=Commitment.State.OPEN).values_list("id", flat=True):
        withdraw_promise(actor, commitment_id=id_, reason=over)
    change_status(actor, ref=ref, status=Case.Status.CLOSED, confirm=True, reason=over)
