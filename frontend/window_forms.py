"""The forms of the customer's window."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.queries import CustomerSummary, WindowFact
from cases.windows import Window, window
from esn.core.clock import now
from frontend import facts as fact_words
from frontend.forms import REASON
from frontend.promise_forms import WindowForm

NEW = "self"  # not one of those that are named: something new, the customer themselves


def _voice(rows: int) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "voice"})


class AskForm(WindowForm):
    """Another time that would suit the customer."""

    reason = forms.CharField(
        label=gettext_lazy("What should we know about it?"),
        max_length=REASON,
        widget=_voice(3),
        help_text=gettext_lazy("Why this day does not suit you, or when you are at home."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["last_day"]

    def window(self) -> Window:
        """What was written, as a window on one day; Invalid where there is none like it."""
        typed = self.cleaned_data
        first, last = (dt.datetime.combine(typed["day"], typed[at]) for at in ("start", "end"))
        return window(first, last, typed["timezone"])


class CorrectForm(forms.Form):
    """What is not so, or what else we should know."""

    words = forms.CharField(label=gettext_lazy("How is it really?"), max_length=REASON, widget=_voice(3))

    def __init__(self, *args: Any, facts: tuple[WindowFact, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(fact.id, fact_words.said(fact.kind, fact.value, fact.codes)) for fact in facts]
        self.fields["fact"] = forms.ChoiceField(
            label=_("What do you want to correct?"),
            choices=[*known, (NEW, _("Something that you do not know yet"))],
            widget=forms.RadioSelect(attrs={"class": "option"}) if known else forms.HiddenInput,
            initial=NEW,
        )
        self.order_fields(["fact", "words"])

    def fact_id(self) -> str:
        """Which fact is not so; empty for something new."""
        chosen = str(self.cleaned_data["fact"])
        return "" if chosen == NEW else chosen


class ToldForm(forms.Form):
    """What they had told us already."""

    words = forms.CharField(
        label=gettext_lazy("What did we ask you again?"),
        max_length=REASON,
        widget=_voice(3),
        help_text=gettext_lazy("In a few words, so that nobody asks you a third time."),
    )


class LinkForm(forms.Form):
    """For whom the window is opened, and for how long."""

    def __init__(self, *args: Any, customer: CustomerSummary, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        themselves = [(NEW, customer.name)] if customer.kind == "person" else []
        others = [(one.id, one.person.name) for one in customer.contacts if one.person.name != customer.name]
        self.fields["contact"] = forms.ChoiceField(label=_("For whom"), choices=[*themselves, *others])
        self.fields["days"] = forms.TypedChoiceField(
            label=_("For how long"),
            choices=[(days, ngettext("%(n)s day", "%(n)s days", days) % {"n": days}) for days in (1, 7, 14, 30)],
            initial=14,
            coerce=int,
        )

    def contact_id(self) -> str | None:
        """Whom it is for; None for the customer themselves."""
        chosen = str(self.cleaned_data["contact"])
        return None if chosen == NEW else chosen

    def expires_at(self) -> dt.datetime:
        """Until when."""
        return now() + dt.timedelta(days=self.cleaned_data["days"])
