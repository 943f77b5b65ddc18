"""The forms about people: my profile, and what the house knows of somebody. Actions decide what is allowed."""

import zoneinfo
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend import words
from frontend.forms import NAME, Lines, text_box
from people import spoken


def language_names(codes: Iterable[str]) -> tuple[str, ...]:
    """The languages that somebody speaks, in the reader's words."""
    return tuple(map(spoken.name, codes))


def _completed(by: str, **attrs: Any) -> forms.TextInput:
    """A box that offers what is known already; ``by`` is the list on the page."""
    return forms.TextInput(attrs={"list": by, "autocomplete": "off", **attrs})


def _manager() -> forms.CharField:
    found = {"hx-get": "/people/names/", "hx-trigger": "input changed delay:200ms", "hx-target": "#colleagues"}
    return forms.CharField(
        label=_("Manager"),
        required=False,
        max_length=NAME,
        help_text=_("By name, as the directory spells it."),
        widget=_completed("colleagues", **found),
    )


class PersonForm(forms.Form):
    """What the house knows of somebody."""

    name = forms.CharField(label=_("Name"), max_length=NAME)
    title = forms.CharField(label=_("What they do"), required=False, max_length=NAME)
    department = forms.CharField(
        label=_("Department"), required=False, max_length=NAME, widget=_completed("departments")
    )
    manager = _manager()
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=40, widget=forms.TextInput(attrs={"type": "tel"})
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=NAME)


class ProfileForm(forms.Form):
    """What colleagues see of me, and how the site speaks to me."""

    name = forms.CharField(label=_("Name"), max_length=NAME, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    title = forms.CharField(label=_("What you do"), required=False, max_length=NAME)
    department = forms.CharField(
        label=_("Department"), required=False, max_length=NAME, widget=_completed("departments")
    )
    manager = _manager()
    phone = forms.CharField(
        label=_("Phone"), required=False, max_length=40, widget=forms.TextInput(attrs={"type": "tel"})
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=NAME)
    skills = Lines(label=_("What you know how to do"), help_text=_("One a line."))
    languages = Lines(label=_("Languages that you speak"), help_text=_("One a line."))
    about = forms.CharField(label=_("About you"), required=False, max_length=1000, widget=text_box(3))
    language = forms.ChoiceField(label=_("Language of the site"), choices=lambda: words.choices("language"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(zone, zone) for zone in sorted(zoneinfo.available_timezones())],
    )
