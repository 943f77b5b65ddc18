"""People, audiences and seats in great numbers: the rows and the facts of ``groups.actions``, in few statements."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from django.db.models import F

from esn.core.events import Played, record_played
from groups.events import MemberJoined, MembershipChanged
from groups.models import EVERYONE, Audience, Membership
from people.events import PersonChanged
from people.importing import write_contacts
from people.models import Person
from people.policy import own_audience


def admit_contacts(contacts: Iterable[Person], actor_id: str) -> None:
    """Write down a customer's people, each with the audience that is only themselves, since they joined."""
    people = write_contacts(contacts)
    Audience.objects.bulk_create(
        Audience(id=own_audience(person.id), kind=Audience.Kind.PERSON, subject_kind="person", subject_ref=person.id)
        for person in people
    )
    Membership.objects.bulk_create(
        Membership(person=person, audience_id=own_audience(person.id), follows=False, since=person.joined_at)
        for person in people
    )
    record_played(
        Played(PersonChanged(audience_id=EVERYONE, id=person.id), actor_id, person.joined_at) for person in people
    )


def make_audiences(audiences: Sequence[Audience], seats: Sequence[Membership], actor_id: str) -> None:
    """Write down new audiences with their first seats; those seated hear of it."""
    taken = Counter(seat.audience_id for seat in seats)
    for audience in audiences:
        audience.members_count = taken[audience.id]
    Audience.objects.bulk_create(audiences)
    Membership.objects.bulk_create(seats)
    Person.objects.filter(id__in={seat.person_id for seat in seats}).update(epoch=F("epoch") + 1)
    record_played(_facts(seats, actor_id))


def _facts(seats: Iterable[Membership], actor_id: str) -> Iterator[Played]:
    for seat in seats:
        joined = MemberJoined(audience_id=seat.audience_id, id=seat.person_id)
        told = MembershipChanged(audience_id=own_audience(seat.person_id), id=seat.audience_id)
        yield Played(joined, actor_id, seat.since)
        yield Played(told, actor_id, seat.since)
