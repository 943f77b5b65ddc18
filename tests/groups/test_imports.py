"""Tables of people and groups: looked at line by line, carried out whole or not at all, and safe against bad files."""

import codecs
import datetime as dt
import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from esn.core import audit, clock
from esn.core.models import AuditEntry, Event
from groups.actions import admit_person, create_group
from groups.models import EVERYONE, Audience, Group, ImportPlan, Membership
from groups.queries import directory
from people.models import Partner, Person
from tests.cast import admit, browser, device, found, key, rows
from tests.conftest import Counting

PEOPLE = """handle,name,email,title,language,time_zone,department,place,phone,partner
zoe,Zoé Marchand,zoe@example.org,Sales,fr,Europe/Paris,Ventes,Lyon,04 99 00 11 22,
rik,Rik de Vries,rik@vasseur.example.org,Driver,en,Europe/Amsterdam,,,,Transports Vasseur
"""
GROUPS = """group,kind,openness,purpose,person,role
Deliveries,team,open,Who drives where,ana,owner
Deliveries,,,,bo,
Price talks,project,secret,,bo,owner
"""


@pytest.fixture
def sam(db: None) -> Person:
    """Runs the site."""
    return admit("sam", name="Sam Okafor", site_role="site_admin")


def send(person: Person, kind: str, table: str | bytes, name: str = "table.csv", **headers: str) -> Any:
    """The table is sent to be looked at."""
    content = table.encode() if isinstance(table, str) else table
    door = device(person)
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return door.post(
        "/api/v1/administration/imports/",
        {"kind": kind, "file": SimpleUploadedFile(name, content, "text/csv")},
        headers=named,
    )


def plan(person: Person, kind: str, table: str | bytes) -> Any:
    """What was understood of it."""
    answer = send(person, kind, table)
    assert answer.status_code == 201, answer.text
    return json.loads(answer.text)


def lines(person: Person, plan_id: str, query: str = "") -> list[Any]:
    """What each line would do."""
    return list(device(person).read(f"administration/imports/{plan_id}/lines/?limit=100&{query}")["results"])


def reasons(person: Person, kind: str, table: str | bytes) -> list[str]:
    """Why lines are refused."""
    return [line["reason"] for line in lines(person, plan(person, kind, table)["id"], "outcome=refused")]


def bring(person: Person, kind: str, table: str | bytes) -> Any:
    """Look, then carry out; what was done."""
    made = plan(person, kind, table)
    return device(person).make(f"administration/imports/{made['id']}/carry-out/")


# It works -------------------------------------------------------------------------------------------------------------
def test_looking_says_what_would_happen_and_changes_nothing(sam: Person) -> None:
    before = rows()
    made = plan(sam, "people", PEOPLE)
    assert made["counts"] == {"new": 2, "changed": 0, "unchanged": 0, "refused": 0}
    assert (made["encoding"], made["separator"], made["ignored"], made["stale"]) == ("utf-8", ",", [], False)
    assert [line["what"] for line in lines(sam, made["id"])] == ["Zoé Marchand (zoe)", "Rik de Vries (rik)"]
    now = rows()
    changed = {name: now[name] - before[name] for name in now if now[name] != before[name]}
    assert changed == {"ImportPlan": 1, "DeviceToken": 2}, "a plan, and the two devices that asked"


def test_people_come_in_as_if_each_had_been_admitted_alone(sam: Person, ana: Person) -> None:
    assert bring(sam, "people", PEOPLE) == {"new": 2, "changed": 0, "unchanged": 0, "refused": 0}
    zoe, rik = Person.objects.get(handle="zoe"), Person.objects.get(handle="rik")
    admit_person(None, kind="member", handle="paul", name="Paul Petit")
    paul = Person.objects.get(handle="paul")
    for person in (zoe, paul):
        seats = Membership.objects.filter(person=person).order_by("role").values_list("audience_id", "role", "follows")
        assert sorted(seats) == sorted([(person.id, "member", False), (EVERYONE, "follower", True)])
        assert Audience.objects.filter(id=person.id, kind="person").exists()
    assert (rik.kind, rik.partner, zoe.has_usable_password()) == ("guest", Partner.objects.get(), False)
    assert (zoe.profile.department, zoe.profile.place, zoe.profile.phone) == ("Ventes", "Lyon", "+33499001122")
    assert [one.name for one in directory(ana, q="marchand").results] == ["Zoé Marchand"]
    assert Event.objects.filter(type="person.changed", data__id=zoe.id).exists()
    assert AuditEntry.objects.filter(verb="person.created", subject_id=zoe.id, actor_id=sam.id).exists()
    assert AuditEntry.objects.get(verb="import.done").detail["new"] == 2
    assert audit.first_broken() is None
    assert not ImportPlan.objects.exists()


@pytest.mark.parametrize(("kind", "table"), [("people", PEOPLE), ("groups", GROUPS)])
def test_the_same_table_twice_changes_nothing(sam: Person, ana: Person, bo: Person, kind: str, table: str) -> None:
    bring(sam, kind, table)
    before = {name: number for name, number in rows().items() if name not in ("DeviceToken", "AuditEntry")}
    told = bring(sam, kind, table)
    assert (told["new"], told["changed"]) == (0, 0)
    assert {name: number for name, number in rows().items() if name not in ("DeviceToken", "AuditEntry")} == before


def test_a_changed_directory_corrects_people_and_says_each_value(sam: Person) -> None:
    bring(sam, "people", PEOPLE)
    Person.objects.filter(handle="zoe").update(email_verified_at=clock.now())
    changed = PEOPLE.replace("Sales", "Service").replace("zoe@", "zoe.marchand@").replace("Lyon", "Nantes")
    made = plan(sam, "people", changed)
    assert made["counts"] == {"new": 0, "changed": 1, "unchanged": 1, "refused": 0}
    assert {one["column"]: (one["before"], one["after"]) for one in lines(sam, made["id"])[0]["changes"]} == {
        "email": ("zoe@example.org", "zoe.marchand@example.org"),
        "title": ("Sales", "Service"),
        "place": ("Lyon", "Nantes"),
    }
    device(sam).make(f"administration/imports/{made['id']}/carry-out/")
    zoe = Person.objects.get(handle="zoe")
    assert (zoe.title, zoe.profile.place, zoe.email_verified_at) == ("Service", "Nantes", None)
    assert " service" in zoe.profile.name_words
    assert AuditEntry.objects.get(verb="person.imported").detail == {"fields": ["email", "place", "title"]}


def test_groups_have_their_owners_from_the_first_moment(sam: Person, ana: Person, bo: Person) -> None:
    assert bring(sam, "groups", GROUPS)["new"] == 3
    deliveries, talks = Group.objects.get(name="Deliveries"), Group.objects.get(name="Price talks")
    seats = {
        (seat.audience_id, seat.person_id): seat.role
        for seat in Membership.objects.filter(audience__in=[deliveries.audience_id, talks.audience_id])
    }
    assert seats == {
        (deliveries.audience_id, ana.id): "owner",
        (deliveries.audience_id, bo.id): "member",
        (talks.audience_id, bo.id): "owner",
    }
    assert deliveries.audience.members_count == 2
    assert (deliveries.purpose, deliveries.kind, talks.openness) == ("Who drives where", "team", "secret")
    assert device(sam).ask("GET", f"groups/{talks.id}/").status_code == 404


def test_a_table_lets_people_into_open_groups_only(sam: Person, ana: Person, bo: Person, cy: Person) -> None:
    shop, talks = found(ana, "open", name="Shop floor"), found(ana, "secret", name="Price talks", member=bo)
    wanted = ("Shop floor,cy,", "Shop floor,bo,moderator", "Price talks,cy,", "Price talks,bo,", "Price talks,sam,")
    table = "\n".join(("group,person,role", *wanted, ""))
    made = plan(sam, "groups", table)
    told = lines(sam, made["id"])
    assert [line["outcome"] for line in told] == ["new", "refused", "refused", "refused", "refused"]
    assert len({line["reason"] for line in told[2:]}) == 1, "who has a seat in a secret group is not told"
    device(sam).make(f"administration/imports/{made['id']}/carry-out/")
    assert Membership.objects.get(person=cy, audience=shop.audience).role == "member"
    assert not Membership.objects.filter(person__in=[cy, sam], audience=talks.audience).exists()


def test_what_an_existing_group_is_called_and_for_is_its_owners_to_say(sam: Person, ana: Person) -> None:
    create_group(ana, name="Deliveries", kind="team", openness="closed", purpose="Ours")
    told = reasons(sam, "groups", "group,kind,openness,purpose\nDeliveries,team,open,Mine\n")
    assert told == ["the group is there already, and only its owners change it"]


# The wrong person -----------------------------------------------------------------------------------------------------
def test_nobody_else_brings_anything_in(sam: Person, ana: Person, gus: Person) -> None:
    made = plan(sam, "people", PEOPLE)
    other = admit("other", site_role="site_admin")
    for person in (ana, gus, admit("kim", site_role="compliance_admin"), other):
        if person is not other:
            assert send(person, "people", PEOPLE).status_code == 404
        for method, path in (
            ("GET", ""),
            ("DELETE", ""),
            ("GET", "lines/"),
            ("POST", "carry-out/"),
            ("POST", "look-again/"),
        ):
            assert device(person).ask(method, f"administration/imports/{made['id']}/{path}").status_code == 404
    assert not Person.objects.filter(handle="zoe").exists()


def test_a_table_gives_nobody_the_mail_of_who_runs_the_site(sam: Person) -> None:
    admit("boss", site_role="site_admin", email="boss@example.org")
    told = reasons(sam, "people", "handle,name,email\nboss,Boss,mallory@example.org\n")
    assert told == ["boss has a role in the site and changes their own address"]


def test_a_browser_sends_a_table_with_its_token_alone(sam: Person) -> None:
    door = browser(sam)
    sent = {"kind": "people", "file": SimpleUploadedFile("t.csv", PEOPLE.encode())}
    assert door.post("/api/v1/administration/imports/", sent).status_code == 403


# The world meanwhile --------------------------------------------------------------------------------------------------
def test_when_the_site_has_changed_since_it_is_looked_at_again(sam: Person) -> None:
    made = plan(sam, "people", PEOPLE)
    admit("zoe", name="Another Zoe", email="another@example.org")
    door, at = device(sam), f"administration/imports/{made['id']}/"
    assert door.read(at)["stale"] is True
    assert json.loads(door.ask("POST", f"{at}carry-out/").text)["code"] == "stale_plan"
    assert not Person.objects.filter(handle="rik").exists()
    assert door.make(f"{at}look-again/")["counts"] == {"new": 1, "changed": 1, "unchanged": 0, "refused": 0}
    door.make(f"{at}carry-out/")
    assert Person.objects.get(handle="zoe").email == "zoe@example.org"


def test_a_table_is_carried_out_once_and_a_dropped_or_old_one_never(sam: Person) -> None:
    door = device(sam)
    made = plan(sam, "people", PEOPLE)["id"]
    door.make(f"administration/imports/{made}/carry-out/")
    assert door.ask("POST", f"administration/imports/{made}/carry-out/").status_code == 404
    dropped = plan(sam, "people", PEOPLE)["id"]
    assert door.ask("DELETE", f"administration/imports/{dropped}/").status_code == 204
    assert door.ask("POST", f"administration/imports/{dropped}/carry-out/").status_code == 404
    old = plan(sam, "people", PEOPLE)["id"]
    with clock.at(dt.datetime.now(dt.UTC) + dt.timedelta(hours=25)):
        assert door.ask("GET", f"administration/imports/{old}/").status_code == 404
        plan(sam, "people", PEOPLE)
    assert not ImportPlan.objects.filter(id=old).exists()


def test_a_table_sent_twice_with_one_key_waits_once(sam: Person) -> None:
    again = key()
    first, second = (send(sam, "people", PEOPLE, Idempotency_Key=again) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 201)
    assert ImportPlan.objects.count() == 1


# Bad tables -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "written",
    [
        PEOPLE.encode("utf-8-sig"), PEOPLE.encode("utf-16"), PEOPLE.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + PEOPLE.encode("utf-16-be"), PEOPLE.encode("cp1252"),
        PEOPLE.replace(",", ";").replace("\n", "\r\n").encode("cp1252"), PEOPLE.replace(",", "\t").encode(),
    ],
    ids=["mark", "utf-16", "little", "big", "cp1252", "semicolons", "tabs"],
)  # fmt: skip
def test_whatever_a_spreadsheet_writes_is_read(sam: Person, written: bytes) -> None:
    bring(sam, "people", written)
    assert Person.objects.get(handle="zoe").name == "Zoé Marchand"


@pytest.mark.parametrize(
    ("table", "code"),
    [
        (b"", "empty"), (b"handle,name\n", "empty"), (b"\xff\xfe\x00", "not_a_table"),
        (b"handle\nzoe\n", "not_a_table"),
        (b"name,name,handle\na,b,c\n", "not_a_table"), (b"\x00" * 100, "not_a_table"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "not_a_table"), (b"x" * (5 * 1024 * 1024 + 1), "too_large"),
        (b"handle,name\n" + b"".join(b"h%d,N\n" % n for n in range(5001)), "too_many_lines"),
    ],
    ids=["nothing", "header", "half a mark", "column missing", "column twice", "zeros", "a picture", "large", "long"],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_in_plain_words(sam: Person, table: bytes, code: str) -> None:
    answer = send(sam, "people", table)
    assert answer.status_code == 400
    assert json.loads(answer.text)["errors"]["file"][0]["code"] == code
    assert not ImportPlan.objects.exists()


def test_a_kind_or_a_file_that_is_missing_is_said(sam: Person) -> None:
    assert set(json.loads(send(sam, "dogs", PEOPLE).text)["errors"]) == {"kind"}
    assert device(sam).post("/api/v1/administration/imports/", {"kind": "people"}).status_code == 400
    assert device(sam).ask("POST", "administration/imports/", {"kind": "people"}).status_code == 415


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("zoe,", "the name is empty"),
        (",Zoe", "the handle is empty"),
        (f"zoe,{'x' * 300}", "the name has more than 120 characters"),
        (f"{'z' * 61},Zoe", "the handle has more than 60 characters"),
        ("zoe spaces,Zoe", "the handle may have letters a to z, digits, dots, hyphens and underscores only"),
        ("=1+1,Zoe", "the handle may have letters a to z, digits, dots, hyphens and underscores only"),
        ("zoe,Z\x07oe", "the name holds characters that cannot be shown"),
        ("zoe,\u202eeoZ", "This holds invisible marks that turn the direction of writing. Type it anew."),
        ("zoe,123", "A name needs at least one letter."),
        ("zoe,Zoe,extra", "it has 3 cells, and there are 2 columns"),
    ],
    ids=lambda value: str(value)[:20].encode("ascii", "replace").decode(),
)
def test_a_line_that_cannot_be_used_is_refused_with_its_reason_and_the_others_go_on(
    sam: Person, line: str, reason: str
) -> None:
    made = plan(sam, "people", f"handle,name\n{line}\npaul,Paul\n")
    assert made["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "refused": 1}
    assert [one["reason"] for one in lines(sam, made["id"], "outcome=refused")] == [reason]


@pytest.mark.parametrize(
    ("cells", "reason"),
    [
        ({"email": "no mail"}, "this is not a mail address: no mail"),
        ({"email": "TAKEN@example.org"}, "the mail TAKEN@example.org belongs to bo"),
        ({"language": "tlh"}, "the language tlh is not offered here"),
        ({"time_zone": "Moon/Base"}, "the time zone Moon/Base is unknown"),
        ({"phone": "call me"}, "this is not a phone number: call me"),
        ({"handle": "bo", "partner": "Vasseur"}, "bo is with us, not as it says"),
    ],
    ids=str,
)
def test_values_that_cannot_be_kept_are_refused(sam: Person, cells: dict[str, str], reason: str) -> None:
    admit("bo", email="taken@example.org")
    row = {"handle": "zoe", "name": "Zoe", **cells}
    assert reasons(sam, "people", f"{','.join(row)}\n{','.join(row.values())}\n") == [reason]


def test_the_same_handle_or_mail_twice_in_a_table_is_refused_the_second_time(sam: Person) -> None:
    table = "handle,name,email\nzoe,Zoe,z@example.org\nZOE,Other,o@example.org\nzed,Zed,Z@Example.org\n"
    assert reasons(sam, "people", table) == [
        "the handle zoe is already in line 2",
        "the mail z@example.org is already in line 2",
    ]


def test_a_cell_that_begins_like_a_formula_is_text(sam: Person) -> None:
    bring(sam, "people", 'handle,name,title\nzoe,Zoe,"=HYPERLINK(""http://evil.example"")"\n')
    assert Person.objects.get(handle="zoe").title == '=HYPERLINK("http://evil.example")'


def test_quoted_lines_and_unknown_columns_are_told(sam: Person) -> None:
    made = plan(sam, "people", 'handle,name,shoe size\nzoe,"Zoe\nMarchand",38\n')
    assert made["ignored"] == ["shoe_size"]
    assert lines(sam, made["id"])[0]["what"] == "Zoe Marchand (zoe)"


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ("group\n\"\"\nX", "the group is new, and the kind is empty"),
        ("group,kind\nX,team", "the group is new, and the openness is empty"),
        ("group,kind,openness\nX,club,open", "the kind “club” is not one of: team, community, project"),
        ("group,kind,openness,person,role\nX,team,open,ana,king",
         "the role “king” is not one of: owner, moderator, member"),
        ("group,kind,openness,person,role\nX,team,open,nobody,owner", "nobody here has the handle nobody"),
        ("group,kind,openness,person,role\nX,team,open,gus,owner", "gus is no active colleague"),
        ("group,kind,openness,role\nX,team,open,owner", "there is a role, and no person"),
        ("group,kind,openness,person,role\nX,team,open,ana,member",
         "no line that can be used names an owner of this group"),
        (f"group,kind,openness\n{'x' * 300},team,open", "This has at most 100 characters."),
    ],
    ids=lambda value: str(value)[-30:],
)  # fmt: skip
def test_lines_of_groups_that_cannot_be_used_are_refused(
    sam: Person, ana: Person, gus: Person, table: str, reason: str
) -> None:
    assert reason in reasons(sam, "groups", f"{table}\n")


def test_lines_of_one_group_that_say_different_things_are_refused(sam: Person, ana: Person, bo: Person) -> None:
    table = "group,kind,openness,person,role\nX,team,open,ana,owner\nX,project,,bo,\nX,,,ana,member\n"
    assert reasons(sam, "groups", table) == [
        "the kind is another one than in line 2",
        "this person is in this group already in line 2",
    ]


# How many statements --------------------------------------------------------------------------------------------------
def _table(number: int) -> str:
    rows = "".join(f"p{number}-{one},Person {one},p{number}-{one}@example.org,Sales\n" for one in range(number))
    return f"handle,name,email,title\n{rows}"


@pytest.mark.parametrize("number", [1, 10, 100])
def test_many_people_cost_as_many_statements_as_one(sam: Person, statements: Counting, number: int) -> None:
    door = device(sam)
    for table, most in ((_table(number), 34), (_table(number).replace("Sales", "Service"), 34)):
        made = plan(sam, "people", table)["id"]
        door.read("me/")
        with statements(5):
            door.read(f"administration/imports/{made}/lines/")
        with statements(most):
            door.make(f"administration/imports/{made}/carry-out/")


@pytest.mark.parametrize("number", [1, 10, 100])
def test_many_seats_in_one_group_cost_as_many_statements_as_two(
    sam: Person, ana: Person, statements: Counting, number: int
) -> None:
    for one in range(number + 1):
        admit(f"m{one}")
    lines = "".join(f"X,,,m{one},\n" for one in range(number + 1))
    made = plan(sam, "groups", f"group,kind,openness,person,role\nX,team,open,ana,owner\n{lines}")["id"]
    door = device(sam)
    door.read("me/")
    with statements(70):
        door.make(f"administration/imports/{made}/carry-out/")
    assert Group.objects.get(name="X").audience.members_count == number + 2
