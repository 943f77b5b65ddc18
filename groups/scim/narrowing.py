"""Leaving out rows that a filter cannot mean, by the database; the protocol compares what is left."""

import functools
import operator
from collections.abc import Callable

from django.db.models import F, Q, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import IContains
from scim2_models.path import CompareOperator, Comparison, FilterNode, LogicalExpr, LogicalOperator, ValuePath

from groups import queries
from groups.actions.provisioned_people import name_key

Narrower = Callable[[str], Q | None]


def _address(value: str) -> Q | None:
    if not value.isascii():  # databases differ in how they fold the case of other letters
        return None
    return Q(email__iexact=value) | Q(IContains(Cast(F("provisioned__said"), TextField()), value))


PEOPLE: dict[str, Narrower] = {
    "id": lambda value: Q(id=value),
    "username": lambda value: queries.called(name_key(value)),
    "externalid": lambda value: Q(provisioned__external_id=value),
    "emails": _address,
    "emails.value": _address,
}
TEAMS: dict[str, Narrower] = {
    "id": lambda value: Q(group_id=value),
    "externalid": lambda value: Q(external_id=value),
    "members": lambda value: Q(group__provisioned_seats__person=value),
    "members.value": lambda value: Q(group__provisioned_seats__person=value),
}


def narrowed(node: FilterNode, known: dict[str, Narrower], within: str = "") -> Q | None:
    """What every match of a filter fulfils; None where that cannot be said."""
    if isinstance(node, Comparison):
        sub = f".{node.attr_path.sub_attr}" if node.attr_path.sub_attr else ""
        narrower = known.get(f"{within}{node.attr_path.attr}{sub}".lower())
        if narrower is None or node.op != CompareOperator.eq or not isinstance(node.value, str):
            return None
        return narrower(node.value)
    if isinstance(node, ValuePath):
        return narrowed(node.val_filter, known, f"{node.attr_path.attr}.")
    if isinstance(node, LogicalExpr):
        terms = [narrowed(term, known, within) for term in node.terms]
        said = [term for term in terms if term is not None]
        if node.op == LogicalOperator.and_:
            return functools.reduce(operator.and_, said) if said else None
        return functools.reduce(operator.or_, said) if len(said) == len(terms) else None
    return None
