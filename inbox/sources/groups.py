"""The doors of groups: who asks to come in, for those who decide; who is asked in, for themselves."""

from collections.abc import Collection, Iterable, Sequence

from esn.core.events import Entry
from groups import policy as reading
from groups.events import InvitationChanged, JoinAsked, JoinDecided, MembershipChanged
from groups.models import Group, GroupInvitation, JoinRequest, Membership
from inbox.needs import ANSWER, REST, Happened, Look, Need, Touch
from people.policy import own_audience

GROUP = "group"
INVITATION = "invitation"  # one line for each group that invites: its subject is the group
REQUESTS = (JoinAsked.type, JoinDecided.type)


class Doors:
    """Requests are one line a group, for its owners and moderators."""

    def touched(self, entries: Sequence[Entry]) -> Iterable[Touch]:
        """The groups where somebody asked, was answered or was invited."""
        for entry in entries:
            if entry.type in REQUESTS:
                yield Touch(GROUP, entry.data["id"])
            elif entry.type == InvitationChanged.type:
                yield Touch(INVITATION, entry.data["id"])
        moved = {(entry.audience_id, entry.data["id"]) for entry in entries if entry.type == MembershipChanged.type}
        if moved:  # who was let in otherwise waits no more, and is invited no more
            rows = Group.objects.filter(audience__in={place for _person, place in moved})
            groups = dict(rows.values_list("audience_id", "id"))
            for person, place in moved:
                if place in groups:
                    yield Touch(INVITATION, groups[place], person)
                    yield Touch(GROUP, groups[place])

    def happened(self, entries: Sequence[Entry]) -> Iterable[Happened]:
        """Nothing that a snooze waits for."""
        return ()

    def needs(self, touches: Collection[Touch]) -> Iterable[Need | Look]:
        """Who asks, and who is asked."""
        yield from self._requests({touch.id for touch in touches if touch.kind == GROUP})
        yield from self._invitations({touch.id for touch in touches if touch.kind == INVITATION})

    def concerning(self, person_ids: Collection[str]) -> Iterable[tuple[str, str]]:
        """The groups that some people moderate and where somebody asks, and those that invite them."""
        led = Membership.objects.filter(person__in=person_ids, role__in=reading.MODERATING).values("audience")
        asked = JoinRequest.objects.filter(group__audience__in=led).values_list("group_id", flat=True)
        invited = GroupInvitation.objects.filter(person__in=person_ids).values_list("group_id", flat=True)
        return {(GROUP, id_) for id_ in asked} | {(INVITATION, id_) for id_ in invited}

    def _requests(self, ids: set[str]) -> Iterable[Need]:
        if not ids:
            return
        rows = JoinRequest.objects.filter(group__in=ids, group__archived_at=None, person__is_active=True)
        asked = list(rows.values_list("group_id", "group__audience_id", "person_id", "asked_at"))
        seats = Membership.objects.filter(audience__in={row[1] for row in asked}, role__in=reading.MODERATING)
        leading = list(seats.values_list("audience_id", "person_id"))
        for group, audience, person, at in asked:
            for place, leader in leading:
                if place == audience:
                    yield Need(leader, GROUP, group, audience, "join", at, ANSWER, person)

    def _invitations(self, ids: set[str]) -> Iterable[Need]:
        if not ids:
            return
        rows = GroupInvitation.objects.filter(group__in=ids, group__archived_at=None)
        found = rows.values_list("group_id", "group__name", "person_id", "by_id", "invited_at")
        for group, name, person, by, at in found:
            own = own_audience(person)
            yield Need(
                person, INVITATION, group, own, "invitation", at, REST, by, values={"name": name}, standing_in=False
            )
