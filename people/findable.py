"""What finds a person in the directory: made anew whenever something is said otherwise of them."""

from collections.abc import Iterable

from esn.core.folding import SORT_LIMIT, folded, sort_name
from esn.core.phones import spellings
from people.models import Person, Profile


def make_findable(person: Person, profile: Profile, skills: Iterable[str]) -> None:
    """Write the columns of a profile that are made of the others; without saving it."""
    profile.department_key = folded(profile.department)[:SORT_LIMIT]
    profile.sort_name = sort_name(person.name)
    known_to_all = " ".join([person.name, person.handle, person.title, person.partner.name if person.partner else ""])
    said = " ".join([profile.department, profile.place, *skills])
    profile.name_words = f" {folded(known_to_all)}"
    profile.words = " ".join([profile.name_words, folded(said), *spellings(profile.phone)])
