"""What administrators set while the site runs: a closed list with types and defaults, kept in the database.

Every process keeps the values in its memory. A change is known at once where it was made, within a moment where the
event log is followed, and everywhere else within half a minute.
"""

import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from esn.core import public_holidays
from esn.core.errors import Invalid
from esn.core.models import SiteSetting

REFRESH_SECONDS = 30.0  # the safety net under the event
MOST_WORDS = 500
LONGEST_WORD = 100  # characters

_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@dataclass(frozen=True)
class Setting:
    """One setting: ``kind`` is choice, number, region or words; ``checked`` cleans a value or raises Invalid."""

    name: str
    kind: str
    default: Any
    checked: Callable[[str, Any], Any]
    choices: tuple[str, ...] = ()
    low: int = 0
    high: int = 0


def _number(low: int, high: int) -> Callable[[str, Any], int]:
    def checked(name: str, value: Any) -> int:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            detail = _("This must be a whole number from %(low)d to %(high)d.") % {"low": low, "high": high}
            raise Invalid.field(name, "out_of_range", detail)
        return value

    return checked


def _choice(*choices: str) -> Callable[[str, Any], str]:
    def checked(name: str, value: Any) -> str:
        if value not in choices:
            detail = _("This must be one of: %(words)s.") % {"words": ", ".join(choices)}
            raise Invalid.field(name, "unknown_choice", detail)
        return str(value)

    return checked


def _words(name: str, value: Any) -> tuple[str, ...]:
    """Words or short phrases, each once, without the space around them."""
    if not isinstance(value, list | tuple) or not all(isinstance(one, str) for one in value):
        raise Invalid.field(name, "not_words", _("This must be a list of words."))
    words = tuple(dict.fromkeys(" ".join(one.split()) for one in value if one.strip()))
    if any(_CONTROL.search(one) for one in words):
        raise Invalid.field(name, "control", _("This holds characters that cannot be shown."))
    if len(words) > MOST_WORDS or any(len(one) > LONGEST_WORD for one in words):
        detail = _("At most %(most)d words of at most %(longest)d characters each.")
        raise Invalid.field(name, "too_long", detail % {"most": MOST_WORDS, "longest": LONGEST_WORD})
    return words


def _region(name: str, value: Any) -> str:
    """A country or a part of one, whose public holidays are known; empty for none."""
    if not isinstance(value, str) or (value and not public_holidays.is_known(value)):
        raise Invalid.field(name, "unknown_region", _("The holidays of this region are not known here."))
    return value


WHO_CREATES = ("members", "admins")
PREVIEWS = ("off", "open", "all")  # of pages outside: below which posts

SETTINGS = {
    setting.name: setting
    for setting in (
        Setting("may_create_groups", "choice", "members", _choice(*WHO_CREATES), choices=WHO_CREATES),
        Setting("approval_days", "number", 0, _number(0, 365), low=0, high=365),
        Setting("flagged_words", "words", (), _words),
        Setting("holidays_of", "region", "FR", _region),
        Setting("link_previews", "choice", "open", _choice(*PREVIEWS), choices=PREVIEWS),
        Setting("invitation_days", "number", 14, _number(1, 90), low=1, high=90),
    )
}


class _Kept:
    """The values of this process, and when they are looked up again."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._values: Mapping[str, Any] | None = None
        self._until = 0.0

    def values(self) -> Mapping[str, Any]:
        known = self._values
        if known is not None and time.monotonic() < self._until:
            return known
        found = stored()
        with self._lock:
            self._values, self._until = found, time.monotonic() + REFRESH_SECONDS
        return found

    def assume(self, values: Mapping[str, Any] | None) -> None:
        with self._lock:
            self._values, self._until = values, time.monotonic() + REFRESH_SECONDS


_kept = _Kept()


def value(name: str) -> Any:
    """The present value of a setting, without a statement most of the time."""
    return _kept.values().get(name, SETTINGS[name].default)


def stored() -> dict[str, Any]:
    """What the database says otherwise than the defaults; what an older release kept is passed over."""
    return {
        name: _as_kept(SETTINGS[name], said)
        for name, said in SiteSetting.objects.values_list("name", "value")
        if name in SETTINGS
    }


def forget() -> None:
    """Look the values up anew when they are next asked for."""
    _kept.assume(None)


def assume_defaults() -> None:
    """Take a new site as known, whose settings nobody has changed: for tests, each of which begins with one."""
    _kept.assume({})


def _as_kept(setting: Setting, said: Any) -> Any:
    return tuple(said) if setting.kind == "words" else said
