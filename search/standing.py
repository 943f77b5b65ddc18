"""What a reader has not read yet, as the home feed says it: asked of the database at the moment of the search."""

from django.db.models import F, Q

from feeds.models import ThreadChoice
from groups.models import Membership
from people.models import Person
from search.analysis import milliseconds
from search.matching import Unread

AUDIENCES_LIMIT, THREADS_LIMIT = 2_000, 1_000


def unread_by(viewer: Person) -> Unread:
    """Where something is new among what the viewer follows (at most the 2,000 newest places), and what is silent.

    Two statements. Whether the viewer may read a place is not asked here: the search itself knows.
    """
    news = Q(read_at=None) | Q(audience__head_at__gt=F("read_at"))
    seats = Membership.objects.filter(news, person=viewer, follows=True, audience__head_at__isnull=False)
    rows = seats.order_by("-audience__head_at").values_list("audience_id", "read_at")[:AUDIENCES_LIMIT]
    silent = ThreadChoice.objects.filter(person=viewer, choice=ThreadChoice.Choice.MUTE).order_by("-at")
    return Unread(
        tuple((audience, milliseconds(read_at) if read_at else 0) for audience, read_at in rows),
        tuple(silent.values_list("root_id", flat=True)[:THREADS_LIMIT]),
    )
