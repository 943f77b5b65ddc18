"""Polls as their readers see them: options, votes, and who chose what where that is shown."""

from collections.abc import Iterable, Sequence

from django.db.models import Count, Exists, OuterRef, Q

from esn.core.errors import NotAllowed, NotFound
from esn.core.pages import PAGE_SIZE, Page
from feeds import policy
from feeds.models import POLL, Poll, PollOption, Vote
from feeds.queries.rows import Row
from feeds.queries.summaries import PollChoice, PollCount, PollState
from feeds.voters import voter_of
from groups import policy as reading
from groups.queries.paging import people_by_name
from people import queries as people
from people.models import Person
from people.queries import PersonRef


def states(viewer: Person, rows: Iterable[Row]) -> dict[str, PollState]:
    """How the polls among some posts stand for somebody: two statements, and none where there is no poll."""
    asked = {row.id: row for row in rows if row.kind == POLL and row.deleted_at is None}
    polls = _counted(list(asked))
    if not polls:
        return {}
    mine = [voter for voter in (voter_of(poll, viewer.id) for poll, _voters in polls.values()) if voter]
    found: dict[str, list[PollChoice]] = {id_: [] for id_ in polls}
    chosen = Count("votes", filter=Q(votes__voter__in=mine))
    options = PollOption.objects.filter(poll__in=polls).annotate(number=Count("votes"), mine=chosen)
    for option in options.order_by("poll", "place"):
        found[option.poll_id].append(PollChoice(option.id, option.text, option.number, option.mine > 0))
    return {id_: _state(viewer, asked[id_], poll, tuple(found[id_]), voters) for id_, (poll, voters) in polls.items()}


def poll_counts(post_ids: Sequence[str]) -> dict[str, PollCount]:
    """The votes of some polls as all their readers see them; for the live feeder, which has asked who they are."""
    polls = _counted(post_ids)
    found: dict[str, dict[str, int]] = {id_: {} for id_ in polls}
    if polls:
        options = PollOption.objects.filter(poll__in=polls).annotate(number=Count("votes"))
        for option in options.order_by("poll", "place"):
            found[option.poll_id][option.id] = option.number
    return {id_: PollCount(found[id_], voters) for id_, (_poll, voters) in polls.items()}


def poll_voters(
    viewer: Person, post_id: str, option_id: str, *, cursor: str | None = None, limit: int = PAGE_SIZE
) -> Page[PersonRef]:
    """Who chose an option of a poll that shows names, by name; NotAllowed for an anonymous one."""
    post, role = policy.post_standing(viewer, post_id)
    sees = policy.sees_hidden(viewer.id, author_id=post.author_id, role=role)
    option = PollOption.objects.select_related("poll").filter(poll=post.id, id=option_id).first()
    if option is None or post.deleted_at is not None or (post.hidden_at is not None and not sees):
        raise NotFound
    if option.poll.anonymous:
        raise NotAllowed
    chose = Vote.objects.filter(option=option, voter=OuterRef("pk"))
    page = people_by_name(Person.objects.filter(Exists(chose)), f"voters:{option_id}", viewer, cursor, limit)
    return page.map(people.ref)


def _counted(post_ids: Sequence[str]) -> dict[str, tuple[Poll, int]]:
    """Some polls, and how many people have chosen something in each: no statement for none."""
    rows = Poll.objects.filter(post__in=post_ids).annotate(number=Count("votes__voter", distinct=True))
    return {row.post_id: (row, row.number) for row in rows} if post_ids else {}


def _state(viewer: Person, row: Row, poll: Poll, options: tuple[PollChoice, ...], voters: int) -> PollState:
    closed = policy.is_closed(poll)
    voted = any(option.mine for option in options)
    return PollState(
        options=options,
        multiple=poll.multiple,
        anonymous=poll.anonymous,
        closes_at=poll.closes_at,
        closed=closed,
        voters=voters,
        voted=voted,
        can=_verbs(viewer, row, voted=voted) if not closed and row.hidden_at is None else (),
    )


def _verbs(viewer: Person, row: Row, *, voted: bool) -> tuple[str, ...]:
    says = may_say(viewer, row)
    votes = says and row.locked_at is None
    closes = policy.may_close_poll(viewer.id, author_id=row.author_id, role=row.role, may_say=says)
    verbs = {"vote": votes, "take_back": votes and voted, "close": closes}
    return tuple(verb for verb, allowed in verbs.items() if allowed)


def may_say(viewer: Person, row: Row) -> bool:
    """Whether the viewer may answer a post."""
    return reading.may_publish(
        viewer,
        row.role,
        kind=row.audience_kind,
        open_to_members=row.open_to_members,
        closed=row.closed_at is not None,
        voice=row.voice,
        muted_until=row.muted_until,
    )
