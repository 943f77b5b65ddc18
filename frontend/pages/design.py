"""The component page, for those who run the site: it shows what pages are made of, and pictures of it are compared."""

from django.http import HttpResponse

from esn.core.errors import NotFound
from frontend.design import specimens
from frontend.pages.door import Request, reading, show
from groups.queries import administration_verbs

# Drawn in the ink of no theme: it stands for a photo.
_WARDROBE = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 300"><path fill="#efe9dc" d="M0 0h400v300H0z"/>
<g fill="none" stroke="#5f5749" stroke-width="3"><path d="M120 50h160v200H120zM173 50v200M227 50v200M112 50h176"/>
<path d="M163 140v24M183 140v24M237 140v24"/><path stroke="#4b3c92" stroke-dasharray="7" d="M90 45v210"/></g></svg>"""


@reading
def design(request: Request) -> HttpResponse:
    """Every component in every state; NotFound for who does not run the site."""
    _require_runs_the_site(request)
    return show(request, "pages/design.html", {"specimens": specimens(request)}, place="design")


@reading
def design_file(request: Request, file_id: str, size: str) -> HttpResponse:
    """The one example picture, whatever its name and size."""
    _require_runs_the_site(request)
    return HttpResponse(_WARDROBE, content_type="image/svg+xml")


def _require_runs_the_site(request: Request) -> None:
    if "look_over" not in administration_verbs(request.user):
        raise NotFound
