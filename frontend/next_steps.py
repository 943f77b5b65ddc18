"""Where the next step of a case is done."""

from urllib.parse import urlencode

from django.urls import reverse

from cases.queries import Brief
from cases.queries.next_steps import NextStep


def place(brief: Brief) -> str:
    """The address of the page or of the part of the case where it is done; empty where the reader cannot."""
    step = brief.next_step
    return _PLACES[step.kind](brief, step) if step else ""


def _tell(brief: Brief, step: NextStep) -> str:
    return _telling(brief, step.subject.type, step.subject.id)


def _news(brief: Brief, step: NextStep) -> str:
    return _telling(brief, "status", step.subject.id)


def _telling(brief: Brief, about: str, id_: str) -> str:
    if "tell" not in brief.case.can:
        return ""
    return f"{reverse('case_tell', args=[brief.case.ref])}?{urlencode({'about': about, 'id': id_})}"


def _handoff(brief: Brief, _step: NextStep) -> str:
    return f"{reverse('case', args=[brief.case.ref])}?pane=brief#handoff"


def _exception(_brief: Brief, step: NextStep) -> str:
    return reverse("exception", args=[step.subject.id])


def _huddle(_brief: Brief, step: NextStep) -> str:
    return reverse("huddle", args=[step.subject.id])


def _answer(brief: Brief, step: NextStep) -> str:
    found = (one.id for one in brief.promises for proposal in one.proposals if proposal.id == step.subject.id)
    return reverse("promise", args=[next(found)])


def _promise(_brief: Brief, step: NextStep) -> str:
    return reverse("promise", args=[step.subject.id])


def _blocker(_brief: Brief, step: NextStep) -> str:
    return reverse("blocker_lift", args=[step.subject.id])


def _checklists(brief: Brief, _step: NextStep) -> str:
    return reverse("case_checklists", args=[brief.case.ref])


_PLACES = {
    "tell": _tell,
    "accept": _handoff,
    "decide": _exception,
    "huddle": _huddle,
    "answer": _answer,
    "keep": _promise,
    "check": _blocker,
    "news": _news,
    "tick": _checklists,
}
