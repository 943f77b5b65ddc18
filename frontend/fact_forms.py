"""The forms of what is known of a customer, one a kind of fact."""

from typing import Any

from django import forms
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from esn.core.errors import Invalid
from frontend import weeks
from frontend.forms import Choice, Moment, option_tiles


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

    value = Choice("language", label=gettext_lazy("Language"), widget=option_tiles())


class ChannelFactForm(FactForm):
    """The channel that a customer prefers."""

    value = Choice("channel", label=gettext_lazy("Channel"), widget=option_tiles())


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
        choices=lambda: [(day + 1, str(WEEKDAYS[day])) for day in weeks.days()],
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
