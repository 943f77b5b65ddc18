"""REST: customers."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.models import Customer
from cases.queries import CaseSummary, CustomerBrief, CustomerSummary
from esn.core.pages import Page
from esn.core.rest import IDS, Text, choice, created, fields_of, ids_asked, if_match, lean, listing, read, shown
from esn.core.schema import CURSOR, IF_MATCH, KEY, LIMIT, page, problems, shape
from feeds.queries import PostSummary
from people.authentication import Asked

LANGUAGES = ("fr", "en")


class NewCustomer(serializers.Serializer[Any]):
    """A customer to write down."""

    kind = serializers.ChoiceField(Customer.Kind.choices)
    name = Text(max_length=200)
    language = serializers.ChoiceField(LANGUAGES, default="fr")
    phones = serializers.ListField(child=Text(max_length=40), max_length=20, default=list)
    mails = serializers.ListField(child=Text(max_length=200), max_length=20, default=list)
    addresses = serializers.ListField(child=Text(max_length=200), max_length=20, default=list)
    references = serializers.ListField(child=Text(max_length=100), max_length=50, default=list)


class CustomerEdit(serializers.Serializer[Any]):
    """What may be corrected of a customer."""

    name = Text(max_length=200, required=False)
    language = serializers.ChoiceField(LANGUAGES, required=False)
    phones = serializers.ListField(child=Text(max_length=40), max_length=20, required=False)
    mails = serializers.ListField(child=Text(max_length=200), max_length=20, required=False)
    addresses = serializers.ListField(child=Text(max_length=200), max_length=20, required=False)
    references = serializers.ListField(child=Text(max_length=100), max_length=50, required=False)


class Customers(APIView):
    """Customers."""

    @extend_schema(
        operation_id="customers",
        parameters=[
            OpenApiParameter("q", str, description="A name, a phone in any spelling, a mail address or a reference."),
            IDS,
            fields_of(CustomerSummary),
            CURSOR,
            LIMIT,
        ],
        responses={200: page(CustomerSummary), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """Customers by name, or some by their ids."""
        named, small = ids_asked(request), lean(request, CustomerSummary)
        if named is not None:
            return shown(Page(queries.customers_by_id(request.user, named)).map(small))
        asked = listing(request, "q", "fields")
        found = queries.customers(request.user, q=asked.filters.get("q", ""), cursor=asked.cursor, limit=asked.limit)
        return shown(found.map(small))

    @extend_schema(
        operation_id="create_customer",
        parameters=[KEY],
        request=NewCustomer,
        responses={201: shape(CustomerSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked) -> Response:
        """Write down a customer."""
        return created(
            request,
            make=lambda: actions.create_customer(request.user, **read(NewCustomer, request)),
            show=lambda made: queries.customer(request.user, made),
            location=lambda made: f"/api/v1/customers/{made}/",
            etag=lambda customer: customer.revision,
        )


class OneCustomer(APIView):
    """One customer."""

    @extend_schema(operation_id="customer", responses={200: shape(CustomerSummary), **problems(401, 404)})
    def get(self, request: Asked, customer_id: str) -> Response:
        """One customer."""
        customer = queries.customer(request.user, customer_id)
        return shown(customer, etag=customer.revision)

    @extend_schema(
        operation_id="edit_customer",
        parameters=[IF_MATCH],
        request=CustomerEdit,
        responses={200: shape(CustomerSummary), **problems(400, 401, 404, 412, 413, 415)},
    )
    def patch(self, request: Asked, customer_id: str) -> Response:
        """Correct what we know of a customer; a list given replaces the list before."""
        queries.customer(request.user, customer_id)
        changes = read(CustomerEdit, request)
        actions.edit_customer(request.user, customer_id=customer_id, revision=if_match(request), **changes)
        customer = queries.customer(request.user, customer_id)
        return shown(customer, etag=customer.revision)


class OneCustomerBrief(APIView):
    """A customer at one glance."""

    @extend_schema(operation_id="customer_brief", responses={200: shape(CustomerBrief), **problems(401, 404)})
    def get(self, request: Asked, customer_id: str) -> Response:
        """How to greet them, what they told last, what was promised, their open cases and what we know."""
        return shown(queries.customer_brief(request.user, customer_id))


class CustomerCases(APIView):
    """The cases of a customer."""

    @extend_schema(
        operation_id="customer_cases",
        parameters=[OpenApiParameter("which", str, enum=queries.CUSTOMER_CASES, default="all"), CURSOR, LIMIT],
        responses={200: page(CaseSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, customer_id: str) -> Response:
        """The cases of a customer that I may know of, by newest activity."""
        asked = listing(request, "which")
        which = choice(asked.filters, "which", queries.CUSTOMER_CASES, "all")
        return shown(
            queries.customer_cases(request.user, customer_id, which=which, cursor=asked.cursor, limit=asked.limit)
        )


class CustomerPosts(APIView):
    """What was said around a customer."""

    @extend_schema(
        operation_id="customer_posts",
        parameters=[CURSOR, LIMIT],
        responses={200: page(PostSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, customer_id: str) -> Response:
        """What was said in the customer's cases, on the sides that I read."""
        asked = listing(request)
        return shown(queries.customer_feed(request.user, customer_id, cursor=asked.cursor, limit=asked.limit))
