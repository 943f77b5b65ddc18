"""The forms of work on a case: contacts, handoffs, blockers, and why something is done."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from frontend.forms import REASON, Choice, Moment, option_tiles, text_box


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
        widget=option_tiles(),
    )
    missing = forms.CharField(label=gettext_lazy("What we should have known"), required=False, max_length=500)
    channel = Choice("channel", label=gettext_lazy("How"), widget=option_tiles(), initial="phone")
    direction = Choice("direction", label=gettext_lazy("Who reached whom"), widget=option_tiles(), initial="in")
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=0, max_value=1440, initial=5)


class ReasonForm(forms.Form):
    """Why; whether it is needed depends on what it is for."""

    reason = forms.CharField(label=gettext_lazy("Why"), max_length=REASON, required=False, widget=text_box(3))


class HandoffForm(forms.Form):
    """The case offered to somebody, with a brief."""

    brief = forms.CharField(
        label=gettext_lazy("The brief"),
        max_length=2000,
        widget=text_box(7),
        help_text=gettext_lazy("At most 120 words. It begins from what is known: change it."),
    )
    expectation = forms.CharField(label=gettext_lazy("What you expect"), max_length=1000, widget=text_box(2))
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
        label=gettext_lazy("What the customer gets meanwhile"), max_length=2000, widget=text_box(2)
    )
    next_check = Moment(label=gettext_lazy("Looked at again"), required=False)
    system = forms.CharField(label=gettext_lazy("In which system"), required=False, max_length=100)


class LiftForm(forms.Form):
    """A blocker that is out of the way."""

    note = forms.CharField(label=gettext_lazy("How it was lifted"), required=False, max_length=2000, widget=text_box(2))
    everywhere = forms.BooleanField(
        label=gettext_lazy("For every case with this cause"),
        required=False,
        help_text=gettext_lazy("Each holder is told once."),
    )
