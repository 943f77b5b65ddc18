"""Template tags of the look: icons, faces, moments and the words for codes."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django import template
from django.template.base import FilterExpression, Node, Parser, TextNode, Token
from django.template.context import Context
from django.urls import reverse
from django.utils.safestring import SafeString

from cases.facts import Contradiction
from cases.queries import MANY, Brief, FactSummary
from cases.queries.next_words import next_words
from cases.windows import Window
from feeds.queries import DraftSummary, FileSummary
from feeds.queries.summaries import Attachment, Pointed, PostSummary
from feeds.text import in_one_line
from frontend import (
    acknowledging,
    articles,
    clocks,
    entries,
    faces,
    facts,
    file_tiles,
    icons,
    keys,
    lists,
    moments,
    next_steps,
    phones,
    pointing,
    polling,
    reactions,
    tongues,
    windows,
    words,
)
from frontend.faces import Somebody
from frontend.markup import fill
from groups.queries import GroupSummary
from people import queries as people
from people.models import Person

register = template.Library()


class _IconNode(Node):
    """An icon whose name is only known when the page is drawn."""

    def __init__(self, name: FilterExpression) -> None:
        self.name = name

    def render(self, context: Context) -> SafeString:
        return icons.icon(str(self.name.resolve(context)))


@register.tag("icon")
def icon_tag(parser: Parser, token: Token) -> Node:
    """``{% icon "lock" %}``: a literal name becomes text when the template is read, and costs nothing afterwards."""
    name = token.split_contents()[1]
    if name[0] in "\"'":
        return TextNode(icons.icon(name[1:-1]))
    return _IconNode(parser.compile_filter(name))


@register.tag
def to(parser: Parser, token: Token) -> Node:
    """``{% to "cases" %}``: the address of a page without arguments, looked up once, when the template is read."""
    return TextNode(reverse(token.split_contents()[1].strip("\"'")))


@register.simple_tag
def new_key() -> str:
    """The name of one composer as it was shown: what it holds is sent once."""
    return str(uuid.uuid4())


@register.simple_tag
def firstof_files(attached: Iterable[FileSummary], draft: DraftSummary | str) -> tuple[FileSummary, ...]:
    """The files of a composer: those that came back with it, or those of its draft."""
    return tuple(attached) or (draft.attachments if isinstance(draft, DraftSummary) else ())


@register.simple_tag
def key_map(member: bool, level: str, bind: bool = False) -> SafeString:
    """The map of keys for a member or a guest."""
    return keys.drawn(member=member, level=level, bind=bind)


@register.simple_tag
def draft_link(draft: DraftSummary) -> str:
    """Where one writes a draft on."""
    if draft.kind == "home":
        return f"{reverse('home')}#composer"
    if draft.kind == "case":
        return f"{reverse('case', args=[draft.ref])}?pane=thread#composer"
    if draft.kind == "group":
        return f"{reverse('group', args=[draft.ref])}#composer"
    return (
        f"{reverse('post', args=[draft.ref])}#reply"
        if draft.kind == "reply"
        else reverse("post_edit", args=[draft.ref])
    )


@register.filter
def initials(name: str) -> str:
    """One or two letters that stand for a face."""
    return words.initials(name)


@register.simple_tag
def tongue(text: str) -> SafeString:
    """The language of what somebody wrote, as an attribute of its element; nothing where the page says it."""
    return tongues.attribute(text)


@register.simple_tag
def face(somebody: Somebody | Person, more: str = "") -> SafeString:
    """The photo of somebody, or their initials."""
    return faces.face(somebody, more)


@register.simple_tag
def photo_of(person: Person) -> SafeString:
    """The photo of a person over their initials, or nothing."""
    return faces.photo(people.ref(person).avatar)


@register.simple_tag
def photo(avatar: str | None) -> SafeString:
    """The photo at an address over the initials, or nothing."""
    return faces.photo(avatar)


@register.filter
def called(name: str) -> str:
    """How a colleague is greeted."""
    return words.called(name)


@register.filter
def moment(at: dt.datetime | None, style: str = "short") -> SafeString | str:
    """A ``<time>`` in the reader's language and zone; styles: short, clock, day, full."""
    if at is None:
        return ""
    return moments.tag(at, style)


@register.filter
def lasting(minutes: int) -> str:
    """How long something takes, in words."""
    return moments.lasting(minutes)


@register.filter
def word(code: str, of: str) -> str:
    """The word for a code, e.g. ``{{ case.status|word:"status" }}``."""
    return words.word(of, code)


@register.filter
def symbol(code: str, of: str) -> SafeString:
    """The icon that stands beside the word of a code."""
    return icons.icon(words.icon_for(of, code))


@register.filter
def window(promised: Window) -> str:
    """The window of a promise, by the clock on the customer's wall."""
    return windows.said(promised)


@register.filter
def window_value(stored: object) -> str:
    """The same of a window as it was kept in a detail."""
    return windows.value(stored)


@register.filter
def stance(value: object) -> str:
    """What is believed or known, in one line."""
    return entries.stance(value)


@register.filter
def phone(value: str) -> str:
    """A phone number as it is read aloud here."""
    return phones.said(value)


@register.filter
def dial(value: str) -> str:
    """A phone number as a telephone dials it."""
    return phones.dialled(value)


@register.filter
def known(fact: FactSummary) -> str:
    """A fact in one line."""
    return facts.said(fact.kind, fact.value, fact.constraint or fact.form)


@register.filter
def known_value(fact: Contradiction) -> str:
    """A fact that a window goes against, in one line."""
    return facts.said(fact.kind, fact.value, fact.detail)


@register.filter
def next_said(brief: Brief) -> str:
    """What has to happen first in a case."""
    return next_words(brief)


@register.filter
def next_place(brief: Brief) -> str:
    """The address where that is done; empty where the reader cannot."""
    return next_steps.place(brief)


@register.filter
def until(at: dt.datetime | None) -> SafeString | str:
    """The clock of a change that is not told: how long is left, or how long ago it should have been told."""
    return clocks.tag(at) if at else ""


@register.filter
def patience(at: dt.datetime | None) -> str:
    """How loud that clock is: early, last (within the hour) or missed."""
    return clocks.stage(at) if at else "early"


@register.simple_tag
def post(found: PostSummary, style: str = "short") -> SafeString:
    """A post or a structured entry."""
    return articles.article(found, style)


@register.filter
def icon_named(name: str) -> SafeString:
    """The icon of a name that is known when the page is drawn."""
    return icons.icon(name)


@register.simple_tag
def reactions_of(found: PostSummary) -> SafeString:
    """The row of reactions below a post."""
    return reactions.row(found)


@register.simple_tag
def usual_emoji() -> str:
    """The emoji that are offered first."""
    return " ".join(reactions.USUAL)


@register.simple_tag
def draft_poll(draft: DraftSummary) -> polling.Typed:
    """The poll that a draft asks so far."""
    said = polling.restored(draft.extra)
    return said if said.kind == "poll" else polling.Typed()


@register.simple_tag
def poll_rows(said: polling.Typed | str) -> polling.Typed:
    """What stands in the part of a composer that asks a poll."""
    return said if isinstance(said, polling.Typed) else polling.Typed()


@register.simple_tag
def pointed(to: Pointed, why: str) -> SafeString:
    """A post that is pointed at."""
    return pointing.card(to, why)


@register.simple_tag
def quoting(found: PostSummary) -> SafeString:
    """A post that a reply is about to quote."""
    return pointing.card(pointing.of(found), "quote")


@register.simple_tag
def acknowledgement(found: PostSummary) -> SafeString:
    """How an announcement stands for its reader."""
    return acknowledging.line(found)


@register.filter
def plain(markup: str) -> str:
    """What a post says, in one line without its markup."""
    return in_one_line(markup)


@register.simple_tag
def file_icon(one: Attachment) -> SafeString:
    """The icon of a kind of file."""
    return file_tiles.symbol(one)


@register.simple_tag
def posts(found: Iterable[PostSummary], style: str = "short") -> SafeString:
    """Posts and structured entries one after the other."""
    return articles.articles(found, style)


@register.simple_tag
def followed(groups: Iterable[GroupSummary], place: str) -> SafeString:
    """The groups of the rail, as links."""
    return lists.followed(groups, place)


@register.simple_tag
def options(choices: Iterable[tuple[str, str]], chosen: str = "") -> SafeString:
    """The options of a field."""
    return lists.options(choices, chosen)


@register.filter
def many(count: int) -> SafeString:
    """A number beside a word; where nothing is counted beyond a limit, that it is more."""
    return fill('<span class="count">{count}</span>', count=str(count) if count < MANY else f"{MANY - 1}+")


@register.filter
def has(codes: tuple[str, ...], code: str) -> bool:
    """Whether a closed list of codes (``can``) holds one."""
    return code in codes
