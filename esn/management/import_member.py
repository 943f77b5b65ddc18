"""The account in whose name things are imported."""

from groups.actions import admit_person
from people.models import Person

HANDLE = "import"


def import_member() -> Person:
    """The member of staff who imports; made when first needed, without a password, so that nobody signs in with it."""
    found = Person.objects.filter(handle=HANDLE).first()
    if found is None:
        admit_person(None, kind=Person.Kind.MEMBER, handle=HANDLE, name="Import")
        found = Person.objects.get(handle=HANDLE)
    return found
