"""Whose lines are whose, and what one may do with a line of one's own."""

from django.db.models import Q

from esn.core.errors import NotFound
from groups import policy as reading
from inbox.models import InboxLine
from inbox.needs import PUT_AWAY
from people.models import Person

State = InboxLine.State
LINE_VERBS = ("done", "undo", "snooze", "wake")

# Until what a line may sleep, by the codes of its reasons; somebody's answer always.
EVENTS = {
    "told": frozenset({"tell", "untold"}),
    "promise": frozenset({"tell", "untold", "keep", "risk", "proposal"}),
    "blocker": frozenset({"lift", "check"}),
    "decision": frozenset({"decide", "huddle"}),
}


def own_lines(viewer: Person) -> Q:
    """The lines of the viewer about what they read now; rights that were lost take the line along at once."""
    return Q(person=viewer) & reading.visible(viewer)


def require_line(viewer: Person, line_id: str, *, lock: bool = False) -> InboxLine:
    """A line of one's own; NotFound for any other."""
    rows = InboxLine.objects.filter(own_lines(viewer), id=line_id).exclude(state=State.GONE).select_related("audience")
    found = (rows.select_for_update(of=("self",)) if lock else rows).first()
    if found is None:
        raise NotFound
    return found


def line_verbs(line: InboxLine) -> tuple[str, ...]:
    """What its person may do with a line as it stands."""
    verbs = []
    if line.state != State.DONE and any(reason["code"] in PUT_AWAY for reason in line.reasons):
        verbs.append("done")
    if line.before:
        verbs.append("undo")
    if line.state != State.DONE:
        verbs.append("snooze")
    if line.state == State.SNOOZED:
        verbs.append("wake")
    return tuple(verbs)


def snooze_events(line: InboxLine) -> tuple[str, ...]:
    """What a line may be snoozed until: only what can happen in its subject."""
    codes = {reason["code"] for reason in line.reasons}
    if line.subject_kind == "thread":
        return ("answer",)
    if line.subject_kind != "case":
        return ()
    return (*(name for name, some in EVENTS.items() if some & codes), "answer", "customer")
