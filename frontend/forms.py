"""The forms of the pages: labels, hints and limits. What is allowed is decided by the actions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend import words

NAME = 120
REASON = 2000


def _voice(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows, "class": "voice"})


def text_box(rows: int = 3, **attrs: Any) -> forms.Textarea:
    """A box for a few lines."""
    return forms.Textarea(attrs={"rows": rows, **attrs})


def option_tiles() -> forms.RadioSelect:
    """One of a few, each as a tile."""
    return forms.RadioSelect(attrs={"class": "option"})


class Moment(forms.DateTimeField):
    """A day and an hour of the reader's own clock."""

    def __init__(self, **kwargs: Any) -> None:
        shown = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=shown, **kwargs)


class Clock(forms.TimeField):
    """A time on the clock of a wall, or nothing."""

    def __init__(self, **kwargs: Any) -> None:
        shown = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
        super().__init__(widget=shown, required=False, input_formats=["%H:%M", "%H:%M:%S"], **kwargs)


class Choice(forms.ChoiceField):
    """A choice of codes whose words are made in the reader's language when the form is shown."""

    def __init__(self, of: str, **kwargs: Any) -> None:
        super().__init__(choices=lambda: words.choices(of), **kwargs)


class GroupForm(forms.Form):
    """A new group."""

    name = forms.CharField(label=_("Name"), max_length=NAME)
    purpose = forms.CharField(
        label=_("What it is for"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    kind = Choice("group", label=_("Kind"), help_text=_("A team may hold cases."))
    openness = Choice(
        "openness",
        label=_("Who comes in"),
        help_text=_("Open: all read and join. Closed: known by name, one asks. Secret: known to its members."),
    )


class Lines(forms.CharField):
    """Several values, one a line, as a tuple."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": 2}), required=False, max_length=2000, **kwargs)

    def to_python(self, value: Any) -> Any:
        """The lines that hold something."""
        return tuple(line.strip() for line in str(value or "").splitlines() if line.strip())

    def prepare_value(self, value: Any) -> Any:
        """The lines again, for the form."""
        return "\n".join(value) if isinstance(value, tuple | list) else value

    def validate(self, value: Any) -> None:
        """Whatever was written is checked by the action."""

    def run_validators(self, value: Any) -> None:
        """The length of the whole is limited by the field in the page and by the action."""


class CustomerEditForm(forms.Form):
    """How a customer is called and reached."""

    name = forms.CharField(label=_("Name"), max_length=NAME, help_text=_("As you would say it: Mme Dupin."))
    language = Choice("language", label=_("Language"))
    phones = Lines(label=_("Phone numbers"), help_text=_("One a line."))
    mails = Lines(label=_("Mail addresses"), help_text=_("One a line."))
    addresses = Lines(label=_("Addresses"), help_text=_("One a line."))
    references = Lines(label=_("References"), help_text=_("In other systems, one a line: ERP:4711."))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class CustomerForm(CustomerEditForm):
    """A new customer."""

    kind = Choice("customer", label=_("Person or organisation"))
    revision = None  # type: ignore[assignment]  # Django's way of leaving out an inherited field
    field_order = ["name", "kind", "language", "phones", "mails", "addresses", "references"]


class StoryForm(forms.Form):
    """The customer's story, in their words."""

    happened = forms.CharField(
        label=_("What happened"),
        max_length=20000,
        widget=_voice(4),
        help_text=_("In the customer’s own words, so that nobody has to ask again."),
    )
    wanted = forms.CharField(label=_("What they want"), required=False, max_length=20000, widget=_voice(2))
    tried = forms.CharField(label=_("What was tried"), required=False, max_length=20000, widget=_voice(2))
    refused = forms.CharField(label=_("What they refuse"), required=False, max_length=20000, widget=_voice(2))
    constraints = forms.CharField(label=_("What constrains them"), required=False, max_length=20000, widget=_voice(2))


def _public_title() -> forms.CharField:
    return forms.CharField(
        label=_("Its name for the customer and for partners"),
        required=False,
        max_length=200,
        help_text=_("Without one they read its reference."),
    )


class CaseForm(StoryForm):
    """A new case: its customer's matter in one line, and the story."""

    title = forms.CharField(
        label=_("The matter in one line"),
        max_length=200,
        help_text=_("What you would say to a colleague."),
    )
    public_title = _public_title()
    severity = Choice("severity", label=_("Severity"), initial="normal")
    restricted = forms.BooleanField(label=_("Only for the participants"), required=False)
    field_order = [
        "title", "happened", "wanted", "tried", "refused", "constraints", "public_title", "severity", "restricted",
    ]  # fmt: skip


class CaseEditForm(forms.Form):
    """What a case is called, inside and outside, and how much it matters."""

    title = forms.CharField(label=_("The matter in one line"), max_length=200)
    public_title = _public_title()
    severity = Choice("severity", label=_("Severity"))
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class PasswordForm(forms.Form):
    """A new password."""

    current = forms.CharField(
        label=_("Present password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        strip=False,
        max_length=256,
    )
    new = forms.CharField(
        label=_("New password"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        strip=False,
        max_length=256,
        help_text=_("At least ten characters. Every other session and every device is signed out."),
    )


class PostForm(forms.Form):
    """The text of a post."""

    body = forms.CharField(
        label=_("Text"), max_length=20000, required=False, widget=forms.Textarea(attrs={"rows": 5})
    )  # a post of pictures may say nothing besides
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
