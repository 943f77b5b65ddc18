"""The public suite for servers of SCIM, run against the whole site: every check passes."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from pytest_django import Settings

from groups.actions import open_connection
from people.models import Person
from tests.cast import admit

CHECKS = 91  # all that apply to what we describe; a change of the library may bring more


@pytest.fixture
def _within_the_test() -> Iterator[None]:
    """Requests of a handler of WSGI use the connection of the test, and leave it open."""
    signals: list[Any] = [request_started, request_finished]
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.mark.usefixtures("db", "_within_the_test")
def test_the_public_suite_finds_nothing_wrong(settings: Settings) -> None:
    # It takes seconds to be loaded: only where it is asked.
    from scim2_client.engines.wsgi import WSGISCIMClient
    from scim2_tester import Status, check_server

    well = {Status.SUCCESS, Status.COMPLIANT, Status.ACCEPTABLE}
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "scim": "100000/m/key"}  # no directory is so quick
    nadia: Person = admit("nadia", site_role="site_admin")
    _id, secret = open_connection(nadia, name="Entra ID", days=90)
    client = WSGISCIMClient(
        WSGIHandler(), base_url="http://localhost/scim/v2", headers={"Authorization": f"Bearer {secret}"}
    )
    results = check_server(client)
    wrong = [f"{one.title} {one.resource_type}: {one.reason}" for one in results if one.status not in well]
    assert not wrong, "\n".join(wrong)
    done = Counter(one.status.name for one in results)
    assert done.total() >= CHECKS, done
