"""People who come in great numbers, from another system."""

from collections.abc import Iterable, Sequence

from django.contrib.auth.hashers import make_password

from people.findable import make_findable
from people.models import Person, Profile, SpokenLanguage


def write_contacts(contacts: Iterable[Person]) -> Sequence[Person]:
    """Write down a customer's people in few statements; they cannot sign in, and have no seat yet."""
    people = list(contacts)
    for person in people:
        person.kind = Person.Kind.CONTACT
        person.password = make_password(None)
    Person.objects.bulk_create(people)
    return people


def write_profiles(people: Iterable[Person]) -> None:
    """Put people who were written down without the actions into the directory, in few statements."""
    profiles = [Profile(person=person) for person in people]
    for profile in profiles:
        make_findable(profile.person, profile, ())
    Profile.objects.bulk_create(profiles, batch_size=500)
    SpokenLanguage.objects.bulk_create(
        [SpokenLanguage(person=one.person, code=one.person.language) for one in profiles], batch_size=500
    )
