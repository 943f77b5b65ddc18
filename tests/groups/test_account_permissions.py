"""The table of accounts in docs/permissions.md holds cell by cell."""

import pytest

from groups.actions import Newcomer, deactivate_person, invite_newcomer, propose_role
from people.models import Person
from tests.cast import admit
from tests.groups.matrix import table
from tests.groups.test_permissions import Verb, ask, asking, compare

pytestmark = [pytest.mark.django_db, pytest.mark.shape]


def verbs(about: Person, gone: Person, invitation: str, proposal: str) -> dict[str, Verb]:
    at = f"people/{about.id}/"
    return {
        "read_account": asking("GET", f"administration/people/{about.id}/", None),
        "correct_address": asking("PATCH", f"administration/people/{about.id}/", {"email": "new@example.org"}),
        "end_sessions": asking("POST", f"{at}end-sessions/", {}),
        "reset_second_factor": asking("POST", f"{at}reset-second-factor/", {}),
        "deactivate": asking("POST", f"{at}deactivate/", {}),
        "reactivate": asking("POST", f"people/{gone.id}/reactivate/", {}),
        "invite": asking("POST", f"invitations/{invitation}/send/", None),
        "propose": asking("POST", "appointments/", {"kind": "compliance_admin", "person": about.id}),
        "read_proposals": asking("GET", "appointments/", None),
        "confirm": asking("POST", f"appointments/{proposal}/confirm/", None),
        "decline": asking("POST", f"appointments/{proposal}/decline/", None),
        "give_role_back": asking("DELETE", "me/role/", None),
    }


def test_accounts_are_looked_after_as_the_table_says(ana: Person, bo: Person, cy: Person, gus: Person) -> None:
    root, second = (admit(handle, site_role="site_admin") for handle in ("root", "second"))
    cleo = admit("cleo", site_role="compliance_admin")
    Person.objects.filter(id__in=[bo.id, root.id]).update(has_second_factor=True)
    deactivate_person(root, person_id=cy.id)
    invitation = invite_newcomer(root, newcomer=Newcomer(email="noa@example.org"))
    about_another = propose_role(root, person_id=ana.id, kind="site_admin")
    about_oneself = propose_role(second, person_id=root.id, kind="no_role")
    found = {
        (code, column): ask(person, verb)
        for column, person, about, gone, proposal in (
            ("guest", gus, bo, cy, about_another),
            ("member", ana, bo, cy, about_another),
            ("compliance administrator", cleo, bo, cy, about_another),
            ("site administrator", second, bo, cy, about_another),
            ("oneself, a site administrator", root, root, root, about_oneself),
        )
        for code, verb in verbs(about, gone, invitation, proposal).items()
    }
    compare(table("Accounts"), found)
