"""No template asks the database: whatever a page shows was read before the first letter is written."""

from typing import Any, NoReturn

import pytest
from django.db import connection
from django.template import Context, Template
from django.test import Client

from people.models import Person
from tests.cast import Scene
from tests.house.addresses import filled, routes

PAGES = [route for route in routes() if not route.startswith("api/") and route not in {"healthz", "readyz"}]


def _refuse(execute: Any, sql: str, *rest: Any) -> NoReturn:
    raise AssertionError(f"a template fired: {sql}")


@pytest.fixture
def rendering_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """While Django renders a template, any statement fails."""
    render = Template._render  # type: ignore[attr-defined]  # the step after context processors have run

    def apart(template: Template, context: Context) -> str:
        with connection.execute_wrapper(_refuse):
            return str(render(template, context))

    monkeypatch.setattr(Template, "_render", apart)


@pytest.mark.usefixtures("rendering_alone")
@pytest.mark.parametrize("route", PAGES)
@pytest.mark.parametrize("handle", ["ana", "gus"])
def test_a_page_is_written_without_a_statement(client: Client, scene: Scene, route: str, handle: str) -> None:
    ids = {"group_id": scene.open.id, "customer_id": scene.customer, "post_id": scene.in_open}
    people = dict(Person.objects.values_list("handle", "id"))
    client.force_login(Person.objects.get(handle=handle))
    answer = client.get(filled(route, ref=scene.case, person_id=people["bo"], **ids))
    assert answer.status_code < 500
