"""What another app of the device hands over: words and photos, for a group or a case that one chooses."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from cases.queries import desk_cases
from esn.core.errors import Invalid, NotFound
from feeds import actions, queries
from feeds.places import place_of
from feeds.text import TEXT_LIMIT
from frontend import attaching
from frontend.pages.door import Request, away, first_problem, form_page, show, show_error, writing
from groups.queries import rail

_FROM_HERE = ("", "none", "same-origin")  # of Sec-Fetch-Site: the device itself, or a page of ours


@csrf_exempt  # the device has no token; a foreign page is told by what the browser says of it, and sends no cookie
@form_page
def share_in(request: Request) -> HttpResponse:
    """What came, and where it shall go. Its files wait privately, as every file that stands in no post yet."""
    if request.headers.get("Sec-Fetch-Site", "") not in _FROM_HERE and request.method == "POST":
        return show_error(request, 403)
    said = dict.fromkeys(request.POST.get(name, "").strip() for name in ("title", "text", "url"))
    return _choose(request, "\n".join(one for one in said if one)[:TEXT_LIMIT], attaching.take(request))


@writing
def share_into(request: Request) -> HttpResponse:
    """Put it into the composer of a group or a case, behind what is being written there, and go there."""
    body, taken = request.POST.get("body", ""), attaching.take(request)
    name = request.POST.get("place") or f"case-{request.POST.get('case', '').strip()}"
    try:
        place = place_of(name)
        if place is None or place.kind not in ("group", "case"):
            raise NotFound
        _keep(request, name, body, taken.checked())
    except NotFound:
        return _choose(request, body, taken, _("There is no such group or case where you can write."))
    except Invalid as error:
        return _choose(request, body, taken, first_problem(error))
    where = reverse("group" if place.kind == "group" else "case", args=[place.ref])
    return away(request, f"{where}{'' if place.kind == 'group' else '?pane=thread'}#composer")


def _keep(request: Request, place: str, body: str, files: tuple[str, ...]) -> None:
    draft = queries.being_written(request.user, place)
    actions.save_draft(
        request.user,
        place=place,
        body="\n\n".join(text for text in (draft.body.rstrip(), body.strip()) if text),
        attachments=[*(file.id for file in draft.attachments), *files],
        extra=draft.extra,
        based_on=draft.version,
    )


def _choose(request: Request, body: str, taken: attaching.Taken, problem: str = "") -> HttpResponse:
    problem = problem or (first_problem(taken.wrong) if taken.wrong else "")
    context: dict[str, Any] = {
        "body": body,
        "attached": attaching.waiting(request, taken),
        "places": [group for group in rail(request.user) if "post" in group.can],
        "cases": desk_cases(request.user, limit=10),
        "problem": problem,
    }
    return show(request, "pages/share_in.html", context, status=400 if problem else 200)
