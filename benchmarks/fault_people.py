"""The people of a site that is going to be killed: ``python -m benchmarks.fault_people 8`` prints who and where."""

import json
import os
import sys

import django


def main(count: int) -> None:
    """Some writers with a token each, in one group."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esn.settings")
    django.setup()
    from groups.actions import add_member, admit_person, create_group
    from people.actions import issue_token
    from people.models import Person

    ids = [admit_person(None, kind="member", handle=f"w{n}", name=f"Writer {n}", language="en") for n in range(count)]
    people = [Person.objects.get(id=person_id) for person_id in ids]
    group = create_group(people[0], name="Night shift", kind="team", openness="open")
    for person in people[1:]:
        add_member(people[0], group_id=group, person_id=person.id)
    print(json.dumps({"group": group, "tokens": [issue_token(one, device="faults")[1] for one in people]}))


if __name__ == "__main__":
    main(int(sys.argv[1]))
