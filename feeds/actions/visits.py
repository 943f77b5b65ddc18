"""Looking at a feed."""

import datetime as dt

from django.db import transaction

from esn.core.clock import now
from feeds.models import Visit
from feeds.queries.visits import PAUSE, require_place
from people.models import Person

_STEP = dt.timedelta(minutes=1)  # it is not written more often


@transaction.atomic
def look_at_feed(actor: Person, *, place: str) -> None:
    """Remember that the actor looks at home, or at a group by its id; NotFound for a group that they do not read.

    Whoever looks again after a pause begins a new visit: what was there when the one before ended counts as seen.
    """
    require_place(actor, place)
    at = now()
    visit, is_new = Visit.objects.select_for_update(of=("self",)).get_or_create(
        person=actor, place=place, defaults={"looked_at": at}
    )
    if is_new or at - visit.looked_at < _STEP:
        return
    if at - visit.looked_at >= PAUSE:
        visit.seen_until = visit.looked_at
    visit.looked_at = at
    visit.save(update_fields=["seen_until", "looked_at"])
