"""What the inbox does with the event log: it looks again at whatever something happened to."""

from collections.abc import Iterable, Sequence

from esn.core.events import Entry
from groups.events import AudienceChanged, MembershipChanged, TellsChanged
from inbox.actions import reconcile, renew
from inbox.events import InboxChanged
from inbox.models import InboxLine
from inbox.needs import Source, Touch
from people.events import DelegationChanged, PersonDeactivated, PersonReactivated


def follow(entries: Sequence[Entry], sources: Sequence[Source]) -> None:
    """All that the inbox does with a batch of the log; running it again changes nothing."""
    touches = {touch for source in sources for touch in source.touched(entries)}
    touches |= set(_of_audiences(_ids(entries, AudienceChanged.type)))
    touches |= set(_of_seats(entries))
    touches |= set(
        _of_deeds({entry.data["id"] for entry in entries if entry.type == InboxChanged.type and entry.actor_id})
    )
    touches |= set(_of_people(_ids(entries, PersonDeactivated.type)))
    if touches:
        renew(sources, touches, [one for source in sources for one in source.happened(entries)])
    people = {entry.audience_id for entry in entries if entry.type == DelegationChanged.type}
    people |= _ids(entries, PersonReactivated.type)
    people |= {entry.audience_id for entry in entries if entry.type == TellsChanged.type}
    if people:
        reconcile(sources, sorted(people))


def _ids(entries: Sequence[Entry], type_: str) -> set[str]:
    return {entry.data["id"] for entry in entries if entry.type == type_}


def _of_audiences(audience_ids: set[str]) -> Iterable[Touch]:
    """The subjects of the lines in some audiences, whose readers changed."""
    if not audience_ids:
        return ()
    rows = InboxLine.objects.filter(audience__in=audience_ids).exclude(state=InboxLine.State.GONE)
    return (Touch(*subject) for subject in rows.values_list("subject_kind", "subject_id").distinct())


def _of_seats(entries: Sequence[Entry]) -> Iterable[Touch]:
    """The lines of people in audiences where their seat changed."""
    moved = {(entry.audience_id, entry.data["id"]) for entry in entries if entry.type == MembershipChanged.type}
    if not moved:
        return
    rows = InboxLine.objects.filter(
        person__in={person for person, _id in moved}, audience__in={id_ for _person, id_ in moved}
    )
    for person, audience, kind, ident in rows.values_list("person_id", "audience_id", "subject_kind", "subject_id"):
        if (person, audience) in moved:
            yield Touch(kind, ident, person)


def _of_deeds(line_ids: set[str]) -> Iterable[Touch]:
    """The lines with which their people did something: an undo brings back what may have changed meanwhile."""
    if not line_ids:
        return ()
    found = InboxLine.objects.filter(id__in=line_ids).values_list("subject_kind", "subject_id", "person_id")
    return (Touch(kind, ident, person) for kind, ident, person in found)


def _of_people(person_ids: set[str]) -> Iterable[Touch]:
    """The lines of people who may not act any more."""
    if not person_ids:
        return ()
    rows = InboxLine.objects.filter(person__in=person_ids).exclude(state=InboxLine.State.GONE)
    found = rows.values_list("subject_kind", "subject_id", "person_id")
    return (Touch(kind, ident, person) for kind, ident, person in found)
