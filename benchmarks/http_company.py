"""The company of the HTTP benchmark: fills the site that the environment names; prints what the driver needs."""

import json
import os
import random
import sys

import django

PEOPLE, GROUPS, POSTS, REPLIES = 200, 20, 10_000, 5_050
DEVICES = 16  # people with one, who are in every group


def main() -> None:
    """Fill the site."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "esn.settings")
    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.core.management import call_command

    from benchmarks import company
    from feeds.models import Post
    from people.actions import issue_token

    call_command("migrate", verbosity=0, skip_checks=True)
    draw = random.Random(8)
    crowd = company.people(PEOPLE)
    devices = crowd[: int(sys.argv[2]) if sys.argv[2:] else DEVICES]
    groups = company.groups(GROUPS)
    for person in crowd:
        company.seat(person, [group.audience_id for group in draw.sample(groups, 10)])
    for group in groups:
        company.seat_missing(devices, group.audience_id)
    company.posts(
        int(sys.argv[1]) if sys.argv[1:] else POSTS,
        crowd,
        [group.audience_id for group in groups],
        words=company.ENGLISH,
    )
    roots = list(Post.objects.order_by("-bumped_at").values_list("id", flat=True)[:500])
    thread = roots[100]
    company.replies(REPLIES - 50, roots, crowd)
    company.replies(50, [thread], crowd)
    company.tell()
    session = SessionStore()
    session[SESSION_KEY] = crowd[0].id
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = crowd[0].get_session_auth_hash()
    session.create()
    told = {
        "tokens": [issue_token(person, device="driver")[1] for person in devices],
        "session": session.session_key,
        "groups": [group.id for group in groups],
        "roots": roots[:100],
        "thread": thread,
    }
    print(json.dumps(told))


if __name__ == "__main__":
    main()
