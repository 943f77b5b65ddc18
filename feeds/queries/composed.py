"""A text with those whom its readers know: resolved once, when it is written or previewed."""

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from feeds.text import CASE, CUSTOMER, GROUP, PERSON, Known, Parsed, parse
from groups import policy as reading
from groups.models import Audience, Group
from people.models import Person

MOST = 50  # people and groups that one text mentions
TAGS = 30  # hashtags that lead to a text; more of them are words
_ASKED = 200  # names of which the first are looked up: beyond, no text is meant

Kind = Audience.Kind


@dataclass(frozen=True)
class Composed:
    """A text ready to be kept: its HTML, whom and what it names by kind and id, and its hashtags."""

    html: str
    mentions: tuple[tuple[str, str], ...] = ()
    tags: tuple[str, ...] = ()


def composed(audience: Audience | None, body: str) -> Composed:
    """The text as the readers of an audience see it; Invalid where it mentions too many. At most two statements.

    Members are led to members, to the groups that they all know of, to customers, cases and hashtags; a partner's side
    to those who sit there; the customer's side to nobody.
    """
    parsed = parse(body)
    if audience is None or audience.kind == Kind.CUSTOMER:
        return Composed(parsed.html())
    colleagues = audience.kind != Kind.PARTNER
    known = _known(audience, parsed, colleagues=colleagues)
    people = [known.handles[handle][0] for handle in parsed.handles if handle in known.handles]
    mentioned = dict.fromkeys([(PERSON, id_) for id_ in people] + [key for key in parsed.named if key in known.named])
    if len(mentioned) > MOST or len(parsed.handles) + len(parsed.named) > _ASKED:
        sentence = _("A text mentions at most %(most)s people and groups. Yours was not sent; it is still here.")
        raise Invalid.field("body", "too_many_mentions", sentence % {"most": MOST})
    if colleagues:
        mentioned |= dict.fromkeys(key for key in parsed.named if key[0] == CUSTOMER)
        mentioned |= dict.fromkeys((CASE, ref) for ref in parsed.cases[:MOST])
    return Composed(parsed.html(known), tuple(mentioned), parsed.tags[:TAGS] if colleagues else ())


def _known(audience: Audience, parsed: Parsed, *, colleagues: bool) -> Known:
    handles = parsed.handles[:_ASKED]
    ids = {kind: [id_ for one, id_ in parsed.named[:_ASKED] if one == kind] for kind in (PERSON, GROUP)}
    named: dict[tuple[str, str], str] = {}
    by_handle: dict[str, tuple[str, str]] = {}
    if handles or ids[PERSON]:
        here = _people(audience, colleagues=colleagues)
        found = here.filter(handle__in=handles) | here.filter(id__in=ids[PERSON])
        for id_, handle, name in found.values_list("id", "handle", "name"):
            by_handle[handle] = (id_, name)
            named[PERSON, id_] = name
    if ids[GROUP] and colleagues:
        told = Group.objects.filter(id__in=ids[GROUP], archived_at=None)
        told = told.exclude(openness=Group.Openness.SECRET) | told.filter(audience=audience)
        named |= {(GROUP, id_): name for id_, name in told.values_list("id", "name")}
    return Known(by_handle, named, colleagues=colleagues)


def _people(audience: Audience, *, colleagues: bool) -> QuerySet[Person]:
    """Whom a text may name: members wherever members alone read it, else those who sit there."""
    if colleagues:
        return Person.objects.filter(is_active=True, kind=Person.Kind.MEMBER)
    return reading.readers(audience).filter(memberships__audience=audience, memberships__role__in=reading.SEATS)
