"""What every ``api.py`` shares: reading requests strictly, answering with summaries, one answer for each error."""

from esn.core.rest.answers import created, created_secret, no_content, shown
from esn.core.rest.asking import Listing, choice, if_match, listing, moment
from esn.core.rest.bodies import JSONAlways, StrictJSONParser, strict_json
from esn.core.rest.errors import answer_error, not_found
from esn.core.rest.fields import Flag, Id, Moment, Text, holds_control, read
from esn.core.rest.lean import IDS, fields_of, ids_asked, lean, lean_only

__all__ = (
    "IDS",
    "Flag",
    "Id",
    "JSONAlways",
    "Listing",
    "Moment",
    "StrictJSONParser",
    "Text",
    "answer_error",
    "choice",
    "created",
    "created_secret",
    "fields_of",
    "holds_control",
    "ids_asked",
    "if_match",
    "lean",
    "lean_only",
    "listing",
    "moment",
    "no_content",
    "not_found",
    "read",
    "shown",
    "strict_json",
)
