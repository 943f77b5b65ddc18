"""The forms around a customer: their people, why they stay or left, and the systems that references lead to."""

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend import words
from frontend.forms import NAME, Choice, Lines

TEXT = 20000


class ContactPersonForm(forms.Form):
    """Somebody through whom we reach a customer."""

    name = forms.CharField(label=_("Name"), max_length=NAME, help_text=_("As you would say it: Mme Dupin."))
    role = forms.CharField(
        label=_("Who they are to the customer"),
        required=False,
        max_length=NAME,
        help_text=_("Her son, the caretaker, who pays."),
    )
    language = Choice("language", label=_("Language"))
    phones = Lines(label=_("Phone numbers"), help_text=_("One a line."))
    mails = Lines(label=_("Mail addresses"), help_text=_("One a line."))
    addresses = Lines(label=_("Addresses"), help_text=_("One a line."))


def _text() -> forms.CharField:
    return forms.CharField(
        label=_("In a few words"), max_length=TEXT, widget=forms.Textarea(attrs={"rows": 4, "autofocus": True})
    )


class StaysForm(forms.Form):
    """Why a customer stays with us."""

    text = _text()


class ReturnForm(forms.Form):
    """What brought a customer back."""

    text = _text()


class LossForm(forms.Form):
    """Why a customer left, and what we learn from it."""

    reason = forms.ChoiceField(
        label=_("Why they left"),
        choices=lambda: words.choices("loss"),
        widget=forms.RadioSelect(attrs={"class": "option"}),
    )
    text = forms.CharField(
        label=_("What we learn from it"),
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("What happened, what they said when they left, what we would do otherwise."),
    )


NOTE_FORMS: dict[str, type[forms.Form]] = {"stays": StaysForm, "loss": LossForm, "return": ReturnForm}


class ReferenceSystemForm(forms.Form):
    """Another system, and the address of a record in it."""

    code = forms.CharField(
        label=_("Code"), max_length=20, help_text=_("What stands before the colon of a reference: ERP.")
    )
    name = forms.CharField(label=_("Name"), max_length=100, help_text=_("As colleagues call it: Orders."))
    template = forms.CharField(
        label=_("Address of a record"),
        max_length=500,
        help_text=_("With {id} where the number goes: https://erp.example/orders/{id}"),
        widget=forms.URLInput(attrs={"inputmode": "url"}),
    )
