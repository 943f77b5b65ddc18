"""What every operation of the API says of itself unasked: a summary, and the errors that any of them has."""

import re
from typing import Any

from drf_spectacular.openapi import AutoSchema

from esn.core import problems
from esn.core.rest.errors import PROBLEM
from esn.core.schema import MEANINGS, problem_shape

_SENTENCE = re.compile(r"^(.+?[.;:])(?:\s|$)", re.S)


class Described(AutoSchema):
    """The description of one operation."""

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        """The operation as its view describes it, with what holds for all."""
        operation = super().get_operation(*args, **kwargs)
        if operation is None:
            return None
        said = operation.get("description", "").strip()
        first = _SENTENCE.match(said)
        operation["summary"] = " ".join((first[1] if first else said).split()).rstrip(".;:")
        for status in self._possible(operation):
            operation["responses"].setdefault(str(status), self._problem(status))
        operation["responses"] = {
            status: _as_problem(int(status), answer) if status >= "400" else answer
            for status, answer in sorted(operation["responses"].items())
        }
        return operation

    def is_deprecated(self) -> bool:
        """Whether its view goes away."""
        return hasattr(self.view, "deprecation") or bool(super().is_deprecated())

    def _possible(self, operation: dict[str, Any]) -> list[int]:
        """The errors that an operation can have by what it is, whatever it does."""
        found = [400, 429, 503]  # an unknown or malformed word of the address, too many requests, a busy site
        if self.view.get_authenticators():
            found += [401, 403]
        if "requestBody" in operation:
            found += [413, 415]
        places = {(one["in"], one["name"]) for one in operation.get("parameters", ())}
        if any(place == "path" for place, _name in places):
            found += [404]
        if ("header", "Idempotency-Key") in places:
            found += [409, 422]
        if ("header", "If-Match") in places:
            found += [412]
        return found

    def _problem(self, status: int) -> dict[str, Any]:
        component = self.resolve_serializer(problem_shape(), "response")
        return {
            "description": MEANINGS[status],
            "content": {PROBLEM: {"schema": component.ref}},
        }


def _as_problem(status: int, answer: dict[str, Any]) -> dict[str, Any]:
    """An error under the media type that it is sent with, with its examples."""
    media = next(iter(answer.get("content", {}).values()), None)
    return {**answer, "content": {PROBLEM: {**media, "examples": problems.named(status)}} if media else {}}
