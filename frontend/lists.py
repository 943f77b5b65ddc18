"""Short lists that many pages draw: the groups of the rail, and the choices of a field."""

from collections.abc import Iterable

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from frontend.markup import fill
from groups.queries import GroupSummary

NOTHING = SafeString("")

_LINK = (
    '<li><a class="{new}" href="/groups/{id}/" data-rail="{audience}"{current}><span class="label">{name}</span>'
    '<span class="dot"></span>{note}</a></li>\n'
)
_NOTE = '<span class="unseen">{words}</span>'
_OPTION = '<option value="{value}"{selected}>{words}</option>'


def followed(groups: Iterable[GroupSummary], place: str) -> SafeString:
    """The groups that somebody follows, as links; ``place`` is the one they are in."""
    note = fill(_NOTE, words=_("(new posts)"))
    return SafeString(
        "".join(
            fill(
                _LINK,
                id=group.id,
                audience=group.audience,
                name=group.name,
                new="is-new" if group.unread else "",
                current=SafeString(' aria-current="page"') if group.id == place else NOTHING,
                note=note if group.unread else NOTHING,
            )
            for group in groups
        )
    )


def options(choices: Iterable[tuple[str, str]], chosen: str) -> SafeString:
    """Pairs of a value and its words as the options of a field."""
    return SafeString(
        "".join(
            fill(_OPTION, value=value, words=words, selected=" selected" if value == chosen else "")
            for value, words in choices
        )
    )
