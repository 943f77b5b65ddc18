"""How a door is read: a list to its end, and whether something is there."""

from typing import Any
from urllib.parse import quote

from tests.cast import Door

Look = tuple[str, object, object]  # the way, what it shows, what it must show


def pages(door: Door, path: str, key: str = "id", limit: int = 7) -> set[str]:
    """The ids of all that a list holds."""
    got = [one[key] for one in everything(door, path, limit)]
    assert len(got) == len(set(got)), f"{path} repeats itself"
    return set(got)


def everything(door: Door, path: str, limit: int = 7) -> list[dict[str, Any]]:
    """What a list holds, a page after the other."""
    got: list[dict[str, Any]] = []
    cursor = ""
    while True:
        page = door.read(f"{path}{'&' if '?' in path else '?'}limit={limit}{cursor}")
        got += page["results"]
        if page["next"] is None:
            return got
        cursor = f"&cursor={quote(page['next'])}"


def status(door: Door, path: str) -> bool:
    """Whether something is there."""
    code = door.ask("GET", path).status_code
    assert code in {200, 404}, (path, code)
    return code == 200
