"""Where somebody's mail goes, said by who runs the site: never unnoticed, for a password is reset by mail."""

import pytest
from django.core import mail as sent

from esn.core import jobs
from esn.core.models import AuditEntry
from groups.actions import correct_address
from people import actions as people
from people.actions.resets import tokens
from people.models import Person
from tests.cast import admit, browser, device


@pytest.fixture
def root(db: None) -> Person:
    """Who runs the site."""
    return admit("root", site_role="site_admin")


def test_the_former_address_hears_of_it_and_all_sessions_end(root: Person) -> None:
    di = admit("di", email="di@example.org")
    phone, page = device(di), browser(di)
    assert (phone.ask("GET", "me/").status_code, page.get("/").status_code) == (200, 200)
    link = tokens.make_token(di)
    correct_address(root, person_id=di.id, email="new@example.org", reason="She married.")
    sent.outbox.clear()
    jobs.run_ready()
    assert [one.to for one in sent.outbox] == [["di@example.org"]]
    assert phone.ask("GET", "me/").status_code == 401
    assert page.get("/").status_code == 302
    assert people.reset_of(person_id=di.id, token=link) is None
    entry = AuditEntry.objects.get(verb="email.corrected")
    assert (entry.actor_id, entry.subject_id) == (root.id, di.id)


def test_the_same_address_again_changes_nothing(root: Person) -> None:
    di = admit("di", email="di@example.org")
    phone = device(di)
    correct_address(root, person_id=di.id, email="di@example.org")
    assert phone.ask("GET", "me/").status_code == 200
    assert not AuditEntry.objects.filter(verb="email.corrected").exists()


def test_who_has_a_role_in_the_site_is_nobody_elses_to_readdress(root: Person) -> None:
    second = admit("second", site_role="compliance_admin", email="second@example.org")
    answer = device(root).ask("PATCH", f"administration/people/{second.id}/", {"email": "root@example.org"})
    assert answer.status_code == 403
    assert Person.objects.get(id=second.id).email == "second@example.org"
