"""Files that come with a form: named by it already, or sent in it where no script sent them before."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from esn.core.file_kinds import clean_name
from feeds import actions, queries
from feeds.queries import FileSummary
from frontend.pages.door import Request, first_problem


@dataclass(frozen=True)
class Taken:
    """The ids of the files of a form, and what was wrong with one that was not taken."""

    ids: tuple[str, ...]
    wrong: Invalid | None = None

    def checked(self) -> tuple[str, ...]:
        """The ids, when every file was taken; else Invalid, and those that were taken wait for the next try."""
        if self.wrong is not None:
            raise self.wrong
        return self.ids


def take(request: Request) -> Taken:
    """The files of a form, with what was said of the pictures; Invalid is kept for when the form is looked at."""
    ids = tuple(dict.fromkeys(request.POST.getlist("attachment")[:100]))
    try:
        for file in queries.waiting(request.user, ids):
            alt = request.POST.get(f"alt-{file.id}", file.alt)
            if alt != file.alt:
                actions.describe_file(request.user, file_id=file.id, alt=alt)
        for id_ in _sent(request):
            ids = (*ids, id_)
    except Invalid as wrong:
        return Taken(ids, wrong)
    return Taken(ids)


def waiting(request: Request, taken: Taken) -> tuple[FileSummary, ...]:
    """What stands beside the text again after something was wrong."""
    return queries.waiting(request.user, taken.ids)


def _sent(request: Request) -> Iterator[str]:
    for file in request.FILES.getlist("files"):
        name = file.name or ""
        try:
            received = actions.receive_file(request.user, name=name, source=file)
        except Invalid as wrong:
            told = {"name": clean_name(name), "problem": first_problem(wrong)}
            raise Invalid.field("file", "refused", _("%(name)s: %(problem)s") % told) from None
        yield actions.add_file(request.user, received=received)
