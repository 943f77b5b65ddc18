"""The forms of moderation: reporting, deciding and why, appealing, and what waits."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from frontend import words
from frontend.forms import REASON, Choice, Lines, option_tiles, text_box


class ReportForm(forms.Form):
    """What is wrong."""

    reason = Choice("report_reason", label=_("What is wrong"), widget=option_tiles())
    text = forms.CharField(
        label=_("In your words"),
        required=False,
        max_length=1000,
        widget=text_box(3),
        help_text=_("Only the moderators read it. What is reported is kept for them as it is now."),
    )


def _why(**more: Any) -> forms.CharField:
    return forms.CharField(
        label=_("Why"),
        max_length=REASON,
        widget=text_box(3),
        help_text=_("The person concerned reads this, and it stands in the audit log."),
        error_messages={"required": _("Say why: the person concerned reads it.")},
        **more,
    )


def _days() -> forms.IntegerField:
    return forms.IntegerField(
        label=_("For how many days"),
        required=False,
        min_value=1,
        max_value=365,
        help_text=_("A mute needs it. Without it, whoever is excluded stays so until a moderator takes it back."),
    )


class WhyForm(forms.Form):
    """Why."""

    reason = _why()


class DecisionForm(forms.Form):
    """What is done about a report."""

    post = forms.ChoiceField(label=_("The post"), required=False, widget=option_tiles())
    person = forms.ChoiceField(label=_("Its author"), required=False, widget=option_tiles())
    days = _days()
    reason = _why()

    def __init__(self, *args: Any, on_post: tuple[str, ...], on_person: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, verbs in (("post", on_post), ("person", on_person)):
            if verbs:
                nothing = ("", _("Leave it as it is") if name == "post" else _("Nothing"))
                self.fields[name].choices = [nothing, *((verb, words.word("act", verb)) for verb in verbs)]  # type: ignore[attr-defined]  # a choice field
            else:
                del self.fields[name]
        if not on_person:
            del self.fields["days"]


class PostActForm(forms.Form):
    """What is done with a post."""

    verb = forms.ChoiceField(label=_("What is done"), widget=option_tiles())
    group = forms.ChoiceField(label=_("To the group"), required=False)
    reason = _why()

    def __init__(self, *args: Any, verbs: list[str], groups: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [(verb, words.word("act", verb)) for verb in verbs]  # type: ignore[attr-defined]  # a choice field
        if "move" in verbs and groups:
            self.fields["group"].choices = [("", "—"), *groups]  # type: ignore[attr-defined]  # a choice field
        else:
            del self.fields["group"]


class PersonActForm(forms.Form):
    """What is done about a member of a group."""

    verb = forms.ChoiceField(label=_("What is done"), widget=option_tiles())
    days = _days()
    reason = _why()

    def __init__(self, *args: Any, verbs: tuple[str, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["verb"].choices = [(verb, words.word("act", verb)) for verb in verbs]  # type: ignore[attr-defined]  # a choice field


class MuteForm(forms.Form):
    """For how long somebody says nothing anywhere."""

    days = forms.IntegerField(label=_("For how many days"), min_value=1, max_value=365, initial=3)
    reason = _why()


class AppealForm(forms.Form):
    """Why others should look again."""

    text = forms.CharField(
        label=_("Why it should be looked at again"),
        max_length=REASON,
        widget=text_box(4),
        help_text=_("A moderator who did not decide it reads this. You can ask once."),
    )


class NoteForm(forms.Form):
    """Words for the other moderators."""

    text = forms.CharField(label=_("A note for the other moderators"), max_length=20000, widget=text_box(2))


class HeldForm(forms.Form):
    """Better words for what waits."""

    body = forms.CharField(label=_("Text"), max_length=20000, widget=text_box(5), required=False)


class DeclineForm(forms.Form):
    """Why something is not published; nothing is needed to publish it."""

    reason = forms.CharField(
        label=_("Why, if you decline it"),
        required=False,
        max_length=REASON,
        widget=text_box(3),
        help_text=_("Its author reads this."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ApprovalForm(forms.Form):
    """What waits in a group before it is said."""

    days = forms.IntegerField(
        label=_("For how many days posts of new members wait"),
        min_value=0,
        max_value=365,
        help_text=_("0: they appear at once."),
    )
    words = Lines(
        label=_("Words that make a post wait"),
        help_text=_("One a line, in any spelling. What the whole site has listed waits besides."),
    )
