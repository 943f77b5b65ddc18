"""The first steps of a site: a mail to oneself to see that mail leaves, and putting the list of them away."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django_tasks import task

from esn.core import audit, jobs, mail, mail_failures, site_marks
from esn.core.clock import now
from esn.core.errors import Conflict
from esn.core.events import record_all
from esn.core.ids import new_id
from esn.core.models import SiteMark
from esn.core.site_marks import STEPS_AWAY, TEST_MAIL
from groups import policy
from groups.events import StepsChanged
from people.models import Person
from people.policy import own_audience

PATIENCE = dt.timedelta(minutes=1)  # before another test mail is asked for while one waits
OUTCOMES = ("waiting", "sent", "filed", "logged", "failed")


@transaction.atomic
def try_mail(actor: Person) -> None:
    """Send a mail to oneself by the way of all mail; Conflict without an address, or while one is on its way."""
    policy.require_administration(actor, "take_steps")
    if not actor.email:
        raise Conflict("no_address", _("You have no mail address yet: give one in your settings first."))
    before = SiteMark.objects.select_for_update().filter(name=TEST_MAIL).first()
    if before is not None and before.detail["outcome"] == "waiting" and before.at > now() - PATIENCE:
        raise Conflict("on_its_way", _("A test mail is on its way: wait a minute for what becomes of it."))
    asked = new_id()
    known_by = mail.known_by()
    site_marks.leave(TEST_MAIL, actor.id, asked=asked, outcome="waiting", reason="", known_by=known_by)
    jobs.defer(deliver_test, person_id=actor.id, asked=asked)
    audit.note(actor.id, "mail.tried", "mail", "")
    _tell(actor.id)


@task(queue_name="mail")
def deliver_test(person_id: str, asked: str) -> None:
    """Send it once and keep how that went: whoever waits wants to know why, not that it is tried again tomorrow."""
    person = Person.objects.filter(id=person_id, is_active=True).first()
    if person is None:
        return
    with translation.override(person.language), timezone.override(person.time_zone):
        context = {"name": person.name, "path": "/administration/"}
        message = mail.compose(to=person.email, template="test", language=person.language, context=context)
    try:
        mail.dispatch(message)
    except jobs.LeaseLostError:
        raise
    except Exception as error:
        _keep(asked, "failed", mail_failures.reason(error))
    else:
        _keep(asked, _arrived(), "")


@transaction.atomic
def put_steps_away(actor: Person) -> None:
    """Fold the list of first steps away, for everybody who runs the site."""
    policy.require_administration(actor, "take_steps")
    if STEPS_AWAY not in site_marks.found():
        site_marks.leave(STEPS_AWAY, actor.id)
        audit.note(actor.id, "steps.put_away", "site", "")
        _tell(actor.id)


@transaction.atomic
def take_steps_out(actor: Person) -> None:
    """Show the list of first steps again."""
    policy.require_administration(actor, "take_steps")
    if site_marks.lift(STEPS_AWAY):
        audit.note(actor.id, "steps.taken_out", "site", "")
        _tell(actor.id)


@transaction.atomic
def note_backup(*, size: int, files: int) -> None:
    """Write down that a backup was taken by a command: how many bytes, and how many files of people are in it."""
    site_marks.leave(site_marks.BACKUP, bytes=size, files=files)
    audit.note("", "backup.taken", "site", "", bytes=size, files=files)
    _tell("")


@transaction.atomic
def _keep(asked: str, outcome: str, reason: str) -> None:
    """How a test mail went; nothing when another one was asked for meanwhile."""
    row = SiteMark.objects.select_for_update().filter(name=TEST_MAIL, detail__asked=asked).first()
    if row is None:
        return
    row.detail |= {"outcome": outcome, "reason": reason}
    row.at = now()
    row.save(update_fields=["detail", "at"])
    _tell(row.by)


def _arrived() -> str:
    """What it means here that no error came: a server took it, or it was only laid down on this machine."""
    if not settings.MAIL_URL:
        return "filed"
    return "logged" if settings.MAIL_URL.startswith("console:") else "sent"


def _tell(actor_id: str) -> None:
    ids = Person.objects.filter(site_role=Person.SiteRole.SITE_ADMIN, is_active=True).order_by("id")
    facts = [StepsChanged(audience_id=own_audience(one), id="site") for one in ids.values_list("id", flat=True)]
    record_all(facts, actor_id)
