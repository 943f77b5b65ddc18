"""Who may call whom urgently: people who share a group or a side of a case, and nobody through what all read."""

from django.db.models import QuerySet

from feeds.models import Post
from groups import policy as reading
from groups.models import Audience, Membership
from people.models import Person

MOST_A_DAY = 5  # calls of one person


def may_call(actor: Person, role: str | None, post: Post) -> bool:
    """Staff with a seat where the post is; following gives none, and what is for everyone is urgent for nobody."""
    shared = post.audience.kind in (Audience.Kind.GROUP, Audience.Kind.INTERNAL, Audience.Kind.PARTNER)
    living = post.deleted_at is None and post.hidden_at is None and post.audience.closed_at is None
    return actor.is_active and actor.is_member and role in reading.SEATS and shared and living


def callable_people(actor: Person, post: Post) -> QuerySet[Person]:
    """Who may be called to a post: the others with a seat where it is."""
    seats = Membership.objects.filter(audience=post.audience_id, role__in=reading.SEATS)
    kinds = (Person.Kind.MEMBER, Person.Kind.GUEST)
    return Person.objects.filter(id__in=seats.values("person"), is_active=True, kind__in=kinds).exclude(id=actor.id)
