"""The door of an invitation: the link of the mail is exchanged by one tap, then the newcomer fills in one form."""

from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.models import Login
from django.conf import settings
from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt

from esn.core.errors import Conflict, Invalid, NotFound
from frontend import accounts_forms as forms
from frontend.limits import Limit, address
from frontend.pages.door import blame, show_error
from frontend.pages.errors import too_many
from groups import actions, queries
from groups.queries import OpenInvitation

COOKIE, PURPOSE = "invitation", "esn.invitation"
HOUR = 3600  # seconds that a newcomer has between the tap and the end of the form
wrong_links = Limit("invitation.wrong", at_most=20, seconds=600)  # from one address
sent_forms = Limit("invitation.sent", at_most=60, seconds=3600)  # through one invitation


@csrf_exempt  # the secret in the address is what no other site knows
def open_invitation(request: HttpRequest, invitation_id: str, secret: str) -> HttpResponse:
    """The link itself: a page with one button, because mail scanners follow links; the button opens the form."""
    if request.method not in ("GET", "HEAD", "POST"):
        return _not_this_way(request)
    here = address(request)
    if wrong_links.reached(here):
        return _sealed(too_many(request))
    found = queries.open_invitation(invitation_id, secret=secret)
    if found is None:
        wrong_links.count(here)
        return _gone(request)
    if request.method == "POST":
        return _exchange(found)
    with translation.override(_language(request, found)):
        return _sealed(render(request, "account/invited.html", {"found": found}))


def come_in(request: HttpRequest, invitation_id: str) -> HttpResponse:
    """The form of who has opened the link in this browser: name, handle, password."""
    if request.method not in ("GET", "HEAD", "POST"):
        return _not_this_way(request)
    found = _known(request, invitation_id)
    if found is None:
        return _gone(request)
    with translation.override(_language(request, found)):
        return _sealed(_form(request, found), "same-origin")


def _form(request: HttpRequest, found: OpenInvitation) -> HttpResponse:
    initial = {"name": found.name, "handle": found.suggested_handle, "language": translation.get_language()}
    form = forms.ComeInForm(request.POST or None, initial=initial)
    if request.method == "POST":
        if sent_forms.reached(found.id):
            return too_many(request)
        sent_forms.count(found.id)
    if request.method == "POST" and form.is_valid():
        try:
            person_id = actions.come_in(invitation_id=found.id, sending=found.sending, **form.cleaned_data)
        except Invalid as error:
            blame(form, error, new="password")
        except Conflict as error:
            form.add_error(None, error.detail)
        except NotFound:
            return _gone(request)
        else:
            return _sign_in(request, found, person_id)
    return render(request, "account/come_in.html", {"form": form, "found": found}, status=400 if form.errors else 200)


def _sign_in(request: HttpRequest, found: OpenInvitation, person_id: str) -> HttpResponse:
    """Go on as the newcomer: by the same stages as everybody, so that an owed second factor is set up first."""
    if request.user.is_authenticated:
        logout(request)
    person = queries.newcomer_account(person_id)
    record_authentication(request, person, "password")
    response: HttpResponse = perform_login(request, Login(user=person, redirect_url="/"))
    response.delete_cookie(COOKIE, path=reverse("come_in", args=[found.id]), samesite="Lax")
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, person.language, max_age=365 * 24 * HOUR)
    return response


def _exchange(found: OpenInvitation) -> HttpResponse:
    """Only this browser goes on, at this path alone, and for an hour."""
    here = reverse("come_in", args=[found.id])
    response = HttpResponseRedirect(here)
    response.set_cookie(
        COOKIE,
        signing.dumps([found.id, found.sending], salt=PURPOSE),
        max_age=HOUR,
        path=here,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
    return _sealed(response)


def _known(request: HttpRequest, invitation_id: str) -> OpenInvitation | None:
    try:
        id_, sending = signing.loads(request.COOKIES.get(COOKIE, ""), salt=PURPOSE, max_age=HOUR)
    except (signing.BadSignature, ValueError):
        return None
    return queries.open_invitation(invitation_id, sending=sending) if id_ == invitation_id else None


def _language(request: HttpRequest, found: OpenInvitation) -> str:
    """What the browser's owner chose here before, or the language of the mail."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return chosen if chosen in dict(settings.LANGUAGES) else found.language


def _gone(request: HttpRequest) -> HttpResponse:
    """One page for a link that is wrong, over, used or taken back."""
    return _sealed(render(request, "account/invitation_over.html", status=404))


def _not_this_way(request: HttpRequest) -> HttpResponse:
    response = show_error(request, 405)
    response["Allow"] = "GET, HEAD, POST"
    return _sealed(response)


def _sealed(response: HttpResponse, referrer: str = "no-referrer") -> HttpResponse:
    """No other site learns the address, no cache keeps the page, no search engine lists it."""
    response["Referrer-Policy"] = referrer
    response["Cache-Control"] = "no-store"
    response["X-Robots-Tag"] = "noindex, nofollow"
    return response
