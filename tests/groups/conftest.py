"""Who runs the site of these tests, and the directory that provisions it."""

import pytest

from groups.actions import open_connection
from people.models import Person
from tests.cast import admit
from tests.groups.directories import Directory


@pytest.fixture
def nadia(db: None) -> Person:
    """Who runs the site."""
    return admit("nadia", name="Nadia Benali", site_role="site_admin")


@pytest.fixture
def entra(nadia: Person) -> Directory:
    """A directory with a living connection; its teams are Nadia's."""
    _id, secret = open_connection(nadia, name="Entra ID", days=90)
    return Directory(headers={"Authorization": f"Bearer {secret}"})
