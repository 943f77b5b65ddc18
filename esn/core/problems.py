"""An example of each error that is not about one kind of thing; docs/errors.md lists the others too."""

from typing import Any

from django.utils import translation

from esn.core.rest.errors import titles

Node = dict[str, Any]

# By status and code, what is said in English.
SAID: dict[int, dict[str, str]] = {
    400: {
        "invalid": "Something in the request is not right. Nothing was changed.",
        "parse_error": "The body is not valid JSON. Nothing was kept.",
    },
    401: {
        "not_authenticated": "Authentication credentials were not provided.",
        "authentication_failed": "This token is unknown or no longer valid. Sign in again.",
    },
    403: {
        "not_allowed": "You may not do this.",
        "scope": "This device may not do that: its scope is narrower.",
        "csrf": "The page was open too long. Load it again, then repeat.",
    },
    404: {"not_found": "There is nothing here."},
    405: {"method_not_allowed": 'Method "DELETE" not allowed.'},
    409: {
        "closed": "This case is closed. Reopen it first.",
        "key_running": "The same request is already running. Ask again in a moment.",
    },
    412: {"stale": "Somebody changed this meanwhile. Read it again, then repeat your change."},
    413: {"body_too_large": "The body has more than 256 KB. Nothing was kept; send less."},
    415: {"unsupported_media_type": 'Unsupported media type "text/plain" in request.'},
    422: {"key_reused": "This key was used before with another request."},
    429: {"throttled": "Too many requests. Wait until the next minute. Expected available in 42 seconds."},
    503: {"busy": "The site is busy. Nothing was changed; try again shortly."},
}
FIELDS: Node = {"limit": [{"code": "out_of_range", "detail": "A page has 1 to 100 results."}]}
BOTH: Node = {"yours": {"title": "Wardrobe, oak"}, "theirs": {"title": "Wardrobe without doors"}}


def named(status: int) -> Node:
    """The examples of a status, as an answer refers to them."""
    return {code: {"$ref": f"#/components/examples/{code}"} for code in SAID.get(status, ())}


def examples() -> Node:
    """All of them, by their codes."""
    with translation.override("en"):
        heads = titles()
    return {
        code: {"value": problem(status, code, detail, heads[status])}
        for status, codes in SAID.items()
        for code, detail in codes.items()
    }


def problem(status: int, code: str, detail: str, title: str) -> Node:
    """One error as it is sent."""
    told = {"type": "about:blank", "title": title, "status": status, "code": code, "detail": detail}
    return {**told, "errors": FIELDS if code == "invalid" else {}, **(BOTH if status == 412 else {})}
