"""What holds for the whole site: a closed list, changed by those who run it, and in force at once."""

import json
from typing import Any

import pytest

from esn.core import site_settings
from esn.core.models import AuditEntry, Event
from groups import actions
from groups.models import Group
from people.models import Person
from tests.cast import admit, device
from tests.conftest import Counting

NEW = {"name": "Deliveries", "kind": "team", "openness": "open"}


@pytest.fixture
def sam(db: None) -> Person:
    """Runs the site."""
    return admit("sam", site_role="site_admin")


def _values(person: Person) -> dict[str, Any]:
    return {one["name"]: one["value"] for one in device(person).read("administration/settings/")["results"]}


def test_a_new_site_has_the_defaults(sam: Person) -> None:
    assert _values(sam) == {
        "may_create_groups": "members", "approval_days": 0, "flagged_words": [], "holidays_of": "FR",
            "link_previews": "open", "invitation_days": 14,
    }  # fmt: skip


def test_what_sam_changes_holds_at_once_and_says_who_changed_it(sam: Person) -> None:
    changed = {"approval_days": 14, "flagged_words": ["  price   war ", "price war", "idiot"]}
    answer = device(sam).ask("PATCH", "administration/settings/", changed)
    assert answer.status_code == 200
    assert site_settings.value("approval_days") == 14
    assert site_settings.value("flagged_words") == ("price war", "idiot")
    told = {one["name"]: one for one in json.loads(answer.text)["results"]}
    assert told["approval_days"]["changed_by"]["name"] == "Sam"
    assert told["invitation_days"]["changed_by"] is None
    assert Event.objects.filter(type="settings.changed").count() == 1


def test_the_audit_log_says_what_was_changed_and_no_word_that_somebody_wrote(sam: Person) -> None:
    actions.change_site_settings(sam, values={"flagged_words": ["idiot"], "approval_days": 3})
    entries = AuditEntry.objects.filter(verb="settings.changed")
    assert {entry.subject_id: entry.detail for entry in entries} == {
        "flagged_words": {"words": 1},
        "approval_days": {"value": 3},
    }


def test_saying_the_same_again_changes_nothing(sam: Person) -> None:
    actions.change_site_settings(sam, values={"approval_days": 0, "may_create_groups": "members"})
    assert not AuditEntry.objects.filter(verb="settings.changed").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("approval_days", -1), ("approval_days", 366), ("approval_days", "7"), ("approval_days", True),
        ("approval_days", 1.5), ("may_create_groups", "nobody"), ("may_create_groups", None),
        ("flagged_words", "idiot"), ("flagged_words", [1]), ("flagged_words", ["a\x00b"]),
        ("flagged_words", ["x" * 101]), ("flagged_words", [str(n) for n in range(501)]),
        ("no_such_setting", 1),
    ],
    ids=lambda value: str(value)[:24],
)  # fmt: skip
def test_what_cannot_be_kept_is_refused_by_name_and_nothing_changes(sam: Person, name: str, value: Any) -> None:
    answer = device(sam).ask("PATCH", "administration/settings/", {name: value, "invitation_days": 3})
    assert answer.status_code == 400
    assert set(json.loads(answer.text)["errors"]) == {name}
    assert site_settings.value("invitation_days") == 14


def test_nobody_else_finds_the_settings(sam: Person, ana: Person, gus: Person) -> None:
    for person in (ana, gus, admit("kim", site_role="compliance_admin")):
        assert device(person).ask("GET", "administration/settings/").status_code == 404
        assert device(person).ask("PATCH", "administration/settings/", {"approval_days": 1}).status_code == 404
    assert site_settings.value("approval_days") == 0


def test_where_those_who_run_the_site_create_groups_ana_is_told_so(sam: Person, ana: Person, gus: Person) -> None:
    actions.change_site_settings(sam, values={"may_create_groups": "admins"})
    assert device(ana).ask("POST", "groups/", NEW).status_code == 403
    assert device(gus).ask("POST", "groups/", NEW).status_code == 404
    assert not Group.objects.exists()
    assert device(sam).ask("POST", "groups/", NEW).status_code == 201


def test_a_value_costs_no_statement_once_it_is_known(sam: Person, statements: Counting) -> None:
    actions.change_site_settings(sam, values={"approval_days": 2})
    assert site_settings.value("approval_days") == 2
    with statements(0):
        assert site_settings.value("approval_days") == 2
        assert site_settings.value("flagged_words") == ()


def test_all_settings_are_read_in_few_statements(sam: Person, statements: Counting) -> None:
    actions.change_site_settings(sam, values={"approval_days": 2, "invitation_days": 5})
    door = device(sam)
    door.read("me/")
    with statements(3):
        door.read("administration/settings/")
