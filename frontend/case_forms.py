"""The forms of what is written around a case: contacts, promises, tellings, handoffs, blockers and facts."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.windows import Window, window
from esn.core.errors import Invalid
from frontend import words
from frontend.forms import Choice

REASON = 2000
OPTIONS = 3  # windows that a page weighs at once


def _text(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _options() -> forms.RadioSelect:
    return forms.RadioSelect(attrs={"class": "option"})


class Moment(forms.DateTimeField):
    """A day and an hour of the reader's own clock."""

    def __init__(self, **kwargs: Any) -> None:
        shown = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=shown, **kwargs)


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


class ContactForm(forms.Form):
    """One contact: few taps besides the text."""

    note = forms.CharField(
        label=gettext_lazy("What was said"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 4, "autofocus": True}),
    )
    retold = forms.ChoiceField(
        label=gettext_lazy("Did they have to tell it again?"),
        choices=lambda: [("no", _("No")), ("yes", _("Yes"))],
        widget=_options(),
    )
    missing = forms.CharField(label=gettext_lazy("What we should have known"), required=False, max_length=500)
    channel = Choice("channel", label=gettext_lazy("How"), widget=_options(), initial="phone")
    direction = Choice("direction", label=gettext_lazy("Who reached whom"), widget=_options(), initial="in")
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=0, max_value=1440, initial=5)


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

    kind = Choice("promise", label=gettext_lazy("What is promised"), widget=_options(), initial="delivery")
    text = forms.CharField(
        label=gettext_lazy("In words"), max_length=500, help_text=gettext_lazy("As you would say it to the customer.")
    )
    told = ToldChoice()
    answer = AnswerChoice()
    reason = forms.CharField(
        label=gettext_lazy("Why, where it goes against what we know"),
        required=False,
        max_length=REASON,
        widget=_text(2),
    )
    field_order = ["kind", "text", "day", "start", "end", "last_day", "kept_by", "told", "answer", "reason", "timezone"]

    def __init__(self, *args: Any, keepers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kept_by"] = forms.ChoiceField(label=gettext_lazy("Kept by"), choices=keepers)
        self.order_fields(self.field_order)


class ChangeForm(WindowForm):
    """Another window for a promise, and why."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=REASON, widget=_text(3))
    told = ToldChoice()
    answer = AnswerChoice()
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ProposalForm(WindowForm):
    """Another window that is proposed, and why."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=REASON, widget=_text(3))


class AnswerForm(forms.Form):
    """The answer to a proposal."""

    answer = forms.CharField(
        label=gettext_lazy("Your answer"),
        required=False,
        max_length=REASON,
        widget=_text(2),
        help_text=gettext_lazy("Whoever proposed reads it."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        required=False,
        max_length=REASON,
        widget=_text(2),
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
            self.fields["choice"] = forms.ChoiceField(label=label, choices=offered, widget=_options())
            self.order_fields(["choice"])


class OptionsForm(forms.Form):
    """Which of the windows is chosen, why, and whether the customer knows."""

    choice = forms.TypedChoiceField(coerce=int, choices=[(str(number), str(number)) for number in range(OPTIONS)])
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=REASON, required=False, widget=_text(3))
    told = ToldChoice()
    answer = AnswerChoice()


class SideForm(forms.Form):
    """One of the partners of a case."""

    def __init__(self, *args: Any, sides: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = sides[0][0] if sides else None
        self.fields["side"] = forms.ChoiceField(
            label=gettext_lazy("Partner"), choices=sides, widget=_options(), initial=chosen
        )


class CustomerAnswerForm(forms.Form):
    """What the customer said to what they were told."""

    answer = Choice("answer", label=gettext_lazy("What they answered"), widget=_options(), initial="agreed")
    note = forms.CharField(
        label=gettext_lazy("In their words"),
        required=False,
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 3, "class": "voice"}),
    )


class TellForm(forms.Form):
    """How the customer was told."""

    channel = Choice("channel", label=gettext_lazy("How they were told"), widget=_options(), initial="phone")
    note = forms.CharField(
        label=gettext_lazy("What was said besides"), required=False, max_length=20000, widget=_text(3)
    )
    answer = AnswerChoice()
    offers = forms.BooleanField(
        label=gettext_lazy("Let them choose another of the windows that were weighed"),
        required=False,
        help_text=gettext_lazy("In their window; what they choose comes back as a proposal."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class ReasonForm(forms.Form):
    """Why; whether it is needed depends on what it is for."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=REASON, required=False, widget=_text(3))


class HandoffForm(forms.Form):
    """The case offered to somebody, with a brief."""

    brief = forms.CharField(
        label=gettext_lazy("The brief"),
        max_length=2000,
        widget=_text(7),
        help_text=gettext_lazy("At most 120 words. It begins from what is known: change it."),
    )
    expectation = forms.CharField(label=gettext_lazy("What you expect"), max_length=1000, widget=_text(2))
    until = Moment(
        label=gettext_lazy("Answer until"),
        required=False,
        help_text=gettext_lazy("Without an answer the case is given back to you then."),
    )


class BlockerForm(forms.Form):
    """What is in the way."""

    cause = forms.CharField(label=gettext_lazy("What is in the way"), max_length=200)
    lifter = forms.CharField(label=gettext_lazy("Who can lift it"), max_length=200)
    meanwhile = forms.CharField(
        label=gettext_lazy("What the customer gets meanwhile"), max_length=2000, widget=_text(2)
    )
    next_check = Moment(label=gettext_lazy("Looked at again"), required=False)
    system = forms.CharField(label=gettext_lazy("In which system"), required=False, max_length=100)


class LiftForm(forms.Form):
    """A blocker that is out of the way."""

    note = forms.CharField(label=gettext_lazy("How it was lifted"), required=False, max_length=2000, widget=_text(2))
    everywhere = forms.BooleanField(
        label=gettext_lazy("For every case with this cause"),
        required=False,
        help_text=gettext_lazy("Each holder is told once."),
    )


class FactForm(forms.Form):
    """Something known of a customer: where from, and until when it holds."""

    value: forms.Field = forms.CharField(label=gettext_lazy("What we know"), max_length=500)
    source = forms.CharField(
        label=gettext_lazy("Source"), max_length=200, help_text=gettext_lazy("Who said it or where it stands.")
    )
    verified = forms.BooleanField(label=gettext_lazy("Verified just now"), required=False, initial=True)
    holds_until = Moment(label=gettext_lazy("Holds until"), required=False)
    sensitivity = Choice("sensitivity", label=gettext_lazy("Sensitivity"), initial="normal")

    def detail(self) -> dict[str, Any]:
        """The codes that a machine checks."""
        return {}


class LanguageFactForm(FactForm):
    """The language that a customer prefers."""

    value = Choice("language", label=gettext_lazy("Language"), widget=_options())


class ChannelFactForm(FactForm):
    """The channel that a customer prefers."""

    value = Choice("channel", label=gettext_lazy("Channel"), widget=_options())


class AddressFactForm(FactForm):
    """How a customer wants to be addressed."""

    value = None  # type: ignore[assignment]  # Django's way of leaving out an inherited field
    civility = forms.CharField(label=gettext_lazy("Civility"), required=False, max_length=100)
    name = forms.CharField(label=gettext_lazy("Name"), required=False, max_length=100)
    tu = forms.ChoiceField(
        label=gettext_lazy("Manner"),
        required=False,
        choices=lambda: [("", _("Not known")), ("vous", _("says “vous”")), ("tu", _("says “tu”"))],
    )
    field_order = ["civility", "name", "tu"]

    def detail(self) -> dict[str, Any]:
        """The form of address."""
        typed = self.cleaned_data
        tu = {"tu": True, "vous": False}.get(typed["tu"])
        return {"civility": typed["civility"], "name": typed["name"], "tu": tu}


class ConstraintFactForm(FactForm):
    """What a machine can check a promise against."""

    value = forms.CharField(label=gettext_lazy("In the customer’s words"), required=False, max_length=500)
    rule = forms.ChoiceField(
        label=gettext_lazy("Rule"),
        choices=lambda: [
            ("never_on", _("Never on these days")),
            ("only_after", _("Only after this hour")),
            ("only_before", _("Only before this hour")),
            ("never_by", _("Never by this channel")),
            ("only_by", _("Only by this channel")),
        ],
    )
    days = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Days"),
        required=False,
        coerce=int,
        choices=lambda: [(number + 1, str(name)) for number, name in WEEKDAYS.items()],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "option"}),
    )
    time = forms.TimeField(
        label=gettext_lazy("Hour"),
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
    )
    by = Choice("channel", label=gettext_lazy("Channel"), required=False)
    field_order = ["rule", "days", "time", "by", "value"]

    def detail(self) -> dict[str, Any]:
        """The rule as codes; Invalid where the one that it needs is missing."""
        typed = self.cleaned_data
        match typed["rule"]:
            case "never_on" as rule:
                if not typed["days"]:
                    raise Invalid.field("days", "blank", _("Choose at least one day."))
                return {"code": rule, "days": typed["days"]}
            case "only_after" | "only_before" as rule:
                if typed["time"] is None:
                    raise Invalid.field("time", "blank", _("Say which hour."))
                return {"code": rule, "time": typed["time"].strftime("%H:%M")}
        return {"code": typed["rule"], "channel": typed["by"]}


FACT_FORMS: dict[str, type[FactForm]] = {
    "constraint": ConstraintFactForm,
    "address_form": AddressFactForm,
    "language": LanguageFactForm,
    "channel": ChannelFactForm,
    "hours": FactForm,
    "access": FactForm,
    "other": FactForm,
}
