"""REST: the help, for apps that show it themselves."""

from dataclasses import dataclass

from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework.response import Response
from rest_framework.views import APIView

from esn.core.pages import Page
from esn.core.rest import listing, shown
from esn.core.schema import page, problems, shape
from frontend import manual
from frontend.manual import Article
from people.authentication import Asked


@dataclass(frozen=True)
class HelpEntry:
    """An article in a list; ``said`` is its summary, or the paragraph that has what was looked for."""

    name: str
    section: str
    title: str
    said: str


@dataclass(frozen=True)
class HelpArticle:
    """An article as HTML of headings, paragraphs, links, ``strong`` for names of buttons and ``code`` for keys."""

    name: str
    section: str
    title: str
    html: str


class HelpEntries(APIView):
    """The help."""

    @extend_schema(
        operation_id="help",
        parameters=[OpenApiParameter("q", str, description="Only articles that have all of these words.")],
        responses={200: page(HelpEntry), **problems(400, 401)},
    )
    def get(self, request: Asked) -> Response:
        """The articles that concern me, in my language, by their sections."""
        q = listing(request, "q").filters.get("q", "")[:120]
        guest = not request.user.is_member
        if q.strip():
            found = tuple(_entry(hit.article, hit.said) for hit in manual.search(q, guest=guest))
        else:
            found = tuple(_entry(one, one.summary) for _title, all_ in manual.sections(guest=guest) for one in all_)
        return shown(Page(found))


class OneHelpArticle(APIView):
    """One article of the help."""

    @extend_schema(operation_id="help_article", responses={200: shape(HelpArticle), **problems(401, 404)})
    def get(self, request: Asked, name: str) -> Response:
        """One article in my language."""
        found = manual.article(name, guest=not request.user.is_member)
        return shown(HelpArticle(found.name, found.section, found.title, found.html))


def _entry(one: Article, said: str) -> HelpEntry:
    return HelpEntry(one.name, one.section, one.title, said)
