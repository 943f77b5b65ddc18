"""The forms of groups and announcements."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms import NAME, Choice, Clock, text_box


class GroupSettingsForm(forms.Form):
    """What an owner may change of a group."""

    name = forms.CharField(label=_("Name"), max_length=NAME)
    purpose = forms.CharField(label=_("What it is for"), required=False, max_length=1000, widget=text_box(3))
    rules = forms.CharField(
        label=_("Rules"),
        required=False,
        max_length=4000,
        widget=text_box(5),
        help_text=_("What everybody in it keeps to, in a few lines."),
    )
    voice = Choice(
        "voice", label=_("Who begins"), help_text=_("Where those who moderate begin, the others answer what they say.")
    )
    ends_on = forms.DateField(
        label=_("Last day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("The day after, the group is archived: it is still found and read, and takes nothing new."),
    )
    quiet_from = Clock(label=_("Quiet from"), help_text=_("It disturbs nobody then, on everybody’s own clock."))
    quiet_until = Clock(label=_("Quiet until"))


class AnnouncementForm(forms.Form):
    """What is announced, and whether its readers are asked to say that they have read it."""

    body = forms.CharField(label=_("What you announce"), max_length=20000, widget=text_box(6))
    asks = forms.BooleanField(
        label=_("Ask everybody to say that they have read it"),
        required=False,
        help_text=_("You see how many have, and those who moderate see who has not."),
    )
    until = forms.DateField(
        label=_("Until which day"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
