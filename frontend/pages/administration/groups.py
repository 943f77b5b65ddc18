"""All groups of the site, and who holds which role in it."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from esn.core.errors import Invalid, NotAllowed
from frontend.administration_forms import ModeratorForm
from frontend.pages.administration.frame import show_administration
from frontend.pages.door import Request, away, blame, form_page, reading, writing
from groups import actions, queries


@reading
def groups(request: Request) -> HttpResponse:
    """All groups by name, those without an owner first; of secret ones their name, owners and size alone."""
    q = request.GET.get("q", "")[:120]
    which = request.GET.get("which", "")
    which = which if which in queries.WHICH_GROUPS else "living"
    page = queries.all_groups(request.user, q=q, which=which, cursor=request.GET.get("cursor"), limit=50)
    context = {"page": page, "q": q, "which": which}
    return show_administration(request, "groups.html", context, tab="groups")


@form_page
def roles(request: Request) -> HttpResponse:
    """Who runs the site, who watches over it, and who moderates it; the last are appointed here."""
    holders = queries.role_holders(request.user)
    form = ModeratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and _appointed(request, form):
        messages.success(request, _("They moderate the whole site from now on."))
        return away(request, reverse("administration_roles"))
    context = {"holders": holders, "form": form}
    return show_administration(request, "roles.html", context, tab="roles", status=400 if form.errors else 200)


def _appointed(request: Request, form: ModeratorForm) -> bool:
    """Whether the name meant one colleague, and they were appointed."""
    who = form.cleaned_data["who"].strip()
    found = queries.directory(request.user, q=who, limit=10).results
    meant = [one for one in found if one.handle == who.lower()] or list(found)
    if len(meant) != 1:
        several = _("Several people fit: %(names)s. Say the handle.")
        names = ", ".join(f"{one.name} ({one.handle})" for one in meant[:5])
        form.add_error("who", several % {"names": names} if meant else _("Nobody has this name or handle."))
        return False
    try:
        actions.appoint_site_moderator(request.user, person_id=meant[0].id)
    except Invalid as error:
        blame(form, error, person="who")
    except NotAllowed as error:
        form.add_error("who", error.detail)
    return not form.errors


@writing
def moderator_dismiss(request: Request, person_id: str) -> HttpResponse:
    """Let somebody moderate the site no more."""
    queries.role_holders(request.user)
    actions.dismiss_site_moderator(request.user, person_id=person_id)
    messages.success(request, _("They moderate the whole site no more."))
    return away(request, reverse("administration_roles"))
