"""What lies around posts and people, as one person: profiles, directory, files, marks, hashtags, reactions, inbox."""

from collections.abc import Iterator

from feeds.models import File
from tests.oracle.deeds import Players, places
from tests.oracle.reading import Look, everything, pages, status


def around(players: Players, person: str) -> Iterator[Look]:
    """What somebody sees of a colleague, of files, of a hashtag, of what they marked and of what needs them."""
    yield from _people(players, person)
    yield from _files(players, person)
    yield from _marks(players, person)
    yield from _inbox(players, person)


def _people(players: Players, person: str) -> Iterator[Look]:
    company, door = players.company, players.doors[person]
    other = players.eye.choice(sorted(company.people))
    known = company.knows_person(person, other)
    yield "person", status(door, f"people/{other}/"), known
    if known:
        written = {one.id for one in company.living(person) if one.author == other}
        yield "what somebody wrote", pages(door, f"people/{other}/posts/", limit=50) & company.messages(), written
    else:
        yield "what somebody wrote", status(door, f"people/{other}/posts/"), False
    listed = {one.id for one in company.people.values() if one.active and company.knows_person(person, one.id)}
    yield "directory", {one["id"] for one in door.read("people/?limit=100")["results"]}, listed
    group = players.eye.choice(list(company.openness))
    if not company.people[person].member:
        yield "directory of a team", door.read(f"people/?team={group}")["results"], []
    elif company.reads(person, ("group", group)):
        seated = {one for one in listed if (("group", group), one) in company.seats}
        found = door.read(f"people/?team={group}&limit=100")["results"]
        yield "directory of a team", {one["id"] for one in found}, seated
    else:
        yield "directory of a team", status(door, f"people/?team={group}"), False


def _files(players: Players, person: str) -> Iterator[Look]:
    company, door = players.company, players.doors[person]
    group = players.eye.choice(list(company.openness))
    places = [("group", group), *company.past(group)]
    if not company.reads(person, places[0]):
        return  # that there is nothing then is asked elsewhere
    sent = set(File.objects.filter(post__isnull=False).values_list("id", "post_id"))
    living = {one.id for one in company.living(person) if one.place in places}
    told = {one["file"]["id"] for one in door.read(f"groups/{group}/files/?limit=100")["results"]}
    yield "files of a group", told, {file for file, post in sent if post in living}


def _marks(players: Players, person: str) -> Iterator[Look]:
    company, door = players.company, players.doors[person]
    post = players.eye.choice(sorted(company.said))
    may = company.reads(person, company.said[post].place)
    yield "a mark", door.ask("PUT", f"posts/{post}/bookmark/", {}).status_code == 204, may
    if may:
        players.marked.add((person, post))
    kept = {one for by, one in players.marked if by == person and company.reads(person, company.said[one].place)}
    yield "bookmarks", {one["post"]["id"] for one in door.read("bookmarks/?limit=100")["results"]}, kept
    yield "who reacted", status(door, f"posts/{post}/reactions/"), may
    # Hashtags are a matter among colleagues: nobody else reads them, and elsewhere they are words.
    inside = [one for one in company.living(person) if one.place[0] == "group" or one.place[2] == "internal"]
    tagged = {one.id for one in inside if company.people[person].member}
    if tagged:
        yield "a hashtag", pages(door, "tags/canary/posts/", limit=50), tagged
    else:
        yield "a hashtag", status(door, "tags/canary/posts/"), False


def _inbox(players: Players, person: str) -> Iterator[Look]:
    """Its lines are made a while after what they are about; what they show is asked of the present."""
    company, door, named = players.company, players.doors[person], places()
    lines = everything(door, "inbox/")
    about = {line["audience"]["id"] for line in lines} & named.keys()  # the others are about invitations and queues
    yield "inbox", {one for one in about if not company.reads(person, named[one])}, set()
    quoted = {why["post"] for line in lines for why in line["why"] if why["post"] and why["excerpt"]}
    gone = {one for one in quoted if company.said[one].deleted or not company.reads(person, company.said[one].place)}
    yield "words in the inbox", gone, set()
    yield "number of the inbox", door.read("inbox/count/")["count"], len(lines)
    players.needed += len(quoted)
