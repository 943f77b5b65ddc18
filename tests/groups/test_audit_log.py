"""The audit log as it is read: who finds it, by which filters, whether it is whole, and as a table."""

import csv
import datetime as dt
import io
import json

import pytest
from django.db import transaction

from esn.core import audit, audit_checks, clock, jobs
from esn.core.models import AuditCheck, AuditEntry
from groups.actions import add_member
from people.models import Person
from tests.cast import Door, admit, device, found
from tests.conftest import Counting


@pytest.fixture
def sam(db: None) -> Person:
    """Runs the site."""
    return admit("sam", name="Sam Okafor", site_role="site_admin")


@pytest.fixture
def kim(db: None) -> Person:
    """Watches over it."""
    return admit("kim", name="Kim Laurent", site_role="compliance_admin")


def act(actor: Person, verb: str, subject: str = "x", *, at: str = "2026-03-01T12:00:00+00:00") -> None:
    """An act at a moment."""
    with clock.at(dt.datetime.fromisoformat(at)), transaction.atomic():
        audit.note(actor.id, verb, "thing", subject)


def verbs(door: Door, query: str = "") -> list[str]:
    """What the log says, the newest first."""
    return [line["verb"] for line in door.read(f"audit/?{query}")["results"]]


def table(door: Door, query: str = "") -> list[list[str]]:
    """The exported lines."""
    answer = door.ask("POST", f"audit/export/?{query}")
    assert answer.status_code == 200
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # it is streamed
    return list(csv.reader(io.StringIO(text, newline="")))[1:]


def test_sam_reads_who_did_what_with_their_names(sam: Person, ana: Person, bo: Person) -> None:
    group = found(ana, "secret", name="Price talks")
    add_member(ana, group_id=group.id, person_id=bo.id, role="member")
    line = device(sam).read("audit/?verb=member")["results"][0]
    assert line["actor"]["name"] == "Ana Martin"
    assert (line["verb"], line["subject_kind"], line["subject"]) == ("member.added", "group", group.id)
    assert line["names"] == {group.id: "Price talks", bo.id: "Bo Delorme"}


def test_nobody_else_finds_the_log(ana: Person, gus: Person, sam: Person) -> None:
    for person in (ana, gus):
        for method, path in (
            ("GET", "audit/"), ("POST", "audit/export/"), ("GET", "audit/verification/"),
            ("POST", "audit/verification/"),
        ):  # fmt: skip
            assert device(person).ask(method, path).status_code == 404, path
    assert not AuditEntry.objects.filter(verb__startswith="audit.").exists()


def test_what_was_read_by_right_of_watching_is_told_to_those_who_watch_alone(sam: Person, kim: Person) -> None:
    act(kim, "content.read")
    act(sam, "settings.changed")
    assert "content.read" in verbs(device(kim))
    assert "content.read" not in verbs(device(sam))
    assert verbs(device(sam), "verb=content") == []
    assert "content.read" not in {line[4] for line in table(device(sam))}
    assert "content.read" in {line[4] for line in table(device(kim))}


def test_the_log_is_found_by_act_family_person_subject_and_period(sam: Person, ana: Person, bo: Person) -> None:
    act(ana, "case.restricted", "C-1", at="2026-03-01T12:00:00+00:00")
    act(bo, "case.merged", "C-2", at="2026-03-02T12:00:00+00:00")
    act(bo, "casework.done", "C-2", at="2026-03-03T12:00:00+00:00")
    door = device(sam)
    assert verbs(door, "verb=case") == ["case.merged", "case.restricted"]
    assert verbs(door, "verb=case.merged") == ["case.merged"]
    assert verbs(door, f"actor={bo.id}") == ["casework.done", "case.merged"]
    assert verbs(door, "subject=C-2") == ["casework.done", "case.merged"]
    assert verbs(door, "after=2026-03-02&before=2026-03-03") == ["case.merged"]
    assert verbs(door, "actor=nobody") == []


@pytest.mark.parametrize(
    "query", ["after=yesterday", "limit=0", "limit=1000", "cursor=none", "who=x", "verb=a%00b", "after=%F0%9F%98%80"]
)
def test_filters_that_cannot_be_read_are_refused(sam: Person, query: str) -> None:
    assert device(sam).ask("GET", f"audit/?{query}").status_code == 400


def test_pages_follow_each_other_without_a_gap_while_others_act(sam: Person, ana: Person) -> None:
    for number in range(25):
        act(ana, "did", str(number))
    door = device(sam)
    first = door.read("audit/?verb=did&limit=10")
    act(ana, "did", "new")
    second = door.read(f"audit/?verb=did&limit=10&cursor={first['next']}")
    third = door.read(f"audit/?verb=did&limit=10&cursor={second['next']}")
    subjects = [line["subject"] for part in (first, second, third) for line in part["results"]]
    assert subjects == [str(number) for number in reversed(range(25))]
    assert third["next"] is None


@pytest.mark.parametrize("number", [1, 10, 100])
def test_reading_costs_as_many_statements_for_many_as_for_one(
    sam: Person, ana: Person, statements: Counting, number: int
) -> None:
    for one in range(number):
        act(admit(f"p{one}"), "did", str(one))
    door = device(sam)
    door.read("audit/")
    with statements(4):
        assert len(door.read("audit/?verb=did&limit=100")["results"]) == number


def test_a_table_holds_everything_and_that_it_was_taken_away_stands_in_the_log(sam: Person, ana: Person) -> None:
    for number in range(30):
        act(ana, "did", str(number))
    lines = table(device(sam), "verb=did")
    assert [line[6] for line in lines] == [str(number) for number in range(30)]
    entry = AuditEntry.objects.get(verb="audit.exported")
    assert (entry.actor_id, entry.detail) == (sam.id, {"filters": {"verb": "did"}})


def test_a_name_that_looks_like_a_formula_is_text_in_the_table(sam: Person) -> None:
    act(admit("mallory", name='=HYPERLINK("http://evil.example","Ana")'), "did", "@SUM(A1)")
    line = table(device(sam), "verb=did")[0]
    assert line[3] == '\'=HYPERLINK("http://evil.example","Ana")'
    assert line[6] == "'@SUM(A1)"


def test_sam_has_the_log_verified_and_reads_the_result(sam: Person, ana: Person) -> None:
    act(ana, "did")
    door = device(sam)
    assert door.read("audit/verification/")["at"] is None
    door.make("audit/verification/")
    jobs.run_ready()
    state = door.read("audit/verification/")
    assert (state["broken"], state["entries"]) == (None, AuditEntry.objects.count())
    changed = AuditEntry.objects.order_by("position")[0]
    AuditEntry.objects.filter(position=changed.position).update(verb="undid")
    door.make("audit/verification/")
    jobs.run_ready()
    assert door.read("audit/verification/")["broken"] == changed.position


def test_the_worker_verifies_once_a_day(db: None, ana: Person) -> None:
    act(ana, "did")
    assert audit_checks.verify_when_due()
    assert not audit_checks.verify_when_due()
    with clock.at(dt.datetime.now(dt.UTC) + dt.timedelta(days=2)):
        assert audit_checks.verify_when_due()
    for _ in range(40):
        audit_checks.verify.call()
    assert AuditCheck.objects.count() == audit_checks.KEPT


def test_an_erased_person_leaves_a_line_without_a_name(sam: Person, ana: Person) -> None:
    act(ana, "did")
    AuditEntry.objects.filter(verb="did").update(actor_id="", subject_id="", detail={}, salt="")
    answer = device(sam).ask("GET", "audit/?verb=did")
    assert json.loads(answer.text)["results"][0]["actor"] is None
    assert audit.first_broken() is None
