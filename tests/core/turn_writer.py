"""A process of its own that writes notes into a database file until it has written enough; run by test_turns."""

import sys

from django.conf import settings


def main(path: str, writer: str, notes: str) -> None:
    """Write ``notes`` notes in as many transactions."""
    from tests.core.site_file import options

    settings.configure(
        DATABASES={"default": {"ENGINE": "esn.core.sqlite", "NAME": path, "OPTIONS": options(20)}},
    )
    from django.db import connection, transaction

    for _ in range(int(notes)):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("INSERT INTO note (writer) VALUES (%s)", [writer])


if __name__ == "__main__":
    main(*sys.argv[1:])
