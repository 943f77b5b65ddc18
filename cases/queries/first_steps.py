"""What a new site needs before a company works on it: each step told from how the site is, not from a tick."""

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings

from cases.models import Customer, Rule
from esn.core import mail, site_marks
from esn.core.clock import now
from esn.core.site_marks import Mark
from groups import policy
from groups import queries as groups
from groups.queries import SiteCounts
from people import queries as people
from people.models import Person

UNNAMED = "esn"  # what a site is called before anybody names it
FRESH = dt.timedelta(days=7)  # a backup that is older is none to rely on
STEPS = (
    "name", "address", "https", "mail", "backup", "notifications", "demo", "second_factor", "second_admin", "watch",
    "moderators", "colleagues", "group", "customer", "rule",
)  # fmt: skip
MAIL_STATES = ("never", "waiting", "sent", "filed", "logged", "failed", "changed")


@dataclass(frozen=True)
class FirstStep:
    """One step: whether it is taken; of a mail and a backup also when it was tried last and what came of it."""

    code: str
    done: bool
    at: dt.datetime | None = None
    state: str = ""
    reason: str = ""


@dataclass(frozen=True)
class FirstSteps:
    """All of them, how many are left, and whether those who run the site have put the list away."""

    steps: tuple[FirstStep, ...]
    left: int
    put_away: bool


def first_steps(viewer: Person, counts: SiteCounts | None = None) -> FirstSteps:
    """The first steps of the site, to those who run it; ``counts`` where they are known already."""
    policy.require_administration(viewer, "look_over")
    marks = site_marks.found()
    steps = (*_of_the_server(marks), *_of_people(viewer, counts or groups.site_needs(viewer).counts), *_of_work())
    return FirstSteps(steps, sum(not step.done for step in steps), site_marks.STEPS_AWAY in marks)


def _of_the_server(marks: Mapping[str, Mark]) -> Iterator[FirstStep]:
    yield FirstStep("name", settings.SITE_NAME != UNNAMED)
    yield FirstStep("address", bool(settings.ORIGIN))
    yield FirstStep("https", settings.HTTPS)
    yield _mail(marks.get(site_marks.TEST_MAIL))
    yield _backup(marks.get(site_marks.BACKUP))
    yield FirstStep("notifications", people.somebody_is_notified())
    yield FirstStep("demo", not settings.DEMO)


def _mail(tried: Mark | None) -> FirstStep:
    """A mail that left proves something only of the server and the sender that it left by."""
    if tried is None:
        return FirstStep("mail", done=False, state="never")
    if tried.detail["known_by"] != mail.known_by():
        return FirstStep("mail", done=False, at=tried.at, state="changed")
    state, reason = tried.detail["outcome"], tried.detail["reason"]
    return FirstStep("mail", state == "sent", tried.at, state, reason)


def _backup(taken: Mark | None) -> FirstStep:
    if taken is None:
        return FirstStep("backup", done=False, state="never")
    fresh = taken.at > now() - FRESH
    return FirstStep("backup", fresh, taken.at, "taken" if fresh else "old")


def _of_people(viewer: Person, counts: SiteCounts) -> Iterator[FirstStep]:
    yield FirstStep("second_factor", viewer.has_second_factor)
    yield FirstStep("second_admin", counts.site_admins > 1)
    yield FirstStep("watch", counts.compliance_admins > 0)
    yield FirstStep("moderators", counts.site_moderators > 0)
    yield FirstStep("colleagues", counts.colleagues > 2)
    yield FirstStep("group", counts.groups > 0)


def _of_work() -> Iterator[FirstStep]:
    yield FirstStep("customer", Customer.objects.exists())
    yield FirstStep("rule", Rule.objects.filter(retired_at=None).exists())
