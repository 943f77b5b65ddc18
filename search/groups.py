"""What belongs together among what was found: everything of one case, everything of one thread."""

from collections.abc import Mapping, Sequence

import numpy as np

from search.analysis import pack_id, unpack_id, unpack_name
from search.codec import Ids
from search.matching import Scope
from search.rights import Shorts, short


def groups_of(scope: Scope, ids: Ids) -> Shorts:
    """What each of some documents belongs to, in 64 bits: its case, or else its thread; 0 for what stands alone."""
    cases = short(scope.segment.take("case", ids))
    alone = np.flatnonzero(cases == 0)
    cases[alone] = short(scope.segment.take("thread", ids[alone]))
    return cases


def companions(scopes: Sequence[Scope], groups: Sequence[str]) -> list[int]:
    """How many of the found documents belong to each of some cases and threads; 0 for "", what stands alone."""
    if not groups:
        return []
    wanted = short(np.frombuffer(b"".join(map(pack_id, groups)), "V16"))
    distinct, places = np.unique(wanted, return_inverse=True)
    counts = np.zeros(len(distinct), np.int64)
    for scope in scopes:
        found = groups_of(scope, scope.found)
        at = np.minimum(np.searchsorted(distinct, found), len(distinct) - 1)
        counts += np.bincount(at[distinct[at] == found], minlength=len(distinct))
    counts[distinct == 0] = 0
    return [int(count) for count in counts[places.reshape(-1)]]


def newest(scopes: Sequence[Scope]) -> dict[str, int]:
    """When something last happened in each case and thread, as far as the reader sees it (for few documents)."""
    found: dict[str, int] = {}
    for scope in scopes:
        visible = np.flatnonzero(scope.visible).astype(np.uint32)
        columns = (scope.segment.take(name, visible) for name in ("case", "thread", "when"))
        for case, thread, moment in zip(*columns, strict=True):
            group = unpack_name(bytes(case)) or unpack_id(bytes(thread))
            if group:
                found[group] = max(found.get(group, 0), int(moment))
    return found


def activity(scopes: Sequence[Scope], beyond: Mapping[str, int]) -> list[Shorts]:
    """When something last happened in the case or thread of each found document, as far as the reader sees it.

    ``beyond`` says it of some cases and threads for what lies in no scope.
    """
    keys = [short(np.frombuffer(b"".join(map(pack_id, beyond)), "V16"))] if beyond else []
    moments = [np.array([*beyond.values()], np.uint64)] if beyond else []
    for scope in scopes:
        visible = np.flatnonzero(scope.visible).astype(np.uint32)
        keys.append(groups_of(scope, visible))
        moments.append(scope.segment.take("when", visible).astype(np.uint64))
    key, moment = np.concatenate(keys), np.concatenate(moments)
    order = np.lexsort((moment, key))
    key, moment = key[order], moment[order]
    last = np.append(key[1:] != key[:-1], np.ones(min(len(key), 1), bool))
    distinct, newest = key[last], moment[last]
    found = []
    for scope in scopes:
        own = scope.segment.take("when", scope.found).astype(np.uint64)
        mine = groups_of(scope, scope.found)
        found.append(np.where(mine == 0, own, newest[np.searchsorted(distinct, mine)]) if len(mine) else own)
    return found
