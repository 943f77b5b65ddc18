"""The audit log: append only, each entry chained to the one before by a hash.

The chain hashes a salted digest of the entry, so that erasing a person's text and salt leaves the chain verifiable.
"""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection

from esn.core.clock import now
from esn.core.models import AuditEntry

_CHAIN_LOCK = 7_116_001  # any fixed number: one writer of the chain at a time


def note(actor_id: str, verb: str, subject_kind: str, subject_id: str, **detail: Any) -> None:
    """Append one act to the log, in the transaction of the act; ``detail`` holds ids, codes and the reason given."""
    note_many(actor_id, verb, subject_kind, [subject_id], **detail)


def note_many(actor_id: str, verb: str, subject_kind: str, subject_ids: Iterable[str], **detail: Any) -> None:
    """Append the same act for each of several subjects: one entry each, however many in one statement."""
    note_each(actor_id, verb, subject_kind, dict.fromkeys(subject_ids, detail))


def note_each(actor_id: str, verb: str, subject_kind: str, details: Mapping[str, Mapping[str, Any]]) -> None:
    """The same, where each subject has a detail of its own."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_CHAIN_LOCK])
    before = AuditEntry.objects.order_by("-position").values_list("chain", flat=True).first() or ""
    entries = []
    for subject_id, detail in details.items():
        entry = AuditEntry(
            at=now(),
            actor_id=actor_id,
            verb=verb,
            subject_kind=subject_kind,
            subject_id=subject_id,
            detail=dict(detail),
            salt=secrets.token_hex(16),
        )
        entry.digest = _digest(entry)
        entry.chain = before = _link(before, entry.digest)
        entries.append(entry)
    AuditEntry.objects.bulk_create(entries)


def first_broken(*, up_to: int | None = None) -> int | None:
    """The position of the first entry that does not follow from the one before, or None for a whole chain."""
    before = ""
    rows = AuditEntry.objects.order_by("position")
    for entry in (rows if up_to is None else rows.filter(position__lte=up_to)).iterator():
        if entry.chain != _link(before, entry.digest) or (entry.salt and entry.digest != _digest(entry)):
            return entry.position
        before = entry.chain
    return None


def _digest(entry: AuditEntry) -> str:
    told = [
        entry.salt,
        entry.at.isoformat(),
        entry.actor_id,
        entry.verb,
        entry.subject_kind,
        entry.subject_id,
        entry.detail,
    ]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def _link(before: str, digest: str) -> str:
    return hashlib.sha256(f"{before}{digest}".encode()).hexdigest()
