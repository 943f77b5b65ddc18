"""Hundreds of odd requests to the door of SCIM: each is answered in the words of the protocol, none by a failure.

``ESN_TEST_ODD`` is their number (500).
"""

import json
import os
import random
from typing import Any
from urllib.parse import quote

import pytest
from pytest_django import Settings

from esn.core import audit
from people.models import Person
from tests.groups.directories import CORE, ENTERPRISE, PATCH, Directory

NUMBER = int(os.environ.get("ESN_TEST_ODD", "500"))
MESSAGES = "urn:ietf:params:scim:api:messages:2.0:"
TEXTS = (
    "", "x", "ü", "\u202e", "\ud800", "\u0000", "a" * 5000, "urn:x:y", 'userName eq "x"', 'members[value eq "x"]',
    "emails[", "[[[", "🦄" * 50, "replace", "2020-13-40T99:99", "Users/1", "bulkId:q", "True", "/Users", "/Groups/x",
    "POST", "work",
)  # fmt: skip
NAMES = (
    "schemas", "userName", "name", "displayName", "emails", "value", "type", "primary", "active", "members", "$ref",
    "externalId", "id", "meta", "Operations", "op", "path", "data", "method", "bulkId", "failOnErrors", "filter",
    "sortBy", "sortOrder", "startIndex", "count", "cursor", "attributes", "excludedAttributes", ENTERPRISE, "manager",
    "department", "phoneNumbers", "groups", "preferredLanguage", "timezone", "title", "x",
)  # fmt: skip
PATHS = (
    "members", "emails", 'emails[type eq "work"].value', "name.familyName", f"{ENTERPRISE}:manager", "active",
    "userName", "displayName", None,
)  # fmt: skip
QUERIES = (
    "x",
    "userName",
    "-1",
    'userName eq "x"',
    "members",
    "(((",
    "\x00",
    'userName pr and (emails.type co "x")',
    "1e9",
)


class Odd:
    """Draws requests that nobody sends, and some that are nearly right."""

    def __init__(self, seed: int, person: str, team: str) -> None:
        self.draw = random.Random(seed)
        self.person, self.team = person, team

    def value(self, depth: int = 0) -> Any:
        """Anything that JSON can say."""
        kind = self.draw.randrange(11)
        if kind < 3:
            return self.draw.choice([None, True, False, 0, -1, 10**18, 1.5e300])
        if kind < 6 or depth > 4:
            return self.draw.choice(TEXTS)
        if kind < 8:
            return [self.value(depth + 1) for _one in range(self.draw.randrange(4))]
        return {self.draw.choice(NAMES): self.value(depth + 1) for _one in range(self.draw.randrange(6))}

    def request(self, number: int) -> tuple[str, str, bytes, dict[str, str]]:
        """Method, path with query, body and headers."""
        paths = ["Users", "Groups", f"Users/{self.person}", f"Groups/{self.team}", "Bulk", ".search", "Users/.search",
                 "Groups/.search", "Schemas", "ResourceTypes", "Me", ""]  # fmt: skip
        path, method = self.draw.choice(paths), self.draw.choice(["POST", "PUT", "PATCH", "GET"])
        body = json.dumps(self._body(path, method, number)).encode()
        if self.draw.random() < 0.05:
            body = self.draw.randbytes(30)
        asked = [
            f"{quote(self.draw.choice(NAMES))}={quote(self.draw.choice(QUERIES))}"
            for _q in range(self.draw.randrange(4))
        ]
        tags = {"If_Match": self.draw.choice(["*", 'W/"x"', '"'])} if self.draw.random() < 0.2 else {}
        return method, f"{path}?{'&'.join(asked)}", b"" if method == "GET" else body, tags

    def _body(self, path: str, method: str, number: int) -> Any:
        body = self.value()
        if not isinstance(body, dict) or self.draw.random() < 0.3:
            return body
        room = path.partition("/")[0]
        told = {"Users": f"{CORE}User", "Groups": f"{CORE}Group", "Bulk": f"{MESSAGES}BulkRequest"}.get(room, "x")
        body["schemas"] = [PATCH if method == "PATCH" else f"{MESSAGES}SearchRequest" if "search" in path else told]
        if method == "PATCH":
            body["Operations"] = [self._operation() for _one in range(self.draw.randrange(1, 4))]
        elif room == "Users":
            body["userName"] = self.draw.choice([f"u{number}", self.value(4)])
        elif room == "Groups":
            body["displayName"] = self.draw.choice([f"g{number}", self.value(4)])
        elif path == "Bulk":
            body["Operations"] = [self._one_of_many() for _one in range(3)]
        return body

    def _operation(self) -> Any:
        op = self.draw.choice(["add", "replace", "remove", self.value(4)])
        return {"op": op, "path": self.draw.choice([*PATHS, self.value(4)]), "value": self.value(2)}

    def _one_of_many(self) -> Any:
        where = self.draw.choice(["/Users", "/Groups", f"/Users/{self.person}", f"/Groups/{self.team}", self.value(4)])
        method = self.draw.choice(["POST", "PATCH", "PUT", self.value(4)])
        return {"method": method, "path": where, "bulkId": self.value(4), "data": self.value(1)}


@pytest.mark.shape
def test_no_odd_request_is_a_failure(entra: Directory, ana: Person, settings: Settings) -> None:
    settings.ACCOUNT_RATE_LIMITS = {**settings.ACCOUNT_RATE_LIMITS, "scim": "100000/m/key"}
    person = entra.employ("lea", displayName="Léa")["id"]
    odd = Odd(7, person, entra.team("Lyon", person, ana.id)["id"])
    for number in range(NUMBER):
        method, path, body, headers = odd.request(number)
        answer = entra.ask(method, path, body, **headers)
        told = f"{number}: {method} {path} {body[:300]!r} → {answer.status_code} {answer.text[:300]}"
        assert answer.status_code < 500 or (answer.status_code == 501 and "not supported" in answer.text), told
        if answer.status_code < 300 and answer.text and path.startswith("Bulk"):
            assert not [one for one in json.loads(answer.text)["Operations"] if str(one["status"]) == "500"], told
    assert audit.first_broken() is None
