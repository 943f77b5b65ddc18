"""Calling somebody urgently, by a named reason; everything else waits for their hours."""

import datetime as dt

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed
from esn.core.events import record
from feeds import policy
from feeds.events import UrgentlyCalled
from feeds.models import Post, UrgentCall
from groups import policy as reading
from people import queries as people
from people.models import Person
from people.policy import own_audience

AGAIN = dt.timedelta(hours=1)  # before the same person is called to the same post once more
DAY = dt.timedelta(days=1)


@transaction.atomic
def call_urgently(actor: Person, *, post_id: str, person_id: str, reason: str) -> str:
    """Reach somebody at any hour, because of a post and for a reason that they read; the id of the call.

    Who is away is left alone: who stands in for them is called, as far as they read it, else nobody (Conflict).
    """
    post, role = policy.post_standing(actor, post_id)
    if not policy.may_call(actor, role, post):
        raise NotAllowed(_("Only who takes part here calls others urgently."))
    if reason not in UrgentCall.Reason:
        raise Invalid.field("reason", "unknown_choice", _("Choose one of these."))
    Person.objects.select_for_update().get(id=actor.id)
    called = _called(actor, post, person_id)
    _require_measure(actor, post, called)
    row = UrgentCall.objects.create(post=post, person=called, by=actor, reason=reason, at=now())
    record(UrgentlyCalled(audience_id=own_audience(called.id), id=post.id, call=row.id, reason=reason), actor.id)
    audit.note(actor.id, "urgent.called", "post", post.id, person=called.id, reason=reason)
    return row.id


def _called(actor: Person, post: Post, person_id: str) -> Person:
    """Who is reached: the person, or who stands in for them while they are away."""
    person = policy.callable_people(actor, post).filter(id=person_id).first()
    if person is None:
        raise Invalid.field("person", "unknown", _("This person takes no part here."))
    reach = people.reach([person.id])[person.id]
    if reach.why != "absent":
        return person
    for stand_in in Person.objects.filter(id__in=people.receivers_of([person.id])[person.id][1:]).exclude(id=actor.id):
        if reading.readable(stand_in).admits(post.audience.open_to_members, reading.role_in(stand_in, post.audience)):
            return stand_in
    raise Conflict("away", _("%(name)s is away, and nobody stands in who reads this.") % {"name": person.name})


def _require_measure(actor: Person, post: Post, called: Person) -> None:
    """Not too often: some calls a day, and an hour between two about the same."""
    mine = UrgentCall.objects.filter(by=actor, at__gt=now() - DAY)
    if mine.filter(post=post, person=called, at__gt=now() - AGAIN).exists():
        raise Conflict("called", _("You called %(name)s less than an hour ago.") % {"name": called.name})
    if mine.count() >= policy.MOST_A_DAY:
        raise Conflict("too_many", _("You called urgently %(n)d times within a day.") % {"n": policy.MOST_A_DAY})
