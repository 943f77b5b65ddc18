"""Every way of reading, as one person: what the doors show, beside what the model says they must."""

import io
from collections.abc import Iterator
from typing import Any

from feeds.actions import add_file, receive_file
from feeds.models import File, Post
from groups.models import Audience
from groups.policy import readable, readers
from people.models import Person
from tests.oracle.around import around
from tests.oracle.deeds import Players, members_count, places
from tests.oracle.model import MODERATING
from tests.oracle.reading import Look, pages, status


def file_of(post_id: str) -> str:
    """A file that the post names, as if it had been sent with it."""
    known = File.objects.filter(post=post_id).first()
    if known is None:
        author = Post.objects.get(id=post_id).author
        received = receive_file(author, name="list.txt", source=io.BytesIO(b"x"))
        known = File.objects.get(id=add_file(author, received=received))
        File.objects.filter(id=known.id).update(post=post_id)
    return known.id


def looks(players: Players, person: str, since: str) -> Iterator[Look]:
    """What one person sees on each way; ``since`` is their cursor from the beginning."""
    company, door = players.company, players.doors[person]
    if not company.people[person].active:
        yield "me", door.ask("GET", "me/").status_code, 401
        yield "readable", readable(Person.objects.get(id=person)).own, frozenset()
        return
    group, ref = players.group(), players.case()
    place = ("group", group)
    yield "groups", pages(door, "groups/"), {one for one in company.openness if company.knows_group(person, one)}
    yield "group", status(door, f"groups/{group}/"), company.knows_group(person, group)
    yield "members", status(door, f"groups/{group}/members/"), company.reads(person, place)
    if company.reads(person, place):
        read = [one for one in (place, *company.past(group)) if company.reads(person, one)]
        yield "group feed", pages(door, f"groups/{group}/posts/"), set().union(*map(company.shown, read))
    else:
        yield "group feed", status(door, f"groups/{group}/posts/"), False
    for way in ("pins", "files"):
        yield f"group's {way}", status(door, f"groups/{group}/{way}/"), company.reads(person, place)
    yield "audit", status(door, "audit/"), person == players.admin
    yield "all groups", status(door, "administration/groups/"), person == players.admin
    yield "queue", status(door, f"groups/{group}/reports/"), company.seats.get((place, person)) in MODERATING
    yield "home", pages(door, "feed/"), company.home(person)
    yield from _cases(players, person, ref)
    yield from _posts(players, person)
    yield from _changes(players, person, since)
    yield from _search(players, person)
    yield from around(players, person)


def _cases(players: Players, person: str, ref: str) -> Iterator[Look]:
    company, door = players.company, players.doors[person]
    known = {one for one in company.restricted if company.knows_case(person, one)}
    yield "cases", pages(door, "cases/", "ref"), known
    yield "case", status(door, f"cases/{ref}/"), ref in known
    yield "brief", status(door, f"cases/{ref}/brief/"), company.inside(person, ref)
    read = {place for place in company.places[ref] if company.reads(person, place)}
    said = set().union(*(company.shown(place) for place in read))
    if ref in known:
        sides = door.read(f"cases/{ref}/")["sides"]
        yield "sides", {one["side"] for one in sides}, {place[2] for place in read}
        yield "thread", pages(door, f"cases/{ref}/posts/"), said
    if company.people[person].member:
        at = f"customers/{players.customer}/"
        yield "customer's cases", pages(door, f"{at}cases/", "ref"), known
        yield "customer's number", door.read(at)["open_cases"], len(known)
        everything = {
            post
            for one in known
            for place in company.places[one]
            if company.reads(person, place)
            for post in company.shown(place)
        }
        yield "customer's feed", pages(door, f"{at}posts/"), everything
    else:
        yield "customers", pages(door, "customers/"), set()


def _posts(players: Players, person: str) -> Iterator[Look]:
    company, door = players.company, players.doors[person]
    for post in players.draw.sample(sorted(company.said), min(4, len(company.said))):
        said = company.said[post]
        may = company.reads(person, said.place)
        yield "post", status(door, f"posts/{post}/"), may
        file = file_of(post)
        yield "file", status(door, f"files/{file}/"), may and not said.deleted
        yield "bytes of a file", door.ask("HEAD", f"files/{file}/content/").status_code == 200, may and not said.deleted
        yield "history", status(door, f"posts/{post}/history/") and not said.deleted, may and not said.deleted
        if may:
            answers = {one.id for one in company.said.values() if one.root == (said.root or post)}
            yield "replies", pages(door, f"posts/{said.root or post}/replies/"), answers
            told = door.read(f"posts/{post}/")
            can = company.speaks(person, said.place)
            yield "can reply", "reply" in told["can"], can
            yield (
                "number of replies",
                told["replies_count"],
                sum(1 for one in company.said.values() if one.root == post and not one.deleted),
            )


def _changes(players: Players, person: str, since: str) -> Iterator[Look]:
    company, door = players.company, players.doors[person]
    told: list[dict[str, Any]] = []
    while True:
        page = door.read(f"events/?after={since}&limit=50")
        told += page["results"]
        since = page["cursor"]
        if not page["more"]:
            break
    published = [one["data"]["id"] for one in told if one["type"] == "post.published"]
    assert len(published) == len(set(published)), "a fact is told twice"
    readable_now = {one.id for one in company.said.values() if company.reads(person, one.place)}
    yield "events", set(published), readable_now
    deleted = {one["data"]["id"] for one in told if one["type"] == "post.deleted"}
    yield "events of deletions", deleted, {post for post in readable_now if company.said[post].deleted}


def _search(players: Players, person: str) -> Iterator[Look]:
    company, door = players.company, players.doors[person]
    found = door.read("search/?q=canary&type=post&limit=100")
    expected = {
        one.id
        for one in company.said.values()
        if one.kind == "message" and not one.deleted and company.reads(person, one.place)
    }
    yield "search", {one["id"] for one in found["results"]}, expected
    yield "search's total", found["total"], len(expected)
    counted = {one["value"]: one["count"] for one in found["facets"].get("type", [])}
    yield "search's counts", counted.get("post", 0), len(expected)


def everywhere(players: Players) -> Iterator[Look]:
    """Who reads each place, asked the other way round; and the numbers that are kept."""
    company = players.company
    named = places()
    for row in Audience.objects.filter(id__in=named):
        place = named[row.id]
        yield f"readers of {place}", set(readers(row).values_list("id", flat=True)), company.readers(place)
    for group in company.openness:
        seats = sum(1 for place, _person in company.seats if place == ("group", group))
        yield f"members of {group}", members_count(group), seats
