"""Who knows of a promise: staff who read its case inside, and guests to whom it was shown."""

from django.db.models import Q

from cases.models import Case, Commitment, ShownCommitment
from cases.policy.cases import require_inside
from esn.core.errors import NotFound
from groups import policy as reading
from people.models import Person

COMMITMENT_VERBS = {
    "open": ("change", "keep", "break", "withdraw", "warn", "propose", "show", "tell"),
    "broken": ("change", "keep", "withdraw", "tell"),
    "kept": (),
    "withdrawn": ("tell",),
}


def require_commitment(viewer: Person, commitment_id: str, *, lock: bool = False) -> tuple[Case, Commitment]:
    """The promise and its case, when the viewer reads the internal side; for anybody else there is no such promise."""
    ref = Commitment.objects.filter(id=commitment_id).values_list("case__ref", flat=True).first()
    if ref is None:
        raise NotFound
    case = require_inside(viewer, ref, lock=lock)
    return case, (Commitment.objects.select_for_update() if lock else Commitment.objects).get(id=commitment_id)


def shown_to(viewer: Person) -> Q:
    """Which promises somebody outside the house was shown, as a condition on ``ShownCommitment``."""
    return reading.visible(viewer)


def require_shown(viewer: Person, commitment_id: str) -> ShownCommitment:
    """How a promise was shown to a guest, on a side where they have a seat; NotFound otherwise."""
    shown = (
        ShownCommitment.objects.filter(shown_to(viewer), commitment=commitment_id)
        .select_related("commitment", "audience")
        .first()
    )
    if shown is None:
        raise NotFound
    return shown
