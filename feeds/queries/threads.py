"""Threads: who follows one, who wants to hear nothing of it, and how it stands for somebody."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Q

from feeds import policy
from feeds.models import Mention, Post, ThreadChoice
from people.models import Person

Choice = ThreadChoice.Choice


@dataclass(frozen=True)
class ThreadState:
    """Whether the viewer follows a thread, and whether they want to hear nothing of it; ``chosen`` by themselves."""

    id: str
    following: bool
    muted: bool
    chosen: bool


def thread(viewer: Person, post_id: str) -> ThreadState:
    """How the thread of a post stands for the viewer; NotFound when they do not read it."""
    post = policy.require_post(viewer, post_id)
    root = post.root_id or post.id
    choice = ThreadChoice.objects.filter(root=root, person=viewer).values_list("choice", flat=True).first()
    following = choice == Choice.FOLLOW if choice else viewer.id in _speakers([root])[root]
    return ThreadState(root, following, choice == Choice.MUTE, choice is not None)


def thread_followers(root_ids: Collection[str]) -> dict[str, frozenset[str]]:
    """Who follows each of some threads: who speaks in it or is named in it, and who chose to, without those who left.

    Ids of people, whether they read it or not: who tells them asks the policy. Three statements.
    """
    following = {root: set(people) for root, people in _speakers(root_ids).items()}
    for root, person, choice in _choices(root_ids):
        (following[root].add if choice == Choice.FOLLOW else following[root].discard)(person)
    return {root: frozenset(people) for root, people in following.items()}


def muted(root_ids: Collection[str]) -> dict[str, frozenset[str]]:
    """Who wants to hear nothing of each of some threads: ids of people. One statement."""
    silent: dict[str, set[str]] = {root: set() for root in root_ids}
    for root, person, choice in _choices(root_ids):
        if choice == Choice.MUTE:
            silent[root].add(person)
    return {root: frozenset(people) for root, people in silent.items()}


def _choices(root_ids: Collection[str]) -> list[tuple[str, str, str]]:
    rows = ThreadChoice.objects.filter(root__in=list(root_ids))
    return list(rows.values_list("root_id", "person_id", "choice"))


def _speakers(root_ids: Collection[str]) -> dict[str, set[str]]:
    """Who wrote in some threads, and whom their posts name."""
    found: dict[str, set[str]] = defaultdict(set, {root: set() for root in root_ids})
    inside = Q(id__in=list(root_ids)) | Q(root__in=list(root_ids))
    there = Post.objects.filter(inside, deleted_at=None, hidden_at=None)
    for id_, root, author in there.values_list("id", "root_id", "author_id").order_by():
        found[root or id_].add(author)
    within = Q(post__in=list(root_ids)) | Q(post__root__in=list(root_ids))
    named = Mention.objects.filter(within, kind=Mention.Kind.PERSON, post__deleted_at=None, post__hidden_at=None)
    for id_, its_root, person in named.values_list("post_id", "post__root_id", "target").order_by():
        found[its_root or id_].add(person)
    return dict(found)
