"""Promises: made, changed, kept, broken, withdrawn, shown to a partner; nothing about them changes silently."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions import beliefs
from cases.actions.entries import line
from cases.actions.holding import Holder, found_holder
from cases.actions.participants import bring_in, take_part
from cases.actions.reasons import checked_reason
from cases.actions.steps import (
    State,
    against,
    columns,
    overtake,
    require_options,
    require_reason,
    say,
    show_again,
    show_on,
    step,
    value_of,
    weigh,
    wind,
    window_of,
)
from cases.actions.tellings import Told, tell_promise
from cases.models import Case, Commitment, CommitmentStep, Subject
from cases.sides import side_name, sides_of
from cases.windows import Window, require_ahead
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, Stale
from feeds.models import Post
from groups import policy as reading
from groups.models import Audience, Group, Membership
from people.models import Partner, Person

Verb = CommitmentStep.Verb


@dataclass(frozen=True)
class _Keeper:
    """Who keeps a promise, and the partner's side that has to know of it."""

    person: Person | None = None
    team: Group | None = None
    partner: Partner | None = None
    side: Audience | None = None


@transaction.atomic
def make_promise(
    actor: Person,
    *,
    ref: str,
    kind: str,
    text: str,
    window: Window,
    kept_by: Holder,
    told: Told | None = None,
    reason: str = "",
    from_post: str | None = None,
) -> str:
    """Promise something to the customer; its id. Against a verified fact only with a reason."""
    case = policy.require_inside(actor, ref, lock=True)
    text = line(text, "text")
    require_ahead(window, now())
    keeper = _found_keeper(actor, case, kept_by)
    reason = checked_reason(reason)
    facts = against(case, window, kind)
    require_reason(facts, reason)
    take_part(actor, case)
    row = Commitment(
        case=case,
        customer_id=case.customer_id,
        audience_id=case.audience_id,
        kind=kind,
        text=text,
        **columns(window),
        keeper_person=keeper.person,
        keeper_team=keeper.team,
        keeper_partner=keeper.partner,
        made_by=actor,
        made_at=now(),
        changed_at=now(),
        from_post=_post_of(case, from_post),
    )
    weigh(row)
    row.save(force_insert=True)
    step(row, Verb.MADE, actor, reason=reason, facts=facts)
    wind(row)
    said = "\n\n".join(part for part in (text, reason) if part)
    say(actor, case, row, "made", body=said, against=[one.fact for one in facts])
    if keeper.side is not None:
        show_on(actor, row, keeper.side)
    elif keeper.person is not None:
        bring_in(actor, case, keeper.person)
    if told is not None:
        tell_promise(actor, case, row, told)
    return row.id


@transaction.atomic
def change_promise(
    actor: Person,
    *,
    commitment_id: str,
    window: Window,
    reason: str,
    options: Sequence[Window] = (),
    told: Told | None = None,
    revision: int | None = None,
) -> None:
    """Give a promise another window, for a reason; until the customer is told, they believe the one before."""
    case, row = policy.require_commitment(actor, commitment_id, lock=True)
    _require_revision(row, revision)
    reason = checked_reason(reason)
    if not reason:
        raise Invalid.field("reason", "blank", _("Say why the window changes."))
    require_ahead(window, now())
    take_part(actor, case)
    move(actor, case, row, window, reason=reason, options=options)
    if told is not None:
        tell_promise(actor, case, row, told)


@transaction.atomic
def keep_promise(actor: Person, *, commitment_id: str, reason: str = "", revision: int | None = None) -> None:
    """Say that a promise was kept. One that the clock called broken only with a reason. Twice changes nothing."""
    case, row = policy.require_commitment(actor, commitment_id, lock=True)
    if row.state == State.KEPT:
        return
    _require_revision(row, revision)
    _require_state(row, State.OPEN, State.BROKEN)
    reason = checked_reason(reason)
    if row.state == State.BROKEN and not reason:
        raise Invalid.field("reason", "blank", _("This promise counts as broken. Say why it was kept after all."))
    take_part(actor, case)
    _end(actor, case, row, State.KEPT, Verb.KEPT, reason)
    beliefs.settle(case, Subject.COMMITMENT, row.id)


@transaction.atomic
def break_promise(actor: Person, *, commitment_id: str, reason: str = "", revision: int | None = None) -> None:
    """Say that a promise was not kept, or will not be. Twice changes nothing.

    While the told window is not over, the customer goes on believing in it until they are told.
    """
    case, row = policy.require_commitment(actor, commitment_id, lock=True)
    if row.state == State.BROKEN:
        return
    _require_revision(row, revision)
    _require_state(row, State.OPEN)
    take_part(actor, case)
    beforehand = row.told_end is not None and row.told_end > now()
    if beforehand:
        row.version += 1
        row.changed_at, row.untold = now(), True
    broken(actor, case, row, checked_reason(reason))
    if beforehand:
        _drift(case, row, {"state": State.BROKEN.value})


@transaction.atomic
def withdraw_promise(actor: Person, *, commitment_id: str, reason: str = "", revision: int | None = None) -> None:
    """Take a promise back. A customer who was told of it believes it until they are told this too."""
    case, row = policy.require_commitment(actor, commitment_id, lock=True)
    if row.state == State.WITHDRAWN:
        return
    _require_revision(row, revision)
    _require_state(row, State.OPEN, State.BROKEN)
    take_part(actor, case)
    row.version += 1
    row.changed_at = now()
    row.untold = row.told_version is not None
    _end(actor, case, row, State.WITHDRAWN, Verb.WITHDRAWN, checked_reason(reason))
    _drift(case, row, {"state": State.WITHDRAWN.value})


@transaction.atomic
def warn_promise(actor: Person, *, commitment_id: str, reason: str) -> None:
    """The word of its keeper, or of anybody who knows, that a promise may not hold."""
    case, row = policy.require_commitment(actor, commitment_id, lock=True)
    _require_state(row, State.OPEN)
    reason = checked_reason(reason)
    if not reason:
        raise Invalid.field("reason", "blank", _("Say what puts it at risk."))
    take_part(actor, case)
    row.warned_at = now()
    weigh(row)
    step(row, Verb.WARNED, actor, reason=reason)
    say(actor, case, row, "warned", body=reason)


@transaction.atomic
def show_promise(actor: Person, *, commitment_id: str, side: str) -> None:
    """Show a promise to a partner on their side: its text, window and state, and nothing else."""
    case, row = policy.require_commitment(actor, commitment_id, lock=True)
    partners = sides_of(case.ref).filter(kind=Audience.Kind.PARTNER).filter(reading.visible(actor, ""))
    found = next((one for one in partners if side_name(one) == side), None)
    if found is None:
        raise Invalid.field("side", "unknown_side", _("The case has no such side."))
    take_part(actor, case)
    say(actor, case, row, "shown", side=side, partner=found.label)
    show_on(actor, row, found)


def move(
    actor: Person, case: Case, row: Commitment, window: Window, *, reason: str, options: Sequence[Window] = ()
) -> None:
    """The next version of a promise, with another window; what was proposed about the one before is overtaken."""
    _require_state(row, State.OPEN, State.BROKEN)
    before = window_of(row)
    if window == before:
        raise Invalid.field("window", "same", _("This is the window that was promised already."))
    facts = against(case, window, row.kind)
    require_reason(facts, reason)
    for name, value in columns(window).items():
        setattr(row, name, value)
    row.version += 1
    row.changed_at, row.untold, row.warned_at = now(), True, None
    overtake(row)
    weigh(row)
    require_options(options)
    weighed = [value_of(one) | {"against": [fact.fact for fact in against(case, one, row.kind)]} for one in options]
    step(row, Verb.CHANGED, actor, reason=reason, options=weighed, facts=facts)
    _drift(case, row, {})
    wind(row)
    say(
        actor,
        case,
        row,
        "changed",
        body=reason,
        before=value_of(before),
        against=[one.fact for one in facts],
        drifts=row.drift_since is not None,
    )
    show_again(actor, row)


def broken(actor: Person, case: Case, row: Commitment, reason: str = "") -> None:
    """The promise was not kept, as somebody says or the clock."""
    _end(actor, case, row, State.BROKEN, Verb.BROKEN, reason)
    if row.drift_since is not None:
        beliefs.drift(case, Subject.COMMITMENT, row.id, known=value_known(row), harm=beliefs.BROKEN)


def value_known(row: Commitment) -> dict[str, object]:
    """What we know of a promise while the customer believes something else."""
    return {"version": row.version, "state": row.state, "window": value_of(window_of(row))}


def _drift(case: Case, row: Commitment, also: dict[str, str]) -> None:
    """The present version is not the told one: since when, and until when the customer should hear of it."""
    if row.told_version is None:
        return
    row.drift_since = row.drift_since or now()
    told = CommitmentStep.objects.filter(commitment=row, version=row.told_version).order_by("id").first()
    harm = beliefs.BROKEN if row.state == State.BROKEN else beliefs.CHANGED
    beliefs.drift(
        case,
        Subject.COMMITMENT,
        row.id,
        known=value_known(row) | also,
        harm=harm,
        window_start=told.start if told else None,
    )
    row.save()


def _end(actor: Person, case: Case, row: Commitment, state: State, verb: Verb, reason: str) -> None:
    row.state, row.ended_at = state, now()
    if state == State.KEPT:
        row.drift_since, row.untold = None, False
    overtake(row)
    weigh(row)
    step(row, verb, actor, reason=reason)
    wind(row)
    say(actor, case, row, verb.value, body=reason)
    show_again(actor, row)


def _found_keeper(actor: Person, case: Case, named: Holder) -> _Keeper:
    """A colleague, a team, a partner who has a side of the case, or their guest on it."""
    sides = sides_of(case.ref).filter(kind=Audience.Kind.PARTNER)
    if named.kind == "partner":
        side = sides.filter(partner_id=named.id).select_related("partner").first()
        if side is not None:
            return _Keeper(partner=side.partner, side=side)
    if named.kind == "person":
        seat = (
            Membership.objects.filter(audience__in=sides, person_id=named.id, person__kind=Person.Kind.GUEST)
            .select_related("audience", "person")
            .first()
        )
        if seat is not None and seat.role in reading.SEATS:
            return _Keeper(person=seat.person, side=seat.audience)
    person, team = found_holder(actor, named, "kept_by")
    return _Keeper(person=person, team=team)


def _post_of(case: Case, post_id: str | None) -> str:
    """The post that the promise was made in, when it belongs to the case."""
    if not post_id:
        return ""
    if not Post.objects.filter(id=post_id, audience__in=sides_of(case.ref)).exists():
        raise Invalid.field("from_post", "unknown", _("This post is not in the case."))
    return post_id


def _require_state(row: Commitment, *states: State) -> None:
    if row.state not in states:
        raise Conflict("ended", _("This promise has ended. Make a new one."))


def _require_revision(row: Commitment, revision: int | None) -> None:
    if revision is not None and revision != row.revision:
        raise Stale
