"""The forms of signing in and of one's credentials."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


def _password(label: Any, complete: str, **more: Any) -> forms.CharField:
    shown = forms.PasswordInput(attrs={"autocomplete": complete})
    return forms.CharField(label=label, max_length=200, strip=False, widget=shown, **more)


class CodeForm(forms.Form):
    """A code of the app, or a recovery code."""

    code = forms.CharField(
        label=_("Code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false", "class": "digits"}
        ),
    )


class ForgottenForm(forms.Form):
    """Who has forgotten their password."""

    asked = forms.CharField(
        label=_("Name to sign in, or mail address"),
        max_length=254,
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )


class ResetForm(forms.Form):
    """Another password."""

    new = _password(
        _("New password"), "new-password", help_text=_("At least 10 characters. Several words are easy to remember.")
    )


class EmailForm(forms.Form):
    """One's mail address."""

    email = forms.EmailField(
        label=_("Mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )


class PasskeyNameForm(forms.Form):
    """What one calls a passkey."""

    name = forms.CharField(label=_("Name"), max_length=60)


class ProofForm(forms.Form):
    """Who it is, once more: a password or a code."""

    password = _password(_("Password"), "current-password", required=False)
    code = forms.CharField(
        label=_("Code of your app, or a recovery code"),
        max_length=20,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "digits"}),
    )
