"""The first page of the administration: what needs somebody, and how far the site is set up."""

import platform
import tomllib
from dataclasses import dataclass

import django
from django.conf import settings
from django.db import connection
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases import queries as cases
from cases.queries import LeftBehind
from frontend.pages.administration.first_steps import steps_shown
from frontend.pages.administration.frame import show_administration
from frontend.pages.door import Request, reading
from groups import queries
from groups.queries import SiteNeeds
from search import upkeep


@dataclass(frozen=True)
class Need:
    """One line of what waits, and where it is done."""

    icon: str
    words: str
    link: str
    urgent: bool = False


@reading
def overview(request: Request) -> HttpResponse:
    """What needs an administrator, counted, each with the way to where it is done."""
    needs = queries.site_needs(request.user)
    index = upkeep.index_state(request.user)
    context = {
        "needs": [*_urgent(needs, index), *_left(cases.left_behind(request.user)), *_usual(needs)],
        "counts": needs.counts,
        "steps": steps_shown(request.user, cases.first_steps(request.user, needs.counts)),
        "index": index,
        "versions": _versions(),
    }
    return show_administration(request, "overview.html", context, tab="overview")


def _urgent(needs: SiteNeeds, index: upkeep.IndexState) -> list[Need]:
    jobs = reverse("administration_jobs")
    found = []
    if needs.audit_broken is not None:
        found.append(Need("octagon-alert", _("The audit log was changed."), reverse("audit"), urgent=True))
    if index.state != "ok":
        found.append(Need("search-x", _("The search index is not in order."), jobs, urgent=True))
    if needs.events_aside:
        said = ngettext("%(n)d event was set aside.", "%(n)d events were set aside.", needs.events_aside)
        found.append(Need("octagon-x", said % {"n": needs.events_aside}, jobs, urgent=True))
    if needs.jobs_aside:
        said = ngettext("%(n)d job was set aside.", "%(n)d jobs were set aside.", needs.jobs_aside)
        found.append(Need("octagon-x", said % {"n": needs.jobs_aside}, jobs, urgent=True))
    if needs.late_alarms:
        said = ngettext("%(n)d alarm is late.", "%(n)d alarms are late.", needs.late_alarms)
        found.append(Need("alarm-clock", said % {"n": needs.late_alarms}, jobs, urgent=True))
    return found


def _left(left: LeftBehind) -> list[Need]:
    """What is held by people who cannot sign in any more: a directory lets people go without asking who goes on."""
    found, link = [], reverse("administration_left_behind")
    if left.cases or left.restricted:
        number = left.cases + left.restricted
        said = ngettext(
            "%(n)d case is held by somebody who cannot sign in any more.",
            "%(n)d cases are held by people who cannot sign in any more.",
            number,
        )
        found.append(Need("folder", said % {"n": number}, link))
    if left.promises:
        said = ngettext(
            "%(n)d promise is to be kept by somebody who cannot sign in any more.",
            "%(n)d promises are to be kept by people who cannot sign in any more.",
            left.promises,
        )
        found.append(Need("calendar-check", said % {"n": left.promises}, link))
    return found


def _usual(needs: SiteNeeds) -> list[Need]:
    found = []
    people, counts = reverse("administration_people"), needs.counts
    if needs.proposals:
        said = ngettext("%(n)d proposal waits for you.", "%(n)d proposals wait for you.", needs.proposals)
        found.append(Need("users-round", said % {"n": needs.proposals}, reverse("administration_proposals")))
    if not counts.site_moderators:
        said = _("Nobody moderates the site: what is reported outside of groups has no reader.")
        found.append(Need("shield", said, reverse("administration_roles")))
    if needs.ownerless_groups:
        said = ngettext("%(n)d group has no owner.", "%(n)d groups have no owner.", needs.ownerless_groups)
        link = f"{reverse('administration_groups')}?which=ownerless"
        found.append(Need("messages-square", said % {"n": needs.ownerless_groups}, link))
    if counts.without_second_factor:
        said = ngettext(
            "%(n)d person has no second factor.", "%(n)d people have no second factor.", counts.without_second_factor
        )
        found.append(Need("shield", said % {"n": counts.without_second_factor}, people))
    if counts.never_signed_in:
        said = ngettext(
            "%(n)d person has never signed in.", "%(n)d people have never signed in.", counts.never_signed_in
        )
        found.append(Need("door-open", said % {"n": counts.never_signed_in}, people))
    if counts.without_mail:
        said = ngettext("%(n)d person has no mail address.", "%(n)d people have no mail address.", counts.without_mail)
        found.append(Need("mail", said % {"n": counts.without_mail}, people))
    return found


def _versions() -> tuple[tuple[str, str], ...]:
    return (
        ("esn", _own_version()),
        ("Django", django.get_version()),
        ("Python", platform.python_version()),
        (connection.display_name, ""),
    )


def _own_version() -> str:
    """The version of this checkout: the site runs from it, installed as a package or not."""
    project = tomllib.loads((settings.BASE_DIR / "pyproject.toml").read_text())["project"]
    return str(project["version"])
