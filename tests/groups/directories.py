"""A directory that provisions people and teams, as the tests of SCIM use it."""

import json
from typing import Any, cast

from django.http import HttpResponse
from django.test import Client

CORE = "urn:ietf:params:scim:schemas:core:2.0:"
ENTERPRISE = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User"
PATCH = "urn:ietf:params:scim:api:messages:2.0:PatchOp"


class Directory(Client):
    """The system that knows who works here."""

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> HttpResponse:
        sent = body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode()
        named = {name.replace("_", "-"): text for name, text in headers.items()}
        address = f"/scim/v2/{path}"
        return cast(
            HttpResponse, self.generic(method, address, sent, content_type="application/scim+json", headers=named)
        )

    def read(self, path: str) -> Any:
        answer = self.ask("GET", path)
        assert answer.status_code == 200, answer.text
        return json.loads(answer.text)

    def employ(self, user_name: str, **more: Any) -> Any:
        answer = self.ask("POST", "Users", {"schemas": [f"{CORE}User"], "userName": user_name, **more})
        assert answer.status_code == 201, answer.text
        return json.loads(answer.text)

    def team(self, name: str, *members: str, **more: Any) -> Any:
        said = {"schemas": [f"{CORE}Group"], "displayName": name, "members": [{"value": one} for one in members]}
        answer = self.ask("POST", "Groups", {**said, **more})
        assert answer.status_code == 201, answer.text
        return json.loads(answer.text)

    def amend(self, path: str, *operations: dict[str, Any]) -> HttpResponse:
        return self.ask("PATCH", path, {"schemas": [PATCH], "Operations": operations})
