"""Urgent calls: a line for who is called, until they have read the thread or the case."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django.db.models import Q

from esn.core.clock import now
from esn.core.events import Entry
from feeds.events import UrgentlyCalled
from feeds.models import UrgentCall
from groups.models import Audience
from inbox.needs import HORIZON, TODAY, Happened, Look, Need, Touch
from inbox.sources.threads import THREAD

CASE = "case"


class Urgent:
    """A call is for one person: who is away was not called, so nobody stands in for it."""

    def touched(self, entries: Sequence[Entry]) -> Iterable[Touch]:
        """The threads and cases to which somebody was called."""
        calls = [entry.data["call"] for entry in entries if entry.type == UrgentlyCalled.type]
        for row in _rows(Q(id__in=calls)) if calls else ():
            yield Touch(*_subject(row), row["person_id"])

    def happened(self, entries: Sequence[Entry]) -> Iterable[Happened]:
        """Nothing that a snooze waits for."""
        return ()

    def needs(self, touches: Collection[Touch]) -> Iterable[Need | Look]:
        """Who was called to these threads and cases lately."""
        threads = {touch.id for touch in touches if touch.kind == THREAD}
        cases = {touch.id for touch in touches if touch.kind == CASE}
        where = Q(post__in=threads) | Q(post__root__in=threads)
        if cases:
            where |= Q(post__audience__subject_kind=CASE, post__audience__subject_ref__in=cases)
        rows = list(_rows(where & Q(at__gt=now() - HORIZON))) if threads or cases else []
        inside = _inside({row["post__audience__subject_ref"] for row in rows if _subject(row)[0] == CASE})
        for row in rows:
            kind, ident = _subject(row)
            yield Need(
                row["person_id"], kind, ident, inside.get(ident, row["post__audience_id"]), "urgent", row["at"], TODAY,
                row["by_id"], post=row["post_id"], side=row["post__audience_id"], values={"reason": row["reason"]},
                standing_in=False,
            )  # fmt: skip

    def concerning(self, person_ids: Collection[str]) -> Iterable[tuple[str, str]]:
        """The threads and cases to which some people were called."""
        return {_subject(row) for row in _rows(Q(person__in=person_ids, at__gt=now() - HORIZON))}


def _rows(where: Q) -> Iterable[dict[str, Any]]:
    living = Q(post__deleted_at=None, post__hidden_at=None)
    rows = UrgentCall.objects.filter(where & living).values(
        "person_id", "by_id", "reason", "at", "post_id", "post__root_id",
        "post__audience_id", "post__audience__subject_kind", "post__audience__subject_ref",
    )  # fmt: skip
    return map(dict, rows)


def _subject(row: dict[str, Any]) -> tuple[str, str]:
    if row["post__audience__subject_kind"] == CASE:
        return CASE, row["post__audience__subject_ref"]
    return THREAD, row["post__root_id"] or row["post_id"]


def _inside(refs: set[str]) -> dict[str, str]:
    """The internal sides of some cases, under which their lines stand."""
    rows = Audience.objects.filter(subject_kind=CASE, subject_ref__in=refs, kind=Audience.Kind.INTERNAL)
    return dict(rows.values_list("subject_ref", "id")) if refs else {}
