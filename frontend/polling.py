"""A poll as its readers see it, and the part of a composer that asks one."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from esn.core.errors import Invalid
from feeds.actions import Manner, NewPoll
from feeds.actions.manners import MOST, OPTION_LIMIT
from feeds.models import MESSAGE, POLL
from feeds.queries.summaries import PollChoice, PollState, PostSummary
from frontend import moments
from frontend.icons import icon
from frontend.markup import fill

NOTHING = SafeString("")

_POLL = (
    '<div class="poll" id="poll-{id}" data-poll="{id}" data-fresh="/posts/{id}/poll/" data-fresh-of="{id}"{load}>'
    "{parts}</div>\n"
)
_LOAD = ' hx-get="/posts/{id}/poll/" hx-trigger="intersect once" hx-swap="outerHTML"'
_VOTE = (
    '<form action="/posts/{id}/poll/vote/" data-here><fieldset><legend class="unseen">{legend}</legend>'
    '<ul class="choices">{choices}</ul></fieldset>'
    '<button class="button small{main}">{icon}{words}</button></form>'
)
_CHOICES = '<ul class="choices">{choices}</ul>'
_CHOICE = '<li class="choice{mine}" data-option="{option}">{what}{bar}</li>'
_PICK = (
    '<label><input type="{type}" name="option" value="{option}"{checked}{required}><span class="text">{text}</span>'
    '<span class="votes">{votes}</span></label>'
)
_READ = '<span class="label">{mark}<span class="text">{text}</span><span class="votes">{votes}</span></span>'
_BAR = '<progress max="{most}" value="{votes}" aria-hidden="true"></progress>'
_FOOT = (
    '<p class="foot soft small"><span data-voters data-one="{one}" data-many="{many}" data-none="{none}">{said}</span>'
    "{rest}</p>"
)
_NOTE = '<span class="note">{icon}{words}</span>'
_VERB = '<form action="/posts/{id}/poll/{verb}/" data-here><button class="link small">{words}</button></form>'
_ROW = (
    '<li><input class="plain-select" name="option" value="{option}" maxlength="{limit}" placeholder="{name}" '
    'aria-label="{name}"></li>'
)
_NAMES = '<a class="small" href="/posts/{id}/poll/voters/">{words}</a>'


def poll(post: PostSummary, *, for_nobody: bool = False) -> SafeString:
    """A poll with its options; drawn for nobody in particular it asks how it stands for its reader."""
    state = post.poll
    if state is None:
        return fill(_POLL, id=post.id, load=fill(_LOAD, id=post.id), parts=NOTHING) if for_nobody else NOTHING
    return fill(_POLL, id=post.id, load=NOTHING, parts=_all([_choices(post.id, state), _foot(post.id, state)]))


def _choices(id_: str, state: PollState) -> SafeString:
    votes = "vote" in state.can
    choices = _all([_choice(one, state, votes=votes) for one in state.options])
    if not votes:
        return fill(_CHOICES, choices=choices)
    legend = _("Choose one or several") if state.multiple else _("Choose one")
    words = _("Change my vote") if state.voted else _("Vote")
    main = "" if state.voted else " main"
    return fill(_VOTE, id=id_, legend=legend, choices=choices, icon=icon("vote"), words=words, main=main)


def _choice(one: PollChoice, state: PollState, *, votes: bool) -> SafeString:
    bar = fill(_BAR, most=str(max(state.voters, 1)), votes=str(one.votes))
    if votes:
        what = fill(
            _PICK,
            type="checkbox" if state.multiple else "radio",
            option=one.id,
            text=one.text,
            votes=str(one.votes),
            checked=SafeString(" checked") if one.mine else NOTHING,
            required=NOTHING if state.multiple else SafeString(" required"),
        )
    else:
        mark = icon("check") if one.mine else NOTHING
        what = fill(_READ, mark=mark, text=one.text, votes=str(one.votes))
    return fill(_CHOICE, option=one.id, mine=" mine" if one.mine else "", what=what, bar=bar)


def _foot(id_: str, state: PollState) -> SafeString:
    """How many have voted, under which rules, and what else one may do."""
    none, one = _("Nobody has voted yet"), _("1 person has voted")
    many = _("{n} people have voted")
    said = (none, one)[state.voters] if state.voters < 2 else many.replace("{n}", str(state.voters))
    notes = []
    if state.closed:
        notes.append(fill(_NOTE, icon=icon("lock"), words=_("Closed")))
    elif state.closes_at:
        notes.append(
            fill(_NOTE, icon=icon("clock"), words=_("Until %(when)s") % {"when": moments.short(state.closes_at)})
        )
    if state.multiple:
        notes.append(fill(_NOTE, icon=icon("list-checks"), words=_("Several choices")))
    if state.anonymous:
        notes.append(fill(_NOTE, icon=icon("eye-off"), words=_("Anonymous: nobody sees who chose what")))
    elif state.voters:
        notes.append(fill(_NAMES, id=id_, words=_("Who chose what")))
    names = {"take_back": ("take-back", _("Take my vote back")), "close": ("close", _("Close the poll"))}
    verbs = [fill(_VERB, id=id_, verb=path, words=said_) for verb, (path, said_) in names.items() if verb in state.can]
    foot = fill(_FOOT, one=one, many=many, none=none, said=said, rest=_all(notes))
    return _all([foot, fill('<div class="verbs">{verbs}</div>', verbs=_all(verbs)) if verbs else NOTHING])


def _all(drawn: Sequence[SafeString]) -> SafeString:
    return SafeString("".join(drawn))


# The composer --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Typed:
    """What stood in a composer beside its words, to stand there again."""

    kind: str = MESSAGE
    options: tuple[str, ...] = ()
    multiple: bool = False
    anonymous: bool = False
    closes: str = ""

    @property
    def rows(self) -> SafeString:
        """The options, and empty ones to write in, which show one after the other."""
        given, name = (*self.options, *[""] * MOST)[:MOST], _("Option %(number)s")
        named = ((name % {"number": number}, option) for number, option in enumerate(given, 1))
        return _all([fill(_ROW, name=name, option=option, limit=str(OPTION_LIMIT)) for name, option in named])


def typed(form: QueryDict) -> Typed:
    """What a composer says beside its words."""
    return Typed(
        kind=form.get("kind", MESSAGE)[:20],
        options=tuple(option for option in form.getlist("option")[: MOST + 1] if option.strip()),
        multiple="multiple" in form,
        anonymous="anonymous" in form,
        closes=form.get("closes", "")[:40],
    )


def restored(kept: Mapping[str, Any]) -> Typed:
    """The same from a draft, which keeps whatever a composer or a device put there."""
    option, kind, closes = kept.get("option", ()), kept.get("kind"), kept.get("closes")
    given = [option] if isinstance(option, str) else option if isinstance(option, list) else []
    return Typed(
        kind=kind[:20] if isinstance(kind, str) else MESSAGE,
        options=tuple(one for one in given if isinstance(one, str) and one.strip())[: MOST + 1],
        multiple=bool(kept.get("multiple")),
        anonymous=bool(kept.get("anonymous")),
        closes=closes[:40] if isinstance(closes, str) else "",
    )


def manner(said: Typed) -> Manner:
    """How something is said, by what stood in its composer; Invalid for a moment that is none."""
    if said.kind != POLL:
        return Manner(said.kind)
    return Manner(POLL, NewPoll(said.options, said.multiple, said.anonymous, _moment(said.closes)))


def _moment(text: str) -> dt.datetime | None:
    """A moment of the clock on the reader's wall."""
    if not text:
        return None
    try:
        parsed = dt.datetime.fromisoformat(text)
        return parsed if parsed.tzinfo else timezone.make_aware(parsed)
    except (ValueError, OverflowError):
        raise Invalid.field("closes", "not_a_time", _("This is no day and hour. Choose them again.")) from None
