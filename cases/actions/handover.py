"""Handing over what a leaver or an absent person holds: by name, and the rest to one team or person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.entries import keep
from cases.actions.handoffs import send_back
from cases.actions.holding import Holder, found_holder, pass_on
from cases.actions.participants import seat_everywhere
from cases.actions.steps import say
from cases.models import Case, Commitment
from cases.queries.holdings import AT_ONCE, holdings, offers_to
from esn.core import audit
from esn.core.errors import Invalid, NotAllowed
from groups import actions as groups
from groups import policy as reading
from groups.models import Group, Membership
from people.models import Person

Receiver = tuple[Person | None, Group | None]


@dataclass(frozen=True)
class Assignment:
    """One thing and who has it from now on; ``kind`` is case, commitment or group."""

    kind: str
    id: str
    to: Holder


@transaction.atomic
def hand_over(
    actor: Person, *, person_id: str, assignments: Sequence[Assignment] = (), rest: Holder | None = None
) -> None:
    """Give what somebody holds to others, all or nothing; at most 200 of each kind at once, the oldest first.

    What is not named goes to ``rest``, if one is given; groups are owned by people and go by name alone.
    """
    known = holdings(actor, person_id)
    named = {(one.kind, one.id): one for one in assignments}
    existing = {("case", one.ref) for one in known.cases}
    existing |= {("commitment", one.id) for one in known.promises} | {("group", one.id) for one in known.groups}
    if len(named) < len(assignments) or named.keys() - existing:
        raise Invalid.field("assignments", "unknown", _("Something named here is not theirs, or is named twice."))
    others = {key: _receiver(actor, one.to, person_id) for key, one in named.items()}
    fallback = _receiver(actor, rest, person_id) if rest else None
    _pass_cases(actor, person_id, _chosen(others, "case", (one.ref for one in known.cases), fallback))
    _pass_promises(actor, person_id, _chosen(others, "commitment", (one.id for one in known.promises), fallback))
    _pass_groups(actor, person_id, _chosen(others, "group", (one.id for one in known.groups), None))
    if rest:
        _return_offers(actor, person_id)
    audit.note(actor.id, "handed_over", "person", person_id, named=len(named), rest=rest.id if rest else "")


def _receiver(actor: Person, to: Holder, person_id: str) -> Receiver:
    if to.id == person_id:
        raise Invalid.field("to", "same", _("Name somebody else: they hold it already."))
    return found_holder(actor, to, "to")


def _chosen(
    others: Mapping[tuple[str, str], Receiver], kind: str, ids: Iterable[str], fallback: Receiver | None
) -> dict[str, Receiver]:
    """Who receives each thing of a kind; what nobody is named for is left out without a fallback."""
    found = {id_: others.get((kind, id_), fallback) for id_ in ids}
    return {id_: receiver for id_, receiver in found.items() if receiver is not None}


def _pass_cases(actor: Person, person_id: str, chosen: Mapping[str, Receiver]) -> None:
    rows = Case.objects.select_for_update(of=("self",)).filter(ref__in=list(chosen), holder_person=person_id)
    for case in rows.order_by("id"):
        person, team = chosen[case.ref]
        pass_on(actor, case, person, team, handed_over_from=person_id)
        if case.restricted and team is not None:
            # A team does not read a restricted case: those who answer for it do from now on.
            led = Membership.objects.filter(audience=team.audience_id, role__in=reading.MODERATING)
            seat_everywhere(led.values_list("person_id", flat=True), case, actor.id)


def _pass_promises(actor: Person, person_id: str, chosen: Mapping[str, Receiver]) -> None:
    rows = Commitment.objects.filter(id__in=list(chosen), keeper_person=person_id).order_by("case_id", "id")
    for id_, case_id in rows.values_list("id", "case_id"):
        case = Case.objects.select_for_update(of=("self",)).get(id=case_id)
        row = Commitment.objects.select_for_update(of=("self",)).get(id=id_)
        row.keeper_person, row.keeper_team = chosen[id_]
        say(actor, case, row, "kept_by", handed_over_from=person_id)


def _pass_groups(actor: Person, person_id: str, chosen: Mapping[str, Receiver]) -> None:
    for group in Group.objects.filter(id__in=list(chosen)).select_related("audience").order_by("id"):
        person, _team = chosen[group.id]
        if person is None:
            raise Invalid.field("to", "not_a_person", _("A group is owned by a person."))
        if person.id == actor.id:
            raise NotAllowed(_("Nobody hands a group of somebody else to themselves."))
        if actor.id != person_id:  # one administrator alone gives nobody a group, which may be secret
            groups.propose_owner(actor, group_id=group.id, person_id=person.id, instead_of=person_id)
            continue
        groups.seat(person.id, group.audience, Membership.Role.OWNER, actor.id)
        groups.seat(person_id, group.audience, Membership.Role.MEMBER, actor.id)
        audit.note(actor.id, "group.handed_over", "group", group.id, **{"from": person_id, "to": person.id})


def _return_offers(actor: Person, person_id: str) -> None:
    for offer in offers_to(actor, person_id)[:AT_ONCE]:
        case = Case.objects.select_for_update(of=("self",)).get(id=offer.case_id)
        send_back(actor, case, offer)
        keep(actor, case)
