"""One row of a list of customers: whom it speaks of, what it would change, and changing it.

A customer is found again by a reference in another system, else by a mail address, else by a phone together with the
name. Ways to reach somebody are added, never taken away: colleagues may know more than the other system.
"""

from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction

from cases import contact_points
from cases.actions import create_customer, edit_customer
from cases.models import ContactPoint, Customer
from esn.core.errors import Invalid, NotFound
from esn.core.importing import CHANGED, NEW, UNCHANGED, Effect, RefusedError, Row, difference, refusal
from people.models import Person

REQUIRED = ("name",)
MANY = {"references": "reference", "mails": "mail", "phones": "phone"}  # column → kind, the surest first
COLUMNS = ("name", "kind", "language", *MANY)
NAME_LIMIT = POINT_LIMIT = 200

Points = dict[str, dict[str, str]]  # column → key → value as written


@dataclass(frozen=True)
class _Wanted:
    """A row as values that may be kept; None for what it does not say."""

    name: str
    kind: str | None
    language: str | None
    points: Points


@dataclass
class CustomerRows:
    """The rows of one file; a reference or mail that an earlier row has named cannot be named again."""

    _lines: dict[str, int] = field(default_factory=dict)  # key → line

    def effect(self, row: Row) -> Effect:
        """What the row would do; RefusedError when it cannot be used."""
        wanted = _checked(row)
        for column in ("references", "mails"):
            for key, value in wanted.points[column].items():
                first = self._lines.setdefault(f"{column} {key}", row.line)
                if first != row.line:
                    raise RefusedError(f"the {MANY[column]} {value} is already in line {first}")
        customer = _found(wanted)
        if customer is None:
            return Effect(NEW, wanted.name)
        told = _changes(customer, wanted, _points(customer))
        return Effect(CHANGED if told else UNCHANGED, customer.name, told)

    @transaction.atomic
    def carry_out(self, actor: Person, row: Row) -> None:
        """Do what ``effect`` said of the row."""
        wanted = _checked(row)
        customer = _found(wanted)
        known = _points(customer) if customer else {}
        # What was known is added again, so that a list only grows.
        lists = {column: [*(points | known.get(column, {})).values()] for column, points in wanted.points.items()}
        try:
            if customer is None:
                create_customer(
                    actor,
                    kind=wanted.kind or Customer.Kind.PERSON,
                    name=wanted.name,
                    language=wanted.language or settings.LANGUAGE_CODE,
                    phones=lists["phones"],
                    mails=lists["mails"],
                    references=lists["references"],
                )
                return
            edit_customer(
                actor,
                customer_id=customer.id,
                name=wanted.name if wanted.name != customer.name else None,
                language=wanted.language,
                phones=lists["phones"],
                mails=lists["mails"],
                references=lists["references"],
            )
        except Invalid as error:
            raise refusal(error) from None
        except NotFound:
            raise RefusedError(f"{wanted.name} is kept to some people, and not changed by an import") from None


def _checked(row: Row) -> _Wanted:
    cells = row.cells
    name, kind, language = " ".join(cells.get("name", "").split()), cells.get("kind"), cells.get("language")
    if not name:
        raise RefusedError("the name is empty")
    if len(name) > NAME_LIMIT:
        raise RefusedError(f"the name has more than {NAME_LIMIT} characters")
    if kind is not None and kind not in Customer.Kind.values:
        raise RefusedError(f"the kind {kind} is neither {' nor '.join(Customer.Kind.values)}")
    if language is not None and language not in dict(settings.LANGUAGES):
        raise RefusedError(f"the language {language} is not offered here")
    points = {column: {_key(column, value): value for value in row.many(column)} for column in MANY}
    if not any(points.values()):
        raise RefusedError("it has neither reference nor mail nor phone, so it could not be found again")
    return _Wanted(name, kind, language, points)


def _key(column: str, value: str) -> str:
    try:
        key = contact_points.key(MANY[column], value)
    except Invalid as error:
        raise refusal(error) from None
    if max(len(value), len(key)) > POINT_LIMIT:
        raise RefusedError(f"one of the {column} has more than {POINT_LIMIT} characters")
    return key


def _found(wanted: _Wanted) -> Customer | None:
    """The one customer that the row speaks of, or None; RefusedError when it speaks of several."""
    for column, points in wanted.points.items():
        rows = Customer.objects.filter(
            merged_into=None, contact_points__kind=MANY[column], contact_points__key__in=list(points)
        )
        if column == "phones":
            rows = rows.filter(name=wanted.name)
        found = list(rows.distinct()[:2])
        if len(found) > 1:
            raise RefusedError(f"its {column} belong to several customers: {found[0].name}, {found[1].name}")
        if found:
            _require_own_mails(found[0], wanted)
            return found[0]
    return None


def _require_own_mails(customer: Customer, wanted: _Wanted) -> None:
    foreign = ContactPoint.objects.filter(
        customer__merged_into=None, kind=MANY["mails"], key__in=list(wanted.points["mails"])
    )
    other = foreign.exclude(customer=customer).exclude(key__in=_points(customer)["mails"]).first()
    if other is not None:
        raise RefusedError(f"the mail {other.value} belongs to another customer")


def _points(customer: Customer) -> Points:
    known: Points = {column: {} for column in MANY}
    columns = {kind: column for column, kind in MANY.items()}
    for kind, key, value in customer.contact_points.order_by("id").values_list("kind", "key", "value"):
        known[columns[kind]][key] = value
    return known


def _changes(customer: Customer, wanted: _Wanted, known: Points) -> tuple[str, ...]:
    if wanted.kind not in (None, customer.kind):
        raise RefusedError(f"{customer.name} is written down as {customer.kind}")
    told = []
    if wanted.name != customer.name:
        told.append(difference("name", customer.name, wanted.name))
    if wanted.language not in (None, customer.language):
        told.append(difference("language", customer.language, str(wanted.language)))
    for column, points in wanted.points.items():
        told += [f"{MANY[column]} + {value}" for key, value in points.items() if key not in known[column]]
    return tuple(told)
