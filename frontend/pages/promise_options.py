"""Several windows for a promise, weighed against what we know, one chosen or proposed; and the customer's answer."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _

from cases import actions, queries
from cases.facts import Contradiction
from cases.queries import CommitmentSummary, GuestCommitment
from cases.windows import Window
from esn.core.errors import Invalid
from frontend import entries, promise_forms, windows
from frontend.pages.door import Request, away, blame, form_page, show
from frontend.pages.promises import constraints, told
from frontend.pages.work import Work, at_case, inside, work
from frontend.promise_forms import OPTIONS, OptionsForm, WindowForm

VERBS = ("check", "change", "propose")


@dataclass
class Option:
    """One row of the page: its fields, and what its window goes against once it was checked."""

    number: int
    form: WindowForm
    window: Window | None = None
    conflicts: tuple[Contradiction, ...] = ()
    checked: bool = False


@form_page
def promise_options(request: Request, promise_id: str) -> HttpResponse:
    """Weigh several windows; then change the promise to one of them, or propose them all."""
    found = queries.commitment(request.user, promise_id)
    form = OptionsForm(request.POST or None, initial={"choice": 0})
    rows = [Option(number, _fields(request, found, number)) for number in range(OPTIONS)]
    done = request.method == "POST" and _do(request, found, form, rows)
    if done:
        messages.success(request, done)
        return away(request, _back(found))
    failed = form.errors or any(row.form.errors for row in rows)
    return show(
        request, "pages/promise_options.html", _context(request, found, form, rows), status=400 if failed else 200
    )


def _fields(request: Request, found: CommitmentSummary | GuestCommitment, number: int) -> WindowForm:
    """The fields of one window; the first is needed, and begins with the hours that were promised."""
    promised = WindowForm.of(found.window)
    initial = promised if number == 0 else {"timezone": promised["timezone"]}
    return WindowForm(
        request.POST or None,
        prefix=f"w{number}",
        initial=initial,
        empty_permitted=number > 0,
        use_required_attribute=False,
    )


def _context(
    request: Request, found: CommitmentSummary | GuestCommitment, form: OptionsForm, rows: list[Option]
) -> dict[str, Any]:
    is_inside = isinstance(found, CommitmentSummary)
    facts = (
        constraints(queries.facts(request.user, found.case.customer.id)) if isinstance(found, CommitmentSummary) else ()
    )
    return {
        "promise": found,
        "case": found.case if is_inside else None,
        "back": _back(found),
        "facts": facts,
        "form": form,
        "rows": rows,
        "chosen": form["choice"].value() or 0,
        "place": "promises",
    }


def _back(found: CommitmentSummary | GuestCommitment) -> str:
    return at_case(found.case) if isinstance(found, GuestCommitment) else at_case(found.case.ref, found.id)


def _do(request: Request, found: CommitmentSummary | GuestCommitment, form: OptionsForm, rows: list[Option]) -> str:
    """Do what was pressed; the sentence that says it is done, or nothing while there is something to look at."""
    verb = request.POST.get("do", "check")
    if verb not in VERBS:
        raise Invalid.field("do", "unknown_choice", _("This list is unknown."))
    filled = _filled(rows)
    if not form.is_valid() or not filled or any(row.form.errors for row in rows):
        return ""
    if isinstance(found, CommitmentSummary):
        _weigh(request, found.id, filled)
    if verb == "check":
        return ""
    chosen = next((row for row in filled if row.number == form.cleaned_data["choice"]), None)
    if chosen is None:
        form.add_error(None, _("Choose one of the windows that you filled in."))
        return ""
    try:
        return (_change if verb == "change" else _propose)(request, found.id, form.cleaned_data, chosen, filled)
    except Invalid as error:
        _blame(error, form, chosen, filled)
        return ""


def _filled(rows: list[Option]) -> list[Option]:
    """The rows that say a window; what is wrong with one stands beside its fields."""
    for row in rows:
        if row.form.is_valid() and (row.number == 0 or row.form.has_changed()):
            try:
                row.window = row.form.window()
            except Invalid as error:
                blame(row.form, error, window="day")
    return [row for row in rows if row.window is not None]


def _weigh(request: Request, promise_id: str, filled: list[Option]) -> None:
    found = queries.weighed(request.user, promise_id, [row.window for row in filled if row.window])
    for row, one in zip(filled, found, strict=True):
        row.conflicts, row.checked = one.conflicts, True


def _change(request: Request, promise_id: str, typed: dict[str, Any], chosen: Option, filled: list[Option]) -> str:
    actions.change_promise(
        request.user,
        commitment_id=promise_id,
        window=_window(chosen),
        reason=typed["reason"],
        options=[_window(row) for row in filled] if len(filled) > 1 else (),
        told=told(typed["told"], typed["answer"]),
    )
    return _("Changed: %(window)s.") % {"window": windows.said(_window(chosen))}


def _propose(request: Request, promise_id: str, typed: dict[str, Any], chosen: Option, filled: list[Option]) -> str:
    actions.propose_change(
        request.user,
        commitment_id=promise_id,
        window=_window(chosen),
        reason=typed["reason"],
        options=[_window(row) for row in filled if row is not chosen],
    )
    return _("Proposed. The promise stands until somebody accepts.")


def _window(row: Option) -> Window:
    if row.window is None:
        raise Invalid.field("window", "blank", _("Say when."))
    return row.window


def _blame(error: Invalid, form: OptionsForm, chosen: Option, filled: list[Option]) -> None:
    """What an action finds wrong stands beside the window that it speaks about, or beside its field."""
    numbered = {f"options.{number}": row for number, row in enumerate(filled)}
    for field, problems in error.fields.items():
        row = numbered.get(field) or (chosen if field.startswith("window") else None)
        one = Invalid({"window" if row else field: list(problems)})
        if row:
            blame(row.form, one, window="day")
        else:
            blame(form, one)


@form_page
def telling_answer(request: Request, telling_id: str) -> HttpResponse:
    """Note what the customer answered to what they were told."""
    telling = queries.telling(request.user, telling_id)
    case = inside(request, telling.case)
    form = promise_forms.CustomerAnswerForm(request.POST or None)
    text = str(telling.value.get("text", ""))
    promise_id = telling.subject.id if telling.subject.type == "commitment" else ""
    about = Work(
        _("What %(name)s answered") % {"name": case.customer.name},
        _("Note it"),
        at_case(telling.case, promise_id),
        case,
        note=_("Told: %(what)s. A promise that they refuse is at risk until it changes.")
        % {"what": ", ".join(part for part in (text, entries.stance(telling.value)) if part)},
    )
    return work(
        request, form, about, lambda: actions.record_answer(request.user, telling_id=telling_id, **form.cleaned_data)
    )
