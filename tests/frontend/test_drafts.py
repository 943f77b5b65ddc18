"""The composers begin with what one was writing there, and ``/drafts/`` lists it all."""

import uuid

from feeds.actions import edit_post, save_draft
from feeds.models import Draft, Post
from people.models import Person
from tests.cast import Scene, browser


def _save(person: Person, place: str, body: str, based_on: int = 0) -> None:
    save_draft(person, place=place, body=body, based_on=based_on)


def test_every_composer_begins_with_its_draft(scene: Scene, ana: Person) -> None:
    client = browser(ana)
    for place, page in (
        ("home", "/"),
        (f"group-{scene.open.id}", f"/groups/{scene.open.id}/"),
        (f"case-{scene.case}", f"/cases/{scene.case}/"),
        (f"reply-{scene.in_open}", f"/posts/{scene.in_open}/"),
        (f"edit-{scene.in_open}", f"/posts/{scene.in_open}/edit/"),
    ):
        _save(ana, place, f"<b>Begun</b> at {place}")
        shown = client.get(page).text
        assert f"&lt;b&gt;Begun&lt;/b&gt; at {place}</textarea>" in shown, page
        version = Draft.objects.get(place=place).version
        assert f'data-draft="{place}" data-version="{version}"' in shown
        assert f'name="seen" value="{version}"' in shown


def test_the_list_leads_back_and_discards(scene: Scene, ana: Person) -> None:
    client = browser(ana)
    _save(ana, f"group-{scene.secret.id}", "For the few")
    shown = client.get("/drafts/").text
    assert "For the few" in shown
    assert f'href="/groups/{scene.secret.id}/#composer"' in shown
    token = client.cookies["csrftoken"].value
    answer = client.post(f"/drafts/group-{scene.secret.id}/discard/", headers={"X-CSRFToken": token})
    assert answer.status_code == 302
    assert not Draft.objects.exists()
    assert "No drafts" in client.get("/drafts/").text


def test_of_two_texts_one_is_chosen(scene: Scene, ana: Person) -> None:
    client = browser(ana)
    place = "home"
    _save(ana, place, "From the van")
    _save(ana, place, "From the desk")
    assert "Also written on another device" in client.get("/drafts/").text
    token = client.cookies["csrftoken"].value
    client.post(f"/drafts/{place}/choose/", {"keep": "other"}, headers={"X-CSRFToken": token})
    assert Draft.objects.values_list("body", "other", "other_at").get() == ("From the van", "", None)


def test_a_form_that_is_sent_twice_says_its_words_once(scene: Scene, ana: Person) -> None:
    client = browser(ana)
    client.get("/")
    said = {"audience": scene.open.audience_id, "body": "Once", "key": str(uuid.uuid4()), "draft": "home"}
    _save(ana, "home", "Once")
    token = client.cookies["csrftoken"].value
    for _press in range(2):
        assert client.post("/publish/", said, headers={"X-CSRFToken": token}).status_code == 302
    assert Post.objects.filter(body="Once").count() == 1
    client.post("/publish/", {**said, "body": "Twice"}, headers={"X-CSRFToken": token})
    assert Post.objects.filter(body="Twice").count() == 1, "gone back, and written anew"
    assert not Draft.objects.exists()


def test_a_refused_post_keeps_its_draft_and_its_words(scene: Scene, ana: Person) -> None:
    client = browser(ana)
    client.get("/")
    _save(ana, "home", "x" * 19_000)
    token = client.cookies["csrftoken"].value
    said = {"audience": scene.open.audience_id, "body": "x" * 20_001, "key": str(uuid.uuid4()), "draft": "home"}
    answer = client.post("/publish/", said, headers={"X-CSRFToken": token})
    assert answer.status_code == 400
    assert "x" * 20_001 in answer.text
    assert Draft.objects.get().place == "home"


def test_the_history_of_a_post_shows_what_changed(scene: Scene, ana: Person) -> None:
    for body in ("The red catalogue has arrived.", "The <b>red</b> catalogue has arrived today."):
        edit_post(ana, post_id=scene.in_open, body=body)
    shown = browser(ana).get(f"/posts/{scene.in_open}/history/").text
    assert shown.count("What changed") == 2
    assert "red" in shown.partition("<ins>")[2].partition("</ins>")[0]
    assert "<b>red</b>" not in shown.partition("<ins>")[2], "what somebody wrote is text"


def test_a_composer_begins_with_all_that_goes_with_its_words(scene: Scene, ana: Person) -> None:
    day = "2031-05-01T09:30"
    extra = {
        "kind": "poll", "option": ["Monday <b>", "", "Friday"], "multiple": "on", "closes": day,
        "send_when": "moment", "send_at": day, "audience": scene.secret.audience_id,
    }  # fmt: skip
    save_draft(ana, place="home", body="", extra=extra)
    save_draft(ana, place=f"case-{scene.case}", body="Which day?", extra={**extra, "side": "internal"})
    for page in ("/", f"/cases/{scene.case}/"):
        shown = browser(ana).get(page).text
        assert '<option value="poll" selected>' in shown, page
        assert 'value="Monday &lt;b&gt;"' in shown
        assert 'value="Friday"' in shown
        assert 'name="multiple" checked' in shown
        assert 'name="anonymous" checked' not in shown
        assert f'name="closes" value="{day}"' in shown
        assert '<option value="moment" selected>' in shown
        assert f'name="send_at" value="{day}"' in shown
    assert f'<option value="{scene.secret.audience_id}" selected>' in browser(ana).get("/").text


def test_a_draft_of_any_shape_harms_no_page(scene: Scene, ana: Person) -> None:
    odd = {"kind": ["poll"], "option": {"a": 1}, "multiple": 0, "closes": 7, "send_when": {}, "send_at": [1],
           "audience": 3, "quotes": {"x": 1}}  # fmt: skip
    for place in ("home", f"reply-{scene.in_open}", f"case-{scene.case}"):
        save_draft(ana, place=place, body="Begun", extra=odd)
    for page in ("/", f"/posts/{scene.in_open}/", f"/cases/{scene.case}/", "/drafts/"):
        assert browser(ana).get(page).status_code == 200, page


def test_a_reply_begins_with_what_it_quotes(scene: Scene, ana: Person) -> None:
    save_draft(ana, place=f"reply-{scene.in_open}", body="Indeed", extra={"quotes": scene.in_open})
    shown = browser(ana).get(f"/posts/{scene.in_open}/").text
    assert f'name="quotes" value="{scene.in_open}"' in shown


def test_a_form_that_was_refused_keeps_its_moment(scene: Scene, ana: Person) -> None:
    client = browser(ana)
    client.get("/")
    said = {"audience": scene.open.audience_id, "body": "", "send_when": "tomorrow"}
    answer = client.post("/publish/", said, headers={"X-CSRFToken": client.cookies["csrftoken"].value})
    assert answer.status_code == 400
    assert '<option value="tomorrow" selected>' in answer.text


def test_what_another_device_wrote_meanwhile_is_neither_sent_away_nor_discarded(scene: Scene, ana: Person) -> None:
    client, place = browser(ana), "home"
    _save(ana, place, "Two lamps")
    page = client.get("/").text
    seen = page.partition('name="seen" value="')[2].partition('"')[0]
    _save(ana, place, "Ask about the bill", based_on=int(seen))
    token = {"X-CSRFToken": client.cookies["csrftoken"].value}
    said = {"audience": scene.open.audience_id, "body": "Two lamps", "draft": place, "seen": seen}
    answer = client.post("/publish/", said, headers={**token, "HX-Request": "true"})
    assert answer.status_code == 200
    assert "Ask about the bill</textarea>" in answer.text, "it stands in the composer at once"
    client.post(f"/drafts/{place}/discard/", {"version": seen}, headers=token)
    assert Draft.objects.get().body == "Ask about the bill"
    assert "Another device wrote on it meanwhile" in client.get("/drafts/").text
    client.post(f"/drafts/{place}/discard/", {"version": Draft.objects.get().version}, headers=token)
    assert not Draft.objects.exists()
