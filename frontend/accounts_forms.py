"""The forms by which those who run the site look after accounts, and the one by which a newcomer comes in."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend import words
from frontend.forms import NAME, Choice, text_box

REASON = 500


def _narrow(widget: type[forms.Widget]) -> forms.Widget:
    return widget(attrs={"class": "plain-select"})


def _one_of(of: str, label: Any, everything: Any = None) -> forms.ChoiceField:
    first = [("", everything)] if everything else []
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=lambda: [*first, *words.choices(of)],
        widget=_narrow(forms.Select),
    )


class AccountFilterForm(forms.Form):
    """What is looked for among the accounts."""

    q = forms.CharField(
        label=_("Name, handle or address"), max_length=120, required=False, widget=_narrow(forms.TextInput)
    )
    state = _one_of("account_state", _("State"))
    kind = _one_of("account_kind", _("Kind"), _("Everybody"))
    role = _one_of("site_role", _("Role in the site"), _("Any role"))
    lacks = _one_of("lacks", _("What is missing"), _("Anything"))


class ReasonForm(forms.Form):
    """Why, for the audit log."""

    reason = forms.CharField(
        label=_("Why"),
        help_text=_("Kept in the audit log as you write it."),
        max_length=REASON,
        required=False,
        widget=text_box(2, maxlength=REASON),
    )


class AddressForm(ReasonForm):
    """Where somebody's mail goes."""

    email = forms.EmailField(
        label=_("Mail address"),
        max_length=254,
        help_text=_("The former address hears of it."),
    )
    field_order = ["email", "reason"]


class LetGoForm(ReasonForm):
    """Letting somebody go: who receives what they still hold."""

    rest = forms.ChoiceField(
        label=_("Who receives what they still hold"),
        required=False,
        help_text=_("To give each thing to somebody else, hand it over by name first."),
    )
    field_order = ["rest", "reason"]

    def __init__(self, *args: Any, receivers: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if receivers:
            stays = ("stays", _("Nobody yet: it stays with them"))
            self.fields["rest"].choices = [("", _("Choose")), *receivers, stays]  # type: ignore[attr-defined]  # fields are looked up by name
            self.fields["rest"].required = True
        else:
            del self.fields["rest"]


class InviteForm(forms.Form):
    """Asking somebody into the house by mail."""

    email = forms.EmailField(label=_("Mail address"), max_length=254)
    name = forms.CharField(
        label=_("Name"), max_length=NAME, required=False, help_text=_("As the mail greets them. They choose their own.")
    )
    kind = Choice("account_kind", label=_("They come as"))
    partner = forms.ChoiceField(label=_("Partner"), required=False, help_text=_("For a guest: whom they work for."))
    group = forms.ChoiceField(
        label=_("Seat in a group"), required=False, help_text=_("For a colleague: one of the groups that you moderate.")
    )
    language = Choice("language", label=_("Language of the mail"))

    def __init__(
        self, *args: Any, partners: list[tuple[str, str]], groups: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["partner"].choices = [("", _("None")), *partners]  # type: ignore[attr-defined]  # fields are looked up by name
        self.fields["group"].choices = [("", _("None")), *groups]  # type: ignore[attr-defined]  # fields are looked up by name


class RoleForm(ReasonForm):
    """What another administrator is asked to confirm."""

    kind = Choice("appointment", label=_("From now on they"))
    field_order = ["kind", "reason"]


class OwnerForm(ReasonForm):
    """Who shall own a group that has no owner any more."""

    handle = forms.CharField(label=_("Handle of the new owner"), max_length=60, help_text=_("As they sign in."))
    field_order = ["handle", "reason"]


class ComeInForm(forms.Form):
    """How a newcomer is called, and by what they sign in."""

    name = forms.CharField(
        label=_("Your name"), max_length=NAME, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    handle = forms.CharField(
        label=_("Name to sign in with"),
        max_length=60,
        help_text=_("Letters a to z, digits, dots, hyphens and underscores. It stays the same for ever."),
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=_("Password"),
        strip=False,
        max_length=256,
        help_text=_("At least ten characters."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    language = Choice("language", label=_("Language"))
