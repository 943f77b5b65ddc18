"""What people do with kept searches: keep, change, share, pin, be told, look; all of it can be taken back."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import Invalid, NotAllowed, NotFound, Stale
from esn.core.events import record, record_each
from esn.core.folding import sort_name
from esn.core.showable import UNSHOWABLE
from people.models import Person
from people.policy import own_audience
from search.events import KeptChanged
from search.find import search as find
from search.kept import policy
from search.models import KeptMatch, KeptSearch, KeptSeat, KeptShare
from search.query import LENGTH_LIMIT, parse

MOST_KEPT = 100  # of one person
MOST_PINNED = 10
MOST_ALERTS = 30
MOST_SHARES = 20  # of one search
NAME_LIMIT = 80  # characters
UNDO = dt.timedelta(days=1)
Alert = KeptSeat.Alert


def keep_search(
    actor: Person,
    *,
    name: str,
    text: str,
    filters: Mapping[str, str] | None = None,
    pin: bool = False,
    alert: str = Alert.NEVER,
) -> str:
    """Keep what was searched under a name; its id. Invalid for what could not be searched, or for one too many."""
    name, text, chosen = _named(name), _asked(text), _filters(filters)
    _check(actor, text, chosen)
    with transaction.atomic():
        _require_room(actor)
        search = KeptSearch.objects.create(owner=actor, name=name, sort_name=sort_name(name), text=text, filters=chosen)
        KeptSeat.objects.create(search=search, person=actor)
        if pin:
            pin_search(actor, search_id=search.id)
        if alert != Alert.NEVER:
            set_alert(actor, search_id=search.id, alert=alert)
        record(KeptChanged(audience_id=own_audience(actor.id), id=search.id), actor.id)
    return search.id


def change_search(
    actor: Person,
    *,
    search_id: str,
    name: str | None = None,
    text: str | None = None,
    filters: Mapping[str, str] | None = None,
    revision: int | None = None,
) -> None:
    """Give a search of one's own another name, or let it ask something else; whoever follows it follows that."""
    search = policy.require_own(actor, search_id)
    named = search.name if name is None else _named(name)
    asked = search.text if text is None else _asked(text)
    chosen = search.filters if filters is None else _filters(filters)
    if (asked, chosen) != (search.text, search.filters):
        _check(actor, asked, chosen)
    with transaction.atomic():
        kept = KeptSearch.objects.select_for_update().get(id=search.id)
        if revision is not None and revision != kept.revision:
            raise Stale
        if (asked, chosen) != (kept.text, kept.filters):
            KeptMatch.objects.filter(seat__search=kept).delete()  # they matched another question
        kept.name, kept.sort_name = named, sort_name(named)
        kept.text, kept.filters, kept.revision = asked, chosen, kept.revision + 1
        kept.save()
        _tell_all(kept, actor)


@transaction.atomic
def delete_search(actor: Person, *, search_id: str) -> None:
    """Take a search of one's own away, from everybody; for a day it can come back."""
    search = policy.require_own(actor, search_id)
    KeptSearch.objects.filter(owner=actor, deleted_at__lt=now() - UNDO).delete()
    KeptSearch.objects.filter(id=search.id).update(deleted_at=now())
    _tell_all(search, actor)


@transaction.atomic
def restore_search(actor: Person, *, search_id: str) -> None:
    """Take the deletion of a search back, within a day: it is shared and followed as before."""
    rows = KeptSearch.objects.filter(owner=actor, id=search_id, deleted_at__gte=now() - UNDO)
    search = rows.first()
    if search is None:
        raise NotFound
    _require_room(actor)
    rows.update(deleted_at=None)
    _tell_all(search, actor)


@transaction.atomic
def pin_search(actor: Person, *, search_id: str) -> None:
    """Put a search into one's rail; pinned already, nothing changes."""
    seat = _seat(actor, search_id)
    if seat.pinned_at is not None:
        return
    if policy.followed().filter(person=actor, pinned_at__isnull=False).count() >= MOST_PINNED:
        said = _("%(count)d searches stand in your rail already. Take one out first.")
        raise Invalid.field("", "too_many", said % {"count": MOST_PINNED})
    _begin(seat)
    seat.pinned_at = now()
    _keep(seat)


@transaction.atomic
def unpin_search(actor: Person, *, search_id: str) -> None:
    """Take a search out of one's rail."""
    seat = _seat(actor, search_id)
    if seat.pinned_at is not None:
        seat.pinned_at = None
        _keep(seat)


@transaction.atomic
def set_alert(actor: Person, *, search_id: str, alert: str) -> None:
    """Choose when one is told of what matches from now on: never, at once, or in the digest."""
    seat = _seat(actor, search_id)
    if alert not in Alert.values:
        said = _("This must be one of: %(words)s.") % {"words": ", ".join(Alert.values)}
        raise Invalid.field("alert", "unknown_choice", said)
    if seat.alert == alert:
        return
    if seat.alert == Alert.NEVER:
        if policy.followed().filter(person=actor).exclude(alert=Alert.NEVER).count() >= MOST_ALERTS:
            said = _("You are told of %(count)d searches already. Choose “never” for one of them first.")
            raise Invalid.field("alert", "too_many", said % {"count": MOST_ALERTS})
        _begin(seat)
    seat.alert = Alert(alert)
    _keep(seat)


@transaction.atomic
def look_at_search(actor: Person, *, search_id: str) -> None:
    """The actor has looked at what matches: what comes from now on is new. Often nothing was."""
    search = policy.require_kept(actor, search_id)
    seat = KeptSeat.objects.select_for_update().filter(search=search, person=actor).first()
    if seat is not None and KeptMatch.objects.filter(seat=seat).delete()[0]:
        seat.looked_at = now()
        _keep(seat)


@transaction.atomic
def share_search(actor: Person, *, search_id: str, group_id: str) -> None:
    """Let the members of a group of one's own see a search, and follow it if they like; each with their own rights."""
    search = policy.require_own(actor, search_id)
    group = policy.require_sharing(actor, group_id)
    if KeptShare.objects.filter(search=search, group=group).exists():
        return
    if KeptShare.objects.filter(search=search).count() >= MOST_SHARES:
        said = _("A search is shared with at most %(count)d groups.") % {"count": MOST_SHARES}
        raise Invalid.field("group", "too_many", said)
    KeptShare.objects.create(search=search, group=group)
    _tell_all(search, actor)


@transaction.atomic
def unshare_search(actor: Person, *, search_id: str, group_id: str) -> None:
    """Take a search from a group: whoever shared it may, and whoever moderates the group."""
    share = policy.require_unsharing(actor, search_id, group_id)
    search = share.search
    share.delete()
    _tell_all(search, actor)


def _named(name: str) -> str:
    name = " ".join(name.split())
    if not name:
        raise Invalid.field("name", "required", _("Give the search a name."))
    if len(name) > NAME_LIMIT:
        said = _("A name has at most %(count)d characters.") % {"count": NAME_LIMIT}
        raise Invalid.field("name", "too_long", said)
    if UNSHOWABLE.search(name):
        raise Invalid.field("name", "control", _("This holds characters that cannot be shown."))
    return name


def _asked(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > LENGTH_LIMIT:
        said = _("A search has at most %(count)d characters.") % {"count": LENGTH_LIMIT}
        raise Invalid.field("text", "too_long", said)
    if UNSHOWABLE.search(text):
        raise Invalid.field("text", "control", _("This holds characters that cannot be shown."))
    return text


def _filters(filters: Mapping[str, str] | None) -> dict[str, str]:
    return {name: value for name, value in sorted((filters or {}).items()) if value}


def _check(actor: Person, text: str, filters: Mapping[str, str]) -> None:
    """Invalid for what asks for nothing, or could not be searched."""
    if not text and not filters.keys() - {"sort"}:
        raise Invalid.field("text", "required", _("Say what to search for."))
    if any(len(value) > LENGTH_LIMIT for value in filters.values()):
        raise Invalid.field("filters", "too_long", _("This filter is too long."))
    find(actor, parse(text, limit=1, **filters))


def _require_room(actor: Person) -> None:
    """Invalid for who keeps as many searches as one may; nobody else keeps one for them meanwhile."""
    _alone(actor)
    if KeptSearch.objects.filter(owner=actor, deleted_at=None).count() >= MOST_KEPT:
        said = _("You keep %(count)d searches already. Delete one that you do not need any more.")
        raise Invalid.field("", "too_many", said % {"count": MOST_KEPT})


def _alone(actor: Person) -> None:
    """One at a time for each person, so that a limit holds."""
    Person.objects.select_for_update().filter(id=actor.id).values_list("id").first()


def _seat(actor: Person, search_id: str) -> KeptSeat:
    if not actor.is_active:
        raise NotAllowed
    search = policy.require_kept(actor, search_id)
    _alone(actor)
    return KeptSeat.objects.get_or_create(search=search, person=actor)[0]


def _begin(seat: KeptSeat) -> None:
    """Whoever begins to follow a search hears of what comes from now on."""
    if seat.pinned_at is None and seat.alert == Alert.NEVER:
        KeptMatch.objects.filter(seat=seat).delete()
        seat.looked_at = now()


def _keep(seat: KeptSeat) -> None:
    seat.save()
    record(KeptChanged(audience_id=own_audience(seat.person_id), id=seat.search_id), seat.person_id)


def _tell_all(search: KeptSearch, actor: Person) -> None:
    """Tell the pages and the inboxes of all who follow a search, and of its owner."""
    following = KeptSeat.objects.filter(search=search).values_list("person_id", flat=True)
    record_each(KeptChanged(audience_id="", id=search.id), following, actor.id)
