"""What a request asks for beside its body: a page of a list, its filters, the revision that it changes."""

import dataclasses
import datetime as dt
from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _
from rest_framework.request import Request

from esn.core.errors import Invalid, Problem, Stale
from esn.core.pages import PAGE_LIMIT, PAGE_SIZE
from esn.core.rest.fields import holds_control


@dataclasses.dataclass(frozen=True)
class Listing:
    """What a request asks of a list: its place, its length and its filters."""

    cursor: str | None
    limit: int
    filters: dict[str, str]


def listing(request: Request, *filters: str) -> Listing:
    """The query string of a list; Invalid for an unknown filter or a length outside 1 to 100."""
    asked = {name: request.query_params[name] for name in request.query_params}
    unknown = asked.keys() - {"cursor", "limit", *filters}
    if unknown:
        raise Invalid({name: [Problem("unknown_filter", _("This filter is unknown."))] for name in sorted(unknown)})
    for name, value in asked.items():
        if holds_control(value):
            raise Invalid.field(name, "control", _("This holds characters that cannot be shown."))
    limit = asked.pop("limit", str(PAGE_SIZE))
    if not limit.isascii() or not limit.isdigit() or len(limit) > 3 or not 1 <= int(limit) <= PAGE_LIMIT:
        raise Invalid.field("limit", "out_of_range", _("A page has 1 to 100 results."))
    return Listing(asked.pop("cursor", None) or None, int(limit), asked)


def choice(filters: Mapping[str, str], name: str, allowed: Collection[str], default: str) -> str:
    """One of the allowed words of a filter."""
    value = filters.get(name, default)
    if value not in allowed:
        raise Invalid.field(
            name, "unknown_choice", _("This must be one of: %(words)s.") % {"words": ", ".join(allowed)}
        )
    return value


def moment(filters: Mapping[str, str], name: str) -> dt.datetime | None:
    """A moment of a filter, from RFC 3339 or a bare date (its midnight in UTC)."""
    text = filters.get(name)
    if not text:
        return None
    try:
        parsed = dt.datetime.fromisoformat(text)
    except ValueError:
        raise Invalid.field(name, "not_a_time", _("This must be a date or a time, like 2026-11-21.")) from None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=dt.UTC)


def if_match(request: Request) -> int | None:
    """The revision that an edit was made against, from If-Match; Stale when it cannot be one of ours."""
    header = request.headers.get("If-Match")
    if header is None or header.strip() == "*":
        return None
    revision = header.strip().removeprefix("W/").strip('"')
    if not revision.isascii() or not revision.isdigit() or len(revision) > 9:
        raise Stale
    return int(revision)
