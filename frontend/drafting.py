"""What a composer begins with: the draft of its place."""

from typing import Any

from feeds import queries
from frontend import polling
from people.models import Person


def written(place: str, viewer: Person) -> dict[str, Any]:
    """What a page shows in a composer: what its reader is writing there, in words and with all that goes with them."""
    draft = queries.being_written(viewer, place)
    if not draft.extra:
        return {"draft": draft}
    shown = {"draft": draft, "said_as": polling.restored(draft.extra)}
    shown |= {name: text for name in ("send_when", "send_at") if isinstance(text := draft.extra.get(name), str)}
    return shown | ({"chosen": draft.chosen} if draft.chosen else {})
