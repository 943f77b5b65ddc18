"""Where the inbox learns of kept searches: one line for each search of which somebody wants to be told at once."""

from collections.abc import Collection, Iterable, Sequence

from esn.core.events import Entry
from groups.events import AudienceChanged, MembershipChanged
from inbox.needs import REST, Happened, Look, Need, Touch
from people.policy import own_audience
from search.events import KeptChanged, KeptMatched
from search.kept import policy
from search.models import KeptMatch, KeptSeat

SEARCH = "search"
FOUND = "found"


class Kept:
    """What is new in kept searches."""

    def touched(self, entries: Sequence[Entry]) -> Iterable[Touch]:
        """The searches in which something came, that changed, or of whose matches somebody's rights changed."""
        for entry in entries:
            if entry.type in (KeptChanged.type, KeptMatched.type):
                yield Touch(SEARCH, entry.data["id"], entry.audience_id)
        places = {entry.data["id"] for entry in entries if entry.type in (AudienceChanged.type, MembershipChanged.type)}
        if places:
            rows = KeptMatch.objects.filter(audience__in=places, seat__alert=KeptSeat.Alert.AT_ONCE)
            for search, person in rows.values_list("seat__search_id", "seat__person_id").distinct():
                yield Touch(SEARCH, search, person)
        yield from _shared(places)

    def happened(self, entries: Sequence[Entry]) -> Iterable[Happened]:
        """Nothing that a snooze waits for."""
        return ()

    def needs(self, touches: Collection[Touch]) -> Iterable[Need | Look]:
        """What matches and was not looked at, for each who wants to be told at once and reads it."""
        wanted = {touch.id for touch in touches if touch.kind == SEARCH}
        if not wanted:
            return
        seats = policy.followed().filter(search__in=wanted, alert=KeptSeat.Alert.AT_ONCE)
        whose = {touch.person for touch in touches if touch.kind == SEARCH}
        if "" not in whose:
            seats = seats.filter(person__in=whose)
        rows = KeptMatch.objects.filter(seat__in=seats.values("id")).order_by("at", "id")
        columns = ("seat__person_id", "seat__search_id", "seat__search__name", "seat__search__owner_id")
        for person, search, name, owner, audience, key, at in rows.values_list(*columns, "audience_id", "key", "at"):
            kind, _colon, ident = key.partition(":")
            yield Need(
                person, SEARCH, search, own_audience(person), FOUND, at, REST,
                post=ident if kind == "post" else "", side=audience,
                values={"name": name, "own": owner == person}, standing_in=False,
            )  # fmt: skip

    def concerning(self, person_ids: Collection[str]) -> Iterable[tuple[str, str]]:
        """The searches of which some people are told at once."""
        seats = policy.followed().filter(person__in=person_ids, alert=KeptSeat.Alert.AT_ONCE)
        return {(SEARCH, id_) for id_ in seats.values_list("search_id", flat=True)}


def _shared(places: Collection[str]) -> Iterable[Touch]:
    """The searches that are shared with groups whose members changed: who left is told of them no more."""
    if not places:
        return
    rows = KeptSeat.objects.filter(search__shares__group__audience__in=places, alert=KeptSeat.Alert.AT_ONCE)
    for search, person in rows.values_list("search_id", "person_id").distinct():
        yield Touch(SEARCH, search, person)
