"""The page of a form about a case: where it belongs, what is known, the fields and one verb."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.forms import Form
from django.http import HttpResponse
from django.urls import reverse

from cases import queries
from cases.queries import CaseName, CaseSummary, FactSummary
from esn.core.errors import Invalid, NotFound
from frontend.pages.door import Request, away, blame, show
from people.queries import Availability


@dataclass(frozen=True)
class Work:
    """What the page says around its form; ``facts`` are the constraints that one should see while writing."""

    heading: str
    verb: str
    back: str
    case: CaseName | CaseSummary | None = None
    note: str = ""
    facts: tuple[FactSummary, ...] = ()
    extra: tuple[tuple[str, str], ...] = ()
    place: str = "cases"
    absent: Availability | None = None  # how who is asked can be reached, when they are away
    asked: str = ""  # their name


def inside(request: Request, ref: str) -> CaseSummary:
    """The case, for those who read its internal side; NotFound for everybody else."""
    found = queries.case(request.user, ref)
    if not isinstance(found, CaseSummary):
        raise NotFound
    return found


def at_case(ref: str, promise_id: str = "") -> str:
    """The case, at one of its promises when it is named."""
    place = f"?pane=brief#promise-{promise_id}" if promise_id else ""
    return f"{reverse('case', args=[ref])}{place}"


def work(request: Request, form: Form, about: Work, do: Callable[[], Any], **names: str) -> HttpResponse:
    """Show the form, or do what it says and go back; what is wrong stands beside its field and nothing is lost."""
    if request.method == "POST" and form.is_valid():
        try:
            do()
        except Invalid as error:
            blame(form, error, **names)
        else:
            return away(request, about.back)
    context = {"form": form, "about": about}
    return show(request, "pages/work.html", context, place=about.place, status=400 if form.errors else 200)
