"""What was answered where somebody speaks: replies in threads, and in the threads of cases."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from typing import Any, NamedTuple

from django.db.models import Q

from esn.core.clock import now
from esn.core.events import Entry
from feeds.events import PostDeleted, PostEdited, PostHidden, PostMoved, PostPublished, PostRestored, ThreadChanged
from feeds.models import Post, ThreadChoice
from groups.events import MembershipChanged
from groups.models import Audience
from inbox.needs import ANSWER, HORIZON, REST, Happened, Look, Need, Touch
from people.models import Person

SAID = (PostPublished, PostEdited, PostDeleted, PostHidden, PostRestored, PostMoved)
TYPES = frozenset(fact.type for fact in SAID)
CASE = "case"
THREAD = "thread"


class Said(NamedTuple):
    """What counts of a post."""

    id: str
    root: str
    author: str
    at: dt.datetime
    audience: str
    gone: bool


class Threads:
    """Replies go to who began the thread and who has answered in it, as far as they came after their own words."""

    def touched(self, entries: Sequence[Entry]) -> Iterable[Touch]:
        """The threads in which something was said, changed or taken back; all threads of a case are one subject."""
        said = [entry for entry in entries if entry.type in TYPES]
        cases = cases_of(entry.audience_id for entry in said)
        for entry in said:
            if entry.audience_id in cases:
                yield Touch(CASE, cases[entry.audience_id])
            else:
                yield Touch(THREAD, entry.data.get("root") or entry.data["id"])
                if entry.type == PostMoved.type:
                    yield Touch(THREAD, entry.data["id"])
        yield from _of_seats(entries)
        chosen = {(entry.audience_id, entry.data["id"]) for entry in entries if entry.type == ThreadChanged.type}
        yield from _of_choices(chosen)

    def happened(self, entries: Sequence[Entry]) -> Iterable[Happened]:
        """Somebody answers."""
        said = [entry for entry in entries if entry.type == PostPublished.type]
        cases = cases_of(entry.audience_id for entry in said)
        authors = {entry.actor_id for entry in said if entry.audience_id in cases}
        contacts = set(Person.objects.filter(id__in=authors, kind="contact").values_list("id", flat=True))
        for entry in said:
            root = entry.data.get("root")
            if entry.audience_id in cases:
                if root or entry.data.get("kind") == "message" or entry.actor_id in contacts:
                    yield Happened(CASE, cases[entry.audience_id], "answer", entry.at, entry.actor_id)
                if entry.actor_id in contacts:
                    yield Happened(CASE, cases[entry.audience_id], "customer", entry.at, entry.actor_id)
            elif root:
                yield Happened(THREAD, root, "answer", entry.at, entry.actor_id)

    def needs(self, touches: Collection[Touch]) -> Iterable[Need | Look]:
        """The replies that came after the last word of each who takes part."""
        threads = {touch.id for touch in touches if touch.kind == THREAD}
        refs = {touch.id for touch in touches if touch.kind == CASE}
        if threads:
            found = _threads(Q(id__in=threads) | Q(root__in=threads))
            chosen = _choices(found)
            for root, posts in found.items():
                yield from _replies(posts, THREAD, root, {}, chosen[root])
        if refs:
            inside, ref_of = _sides(refs)
            found = _threads(Q(audience__in=list(ref_of), replies_count__gt=0) | _recent(ref_of))
            chosen = _choices(found)
            for root, posts in found.items():
                yield from _replies(posts, CASE, ref_of[posts[0].audience], inside, chosen[root])

    def concerning(self, person_ids: Collection[str]) -> Iterable[tuple[str, str]]:
        """The threads in which somebody has said something lately, or that were answered lately."""
        fresh = now() - HORIZON
        mine = Post.objects.filter(author__in=person_ids)
        rows = mine.filter(Q(bumped_at__gt=fresh) | Q(created_at__gt=fresh) | Q(root__bumped_at__gt=fresh))
        rows = rows.exclude(root=None, replies_count=0)
        found = rows.values_list("id", "root_id", "audience__subject_kind", "audience__subject_ref").order_by()
        chosen = ThreadChoice.objects.filter(person__in=person_ids, choice=ThreadChoice.Choice.FOLLOW)
        followed = chosen.filter(root__bumped_at__gt=fresh)
        places = followed.values_list("root_id", "root__audience__subject_kind", "root__audience__subject_ref")
        said = {(CASE, ref) if kind == CASE else (THREAD, root or id_) for id_, root, kind, ref in found}
        return said | {(CASE, ref) if kind == CASE else (THREAD, root) for root, kind, ref in places}


def _of_choices(chosen: set[tuple[str, str]]) -> Iterable[Touch]:
    """The threads about which people chose something, each for themselves."""
    if not chosen:
        return
    rows = Post.objects.filter(id__in={root for _person, root in chosen})
    places = {id_: more for id_, *more in rows.values_list("id", "audience__subject_kind", "audience__subject_ref")}
    for person, root in chosen:
        kind, ref = places.get(root, ("", ""))
        yield Touch(CASE, ref, person) if kind == CASE else Touch(THREAD, root, person)


def _of_seats(entries: Sequence[Entry]) -> Iterable[Touch]:
    """What people said lately where their seat changed: they read it again, or no more."""
    moved = {(entry.audience_id, entry.data["id"]) for entry in entries if entry.type == MembershipChanged.type}
    if not moved:
        return
    places = Audience.objects.filter(id__in={place for _person, place in moved}).exclude(kind=Audience.Kind.PERSON)
    rows = Post.objects.filter(author__in={person for person, _place in moved}, audience__in=places.values("id"))
    rows = rows.filter(Q(created_at__gt=now() - HORIZON) | Q(bumped_at__gt=now() - HORIZON))
    columns = ("id", "root_id", "author_id", "audience_id", "audience__subject_kind", "audience__subject_ref")
    for id_, root, author, audience, kind, ref in rows.values_list(*columns).order_by():
        if (author, audience) in moved:
            yield Touch(CASE, ref, author) if kind == CASE else Touch(THREAD, root or id_, author)


def cases_of(audience_ids: Iterable[str]) -> dict[str, str]:
    """The references of cases by the ids of their sides, of those among some audiences that are sides."""
    rows = Audience.objects.filter(id__in=set(audience_ids), subject_kind=CASE)
    return dict(rows.values_list("id", "subject_ref"))


def inside_of(refs: Collection[str]) -> dict[str, str]:
    """The internal side of some cases, by their reference."""
    return _sides(refs)[0]


def _sides(refs: Collection[str]) -> tuple[dict[str, str], dict[str, str]]:
    """The internal side of some cases by reference, and the reference of each of their sides."""
    rows = Audience.objects.filter(subject_kind=CASE, subject_ref__in=list(refs))
    found = list(rows.values_list("id", "subject_ref", "kind"))
    inside = {ref: id_ for id_, ref, kind in found if kind == Audience.Kind.INTERNAL}
    return inside, {id_: ref for id_, ref, _kind in found}


def _recent(ref_of: dict[str, str]) -> Q:
    return Q(root__audience__in=list(ref_of), created_at__gt=now() - HORIZON)


def _threads(wanted: Q) -> dict[str, list[Said]]:
    """Some roots with their newer replies, by the root; the root first, where it is to be read."""
    rows = Post.objects.filter(wanted).filter(Q(root=None) | Q(created_at__gt=now() - HORIZON))
    columns = ("id", "root_id", "author_id", "created_at", "audience_id", "deleted_at", "hidden_at")
    threads: dict[str, list[Said]] = defaultdict(list)
    hidden: set[str] = set()
    for id_, root, author, at, audience, deleted, hid in rows.values_list(*columns).order_by("created_at", "id"):
        if root is None and hid:
            hidden.add(id_)
        threads[root or id_].append(Said(id_, root or "", author, at, audience, bool(deleted or hid)))
    return {root: posts for root, posts in threads.items() if root not in hidden}


def _choices(roots: Collection[str]) -> dict[str, list[tuple[str, str, dt.datetime]]]:
    """Who follows, has left or has muted some threads, and since when."""
    found: dict[str, list[tuple[str, str, dt.datetime]]] = defaultdict(list)
    rows = ThreadChoice.objects.filter(root__in=list(roots))
    for root, person, choice, at in rows.values_list("root_id", "person_id", "choice", "at"):
        found[root].append((person, choice, at))
    return found


def _replies(
    posts: list[Said], kind: str, subject: str, inside: dict[str, str], chosen: list[tuple[str, str, dt.datetime]]
) -> Iterable[Need]:
    """Each reply, for everybody in the thread who has said nothing after it; what people chose comes first."""
    spoke = {post.author: post.at for post in posts}  # the last one counts
    for person, choice, at in chosen:
        if choice == ThreadChoice.Choice.FOLLOW:
            spoke.setdefault(person, at)
        else:
            spoke.pop(person, None)
    for post in posts:
        if not post.root or post.gone:
            continue
        for person, last in spoke.items():
            if person != post.author and post.at > last:
                audience, harm = inside.get(subject, post.audience), ANSWER if kind == CASE else REST
                more: dict[str, Any] = {
                    "who": post.author,
                    "post": post.id,
                    "side": post.audience,
                    "standing_in": False,
                }
                yield Need(person, kind, subject, audience, "reply", post.at, harm, **more)
