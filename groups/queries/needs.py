"""What needs somebody who runs the site, counted, and how far the site is set up."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, Q

from esn.core import audit_checks, jobs
from esn.core.clock import now
from esn.core.models import Alarm, SetAside
from groups import policy
from groups.models import SITE_MODERATORS, Group, Membership
from groups.queries.appointments import appointments_waiting, ownerless_count
from people.models import Person

LATE = dt.timedelta(minutes=5)


@dataclass(frozen=True)
class SiteCounts:
    """How many there are of what keeps a site alive; never who or what."""

    colleagues: int
    guests: int
    inactive: int
    groups: int
    site_admins: int
    compliance_admins: int
    site_moderators: int
    without_second_factor: int
    never_signed_in: int
    without_mail: int


@dataclass(frozen=True)
class SiteNeeds:
    """What waits for somebody who runs the site; ``audit_broken`` is the first changed entry of the audit log."""

    counts: SiteCounts
    ownerless_groups: int
    proposals: int
    jobs_aside: int
    events_aside: int
    late_alarms: int
    audit_broken: int | None
    audit_checked_at: dt.datetime | None


def site_needs(viewer: Person) -> SiteNeeds:
    """What waits, and how large the site is, to those who run it."""
    policy.require_administration(viewer, "look_over")
    check = audit_checks.last()
    return SiteNeeds(
        counts=_counts(),
        ownerless_groups=ownerless_count(viewer),
        proposals=appointments_waiting(viewer),
        jobs_aside=jobs.counts().aside,
        events_aside=SetAside.objects.count(),
        late_alarms=Alarm.objects.filter(fired_at=None, due_at__lt=now() - LATE).count(),
        audit_broken=check.broken if check else None,
        audit_checked_at=check.at if check else None,
    )


def _counts() -> SiteCounts:
    works = Q(is_active=True, kind__in=[Person.Kind.MEMBER, Person.Kind.GUEST])
    told = Person.objects.order_by().aggregate(
        colleagues=Count("id", filter=Q(is_active=True, kind=Person.Kind.MEMBER)),
        guests=Count("id", filter=Q(is_active=True, kind=Person.Kind.GUEST)),
        inactive=Count("id", filter=Q(is_active=False, kind__in=[Person.Kind.MEMBER, Person.Kind.GUEST])),
        site_admins=Count("id", filter=works & Q(site_role=Person.SiteRole.SITE_ADMIN)),
        compliance_admins=Count("id", filter=works & Q(site_role=Person.SiteRole.COMPLIANCE_ADMIN)),
        without_second_factor=Count("id", filter=works & Q(has_second_factor=False)),
        never_signed_in=Count("id", filter=works & Q(last_login=None)),
        without_mail=Count("id", filter=works & Q(email="")),
    )
    seats = Membership.objects.filter(audience=SITE_MODERATORS, person__is_active=True)
    living = Group.objects.filter(archived_at=None)
    return SiteCounts(groups=living.count(), site_moderators=seats.count(), **told)
