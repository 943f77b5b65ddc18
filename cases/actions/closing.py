"""What is still open when a case is to be closed: it is named, and closing anyway says why."""

from typing import Any

from django.utils.translation import gettext as _

from cases.models import Belief, Case, Commitment
from esn.core.errors import Conflict, Invalid

AT_MOST_NAMED = 20


def left_open(case: Case) -> dict[str, Any]:
    """The open promises of a case by id and text, and of how much the customer believes something else."""
    rows = Commitment.objects.filter(case=case, state=Commitment.State.OPEN).order_by("start", "id")
    promises = [{"id": row.id, "text": row.text} for row in rows[:AT_MOST_NAMED]]
    drifts = Belief.objects.filter(case=case, drift_since__isnull=False).count()
    return {"promises": promises, "drifts": drifts} if promises or drifts else {}


def require_confirmed(left: dict[str, Any], confirm: bool, reason: str) -> None:
    """Conflict, naming what is open, until somebody confirms; then Invalid until they say why."""
    if not confirm:
        named = [one["text"] for one in left["promises"]]
        if left["drifts"]:
            named.append(_("the customer was not told of a change"))
        raise Conflict(
            "left_open",
            _("This is still open: %(named)s. To close the case anyway, confirm it and say why.")
            % {"named": "; ".join(named)},
        )
    if not reason:
        raise Invalid.field("reason", "blank", _("Say why the case is closed while this is open."))
