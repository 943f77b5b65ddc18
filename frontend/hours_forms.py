"""The forms of one's hours, of working undisturbed, and of being away."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend import country_words, weeks
from frontend.forms import Choice, Clock, Moment, option_tiles
from people.queries import WorkTime
from people.quiet import NO_HOLIDAYS
from people.week import Stretch

MOST = 6  # stretches of a day on the page
SATURDAY = 5


class _Clock(forms.TimeField):
    """A time on the wall clock, or nothing."""

    def __init__(self, label: str) -> None:
        shown = forms.TimeInput(attrs={"type": "time", "aria-label": label}, format="%H:%M")
        super().__init__(widget=shown, required=False, label=label, input_formats=["%H:%M", "%H:%M:%S"])


@dataclass(frozen=True)
class Day:
    """A day of the week on the page: its name, its pairs of fields and what is wrong with them."""

    number: int
    name: str
    pairs: tuple[tuple[forms.BoundField, forms.BoundField], ...]
    errors: tuple[str, ...]


class WeekForm(forms.Form):
    """When one works: some stretches for each day, and one more that is empty."""

    def __init__(self, data: Mapping[str, Any] | None = None, *, week: tuple[WorkTime, ...] = ()) -> None:
        super().__init__(data, initial=_initial(week))
        self._pairs = {day: _pairs(day, week, data or {}) for day in weeks.days()}
        for day, count in self._pairs.items():
            for number in range(count):
                day_name = {"day": WEEKDAYS[day]}
                self.fields[_name(day, number, "start")] = _Clock(_("%(day)s, from") % day_name)
                self.fields[_name(day, number, "end")] = _Clock(_("%(day)s, until") % day_name)

    @property
    def days(self) -> Iterator[Day]:
        """The days in the order of the reader's week."""
        for day, count in self._pairs.items():
            pairs = tuple(
                (self[_name(day, number, "start")], self[_name(day, number, "end")]) for number in range(count)
            )
            errors = tuple(str(error) for pair in pairs for field in pair for error in field.errors)
            yield Day(day, str(WEEKDAYS[day]), pairs, tuple(dict.fromkeys(errors)))

    def clean(self) -> dict[str, Any]:
        """A stretch has a beginning and an end."""
        for day, count in self._pairs.items():
            for number in range(count):
                start, end = (self.cleaned_data.get(_name(day, number, part)) for part in ("start", "end"))
                if start is not None and end is None and _name(day, number, "end") not in self.errors:
                    self.add_error(_name(day, number, "end"), _("Say until when."))
                if end is not None and start is None and _name(day, number, "start") not in self.errors:
                    self.add_error(_name(day, number, "start"), _("Say from when."))
        return self.cleaned_data

    def week(self) -> list[Stretch]:
        """What was said, once it is valid."""
        return [
            Stretch(day, start, end)
            for day, count in self._pairs.items()
            for number in range(count)
            if (start := self._said(day, number, "start")) is not None
            and (end := self._said(day, number, "end")) is not None
        ]

    def alike_until_friday(self) -> "WeekForm":
        """The same form with Monday's stretches on the days until Friday; nothing is saved by it."""
        typed = {name: self.data.get(name, "") for name in self.fields}
        for day in range(1, SATURDAY):
            for number in range(MOST):
                for part in ("start", "end"):
                    typed[_name(day, number, part)] = typed.get(_name(0, number, part), "")
        return WeekForm(typed)

    def _said(self, day: int, number: int, part: str) -> dt.time | None:
        found: dt.time | None = self.cleaned_data.get(_name(day, number, part))
        return found


class FocusForm(forms.Form):
    """How long one works undisturbed."""

    minutes = forms.IntegerField(min_value=1, max_value=24 * 60)


class QuietForm(forms.Form):
    """Hours of every day in which one is not disturbed."""

    start = Clock(label=gettext_lazy("Quiet from"))
    end = Clock(label=gettext_lazy("Quiet until"), help_text=gettext_lazy("A time before the start is the next day."))


class HolidaysForm(forms.Form):
    """Whose public holidays one keeps: a country, and a part of it where it has some."""

    country = forms.ChoiceField(label=gettext_lazy("Country"), required=False, choices=country_words.choices)
    part = forms.ChoiceField(label=gettext_lazy("Part of the country"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parts = country_words.parts(str(self["country"].value() or ""))
        if parts:
            self.fields["part"] = forms.ChoiceField(
                label=self.fields["part"].label, required=False, choices=[("", _("The whole country")), *parts]
            )
        else:
            del self.fields["part"]

    @classmethod
    def of(cls, chosen: str) -> "HolidaysForm":
        """The form with what was chosen."""
        country = chosen if chosen == NO_HOLIDAYS else chosen[:2]
        return cls(initial={"country": country, "part": chosen if chosen != country else ""})

    def region(self) -> str:
        """What was chosen, once it is valid; a part of another country is left out."""
        country, part = self.cleaned_data["country"], self.cleaned_data.get("part", "")
        return str(part or country)


class NotifyingForm(forms.Form):
    """How one is told of what needs one."""

    mail = Choice("mail", label=gettext_lazy("Mail of what needs you"), widget=option_tiles())
    mail_hour = forms.TypedChoiceField(
        label=gettext_lazy("At what time"),
        coerce=int,
        choices=[(hour, f"{hour:02d}:00") for hour in range(24)],
        help_text=gettext_lazy("Of the daily and the weekly mail, on your clock. It waits for your hours."),
    )
    mail_weekday = forms.TypedChoiceField(
        label=gettext_lazy("On which day"),
        coerce=int,
        choices=lambda: [(day, str(WEEKDAYS[day]).capitalize()) for day in weeks.days()],
        help_text=gettext_lazy("Of the weekly mail."),
    )
    sound = forms.BooleanField(
        label=gettext_lazy("A short sound in the open page"),
        required=False,
        help_text=gettext_lazy("Within your hours alone; somebody with an urgent reason is heard at any time."),
    )


class AbsenceForm(forms.Form):
    """When one is away, and who stands in."""

    away_from = Moment(
        label=gettext_lazy("Away from"), required=False, help_text=gettext_lazy("Leave it empty if you go now.")
    )  # fmt: skip
    back_on = Moment(label=gettext_lazy("Back on"))
    delegate = forms.CharField(
        label=gettext_lazy("Who stands in for you"),
        required=False,
        max_length=120,
        help_text=gettext_lazy(
            "A colleague by name. Meanwhile they receive what you are offered, as far as they may read it."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "colleagues"}),
    )
    note = forms.CharField(
        label=gettext_lazy("A word for colleagues"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("On your profile while you are away."),
    )

    def __init__(self, *args: Any, delegates: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not delegates:
            del self.fields["delegate"]


def _name(day: int, number: int, part: str) -> str:
    return f"d{day}-{number}-{part}"


def _initial(week: tuple[WorkTime, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for day in weeks.days():
        for number, one in enumerate(one for one in week if one.weekday == day):
            found |= {_name(day, number, "start"): one.start, _name(day, number, "end"): one.end}
    return found


def _pairs(day: int, week: tuple[WorkTime, ...], data: Mapping[str, Any]) -> int:
    """How many stretches the page offers for a day: those that there are, and one more."""
    kept = sum(one.weekday == day for one in week)
    typed = [
        number for number in range(MOST) if data.get(_name(day, number, "start"), data.get(_name(day, number, "end")))
    ]
    least = 2 if day < SATURDAY else 1
    return min(max(least, kept + 1, max(typed, default=-1) + 2), MOST)
