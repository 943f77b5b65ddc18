"""Answers to questions, votes in polls, and what posts point at: what the parts of a post ask for, and do."""

from collections.abc import Callable

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from esn.core.errors import Invalid, NotAllowed, NotFound
from feeds import actions, queries
from feeds.queries.summaries import PostSummary
from frontend import answering, pointing, polling
from frontend.pages.door import Request, away, first_problem, form_page, reading, show

Draw = Callable[[PostSummary], SafeString]


def _part(request: Request, post_id: str, draw: Draw) -> HttpResponse:
    return HttpResponse(draw(queries.post(request.user, post_id)))


@reading
def poll(request: Request, post_id: str) -> HttpResponse:
    """How a poll stands for me, as it is now."""
    return _part(request, post_id, polling.poll)


@reading
def answer(request: Request, post_id: str) -> HttpResponse:
    """The answer of a question, as it is now."""
    return _part(request, post_id, answering.settled)


@reading
def accepting(request: Request, post_id: str) -> HttpResponse:
    """Whether a reply is the answer, as it is now."""
    return _part(request, post_id, answering.accepting)


@reading
def pointer(request: Request, post_id: str) -> HttpResponse:
    """What a post points at, as I read it now."""
    return _part(request, post_id, pointing.pointer)


@form_page
def vote(request: Request, post_id: str) -> HttpResponse:
    """Choose in a poll; without scripts on a page of its own."""
    found = queries.post(request.user, post_id)
    if found.poll is None:
        raise NotFound
    problem = ""
    chosen = request.POST.getlist("option")[:20] or request.GET.getlist("option")[:20]
    if request.method == "POST":
        try:
            actions.vote(request.user, post_id=post_id, options=chosen)
        except Invalid as error:
            problem = first_problem(error)
        else:
            return away(request, reverse("post", args=[post_id]))
    elif "vote" not in found.poll.can:
        raise NotAllowed(_("You can read here; to vote, take part first."))
    context = {"post": found, "chosen": chosen, "problem": problem}
    return show(request, "pages/poll_vote.html", context, status=400 if problem else 200)


@reading
def voters(request: Request, post_id: str) -> HttpResponse:
    """Who chose what in a poll that shows names."""
    found = queries.post(request.user, post_id)
    if found.poll is None:
        raise NotFound
    told = [(option, queries.poll_voters(request.user, post_id, option.id, limit=100)) for option in found.poll.options]
    return show(request, "pages/poll_voters.html", {"post": found, "told": told})


@form_page
def take_vote_back(request: Request, post_id: str) -> HttpResponse:
    """Have chosen nothing."""
    return _done(
        request, post_id, _("Take my vote back"), lambda: actions.take_vote_back(request.user, post_id=post_id)
    )


@form_page
def close_poll(request: Request, post_id: str) -> HttpResponse:
    """Let a poll take no more votes."""
    return _done(request, post_id, _("Close the poll"), lambda: actions.close_poll(request.user, post_id=post_id))


@form_page
def accept(request: Request, post_id: str) -> HttpResponse:
    """Let a reply be the answer to its question."""
    return _done(
        request, post_id, _("Accept this answer"), lambda: actions.accept_answer(request.user, post_id=post_id)
    )


@form_page
def reopen(request: Request, post_id: str) -> HttpResponse:
    """Let a reply be the answer no more."""
    return _done(
        request, post_id, _("Not the answer after all"), lambda: actions.reopen_question(request.user, post_id=post_id)
    )


def _done(request: Request, post_id: str, words: str, act: Callable[[], None]) -> HttpResponse:
    """Do what a button says; without scripts it asks once more on a page of its own."""
    found = queries.post(request.user, post_id)
    back = reverse("post", args=[post_id])
    if request.method == "POST":
        act()
        messages.success(request, _("It is done."))
        return away(request, back)
    context = {"form": forms.Form(), "heading": words, "verb": words, "back": back, "note": found.body[:200]}
    return show(request, "pages/form.html", context)
