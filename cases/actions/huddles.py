"""Huddles: a question until a moment, with options, opinions, and a decision that may move a promise."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.clockwork import clock
from cases.actions.entries import enter, keep, line, on_one_line
from cases.actions.holding import Holder, found_holder, holder_value, name_of
from cases.actions.participants import bring_in, take_part
from cases.actions.promises import move
from cases.actions.reasons import checked_reason
from cases.actions.steps import against, columns, value_of, window_of
from cases.actions.tellings import Told, tell_promise
from cases.events import HuddleChanged
from cases.models import Case, Commitment, Huddle, HuddleInvite, HuddleOpinion, HuddleOption
from cases.windows import Window, require_ahead
from esn.core.alarms import cancel, set_alarm
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from esn.core.events import record
from groups.models import Group
from people.models import Person

DEADLINE = "huddle.deadline"  # the alarm of a huddle that nobody decides
LONGEST = dt.timedelta(days=30)
MOST_OPTIONS = 8
MOST_INVITED = 20
State = Huddle.State


@dataclass(frozen=True)
class Way:
    """One way out, as it is proposed: in words, and which promise would have which window."""

    text: str
    promise: str = ""
    window: Window | None = None


@transaction.atomic
def call_huddle(
    actor: Person,
    *,
    ref: str,
    question: str,
    deadline: dt.datetime,
    invited: Sequence[Holder],
    options: Sequence[Way] = (),
) -> str:
    """Put a question to colleagues and teams until a moment; its id. Whoever is invited takes part in the case."""
    case = policy.require_inside(actor, ref, lock=True)
    if case.status == Case.Status.CLOSED:
        raise Conflict("closed", _("This case is closed. Reopen it first."))
    question = line(question, "question")
    _require_later(deadline)
    found = _invited(actor, case, invited)
    take_part(actor, case)
    for person, _team in found:
        if person is not None:
            bring_in(actor, case, person)
    huddle = Huddle.objects.create(case=case, caller=actor, question=question, deadline=deadline, called_at=now())
    HuddleInvite.objects.bulk_create(HuddleInvite(huddle=huddle, person=one, team=team) for one, team in found)
    set_alarm(DEADLINE, huddle.id, deadline)
    names = [name_of(person, team) for person, team in found]
    _enter(actor, case, huddle, "called", body=question, deadline=deadline.isoformat(), invited=names)
    for way in options:
        _add(actor, case, huddle, way)
    return huddle.id


@transaction.atomic
def add_option(actor: Person, *, huddle_id: str, way: Way) -> str:
    """Propose a way out to those in the huddle; its id."""
    case, huddle = _standing(actor, huddle_id, "option")
    take_part(actor, case)
    return _add(actor, case, huddle, way).id


@transaction.atomic
def give_opinion(actor: Person, *, huddle_id: str, option_id: str, stance: str, text: str = "") -> None:
    """Say whether one is for or against a way out; the last word stands."""
    case, huddle = _standing(actor, huddle_id, "opinion")
    option = _option(huddle, option_id)
    text = on_one_line(text)
    take_part(actor, case)
    HuddleOpinion.objects.update_or_create(
        option=option, person=actor, defaults={"stance": stance, "text": text, "at": now()}
    )
    _enter(actor, case, huddle, "opinion", body=text, stance=stance, option=option_value(option))


@transaction.atomic
def decide_huddle(
    actor: Person, *, huddle_id: str, option_id: str, reason: str, told: Told | None = None
) -> None:  # fmt: skip
    """Choose a way out, and say why. The promise that it names takes its window, told or standing as not told."""
    case, huddle = _standing(actor, huddle_id, "decide")
    option = _option(huddle, option_id)
    reason = checked_reason(reason)
    if not reason:
        raise Invalid.field("reason", "blank", _("Say why this is the way."))
    if told is not None and not option.commitment_id:
        raise Invalid.field("told", "nothing", _("This option changes no promise: there is nothing to tell."))
    take_part(actor, case)
    huddle.chosen = option
    _end(actor, case, huddle, State.DECIDED, reason, option=option_value(option))
    if option.commitment_id is not None:
        _carry_out(actor, case, option, reason, told)


@transaction.atomic
def close_huddle(actor: Person, *, huddle_id: str, reason: str = "") -> None:
    """Call a huddle off without a decision."""
    case, huddle = _standing(actor, huddle_id, "close")
    reason = checked_reason(reason)
    take_part(actor, case)
    _end(actor, case, huddle, State.CLOSED, reason)


@transaction.atomic
def end_undecided(huddle_id: str, due_at: dt.datetime) -> None:
    """The clock ends a huddle whose deadline passed without a decision."""
    case_id = Huddle.objects.filter(id=huddle_id).values_list("case_id", flat=True).first()
    if case_id is None:
        return
    case = Case.objects.select_for_update(of=("self",)).select_related("audience").get(id=case_id)
    huddle = Huddle.objects.get(id=huddle_id)
    if huddle.state == State.OPEN and huddle.deadline <= now():
        _end(clock(), case, huddle, State.UNDECIDED, "", holder=holder_value(case), caller=huddle.caller_id)


def option_value(option: HuddleOption) -> dict[str, Any]:
    """A way out as it stands in a detail."""
    value: dict[str, Any] = {"id": option.id, "number": option.number, "text": option.text}
    if option.commitment_id is not None:
        value |= {"promise": option.commitment_id, "window": value_of(window_in(option))}
    return value


def window_in(option: HuddleOption) -> Window:
    """The window of a way out that has one."""
    if option.start is None or option.end is None:
        raise NotFound
    return Window(option.start, option.end, option.zone, option.wall_start, option.wall_end)


def _carry_out(actor: Person, case: Case, option: HuddleOption, reason: str, told: Told | None) -> None:
    """The promise takes the window of the chosen way; the others are kept with it as what was weighed."""
    row = Commitment.objects.select_for_update().get(id=option.commitment_id)
    if row.case_id != case.id:  # a merge was undone meanwhile
        raise Conflict("elsewhere", _("This promise is not in this case any more. Decide about it where it is."))
    window = window_in(option)
    require_ahead(window, now())
    others = HuddleOption.objects.filter(huddle=option.huddle_id, commitment=row).order_by("number")
    if window != window_of(row):
        move(actor, case, row, window, reason=reason, options=[window_in(one) for one in others])
    if told is not None:
        tell_promise(actor, case, row, told)


def _add(actor: Person, case: Case, huddle: Huddle, way: Way) -> HuddleOption:
    count = HuddleOption.objects.filter(huddle=huddle).count()
    if count >= MOST_OPTIONS:
        raise Conflict("too_many", _("A huddle weighs at most 8 options."))
    option = HuddleOption(huddle=huddle, number=count + 1, text=line(way.text, "text"), by=actor, at=now())
    found: list[dict[str, Any]] = []
    if (way.window is None) != (not way.promise):
        field = "window" if way.promise else "promise"
        raise Invalid.field(field, "incomplete", _("A promise and its new window are named together."))
    if way.window is not None:
        row = Commitment.objects.filter(id=way.promise, case=case).first()
        if row is None or row.state not in (Commitment.State.OPEN, Commitment.State.BROKEN):
            raise Invalid.field("promise", "unknown", _("The case has no such promise that stands."))
        require_ahead(way.window, now())
        option.commitment = row
        for name, value in columns(way.window).items():
            setattr(option, name, value)
        facts = against(case, way.window, row.kind)
        found = [{"fact": one.fact, "value": one.value, "codes": one.detail} for one in facts]
    option.save(force_insert=True)
    _enter(actor, case, huddle, "option", body=option.text, option=option_value(option), against=found)
    return option


def _standing(actor: Person, huddle_id: str, verb: str) -> tuple[Case, Huddle]:
    """The case, held for this change, and the huddle, when it is open and the actor may do this in it."""
    case, huddle = policy.require_huddle(actor, huddle_id, lock=True)
    rows = HuddleInvite.objects.filter(huddle=huddle).values_list("person_id", "team_id")
    invited = [id_ for pair in rows for id_ in pair if id_]
    if verb not in policy.huddle_verbs(actor, case, huddle, invited, policy.teams_of(actor)):
        if verb in policy.HUDDLE_VERBS["caller"]:
            raise NotAllowed(_("Whoever called the huddle or holds the case decides."))
        raise NotAllowed(_("You were not invited to this huddle. Write in the case instead."))
    if huddle.state != State.OPEN or huddle.deadline <= now():
        raise Conflict("ended", _("This huddle has ended. Call another one."))
    return case, huddle


def _option(huddle: Huddle, option_id: str) -> HuddleOption:
    option = HuddleOption.objects.filter(huddle=huddle, id=option_id).first()
    if option is None:
        raise Invalid.field("option", "unknown", _("This huddle has no such option."))
    return option


def _invited(actor: Person, case: Case, named: Sequence[Holder]) -> list[tuple[Person | None, Group | None]]:
    said = _("Only colleagues and teams can be invited.")
    wanted = [one for one in dict.fromkeys(named) if one.id != actor.id]
    found = [found_holder(actor, one, "invited", said) for one in wanted]
    if not 1 <= len(found) <= MOST_INVITED:
        raise Invalid.field("invited", "number", _("Invite 1 to 20 others."))
    if case.restricted and any(team is not None for _person, team in found):
        raise Invalid.field("invited", "restricted", _("This case is restricted. Name people of the team."))
    return found


def _end(actor: Person, case: Case, huddle: Huddle, state: Huddle.State, reason: str, **more: Any) -> None:
    huddle.state, huddle.reason, huddle.ended_by, huddle.ended_at = state, reason, actor, now()
    huddle.save(update_fields=["state", "chosen", "reason", "ended_by", "ended_at"])
    cancel(DEADLINE, huddle.id)
    _enter(actor, case, huddle, str(state), body=reason, **more)


def _enter(actor: Person, case: Case, huddle: Huddle, verb: str, /, *, body: str, **more: Any) -> None:
    enter(actor, case, "huddle", body=body, id=huddle.id, verb=verb, question=huddle.question, **more)
    record(HuddleChanged(audience_id=case.audience_id, id=huddle.id, case=case.ref), actor.id)
    keep(actor, case)


def _require_later(deadline: dt.datetime) -> None:
    if deadline <= now():
        raise Invalid.field("deadline", "past", _("This moment has passed. Name a later one."))
    if deadline > now() + LONGEST:
        raise Invalid.field("deadline", "too_late", _("A huddle ends within 30 days."))
