"""The next step of a case in the reader's words: a few of them, for the brief and wherever it is printed."""

from django.utils.translation import gettext as _

from cases.queries.briefs import Brief
from cases.queries.next_steps import NextStep


def next_words(told: Brief) -> str:
    """What has to happen first, without its hour; empty when nothing waits."""
    step = told.next_step
    return _WORDS[step.kind](told, step) if step else ""


def _tell(told: Brief, step: NextStep) -> str:
    name = told.customer.name
    if step.subject.type == "status":
        return _("tell %(name)s how the case stands") % {"name": name}
    if step.subject.type == "fact":
        return _("tell %(name)s what is no longer so") % {"name": name}
    known = next(drift.now for drift in told.drifts if drift.id == step.subject.id)
    if known.get("state") == "open":
        return _("tell %(name)s the new date") % {"name": name}
    return _("tell %(name)s what became of the promise") % {"name": name}


def _accept(_told: Brief, step: NextStep) -> str:
    return _("%(name)s takes the case or refuses it") % {"name": step.who.name if step.who else ""}


def _decide(told: Brief, step: NextStep) -> str:
    names = [one.name for waiver in told.waivers if waiver.id == step.subject.id for one in waiver.deciders]
    if not names:
        return _("somebody decides about the exception")
    if len(names) == 1:
        return _("%(name)s decides about the exception") % {"name": names[0]}
    return _("one of %(names)s decides about the exception") % {"names": ", ".join(names[:4])}


def _huddle(_told: Brief, step: NextStep) -> str:
    return _("%(name)s decides in the huddle") % {"name": step.who.name if step.who else ""}


def _answer(told: Brief, step: NextStep) -> str:
    proposals = (one for promise in told.promises for one in promise.proposals)
    name = next(one.by.name for one in proposals if one.id == step.subject.id)
    return _("answer the time that %(name)s proposes") % {"name": name}


def _keep(told: Brief, step: NextStep) -> str:
    text = next(promise.text for promise in told.promises if promise.id == step.subject.id)
    return _("keep the promise: %(text)s") % {"text": text}


def _check(told: Brief, step: NextStep) -> str:
    cause = next(blocker.cause for blocker in told.blockers if blocker.id == step.subject.id)
    return _("check again: %(cause)s") % {"cause": cause}


def _news(told: Brief, _step: NextStep) -> str:
    return _("give news to %(name)s") % {"name": told.customer.name}


def _tick(told: Brief, step: NextStep) -> str:
    steps = next(checklist.steps for checklist in told.checklists if checklist.id == step.subject.id)
    return next(one.text for one in steps if one.done_at is None)


_WORDS = {
    "tell": _tell,
    "accept": _accept,
    "decide": _decide,
    "huddle": _huddle,
    "answer": _answer,
    "keep": _keep,
    "check": _check,
    "news": _news,
    "tick": _tick,
}
