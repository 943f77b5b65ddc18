"""Telling open pages that somebody has seen what concerns them, after they have read on."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import Q

from esn.core.events import Entry, record_all
from feeds.events import ReadMoved, SeenChanged
from feeds.models import Post
from feeds.policy import PROMISE, SEEN_KINDS
from groups.models import Membership
from people.policy import own_audience


@transaction.atomic
def tell_who_saw(entries: Iterable[Entry]) -> None:
    """Of each place that somebody read on in: that the newest announcement or promise there was seen, if one was.

    Of a promise to those who read its side, of an announcement to its author alone. Three statements, or none.
    """
    moved: dict[tuple[str, str], str | None] = {}
    for one in entries:
        if one.type == ReadMoved.type:
            moved.setdefault((one.audience_id, one.data["id"]), one.data.get("since"))  # the first of several
    if not moved:
        return
    places = {place for _person, place in moved}
    rows = Membership.objects.filter(person__in={person for person, _place in moved}, audience__in=places)
    read = {(person, place): at for person, place, at in rows.values_list("person_id", "audience_id", "read_at") if at}
    told = Post.objects.filter(audience__in=places, kind__in=SEEN_KINDS, deleted_at=None).filter(_since(moved.values()))
    columns = ("id", "kind", "author_id", "audience_id", "created_at")
    newest: dict[str, SeenChanged] = {}
    for id_, kind, author, place, at in told.order_by("created_at", "id").values_list(*columns):
        for (person, where), since in moved.items():
            to = read.get((person, where))
            if where == place and person != author and to is not None and at <= to and _after(at, since):
                audience = place if kind == PROMISE else own_audience(author)
                newest[place] = SeenChanged(audience_id=audience, id=id_)
    record_all(newest.values())


def _since(moments: Iterable[str | None]) -> Q:
    """From the earliest of some moments on; from the beginning where one of them is unknown."""
    known = list(moments)
    return Q() if None in known else Q(created_at__gt=min(dt.datetime.fromisoformat(str(one)) for one in known))


def _after(at: dt.datetime, since: str | None) -> bool:
    return since is None or at > dt.datetime.fromisoformat(since)
