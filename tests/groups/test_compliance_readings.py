"""Reading by right of watching over the site: for a reason, eight hours long, with each item on record."""

import datetime as dt
from typing import Any

import pytest
import time_machine

from cases.actions import StoryText, create_customer, open_case, post_in_case
from esn.core import audit
from esn.core.clock import now
from esn.core.models import AuditEntry
from feeds.actions import delete_post, edit_post, publish, reply
from groups.actions import add_member, create_group
from groups.models import ComplianceReading, Group
from groups.queries import read_by_right
from people.models import Person
from tests.cast import NOWHERE, Door, admit, browser, device
from tests.conftest import Counting
from tests.feeds.pictures import sent

WHY = "The works council asked about the rota."


@pytest.fixture
def kim(db: None) -> Person:
    """Who watches over the site."""
    return admit("kim", site_role="compliance_admin")


@pytest.fixture
def secret(ana: Person) -> Group:
    """Ana's secret group."""
    group_id = create_group(ana, name="Price talks", kind="project", openness="secret")
    return Group.objects.get(id=group_id)


def opened(kim: Person, group: Group) -> str:
    """A reading of a group that Kim has opened."""
    said = {"kind": "group", "ref": group.id, "reason": WHY}
    return str(device(kim).make("compliance-readings/", said)["id"])


def read_lines() -> list[str]:
    """The ids of the posts that stand in the audit log as read."""
    return list(AuditEntry.objects.filter(verb="content.read").values_list("subject_id", flat=True))


def test_kim_finds_a_secret_group_and_a_case_for_a_reason(kim: Person, secret: Group, ana: Person) -> None:
    customer = create_customer(ana, kind="person", name="Mme Dupin")
    ref = open_case(ana, customer_id=customer, title="A matter", story=StoryText(happened="It."), restricted=True)
    door = device(kim)
    found = door.make("compliance-readings/look/", {"text": "price", "reason": WHY})["results"]
    assert found == [{"kind": "group", "ref": secret.id, "name": "Price talks", "openness": "secret"}]
    found = door.make("compliance-readings/look/", {"text": ref.lower(), "reason": WHY})["results"]
    assert [(one["kind"], one["ref"], one["openness"]) for one in found] == [("case", ref, "restricted")]
    assert AuditEntry.objects.filter(verb="content.looked_for", actor_id=kim.id).count() == 2


def test_kim_reads_what_was_said_also_what_was_deleted_and_each_item_is_on_record(
    kim: Person, secret: Group, ana: Person
) -> None:
    first = publish(ana, audience_id=secret.audience_id, body="The canary is low.")
    edit_post(ana, post_id=first, body="The canary is high.")
    answer = reply(ana, post_id=first, body="Delete this.")
    delete_post(ana, post_id=answer)
    reading = opened(kim, secret)
    items = device(kim).read(f"compliance-readings/{reading}/items/")["results"]
    assert [(one["id"], one["post"]["body"], one["post"]["deleted"]) for one in items] == [
        (answer, "Delete this.", True),
        (first, "The canary is high.", False),
    ]
    assert [one["body"] for one in items[1]["revisions"]] == ["The canary is low."]
    assert sorted(read_lines()) == sorted([first, answer])
    assert audit.first_broken() is None


def test_every_other_door_stays_shut_for_her(kim: Person, secret: Group, ana: Person) -> None:
    post = publish(ana, audience_id=secret.audience_id, body="A canary.")
    opened(kim, secret)
    door = device(kim)
    for path in (f"groups/{secret.id}/", f"groups/{secret.id}/posts/", f"posts/{post}/", f"posts/{post}/history/"):
        assert door.ask("GET", path).status_code == 404
    assert door.ask("POST", f"posts/{post}/replies/", {"body": "I read this."}).status_code == 404
    assert door.read("search/?q=canary")["total"] == 0


def test_a_page_of_it_ends_where_the_next_begins(kim: Person, secret: Group, ana: Person) -> None:
    said = [publish(ana, audience_id=secret.audience_id, body=f"Number {number}") for number in range(5)]
    door, reading = device(kim), opened(kim, secret)
    first = door.read(f"compliance-readings/{reading}/items/?limit=3")
    rest = door.read(f"compliance-readings/{reading}/items/?limit=3&cursor={first['next']}")
    assert [one["id"] for one in first["results"] + rest["results"]] == said[::-1]
    assert rest["next"] is None


def test_a_case_is_read_on_all_its_sides(kim: Person, ana: Person) -> None:
    customer = create_customer(ana, kind="person", name="Mme Dupin")
    ref = open_case(ana, customer_id=customer, title="A matter", story=StoryText(happened="It."), restricted=True)
    for side in ("internal", "customer"):
        post_in_case(ana, ref=ref, body=f"On the {side} side.", side=side)
    door = device(kim)
    reading = door.make("compliance-readings/", {"kind": "case", "ref": ref, "reason": WHY})["id"]
    items = door.read(f"compliance-readings/{reading}/items/")["results"]
    said = {(one["post"]["audience"]["kind"], one["post"]["body"]) for one in items if one["post"]["kind"] == "message"}
    assert said == {("internal", "On the internal side."), ("customer", "On the customer side.")}


def test_a_file_is_opened_and_on_record(kim: Person, secret: Group, ana: Person, bo: Person) -> None:
    file = sent(device(ana), "prices.txt", b"Prices: secret")["id"]
    publish(ana, audience_id=secret.audience_id, body="See there.", attachments=[file])
    door, reading = device(kim), opened(kim, secret)
    answer = door.ask("GET", f"compliance-readings/{reading}/files/{file}/")
    assert b"".join(answer) == b"Prices: secret"
    assert AuditEntry.objects.filter(verb="content.file", subject_id=file, actor_id=kim.id).count() == 1
    assert door.ask("GET", f"files/{file}/content/").status_code == 404
    assert door.ask("GET", f"compliance-readings/{reading}/files/{NOWHERE}/").status_code == 404


def test_after_eight_hours_it_is_over_and_the_owner_sees_that_it_was(kim: Person, secret: Group, ana: Person) -> None:
    reading = opened(kim, secret)
    assert read_by_right(ana, secret.id) == ()
    with time_machine.travel(now() + dt.timedelta(hours=8, seconds=1)):
        assert device(kim).ask("GET", f"compliance-readings/{reading}/items/").status_code == 404
        assert [one.reader.id for one in read_by_right(ana, secret.id)] == [kim.id]
    assert read_lines() == []


def test_owners_alone_ask_for_who_read_a_group(kim: Person, secret: Group, ana: Person, bo: Person, cy: Person) -> None:
    add_member(ana, group_id=secret.id, person_id=bo.id, role="moderator")
    device(kim).ask("DELETE", f"compliance-readings/{opened(kim, secret)}/")
    path = f"groups/{secret.id}/readings/"
    [one] = device(ana).read(path)["results"]
    assert one["reader"]["id"] == kim.id
    assert one["opened_at"] <= one["until"]
    assert device(bo).read(path)["results"] == []
    assert device(cy).ask("GET", path).status_code == 404
    assert device(kim).ask("GET", path).status_code == 404
    assert device(ana).ask("GET", f"groups/{NOWHERE}/readings/").status_code == 404


@pytest.mark.parametrize("many", [1, 10, 100])
def test_what_owners_see_takes_as_many_statements_however_often_it_was_read(
    kim: Person, secret: Group, ana: Person, many: int, statements: Counting
) -> None:
    over = now() - dt.timedelta(days=1)
    rows = [ComplianceReading(subject_kind="group", subject_ref=secret.id, reader=kim, reason=WHY) for _ in range(many)]
    for row in rows:
        row.opened_at, row.until = over - dt.timedelta(hours=8), over
    ComplianceReading.objects.bulk_create(rows)
    door = browser(ana)
    with statements(8):
        assert len(door.read(f"groups/{secret.id}/readings/")["results"]) == min(many, 20)


def test_she_gives_it_back_before(kim: Person, secret: Group, ana: Person) -> None:
    door, reading = device(kim), opened(kim, secret)
    assert door.ask("DELETE", f"compliance-readings/{reading}/").status_code == 204
    assert door.ask("GET", f"compliance-readings/{reading}/").status_code == 404
    assert len(read_by_right(ana, secret.id)) == 1


def test_whoever_loses_the_role_reads_nothing_more(kim: Person, secret: Group) -> None:
    reading = opened(kim, secret)
    Person.objects.filter(id=kim.id).update(site_role="")
    assert device(kim).ask("GET", f"compliance-readings/{reading}/items/").status_code == 404


@pytest.mark.parametrize("role", ["", "site_admin"])
def test_for_all_others_the_place_does_not_exist(kim: Person, secret: Group, role: str) -> None:
    door, reading = device(admit("sam", site_role=role)), opened(kim, secret)
    said = {"kind": "group", "ref": secret.id, "reason": WHY}
    assert door.ask("POST", "compliance-readings/", said).status_code == 404
    assert door.ask("POST", "compliance-readings/look/", {"text": "price", "reason": WHY}).status_code == 404
    assert door.ask("GET", "compliance-readings/").status_code == 404
    assert door.ask("GET", f"compliance-readings/{reading}/items/").status_code == 404


def test_another_who_watches_does_not_read_in_her_name(kim: Person, secret: Group) -> None:
    other = admit("lou", site_role="compliance_admin")
    assert device(other).ask("GET", f"compliance-readings/{opened(kim, secret)}/items/").status_code == 404


@pytest.mark.parametrize(
    ("said", "status"),
    [
        ({"reason": ""}, 400),
        ({"reason": "   "}, 400),
        ({"reason": "x" * 501}, 400),
        ({"kind": "person"}, 400),
        ({"ref": NOWHERE}, 404),
        ({"kind": "case"}, 404),
    ],
)
def test_without_a_reason_or_a_subject_nothing_is_opened(
    kim: Person, secret: Group, said: dict[str, Any], status: int
) -> None:
    body = {"kind": "group", "ref": secret.id, "reason": WHY, **said}
    assert device(kim).ask("POST", "compliance-readings/", body).status_code == status
    assert not ComplianceReading.objects.exists()


@pytest.mark.parametrize("many", [1, 10, 100])
def test_statements_do_not_grow_with_what_is_read(
    kim: Person, secret: Group, ana: Person, many: int, statements: Counting
) -> None:
    for number in range(many):
        publish(ana, audience_id=secret.audience_id, body=f"Number {number}")
    door, reading = browser(kim), opened(kim, secret)
    with statements(20):
        assert len(door.read(f"compliance-readings/{reading}/items/?limit=100")["results"]) == many


def test_sam_does_not_see_in_the_log_who_read_what(kim: Person, secret: Group, ana: Person) -> None:
    publish(ana, audience_id=secret.audience_id, body="A canary.")
    device(kim).read(f"compliance-readings/{opened(kim, secret)}/items/")
    sam: Door = device(admit("sam", site_role="site_admin"))
    assert not [line for line in sam.read("audit/")["results"] if line["verb"].startswith("content.")]
    assert [line for line in device(kim).read("audit/")["results"] if line["verb"] == "content.read"]
