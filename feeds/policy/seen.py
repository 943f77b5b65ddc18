"""Of what it is told who has seen it, and to whom: announcements, and entries that say how a promise stands."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from feeds.models import ANNOUNCEMENT, Acknowledgement, Post
from feeds.policy.announcements import asked_readers, sees_names
from groups import policy as reading
from groups.models import Membership
from people.models import Person

PROMISE = "commitment"  # the kind of such an entry
SEEN_KINDS = frozenset({ANNOUNCEMENT, PROMISE})


def sees_who_saw(viewer: Person, role: str | None, *, kind: str, audience_kind: str, gone: object) -> bool:
    """Of an announcement those who answer for its place; of a promise who takes part on the side where it stands.

    A customer neither sees who has seen something nor is seen.
    """
    if gone:
        return False
    if kind == ANNOUNCEMENT:
        return sees_names(viewer, role, audience_kind=audience_kind)
    return kind == PROMISE and role in reading.SEATS and viewer.kind in (Person.Kind.MEMBER, Person.Kind.GUEST)


def concerned_by(post: Post) -> QuerySet[Person]:
    """Whom it concerns: whom an announcement asks; of a promise those who take part on its side, but who wrote it."""
    if post.kind == ANNOUNCEMENT:
        return asked_readers(post)
    seats = Membership.objects.filter(audience=post.audience_id, person=OuterRef("pk"), role__in=reading.SEATS)
    rows = Person.objects.filter(is_active=True, kind__in=(Person.Kind.MEMBER, Person.Kind.GUEST))
    return rows.filter(Exists(seats)).exclude(id=post.author_id)


def has_seen(post: Post) -> Q:
    """The people who have: who read its place up to there, or said that they have read it."""
    read = Membership.objects.filter(audience=post.audience_id, person=OuterRef("pk"), read_at__gte=post.created_at)
    said = Acknowledgement.objects.filter(post=post, person=OuterRef("pk"))
    return Q(Exists(read)) | Q(Exists(said)) if post.kind == ANNOUNCEMENT else Q(Exists(read))
