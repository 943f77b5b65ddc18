"""The forms of rules, exceptions and huddles."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.windows import Window
from esn.core.errors import Invalid
from frontend import promise_forms
from frontend.forms import REASON, Choice, Lines, Moment, text_box


def _boxes() -> forms.CheckboxSelectMultiple:
    return forms.CheckboxSelectMultiple(attrs={"class": "option"})


class RuleForm(forms.Form):
    """A rule card."""

    title = forms.CharField(
        label=_("The rule in one line"),
        max_length=200,
        help_text=_("As you would say it: no cash refund within 3 weeks."),
    )
    text = forms.CharField(label=_("What it says"), max_length=20000, widget=text_box(5))
    people = Lines(label=_("Who may decide about an exception"), help_text=_("Colleagues by name, one a line."))
    answer_hours = forms.FloatField(
        label=_("An answer is due within (hours)"), min_value=0.1, max_value=720, initial=2, widget=forms.NumberInput()
    )
    review_after = forms.IntegerField(
        label=_("Propose a change after so many exceptions in 90 days"), min_value=1, max_value=1000, initial=5
    )
    note = forms.CharField(
        label=_("Why it is written so"), required=False, max_length=REASON, widget=text_box(2),
        help_text=_("Kept with this version."),
    )  # fmt: skip
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)
    field_order = ("title", "text", "owner", "people", "teams", "answer_hours", "review_after", "note", "revision")

    def __init__(
        self, *args: Any, owners: list[tuple[str, str]], teams: list[tuple[str, str]], **kwargs: Any
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        self.fields["owner"] = forms.ChoiceField(label=_("Who answers for it"), choices=owners)
        self.fields["teams"] = forms.MultipleChoiceField(
            label=_("And who moderates these teams"), choices=teams, required=False, widget=_boxes()
        )
        self.order_fields(self.field_order)


class AskForm(forms.Form):
    """What is asked of a rule, and why."""

    what = forms.CharField(label=_("What exactly"), max_length=300, help_text=_("As it would be done."))
    why = forms.CharField(label=_("Why"), max_length=20000, widget=text_box(4))
    limit = forms.CharField(label=_("Amount or limit"), required=False, max_length=100)
    until = Moment(label=_("Answer needed by"), required=False)

    def __init__(self, *args: Any, deciders: list[tuple[str, str]], hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].help_text = hint
        self.fields["decider"] = forms.ChoiceField(
            label=_("Who is to decide"),
            choices=[("", pgettext_lazy("who is to decide", "Whoever of them is there first")), *deciders],
            required=False,
        )


class DecisionForm(forms.Form):
    """Why an exception is granted or refused, and under which condition."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=REASON,
        widget=text_box(3),
        error_messages={"required": _("Say why: the next one who asks reads it.")},
    )
    condition = forms.CharField(
        label=_("Condition"),
        required=False,
        max_length=REASON,
        widget=text_box(2),
        help_text=_("Only when you grant it: what has to be so."),
    )


class HuddleForm(forms.Form):
    """A question for others, until a moment."""

    question = forms.CharField(label=_("What is to be decided"), max_length=500, widget=text_box(2))
    deadline = Moment(label=_("Decided by"))
    others = Lines(label=_("Also these colleagues"), help_text=_("By name, one a line."))
    field_order = ("question", "deadline", "invited", "others")

    def __init__(self, *args: Any, known: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["invited"] = forms.MultipleChoiceField(
            label=_("Who is asked"), choices=known, required=False, widget=_boxes()
        )
        self.order_fields(self.field_order)


class OptionForm(promise_forms.WindowForm):
    """A way out; where it changes a promise, the new window too."""

    text = forms.CharField(label=_("In words"), max_length=500)
    field_order = ("text", "promise", "day", "start", "end", "last_day", "timezone")

    def __init__(self, *args: Any, promises: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["promise"] = forms.ChoiceField(
            label=_("The promise that it changes"),
            choices=[("", pgettext_lazy("the promise that an option changes", "None")), *promises],
            required=False,
        )
        for name in ("day", "start", "end"):
            self.fields[name].required = False
        self.order_fields(self.field_order)

    def chosen_window(self) -> Window | None:
        """The window, where one was written; Invalid where a part of it is missing."""
        typed = self.cleaned_data
        missing = [name for name in ("day", "start", "end") if typed[name] is None]
        if len(missing) == 3:
            return None
        for name in missing:
            raise Invalid.field(name, "blank", str(self.fields[name].error_messages["required"]))
        return self.window()


class OpinionForm(forms.Form):
    """For or against an option."""

    stance = Choice("stance", label=_("What you think"))
    text = forms.CharField(required=False, max_length=500)


class HuddleDecisionForm(forms.Form):
    """Why this is the way, and how the customer was told."""

    reason = forms.CharField(
        label=_("Why"),
        max_length=REASON,
        widget=text_box(3),
        error_messages={"required": _("Say why this is the way.")},
    )
    told = promise_forms.ToldChoice()

    def __init__(self, *args: Any, tells: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not tells:
            del self.fields["told"]
