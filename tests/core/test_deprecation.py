"""A door that goes away says so with every answer, and in the description; on a view that the tests make up."""

import datetime as dt

import pytest
from django.test import RequestFactory
from django.urls import path
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.utils import extend_schema
from rest_framework.permissions import AllowAny
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.deprecation import deprecated
from esn.core.errors import NotFound
from esn.core.schema import ProblemDetails

SINCE, UNTIL = dt.date(2027, 1, 1), dt.date(2027, 7, 1)


@deprecated(since=SINCE, until=UNTIL, see="/api/v1/docs/#me")
class Old(APIView):
    """A door of yesterday."""

    permission_classes = (AllowAny,)
    authentication_classes = ()

    @extend_schema(operation_id="old", responses=ProblemDetails)
    def get(self, request: Request) -> Response:
        """What it always was."""
        if request.query_params:
            raise NotFound
        return Response({})


@pytest.mark.parametrize(("address", "status"), [("/", 200), ("/?x=1", 404)])
def test_every_answer_says_since_when_until_when_and_where_to_read_on(address: str, status: int) -> None:
    answer = Old.as_view()(RequestFactory().get(address))
    assert answer.status_code == status
    assert answer["Deprecation"] == "@1798761600"
    assert answer["Sunset"] == "Thu, 01 Jul 2027 00:00:00 GMT"
    assert answer["Link"] == '</api/v1/docs/#me>; rel="deprecation"; type="text/html"'


def test_the_description_shows_it() -> None:
    made = SchemaGenerator(patterns=[path("api/v1/old/", Old.as_view())]).get_schema(request=None, public=True)
    assert made["paths"]["/api/v1/old/"]["get"]["deprecated"] is True


def test_nobody_is_told_later_than_half_a_year_before() -> None:
    with pytest.raises(ValueError, match="half a year"):
        deprecated(since=SINCE, until=SINCE + dt.timedelta(days=179), see="/")
