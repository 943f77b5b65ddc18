"""The readable page of the API says every endpoint of the description, to anybody, without a script."""

import pytest
from django.test import Client
from drf_spectacular.generators import SchemaGenerator

pytestmark = pytest.mark.django_db


def test_anybody_reads_every_endpoint_and_every_shape_of_the_api() -> None:
    page = Client().get("/api/v1/docs/").content.decode()
    schema = SchemaGenerator().get_schema(request=None, public=True)
    for path in schema["paths"]:
        assert path in page
    for name in schema["components"]["schemas"]:
        assert f'id="shape-{name}"' in page
    assert "<script" not in page.split("<main")[1]
