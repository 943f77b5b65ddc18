"""Conversations of another system: each becomes one customer, one case and its posts, once; bad lines are named."""

import datetime as dt
import gzip
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Count
from django.test.utils import CaptureQueriesContext

from cases import actions as cases
from cases import queries
from cases.importing import TURN_TIME
from cases.models import Case, Customer, ImportedConversation
from cases.queries import CaseSummary
from esn.core import clock
from esn.core.models import Event
from esn.management.import_member import import_member
from esn.management.lines import LINE_LIMIT, LineFile
from feeds import actions as feeds
from feeds.models import Post
from feeds.queries.composed import composed
from groups import actions as groups
from groups.models import Audience, Membership
from people.models import Person
from tests.cast import admit, rows
from tests.importing.talks import OPENING, TURNS, Run, kept, lines, many, run, talk

Import = Callable[..., Run]


@pytest.fixture
def imported(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Import:
    """Import a file with this content."""

    def do(content: bytes, *options: str, zipped: bool = False) -> Run:
        path = kept(tmp_path / "talks.jsonl", content, zipped=zipped)
        return run("import_conversations", path, "--no-index", *options, capsys=capsys)

    return do


def told() -> Counter[tuple[Any, ...]]:
    """The rows that people read, without ids and moments."""
    found: list[tuple[Any, ...]] = []
    found += Audience.objects.values_list("kind", "open_to_members", "subject_kind", "label", "members_count", "epoch")
    found += Membership.objects.values_list("person__kind", "audience__kind", "role", "follows")
    found += Post.objects.values_list("kind", "author__kind", "audience__kind", "body", "html", "renderer", "revision")
    found += Case.objects.values_list("title", "status", "severity", "restricted", "holder_person__handle")
    found += Customer.objects.values_list("kind", "name", "language", "contact_points__key", "cases__stories__happened")
    return Counter(found)


# It works -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("zipped", [False, True])
def test_bo_reads_the_conversation_on_the_customers_side(imported: Import, bo: Person, zipped: bool) -> None:
    done = imported(lines(talk()), "--language", "en", zipped=zipped)
    assert (done.code, done.said) == (
        0, "1 conversations imported with 4 turns, 0 were already there, 0 refused.\n",
    )  # fmt: skip
    case = queries.cases(bo, which="open").results[0]
    assert isinstance(case, CaseSummary)
    assert (case.title, case.status, case.customer.name) == (f"Delivery: {OPENING}", "in_hand", "k-1")
    told = queries.timeline(bo, case.ref, side="customer").results
    assert [(post.author.name, post.body) for post in reversed(told)] == [
        ("k-1" if speaker == "client" else "Import", text) for speaker, text in TURNS
    ]
    assert [found.name for found in queries.customers(bo, q="K-1").results] == ["k-1"]


def test_an_import_leaves_the_rows_and_the_facts_that_the_actions_leave(imported: Import) -> None:
    member, before = import_member(), rows()
    imported(lines(talk()), "--language", "en")
    by_import, counted = told(), {name: number - before[name] for name, number in rows().items()}
    facts = set(Event.objects.values_list("type", flat=True))
    _by_actions(member)
    twice = Counter({row: 2 * number for row, number in by_import.items()})
    assert _without_the_site(told()) == _without_the_site(twice)
    again = {name: number - before[name] for name, number in rows().items()}
    assert {name: again[name] for name in again if name not in {"Event", "ImportedConversation"}} == {
        name: 2 * counted[name] for name in counted if name not in {"Event", "ImportedConversation"}
    }
    assert set(Event.objects.values_list("type", flat=True)) == facts


def _by_actions(member: Person) -> None:
    """The same conversation, one action after the other."""
    customer = cases.create_customer(member, kind="person", name="k-1", language="en", references=["k-1"])
    opening = "\n\n".join(text for speaker, text in TURNS if speaker == "client")
    ref = cases.open_case(
        member, customer_id=customer, title=f"Delivery: {OPENING}", story=cases.StoryText(happened=opening)
    )
    contact = admit("contact", kind="contact", name="k-1")
    side = Audience.objects.get(subject_ref=ref, kind="customer")
    groups.seat(contact.id, side, "member", member.id)
    for speaker, text in TURNS:
        author = contact if speaker == "client" else member
        feeds.write(author.id, audience=side, body=text, composed=composed(side, text))


def _without_the_site(found: Counter[tuple[Any, ...]]) -> Counter[tuple[Any, ...]]:
    """What an empty site has anyway is there once, not twice."""
    own = ("everyone", "moderators")
    return Counter(
        {row: number for row, number in found.items() if not set(own) & set(row) and row[:2] != ("member", "person")
         and row[:3] != ("person", False, "person")}
    )  # fmt: skip


def test_the_past_is_played_alike_in_every_run_and_never_in_the_future(imported: Import) -> None:
    now = dt.datetime(2026, 11, 20, 9, tzinfo=dt.UTC)
    with clock.at(now):
        imported(lines(*many(20)), "--days", "30")
    begins = dict(ImportedConversation.objects.values_list("source_id", "case__opened_at"))
    assert now - dt.timedelta(days=30, hours=1) < min(begins.values()) < max(begins.values()) < now
    assert Post.objects.latest("created_at").created_at <= now
    case = Case.objects.get(imported_from__source_id="k-3")
    said = list(Post.objects.filter(audience__subject_ref=case.ref, audience__kind="customer").order_by("created_at"))
    assert [post.created_at for post in said] == [case.opened_at + TURN_TIME * number for number in range(1, 7)]
    assert case.updated_at == said[-1].created_at == said[-1].audience.head_at
    assert set(Event.objects.filter(type="post.published", data__id=said[2].id).values_list("at", flat=True)) == {
        said[2].created_at
    }


def test_the_same_file_twice_adds_nothing(imported: Import) -> None:
    imported(lines(*many(5)))
    before = rows()
    assert imported(lines(*many(5))).said.startswith("0 conversations imported with 0 turns, 5 were already there")
    assert rows() == before


def test_a_run_that_was_stopped_goes_on_where_it_was(imported: Import) -> None:
    imported(lines(*list(many(9))[:4]))
    assert imported(lines(*many(9))).said.startswith("5 conversations imported with 30 turns, 4 were already there")
    assert Case.objects.count() == Customer.objects.count() == 9


# The wrong person -----------------------------------------------------------------------------------------------------
def test_nobody_signs_in_as_the_import_or_as_a_contact(imported: Import, ana: Person) -> None:
    imported(lines(talk()))
    accounts = Person.objects.exclude(id=ana.id)
    assert {person.kind for person in accounts} == {"member", "contact"}
    assert not any(person.has_usable_password() for person in accounts)


def test_gus_sees_nothing_of_what_was_imported(imported: Import, gus: Person) -> None:
    imported(lines(talk()))
    assert queries.cases(gus, which="open").results == ()


# The wrong input ------------------------------------------------------------------------------------------------------
BAD_LINES = {
    b"{": "not JSON, or was cut off",
    b"[1]": "not a JSON object",
    b"[" * 100_000: "not JSON, or was cut off",
    b'{"id": "a", "turns": [["client", "caf\xe9"]]}': "not UTF-8",
    lines(talk(7)).strip(): "no id",
    lines(talk(" ")).strip(): "no id",
    lines(talk("x" * 201)).strip(): "the id has more than 200 characters",
    lines(talk("ß" * 101)).strip(): "the id has more than 200 characters",
    lines(talk("a\u0000b")).strip(): "the id holds characters that cannot be shown",
    lines(talk(topics="Delivery")).strip(): "the topics are not a list of texts",
    lines(talk(turns=[])).strip(): "no turns",
    lines(talk(turns={"client": "Hello"})).strip(): "no turns",
    lines(talk(turns=[["client", "Hello"], "Hello"])).strip(): "turn 2 is not a pair",
    lines(talk(turns=[["client", 4]])).strip(): "turn 1 is not a pair",
    lines(talk(turns=[["robot", "Hello"]])).strip(): "turn 1 has a speaker other than client and staff",
    lines(talk(turns=[["client", " \n"]])).strip(): "turn 1 is empty",
    lines(talk(turns=[["client", "a\u0000b"]])).strip(): "turn 1 holds characters that cannot be shown",
    lines(talk(turns=[["client", "\ud800"]])).strip(): "turn 1 holds characters that cannot be shown",
    lines(talk(turns=[["client", "x" * 20_001]])).strip(): "turn 1 has more than 20,000 characters",
    lines(talk(turns=[["client", "x"]] * 10_001)).strip(): "more than 10,000 turns",
    lines(talk(turns=[["client", "x" * LINE_LIMIT]])).strip(): "more than 1,048,576 bytes",
}


@pytest.mark.parametrize(("line", "reason"), BAD_LINES.items(), ids=range(len(BAD_LINES)))
def test_a_bad_line_is_refused_with_its_number_and_the_others_go_on(imported: Import, line: bytes, reason: str) -> None:
    done = imported(lines(talk("before"), line, b"", talk("after")))
    assert "line 2: " in done.complaints
    assert reason in done.complaints
    assert (done.code, done.said) == (
        1, "2 conversations imported with 8 turns, 0 were already there, 1 refused.\n",
    )  # fmt: skip


def test_the_same_id_with_other_content_is_refused_in_one_file_and_later(imported: Import) -> None:
    other = talk(turns=[["client", "Something else."]])
    assert "line 2: k-1 was imported before with other content" in imported(lines(talk(), other)).complaints
    again = imported(lines(other, talk()))
    assert "line 1: k-1 was imported before with other content" in again.complaints
    assert again.said.startswith("0 conversations imported with 0 turns, 1 were already there, 1 refused")
    assert not Post.objects.filter(body="Something else.").exists()


def test_a_file_that_ends_in_the_middle_keeps_what_came_before(imported: Import) -> None:
    done = imported(lines(talk()) + lines(talk("k-2")).strip()[:-5])
    assert "line 2: it is not JSON, or was cut off" in done.complaints
    assert done.said.startswith("1 conversations imported")


@pytest.mark.parametrize("harm", ["cut", "scribbled"])
def test_a_broken_gzip_keeps_what_came_before_and_names_where_it_broke(
    imported: Import, harm: str, tmp_path: Path
) -> None:
    whole = bytearray(gzip.compress(lines(*many(600)), compresslevel=1))
    half = len(whole) // 2
    if harm == "cut":
        del whole[half:]
    else:
        whole[half : half + 50] = b"\xff" * 50
    done = imported(bytes(whole))
    made = Case.objects.count()
    assert done.code == 1
    assert 0 < made < 600
    assert f"line {made + 1}: " in done.complaints
    assert "damaged" in done.complaints or "not JSON" in done.complaints


def test_a_file_that_is_not_there_is_named(imported: Import, tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read: No such file"):
        call_command("import_conversations", str(tmp_path / "none"), "--no-index")


# How much -------------------------------------------------------------------------------------------------------------
def test_a_line_of_ten_megabytes_is_never_held(tmp_path: Path) -> None:
    path = kept(tmp_path / "long.jsonl", b"x" * 10_000_000 + b"\n" + lines(talk()), zipped=True)
    file = LineFile(path)
    assert [(number, line is None) for number, line in file.lines()] == [(1, True), (2, False)]
    file.close()


def test_a_batch_costs_as_many_statements_for_ten_conversations_as_for_one(imported: Import) -> None:
    import_member()
    counts = []
    for number in (1, 10):
        with CaptureQueriesContext(connection) as ran:
            imported(lines(*(talk(f"{number}-{item}", TURNS[:1]) for item in range(number))))
        counts.append(len(ran))
    assert counts[1] <= counts[0] + 2  # SQLite takes so many values in one statement, and no more


def test_a_conversation_of_ten_thousand_turns_is_one_case_whose_page_costs_what_any_costs(
    imported: Import, bo: Person
) -> None:
    long = next(iter(many(1, 10_000)))
    done = imported(lines(talk("short"), {**long, "id": "long"}))
    assert (done.code, Post.objects.filter(kind="message").count()) == (0, 10_000 + len(TURNS))
    costs = {}
    for audience in Audience.objects.filter(kind="customer").annotate(said=Count("posts")):
        with CaptureQueriesContext(connection) as ran:
            page = queries.timeline(bo, audience.subject_ref, side="customer")
        assert len(page.results) == min(audience.said, 20)
        costs[audience.said] = len(ran)
    assert costs[10_000] == costs[len(TURNS)]
