"""The first visit: which steps it has, and for whom."""

from people.models import Person

STEPS = ("language", "photo", "hours", "teams", "groups", "tour")
_OF_GUESTS = ("language", "photo")


def steps_of(kind: str) -> tuple[str, ...]:
    """The steps of somebody of a kind, in their order; nothing for who does not sign in."""
    if kind == Person.Kind.MEMBER:
        return STEPS
    return _OF_GUESTS if kind == Person.Kind.GUEST else ()
