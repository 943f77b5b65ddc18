"""What helps somebody to write."""

from tests.frontend.conftest import Cast, SignedIn


def test_ana_sees_her_words_as_her_readers_will(cast: Cast, signed_in: SignedIn) -> None:
    asked = {"body": "A **bold** <b>word</b>", "audience": cast.shop_audience}
    page = signed_in("ana").post("/posts/preview/", asked).content.decode()
    assert "A <strong>bold</strong> &lt;b&gt;word&lt;/b&gt;" in page


def test_what_would_be_refused_says_why_in_the_preview(cast: Cast, signed_in: SignedIn) -> None:
    answer = signed_in("ana").post("/posts/preview/", {"body": ""})
    assert answer.status_code == 400
    assert "Write something first." in answer.content.decode()


def test_cy_previews_nothing_in_a_closed_group(cast: Cast, signed_in: SignedIn) -> None:
    from groups.models import Group

    audience = Group.objects.get(id=cast.closed).audience_id
    assert signed_in("cy").post("/posts/preview/", {"body": "Hello", "audience": audience}).status_code == 404


def test_each_composer_has_its_tools(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("ana")
    for address in ("/", f"/groups/{cast.shop}/", f"/cases/{cast.case}/"):
        assert 'data-editor="/static/esn/editor' in client.get(address).content.decode()


def test_a_hashtag_leads_to_its_page_and_one_that_cy_reads_nowhere_to_none(cast: Cast, signed_in: SignedIn) -> None:
    from feeds.actions import publish
    from groups.models import Group

    publish(cast.ana, audience_id=cast.shop_audience, body="The van is late. #Livraison_été")
    secret = Group.objects.get(id=cast.secret).audience_id
    publish(cast.ana, audience_id=secret, body="Cheaper. #prices")
    page = signed_in("cy").get("/tags/livraison-ete/").content.decode()
    assert "The van is late." in page
    assert signed_in("cy").get("/tags/LIVRAISON-ÉTÉ/")["Location"] == "/tags/livraison-ete/"
    absent = signed_in("cy").get("/tags/nowhere/")
    hidden = signed_in("cy").get("/tags/prices/")
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert signed_in("ana").get("/tags/prices/").status_code == 200


def test_ana_is_told_whom_her_words_name_in_vain(cast: Cast, signed_in: SignedIn) -> None:
    from groups.models import Group

    ana = signed_in("ana")
    hidden = Group.objects.get(id=cast.secret).audience_id
    note = "Not told, because they do not read this: Cy Haddad."
    answer = ana.post("/publish/", {"body": "@cy @bo", "audience": hidden}, headers={"HX-Request": "true"})
    assert note in answer.content.decode()
    page = ana.post("/publish/", {"body": "@cy again", "audience": hidden}, follow=True)
    assert note in page.content.decode()
    assert note in ana.post("/posts/preview/", {"body": "@cy", "audience": hidden}).content.decode()


def test_broken_bytes_in_a_form_are_refused_in_words_and_what_was_typed_stays(cast: Cast, signed_in: SignedIn) -> None:
    form = b"body=Un%20caf%E9%20pour%20deux&audience=" + cast.shop_audience.encode()
    answer = signed_in("ana").post("/publish/", form, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "broken on its way" in page
    assert "pour deux</textarea>" in page
    boundary = b'--b\r\nContent-Disposition: form-data; name="%s"\r\n\r\n%s\r\n'
    sent = boundary % (b"body", b"Un caf\xe9") + boundary % (b"audience", cast.shop_audience.encode()) + b"--b--\r\n"
    answer = signed_in("ana").post("/publish/", sent, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 400
    assert "broken on its way" in answer.content.decode()
