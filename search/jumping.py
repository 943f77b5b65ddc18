"""Going somewhere by a few letters: people, groups, customers, cases that one finds, and where one was lately."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.queries import cases_named
from cases.queries.summaries import CaseSummary, GuestCase
from esn.core.clock import now
from groups import queries as groups
from people.models import Person
from search.analysis import DAY, milliseconds
from search.closeness import own_customers
from search.find import Searcher, searching
from search.hits import hits
from search.matching import Choice, Criteria, TooLongError
from search.query import LENGTH_LIMIT, Node, read
from search.ranking import Match
from search.snippets import wanted
from search.summaries import Hit

MOST = 4  # of each kind
RECENT = 8
KINDS = ("person", "group", "customer", "case")


@dataclass(frozen=True)
class Jump:
    """A place to go to; ``note`` is plain text that tells it from others of its name."""

    kind: str  # one of KINDS
    id: str
    name: str
    note: str
    url: str


def jumps(viewer: Person, q: str) -> tuple[Jump, ...]:
    """What begins like some letters and the viewer finds: people, groups, customers, cases, at most four of each.

    Names of people and groups are looked for from the first letter, customers and cases as search finds them.
    """
    q = q.strip()[:LENGTH_LIMIT]
    if not q:
        return ()
    people = groups.directory(viewer, q=q, limit=MOST).results
    known = groups.groups(viewer, q=q, which="living", limit=MOST).results
    return (
        *(Jump("person", one.id, one.name, one.title or one.partner or "", f"/people/{one.id}/") for one in people),
        *(Jump("group", one.id, one.name, one.purpose, f"/groups/{one.id}/") for one in known),
        *map(_found, _searched(viewer, q)),
    )


def places(viewer: Person, keys: Sequence[str]) -> tuple[Jump, ...]:
    """Where one was, such as ``case:K7-2M4QX``, in this order, without what the viewer does not see any more."""
    named = [(kind, id_) for kind, _colon, id_ in (key.partition(":") for key in keys[:RECENT]) if kind in KINDS]
    matches = [Match(f"{kind}:{id_}", kind, id_, "", "", "", "", (0, 0)) for kind, id_ in named if kind != "case"]
    refs = [id_ for kind, id_ in named if kind == "case"]
    found = {(one.type, one.id): _found(one) for one in hits(viewer, matches, wanted(None))}
    found |= {("case", one.ref): _case(one) for one in (cases_named(viewer, refs) if refs else ())}
    return tuple(found[key] for key in dict.fromkeys(named) if key in found)


def _searched(viewer: Person, q: str) -> tuple[Hit, ...]:
    node = read(q).node
    if node is None:
        return ()
    near = own_customers(viewer)

    def look(searcher: Searcher) -> tuple[Match, ...]:
        return tuple(match for kind in ("customer", "case") for match in _nearest(searcher, node, kind, near))

    try:
        return hits(viewer, searching(viewer, look), wanted(None))
    except TooLongError:
        return ()


def _nearest(searcher: Searcher, node: Node, kind: str, near: frozenset[str]) -> tuple[Match, ...]:
    today = milliseconds(now()) // DAY * DAY
    return searcher.find(Criteria(node=node, types=Choice((kind,)), near=near, today=today, limit=MOST)).matches


def _found(hit: Hit) -> Jump:
    note = " · ".join(filter(None, (hit.more.get("customer_name", ""), hit.id))) if hit.type == "case" else ""
    return Jump(hit.type, hit.id, hit.title, note, hit.url)


def _case(case: CaseSummary | GuestCase) -> Jump:
    customer = case.customer.name if isinstance(case, CaseSummary) and case.customer else ""
    note = " · ".join(filter(None, (customer, case.ref)))
    return Jump("case", case.ref, case.title, note, f"/cases/{case.ref}/")
