"""What is still open when a case is to be closed: it is named, and closing anyway says why."""

from typing import Any

from django.utils.translation import gettext as _

from cases.models import Belief, Case, Commitment, Huddle, Waiver
from esn.core.errors import Conflict, Invalid

AT_MOST_NAMED = 20


def left_open(case: Case) -> dict[str, Any]:
    """What a case still owes by id and text: promises, and what waits for a decision; and how much was not told."""
    rows = Commitment.objects.filter(case=case, state=Commitment.State.OPEN).order_by("start", "id")
    promises = [{"id": row.id, "text": row.text} for row in rows[:AT_MOST_NAMED]]
    drifts = Belief.objects.filter(case=case, drift_since__isnull=False).count()
    waits = _undecided(case)
    return {"promises": promises, "drifts": drifts, "undecided": waits} if promises or drifts or waits else {}


def _undecided(case: Case) -> list[dict[str, str]]:
    """The exceptions and huddles of a case that nobody has decided."""
    waivers = Waiver.objects.filter(case=case, state=Waiver.State.OPEN).order_by("until", "id")
    huddles = Huddle.objects.filter(case=case, state=Huddle.State.OPEN).order_by("deadline", "id")
    found = [(row.id, row.what) for row in waivers[:AT_MOST_NAMED]]
    found += [(row.id, row.question) for row in huddles[:AT_MOST_NAMED]]
    return [{"id": id_, "text": text} for id_, text in found]


def require_confirmed(left: dict[str, Any], confirm: bool, reason: str) -> None:
    """Conflict, naming what is open, until somebody confirms; then Invalid until they say why."""
    if not confirm:
        named = [one["text"] for one in (*left["promises"], *left["undecided"])]
        if left["drifts"]:
            named.append(_("the customer was not told of a change"))
        raise Conflict(
            "left_open",
            _("This is still open: %(named)s. To close the case anyway, confirm it and say why.")
            % {"named": "; ".join(named)},
        )
    if not reason:
        raise Invalid.field("reason", "blank", _("Say why the case is closed while this is open."))
