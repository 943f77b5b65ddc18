"""The versions of the story of a case, each with what changed against the one before."""

import datetime as dt
from dataclasses import dataclass, fields

from django.http import HttpResponse

from cases import queries
from cases.actions import StoryText
from cases.queries import StorySummary
from frontend import forms
from frontend.differences import Piece, differences
from frontend.pages.case_changes import whole
from frontend.pages.door import Request, reading, show
from frontend.pages.work import inside
from people.queries import PersonRef

AT_ONCE = 20


@dataclass(frozen=True)
class Change:
    """One text of the story: what it is called, and its pieces."""

    label: str
    pieces: tuple[Piece, ...]


@dataclass(frozen=True)
class Version:
    """One version: who wrote it, when, and the texts that differ from those before; the first one as it was written."""

    number: int
    author: PersonRef
    at: dt.datetime
    first: bool
    changes: tuple[Change, ...]


@reading
def story_history(request: Request, ref: str) -> HttpResponse:
    """Who changed what in the story, the newest version first, twenty at once."""
    case = inside(request, ref)
    told = queries.stories(request.user, ref)
    if "before" in request.GET:
        before = whole(request.GET["before"])
        told = tuple(story for story in told if story.version < before)
    shown = told[:AT_ONCE]
    versions = [_version(story, older) for story, older in zip(shown, (*told[1 : AT_ONCE + 1], None), strict=False)]
    context = {"case": case, "versions": versions, "earlier": shown[-1].version if len(told) > AT_ONCE else None}
    return show(request, "pages/story_history.html", context, place="cases")


def _version(story: StorySummary, older: StorySummary | None) -> Version:
    return Version(story.version, story.author, story.at, older is None, _changes(story, older))


def _changes(story: StorySummary, older: StorySummary | None) -> tuple[Change, ...]:
    found = []
    for field in fields(StoryText):
        text = str(getattr(story, field.name))
        before = str(getattr(older, field.name)) if older else text
        if text if older is None else text != before:
            label = str(forms.StoryForm.base_fields[field.name].label)
            found.append(Change(label, differences(before, text)))
    return tuple(found)
