"""A process that dies while it works off an outbox, at the statement that keeps the words of its second item.

Run by test_outbox with the path of the database; the outbox and the token come on the standard input.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from typing import Any


def main(path: str) -> None:
    """Send the outbox to the site in this process, until it is killed."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "esn.settings"
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = path
    import django

    django.setup()
    from django.db import connection

    from tests.cast import Door

    asked = json.load(sys.stdin)
    written = 0

    def kill_at_the_second(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        nonlocal written
        answer = execute(sql, params, many, context)
        written += 'INSERT INTO "feeds_post"' in sql
        if written == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return answer

    door = Door(SERVER_NAME="localhost", headers={"Authorization": asked["token"]})
    with connection.execute_wrapper(kill_at_the_second):
        door.ask("POST", "batch/", {"items": asked["items"]})


if __name__ == "__main__":
    main(*sys.argv[1:])
