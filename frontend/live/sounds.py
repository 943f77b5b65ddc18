"""Which facts may sound in an open page: the server decides it, by the hours and choices of whose page it is."""

from collections.abc import Iterable, Sequence

from esn.core.events import Entry
from feeds.events import UrgentlyCalled
from inbox.events import InboxChanged
from people import queries

URGENT, SOFT = "urgent", "soft"


def sounds(entries: Sequence[Entry], heard: Iterable[str]) -> dict[int, str]:
    """The place in ``entries`` of each that sounds, and how; two statements, and only where somebody might hear it.

    What one did oneself is silent. Somebody's urgent call sounds at any hour, the rest within the person's hours alone.
    """
    listening = set(heard)
    called = {at: URGENT for at, entry in enumerate(entries) if entry.type == UrgentlyCalled.type}
    news = {
        at: entry.audience_id
        for at, entry in enumerate(entries)
        if entry.type == InboxChanged.type and entry.actor_id != entry.audience_id and entry.audience_id in listening
    }
    if not news:
        return called
    chosen = queries.choices_of(news.values())
    wanted = {id_ for id_, one in chosen.items() if one.sound}
    reach = queries.reach(wanted) if wanted else {}
    return called | {at: SOFT for at, id_ in news.items() if id_ in reach and reach[id_].now}
