"""Lines of the inbox on the component page: of each degree of harm, for somebody who is away, put off, and done."""

from typing import Any

from django.utils.translation import gettext as _

from frontend.design.people import CASE, CUSTOMER, GROUP, INTERNAL, MARC, YANN, ago, in_
from frontend.design.promises import AFTER, BEFORE
from frontend.inbox_rows import Row, Section, rows, sections
from groups.queries import AudienceRef
from inbox.needs import ANSWER, REST, TODAY, UNTOLD
from inbox.queries import LineSummary, LineWhy
from inbox.queries.summaries import LineAudience, LineCustomer, LineSubject

_SNOOZES = ("told", "answer")


def waits() -> tuple[Section, ...]:
    """What waits, in its three groups."""
    text = _("Delivery of the wardrobe")
    told = {"subject": "commitment", "id": "example", "known": {"window": AFTER}, "believes": {"window": BEFORE}}
    promised = {"promise": "example", "text": text, "window": AFTER}
    return sections(
        (
            _line("tell", UNTOLD, INTERNAL, due=in_(minutes=31), values=told),
            _line("risk", TODAY, INTERNAL, due=in_(hours=3), values=promised),
            _line("message", ANSWER, CUSTOMER, said=_("Will the van come on Friday?"), by=3, more=True),
            _line("mention", REST, GROUP, said=_("Could you look at this before noon?"), away=True),
        )
    )


def put_off() -> tuple[Row, ...]:
    """What comes back at a time, what comes back when something happens, and what is done."""
    said = _("Could you look at this before noon?")
    later = _line("mention", REST, GROUP, said=said, can=("wake",), until=in_(days=1))
    once = _line("mention", REST, GROUP, said=said, can=("wake",), until_event="answer")
    return rows((later, once, _line("mention", REST, GROUP, said=said, can=("undo",))))


def _line(
    kind: str,
    harm: int,
    audience: AudienceRef,
    *,
    said: str = "",
    by: int = 1,
    more: bool = False,
    away: bool = False,
    due: Any = None,
    values: dict[str, Any] | None = None,
    can: tuple[str, ...] = ("done", "snooze"),
    until: Any = None,
    until_event: str = "",
) -> LineSummary:
    behalf, since, at = MARC if away else None, ago(minutes=40), ago(minutes=4)
    why = LineWhy(kind, harm, by, by, (YANN,), since, at, due, "example", said, values or {}, behalf)
    about_case = audience.kind != "group"
    return LineSummary(
        id=f"example-{kind}-{'-'.join(can)}-{until_event}",
        kind=kind,
        count=1,
        subject=LineSubject("case", CASE.ref, CASE.title) if about_case else LineSubject("thread", "example", ""),
        audience=LineAudience(audience.id, audience.kind, audience.label),
        from_=(YANN,),
        customer=LineCustomer(CASE.customer.id, CASE.customer.name) if about_case else None,
        why=(why, why) if more else (why,),
        due=due,
        harm=harm,
        since=since,
        state="open",
        until=until,
        until_event=until_event,
        until_events=_SNOOZES,
        changed_at=at,
        revision=1,
        can=can,
    )
