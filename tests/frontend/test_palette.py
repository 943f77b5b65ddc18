"""The palette and the map of keys: what is offered to whom, in their words, as a part and as a page of its own."""

import json
import re

import pytest
from django.utils import translation

from cases.actions import open_case
from cases.actions.stories import StoryText
from esn.core.models import Event
from frontend.deeds import MOST, deeds
from frontend.keys import MAP
from people.models import Person
from tests import cast as people
from tests.conftest import Counting
from tests.frontend.conftest import Cast, SignedIn

PART = {"X-Part": "options"}


def test_deeds_are_found_by_the_words_they_are_said_with(cast: Cast) -> None:
    with translation.override("en"):
        assert [deed.name for deed in deeds(cast.bo, "promises due")] == ["Promises due today"]
        assert deeds(cast.bo, "quiet")[0].fields == {"minutes": "60"}
        assert [deed.name for deed in deeds(cast.bo, "dark")] == ["Dark"]
        assert deeds(cast.bo, "nothing of the kind") == ()
        assert len(deeds(cast.bo, "s")) == MOST
    with translation.override("fr"):
        assert [deed.name for deed in deeds(cast.bo, "promesse a tenir")] == ["Promesses à tenir aujourd’hui"]


def test_only_what_one_may_do_is_offered(cast: Cast) -> None:
    def offered(person: Person) -> set[str]:
        return {deed.address for deed in deeds(person)}

    assert {"/cases/new/", "/promises/?state=due", "/rules/"} <= offered(cast.bo)
    assert not offered(cast.gus) & {"/cases/new/", "/customers/", "/rules/", "/people/", "/administration/"}
    assert "/administration/" not in offered(cast.bo)
    cast.bo.site_role = Person.SiteRole.SITE_ADMIN
    assert {"/administration/", "/administration/audit/"} <= offered(cast.bo)


def test_a_few_letters_lead_to_people_groups_customers_and_cases(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    part = client.get("/jump/?q=pri", headers=PART).content.decode()
    assert f'href="/groups/{cast.secret}/"' in part
    assert "<!doctype" not in part
    assert 'href="/search/?q=pri"' in part
    assert f'href="/customers/{cast.customer}/"' in client.get("/jump/?q=dup", headers=PART).content.decode()
    assert f'href="/cases/{cast.case}/"' in client.get("/jump/?q=wardr", headers=PART).content.decode()
    page = client.get("/jump/?q=wardr").content.decode()
    assert f'href="/cases/{cast.case}/"' in page
    assert 'role="option"' not in page


def test_a_partner_and_an_outsider_are_offered_nothing_hidden(cast: Cast, signed_in: SignedIn) -> None:
    for who in ("cy", "gus"):
        client = signed_in(who)
        assert cast.secret not in client.get("/jump/?q=price", headers=PART).content.decode()
        assert cast.restricted not in client.get("/jump/?q=delicate", headers=PART).content.decode()
        recent = f"group:{cast.secret},case:{cast.restricted}"
        assert "Lately" not in client.get(f"/jump/?recent={recent}", headers=PART).content.decode()
    gus = signed_in("gus")
    assert cast.customer not in gus.get("/jump/?q=dupin", headers=PART).content.decode()
    assert f'href="/cases/{cast.case}/"' in gus.get(f"/jump/?recent=case:{cast.case}", headers=PART).content.decode()


def test_it_begins_with_where_one_was_and_speaks_french(cast: Cast, signed_in: SignedIn) -> None:
    Person.objects.filter(id=cast.bo.id).update(language="fr")
    client = signed_in("bo")
    whole = client.get(f"/jump/?recent=case:{cast.case},person:{cast.ana.id}", headers={"X-Part": "palette"})
    page = whole.content.decode()
    assert page.startswith("<dialog")
    assert page.index("Ana Martin") < page.index("Accueil")
    assert "Promesses à tenir aujourd’hui" in client.get("/jump/?q=aujourd", headers=PART).content.decode()


def test_odd_letters_are_answered(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    for odd in ("%00", "x" * 5000, "%FF", "<script>", "has:", "&recent=" + "case:%27," * 50):
        answer = client.get(f"/jump/?q={odd}", headers=PART)
        assert answer.status_code in (200, 400)
        assert "<script>" not in answer.content.decode()


def test_the_part_costs_the_same_however_much_there_is(cast: Cast, signed_in: SignedIn, statements: Counting) -> None:
    client = signed_in("bo")
    for number in range(10):
        story = StoryText(happened="It came without doors.")
        open_case(cast.ana, customer_id=cast.customer, title=f"Wardrobe {number}", story=story)
    client.get("/jump/?q=war", headers=PART)
    with statements(11):  # the session, the person, what they moderate, and eight of the places
        client.get("/jump/?q=war", headers=PART)


def test_the_map_on_the_page_is_the_one_that_is_bound(cast: Cast, signed_in: SignedIn) -> None:
    page = signed_in("bo").get("/keyboard/").content.decode()
    bound = dict(re.findall(r'data-act="([a-z]+)" data-strokes="([^"]+)"', page))
    assert bound == {key.act: key.bound for part in MAP for key in part.keys if key.act}
    assert 'data-address="/promises/"' in page
    assert 'data-address="/promises/"' not in signed_in("gus").get("/keyboard/").content.decode()


def test_no_stroke_means_two_things() -> None:
    strokes = [stroke for part in MAP for key in part.keys if key.act for stroke in key.strokes]
    assert len(strokes) == len(set(strokes))


def test_single_letters_are_switched_off_and_on_again(cast: Cast, signed_in: SignedIn) -> None:
    client = signed_in("bo")
    assert "data-letters" not in client.get("/").content.decode()
    assert client.post("/keyboard/", {"letters": "off"}).status_code == 302
    assert 'data-letters="off"' in client.get("/").content.decode()
    assert Event.objects.filter(type="keyboard.changed", audience_id=cast.bo.id).count() == 1
    client.post("/keyboard/", {"letters": "on"})
    assert "data-letters" not in client.get("/").content.decode()


@pytest.mark.django_db
def test_a_device_switches_them_too(cast: Cast) -> None:
    device = people.device(cast.bo)
    assert device.read("me/keyboard/") == {"letters": True}
    assert json.loads(device.ask("PUT", "me/keyboard/", {"letters": False}).content) == {"letters": False}
    device.ask("PUT", "me/keyboard/", {"letters": False})
    assert Event.objects.filter(type="keyboard.changed").count() == 1
    assert device.ask("PUT", "me/keyboard/", {"letters": "perhaps"}).status_code == 400
    assert people.stranger().ask("GET", "me/keyboard/").status_code == 401


def test_the_first_visit_is_found_again_by_who_put_it_away(cast: Cast, signed_in: SignedIn) -> None:
    assert 'href="/welcome/"' in signed_in("ana").get("/jump/?q=first", headers=PART).content.decode()
    assert 'href="/welcome/"' not in signed_in("gus").get("/jump/?q=first", headers=PART).content.decode()


def test_the_map_is_drawn_once_for_each_language_and_kind_of_person(cast: Cast, signed_in: SignedIn) -> None:
    drawn = [re.search(r'<div class="key-map">.*?</div></dl></section></div>', page, re.S) for page in (
        signed_in("ana").get("/").text,
        signed_in("ana").get("/").text,
        signed_in("gus").get("/").text,
    )]  # fmt: skip
    here, again, theirs = (found.group() if found else "" for found in drawn)
    assert here == again
    assert "Note a contact" in here
    assert "Note a contact" not in theirs
    Person.objects.filter(id=cast.ana.id).update(language="fr")
    assert "Noter un contact" in signed_in("ana").get("/").text
