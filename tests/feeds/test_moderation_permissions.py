"""docs/permissions.md holds cell by cell for moderation."""

from typing import Any

import pytest

from feeds.actions import moderate_member, publish
from feeds.models import HeldPost, Report
from groups.actions import add_member, set_approval
from groups.models import Sanction
from people.models import Person
from tests.cast import Scene, admit, say
from tests.feeds.moderation import report, site_moderator
from tests.groups.matrix import table
from tests.groups.test_permissions import ask, asking, compare

pytestmark = pytest.mark.shape

WHY = {"reason": "For order."}


def test_moderation(scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person, gus: Person) -> None:
    sam, tom, peer = site_moderator(), admit("tom"), admit("peer")
    add_member(ana, group_id=scene.open.id, person_id=tom.id)
    add_member(ana, group_id=scene.open.id, person_id=peer.id, role="moderator")
    known = admit("known")
    posts = {"member": say(tom, scene.open), "moderator": say(peer, scene.open), "owner": say(ana, scene.open)}
    report(cy, posts["member"])
    report(cy, posts["owner"])
    lines = {row.subject_id: row.id for row in Report.objects.all()}
    out = admit("out")
    add_member(ana, group_id=scene.open.id, person_id=out.id)
    moderate_member(ana, group_id=scene.open.id, person_id=out.id, verb="ban", reason="x")
    set_approval(ana, group_id=scene.open.id, words=["fool"])
    publish(tom, audience_id=scene.open.audience_id, body="fool")
    fresh = say(tom, scene.open)
    group = f"groups/{scene.open.id}/"
    member = f"{group}members/{tom.id}/moderate/"
    hide = {"verb": "hide", **WHY}
    verbs: dict[str, tuple[str, str, Any]] = {
        "report": ("POST", f"posts/{fresh}/report/", {"reason": "spam"}),
        "queue": ("GET", f"{group}reports/", None),
        "decide": ("POST", f"reports/{lines[posts['member']]}/decide/", WHY),
        "decide_site": ("POST", f"reports/{lines[posts['owner']]}/decide/", WHY),
        "hide": ("POST", f"posts/{posts['member']}/moderate/", hide),
        "hide_moderator": ("POST", f"posts/{posts['moderator']}/moderate/", hide),
        "hide_owner": ("POST", f"posts/{posts['owner']}/moderate/", hide),
        "lock": ("POST", f"posts/{posts['member']}/moderate/", {"verb": "lock", **WHY}),
        "sanction": ("POST", member, {"verb": "mute", "days": 1, **WHY}),
        "sanction_moderator": ("POST", f"{group}members/{peer.id}/moderate/", {"verb": "warn", **WHY}),
        "sanctions": ("GET", f"sanctions/?group={scene.open.id}", None),
        "lift": ("POST", f"sanctions/{Sanction.objects.get().id}/lift/", WHY),
        "mute_everywhere": ("POST", f"people/{known.id}/mute/", {"days": 1, **WHY}),
        "decide_held": ("POST", f"held/{HeldPost.objects.get().id}/decide/", {"publish": True}),
        "approval": ("PATCH", f"{group}approval/", {"days": 1}),
    }
    columns = {
        "guest": gus, "outside": cy, "member": bo, "moderator": mo, "owner": ana, "moderator of the site": sam,
    }  # fmt: skip
    found = {
        (code, column): ask(person, asking(*verb)) for column, person in columns.items() for code, verb in verbs.items()
    }
    for column, person in columns.items():
        whom = ana if person is gus else known
        found["report_person", column] = ask(person, asking("POST", f"people/{whom.id}/report/", {"reason": "spam"}))
    compare(table("Moderation"), found)


def test_every_act_of_the_policy_has_a_row() -> None:
    from feeds.policy import PERSON_VERBS, POST_ACTS

    assert set(POST_ACTS) == {"hide", "restore", "lock", "unlock", "move", "split"}
    assert set(PERSON_VERBS) == {"warn", "mute", "remove", "ban"}
