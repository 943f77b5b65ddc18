"""Writers who post and retry like a device, and the ledger of what was acknowledged to them.

A ledger line reaches the disk before the next request begins, so it outlives anything that happens to the site.
"""

import os
import threading
import uuid
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx

PAUSE = 0.05  # seconds before a request is repeated


@dataclass
class Ledger:
    """What was tried and what was acknowledged: body by key, and the id of the post by key."""

    path: Path
    tried: dict[str, str] = field(default_factory=dict)
    acknowledged: dict[str, str] = field(default_factory=dict)
    contradicted: int = 0  # a repeated key was answered with another post than before

    def __post_init__(self) -> None:
        self._lock = threading.Lock()
        self._file = self.path.open("ab")

    def intend(self, key: str, body: str) -> None:
        """Somebody is about to send this."""
        with self._lock:
            self.tried[key] = body
            self._write("try", key, body)

    def acknowledge(self, key: str, post: str) -> None:
        """The site said that it has it."""
        with self._lock:
            self.contradicted += self.acknowledged.setdefault(key, post) != post
            self._write("ack", key, post)

    def _write(self, *words: str) -> None:
        self._file.write((" ".join(words) + "\n").encode())
        self._file.flush()
        os.fsync(self._file.fileno())


class Writer(threading.Thread):
    """Posts one after the other until told to stop, each with a key of its own; repeats what was not answered."""

    def __init__(self, address: str, token: str, group: str, name: str, ledger: Ledger) -> None:
        super().__init__(name=name, daemon=True)
        self._client = httpx.Client(
            base_url=f"{address}/api/v1/", headers={"Authorization": f"Bearer {token}"}, timeout=30
        )
        self._group = group
        self._ledger = ledger
        self._told_to_stop = threading.Event()
        self.running: list[str] = []  # keys that a request before the kill still holds for up to a minute
        self.other: Counter[str] = Counter()  # answers that a device should never get

    def run(self) -> None:
        """Post."""
        number = 0
        while not self._told_to_stop.is_set():
            number += 1
            key = str(uuid.uuid4())
            self._ledger.intend(key, f"Parcel {number} of {self.name}, {key}")
            while not self.send(key) and not self._told_to_stop.is_set():
                self._told_to_stop.wait(PAUSE)

    def stop(self) -> None:
        """End after the present request."""
        self._told_to_stop.set()

    def send(self, key: str) -> bool:
        """Send once; whether there was an answer."""
        try:
            answer = self._client.post(
                f"groups/{self._group}/posts/",
                json={"body": self._ledger.tried[key]},
                headers={"Idempotency-Key": key},
            )
        except httpx.TransportError:
            return False
        if answer.status_code == 201:
            self._ledger.acknowledge(key, answer.json()["id"])
        elif answer.status_code == 409:
            self.running.append(key)
        else:
            self.other[f"{answer.status_code} {answer.text[:200]}"] += 1
        return True

    def retry_running(self) -> None:
        """Repeat once what was still running."""
        keys, self.running = self.running, []
        for key in keys:
            self.send(key)

    def everything(self) -> list[dict[str, Any]]:
        """All posts of the group, page by page, as this person reads them."""
        found: list[dict[str, Any]] = []
        cursor = None
        while True:
            page = self._client.get(
                f"groups/{self._group}/posts/", params={"limit": 100, **({"cursor": cursor} if cursor else {})}
            ).json()
            found += page["results"]
            cursor = _cursor(page["next"])
            if cursor is None:
                return found


def _cursor(following: str | None) -> str | None:
    if following and following.startswith("http"):
        return httpx.URL(following).params["cursor"]
    return following
