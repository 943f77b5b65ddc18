"""Which of the documents that match pass the filters beside the words."""

import numpy as np

from search.analysis import SIDES, STATUSES, TAG, TYPES, pack_id
from search.codec import WORD, Ids
from search.matching import EXACT, Choice, Criteria, Deadline, Part, Scope, Standing, Unread, read
from search.rights import Mask, short, shorts
from search.segments import NOTHING, Segment
from search.tongues import LANGUAGES


def filtered(scope: Scope, ids: Ids, criteria: Criteria, deadline: Deadline) -> Ids:
    """Those of some documents that pass every filter but the one on types."""
    segment = scope.segment
    for column, choice in criteria.ids:
        if choice.wanted is not None:
            ids = ids[np.isin(short(segment.take(column, ids)), shorts(choice.wanted))] if choice.wanted else NOTHING[0]
        if choice.refused:
            ids = ids[~np.isin(short(segment.take(column, ids)), shorts(choice.refused))]
    ids = _coded(ids, segment, "status", STATUSES, criteria.statuses)
    ids = _coded(ids, segment, "side", SIDES, criteria.sides)
    ids = _coded(ids, segment, "lang", LANGUAGES, criteria.langs)
    ids = _marked(scope, ids, criteria, deadline)
    ids = _standing(ids, segment, criteria.standing)
    if criteria.since is not None:
        ids = ids[segment.take("when", ids) >= max(criteria.since, 0)]
    if criteria.until is not None:
        ids = ids[segment.take("when", ids) < max(criteria.until, 0)]
    return ids


def _marked(scope: Scope, ids: Ids, criteria: Criteria, deadline: Deadline) -> Ids:
    if criteria.marks or criteria.unmarked:
        marks = scope.segment.take("marks", ids)
        ids = ids[(marks & criteria.marks == criteria.marks) & (marks & criteria.unmarked == 0)]
    for tag in (*criteria.tags, *criteria.untagged):
        tagged = read(scope, Part(WORD, (TAG + tag,), False, EXACT), deadline)[0]
        ids = ids[np.isin(ids, tagged, invert=tag in criteria.untagged)]
    return ids


def _standing(ids: Ids, segment: Segment, standing: Standing) -> Ids:
    """What is the reader's: posts that they wrote, cases that they have, promises that they keep; what they read."""
    if standing.mine is None and standing.unread is None:
        return ids
    said = segment.take("type", ids) == TYPES.index("post")
    written = short(segment.take("author", ids)) == shorts((standing.reader,))
    if standing.mine is not None:
        held = short(segment.take("holder", ids)) == shorts((standing.reader,))
        mine = (said & written) | held
        ids, said, written = (some[mine == standing.mine] for some in (ids, said, written))
    if standing.unread is not None:
        fresh = said & ~written & _beyond(ids, segment, standing.places)
        ids = ids[fresh if standing.unread else said & ~fresh]
    return ids


def _beyond(ids: Ids, segment: Segment, places: Unread) -> Mask:
    """Which documents came after the reader was last in their audience."""
    if not places.read:
        return np.zeros(len(ids), bool)
    audiences = short(np.frombuffer(b"".join(pack_id(audience) for audience, _at in places.read), "V16"))
    order = np.argsort(audiences)
    audiences, read_at = audiences[order], np.array([at for _audience, at in places.read], np.uint64)[order]
    where = short(segment.take("audience", ids))
    place = np.minimum(np.searchsorted(audiences, where), len(audiences) - 1)
    beyond: Mask = (audiences[place] == where) & (segment.take("when", ids) > read_at[place])
    if places.silent:
        beyond &= ~np.isin(short(segment.take("thread", ids)), shorts(places.silent))
    return beyond


def of_type(scope: Scope, ids: Ids, choice: Choice) -> Ids:
    """Those of some documents that are of a wanted type."""
    return _coded(ids, scope.segment, "type", TYPES, choice)


def _coded(ids: Ids, segment: Segment, column: str, names: tuple[str, ...], choice: Choice) -> Ids:
    if choice.wanted is not None:
        ids = ids[np.isin(segment.take(column, ids), [names.index(name) for name in choice.wanted])]
    if choice.refused:
        ids = ids[~np.isin(segment.take(column, ids), [names.index(name) for name in choice.refused])]
    return ids
