"""REST: a customer's contacts, notes and merges, and the systems that references point to."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.api.customers import LANGUAGES
from cases.models import CustomerNote
from cases.queries import ContactPerson, CustomerMergeSummary, CustomerNoteSummary, ReferenceSystemSummary
from esn.core.errors import NotFound
from esn.core.rest import Id, Text, created, if_match, listing, no_content, read, shown
from esn.core.schema import CURSOR, IF_MATCH, KEY, LIMIT, page, problems, shape
from feeds.text import TEXT_LIMIT
from people.authentication import Asked


class NewContactPerson(serializers.Serializer[Any]):
    """Somebody through whom we reach a customer."""

    name = Text(max_length=120)
    role = Text(max_length=120, required=False, allow_blank=True, default="")
    language = serializers.ChoiceField(LANGUAGES, default="fr")
    phones = serializers.ListField(child=Text(max_length=40), max_length=20, default=list)
    mails = serializers.ListField(child=Text(max_length=200), max_length=20, default=list)
    addresses = serializers.ListField(child=Text(max_length=200), max_length=20, default=list)


class ContactPersonEdit(serializers.Serializer[Any]):
    """What may be corrected of a contact."""

    name = Text(max_length=120, required=False)
    role = Text(max_length=120, required=False, allow_blank=True)
    language = serializers.ChoiceField(LANGUAGES, required=False)
    phones = serializers.ListField(child=Text(max_length=40), max_length=20, required=False)
    mails = serializers.ListField(child=Text(max_length=200), max_length=20, required=False)
    addresses = serializers.ListField(child=Text(max_length=200), max_length=20, required=False)


class NewCustomerNote(serializers.Serializer[Any]):
    """Why a customer stays, left or came back; a loss says its reason."""

    kind = serializers.ChoiceField(CustomerNote.Kind.choices)
    text = Text(max_length=TEXT_LIMIT)
    reason = serializers.ChoiceField(CustomerNote.Reason.choices, required=False, allow_blank=True, default="")


class CustomerNoteEdit(serializers.Serializer[Any]):
    """What may be corrected of a note."""

    text = Text(max_length=TEXT_LIMIT, required=False)
    reason = serializers.ChoiceField(CustomerNote.Reason.choices, required=False)


class NewCustomerMerge(serializers.Serializer[Any]):
    """The customer that is found to be this one."""

    customer = Id()


class NewReferenceSystem(serializers.Serializer[Any]):
    """Another system; ``{id}`` in the template is what follows the colon of a reference."""

    code = Text(max_length=20)
    name = Text(max_length=100)
    template = Text(max_length=500)


class ReferenceSystemEdit(serializers.Serializer[Any]):
    """What may be corrected of another system."""

    code = Text(max_length=20, required=False)
    name = Text(max_length=100, required=False)
    template = Text(max_length=500, required=False)


class CustomerContacts(APIView):
    """The contacts of a customer."""

    @extend_schema(operation_id="customer_contacts", responses={200: page(ContactPerson), **problems(400, 401, 404)})
    def get(self, request: Asked, customer_id: str) -> Response:
        """Everybody through whom we reach the customer."""
        listing(request)
        found = queries.customer(request.user, customer_id).contacts
        return shown({"results": found, "next": None, "previous": None})

    @extend_schema(
        operation_id="add_contact",
        parameters=[KEY],
        request=NewContactPerson,
        responses={201: shape(ContactPerson), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, customer_id: str) -> Response:
        """Write down somebody through whom we reach the customer."""

        def make() -> str:
            queries.customer(request.user, customer_id)
            return actions.add_contact(request.user, customer_id=customer_id, **read(NewContactPerson, request))

        return created(
            request,
            make=make,
            show=lambda made: _contact(request, customer_id, made),
            location=lambda made: f"/api/v1/customers/{customer_id}/contacts/{made}/",
        )


class OneCustomerContact(APIView):
    """One contact of a customer."""

    @extend_schema(operation_id="customer_contact", responses={200: shape(ContactPerson), **problems(401, 404)})
    def get(self, request: Asked, customer_id: str, contact_id: str) -> Response:
        """One contact."""
        return shown(_contact(request, customer_id, contact_id))

    @extend_schema(
        operation_id="edit_contact",
        request=ContactPersonEdit,
        responses={200: shape(ContactPerson), **problems(400, 401, 404, 409, 413, 415)},
    )
    def patch(self, request: Asked, customer_id: str, contact_id: str) -> Response:
        """Correct what we know of a contact; a list given replaces the list before."""
        _contact(request, customer_id, contact_id)
        changes = read(ContactPersonEdit, request)
        actions.edit_contact(request.user, customer_id=customer_id, contact_id=contact_id, **changes)
        return shown(_contact(request, customer_id, contact_id))

    @extend_schema(operation_id="remove_contact", responses={204: None, **problems(401, 404, 409)})
    def delete(self, request: Asked, customer_id: str, contact_id: str) -> Response:
        """Let somebody no longer stand for the customer."""
        actions.remove_contact(request.user, customer_id=customer_id, contact_id=contact_id)
        return no_content()


class CustomerNotes(APIView):
    """The notes about a customer."""

    @extend_schema(
        operation_id="customer_notes",
        parameters=[CURSOR, LIMIT],
        responses={200: page(CustomerNoteSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, customer_id: str) -> Response:
        """Why they stay, why they left, that they came back; the newest first."""
        asked = listing(request)
        return shown(queries.customer_notes(request.user, customer_id, cursor=asked.cursor, limit=asked.limit))

    @extend_schema(
        operation_id="note_customer",
        parameters=[KEY],
        request=NewCustomerNote,
        responses={201: shape(CustomerNoteSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, customer_id: str) -> Response:
        """Write down why they stay, or that they left or came back."""

        def make() -> str:
            queries.customer(request.user, customer_id)
            return actions.note_customer(request.user, customer_id=customer_id, **read(NewCustomerNote, request))

        return created(
            request,
            make=make,
            show=lambda made: queries.customer_note(request.user, customer_id, made),
            location=lambda made: f"/api/v1/customers/{customer_id}/notes/{made}/",
            etag=lambda note: note.revision,
        )


class OneCustomerNote(APIView):
    """One note about a customer."""

    @extend_schema(operation_id="customer_note", responses={200: shape(CustomerNoteSummary), **problems(401, 404)})
    def get(self, request: Asked, customer_id: str, note_id: str) -> Response:
        """One note."""
        return _note(request, customer_id, note_id)

    @extend_schema(
        operation_id="edit_customer_note",
        parameters=[IF_MATCH],
        request=CustomerNoteEdit,
        responses={200: shape(CustomerNoteSummary), **problems(400, 401, 403, 404, 409, 412, 413, 415)},
    )
    def patch(self, request: Asked, customer_id: str, note_id: str) -> Response:
        """Correct my own words, and the reason of a loss."""
        queries.customer_note(request.user, customer_id, note_id)
        changes = read(CustomerNoteEdit, request)
        actions.edit_customer_note(
            request.user, customer_id=customer_id, note_id=note_id, revision=if_match(request), **changes
        )
        return _note(request, customer_id, note_id)

    @extend_schema(operation_id="remove_customer_note", responses={204: None, **problems(401, 403, 404, 409)})
    def delete(self, request: Asked, customer_id: str, note_id: str) -> Response:
        """Take back my own note of why they stay."""
        actions.remove_customer_note(request.user, customer_id=customer_id, note_id=note_id)
        return no_content()


class CustomerMerges(APIView):
    """The merges into a customer."""

    @extend_schema(
        operation_id="customer_merges",
        parameters=[CURSOR, LIMIT],
        responses={200: page(CustomerMergeSummary), **problems(400, 401, 404)},
    )
    def get(self, request: Asked, customer_id: str) -> Response:
        """Which customers were found to be this one, the newest merge first."""
        asked = listing(request)
        return shown(queries.customer_merges(request.user, customer_id, cursor=asked.cursor, limit=asked.limit))

    @extend_schema(
        operation_id="merge_customers",
        parameters=[KEY],
        request=NewCustomerMerge,
        responses={201: shape(CustomerMergeSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, customer_id: str) -> Response:
        """Put everything of another customer under this one."""

        def make() -> str:
            queries.customer(request.user, customer_id)
            other = read(NewCustomerMerge, request)["customer"]
            return actions.merge_customers(request.user, kept_id=customer_id, merged_id=other)

        return created(
            request,
            make=make,
            show=lambda made: queries.customer_merge(request.user, customer_id, made),
            location=lambda _made: f"/api/v1/customers/{customer_id}/merges/",
        )


class UndoCustomerMerge(APIView):
    """Undoing a merge of customers."""

    @extend_schema(
        operation_id="undo_customer_merge",
        request=None,
        responses={200: shape(CustomerMergeSummary), **problems(401, 404, 409)},
    )
    def post(self, request: Asked, customer_id: str, merge_id: str) -> Response:
        """Give back what the merge took."""
        actions.undo_customer_merge(request.user, customer_id=customer_id, merge_id=merge_id)
        return shown(queries.customer_merge(request.user, customer_id, merge_id))


class ReferenceSystems(APIView):
    """The systems that references point to."""

    @extend_schema(
        operation_id="reference_systems", responses={200: page(ReferenceSystemSummary), **problems(400, 401, 404)}
    )
    def get(self, request: Asked) -> Response:
        """All systems, by code."""
        listing(request)
        return shown({"results": queries.reference_systems(request.user), "next": None, "previous": None})

    @extend_schema(
        operation_id="add_reference_system",
        parameters=[KEY],
        request=NewReferenceSystem,
        responses={201: shape(ReferenceSystemSummary), **problems(400, 401, 403, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked) -> Response:
        """Say where the records of another system are; by those who run the site."""

        def make() -> str:
            queries.reference_systems(request.user)
            return actions.add_reference_system(request.user, **read(NewReferenceSystem, request))

        return created(
            request,
            make=make,
            show=lambda made: queries.reference_system(request.user, made),
            location=lambda made: f"/api/v1/reference-systems/{made}/",
        )


class OneReferenceSystem(APIView):
    """One system that references point to."""

    @extend_schema(
        operation_id="reference_system", responses={200: shape(ReferenceSystemSummary), **problems(401, 404)}
    )
    def get(self, request: Asked, system_id: str) -> Response:
        """One system."""
        return shown(queries.reference_system(request.user, system_id))

    @extend_schema(
        operation_id="edit_reference_system",
        request=ReferenceSystemEdit,
        responses={200: shape(ReferenceSystemSummary), **problems(400, 401, 403, 404, 409, 413, 415)},
    )
    def patch(self, request: Asked, system_id: str) -> Response:
        """Correct its code, its name or where its records are."""
        queries.reference_system(request.user, system_id)
        actions.edit_reference_system(request.user, system_id=system_id, **read(ReferenceSystemEdit, request))
        return shown(queries.reference_system(request.user, system_id))

    @extend_schema(operation_id="remove_reference_system", responses={204: None, **problems(401, 403, 404)})
    def delete(self, request: Asked, system_id: str) -> Response:
        """Link its references no more."""
        actions.remove_reference_system(request.user, system_id=system_id)
        return no_content()


def _contact(request: Asked, customer_id: str, contact_id: str) -> ContactPerson:
    found = next((one for one in queries.customer(request.user, customer_id).contacts if one.id == contact_id), None)
    if found is None:
        raise NotFound
    return found


def _note(request: Asked, customer_id: str, note_id: str) -> Response:
    note = queries.customer_note(request.user, customer_id, note_id)
    return shown(note, etag=note.revision)
