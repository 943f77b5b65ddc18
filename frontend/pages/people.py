"""The directory, and one person."""

from django.http import HttpResponse

from cases.queries import may_hand_over
from frontend.pages.door import Request, reading, show
from groups import queries


@reading
def people(request: Request) -> HttpResponse:
    """Colleagues and guests, by name."""
    q = request.GET.get("q", "")[:120]
    page = queries.directory(request.user, q=q, cursor=request.GET.get("cursor"))
    return show(request, "pages/people.html", {"page": page, "q": q}, place="people")


@reading
def person(request: Request, person_id: str) -> HttpResponse:
    """One person: who they are and what they do."""
    found = queries.person(request.user, person_id)
    context = {"person": found, "may_hand_over": found.kind == "member" and may_hand_over(request.user, person_id)}
    return show(request, "pages/person.html", context, place="people")
