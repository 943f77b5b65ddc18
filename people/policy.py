"""Who may sign in, and what one may do with a person's record."""

from django.conf import settings

from people.models import Person


def may_sign_in(person: Person, password: str | None = None) -> bool:
    """Active staff and guests; the demo's public password opens nothing outside a demo."""
    if not person.is_active or person.kind not in (Person.Kind.MEMBER, Person.Kind.GUEST):
        return False
    return settings.DEMO or password != settings.DEMO_PASSWORD


def own_audience(person_id: str) -> str:
    """The audience that is only oneself has the id of the person."""
    return person_id
