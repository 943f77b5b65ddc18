"""What the customer believes: it drifts when what they were told is no longer so; telling them clears that drift."""

import datetime as dt
from typing import Any

from cases.actions.entries import keep
from cases.models import Belief, Case, Fact, Subject, Telling
from esn.core.alarms import cancel, set_alarm
from esn.core.clock import now
from people.models import Person

SILENCE = "drift.silence"  # the alarm that makes an untold change everybody's matter
PATIENCE = dt.timedelta(hours=4)  # how long a change may stay untold, when its window does not come sooner
BROKEN, CHANGED = 0, 1  # degrees of harm


def believe(case: Case, telling: Telling) -> None:
    """From now on the customer believes what this telling said, whatever it was before."""
    Belief.objects.update_or_create(
        case=case,
        subject=telling.subject,
        subject_id=telling.subject_id,
        defaults={"customer_id": case.customer_id, "audience_id": case.audience_id, "telling": telling},
    )


def drift(
    case: Case,
    subject: str,
    subject_id: str,
    *,
    known: dict[str, Any],
    harm: int = CHANGED,
    window_start: dt.datetime | None = None,
) -> None:
    """What the customer was told is not so: we know something else. Nothing drifts that they were never told."""
    belief = Belief.objects.filter(case=case, subject=subject, subject_id=subject_id).first()
    if belief is None:
        return
    belief.known, belief.harm = known, harm
    if belief.drift_since is None:
        belief.drift_since = now()
        belief.tell_by = tell_by(now(), window_start)
        set_alarm(SILENCE, str(belief.pk), belief.tell_by)
    belief.save(update_fields=["known", "harm", "drift_since", "tell_by"])
    _count(case)


def settle(case: Case, subject: str, subject_id: str) -> None:
    """What the customer believes is so (again)."""
    belief = Belief.objects.filter(case=case, subject=subject, subject_id=subject_id).first()
    if belief is None or belief.drift_since is None:
        return
    belief.known, belief.drift_since, belief.tell_by, belief.harm = {}, None, None, CHANGED
    belief.save(update_fields=["known", "harm", "drift_since", "tell_by"])
    cancel(SILENCE, str(belief.pk))
    _count(case)


def tell_by(since: dt.datetime, window_start: dt.datetime | None) -> dt.datetime:
    """Until when the customer should hear of a change: within four hours, and before what they wait for begins."""
    latest = since + PATIENCE
    return window_start if window_start is not None and since < window_start < latest else latest


def doubt_fact(actor: Person, fact: Fact) -> None:
    """A fact that was told to the customer was taken back: they believe something that we do not know."""
    for belief in Belief.objects.filter(subject=Subject.FACT, subject_id=fact.id).select_related("case"):
        case = Case.objects.select_for_update(of=("self",)).get(id=belief.case_id)
        drift(case, Subject.FACT, fact.id, known={"kind": fact.kind, "withdrawn": True})
        keep(actor, case)


def status_changed(case: Case) -> None:
    """Compare where the case stands with what the customer was last told of it."""
    belief = Belief.objects.filter(case=case, subject=Subject.STATUS).select_related("telling").first()
    if belief is None:
        return
    if belief.telling.value.get("status") == case.status:
        settle(case, Subject.STATUS, case.ref)
    else:
        drift(case, Subject.STATUS, case.ref, known={"status": case.status})


def _count(case: Case) -> None:
    case.drifts = Belief.objects.filter(case=case, drift_since__isnull=False).count()
    case.save(update_fields=["drifts"])
