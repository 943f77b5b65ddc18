"""A company of any size, written straight into the tables: for measuring, never for showing."""

import datetime as dt
import random
from collections.abc import Iterator

from django.db import transaction

from esn.core.folding import sort_name
from esn.core.ids import new_id
from esn.core.models import Event
from feeds.models import Post
from groups.models import Audience, Group, Membership
from people.importing import write_profiles
from people.models import Person

BEGIN = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
BATCH = 5_000
ENGLISH = [
    "wardrobe",
    "delivery",
    "customer",
    "saturday",
    "parcel",
    "late",
    "refund",
    "call",
    "van",
    "shelf",
    "promise",
    "date",
    "screws",
]
WORDS = [
    "armoire",
    "livraison",
    "client",
    "samedi",
    "carton",
    "retard",
    "remboursement",
    "appel",
    "camion",
    "relais",
    "promesse",
    "date",
]


def people(number: int) -> list[Person]:
    """Members with the audience that is only themselves."""
    made = [
        Person(id=new_id(), kind="member", handle=f"p{n}", name=f"Person {n:05d}", password="!", language="en")
        for n in range(number)
    ]
    Person.objects.bulk_create(made, batch_size=500)
    write_profiles(made)
    Audience.objects.bulk_create(
        [Audience(id=one.id, kind="person", subject_kind="person", subject_ref=one.id) for one in made], batch_size=500
    )
    Membership.objects.bulk_create(
        [Membership(person=one, audience_id=one.id, follows=False) for one in made], batch_size=500
    )
    return made


def groups(number: int, openness: str = "open") -> list[Group]:
    """Groups with an audience each and no members."""
    audiences = [
        Audience(id=new_id(), kind="group", open_to_members=openness == "open", label=f"Group {n}", title=f"Group {n}")
        for n in range(number)
    ]
    made = [
        Group(
            id=new_id(),
            name=audience.label,
            sort_name=sort_name(audience.label),
            kind="community",
            openness=openness,
            audience=audience,
        )
        for audience in audiences
    ]
    for audience, group in zip(audiences, made, strict=True):
        audience.subject_kind, audience.subject_ref = "group", group.id
    Audience.objects.bulk_create(audiences, batch_size=500)
    Group.objects.bulk_create(made, batch_size=500)
    return made


def seat(person: Person, audience_ids: list[str]) -> None:
    """Seat a person in audiences."""
    Membership.objects.bulk_create(
        [Membership(person=person, audience_id=id_, role="member", read_at=BEGIN) for id_ in audience_ids],
        batch_size=500,
    )


def seat_crowd(audience_id: str, number: int) -> None:
    """Seat new people in one audience."""
    crowd = [
        Person(id=new_id(), kind="member", handle=f"crowd{n}", name=f"Crowd {n:05d}", password="!", language="en")
        for n in range(number)
    ]
    Person.objects.bulk_create(crowd, batch_size=500)
    write_profiles(crowd)
    Membership.objects.bulk_create([Membership(person=one, audience_id=audience_id) for one in crowd], batch_size=500)


def posts(
    number: int, authors: list[Person], audience_ids: list[str], *, seed: int = 1, words: list[str] = WORDS
) -> None:
    """Posts spread over audiences, some of which are busy and most of which are quiet, each two seconds apart."""
    draw = random.Random(seed)
    busy = audience_ids[: max(1, len(audience_ids) // 50)]
    for batch in _batches(number):
        rows = []
        for n in batch:
            at = BEGIN + dt.timedelta(seconds=2 * n)
            where = draw.choice(busy) if draw.random() < 0.5 else draw.choice(audience_ids)
            body = " ".join(draw.choices(words, k=20)) + (f" rare{n // 100}" if n % 100 == 0 else "")
            rows.append(
                Post(
                    id=new_id(),
                    audience_id=where,
                    author=draw.choice(authors),
                    body=body,
                    html=f"<p>{body}</p>",
                    created_at=at,
                    bumped_at=at,
                )
            )
        with transaction.atomic():
            Post.objects.bulk_create(rows, batch_size=500)
            _move_heads(rows)


def replies(number: int, root_ids: list[str], authors: list[Person], *, seed: int = 3) -> None:
    """Replies spread over roots, without moving these up."""
    draw = random.Random(seed)
    audiences = dict(Post.objects.filter(id__in=root_ids).values_list("id", "audience_id"))
    rows = []
    for n in range(number):
        root = root_ids[n % len(root_ids)]
        at = BEGIN + dt.timedelta(days=200, seconds=n)
        body = " ".join(draw.choices(ENGLISH, k=12))
        rows.append(
            Post(
                id=new_id(),
                audience_id=audiences[root],
                author=draw.choice(authors),
                root_id=root,
                body=body,
                html=f"<p>{body}</p>",
                created_at=at,
                bumped_at=at,
            )
        )
    Post.objects.bulk_create(rows, batch_size=500)
    for root in set(root_ids):
        Post.objects.filter(id=root).update(replies_count=Post.objects.filter(root_id=root).count())


def seat_missing(crowd: list[Person], audience_id: str) -> None:
    """Seat people in one audience where they have no seat yet."""
    Membership.objects.bulk_create(
        [Membership(person=one, audience_id=audience_id, read_at=BEGIN) for one in crowd], ignore_conflicts=True
    )


def tell() -> None:
    """Write the facts of all posts into the event log, so that the index finds them."""
    told = Post.objects.order_by("created_at").values_list("id", "audience_id", "author_id", "root_id", "created_at")
    Event.objects.bulk_create(
        (
            Event(
                xid=0,
                type="post.published",
                audience_id=audience,
                actor_id=author,
                at=at,
                data={"id": id_, "kind": "message", **({"root": root} if root else {})},
            )
            for id_, audience, author, root, at in told
        ),
        batch_size=500,
    )


def _move_heads(rows: list[Post]) -> None:
    newest = {row.audience_id: row.bumped_at for row in rows}
    audiences = [Audience(id=id_, head_at=at) for id_, at in newest.items()]
    Audience.objects.bulk_update(audiences, ["head_at"], batch_size=500)


def _batches(number: int) -> Iterator[range]:
    for start in range(0, number, BATCH):
        yield range(start, min(start + BATCH, number))
