"""Former audiences of a group: what was said there stays with those who were in, until an owner gives it to all."""

from django.db.models import F, QuerySet

from esn.core.events import record
from groups import policy
from groups.events import MemberLeft
from groups.models import Audience, Membership


def formers_of(audience: Audience) -> QuerySet[Audience]:
    """The other audiences that the group of an audience has, or had; none for what is no group's."""
    if audience.kind != Audience.Kind.GROUP or not audience.subject_ref:
        return Audience.objects.none()
    return Audience.objects.filter(
        kind=Audience.Kind.GROUP, subject_kind="group", subject_ref=audience.subject_ref
    ).exclude(id=audience.id)


def keep_role(person_id: str, formers: list[Audience], role: str) -> None:
    """Give a person the same role in those former audiences where they have a seat."""
    if formers:
        Membership.objects.filter(person_id=person_id, audience__in=formers, role__in=policy.SEATS).update(role=role)


def unseat_from_formers(person_id: str, audience: Audience, actor_id: str) -> None:
    """Take a person's seats in the former audiences away: coming back does not bring them back."""
    seats = Membership.objects.filter(
        person_id=person_id, audience__in=formers_of(audience).values("id"), role__in=policy.SEATS
    )
    left = list(seats.values_list("audience_id", flat=True))
    if not left:
        return
    seats.delete()
    Audience.objects.filter(id__in=left).update(members_count=F("members_count") - 1)
    for audience_id in left:
        record(MemberLeft(audience_id=audience_id, id=person_id), actor_id)
