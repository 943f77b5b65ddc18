"""What one administrator alone may not decide: who runs the site, who watches over it, who owns an ownerless group."""

from django.db import models
from django.db.models import F, Q

from esn.core.clock import now
from esn.core.ids import IdField, new_id
from groups.models.groups import Group
from people.models import Person


class Appointment(models.Model):
    """One administrator proposes somebody, another one confirms; nobody decides about themselves."""

    class Kind(models.TextChoices):
        """To run the site, to watch over it, to do neither any more, or to own a group."""

        SITE_ADMIN = "site_admin"
        COMPLIANCE_ADMIN = "compliance_admin"
        NO_ROLE = "no_role"
        GROUP_OWNER = "group_owner"

    class State(models.TextChoices):
        """It waits for a second person, who confirms or declines; who proposed it may take it back."""

        PROPOSED = "proposed"
        CONFIRMED = "confirmed"
        DECLINED = "declined"
        WITHDRAWN = "withdrawn"

    id = IdField(primary_key=True, default=new_id)
    kind = models.CharField(max_length=20, choices=Kind.choices)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="appointments")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="appointments")
    instead_of = IdField(blank=True)  # the owner who hands the group over
    reason = models.TextField(blank=True, max_length=2000)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField(default=now)
    expires_at = models.DateTimeField()
    decided_by = models.ForeignKey(
        Person, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["-at", "-id"], name="groups_appointment_newest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="group_owner", group__isnull=False) | (~Q(kind="group_owner") & Q(group=None)),
                name="groups_appointment_owners_own_a_group",
            ),
            models.CheckConstraint(condition=~Q(person=F("by")), name="groups_appointment_not_oneself"),
            models.CheckConstraint(
                condition=~Q(state="confirmed")
                | (Q(decided_by__isnull=False) & ~Q(decided_by=F("by")) & ~Q(decided_by=F("person"))),
                name="groups_appointment_by_a_second_person",
            ),
            models.UniqueConstraint(
                fields=["person"],
                condition=Q(state="proposed", group=None),
                name="groups_appointment_one_role_waits",
            ),
            models.UniqueConstraint(
                fields=["group"], condition=Q(state="proposed"), name="groups_appointment_one_owner_waits"
            ),
        ]
