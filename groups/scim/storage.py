"""Where the protocol reads and writes: the queries and actions of the house, as the connection that asks."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.db import IntegrityError, transaction
from scim2_models import (
    ConflictException,
    ForbiddenException,
    InvalidValueException,
    NotFoundException,
    PreconditionFailedException,
    Resource,
    ResourceType,
    ResponseParameters,
    SCIMException,
    ScimFilter,
    SearchRequest,
    TooManyException,
    UniquenessException,
)
from scim2_server.storage import ScimStorage, SearchPage

from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from esn.core.rendering import as_json
from groups import actions, queries
from groups.actions.provisioned_groups import held_team
from groups.actions.provisioned_people import held_person
from groups.queries import DirectoryPerson, DirectoryTeam, Part
from groups.scim import narrowing, users
from groups.scim.resources import Group, provider
from people.models import Person

MOST_COMPARED = 10_000  # rows that a filter is compared with; more are too many
_TAKEN = {"taken", "user_name_taken"}


@contextmanager
def answered() -> Iterator[None]:
    """Say the four errors of the house in the words of the protocol."""
    try:
        yield
    except NotFound:
        raise NotFoundException(detail="There is no such resource.") from None
    except NotAllowed as error:
        raise ForbiddenException(detail=error.detail or "This is not allowed.") from None
    except Conflict as error:
        wrong: type[SCIMException] = UniquenessException if error.code in _TAKEN else ConflictException
        raise wrong(detail=error.detail or error.code) from None
    except Invalid as error:
        field, problems = next(iter(error.fields.items()))
        wrong = UniquenessException if problems[0].code in _TAKEN else InvalidValueException
        raise wrong(detail=f"{field}: {problems[0].detail}" if field else problems[0].detail) from None
    except IntegrityError:
        raise ConflictException(detail="Somebody else wrote the same at this moment. Try again.") from None


class Storage(ScimStorage):
    """The people and teams that one connection sees; it lives for one request."""

    def __init__(self, actor: Person, *, writes: bool) -> None:
        self._actor = actor
        self._writes = writes

    @contextmanager
    def operation(self) -> Iterator[None]:
        """One operation is one transaction, when it may write."""
        with answered():
            if not self._writes:
                yield
                return
            with transaction.atomic():
                yield

    def get(
        self,
        resource_type: ResourceType,
        resource_id: str,
        *,
        response_parameters: ResponseParameters[Any] | None = None,
    ) -> Resource[Any]:
        """One resource."""
        with answered():
            if resource_type.name == "User":
                return _user(queries.directory_person(self._actor, resource_id))
            whole = response_parameters is None or _wants_members(response_parameters)
            return _group(queries.directory_team(self._actor, resource_id, with_members=whole))

    def search(
        self, resource_types: list[ResourceType], search_request: SearchRequest[Any], *, position: Any = None
    ) -> SearchPage:
        """A page of what matches."""
        order = str(search_request.sort_by or "id")
        if len(resource_types) == 1 and search_request.filter is None and order in _orders(resource_types[0]):
            part = Part(
                order=order,
                descending=_descending(search_request),
                start=search_request.start_index_0 or 0,
                count=search_request.count,
            )
            return SearchPage(*self._part(resource_types[0], part, search_request))
        found = [one for resource_type in resource_types for one in self._matching(resource_type, search_request)]
        found.sort(key=lambda one: _sort_key(search_request, one), reverse=_descending(search_request))
        start = search_request.start_index_0 or 0
        end = None if search_request.count is None else start + search_request.count
        return SearchPage(len(found), found[start:end])

    def create(self, resource_type: ResourceType, resource: Resource[Any]) -> Resource[Any]:
        """Let somebody in, or make a team."""
        document = resource.model_dump()
        with answered():
            if resource_type.name == "User":
                provision = users.provision_in(document, None, {})
                return self.get(resource_type, actions.provision_person(self._actor, provision=provision))
            return self.get(resource_type, actions.provision_group(self._actor, **_team_in(document)))

    def update(
        self, resource_type: ResourceType, resource: Resource[Any], *, expected_version: str | None = None
    ) -> Resource[Any]:
        """Write what the directory says now."""
        id_, document = str(resource.id), resource.model_dump()
        with answered():
            present = self._held(resource_type, id_, expected_version)
            if resource_type.name == "User":
                before = queries.directory_person(self._actor, id_)
                provision = users.provision_in(document, before, users.words_in(present.model_dump()))
                actions.change_provisioned_person(self._actor, person_id=id_, provision=provision)
            else:
                actions.change_provisioned_group(self._actor, group_id=id_, **_team_in(document))
        return self.get(resource_type, id_)

    def delete(self, resource_type: ResourceType, resource_id: str, *, expected_version: str | None = None) -> None:
        """End somebody's account, or archive a team."""
        with answered():
            self._held(resource_type, resource_id, expected_version)
            if resource_type.name == "User":
                actions.withdraw_person(self._actor, person_id=resource_id)
            else:
                actions.withdraw_group(self._actor, group_id=resource_id)

    def _held(self, resource_type: ResourceType, resource_id: str, expected_version: str | None) -> Resource[Any]:
        """A resource that nobody else changes until the end, in the version that was expected."""
        if resource_type.name == "User":
            held_person(resource_id)
        else:
            held_team(resource_id)
        present = self.get(resource_type, resource_id)
        if expected_version is not None and (present.meta is None or present.meta.version != expected_version):
            raise PreconditionFailedException
        return present

    def _part(
        self, resource_type: ResourceType, part: Part, request: SearchRequest[Any]
    ) -> tuple[int, list[Resource[Any]]]:
        if resource_type.name == "User":
            total, people = queries.directory_people(self._actor, part)
            return total, [_user(person) for person in people]
        whole = _wants_members(request) or "members" in str(request.filter or "").lower()
        total, teams = queries.directory_teams(self._actor, part, with_members=whole)
        return total, [_group(team) for team in teams]

    def _matching(self, resource_type: ResourceType, request: SearchRequest[Any]) -> list[Resource[Any]]:
        wanted: ScimFilter[Any] | None = request.filter
        known = narrowing.PEOPLE if resource_type.name == "User" else narrowing.TEAMS
        narrowed = None if wanted is None else narrowing.narrowed(wanted.ast, known)
        total, rows = self._part(resource_type, Part(narrowed=narrowed, count=MOST_COMPARED), request)
        if total > MOST_COMPARED:
            raise TooManyException(detail="This is compared with too many resources. Filter by what names one of them.")
        if wanted is None:
            return rows
        model: Any = provider().model_for(resource_type)
        bound: ScimFilter[Any] = ScimFilter[model](str(wanted))
        return [row for row in rows if bound.match(row)]


def _orders(resource_type: ResourceType) -> dict[str, str]:
    return queries.PEOPLE_ORDERS if resource_type.name == "User" else queries.TEAM_ORDERS


def _descending(request: SearchRequest[Any]) -> bool:
    return request.sort_by is not None and request.sort_order == SearchRequest.SortOrder.descending


def _sort_key(request: SearchRequest[Any], resource: Resource[Any]) -> tuple[bool, Any, str]:
    value = request.sort_value(resource)
    return value is None, "" if value is None else value, str(resource.id)


def _wants_members(parameters: ResponseParameters[Any]) -> bool:
    """Whether an answer shows the members of a team."""
    if parameters.attributes:
        return any("members" in str(path).lower() for path in parameters.attributes)
    return not any(str(path).lower().rpartition(":")[2] == "members" for path in parameters.excluded_attributes or ())


def _user(person: DirectoryPerson) -> Resource[Any]:
    document = users.as_document(person)
    version = hashlib.sha256(as_json(document)).hexdigest()[:20]
    return _resource("User", document, version, person)


def _group(team: DirectoryTeam) -> Resource[Any]:
    document: dict[str, Any] = {"id": team.id, "displayName": team.name, "schemas": [str(Group.__schema__)]}
    if team.external_id:
        document["externalId"] = team.external_id
    if team.members:
        document["members"] = [{"value": one, "$ref": f"Users/{one}", "type": "User"} for one in team.members]
    return _resource("Group", document, hashlib.sha256(team.version.encode()).hexdigest()[:20], team)


def _resource(name: str, document: dict[str, Any], version: str, row: DirectoryPerson | DirectoryTeam) -> Resource[Any]:
    document["meta"] = {
        "resourceType": name,
        "created": row.created_at,
        "lastModified": row.changed_at,
        "version": f'W/"{version}"',
    }
    model: Any = provider().model_for(name)
    resource: Resource[Any] = model.model_validate(document)
    return resource


def _team_in(document: dict[str, Any]) -> dict[str, Any]:
    """What a resource says of a team; a team inside another one has no meaning here."""
    members = document.get("members") or []
    for member in members:
        if str(member.get("type") or "User").lower() != "user" or "/Groups/" in str(member.get("$ref") or ""):
            raise Invalid.field("members", "not_a_person", "A team has people as members, no other teams.")
    return {
        "name": str(document.get("displayName") or ""),
        "external_id": str(document.get("externalId") or "")[:254],
        "member_ids": [str(member["value"]) for member in members if member.get("value")],
    }
