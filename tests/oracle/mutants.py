"""Is the second opinion worth anything? Forty times the policy is broken by hand, and the tests must notice each time.

``python -m tests.oracle.mutants`` breaks all in a copy of the tree, one after the other; with numbers, only these.
It says which tests caught each, and ends with an error when one survived. The unbroken copy has to pass first, and only
a test that fails has noticed anything: one that cannot run has not. Not a part of the suite: it takes an hour.
"""
# ruff: noqa: E501 - a line of code that is broken stands beside what it becomes

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
JUDGES = (
    "tests/groups/test_policy.py",
    "tests/groups/test_permissions.py",
    "tests/oracle/test_oracle.py",
)  # quick first
FILES = ("pyproject.toml", "manage.py", "constraints-dev.txt")
FOLDERS = ("esn", "people", "groups", "feeds", "inbox", "cases", "search", "frontend", "tests", "benchmarks", "docs")


class Mutant(NamedTuple):
    """One line of one file that says something else."""

    path: str
    was: str
    becomes: str


READING, GROUPS = "groups/policy/reading.py", "groups/policy/groups.py"
PUBLISHING, MODERATION = "groups/policy/publishing.py", "groups/policy/moderation.py"
POSTS, CASES, OPENNESS = "feeds/policy/posts.py", "cases/policy/cases.py", "groups/actions/openness.py"
SEATS, AUDIENCES = "groups/actions/seats.py", "groups/actions/audiences.py"

MUTANTS = (
    # Reading
    Mutant(READING, "return self.active and (role in SEATS or", "return (role in SEATS or"),
    Mutant(READING, "(role in SEATS or (self.all_open and open_to_members))", "(role is not None or (self.all_open and open_to_members))"),
    Mutant(READING, "(self.all_open and open_to_members)", "(self.all_open or open_to_members)"),
    Mutant(READING, "all_open=viewer.is_active and viewer.is_member)", "all_open=viewer.is_active)"),
    Mutant(READING, "all_open=viewer.is_active and viewer.is_member)", "all_open=viewer.is_member)"),
    Mutant(READING, '"open_to_members": True}) | seats\n    return seats', '"open_to_members": True})\n    return seats'),
    Mutant(READING, '"open_to_members": True}) | seats\n    return seats', '"open_to_members": True}) | seats\n    return ~Q(pk=None)'),
    Mutant(READING, "people = Person.objects.filter(is_active=True)", "people = Person.objects.all()"),
    Mutant(READING, "return people.filter(Q(kind=Person.Kind.MEMBER) | Q(seated))", "return people.filter(Q(kind=Person.Kind.MEMBER))"),
    Mutant(READING, "    return people.filter(seated)\n", "    return people\n"),
    Mutant(READING, "person_id=person_id, person__is_active=True, role__in=SEATS)", "person_id=person_id, role__in=SEATS)"),
    Mutant(READING, "person_id=person_id, person__is_active=True, role__in=SEATS)", "person_id=person_id, person__is_active=True)"),
    Mutant(READING, "MODERATING = (Membership.Role.OWNER, Membership.Role.MODERATOR)", "MODERATING = SEATS"),
    # Groups
    Mutant(GROUPS, "return ~Q(openness=Group.Openness.SECRET) | seated | invited", "return ~Q(openness=Group.Openness.SECRET) | seated"),
    Mutant(GROUPS, "return ~Q(openness=Group.Openness.SECRET) | seated | invited", "return ~Q(pk=None)"),
    Mutant(GROUPS, "filter(asks, by__is_active=True)", "filter(asks)"),
    Mutant(GROUPS, "return group, role if role in SEATS else None", "return group, role"),
    Mutant(GROUPS, '"set_openness": frozenset({Membership.Role.OWNER})', '"set_openness": frozenset(MODERATING)'),
    Mutant(GROUPS, '"publish_history": frozenset({Membership.Role.OWNER})', '"publish_history": frozenset(SEATS)'),
    Mutant(GROUPS, '"archive": frozenset({Membership.Role.OWNER})', '"archive": frozenset(MODERATING)'),
    Mutant(GROUPS, '"decide_requests": frozenset(MODERATING)', '"decide_requests": frozenset(SEATS)'),
    Mutant(GROUPS, '"promote": frozenset({Membership.Role.OWNER})', '"promote": frozenset(MODERATING)'),
    Mutant(GROUPS, "    if openness == Group.Openness.OPEN:\n        return role in SEATS\n", "    return role in SEATS\n"),
    Mutant(GROUPS, "    if group.archived_at is not None:\n", "    if group.archived_at is None:\n"),
    # Saying something
    Mutant(PUBLISHING, "if closed or is_muted(actor.muted_until)", "if is_muted(actor.muted_until)"),
    Mutant(PUBLISHING, " or is_muted(muted_until):", ":"),
    Mutant(PUBLISHING, "return role in SEATS or (kind ==", "return role is not None or (kind =="),
    Mutant(PUBLISHING, "(kind == Audience.Kind.INTERNAL and open_to_members and actor.is_member)", "(open_to_members and actor.is_member)"),
    Mutant(PUBLISHING, "open_to_members and actor.is_member)", "actor.is_member and False)"),
    # Moderating
    Mutant(MODERATION, "and _RANK[role] > _RANK.get(their_role, 0)", "and _RANK[role] >= _RANK.get(their_role, 0)"),
    Mutant(MODERATION, "return actor_id != person_id and role in MODERATING", "return role in MODERATING"),
    # Posts and files
    Mutant(POSTS, "reading.readable(viewer).admits(post.audience.open_to_members, role)", "reading.readable(viewer).admits(True, role)"),
    Mutant(POSTS, 'said = Q(post__isnull=False, post__deleted_at=None) & reading.visible(viewer, "post__audience")', "said = Q(post__isnull=False, post__deleted_at=None)"),
    Mutant(POSTS, "said = Q(post__isnull=False, post__deleted_at=None) &", "said = Q(post__isnull=False) &"),
    Mutant(POSTS, "return viewer_id == author_id and kind in WORDS and not deleted and may_say", "return viewer_id == author_id and kind in WORDS and may_say"),
    Mutant(POSTS, "return viewer_id == author_id and kind in WORDS and not deleted and may_say", "return kind in WORDS and not deleted and may_say"),
    # Cases
    Mutant(CASES, "    if not viewer.is_member:\n        raise NotFound\n    case = require_case", "    case = require_case"),
    Mutant(CASES, "(role in reading.SEATS and case.opened_by_id == viewer.id)", "case.opened_by_id == viewer.id"),
    # What changes who reads
    Mutant(OPENNESS, "    open_audience(group.audience_id, actor.id, open_to_members=False)\n", ""),
    Mutant(AUDIENCES, "    unseat_from_formers(person_id, audience, actor_id)\n", ""),
)  # fmt: skip


def broken(mutant: Mutant, tree: Path) -> bool:
    """Whether the tests notice a mutant, in a copy of the tree."""
    file = tree / mutant.path
    text = file.read_text()
    assert text.count(mutant.was) == 1, f"{mutant.path} does not say this once: {mutant.was}"
    file.write_text(text.replace(mutant.was, mutant.becomes))
    try:
        noticed = next((judge for judge in JUDGES if fails(judge, tree)), "")
        if noticed:
            print(f"  noticed by {noticed}", flush=True)
        return bool(noticed)
    finally:
        file.write_text(text)


def fails(judge: str, tree: Path) -> bool:
    """Whether a test of these says no; an error when they could not be asked."""
    told = [sys.executable, "-m", "pytest", "-n", "0", "-q", "-x", "--no-header", "--show-capture=no", judge]
    done = subprocess.run(told, cwd=tree, capture_output=True, text=True, env=os.environ)
    said_no = done.returncode == 1 and f"FAILED {judge}" in done.stdout
    assert said_no or done.returncode == 0, done.stdout + done.stderr
    return said_no


def main() -> int:
    """Break what was asked for; the number of mutants that nobody noticed."""
    numbers = [int(text) for text in sys.argv[1:]] or list(range(1, len(MUTANTS) + 1))
    survived = []
    with tempfile.TemporaryDirectory() as folder:
        tree = Path(folder) / "tree"
        for name in FOLDERS:
            shutil.copytree(ROOT / name, tree / name, ignore=shutil.ignore_patterns("__pycache__", "pictures"))
        for name in FILES:
            shutil.copy(ROOT / name, tree / name)
        assert not any(fails(judge, tree) for judge in JUDGES), "the unbroken copy does not pass"
        for number in numbers:
            mutant = MUTANTS[number - 1]
            print(f"{number}: {mutant.path}: {mutant.becomes.strip()[:90] or 'a line is left out'}", flush=True)
            if not broken(mutant, tree):
                survived.append(number)
                print("  SURVIVED", flush=True)
    print(f"{len(numbers) - len(survived)} of {len(numbers)} noticed; survived: {survived or 'none'}")
    return len(survived)


if __name__ == "__main__":
    sys.exit(main())
