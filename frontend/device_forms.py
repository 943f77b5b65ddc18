"""The forms about my devices: how they are called, what they may do, and how long."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from frontend import words
from people.actions import MOST_DAYS

_DAYS = (1, 7, 30, 90, MOST_DAYS)


def _lives() -> list[tuple[int, str]]:
    return [(days, ngettext("%(days)d day", "%(days)d days", days) % {"days": days}) for days in _DAYS]


class CodeChoiceForm(forms.Form):
    """What a device may do, and how long."""

    scope = forms.ChoiceField(
        label=_("What it may do"),
        choices=lambda: words.choices("device_scope"),
        initial="everything",
        widget=forms.RadioSelect,
        help_text=_("“Send only” is for sharing into esn: it posts and sends files, and reads nothing."),
    )
    days = forms.TypedChoiceField(
        label=_("How long"),
        choices=_lives,
        coerce=int,
        initial=90,
        help_text=_("Then it is signed out by itself."),
    )


class DeviceForm(CodeChoiceForm):
    """A device by its name."""

    device = forms.CharField(label=_("Name of the device or script"), max_length=80)
    field_order = ("device", "scope", "days")
