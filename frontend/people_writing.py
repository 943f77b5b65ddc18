"""What the forms about people share: completions, and a manager by name."""

from typing import Any

from frontend import naming
from groups import policy
from people import queries, spoken
from people.models import Person
from people.queries import PersonRef


def completions(viewer: Person) -> dict[str, Any]:
    """What the boxes of these forms are completed with; a guest is not told what the house is made of."""
    colleague = policy.readable(viewer).all_open
    return {
        "known_skills": queries.skills_like("", limit=300) if colleague else (),
        "known_departments": queries.departments() if colleague else (),
        "known_languages": [name for _code, name in spoken.choices()],
    }


def manager_named(viewer: Person, name: str, present: PersonRef | None) -> str:
    """The id of the colleague of this name, empty for none; whoever leads already is known without being looked for."""
    if present is not None and name == present.name:
        return present.id
    return naming.colleague(viewer, name, "manager") if name else ""
