"""Where one may begin to write: the places that one reads."""

from esn.core.errors import NotFound
from feeds.places import place_of
from feeds.policy.posts import require_post
from groups import policy as reading
from groups.models import Audience
from people.models import Person


def require_place(viewer: Person, name: str) -> None:
    """A place that the viewer knows of; NotFound otherwise."""
    place = place_of(name)
    if place is None or not viewer.is_active:
        raise NotFound
    if place.kind in ("reply", "edit"):
        require_post(viewer, place.ref)
    elif place.kind in ("group", "case"):
        of_subject = Audience.objects.filter(subject_kind=place.kind, subject_ref=place.ref)
        if not of_subject.filter(reading.visible(viewer, "")).exists():
            raise NotFound
