"""What the box offers while one types: in the words of the reader, and only names that they find."""

from typing import Any

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from feeds.actions import publish
from people.models import Person
from search.completing import completions
from search.query import LENGTH_LIMIT
from tests import cast
from tests.search.marks import with_log


def texts(viewer: Person, text: str) -> list[str]:
    """What would be written for each way to go on."""
    with translation.override(viewer.language):
        return [one.text for one in completions(viewer, text).results]


@with_log
def test_operators_and_their_values_are_offered(ana: Person) -> None:
    ana.language = "en"
    assert texts(ana, "ha") == ["has:"]
    assert texts(ana, "price -ha") == ["-has:"]
    assert texts(ana, "has:") == ["has:file ", "has:image ", "has:promise ", "has:poll ", "has:question "]
    assert texts(ana, "price has:p") == ["has:promise ", "has:poll "]
    assert texts(ana, "is:dr") == ["is:drift "]
    assert completions(ana, "price has:p").begin == len("price ")
    for nothing in ("", "h", "price ", "zzz", "foo:", "has:zzz", "after:", '"has', "has:file "):
        assert texts(ana, nothing) == [], nothing


@with_log
def test_they_are_offered_in_french_to_who_reads_french(ana: Person) -> None:
    ana.language = "fr"
    assert texts(ana, "con") == ["contient:"]
    assert texts(ana, "contient:so") == ["contient:sondage "]
    assert texts(ana, "est:éc") == texts(ana, "est:ec") == ["est:écart "]
    assert texts(ana, "respons") == ["responsable:"]


@with_log
def test_names_are_offered_to_those_who_find_them(ana: Person, bo: Person, cy: Person, gus: Person) -> None:
    secret = cast.found(ana, "secret", name="Zanzibar", member=bo)
    publish(ana, audience_id=secret.audience_id, body="#mozambique")
    cast.customer(ana, name="Mme Quimper")
    ref = cast.matter(ana, cast.customer(ana), title="Wardrobe")
    assert texts(bo, "price in:zan") == ["in:Zanzibar "]
    assert texts(cy, "in:zan") == texts(gus, "in:zan") == []
    assert texts(cy, "from:ana") == ['from:"Ana Martin" ']
    assert texts(cy, "holder:mart") == ['holder:"Ana Martin" ']
    assert texts(cy, 'customer:"Mme Qui') == ['customer:"Mme Quimper" ']
    assert texts(gus, "customer:quim") == texts(gus, "from:cy") == []
    assert texts(bo, "tag:moz") == ["tag:mozambique "]
    assert texts(cy, "tag:moz") == []
    assert texts(cy, f"case:{ref[:9]}") == [f"case:{ref} "]


@with_log
def test_the_door_says_where_to_write(ana: Person) -> None:
    answer: Any = cast.device(ana).read("search/completions/?q=price+has:p")
    assert answer["begin"] == 6
    assert answer["results"][0] == {"name": "has:promise", "note": "", "text": "has:promise "}
    assert cast.device(ana).read("search/completions/")["results"] == []
    assert cast.device(ana).ask("GET", "search/completions/?q=x&colour=red").status_code == 400
    assert cast.stranger().ask("GET", "search/completions/?q=ha").status_code == 401


@pytest.mark.parametrize(
    "bomb", ["has:" * 400, "x" * 10**6, '"' * 300, "-" * 300, "\ud800:", ":" * 256, "from:" + "(" * 240]
)
@with_log
def test_no_bomb_goes_off(ana: Person, bomb: str) -> None:
    assert len(completions(ana, bomb).results) <= 8


@given(st.text(max_size=LENGTH_LIMIT).filter(lambda text: ":" not in text))
def test_anything_typed_is_read(text: str) -> None:
    found = completions(Person(kind=Person.Kind.MEMBER), text)
    assert 0 <= found.begin <= len(text)
