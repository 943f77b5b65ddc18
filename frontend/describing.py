"""The pictures of a post in words, on the page where their author says it better."""

from collections.abc import Iterable, Mapping

from django.http import QueryDict

from feeds.queries.summaries import Attachment

FIELD = "described-"


def asked(form: QueryDict) -> dict[str, str]:
    """What a form says of pictures, by their ids."""
    return {name.removeprefix(FIELD): str(form[name]) for name in list(form)[:100] if name.startswith(FIELD)}


def rows(files: Iterable[Attachment], typed: Mapping[str, object]) -> list[tuple[str, Attachment, str]]:
    """The pictures among some files: the field of each, and what stands in it, typed before or said already."""
    fields = [(f"{FIELD}{file.id}", file) for file in files if file.is_picture]
    return [(name, file, str(typed.get(name, file.alt))) for name, file in fields]
