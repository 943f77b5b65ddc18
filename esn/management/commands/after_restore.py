"""``manage.py after_restore``: what has to happen once to a site whose backup was put back, before it is started."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from esn.core import audit, site_marks
from esn.core.models import Site
from people import actions
from people.models import Person

LEAVING = ("mail", "push")  # queues of what leaves the site


class Command(BaseCommand):
    """What was ended after the backup must not come back to life, and what left since must not leave twice."""

    help = (
        "Run it once after a backup was put back, before the site starts: everybody signs in again on every device,"
        " devices and pages forget what they know of the lost time, and mails that waited then are dropped."
    )

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """All of it or nothing."""
        epoch = Site._meta.get_field("epoch").get_default()  # another one: cursors of the lost time are refused
        Site.objects.update_or_create(id=1, defaults={"epoch": epoch})
        waiting = DBTaskResult.objects.filter(queue_name__in=LEAVING)
        dropped, _each = waiting.exclude(status=TaskResultStatus.SUCCESSFUL).delete()
        people = list(Person.objects.filter(kind__in=[Person.Kind.MEMBER, Person.Kind.GUEST], is_active=True))
        for person in people:
            actions.end_credentials(person, person)
        site_marks.lift(site_marks.BACKUP)  # none of the site as it is from now on
        audit.note("", "site.restored", "site", "", people=len(people), dropped=dropped)
        self.stdout.write(f"{len(people)} people sign in again; {dropped} mails and notifications are dropped.")
