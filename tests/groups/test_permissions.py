"""docs/permissions.md holds cell by cell: every door is asked as every column, and the policies have no other verbs."""

import datetime as dt
import io
import json
from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.http import HttpResponse

from cases.actions import Holder, add_participant, create_rule, set_holder
from esn.core import clock
from feeds.actions import Manner, NewPoll, delete_post, edit_post
from feeds.models import PollOption, Post
from groups.actions import ask_to_join, follow, invite
from groups.models import Audience, Group, Membership
from people.actions import create_partner
from people.models import Person
from tests.cast import Door, Scene, admit, device, matter, side, side_named
from tests.groups.matrix import Table, table

Verb = Callable[[Door], HttpResponse]

pytestmark = pytest.mark.shape


def told(answer: HttpResponse) -> str:
    """What an answer means in the tables."""
    if answer.status_code == 400 and set(json.loads(answer.text)["errors"]) == {"side"}:
        return "-"
    return {200: "y", 201: "y", 204: "y", 403: "x", 404: "-", 409: "c"}[answer.status_code]


def ask(person: Person, verb: Verb) -> str:
    """What the door answers, without what it does."""
    with transaction.atomic():
        answer = told(verb(device(person)))
        transaction.set_rollback(True)
    return answer


def asking(method: str, path: str, body: Any) -> Verb:
    return lambda door: door.ask(method, path, body)


def compare(expected: Table, found: Table) -> None:
    different = {cell: (expected.get(cell), found.get(cell)) for cell in expected.keys() | found.keys()}
    assert {cell: pair for cell, pair in different.items() if pair[0] != pair[1]} == {}


# Groups ---------------------------------------------------------------------------------------------------------------
def group_verbs(group: Group, person: Person, member: Person, asking: Person, new: Person) -> dict[str, Verb]:
    at = f"groups/{group.id}/"
    post = Post.objects.filter(audience=group.audience_id).values_list("id", flat=True).first()
    return {
        "know": lambda door: door.ask("GET", at),
        "read": lambda door: door.ask("GET", f"{at}members/"),
        "follow": lambda door: door.ask("POST", f"{at}follow/"),
        "join": lambda door: door.ask("POST", f"{at}join/"),
        "ask": lambda door: door.ask("POST", f"{at}requests/"),
        "post": lambda door: door.ask("POST", f"{at}posts/", {"body": "x"}),
        "leave": lambda door: door.ask("POST", f"{at}leave/"),
        "decide_requests": lambda door: door.ask(
            "POST", f"{at}requests/decide/", {"person": asking.id, "accept": True}
        ),
        "add_member": lambda door: door.ask("POST", f"{at}members/", {"person": new.id}),
        "remove_member": lambda door: door.ask("DELETE", f"{at}members/{member.id}/"),
        "promote": lambda door: door.ask("POST", f"{at}members/", {"person": member.id, "role": "moderator"}),
        "edit": lambda door: door.ask("PATCH", at, {"purpose": "x"}),
        "accept": lambda door: door.ask("POST", f"{at}invitations/accept/"),
        "invite": lambda door: door.ask("POST", f"{at}invitations/", {"people": [new.id]}),
        "pin": lambda door: door.ask("POST", f"posts/{post}/pin/"),
        "announce": lambda door: door.ask("POST", "announcements/", {"body": "x", "group": group.id}),
        "step_down": lambda door: door.ask("POST", f"{at}step-down/"),
        "set_openness": lambda door: door.ask("POST", f"{at}openness/", {"openness": "secret"}),
        "publish_history": lambda door: door.ask("POST", f"{at}publish-history/"),
        "archive": lambda door: door.ask("POST", f"{at}archive/"),
        "restore": lambda door: door.ask("POST", f"{at}restore/"),
    }


def test_groups(scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person, gus: Person) -> None:
    asking, new, member, invited = admit("asking"), admit("new"), admit("member"), admit("invited")
    invite(ana, group_id=scene.secret.id, person_ids=[invited.id])
    ask_to_join(asking, group_id=scene.closed.id)
    for group in (scene.open, scene.closed, scene.secret):
        Membership.objects.create(person=member, audience=group.audience)
    columns = {
        "guest": (gus, scene.open), "outside, open": (cy, scene.open), "outside, closed": (cy, scene.closed),
        "outside, secret": (cy, scene.secret), "invited": (invited, scene.secret),
        "member": (bo, scene.closed), "moderator": (mo, scene.closed),
        "owner": (ana, scene.closed),
    }  # fmt: skip
    found = {
        (code, column): ask(person, verb)
        for column, (person, group) in columns.items()
        for code, verb in group_verbs(group, person, member, asking, new).items()
    }
    compare(table("Groups"), found)


def test_what_the_seats_of_a_group_allow_is_the_same_in_all_of_them(scene: Scene) -> None:
    """``can`` in the answers names what the doors allow."""
    for group in (scene.open, scene.closed, scene.secret):
        for column, handle in (("member", "bo"), ("moderator", "mo"), ("owner", "ana")):
            can = device(Person.objects.get(handle=handle)).read(f"groups/{group.id}/")["can"]
            allowed = {code for (code, who), cell in table("Groups").items() if who == column and cell == "y"}
            state = {"leave", "step_down", "restore", "invite"}  # what depends on more than the seat
            assert set(can) - state == allowed - {"know", "read", "join", "accept"} - state, (group.name, column)


# Posts ----------------------------------------------------------------------------------------------------------------
POST_VERBS: dict[str, tuple[str, str, Any]] = {
    "read": ("GET", "posts/{other}/history/", None),
    "read_files": ("HEAD", "files/{file}/content/", None),
    "mark_read": ("POST", "posts/{other}/read/", None),
    "reply": ("POST", "posts/{other}/replies/", {"body": "x"}),
    "vote": ("POST", "posts/{poll}/poll/vote/", None),
    "close_poll": ("POST", "posts/{poll}/poll/close/", None),
    "accept": ("POST", "posts/{answer}/accept/", None),
    "follow_thread": ("PUT", "posts/{other}/follow/", None),
    "react": ("PUT", "posts/{other}/reactions/%F0%9F%91%8D/", None),
    "edit_own": ("PATCH", "posts/{own}/", {"body": "x"}),
    "edit_other": ("PATCH", "posts/{other}/", {"body": "x"}),
    "delete_own": ("DELETE", "posts/{own}/", None),
    "delete_other": ("DELETE", "posts/{other}/", None),
    "delete_entry": ("DELETE", "posts/{entry}/", None),
    "history_deleted": ("GET", "posts/{deleted}/history/", None),
}


def written(author: Person, audience_id: str, **more: Any) -> str:
    """A post as if its author had once had the right to write it."""
    from feeds.actions import write

    return write(author.id, audience=Audience.objects.get(id=audience_id), body="x", **more)


def kept_file(person: Person) -> str:
    """A file of somebody, to be named by a post."""
    from feeds.actions import add_file, receive_file

    return add_file(person, received=receive_file(person, name="a.txt", source=io.BytesIO(b"x")))


def test_posts(scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person, gus: Person) -> None:
    mallory = admit("mallory")
    taking_part = admit("part")
    add_participant(ana, ref=scene.case, person_id=taking_part.id)
    inside, partner = side(scene.case, "internal"), side(scene.case, "partner")
    columns = {
        "outside, open group": (cy, scene.open.audience_id), "outside, other group": (cy, scene.closed.audience_id),
        "member": (bo, scene.open.audience_id), "moderator": (mo, scene.secret.audience_id),
        "owner": (ana, scene.open.audience_id), "outside, open case": (cy, inside),
        "participant": (taking_part, inside),
        "holder": (ana, inside), "guest, own side": (gus, partner), "guest, other side": (gus, inside),
    }  # fmt: skip
    found: Table = {}
    for column, (person, audience_id) in columns.items():
        group = not Audience.objects.filter(id=audience_id, subject_kind="case").exists()
        names = {
            "own": written(person, audience_id),
            "other": written(mallory, audience_id, attachments=[(file := kept_file(mallory))]),
            "file": file,
            "entry": "" if group else written(mallory, audience_id, kind="status"),
            "deleted": written(mallory, audience_id),
            "poll": (poll := written(mallory, audience_id, manner=Manner("poll", NewPoll(("A", "B"))))),
            "option": PollOption.objects.filter(poll=poll, place=0).get().id,
            "answer": written(mallory, audience_id, root_id=written(mallory, audience_id, manner=Manner("question"))),
        }
        Post.objects.filter(id=names["deleted"]).update(deleted_at="2026-01-01T00:00:00Z")
        for code, (method, path, body) in POST_VERBS.items():
            if names["entry"] or code != "delete_entry":
                body = {"options": [names["option"]]} if code == "vote" else body
                found[code, column] = ask(person, asking(method, path.format(**names), body))
    compare(table("Posts"), found)


def test_can_of_a_post_says_what_the_doors_do(scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person) -> None:
    expected = table("Posts")
    for person, column in ((bo, "member"), (mo, "moderator"), (ana, "owner"), (cy, "outside, open group")):
        own, other = written(person, scene.open.audience_id), written(admit(f"m-{column[:3]}"), scene.open.audience_id)
        for post, whose in ((own, "own"), (other, "other")):
            can = set(device(person).read(f"posts/{post}/")["can"])
            for verb, code in (("reply", "reply"), ("edit", f"edit_{whose}"), ("delete", f"delete_{whose}")):
                assert (verb in can) == (expected[code, column] == "y"), (column, whose, verb)


def test_what_was_edited_and_deleted_has_a_past(scene: Scene, bo: Person, mo: Person) -> None:
    own = written(bo, scene.open.audience_id)
    edit_post(bo, post_id=own, body="y")
    delete_post(bo, post_id=own)
    assert [one["body"] for one in device(mo).read(f"posts/{own}/history/")["results"]] == ["x"]


# Cases ----------------------------------------------------------------------------------------------------------------
def case_verbs(ref: str, person: Person, other: Person, new: Person, posts: dict[str, str]) -> dict[str, Verb]:
    at = f"cases/{ref}/"
    contact = {"channel": "phone", "direction": "in", "minutes": 1, "note": "x", "retold": False}
    handoff = {"to": {"kind": "person", "id": new.id}, "brief": "x", "expectation": "x"}
    blocker = {"cause": "x", "lifter": "x", "meanwhile": "x"}
    window = {"start": "2199-01-14T07:00", "end": "2199-01-14T14:00"}
    promise = {"kind": "delivery", "text": "x", "window": window}
    invited = [{"kind": "person", "id": new.id}]
    huddle = {"question": "x", "deadline": (clock.now() + dt.timedelta(hours=1)).isoformat(), "invited": invited}
    partner = side_named(ref, "partner")
    return {
        "know": lambda door: door.ask("GET", at),
        "follow": lambda door: door.ask("POST", f"{at}follow/"),
        "mute": lambda door: door.ask("PUT", f"{at}mute/"),
        "urgent": lambda door: door.ask("GET", f"{at}urgent/"),
        "inside": lambda door: door.ask("GET", f"{at}brief/"),
        "read_partner": lambda door: door.ask("GET", f"posts/{posts['partner']}/"),
        "read_customer": lambda door: door.ask("GET", f"posts/{posts['customer']}/"),
        "post_internal": lambda door: door.ask("POST", f"{at}posts/", {"body": "x", "side": "internal"}),
        "post_partner": lambda door: door.ask("POST", f"{at}posts/", {"body": "x", "side": partner}),
        "post_customer": lambda door: door.ask("POST", f"{at}posts/", {"body": "x", "side": "customer"}),
        "portal": lambda door: door.ask("POST", f"{at}portal-links/", {}),
        "story": lambda door: door.ask("PATCH", f"{at}story/", {"tried": "x"}),
        "edit": lambda door: door.ask("PATCH", at, {"title": "x"}),
        "status": lambda door: door.ask("PATCH", at, {"status": "waiting_customer"}),
        "take": lambda door: door.ask("POST", f"{at}take/"),
        "holder": lambda door: door.ask("PATCH", at, {"holder": {"kind": "person", "id": new.id}}),
        "participants": lambda door: door.ask("POST", f"{at}participants/", {"person": new.id}),
        "contact": lambda door: door.ask("POST", f"{at}contacts/", contact),
        "handoff": lambda door: door.ask("POST", f"{at}handoffs/", handoff),
        "blocker": lambda door: door.ask("POST", f"{at}blockers/", blocker),
        "link": lambda door: door.ask("POST", f"{at}links/", {"case": posts["linked"], "kind": "same_cause"}),
        "checklist": lambda door: door.ask("POST", f"{at}checklists/", {"name": "x", "steps": ["x"]}),
        "promise": lambda door: door.ask("POST", f"{at}commitments/", promise),
        "tell": lambda door: door.ask("POST", f"{at}tellings/", {"subject": {"type": "status"}, "channel": "phone"}),
        "preview": lambda door: door.ask("GET", f"{at}as/{partner}/"),
        "waiver": lambda door: door.ask("POST", f"{at}waivers/", {"rule": posts["rule"], "what": "x", "why": "x"}),
        "huddle": lambda door: door.ask("POST", f"{at}huddles/", huddle),
        "remove_other": lambda door: door.ask("DELETE", f"{at}participants/{other.id}/"),
        "remove_self": lambda door: door.ask("DELETE", f"{at}participants/{person.id}/"),
        "restrict": lambda door: door.ask("PATCH", at, {"restricted": ref == posts["open"]}),
    }


@pytest.mark.parametrize("restricted", [False, True])
def test_cases(scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person, gus: Person, restricted: bool) -> None:
    """The columns of those inside are the same for an open and for a restricted case."""
    ida = admit("ida", kind="guest", partner_id=create_partner(None, name="Ateliers Roux"))
    new, other = admit("new"), admit("other")
    ref = scene.restricted if restricted else scene.case
    for person in (gus, mo, other):
        add_participant(ana, ref=ref, person_id=person.id)
    set_holder(ana, ref=ref, holder=Holder("person", bo.id))
    posts = {name: written(ana, side(ref, name)) for name in ("partner", "customer")} | {"open": scene.case}
    posts["linked"] = matter(ana, scene.customer)
    deciders = [Holder("person", one.id) for one in (mo, other)]  # somebody else decides, whoever asks
    posts["rule"] = create_rule(ana, title="x", text="x", deciders=deciders)
    columns = {
        "stranger guest": ida, "guest": gus, ("outside, restricted" if restricted else "outside, open"): cy,
        "participant": mo, "opener": ana, "holder": bo,
    }  # fmt: skip
    found = {
        (code, column): ask(person, verb)
        for column, person in columns.items()
        for code, verb in case_verbs(ref, person, other, new, posts).items()
    }
    compare({cell: told for cell, told in table("Cases").items() if cell[1] in columns}, found)


def test_can_of_a_case_says_what_the_doors_do(scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person) -> None:
    expected = table("Cases")
    add_participant(ana, ref=scene.case, person_id=mo.id)
    set_holder(ana, ref=scene.case, holder=Holder("person", bo.id))
    for person, column in ((cy, "outside, open"), (mo, "participant"), (ana, "opener"), (bo, "holder")):
        can = set(device(person).read(f"cases/{scene.case}/")["can"])
        codes = {code for code, _column in expected} & (can | {"restrict", "post_partner", "post_customer"})
        assert {code for code in codes if expected[code, column] == "y"} - {"take"} == can & codes - {"take"}, column


# The tables of the rooms ----------------------------------------------------------------------------------------------
def test_the_policies_have_no_verb_without_a_row() -> None:
    from cases import policy as cases
    from groups import policy as groups

    assert set(groups.GROUP_VERBS) <= {code for code, _column in table("Groups")}
    known = {code for code, _column in table("Cases")}
    assert {*cases.MEMBER_VERBS, *cases.PARTICIPANT_VERBS, *cases.HOLDER_VERBS} <= known
    for heading, verbs in (("Exceptions", cases.WAIVER_VERBS), ("Huddles", cases.HUDDLE_VERBS)):
        assert {verb for some in verbs.values() for verb in some} <= {code for code, _column in table(heading)}
    assert set(cases.RULE_VERBS) <= {code for code, _column in table("Rules")}
    promises = {code for code, _column in table("Promises")}
    assert {verb for verbs in cases.COMMITMENT_VERBS.values() for verb in verbs} <= promises


def test_the_table_of_groups_is_the_table_of_its_policy() -> None:
    from groups.policy import GROUP_VERBS

    expected = table("Groups")
    for verb, roles in GROUP_VERBS.items():
        for role in ("member", "moderator", "owner"):
            cell = expected[verb, role]
            assert (role in roles) == (cell in {"y", "c"}), (verb, role)


def test_following_gives_no_right(scene: Scene, cy: Person) -> None:
    follow(cy, audience_id=scene.open.audience_id)
    follow(cy, audience_id=side(scene.case, "internal"))
    for verb in ("post", "edit", "add_member", "decide_requests"):
        assert ask(cy, group_verbs(scene.open, cy, cy, cy, cy)[verb]) == "x"


@pytest.mark.parametrize("role", ["site_admin", "compliance_admin"])
def test_a_site_role_opens_no_door_of_a_group_or_case(scene: Scene, role: str) -> None:
    person = admit("root", site_role=role)
    door = device(person)
    for path in (f"groups/{scene.secret.id}/", f"posts/{scene.in_secret}/", f"cases/{scene.restricted}/"):
        assert door.ask("GET", path).status_code == 404
