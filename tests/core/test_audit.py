"""The audit log: appended in the transaction of the act, and every change of it is noticed."""

import threading

import pytest
from django.db import connection, transaction

from esn.core import audit
from esn.core.models import AuditEntry

pytestmark = [pytest.mark.shape]


def acts(number: int) -> list[AuditEntry]:
    """So many acts in the log."""
    for one in range(number):
        with transaction.atomic():
            audit.note("ana", "did", "thing", str(one), to="é", count=one, nested={"b": [1, None], "a": True})
    return list(AuditEntry.objects.order_by("position"))


def test_a_whole_chain_verifies(db: None) -> None:
    assert audit.first_broken() is None
    acts(5)
    assert audit.first_broken() is None


@pytest.mark.parametrize(
    "change",
    [
        {"verb": "undid"}, {"actor_id": "bo"}, {"subject_id": "9"}, {"subject_kind": "x"}, {"detail": {}},
        {"at": "2026-01-01T00:00:00Z"}, {"digest": "0" * 64}, {"chain": "0" * 64}, {"salt": "0" * 32},
    ],
    ids=str,
)  # fmt: skip
def test_whoever_changes_an_entry_breaks_the_chain_there(db: None, change: dict[str, object]) -> None:
    third = acts(5)[2]
    AuditEntry.objects.filter(position=third.position).update(**change)
    assert audit.first_broken() is not None
    assert audit.first_broken() == third.position


def test_whoever_takes_an_entry_out_breaks_the_chain_behind_it(db: None) -> None:
    entries = acts(5)
    entries[2].delete()
    assert audit.first_broken() == entries[3].position


def test_whoever_swaps_two_entries_breaks_the_chain(db: None) -> None:
    entries = acts(5)
    fields = ("at", "actor_id", "verb", "subject_kind", "subject_id", "detail", "salt", "digest", "chain")
    first, second = ({name: getattr(entry, name) for name in fields} for entry in entries[1:3])
    AuditEntry.objects.filter(position=entries[1].position).update(**second)
    AuditEntry.objects.filter(position=entries[2].position).update(**first)
    assert audit.first_broken() == entries[1].position


def test_what_was_erased_leaves_a_chain_that_verifies(db: None) -> None:
    """Erasing destroys the text and the salt; the digest stays, and says nothing without them."""
    entries = acts(5)
    AuditEntry.objects.filter(position=entries[2].position).update(actor_id="", subject_id="", detail={}, salt="")
    assert audit.first_broken() is None


def test_equal_acts_have_different_digests(db: None) -> None:
    entries = acts(1) + acts(1)
    assert len({entry.digest for entry in entries}) == len({entry.salt for entry in entries}) == 2


def test_an_act_that_failed_is_not_in_the_log(db: None) -> None:
    with transaction.atomic():
        audit.note("ana", "did", "thing", "1")
        transaction.set_rollback(True)
    assert not AuditEntry.objects.exists()


def test_many_who_act_at_once_make_one_chain(committed: None) -> None:
    def act(number: int) -> None:
        try:
            for _ in range(5):
                with transaction.atomic():
                    audit.note(str(number), "did", "thing", str(number))
        finally:
            connection.close()

    threads = [threading.Thread(target=act, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert AuditEntry.objects.count() == 30
    assert audit.first_broken() is None
