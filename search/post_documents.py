"""What was said and the files that came with it, as the documents that the index stores."""

from dataclasses import dataclass, field

from django.db.models import F

from feeds.models import POLL, QUESTION, Answer, File, Hashtag, Poll, PollOption, Post
from groups.models import Audience
from search.analysis import Document
from search.case_documents import customers_of_cases

_TOLD_BY_THE_CASE = "story"  # the case is found by its newest story; each version as a post would say it again
_PROMISED = "commitment"
_MARK_OF_KIND = {QUESTION: "question", POLL: "poll", _PROMISED: "promise"}


def posts(ids: list[str]) -> list[Document]:
    """What was said, with the names of its files; what was taken back or hidden is left out."""
    rows = Post.objects.filter(id__in=ids, deleted_at=None, hidden_at=None).exclude(kind=_TOLD_BY_THE_CASE)
    values = rows.values_list(
        "id", "kind", "body", "created_at", "author_id", "root_id", "audience_id", "audience__open_to_members",
        "audience__kind", "audience__subject_kind", "audience__subject_ref",
    )  # fmt: skip
    found = list(values)
    again = _said_by_the_promise([row[0] for row in found if row[1] == _PROMISED and row[8] == Audience.Kind.INTERNAL])
    found = [row for row in found if row[0] not in again]
    more = _besides({row[0]: row[1] for row in found})
    found = [row for row in found if row[2] or row[0] in more.words]
    customers = customers_of_cases({row[10] for row in found if row[9] == "case"})
    documents = []
    for id_, _kind, body, at, author, root, audience, is_open, side, subject, ref in found:
        customer, name = customers.get(ref, ("", "")) if subject == "case" else ("", "")
        documents.append(
            Document(
                key=f"post:{id_}", type="post", audience=audience, open=is_open, title="", body=body, when=at,
                author=author, group=ref if subject == "group" else "", customer=customer,
                case=ref if subject == "case" else "", thread=root or id_, side=side,
                context=" ".join([name if side == Audience.Kind.INTERNAL else "", *more.words.get(id_, ())]),
                marks=tuple(more.marks.get(id_, ())), tags=tuple(more.tags.get(id_, ())),
            )
        )  # fmt: skip
    return documents


def files(ids: list[str]) -> list[Document]:
    """Files that a post names, by their names, by what was said of the pictures, and by the words inside."""
    rows = File.objects.filter(id__in=ids, post__deleted_at=None, post__hidden_at=None, post__isnull=False)
    found = list(
        rows.values_list(
            "id", "name", "alt", "words__words", "width", "created_at", "uploader_id", "post_id", "post__root_id",
            "post__audience_id", "post__audience__open_to_members", "post__audience__kind",
            "post__audience__subject_kind", "post__audience__subject_ref",
        )
    )  # fmt: skip
    customers = customers_of_cases({row[-1] for row in found if row[-2] == "case"})
    return [
        Document(
            key=f"file:{id_}", type="file", audience=audience, open=is_open, title=name.replace("_", " "),
            body=f"{alt}\n{words or ''}".strip(),
            when=at, author=sender, group=ref if subject == "group" else "",
            customer=customers.get(ref, ("", ""))[0] if subject == "case" else "",
            case=ref if subject == "case" else "", thread=root or post, side=side, post=post,
            marks=("file", "image") if width else ("file",),
        )
        for id_, name, alt, words, width, at, sender, post, root, audience, is_open, side, subject, ref in found
    ]  # fmt: skip


def _said_by_the_promise(ids: list[str]) -> set[str]:
    """The entries that say that a promise was made and no more: the promise itself is found by the same words."""
    entries = Post.objects.filter(id__in=ids).values_list("id", "body", "detail") if ids else ()
    return {id_ for id_, body, detail in entries if detail.get("verb") == "made" and detail.get("text") == body}


@dataclass(slots=True)
class _Besides:
    """What some posts have besides their words, by id: words to find them by, marks, hashtags."""

    words: dict[str, list[str]] = field(default_factory=dict)
    marks: dict[str, set[str]] = field(default_factory=dict)
    tags: dict[str, list[str]] = field(default_factory=dict)


def _besides(kinds: dict[str, str]) -> _Besides:
    """Files with what was said of the pictures, the choices of polls, hashtags, and what stands open."""
    more = _Besides()
    rows = File.objects.filter(post__in=kinds).order_by("place", "id")
    for post, name, alt, width in rows.values_list("post_id", "name", "alt", "width"):
        more.words.setdefault(post, []).append(f"{name.replace('_', ' ')} {alt}")
        more.marks.setdefault(post, set()).update(("file", "image") if width else ("file",))
    for post, tag in Hashtag.objects.filter(post__in=kinds).order_by("tag").values_list("post_id", "tag"):
        more.tags.setdefault(post, []).append(tag)
    for kind, mark in _MARK_OF_KIND.items():
        for post in (post for post, its_kind in kinds.items() if its_kind == kind):
            more.marks.setdefault(post, set()).add(mark)
    for post in _open(kinds):
        more.marks[post].add("open")
    polls = [post for post, kind in kinds.items() if kind == POLL]
    if polls:
        options = PollOption.objects.filter(poll__in=polls).order_by("place")
        for post, text in options.values_list("poll_id", "text"):
            more.words.setdefault(post, []).append(text)
    return more


def _open(kinds: dict[str, str]) -> set[str]:
    """The questions without an answer that stands, and the polls that take votes."""
    questions = {post for post, kind in kinds.items() if kind == QUESTION}
    polls = {post for post, kind in kinds.items() if kind == POLL}
    if questions:
        answers = Answer.objects.filter(post__in=questions, reply__root=F("post"))
        standing = answers.filter(reply__deleted_at=None, reply__hidden_at=None)
        questions -= set(standing.values_list("post_id", flat=True))
    if polls:
        polls = set(Poll.objects.filter(post__in=polls, closed_at=None).values_list("post_id", flat=True))
    return questions | polls
