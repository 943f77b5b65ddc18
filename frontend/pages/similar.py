"""While one writes: what is like it, as a piece of the page where one writes."""

from django.http import HttpResponse

from frontend.pages.door import Request, form_page, show_part
from search.similar import EACH, Draft, similar_to_case
from search.similar import similar as things_like

_TEXTS = ("happened", "wanted", "tried", "body")
_BESIDE_COMPOSER = 2  # of each kind: the place there is small


@form_page
def similar(request: Request) -> HttpResponse:
    """What is like the words of a form, or like a case; what is written is sent, so that no address holds a story."""
    if request.method != "POST":
        found = similar_to_case(request.user, request.GET.get("case", ""))
        return show_part(request, "parts/similar.html", {"found": found, "looked": True})
    typed = request.POST
    text = "\n".join(filter(None, (typed.get(name, "") for name in _TEXTS)))
    draft = Draft(typed.get("title", ""), text, typed.get("customer", ""), typed.get("case", ""))
    asking = "body" in typed
    found = things_like(request.user, draft, limit=_BESIDE_COMPOSER if asking else EACH)
    if asking:  # who has a question reads first what others answered
        found = tuple(sorted(found, key=lambda one: one.type != "question"))
    looked = bool((draft.title + text).strip())
    return show_part(request, "parts/similar.html", {"found": found, "looked": looked, "writing": True})
