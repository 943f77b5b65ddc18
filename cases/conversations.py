"""A conversation from another system: one line of JSON, read strictly, with the reason when it cannot be used.

``{"id": "…", "topics": ["…"], "turns": [["client" | "staff", "text"], …]}``
"""

import hashlib
import json
from dataclasses import dataclass
from itertools import islice
from typing import Any

from esn.core.importing import RefusedError
from esn.core.showable import UNSHOWABLE
from feeds.text import TEXT_LIMIT

CLIENT, STAFF = "client", "staff"
TURNS_LIMIT = 10_000
ID_LIMIT = 200
TITLE_LIMIT = 120
STORY_TURNS = 3  # of the customer's, before we know what it is about


@dataclass(frozen=True)
class Turn:
    """What one of the two said."""

    speaker: str  # client, staff
    text: str


@dataclass(frozen=True)
class Conversation:
    """What a customer and a colleague said to each other."""

    id: str
    topics: tuple[str, ...]
    turns: tuple[Turn, ...]

    @property
    def fingerprint(self) -> str:
        """The same for the same content."""
        said = [self.topics, [(turn.speaker, turn.text) for turn in self.turns]]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()

    @property
    def title(self) -> str:
        """The topics, and how the customer began."""
        opening = " ".join(self._opening()[0].split())
        whole = ": ".join(part for part in (", ".join(self.topics), opening) if part)
        if len(whole) <= TITLE_LIMIT:
            return whole
        return whole[: TITLE_LIMIT - 1].rpartition(" ")[0].rstrip(",.:;") + "…"

    @property
    def story(self) -> str:
        """What happened, in the customer's own first words."""
        return "\n\n".join(self._opening())[:TEXT_LIMIT]

    def _opening(self) -> list[str]:
        client = (turn.text for turn in self.turns if turn.speaker == CLIENT)
        return list(islice(client, STORY_TURNS)) or [self.turns[0].text]


def parse(line: bytes) -> Conversation:
    """The conversation in a line; RefusedError when it is none."""
    try:
        value = json.loads(line.decode())
    except UnicodeDecodeError:
        raise RefusedError("it is not UTF-8") from None
    except (ValueError, RecursionError):
        raise RefusedError("it is not JSON, or was cut off") from None
    if not isinstance(value, dict):
        raise RefusedError("it is not a JSON object")
    return Conversation(_id(value.get("id")), _topics(value.get("topics", [])), _turns(value.get("turns")))


def _id(value: Any) -> str:
    if not isinstance(value, str) or not value.strip():
        raise RefusedError("it has no id, or the id is not text")
    _showable(value.upper(), "the id", ID_LIMIT)  # it is found by its upper case, which may be longer
    return value


def _topics(value: Any) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(topic, str) for topic in value):
        raise RefusedError("the topics are not a list of texts")
    return tuple(" ".join(_showable(topic, "a topic", ID_LIMIT).split()) for topic in value if topic.strip())


def _turns(value: Any) -> tuple[Turn, ...]:
    if not isinstance(value, list) or not value:
        raise RefusedError("it has no turns, or the turns are not a list")
    if len(value) > TURNS_LIMIT:
        raise RefusedError(f"it has more than {TURNS_LIMIT:,} turns")
    return tuple(_turn(number, turn) for number, turn in enumerate(value, 1))


def _turn(number: int, value: Any) -> Turn:
    if not isinstance(value, list) or len(value) != 2 or not all(isinstance(part, str) for part in value):
        raise RefusedError(f"turn {number} is not a pair of speaker and text")
    speaker, text = value
    if speaker not in (CLIENT, STAFF):
        raise RefusedError(f"turn {number} has a speaker other than client and staff")
    text = _showable(text.replace("\r\n", "\n"), f"turn {number}", TEXT_LIMIT).strip()
    if not text:
        raise RefusedError(f"turn {number} is empty")
    return Turn(speaker, text)


def _showable(text: str, what: str, limit: int) -> str:
    if len(text) > limit:
        raise RefusedError(f"{what} has more than {limit:,} characters")
    if UNSHOWABLE.search(text):
        raise RefusedError(f"{what} holds characters that cannot be shown")
    return text
