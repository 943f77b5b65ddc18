"""Emoji by their names."""

from people.models import Person
from tests.cast import device


def test_ana_finds_it_in_english_and_mo_in_french_too(ana: Person, mo: Person) -> None:
    assert device(ana).read("emoji/?q=thumbs")["results"][0] == {"emoji": "👍", "name": "thumbs up"}
    assert device(mo).read("emoji/?q=coeur")["results"][0] == {"emoji": "❤️", "name": "cœur"}
    assert device(mo).read("emoji/?q=thumbs")["results"][0]["emoji"] == "👍"
    assert {one["emoji"] for one in device(ana).read("emoji/?q=wardrobe")["results"]} == set()
    assert device(ana).read("emoji/?q=hedgehog")["results"] == [{"emoji": "🦔", "name": "hedgehog"}]


def test_without_words_the_most_used_ones_come(ana: Person) -> None:
    often = device(ana).read("emoji/?limit=5")["results"]
    assert [one["emoji"] for one in often] == ["👍", "🙏", "✅", "👀", "🎉"]
    assert device(ana).ask("GET", "emoji/?q=%00").status_code == 400
