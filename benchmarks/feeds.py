"""Feeds. Run: ``python -m benchmarks.feeds [--posts 1000000]``."""

from __future__ import annotations

import argparse
import itertools
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from benchmarks.site import fresh_site
from benchmarks.table import cpu_ms, head, row

if TYPE_CHECKING:
    from people.models import Person


def main() -> None:
    """Measure at a tenth of the posts, then at all of them."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--posts", type=int, default=1_000_000)
    posts = options.parse_args().posts
    with fresh_site():
        _measure(posts)


def _measure(posts: int) -> None:
    from django.db import connection

    from benchmarks import company
    from feeds.queries import home
    from groups.models import Membership

    vendor = connection.vendor
    crowd = company.people(20)  # few, so that each has written in most groups already among a tenth of the posts
    audiences = [group.audience_id for group in company.groups(2_000)]
    many, few, busy, plain = crowd[:4]
    company.seat(many, audiences[:500])
    company.seat(few, audiences[495:500])
    company.seat(plain, audiences[:50])
    company.seat(busy, audiences[:50])
    tenth = posts // 10
    company.posts(tenth, crowd, audiences)
    _ask_and_name(many)
    _analyse()
    small = cpu_ms(lambda: home(many))
    few_posts = _narrowed(many)
    company.posts(posts - tenth, crowd, audiences, seed=2)
    _ask_and_name(many)
    _analyse()
    large, quiet = cpu_ms(lambda: home(many)), cpu_ms(lambda: home(few))
    naive = cpu_ms(lambda: _by_subquery(many), times=5)
    second = home(many).next
    head(f"Feeds on {vendor}, {posts:,} posts, 2,000 groups")
    row(
        "first page, member of 500 groups / of 5 (CPU)",
        f"{large / quiet:.2f} ({large:.2f} / {quiet:.2f} ms)",
        "≤ 2.5",
        large / quiet <= 2.5,
    )
    row(
        f"first page at {posts:,} / at {tenth:,} posts",
        f"{large / small:.2f} ({small:.2f} ms)",
        "≤ 1.5",
        large / small <= 1.5,
    )
    for only, (work, cpu) in _narrowed(many).items():
        before, cpu_before = few_posts[only]
        row(
            f"narrowed to {only}, at {posts:,} / at {tenth:,} posts: steps of the database; CPU",
            f"{work / before:.2f} ({work:,}); {cpu / cpu_before:.2f} ({cpu:.2f} ms)",
            "≤ 1.5",
            work / before <= 1.5 and cpu / cpu_before <= 1.5,
        )
    row(
        "first page / the same by IN (subquery)",
        f"1/{naive / large:.0f} ({naive:.0f} ms)",
        "≤ 1/50 on SQLite",
        naive / large >= 50 or vendor != "sqlite",
    )
    later = cpu_ms(lambda: home(many, cursor=second))
    row("second page / first page", f"{later / large:.2f} ({later:.2f} ms)", "", later / large <= 3)
    alone, steps_alone = cpu_ms(lambda: home(plain)), _steps(lambda: home(plain))
    _open_cases(100_000)
    Membership.objects.filter(person=busy).update(follows=True)
    crowded, steps_crowded = cpu_ms(lambda: home(busy)), _steps(lambda: home(busy))
    row(
        "first page of a member with 100,000 open cases / with none: steps of the database; CPU",
        f"{steps_crowded / steps_alone:.2f}; {crowded / alone:.2f}",
        "≤ 1.2",
        steps_crowded / steps_alone <= 1.2 and crowded / alone <= 1.2,
    )


def _narrowed(viewer: Person) -> dict[str, tuple[int, float]]:
    """What the first narrowed page costs, by its filter: steps of the database, CPU in milliseconds."""
    from feeds.queries import home

    pages = {only: partial(home, viewer, only=only) for only in ("all", "unread", "questions", "mine", "mentions")}
    return {only: (_steps(page), cpu_ms(page)) for only, page in pages.items()}


def _steps(work: Callable[[], object]) -> int:
    """What SQLite's virtual machine does for a call, in instructions, give or take ten a statement; else 1.

    The same on a busy machine as on a quiet one.
    """
    from django.db import connection

    if connection.vendor != "sqlite":
        return 1
    tens = itertools.count()
    connection.ensure_connection()
    connection.connection.set_progress_handler(lambda: next(tens) < 0, 10)
    work()
    connection.connection.set_progress_handler(None, 0)
    return next(tens) * 10


def _ask_and_name(somebody: Person) -> None:
    """Make each sixteenth post an open question that names somebody."""
    from feeds.models import QUESTION, Mention, Post

    asked = Post.objects.filter(id__endswith="0").exclude(kind=QUESTION)
    Mention.objects.bulk_create(
        [
            Mention(post_id=post_id, kind=Mention.Kind.PERSON, target=somebody.id, at=at)
            for post_id, at in asked.values_list("id", "created_at")
        ],
        batch_size=500,
    )
    asked.update(kind=QUESTION)


def _by_subquery(viewer: Person) -> None:
    from feeds.models import Post
    from groups.models import Membership

    mine = Membership.objects.filter(person=viewer, follows=True).values("audience_id")
    list(Post.objects.filter(audience_id__in=mine, root=None).order_by("-bumped_at", "-id").values_list("id")[:20])


def _open_cases(number: int) -> None:
    """Audiences of open cases that every member reads."""
    from esn.core.ids import new_id
    from groups.models import Audience

    for start in range(0, number, 1_000):
        Audience.objects.bulk_create(
            Audience(
                id=new_id(), kind="internal", open_to_members=True, subject_kind="case", subject_ref=f"C-{start + n}"
            )
            for n in range(1_000)
        )


def _analyse() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


if __name__ == "__main__":
    main()
