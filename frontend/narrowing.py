"""Whose promises a page shows: everybody's, mine, mine and my teams', those of a team, a person or a customer."""

from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from cases import queries
from esn.core.errors import Invalid
from groups import queries as groups
from groups.queries import GroupSummary
from people.models import Person

_MINE = {"all": "", "mine": "me", "ours": "us", "stand_in": "stand_in"}


@dataclass(frozen=True)
class Narrowing:
    """What was chosen, as the queries take it, and the names of who was chosen."""

    whose: str = "all"  # all, mine, ours, stand_in, team:<id>, person:<id>
    holder: str = ""
    team: str = ""
    customer: str = ""
    name: str = ""
    customer_name: str = ""

    def filters(self) -> dict[str, str]:
        """What the boards and the calendar take."""
        return {"holder": self.holder, "team": self.team, "customer": self.customer}

    def address(self, **more: str) -> str:
        """The query of an address that keeps the choice, without its question mark."""
        kept = {"whose": self.whose if self.whose != "all" else "", "customer": self.customer, **more}
        return urlencode({name: value for name, value in kept.items() if value})

    @property
    def kept(self) -> str:
        """The choice as the end of an address that has a query already."""
        return f"&{self.address()}" if self.address() else ""

    @property
    def everybody(self) -> str:
        """The same page for every customer."""
        return f"whose={self.whose}"


def narrowing(viewer: Person, asked: QueryDict) -> Narrowing:
    """The choice in an address; NotFound for a team, a person or a customer that the viewer does not know."""
    whose, customer = asked.get("whose", "all"), asked.get("customer", "")
    named = queries.customer(viewer, customer).name if customer else ""
    kind, colon, id_ = whose.partition(":")
    if whose in _MINE:
        return Narrowing(whose, holder=_MINE[whose], customer=customer, customer_name=named)
    if colon and kind == "team":
        return Narrowing(whose, "", id_, customer, groups.group(viewer, id_).name, named)
    if colon and kind == "person":
        return Narrowing(whose, id_, "", customer, groups.person(viewer, id_).name, named)
    raise Invalid.field("whose", "unknown_choice", _("This list is unknown."))


def choices(
    narrowed: Narrowing, followed: Iterable[GroupSummary], *, stands_in: bool = False
) -> list[tuple[str, str]]:  # fmt: skip
    """What one may choose from: oneself, whom one stands in for, one’s teams of those followed, who is chosen now."""
    offered = [("all", _("Everybody’s")), ("mine", _("Mine")), ("ours", _("Mine and my teams’"))]
    if stands_in or narrowed.whose == "stand_in":
        offered.append(("stand_in", _("Of those I stand in for")))
    offered += [(f"team:{group.id}", group.name) for group in followed if group.kind == "team" and group.joined]
    if narrowed.name and narrowed.whose not in dict(offered):
        offered.append((narrowed.whose, narrowed.name))
    return offered
