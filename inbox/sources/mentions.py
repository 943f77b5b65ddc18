"""Who is named in what was said: people, and everybody in a group that is not large."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence

from django.db.models import Q

from esn.core.clock import now
from esn.core.events import Entry
from feeds.events import PostMentioned
from feeds.models import Mention
from groups import policy as reading
from groups.models import Audience, Membership
from inbox.needs import ANSWER, HORIZON, TEAM_LIMIT, Happened, Look, Need, Touch
from inbox.sources.threads import CASE, THREAD, cases_of, inside_of


class Mentions:
    """A mention goes to whom it names and who reads it. What was said or changed is followed by the threads."""

    def touched(self, entries: Sequence[Entry]) -> Iterable[Touch]:
        """The threads and cases in which somebody is named anew."""
        named = [entry for entry in entries if entry.type == PostMentioned.type]
        cases = cases_of(entry.audience_id for entry in named)
        for entry in named:
            if entry.audience_id in cases:
                yield Touch(CASE, cases[entry.audience_id])
            else:
                yield Touch(THREAD, entry.data.get("root") or entry.data["id"])

    def happened(self, entries: Sequence[Entry]) -> Iterable[Happened]:
        """Nothing that a snooze waits for."""
        return ()

    def needs(self, touches: Collection[Touch]) -> Iterable[Need | Look]:
        """Each mention of the last weeks, for each who is named; never for who wrote it."""
        threads = {touch.id for touch in touches if touch.kind == THREAD}
        refs = {touch.id for touch in touches if touch.kind == CASE}
        said = Q(post__in=threads) | Q(post__root__in=threads)
        if refs:
            said |= Q(post__audience__subject_kind=CASE, post__audience__subject_ref__in=refs)
        rows = Mention.objects.filter(said, kind__in=(Mention.Kind.PERSON, Mention.Kind.GROUP), at__gt=now() - HORIZON)
        rows = rows.filter(post__deleted_at=None, post__hidden_at=None, post__root__hidden_at=None)
        columns = ("kind", "target", "post__author_id", "post__created_at", "post_id", "post__root_id")
        found = list(
            rows.values_list(
                *columns, "post__audience_id", "post__audience__subject_kind", "post__audience__subject_ref"
            )
        )
        members = _members({target for kind, target, *_rest in found if kind == Mention.Kind.GROUP})
        inside = inside_of(refs) if refs else {}
        for kind, target, author, at, post, root, side, subject_kind, ref in found:
            subject = (CASE, ref) if subject_kind == CASE else (THREAD, root or post)
            for person in (target,) if kind == Mention.Kind.PERSON else members[target]:
                if person != author:
                    yield Need(
                        person, *subject, inside.get(ref, side), "mention", at, ANSWER, author,
                        post=post, side=side, standing_in=False,
                    )  # fmt: skip

    def concerning(self, person_ids: Collection[str]) -> Iterable[tuple[str, str]]:
        """The threads and cases in which some people, or their groups, were named lately."""
        seats = Membership.objects.filter(person__in=person_ids, role__in=reading.SEATS)
        groups = set(seats.filter(audience__group__isnull=False).values_list("audience__group__id", flat=True))
        named = Q(kind=Mention.Kind.PERSON, target__in=person_ids) | Q(kind=Mention.Kind.GROUP, target__in=groups)
        rows = Mention.objects.filter(named, at__gt=now() - HORIZON)
        columns = ("post_id", "post__root_id", "post__audience__subject_kind", "post__audience__subject_ref")
        return {
            (CASE, ref) if kind == CASE else (THREAD, root or id_)
            for id_, root, kind, ref in rows.values_list(*columns)
        }


def _members(group_ids: set[str]) -> dict[str, list[str]]:
    """Everybody in some groups; of a large one, those who moderate it."""
    if not group_ids:
        return {}
    rows = Membership.objects.filter(audience__group__in=group_ids, audience__kind=Audience.Kind.GROUP)
    rows = rows.filter(role__in=reading.SEATS, person__is_active=True)
    rows = rows.filter(Q(audience__members_count__lte=TEAM_LIMIT) | Q(role__in=reading.MODERATING))
    found: dict[str, list[str]] = defaultdict(list)
    for group, person in rows.values_list("audience__group__id", "person_id").order_by("person_id"):
        found[group].append(person)
    return found
