"""The forms of promises: their windows, what is proposed, and what the customer was told and answered."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.windows import Window, window
from frontend import words
from frontend.forms import REASON, Choice, option_tiles, text_box

OPTIONS = 3  # windows that a page weighs at once


class ToldChoice(forms.ChoiceField):
    """By which channel the customer was told, or that they were not told yet."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=self._named, required=False, label=gettext_lazy("The customer was told"), **kwargs)

    @staticmethod
    def _named() -> list[tuple[str, str]]:
        return [("", _("Not yet")), *words.choices("channel")]


class AnswerChoice(forms.ChoiceField):
    """What the customer answered at once, when they did."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=self._named, required=False, label=gettext_lazy("What they answered"), **kwargs)

    @staticmethod
    def _named() -> list[tuple[str, str]]:
        return [("", _("Nothing yet")), *words.choices("answer")]


class WindowForm(forms.Form):
    """From when to when, by the clock on the customer's wall."""

    day = forms.DateField(label=gettext_lazy("Day"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    start = forms.TimeField(label=gettext_lazy("From"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    end = forms.TimeField(label=gettext_lazy("Until"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    last_day = forms.DateField(
        label=gettext_lazy("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=gettext_lazy("Only where the window ends on a later day."),
    )
    timezone = forms.CharField(widget=forms.HiddenInput, max_length=40)

    def window(self) -> Window:
        """What was written, as a window; Invalid where there is none like it."""
        typed = self.cleaned_data
        first = dt.datetime.combine(typed["day"], typed["start"])
        last = dt.datetime.combine(typed["last_day"] or typed["day"], typed["end"])
        return window(first, last, typed["timezone"])

    @staticmethod
    def of(promised: Window) -> dict[str, Any]:
        """The fields as a window fills them."""
        first, last = (dt.datetime.fromisoformat(at) for at in (promised.local_start, promised.local_end))
        return {
            "day": first.date(),
            "start": first.time(),
            "end": last.time(),
            "last_day": last.date() if last.date() != first.date() else None,
            "timezone": promised.timezone,
        }


class PromiseForm(WindowForm):
    """A promise to the customer."""

    kind = Choice("promise", label=gettext_lazy("What is promised"), widget=option_tiles(), initial="delivery")
    text = forms.CharField(
        label=gettext_lazy("In words"), max_length=500, help_text=gettext_lazy("As you would say it to the customer.")
    )
    told = ToldChoice()
    answer = AnswerChoice()
    reason = forms.CharField(
        label=gettext_lazy("Why, where it goes against what we know"),
        required=False,
        max_length=REASON,
        widget=text_box(2),
    )
    field_order = ["kind", "text", "day", "start", "end", "last_day", "kept_by", "told", "answer", "reason", "timezone"]

    def __init__(self, *args: Any, keepers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept_by"] = forms.ChoiceField(label=gettext_lazy("Kept by"), choices=keepers)
        self.order_fields(self.field_order)


class ChangeForm(WindowForm):
    """Another window for a promise, and why."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=REASON, widget=text_box(3))
    told = ToldChoice()
    answer = AnswerChoice()
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ProposalForm(WindowForm):
    """Another window that is proposed, and why."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=REASON, widget=text_box(3))


class AnswerForm(forms.Form):
    """The answer to a proposal."""

    answer = forms.CharField(
        label=gettext_lazy("Your answer"),
        required=False,
        max_length=REASON,
        widget=text_box(2),
        help_text=gettext_lazy("Whoever proposed reads it."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=REASON,
        widget=text_box(2),
        help_text=gettext_lazy("Colleagues only."),
    )


class AcceptForm(AnswerForm):
    """Taking a proposed window, the one that was chosen where there are several."""

    told = ToldChoice()
    said = AnswerChoice()

    def __init__(self, *args: Any, offered: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(offered) > 1:
            label = gettext_lazy("Which window")
            self.fields["choice"] = forms.ChoiceField(label=label, choices=offered, widget=option_tiles())
            self.order_fields(["choice"])


class OptionsForm(forms.Form):
    """Which of the windows is chosen, why, and whether the customer knows."""

    choice = forms.TypedChoiceField(coerce=int, choices=[(str(number), str(number)) for number in range(OPTIONS)])
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=REASON, required=False, widget=text_box(3))
    told = ToldChoice()
    answer = AnswerChoice()


class SideForm(forms.Form):
    """One of the partners of a case."""

    def __init__(self, *args: Any, sides: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = sides[0][0] if sides else None
        self.fields["side"] = forms.ChoiceField(
            label=gettext_lazy("Partner"), choices=sides, widget=option_tiles(), initial=chosen
        )


class CustomerAnswerForm(forms.Form):
    """What the customer said to what they were told."""

    answer = Choice("answer", label=gettext_lazy("What they answered"), widget=option_tiles(), initial="agreed")
    note = forms.CharField(
        label=gettext_lazy("In their words"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "voice"}),
    )


class TellForm(forms.Form):
    """How the customer was told."""

    channel = Choice("channel", label=gettext_lazy("How they were told"), widget=option_tiles(), initial="phone")
    note = forms.CharField(
        label=gettext_lazy("What was said besides"), required=False, max_length=20000, widget=text_box(3)
    )
    answer = AnswerChoice()
    offers = forms.BooleanField(
        label=gettext_lazy("Let them choose another of the windows that were weighed"),
        required=False,
        help_text=gettext_lazy("In their window; what they choose comes back as a proposal."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
