"""The forms about people: what one says of oneself, and what the house knows of somebody."""

import zoneinfo
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from frontend import words
from frontend.forms import NAME, Choice
from people import spoken
from people.actions.profiles import ABOUT_LIMIT
from people.actions.skills import MOST, SKILL_LIMIT

_SPARE = 3  # empty boxes after those that are filled


class SeveralInput(forms.Widget):
    """Some short values, each in a box of its own, with one list of completions; empty boxes say nothing."""

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[str]:
        """What was written."""
        values = data.getlist(name) if hasattr(data, "getlist") else data.get(name, [])
        return [value.strip() for value in values[: MOST + _SPARE] if value.strip()]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """The boxes; the first one has the label, the others say which they are."""
        said = self.build_attrs(self.attrs, attrs or {})
        id_, label = said.pop("id", name), said.pop("data-each", "")
        filled = list(value or ())
        boxes = [*filled, *[""] * max(1, min(_SPARE, MOST - len(filled)))]
        shared = format_html_join("", ' {}="{}"', [(key, text) for key, text in said.items() if text is not False])
        rows = (
            (name, f"{id_}_{place}" if place else id_, text, _numbered(label, place), shared)
            for place, text in enumerate(boxes)
        )
        inputs = format_html_join("", '<input name="{}" id="{}" value="{}"{}{}>', rows)
        return format_html('<span class="several">{}</span>', inputs)

    def use_required_attribute(self, initial: Any) -> bool:
        """No box has to be filled."""
        return False


def _numbered(label: str, place: int) -> SafeString | str:
    return format_html(' aria-label="{} {}"', label, place + 1) if place else ""


class Several(forms.Field):
    """Some short values; whatever was written is checked by the action."""

    def __init__(self, *, each: Any, completions: str, longest: int, **kwargs: Any) -> None:
        attrs = {"data-each": each, "list": completions, "maxlength": longest, "autocomplete": "off"}
        super().__init__(widget=SeveralInput(attrs=attrs), required=False, **kwargs)

    def clean(self, value: Any) -> list[str]:
        """What was written."""
        return list(value or ())


def _completed(completions: str) -> forms.TextInput:
    return forms.TextInput(attrs={"list": completions, "autocomplete": "off"})


def _colleague() -> forms.CharField:
    box = _completed("colleagues")
    box.attrs |= {
        "hx-get": "/people/names/",
        "hx-target": "#colleagues",
        "hx-trigger": "input changed delay:200ms",
        "hx-sync": "this:replace",
    }
    return forms.CharField(label=_("Manager"), required=False, max_length=NAME, widget=box)


class PersonForm(forms.Form):
    """What the house knows of somebody."""

    name = forms.CharField(label=_("Name"), max_length=NAME)
    title = forms.CharField(label=_("What they do"), required=False, max_length=NAME)
    department = forms.CharField(
        label=_("Department"), required=False, max_length=NAME, widget=_completed("departments")
    )
    place = forms.CharField(label=_("Place"), required=False, max_length=NAME)
    phone = forms.CharField(
        label=_("Phone"),
        required=False,
        max_length=40,
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )
    manager = _colleague()


class ProfileForm(PersonForm):
    """What colleagues see of me, and how the site speaks to me."""

    title = forms.CharField(label=_("What you do"), required=False, max_length=NAME)
    skills = Several(
        label=_("What you know how to do"),
        each=_("Skill"),
        completions="skills",
        longest=SKILL_LIMIT,
        help_text=_("One in each box: colleagues find you by them."),
    )
    languages = Several(label=_("Languages you speak"), each=_("Language"), completions="languages", longest=60)
    about = forms.CharField(
        label=_("About you"),
        required=False,
        max_length=ABOUT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What colleagues ask you for, or when to find you."),
    )
    language = forms.ChoiceField(label=_("How the site speaks to you"), choices=lambda: words.choices("language"))
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=lambda: [(zone, zone) for zone in sorted(zoneinfo.available_timezones())],
    )
    week_start = Choice(
        "week_start",
        label=_("First day of the week"),
        required=False,
        help_text=_("In the calendar of promises, and wherever the days of a week are listed."),
    )


class LanguageForm(forms.Form):
    """How the site speaks to me, and by which clock."""

    language, time_zone = (ProfileForm.base_fields[name] for name in ("language", "time_zone"))


def language_names(codes: Iterable[str]) -> list[str]:
    """Languages as the form names them."""
    return [spoken.name(code) for code in codes]
