"""What changed between two texts, word by word."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

MOST_WORDS = 3000  # of what lies between the first and the last change; beyond, it is shown as replaced
_WORD = re.compile(r"\s*\S+")


@dataclass(frozen=True)
class Piece:
    """A stretch of words that stayed, was added or was removed."""

    kind: str  # same, added, removed
    text: str


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """The pieces of both texts in their order; white space between the words is that of the newer text."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    was, is_ = [word.strip() for word in old], [word.strip() for word in new]
    head = _shared(was, is_)
    tail = _shared(was[head:][::-1], is_[head:][::-1])
    pieces = [Piece("same", "".join(new[:head]))]
    for tag, a, b, c, d in _changes(was[head : len(was) - tail], is_[head : len(is_) - tail]):
        if tag == "equal":
            pieces.append(Piece("same", "".join(new[head + c : head + d])))
            continue
        pieces.append(Piece("removed", "".join(old[head + a : head + b])))
        pieces.append(Piece("added", "".join(new[head + c : head + d])))
    pieces.append(Piece("same", "".join(new[len(new) - tail :])))
    return tuple(piece for piece in pieces if piece.text)


def _shared(one: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    most = min(len(one), len(other))
    return next((place for place in range(most) if one[place] != other[place]), most)


def _changes(was: list[str], is_: list[str]) -> Sequence[tuple[str, int, int, int, int]]:
    if max(len(was), len(is_)) > MOST_WORDS:
        return [("replace", 0, len(was), 0, len(is_))]
    return SequenceMatcher(None, was, is_).get_opcodes()
