"""Who is meant: the holder or keeper, everybody in a small team, those who moderate a large one."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

from groups import policy as reading
from groups.models import Membership
from inbox.needs import TEAM_LIMIT


class Teams:
    """The people of some teams, read with one statement."""

    def __init__(self, team_ids: Iterable[str | None]) -> None:
        wanted = {id_ for id_ in team_ids if id_}
        self._seats: Mapping[str, list[tuple[str, str]]] = _seats(wanted) if wanted else {}

    def people(self, person_id: str | None, team_id: str | None) -> tuple[str, ...]:
        """The person who is named, or the people of the team."""
        if person_id:
            return (person_id,)
        seats = self._seats.get(team_id or "", [])
        if len(seats) <= TEAM_LIMIT:
            return tuple(person for person, _role in seats)
        return self.leaders(team_id)

    def leaders(self, team_id: str | None) -> tuple[str, ...]:
        """Those who moderate a team."""
        return tuple(person for person, role in self._seats.get(team_id or "", []) if role in reading.MODERATING)


def _seats(team_ids: Collection[str]) -> Mapping[str, list[tuple[str, str]]]:
    rows = Membership.objects.filter(audience__group__in=team_ids, role__in=reading.SEATS, person__is_active=True)
    seats: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for team, person, role in rows.values_list("audience__group__id", "person_id", "role").order_by("person_id"):
        seats[team].append((person, role))
    return seats
