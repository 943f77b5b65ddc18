"""REST: the directory, and one's own record."""

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.pages import Page
from esn.core.rest import IDS, fields_of, ids_asked, lean, listing, read, shown
from esn.core.schema import CURSOR, LIMIT, page, problems, shape
from groups import queries
from groups.api.parameters import QUERY
from groups.models import EVERYONE
from groups.queries import Choices, DirectoryEntry, PersonProfile
from people import actions as people_actions
from people import queries as people
from people.api import KnownByTheHouse, Profile, said
from people.authentication import TELLS_WHOSE, Asked
from people.queries import Me

NARROWING = (
    OpenApiParameter("team", str, description="The id of a team that I read."),
    OpenApiParameter("skill", str, description="A skill, however it is written."),
    OpenApiParameter("language", str, description="A language that they speak: its code in ISO 639."),
    OpenApiParameter("department", str, description="A department, however it is written."),
)


class OwnRecord(APIView):
    """Oneself."""

    opened_to = TELLS_WHOSE

    @extend_schema(operation_id="me", responses={200: shape(Me), **problems(401)})
    def get(self, request: Asked) -> Response:
        """My own record."""
        return shown(people.me(request.user))

    @extend_schema(operation_id="edit_me", request=Profile, responses={200: shape(Me), **problems(400, 401, 413, 415)})
    def patch(self, request: Asked) -> Response:
        """Change what the directory shows of me, my language, my time zone and how the site looks to me."""
        people_actions.edit_profile(request.user, everyone=EVERYONE, **said(read(Profile, request)))
        return shown(people.me(request.user))


class People(APIView):
    """The directory."""

    @extend_schema(
        operation_id="people",
        parameters=[QUERY, *NARROWING, IDS, fields_of(DirectoryEntry), CURSOR, LIMIT],
        responses={200: page(DirectoryEntry), **problems(400, 401, 404)},
    )
    def get(self, request: Asked) -> Response:
        """The people whom I may know: those whose name begins with the words first, then by name; or some by their ids.

        By their ids also those who have left, so that what they wrote has a name.
        """
        named, small = ids_asked(request), lean(request, DirectoryEntry)
        if named is not None:
            return shown(Page(queries.people_by_id(request.user, named)).map(small))
        asked = listing(request, "q", "fields", *(one.name for one in NARROWING))
        asked.filters.pop("fields", None)
        found = queries.directory(request.user, **asked.filters, cursor=asked.cursor, limit=asked.limit)
        return shown(found.map(small))


class PeopleChoices(APIView):
    """What the directory can be narrowed by."""

    @extend_schema(operation_id="people_choices", responses={200: shape(Choices), **problems(401)})
    def get(self, request: Asked) -> Response:
        """Teams, skills, languages and departments of those whom I may know, with how many people each has."""
        return shown(queries.directory_choices(request.user))


class OnePerson(APIView):
    """One person."""

    @extend_schema(operation_id="person", responses={200: shape(PersonProfile), **problems(401, 404)})
    def get(self, request: Asked, person_id: str) -> Response:
        """One person whom I may know."""
        return shown(queries.profile(request.user, person_id))

    @extend_schema(
        operation_id="edit_person",
        request=KnownByTheHouse,
        responses={200: shape(PersonProfile), **problems(400, 401, 403, 404, 413, 415)},
    )
    def patch(self, request: Asked, person_id: str) -> Response:
        """Change what the house knows of somebody, as who runs the site."""
        queries.require_known(request.user, person_id)
        people_actions.edit_person(
            request.user, person_id=person_id, everyone=EVERYONE, **said(read(KnownByTheHouse, request))
        )
        return shown(queries.profile(request.user, person_id))
