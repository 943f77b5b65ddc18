"""People who come in great numbers, from another system."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.hashers import make_password

from esn.core import audit
from esn.core.events import record
from people.events import PersonChanged
from people.models import Person


def write_contacts(contacts: Iterable[Person]) -> Sequence[Person]:
    """Write down a customer's people in few statements; they cannot sign in, and have no seat yet."""
    people = list(contacts)
    for person in people:
        person.kind = Person.Kind.CONTACT
        person.password = make_password(None)
    Person.objects.bulk_create(people)
    return people


def correct_person(person: Person, *, everyone: str, actor_id: str, **fields: str) -> None:
    """Change what the directory of another system knows better; ``everyone`` is who hears of it."""
    for name, value in fields.items():
        setattr(person, name, value)
    person.save(update_fields=list(fields))
    audit.note(actor_id, "person.imported", "person", person.id, fields=sorted(fields))
    record(PersonChanged(audience_id=everyone, id=person.id), actor_id)
