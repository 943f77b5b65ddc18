"""What the tests of moderation share: reporting, deciding and what somebody was told."""

import json
from typing import Any

from groups.actions import appoint_site_moderator
from people.models import Person
from tests.cast import admit, device


def report(person: Person, post_id: str, reason: str = "insult", text: str = "") -> None:
    """Somebody reports a post."""
    device(person).make(f"posts/{post_id}/report/", {"reason": reason, "text": text})


def queue(person: Person, group_id: str = "") -> list[Any]:
    """The open lines that somebody decides."""
    path = f"groups/{group_id}/reports/" if group_id else "reports/"
    results: list[Any] = device(person).read(path)["results"]
    return results


def decide(moderator: Person, report_id: str, /, **said: Any) -> int:
    """Somebody decides; the status of the answer."""
    body = {"reason": "This is not how we speak.", **said}
    return device(moderator).ask("POST", f"reports/{report_id}/decide/", body).status_code


def told(person: Person) -> list[str]:
    """What somebody was told, the newest first, as codes."""
    return [notice["kind"] for notice in device(person).read("notices/")["results"]]


def site_moderator(handle: str = "sam") -> Person:
    """Somebody who moderates the site, appointed by who runs it."""
    root = Person.objects.filter(handle="root").first() or admit("root", site_role="site_admin")
    person = admit(handle)
    appoint_site_moderator(root, person_id=person.id)
    return person


def problem(answer: Any) -> tuple[int, str]:
    """The status and the code of a refusal."""
    return answer.status_code, json.loads(answer.text)["code"]
