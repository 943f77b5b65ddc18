"""Reactions to what somebody said: all of a thread are one reason, however many they are."""

from collections.abc import Collection, Iterable, Sequence

from django.db.models import F, Q

from esn.core.clock import now
from esn.core.events import Entry
from feeds.events import PostReacted
from feeds.models import Reaction
from inbox.needs import HORIZON, REST, Happened, Look, Need, Touch
from inbox.sources.threads import CASE, THREAD, cases_of, inside_of


class Reactions:
    """A reaction goes to who wrote the post, and goes when it is taken back."""

    def touched(self, entries: Sequence[Entry]) -> Iterable[Touch]:
        """The threads and cases in which somebody reacted, or no more."""
        reacted = [entry for entry in entries if entry.type == PostReacted.type]
        cases = cases_of(entry.audience_id for entry in reacted)
        for entry in reacted:
            if entry.audience_id in cases:
                yield Touch(CASE, cases[entry.audience_id])
            else:
                yield Touch(THREAD, entry.data.get("root") or entry.data["id"])

    def happened(self, entries: Sequence[Entry]) -> Iterable[Happened]:
        """Nothing that a snooze waits for."""
        return ()

    def needs(self, touches: Collection[Touch]) -> Iterable[Need | Look]:
        """Each reaction of the last weeks, for who wrote the post."""
        threads = {touch.id for touch in touches if touch.kind == THREAD}
        refs = {touch.id for touch in touches if touch.kind == CASE}
        said = Q(post__in=threads) | Q(post__root__in=threads)
        if refs:
            said |= Q(post__audience__subject_kind=CASE, post__audience__subject_ref__in=refs)
        rows = Reaction.objects.filter(said, at__gt=now() - HORIZON, post__deleted_at=None, post__hidden_at=None)
        rows = rows.filter(post__root__hidden_at=None).exclude(person=F("post__author"))
        columns = ("post__author_id", "person_id", "at", "emoji", "post_id", "post__root_id", "post__audience_id")
        inside = inside_of(refs) if refs else {}
        place = ("post__audience__subject_kind", "post__audience__subject_ref")
        for author, person, at, emoji, post, root, side, kind, ref in rows.values_list(*columns, *place):
            subject = (CASE, ref) if kind == CASE else (THREAD, root or post)
            yield Need(
                author, *subject, inside.get(ref, side), "reaction", at, REST, person,
                post=post, side=side, values={"emoji": emoji}, standing_in=False,
            )  # fmt: skip

    def concerning(self, person_ids: Collection[str]) -> Iterable[tuple[str, str]]:
        """The threads and cases in which somebody reacted lately to what some people said."""
        rows = Reaction.objects.filter(post__author__in=person_ids, at__gt=now() - HORIZON)
        columns = ("post_id", "post__root_id", "post__audience__subject_kind", "post__audience__subject_ref")
        found = rows.values_list(*columns)
        return {(CASE, ref) if kind == CASE else (THREAD, root or id_) for id_, root, kind, ref in found}
