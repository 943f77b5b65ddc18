"""Who hears of what stands in a queue: those who may decide it, each in their own audience, and nobody it is about."""

from esn.core.events import Fact, record_each
from groups import policy as reading
from groups.models import Audience


def tell_deciders(queue: Audience, fact: Fact, *, but: tuple[str, ...], actor_id: str = "") -> None:
    """Record a fact for each who reads a queue now, without those whom the policy keeps from deciding it.

    Never in the queue's own audience: who sits there, now or later, would hear that there is something to be kept from.
    """
    record_each(fact, reading.readers(queue).exclude(id__in=but).values("id"), actor_id)
