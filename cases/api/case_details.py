"""REST: what other cases are to a case, merges of cases, and checklists."""

from typing import Any

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from cases import actions, queries
from cases.actions.links import KINDS
from cases.queries import CaseLinkSummary, CaseMergePreview, CaseMergeSummary, ChecklistSummary, TemplateSummary
from esn.core.errors import NotFound
from esn.core.rest import Id, Text, created, if_match, listing, no_content, read, shown
from esn.core.schema import IF_MATCH, KEY, page, problems, shape
from people.authentication import Asked


class NewLink(serializers.Serializer[Any]):
    """Another case, by its reference, and what it is to this one."""

    case = Text(max_length=40)
    kind = serializers.ChoiceField(KINDS)


class NewCaseMerge(serializers.Serializer[Any]):
    """The case to put into this one, by its reference."""

    case = Text(max_length=40)


class NewTemplate(serializers.Serializer[Any]):
    """The steps of something that is done often."""

    name = Text(max_length=120)
    steps = serializers.ListField(child=Text(max_length=200), min_length=1, max_length=50)


class TemplateEdit(serializers.Serializer[Any]):
    """What may be corrected of a template."""

    name = Text(max_length=120, required=False)
    steps = serializers.ListField(child=Text(max_length=200), min_length=1, max_length=50, required=False)


class NewChecklist(serializers.Serializer[Any]):
    """A checklist from a template, or with a name and steps of its own."""

    template = Id(required=False, allow_null=True, default=None)
    name = Text(max_length=120, required=False, allow_blank=True, default="")
    steps = serializers.ListField(child=Text(max_length=200), max_length=50, default=list)


class CaseLinks(APIView):
    """What other cases are to a case."""

    @extend_schema(operation_id="case_links", responses={200: page(CaseLinkSummary), **problems(400, 401, 404)})
    def get(self, request: Asked, ref: str) -> Response:
        """The cases that belong to it, as far as I read them."""
        listing(request)
        return _all(queries.case_links(request.user, ref))

    @extend_schema(
        operation_id="link_cases",
        parameters=[KEY],
        request=NewLink,
        responses={201: shape(CaseLinkSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, ref: str) -> Response:
        """Say what another case is to this one."""

        def make() -> str:
            queries.case_links(request.user, ref)
            said = read(NewLink, request)
            return actions.link_cases(request.user, ref=ref, other_ref=said["case"], kind=said["kind"])

        return created(
            request,
            make=make,
            show=lambda made: _one(queries.case_links(request.user, ref), made),
            location=lambda made: f"/api/v1/cases/{ref}/links/{made}/",
        )


class OneCaseLink(APIView):
    """One link between cases."""

    @extend_schema(operation_id="unlink_cases", responses={204: None, **problems(401, 404, 409)})
    def delete(self, request: Asked, ref: str, link_id: str) -> Response:
        """Say that the two do not belong together."""
        actions.unlink_cases(request.user, ref=ref, link_id=link_id)
        return no_content()


class CaseMerges(APIView):
    """The cases that were put into a case."""

    @extend_schema(operation_id="case_merges", responses={200: page(CaseMergeSummary), **problems(400, 401, 404)})
    def get(self, request: Asked, ref: str) -> Response:
        """What was put into it, the newest first."""
        listing(request)
        return _all(queries.case_merges(request.user, ref))

    @extend_schema(
        operation_id="merge_cases",
        parameters=[KEY],
        request=NewCaseMerge,
        responses={201: shape(CaseMergeSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, ref: str) -> Response:
        """Put another case of the same customer into this one; what was said stays where it was said."""

        def make() -> str:
            queries.case_merges(request.user, ref)
            return actions.merge_cases(request.user, ref=ref, merged_ref=read(NewCaseMerge, request)["case"])

        return created(
            request,
            make=make,
            show=lambda made: _one(queries.case_merges(request.user, ref), made),
            location=lambda _made: f"/api/v1/cases/{ref}/merges/",
        )


class PreviewCaseMerge(APIView):
    """What a merge of cases would do."""

    @extend_schema(
        operation_id="case_merge_preview",
        parameters=[OpenApiParameter("case", str, required=True, description="The case to put into this one.")],
        responses={200: shape(CaseMergePreview), **problems(400, 401, 404, 409)},
    )
    def get(self, request: Asked, ref: str) -> Response:
        """What would go along, and what would be withdrawn; nothing is changed."""
        asked = listing(request, "case")
        return shown(queries.case_merge_preview(request.user, ref, asked.filters.get("case", "")))


class UndoCaseMerge(APIView):
    """Undoing a merge of cases."""

    @extend_schema(
        operation_id="undo_case_merge",
        request=None,
        responses={200: shape(CaseMergeSummary), **problems(401, 404, 409)},
    )
    def post(self, request: Asked, ref: str, merge_id: str) -> Response:
        """Give the merged case back what came from it."""
        actions.undo_case_merge(request.user, ref=ref, merge_id=merge_id)
        return shown(_one(queries.case_merges(request.user, ref), merge_id))


class Templates(APIView):
    """The templates of checklists."""

    @extend_schema(
        operation_id="checklist_templates", responses={200: page(TemplateSummary), **problems(400, 401, 404)}
    )
    def get(self, request: Asked) -> Response:
        """The templates that are offered, by name."""
        listing(request)
        return _all(queries.templates(request.user))

    @extend_schema(
        operation_id="add_checklist_template",
        parameters=[KEY],
        request=NewTemplate,
        responses={201: shape(TemplateSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked) -> Response:
        """Write down the steps of something that is done often."""

        def make() -> str:
            queries.templates(request.user)
            return actions.add_template(request.user, **read(NewTemplate, request))

        return created(
            request,
            make=make,
            show=lambda made: queries.template(request.user, made),
            location=lambda made: f"/api/v1/checklist-templates/{made}/",
            etag=lambda template: template.revision,
        )


class OneTemplate(APIView):
    """One template of checklists."""

    @extend_schema(operation_id="checklist_template", responses={200: shape(TemplateSummary), **problems(401, 404)})
    def get(self, request: Asked, template_id: str) -> Response:
        """One template that is offered."""
        template = queries.template(request.user, template_id)
        return shown(template, etag=template.revision)

    @extend_schema(
        operation_id="edit_checklist_template",
        parameters=[IF_MATCH],
        request=TemplateEdit,
        responses={200: shape(TemplateSummary), **problems(400, 401, 404, 409, 412, 413, 415)},
    )
    def patch(self, request: Asked, template_id: str) -> Response:
        """Correct it; checklists that began with it keep their own steps."""
        queries.template(request.user, template_id)
        changes = read(TemplateEdit, request)
        actions.edit_template(request.user, template_id=template_id, revision=if_match(request), **changes)
        template = queries.template(request.user, template_id)
        return shown(template, etag=template.revision)

    @extend_schema(operation_id="retire_checklist_template", responses={204: None, **problems(401, 403, 404)})
    def delete(self, request: Asked, template_id: str) -> Response:
        """Offer it no more; by those who run the site."""
        actions.retire_template(request.user, template_id=template_id)
        return no_content()


class Checklists(APIView):
    """The checklists of a case."""

    @extend_schema(operation_id="checklists", responses={200: page(ChecklistSummary), **problems(400, 401, 404)})
    def get(self, request: Asked, ref: str) -> Response:
        """What is to be done, step by step."""
        listing(request)
        return _all(queries.checklists(request.user, ref))

    @extend_schema(
        operation_id="begin_checklist",
        parameters=[KEY],
        request=NewChecklist,
        responses={201: shape(ChecklistSummary), **problems(400, 401, 404, 409, 413, 415, 422)},
    )
    def post(self, request: Asked, ref: str) -> Response:
        """Begin a checklist, from a template or with steps of its own."""

        def make() -> str:
            queries.checklists(request.user, ref)
            said = read(NewChecklist, request)
            return actions.begin_checklist(request.user, ref=ref, template_id=said.pop("template"), **said)

        return created(
            request,
            make=make,
            show=lambda made: _one(queries.checklists(request.user, ref), made),
            location=lambda _made: f"/api/v1/cases/{ref}/checklists/",
        )


class ChecklistStepDone(APIView):
    """One step of a checklist."""

    @extend_schema(
        operation_id="tick_step", request=None, responses={200: shape(ChecklistSummary), **problems(401, 404, 409)}
    )
    def put(self, request: Asked, ref: str, checklist_id: str, number: str) -> Response:
        """It is done."""
        return _tick(request, ref, checklist_id, number, done=True)

    @extend_schema(
        operation_id="untick_step", request=None, responses={200: shape(ChecklistSummary), **problems(401, 404, 409)}
    )
    def delete(self, request: Asked, ref: str, checklist_id: str, number: str) -> Response:
        """It is not done after all."""
        return _tick(request, ref, checklist_id, number, done=False)


def _tick(request: Asked, ref: str, checklist_id: str, number: str, *, done: bool) -> Response:
    place = int(number) if number.isascii() and number.isdigit() and len(number) <= 3 else 0
    actions.tick_step(request.user, ref=ref, checklist_id=checklist_id, number=place, done=done)
    return shown(_one(queries.checklists(request.user, ref), checklist_id))


def _all(found: tuple[Any, ...]) -> Response:
    return shown({"results": found, "next": None, "previous": None})


def _one(found: tuple[Any, ...], wanted: str) -> Any:
    one = next((one for one in found if one.id == wanted), None)
    if one is None:
        raise NotFound
    return one
