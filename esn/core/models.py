"""The rows of the ground floor: event log, consumers' positions, audit, idempotency keys, alarms, site, settings."""

import secrets

from django.db import models

from esn.core.clock import now
from esn.core.ids import IdField, new_id


def _new_epoch() -> int:
    return secrets.randbits(32)


class Site(models.Model):
    """The one site. Its epoch is drawn anew after a restore, so that older cursors are refused."""

    epoch = models.BigIntegerField(default=_new_epoch)
    forgotten_xid = models.BigIntegerField(default=0)  # the last place that the event log has forgotten
    forgotten_position = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="core_one_site")]


class Event(models.Model):
    """One fact of the log: bare ids, no text, no foreign key. Order is ``(xid, position)``."""

    position = models.BigAutoField(primary_key=True)
    xid = models.BigIntegerField()
    type = models.CharField(max_length=40)
    audience_id = IdField()
    actor_id = IdField(blank=True)
    at = models.DateTimeField()
    data = models.JSONField()

    class Meta:
        indexes = [models.Index(fields=["xid", "position"], name="core_event_order")]


class LogMark(models.Model):
    """How far the event log had come at a moment, so that its age is known whatever moments its facts tell of."""

    at = models.DateTimeField()
    xid = models.BigIntegerField()
    position = models.BigIntegerField()

    class Meta:
        indexes = [models.Index(fields=["at"], name="core_mark_moment")]


class ConsumerPosition(models.Model):
    """How far a consumer has read the log; its row is held while a batch is being handled."""

    name = models.CharField(max_length=40, primary_key=True)
    xid = models.BigIntegerField(default=0)
    position = models.BigIntegerField(default=0)


class SetAside(models.Model):
    """An event that a consumer could not handle; the others went on."""

    id = IdField(primary_key=True, default=new_id)
    consumer = models.CharField(max_length=40)
    position = models.BigIntegerField()
    error = models.TextField()
    at = models.DateTimeField(default=now)
    again_at = models.DateTimeField(null=True)  # when somebody wanted it to be tried again

    class Meta:
        constraints = [models.UniqueConstraint(fields=["consumer", "position"], name="core_set_aside_once")]


class AuditEntry(models.Model):
    """One act that must be answerable: ids and codes only, chained by hashes; append only."""

    position = models.BigAutoField(primary_key=True)
    at = models.DateTimeField()
    actor_id = IdField(blank=True)
    verb = models.CharField(max_length=60)
    subject_kind = models.CharField(max_length=30)
    subject_id = models.CharField(max_length=64)
    detail = models.JSONField(default=dict)
    salt = models.CharField(max_length=32)
    digest = models.CharField(max_length=64)
    chain = models.CharField(max_length=64)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"], name="core_audit_subject"),
            models.Index(fields=["actor_id", "position"], name="core_audit_actor"),
            models.Index(fields=["verb", "position"], name="core_audit_verb"),
            models.Index(fields=["at"], name="core_audit_moment"),
        ]


class AuditCheck(models.Model):
    """One look at the whole audit log: how far it went, and the first entry that was found changed, if any."""

    at = models.DateTimeField()
    up_to = models.BigIntegerField()
    entries = models.BigIntegerField()
    broken = models.BigIntegerField(null=True)
    asked_by = IdField(blank=True)


class IdempotencyKey(models.Model):
    """A creating request that a device may repeat: claimed with a lease, completed with what it made."""

    person_id = IdField()
    key = models.UUIDField()
    fingerprint = models.CharField(max_length=64)
    lease_until = models.DateTimeField()
    object_id = models.CharField(max_length=64, blank=True)
    completed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person_id", "key"], name="core_key_once")]
        indexes = [models.Index(fields=["completed_at"], name="core_key_age")]


class Alarm(models.Model):
    """Something that happens to a subject at a stored moment, once."""

    kind = models.CharField(max_length=40)
    subject = models.CharField(max_length=64)
    due_at = models.DateTimeField()
    try_at = models.DateTimeField()  # later than due when a handler failed
    tries = models.PositiveIntegerField(default=0)
    fired_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "subject"], name="core_alarm_once")]
        indexes = [models.Index("try_at", "id", name="core_alarm_due", condition=models.Q(fired_at=None))]


class SiteSetting(models.Model):
    """A setting that an administrator changed; ``esn/core/site_settings.py`` lists them with types and defaults."""

    name = models.CharField(max_length=40, primary_key=True)
    value = models.JSONField()
    changed_at = models.DateTimeField()
    changed_by = IdField(blank=True)


class SiteMark(models.Model):
    """When something was last done to the whole site that leaves no other trace: a test mail, a backup."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()
    by = IdField(blank=True)
    detail = models.JSONField(default=dict)
