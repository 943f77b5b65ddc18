"""How commands speak: in the terminal's language, and with a line of progress that suits a terminal or a file."""

import os
import sys
import time
from typing import TextIO

from django.utils.translation import gettext as _

_EVERY = 0.1  # seconds between two lines of a terminal
_STEP = 10  # percent between two lines of a file


def language() -> str:
    """The language of the terminal: French or English."""
    told = os.environ.get("LC_ALL") or os.environ.get("LC_MESSAGES") or os.environ.get("LANG") or "en"
    return "fr" if told.startswith("fr") else "en"


class Progress:
    """Shows how far a long work is; call it with what is done, of how much, and what it is."""

    def __init__(self, out: TextIO = sys.stdout) -> None:
        self._out = out
        self._terminal = out.isatty()
        self._shown = (0.0, "", -1)

    def __call__(self, done: int, total: int, label: str) -> None:
        """Show it, if enough has changed since the last time."""
        percent = 100 * done // max(total, 1)
        at, shown_label, shown_percent = self._shown
        if self._terminal:
            if done < total and label == shown_label and time.monotonic() - at < _EVERY:
                return
            self._out.write(f"\r\033[K  {percent:3d} %  {label}")
        else:
            if label == shown_label and percent - shown_percent < _STEP:
                return
            self._out.write(_("  %(percent)3d %%  %(label)s") % {"percent": percent, "label": label} + "\n")
        self._shown = (time.monotonic(), label, percent)
        self._out.flush()

    def end(self) -> None:
        """Leave the line."""
        if self._terminal and self._shown[1]:
            self._out.write("\n")
            self._out.flush()
