"""The forms of checklists and their templates, and of links between cases."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend.forms import Choice, Lines


class Steps(Lines):
    """The steps of a checklist, one a line, at least one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Steps"), help_text=_("One a line, in their order."), **kwargs)
        self.required = True  # said in the label; the action says what is wrong
        self.widget.attrs |= {"rows": 6, "maxlength": 11_000}


class ChecklistForm(forms.Form):
    """A checklist with steps of one's own, or a template."""

    name = forms.CharField(label=_("Name"), max_length=120)
    steps = Steps()


class TemplateForm(ChecklistForm):
    """A template as it stands."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class CaseNameForm(forms.Form):
    """Another case, by its reference."""

    case = forms.CharField(
        label=_("Reference of the other case"),
        max_length=40,
        help_text=_("As it stands on the case: C-2026-483915."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def clean_case(self) -> str:
        """The reference as cases bear it."""
        return str(self.cleaned_data["case"]).strip().upper()


class CaseLinkForm(CaseNameForm):
    """Another case, and what it is to this one."""

    kind = Choice(
        "link",
        label=_("What it is to this one"),
        widget=forms.RadioSelect(attrs={"class": "option"}),
        initial="same_cause",
    )
