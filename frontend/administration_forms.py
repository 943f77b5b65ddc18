"""The forms of the administration: labels, hints and limits. What is allowed is decided by the actions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from esn.core.site_settings import SETTINGS
from frontend.audit_words import families
from frontend.forms import Choice, Lines


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class LongLines(Lines):
    """Many values, one a line."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(**kwargs)
        self.max_length = 60_000
        self.widget.attrs.update({"rows": 6, "maxlength": 60_000})


class SiteSettingsForm(forms.Form):
    """What holds for the whole site."""

    may_create_groups = Choice("who_creates", label=_("Who may create a group"))
    approval_days = forms.IntegerField(
        label=_("Posts of new members wait for a moderator"),
        help_text=_("For so many days after somebody joined a group. 0: nothing waits."),
        min_value=SETTINGS["approval_days"].low,
        max_value=SETTINGS["approval_days"].high,
    )
    flagged_words = LongLines(
        label=_("Words that make a post wait for a moderator"),
        help_text=_("One word or phrase a line, in any spelling of accents and capitals."),
    )
    holidays_of = forms.CharField(
        label=_("Whose public holidays are kept"),
        help_text=_("A country, or a part of it: FR, FR-57, DE-BY. Everybody may choose otherwise. Empty: nobody’s."),
        max_length=20,
        required=False,
    )
    link_previews = Choice(
        "previewed",
        label=_("Where links have a preview"),
        help_text=_("This site asks the page for it: whoever runs the page learns that somebody here was led there."),
    )
    invitation_days = forms.IntegerField(
        label=_("How many days an invitation can be used"),
        min_value=SETTINGS["invitation_days"].low,
        max_value=SETTINGS["invitation_days"].high,
    )


class ConnectionForm(forms.Form):
    """A system that provisions people and teams."""

    name = forms.CharField(label=_("Name of the system"), help_text=_("As the audit log shall call it."), max_length=80)
    days = forms.IntegerField(
        label=_("How many days its token opens"),
        help_text=_("At most two years. Make another one in time, and take this one back then."),
        min_value=1,
        max_value=730,
    )
    steward = forms.CharField(
        label=_("Who owns the teams that it makes"),
        help_text=_("The name with which a colleague signs in. Empty: you do."),
        max_length=60,
        required=False,
    )


class AuditFilterForm(forms.Form):
    """What is looked for in the audit log."""

    who = forms.CharField(label=_("Who"), max_length=120, required=False)
    verb = forms.ChoiceField(label=_("What"), required=False, choices=lambda: [("", _("Everything")), *families()])
    after = forms.DateField(label=_("From"), required=False, widget=_day())
    before = forms.DateField(label=_("Until"), required=False, widget=_day())
    subject = forms.CharField(required=False, max_length=64, widget=forms.HiddenInput)


class ReadableForm(forms.Form):
    """What is to be read by right of watching over the site, and why."""

    text = forms.CharField(
        label=_("Group or case"), help_text=_("A part of the group’s name, or the reference of a case."), max_length=100
    )
    reason = forms.CharField(
        label=_("Why you need to read it"),
        help_text=_("Kept in the audit log as you write it."),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
    )


class ImportForm(forms.Form):
    """A table, and what its lines are about."""

    kind = Choice("import_kind", label=_("What the lines are about"))
    file = forms.FileField(
        label=_("Table (CSV)"),
        help_text=_("From any spreadsheet: comma, semicolon or tab, in UTF-8, UTF-16 or Windows-1252. At most 5 MB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv"}),
    )


class ModeratorForm(forms.Form):
    """Who shall moderate the whole site."""

    who = forms.CharField(label=_("A colleague, by name or handle"), max_length=120)
