"""Questions, polls, quotes and shares as pages: also without scripts, and nothing that was typed is lost."""

from typing import Any

from django.test import Client

from feeds.actions import Manner, NewPoll, accept_answer, lock_post, publish, reply, share_post, vote
from feeds.models import Pointer, Poll, PollOption, Post, Vote
from groups.models import Group
from people.models import Person
from tests.frontend.conftest import Cast, SignedIn


def poll(person: Person, audience_id: str, *, anonymous: bool = False) -> str:
    days = NewPoll(("Monday", "Tuesday & so on"), anonymous=anonymous)
    return publish(person, audience_id=audience_id, body="Which day?", manner=Manner("poll", days))


def option(post_id: str, place: int) -> str:
    return PollOption.objects.get(poll=post_id, place=place).id


def asked(client: Client, cast: Cast, **said: object) -> Any:
    return client.post("/publish/", {"audience": cast.shop_audience, "from": "group", **said})


def test_a_poll_is_asked_with_a_form_alone(cast: Cast, signed_in: SignedIn) -> None:
    said = {"body": "Which day?", "kind": "poll", "option": ["Mon", "Tue", "", ""], "multiple": "on", "closes": ""}
    assert asked(signed_in("ana"), cast, **said).status_code == 302
    made = Poll.objects.get()
    assert (made.multiple, made.anonymous, made.closes_at) == (True, False, None)
    assert list(made.options.order_by("place").values_list("text", flat=True)) == ["Mon", "Tue"]


def test_what_is_wrong_with_a_poll_is_said_and_all_that_was_typed_stays(cast: Cast, signed_in: SignedIn) -> None:
    for more in ({"option": ["Only one"]}, {"option": ["Mon", "Tue"], "closes": "someday"}):
        answer = asked(signed_in("ana"), cast, body="A long question?", kind="poll", anonymous="on", **more)
        assert answer.status_code == 400
        for kept in ("A long question?", more["option"][0], 'value="poll" selected', 'name="anonymous" checked'):
            assert kept in answer.text, kept
    assert not Post.objects.filter(kind="poll").exists()


def test_bo_votes_without_a_script_and_the_page_shows_it(cast: Cast, signed_in: SignedIn) -> None:
    post_id, bo = poll(cast.ana, cast.shop_audience), signed_in("bo")
    page = bo.get(f"/groups/{cast.shop}/").text
    assert "Tuesday &amp; so on" in page
    form = bo.get(f"/posts/{post_id}/poll/vote/", {"option": option(post_id, 1)})
    assert f'value="{option(post_id, 1)}" checked' in form.text
    assert bo.post(f"/posts/{post_id}/poll/vote/", {}).status_code == 400
    assert bo.post(f"/posts/{post_id}/poll/vote/", {"option": option(post_id, 1)}).status_code == 302
    part = bo.get(f"/posts/{post_id}/poll/").text
    assert part.startswith(f'<div class="poll" id="poll-{post_id}"')
    assert "1 person has voted" in part
    assert "Bo Delorme" in signed_in("ana").get(f"/posts/{post_id}/poll/voters/").text
    assert bo.post(f"/posts/{post_id}/poll/take-back/").status_code == 302
    assert not Vote.objects.exists()


def test_an_anonymous_poll_has_no_page_of_names(cast: Cast, signed_in: SignedIn) -> None:
    post_id = poll(cast.ana, cast.shop_audience, anonymous=True)
    vote(cast.bo, post_id=post_id, options=[option(post_id, 0)])
    for who in ("ana", "mo", "bo"):
        assert signed_in(who).get(f"/posts/{post_id}/poll/voters/").status_code == 403
    assert "Who chose what" not in signed_in("ana").get(f"/posts/{post_id}/").text


def test_who_does_not_read_a_poll_or_question_finds_none_of_its_parts(cast: Cast, signed_in: SignedIn) -> None:
    hidden = Group.objects.get(id=cast.secret).audience_id
    post_id, cy = poll(cast.ana, hidden), signed_in("cy")
    for path in ("poll/", "poll/vote/", "poll/voters/", "poll/close/", "answer/", "accepting/", "pointer/", "share/"):
        assert cy.get(f"/posts/{post_id}/{path}").status_code == 404, path


def test_an_accepted_answer_stands_first_in_the_feed_and_in_its_thread(cast: Cast, signed_in: SignedIn) -> None:
    question = publish(cast.ana, audience_id=cast.shop_audience, body="Who has it?", manner=Manner("question"))
    settling = reply(cast.bo, post_id=question, body="Nadia *has*.")
    for number in range(3):
        reply(cast.mo, post_id=question, body=f"Or ask {number}.")
    ana = signed_in("ana")
    assert "Accept this answer" in ana.get(f"/posts/{question}/").text
    assert "Accept this answer" not in signed_in("bo").get(f"/posts/{question}/").text
    assert ana.post(f"/posts/{settling}/accept/").status_code == 302
    for path in (f"/groups/{cast.shop}/", f"/posts/{question}/"):
        page = ana.get(path).text
        assert page.index("Accepted answer") < page.index("Or ask 2."), path
        assert page.count(f'id="post-{settling}"') <= 1, path
    assert ana.post(f"/posts/{settling}/reopen/").status_code == 302
    assert "Accepted answer" not in ana.get(f"/posts/{question}/").text


def test_a_reply_quotes_and_keeps_its_quote_when_something_is_wrong(cast: Cast, signed_in: SignedIn) -> None:
    root = publish(cast.ana, audience_id=cast.shop_audience, body="The lift is broken.")
    bo = signed_in("bo")
    page = bo.get(f"/posts/{root}/", {"quote": root}).text
    assert f'name="quotes" value="{root}"' in page
    wrong = bo.post(f"/posts/{root}/reply/", {"body": "", "quotes": root})
    assert wrong.status_code == 400
    assert f'name="quotes" value="{root}"' in wrong.text
    assert bo.post(f"/posts/{root}/reply/", {"body": "Since when?", "quotes": root}).status_code == 302
    assert Pointer.objects.get().to_id == root
    assert 'class="pointed quote"' in bo.get(f"/posts/{root}/").text


def test_before_sharing_the_page_says_who_reads_it(cast: Cast, signed_in: SignedIn) -> None:
    secret = publish(cast.ana, audience_id=Group.objects.get(id=cast.secret).audience_id, body="A canary.")
    ana, path = signed_in("ana"), f"/posts/{secret}/share/"
    places = ana.get(path).text
    assert "Every colleague may read it" in places
    assert "Its members read it: 1." in places
    assert ana.get(path, {"group": cast.shop}).text.count("They read your words") == 1
    assert ana.get(path, {"case": "C-2020-000000"}).status_code == 400
    form = ana.get(path, {"case": cast.case}).text
    assert 'value="internal" checked' in form
    assert "Mme Dupin reads it" not in form
    assert ana.post(path, {"group": cast.shop, "body": "Look."}).status_code == 302
    shared = Pointer.objects.get().post_id
    assert "A canary." in ana.get(f"/posts/{shared}/").text
    seen = signed_in("cy").get(f"/posts/{shared}/").text
    assert "A post that you do not read." in seen
    assert "canary" not in seen
    assert secret not in seen
    part = signed_in("cy").get(f"/posts/{shared}/pointer/").text
    assert secret not in part


def test_words_changed_in_a_thread_that_was_closed_meanwhile_are_not_lost(cast: Cast, signed_in: SignedIn) -> None:
    mine = publish(cast.bo, audience_id=cast.shop_audience, body="First.")
    bo = signed_in("bo")
    assert bo.get(f"/posts/{mine}/edit/").status_code == 200
    lock_post(cast.mo, post_id=mine, reason="It is said.")
    answer = bo.post(f"/posts/{mine}/edit/", {"body": "A long second thought.", "revision": 0})
    assert answer.status_code == 409
    assert "A long second thought." in answer.text
    assert "closed this thread" in answer.text
    assert bo.get(f"/posts/{mine}/edit/").status_code == 403
    assert Post.objects.get(id=mine).body == "First."


def test_what_is_drawn_for_nobody_asks_for_the_parts_that_depend_on_who_reads(cast: Cast) -> None:
    from feeds.queries import shared
    from frontend.fragments import post_fragment

    secret = publish(cast.ana, audience_id=Group.objects.get(id=cast.secret).audience_id, body="A canary.")
    question = publish(cast.ana, audience_id=cast.shop_audience, body="Who?", manner=Manner("question"))
    answer = reply(cast.bo, post_id=question, body="Me.")
    accept_answer(cast.ana, post_id=answer)
    drawn = {
        share_post(cast.ana, post_id=secret, audience_id=cast.shop_audience): "pointer",
        poll(cast.ana, cast.shop_audience): "poll",
        answer: "accepting",
    }
    for post_id, part in drawn.items():
        html = post_fragment(shared([post_id])[post_id], "en")
        assert f'hx-get="/posts/{post_id}/{part}/"' in html, part
        assert "canary" not in html
        assert secret not in html
