"""Who knows about something: by what they wrote, answered and solved that the viewer may read, and with that evidence.

People are ordered so that the nearest come first. No number leaves this module: it would soon be read as a mark.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace

from django.db.models import Q

from cases.models import Case
from feeds.models import Answer
from groups.queries import known_people
from people import queries as people
from people.models import Person, PersonSkill
from search import language
from search.asking import Asked, asked
from search.find import Searcher, searching
from search.hits import hits
from search.matching import Choice, TooLongError
from search.query import parse
from search.ranking import Match
from search.snippets import Wanted, wanted
from search.summaries import Evidence, Expert, Hit

PEOPLE, PEOPLE_LIMIT = 8, 20
EACH = 3  # things that are shown of each
_LOOKED_THROUGH = 300  # the best things about it
_WROTE, _ANSWERED, _SOLVED = 1.0, 3.0, 3.0
_SKILLED = 0.5  # of what the best thing about it says
_FURTHER = 0.5  # each further thing says half of the one before: many words make no expert
_SKILLS, _SHORTEST = 200, 3  # rows that are read; letters
_SOLVED_STATES = (Case.Status.SOLVED, Case.Status.CLOSED)
_KINDS = (Person.Kind.MEMBER, Person.Kind.GUEST)


@dataclass(frozen=True, slots=True)
class _Deed:
    """Something that somebody did about it, and how much it says."""

    person: str
    how: str  # wrote, answered, solved
    match: Match
    weight: float


def experts(viewer: Person, text: str, *, limit: int = PEOPLE) -> tuple[Expert, ...]:
    """Who knows about what a query says, the nearest first, each with at most three things that show it.

    Only active people whom the viewer may know, and only by what the viewer may read.
    """
    wish, found = _found(viewer, text)
    if wish is None:
        return ()
    deeds = _deeds(found)
    skilled = _skilled(viewer, text)
    best = max((deed.weight for deed in deeds), default=1.0)
    known = known_people(viewer).filter(is_active=True, kind__in=_KINDS)
    by_person = _by_person(deeds)
    rows = known.filter(id__in={*by_person, *skilled}).values_list("id", "title")
    titles = dict(rows)

    def nearness(person: str) -> tuple[float, str]:
        said = sum(deed.weight * _FURTHER**at for at, deed in enumerate(by_person.get(person, [])[: 2 * EACH]))
        return -(said + (_SKILLED * best if person in skilled else 0.0)), person

    chosen = sorted(titles, key=nearness)[:limit]
    return _shown(viewer, chosen, titles, by_person, skilled, wanted(wish.criteria.node))


def _found(viewer: Person, text: str) -> tuple[Asked | None, tuple[Match, ...]]:
    """The best posts and cases about it; nothing where nothing was asked, or where looking takes too long."""
    query = parse(text, limit=_LOOKED_THROUGH)

    def work(searcher: Searcher) -> tuple[Asked | None, tuple[Match, ...]]:
        wish = asked(viewer, query, searcher.resolve, None)
        if wish.criteria.node is None:
            return None, ()
        return wish, searcher.find(replace(wish.criteria, types=Choice(("post", "case")))).matches

    try:
        return searching(viewer, work)
    except TooLongError:
        return None, ()


def _deeds(found: Sequence[Match]) -> list[_Deed]:
    """Who did something of what was found: wrote it, gave the answer that was accepted, solved the case."""
    posts = [match for match in found if match.type == "post"]
    cases = {match.id: match for match in found if match.type == "case" and "@" not in match.key}
    accepted = set(Answer.objects.filter(reply__in=[match.id for match in posts]).values_list("reply_id", flat=True))
    deeds = []
    for match in posts:
        how, weight = ("answered", _ANSWERED) if match.id in accepted else ("wrote", _WROTE)
        deeds.append(_Deed(match.author, how, match, match.score * weight))
    solved = Case.objects.filter(ref__in=list(cases), status__in=_SOLVED_STATES).exclude(holder_person=None)
    for ref, holder in solved.values_list("ref", "holder_person_id"):
        deeds.append(_Deed(holder, "solved", cases[ref], cases[ref].score * _SOLVED))
    return deeds


def _by_person(deeds: Iterable[_Deed]) -> dict[str, list[_Deed]]:
    """The deeds of each person, what says most first."""
    found: dict[str, list[_Deed]] = {}
    for deed in sorted(deeds, key=lambda deed: (-deed.weight, deed.match.key)):
        found.setdefault(deed.person, []).append(deed)
    return found


def _skilled(viewer: Person, text: str) -> dict[str, list[str]]:
    """Who says of themselves that they know how to do it, with the skills; guests read no profile."""
    words = [_beginning(word) for word in language.words(text)]
    begins = Q()
    for word in filter(None, words):
        begins |= Q(skill__key__startswith=word) | Q(skill__key__contains=f" {word}")
    if not begins or not viewer.is_member:
        return {}
    found: dict[str, list[str]] = {}
    rows = PersonSkill.objects.filter(begins, person__is_active=True).order_by("skill__key", "person")
    for person, name in rows.values_list("person_id", "skill__name")[:_SKILLS]:
        found.setdefault(person, []).append(name)
    return found


def _beginning(word: str) -> str:
    """The shortest stem of a word, which all its forms begin with; empty for a word that says nothing."""
    stems = [stem for stem in language.forms(word).stems if len(stem) >= _SHORTEST]
    return min(stems, key=len, default="")


def _shown(
    viewer: Person,
    chosen: Sequence[str],
    titles: dict[str, str],
    deeds: dict[str, list[_Deed]],
    skilled: dict[str, list[str]],
    marks: Wanted,
) -> tuple[Expert, ...]:
    """Some people in their order, with what shows it; who has nothing to show any more is left out."""
    best = [deed for person in chosen for deed in deeds.get(person, [])[:EACH]]
    shown = {f"{hit.type}:{hit.id}": hit for hit in hits(viewer, [deed.match for deed in best], marks)}
    who = people.refs(chosen)
    found = []
    for person in chosen:
        evidence = tuple(
            Evidence(**{part.name: getattr(shown[deed.match.key], part.name) for part in fields(Hit)}, how=deed.how)
            for deed in deeds.get(person, [])[:EACH]
            if deed.match.key in shown
        )
        skills = tuple(skilled.get(person, ()))
        if evidence or skills:
            found.append(Expert(who[person], titles[person], evidence, skills))
    return tuple(found)
