"""Faces: the photo of a person over the initials that stand for them without one, or until it has come."""

from typing import Protocol

from django.utils.safestring import SafeString

from frontend import words
from frontend.markup import fill
from people import queries as people
from people.models import Person

NOTHING = SafeString("")

_FACE = '<span class="face{more}" aria-hidden="true">{initials}{photo}</span>'
_PHOTO = '<img src="{src}" alt="" width="96" height="96" loading="lazy" decoding="async">'


class Somebody(Protocol):
    """Anybody with a name and perhaps a photo."""

    @property
    def name(self) -> str:
        """What they are called."""

    @property
    def avatar(self) -> str | None:
        """Where their photo is found."""

    @property
    def kind(self) -> str:
        """member, guest, contact or system."""


def face(somebody: Somebody | Person, more: str = "") -> SafeString:
    """Somebody's face; ``more`` are further classes, such as small."""
    one = people.ref(somebody) if isinstance(somebody, Person) else somebody
    classes = "".join(f" {name}" for name in (more, one.kind) if name and name != "member")
    return fill(_FACE, more=classes, initials=words.initials(one.name), photo=photo(one.avatar))


def photo(avatar: str | None) -> SafeString:
    """A photo, or nothing."""
    return fill(_PHOTO, src=avatar) if avatar else NOTHING
