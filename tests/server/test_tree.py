"""The process tree: who dies is started again, and nobody outlives the parent."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress

import pytest


class Tree:
    """A tree in a process of its own, with what its children print."""

    def __init__(self, *children: str) -> None:
        command = [sys.executable, "-m", "tests.server.small_tree", *children]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        assert self.next_line() == ("prepared", 3)

    def next_line(self) -> tuple[str, int]:
        """What is printed next: a name and a number."""
        assert self.process.stdout is not None
        name, _, number = self.process.stdout.readline().strip().partition(" ")
        return name, int(number)


def is_gone(pid: int) -> bool:
    """Whether the process ends within a minute."""
    for _ in range(1200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        with suppress(FileNotFoundError), open(f"/proc/{pid}/stat") as stat:
            if stat.read().rpartition(")")[2].split()[0] == "Z":
                return True  # dead, and nobody here to bury it
        time.sleep(0.05)
    return False


@pytest.fixture
def grow() -> Iterator[Callable[..., Tree]]:
    """Grows trees, and fells them."""
    trees: list[Tree] = []

    def begin(*children: str) -> Tree:
        trees.append(Tree(*children))
        return trees[-1]

    yield begin
    for tree in trees:
        tree.process.kill()
        tree.process.wait()


def test_sigterm_ends_the_parent_and_all_children(grow: Callable[..., Tree]) -> None:
    tree = grow("web", "worker")
    children = dict(tree.next_line() for _ in range(2))
    assert set(children) == {"web", "worker"}
    tree.process.send_signal(signal.SIGTERM)
    assert tree.process.wait(timeout=60) == 0
    assert all(is_gone(pid) for pid in children.values())


def test_a_child_that_dies_is_started_again_and_the_other_goes_on(grow: Callable[..., Tree]) -> None:
    tree = grow("web", "worker")
    children = dict(tree.next_line() for _ in range(2))
    os.kill(children["worker"], signal.SIGKILL)
    name, pid = tree.next_line()
    assert name == "worker"
    assert pid != children["worker"]
    os.kill(children["web"], 0)


def test_children_do_not_outlive_a_parent_that_was_killed(grow: Callable[..., Tree]) -> None:
    tree = grow("web", "deaf")
    children = [tree.next_line()[1] for _ in range(2)]
    tree.process.kill()
    tree.process.wait()
    assert all(is_gone(pid) for pid in children)


def test_a_child_that_would_fail_again_ends_the_tree(grow: Callable[..., Tree]) -> None:
    tree = grow("web", "hopeless")
    assert tree.process.wait(timeout=60) == 1
    assert tree.process.stdout is not None
    children = dict(line.split() for line in tree.process.stdout.read().splitlines())
    assert "hopeless" in children
    # The other child may have been ended before it said anything.
    assert all(is_gone(int(pid)) for pid in children.values())
