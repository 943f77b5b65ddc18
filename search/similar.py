"""While one writes: cases like this one, questions that were answered, exceptions that were granted, and why."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields, replace
from textwrap import shorten

from django.utils.translation import gettext as _

from cases import policy as cases_policy
from cases.models import Case, Waiver
from esn.core.errors import Invalid
from esn.core.ids import is_id
from feeds import queries as feeds
from feeds.models import Answer, Post
from feeds.queries.rows import Row
from feeds.text import in_one_line
from groups.queries import AudienceRef
from people import queries as people
from people.models import Person
from search.alike import Alike, Text
from search.case_documents import stories
from search.find import Searcher, searching
from search.hits import hits
from search.language import forms
from search.matching import Choice, Criteria, TooLongError
from search.snippets import Wanted, snippet
from search.summaries import Similar

KINDS = ("case", "question", "exception")
EACH, EACH_LIMIT = 3, 10  # of each kind
TITLE_LIMIT = 160
TEXT_LIMIT = 4_000  # characters that are read; the others are passed over
_CASES, _POSTS = 12, 300  # of which the shown ones are taken: not every post is an answered question
_GRANTED = (Waiver.State.GRANTED, Waiver.State.CONDITIONAL)


@dataclass(frozen=True, slots=True)
class Draft:
    """What somebody writes, or what a case says: about whom, and which case it is."""

    title: str = ""
    text: str = ""
    customer: str = ""
    case: str = ""


def similar_to_case(viewer: Person, ref: str, *, kind: str = "", limit: int = EACH) -> tuple[Similar, ...]:
    """What is like a case that the viewer reads inside; NotFound for any other."""
    case = cases_policy.require_inside(viewer, ref)
    story = stories([case.id]).get(case.id, "")
    return similar(viewer, Draft(case.title, story, case.customer_id, case.ref), kind=kind, limit=limit)


def similar(viewer: Person, draft: Draft, *, kind: str = "", limit: int = EACH) -> tuple[Similar, ...]:
    """What the viewer may read that is like a draft, at most ``limit`` of each kind, the most alike first.

    Which, in what order and why depends on what the viewer may read alone. Nothing is found for too little text, and
    nothing where looking takes too long.
    """
    if kind and kind not in KINDS:
        raise Invalid.field("kind", "unknown_choice", _("This kind is unknown."))
    if not viewer.is_member or not is_id(draft.customer):
        draft = replace(draft, customer="")  # others than members know no customers
    wanted = (kind,) if kind else KINDS
    text = Text(draft.title[:TEXT_LIMIT], draft.text[:TEXT_LIMIT])

    def work(searcher: Searcher) -> tuple[tuple[Alike, ...], tuple[Alike, ...]]:
        cases = searcher.alike(text, _criteria("case", draft, _CASES), draft.customer) if "case" in wanted else ()
        posts = searcher.alike(text, _criteria("post", draft, _POSTS), draft.customer) if wanted != ("case",) else ()
        return cases, posts

    try:
        cases, posts = searching(viewer, work)
    except TooLongError:
        return ()
    found = list(_cases(viewer, cases, draft.customer)[:limit])
    if "question" in wanted:
        found += _questions(viewer, posts, limit)
    if "exception" in wanted:
        found += _exceptions(viewer, posts, draft.customer, limit)
    return tuple(found)


def _criteria(kind: str, draft: Draft, limit: int) -> Criteria:
    here = (("case", Choice(refused=(draft.case,))),) if draft.case else ()
    return Criteria(types=Choice((kind,)), ids=here, limit=limit)


def _cases(viewer: Person, alike: Sequence[Alike], customer: str) -> list[Similar]:
    """Cases as they stand now; one that was merged into another is found by the other."""
    words = {one.match.key: one.words for one in alike}
    merged = set(_merged(one.match.id for one in alike))
    shown = []
    for hit in hits(viewer, [one.match for one in alike if one.match.id not in merged], _marks(words.values())):
        values = {part.name: getattr(hit, part.name) for part in fields(hit)}
        own = next(one.words for one in alike if one.match.id == hit.id)
        same = bool(customer) and hit.more.get("customer") == customer
        shown.append(Similar(**values, words=own, same_customer=same))
    return shown


def _merged(refs: Iterable[str]) -> Iterable[str]:
    asked = list(refs)
    return Case.objects.filter(ref__in=asked).exclude(merged_into=None).values_list("ref", flat=True) if asked else ()


def _questions(viewer: Person, alike: Sequence[Alike], limit: int) -> list[Similar]:
    """Questions that have an accepted answer; either of the two may be what is alike."""
    by_thread: dict[str, Alike] = {}
    for one in alike:
        by_thread.setdefault(one.match.thread, one)
    answered = dict(Answer.objects.filter(post__in=list(by_thread)).values_list("post_id", "reply_id"))
    pairs = [(root, answered[root]) for root in by_thread if root in answered][: 2 * limit]
    rows = {row.id: row for row in feeds.readable_rows(viewer, [id_ for pair in pairs for id_ in pair]) if _stands(row)}
    return [
        _question(rows[root], rows[reply], by_thread[root].words)
        for root, reply in pairs
        if root in rows and reply in rows
    ][:limit]


def _stands(row: Row) -> bool:
    return row.deleted_at is None and row.hidden_at is None


def _question(row: Row, answer: Row, words: tuple[str, ...]) -> Similar:
    return Similar(
        "question",
        row.id,
        shorten(in_one_line(row.html), TITLE_LIMIT, placeholder=" …"),
        snippet(answer.body, _marks([words])),
        f"/posts/{row.id}/",
        AudienceRef(row.audience_id, row.audience_kind, row.label, row.title, row.subject_kind, row.subject_ref),
        answer.created_at,
        author=feeds.author_of(answer),
        case=row.subject_ref if row.subject_kind == "case" else None,
        words=words,
    )


def _exceptions(viewer: Person, alike: Sequence[Alike], customer: str, limit: int) -> list[Similar]:
    """Exceptions that were granted in cases that the viewer reads; either the wish or the decision may be alike."""
    words = {one.match.id: one.words for one in alike}
    entries = dict(Post.objects.filter(id__in=list(words), kind="waiver").values_list("id", "detail__id"))
    by_waiver: dict[str, tuple[str, ...]] = {}
    for post in words:
        if post in entries:
            by_waiver.setdefault(entries[post], words[post])
    rows = Waiver.objects.filter(cases_policy.inside_at(viewer, "case"), id__in=list(by_waiver), state__in=_GRANTED)
    known = {row.id: row for row in rows.select_related("case__customer", "case__audience", "rule", "decided_by")}
    chosen = [known[id_] for id_ in by_waiver if id_ in known][:limit]
    return [_exception(row, by_waiver[row.id], customer) for row in chosen]


def _exception(row: Waiver, words: tuple[str, ...], customer: str) -> Similar:
    side = row.case.audience
    return Similar(
        "exception",
        row.id,
        row.what,
        snippet(row.reason, _marks([words])),
        f"/exceptions/{row.id}/",
        AudienceRef(side.id, side.kind, side.label, side.title, side.subject_kind, side.subject_ref),
        row.decided_at or row.asked_at,
        author=people.ref(row.decided_by) if row.decided_by else None,
        case=row.case.ref,
        more={"state": row.state, "rule": row.rule.title, "limit": row.limit, "customer_name": row.case.customer.name},
        words=words,
        same_customer=bool(customer) and row.case.customer_id == customer,
    )


def _marks(words: Iterable[Sequence[str]]) -> Wanted:
    """The words that are marked, in all their forms."""
    said = [forms(word) for some in words for word in some]
    return Wanted(frozenset(form.exact for form in said), frozenset(stem for form in said for stem in form.stems), ())
