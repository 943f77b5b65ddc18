"""Likely doubles, what a merge would do, a customer at one glance: ``doubles/``, ``merges/preview/``, ``brief/``."""

import datetime as dt
import json
from typing import Any

import pytest

from cases.actions import Holder, create_customer, make_promise, note_fact, restrict_case
from cases.windows import window
from esn.core.clock import now
from esn.core.errors import Invalid
from people.models import Person
from tests.cast import NOWHERE, Door, Scene, admit, comparable, customer, device, matter
from tests.conftest import Counting


def alike(door: Door, customer_id: str) -> list[tuple[str, list[str]]]:
    """Who may be the same, and what they share."""
    found = door.read(f"customers/{customer_id}/doubles/")["results"]
    return [(one["customer"]["name"], [way["value"] for way in one["shared"]]) for one in found]


def test_who_shares_a_number_a_mail_or_a_reference_is_suggested_who_shares_most_first(ana: Person, bo: Person) -> None:
    first = customer(ana, phones=["06 39 98 12 34"], mails=["a@dupin.example"], references=["ERP:1"])
    customer(ana, "One number", phones=["+33639981234"])
    both = customer(ana, "Mail and reference", mails=["A@Dupin.example"], references=["erp: 1"])
    customer(ana, "Another", phones=["06 39 98 12 35"], mails=["b@dupin.example"])
    assert alike(device(bo), first) == [
        ("Mail and reference", ["a@dupin.example", "ERP:1"]),
        ("One number", ["06 39 98 12 34"]),
    ]
    device(ana).make(f"customers/{first}/merges/", {"customer": both})
    assert alike(device(bo), first) == [("One number", ["06 39 98 12 34"])], "who was merged is no double any more"
    assert alike(device(bo), both) == []


def test_the_number_of_a_contact_counts_and_an_address_does_not(ana: Person) -> None:
    first = customer(ana, phones=["06 39 98 12 34"], addresses=["3 rue des Lilas"])
    house = customer(ana, "The same house", addresses=["3 Rue des Lilas"])
    company = customer(ana, "Lilas SARL")
    device(ana).make(f"customers/{company}/contacts/", {"name": "Anne Dupin", "phones": ["0639981234"]})
    assert alike(device(ana), first) == [("Lilas SARL", ["06 39 98 12 34"])]
    assert alike(device(ana), house) == []


def test_the_preview_says_what_would_go_over_and_counts_only_what_one_reads(
    ana: Person, bo: Person, cy: Person
) -> None:
    kept = customer(ana, phones=["06 39 98 12 34"])
    merged = customer(ana, "Dupin, Anne", phones=["+33639981234", "07 00 00 00 07"], references=["ERP:4711"])
    matter(ana, merged)
    restrict_case(ana, ref=matter(ana, merged, title="Between us"), restricted=True)
    for id_, value in ((kept, "sms"), (merged, "phone")):
        note_fact(ana, customer_id=id_, kind="channel", value=value, source="her", verified_at=now())
    told = device(ana).read(f"customers/{kept}/merges/preview/?customer={merged}")
    assert [told[side]["customer"]["id"] for side in ("kept", "merged")] == [kept, merged]
    assert [way["value"] for way in told["moving"]] == ["07 00 00 00 07", "ERP:4711"]
    assert [way["value"] for way in told["doubled"]] == ["+33639981234"]
    assert told["contradictions"] == 2
    assert (told["merged"]["cases"], told["merged"]["facts"]) == (2, 1)
    assert device(cy).read(f"customers/{kept}/merges/preview/?customer={merged}")["merged"]["cases"] == 1
    assert device(bo).read(f"customers/{kept}/")["merged_into"] is None, "nothing happened yet"


def test_the_preview_refuses_what_the_merge_refuses(ana: Person) -> None:
    first, second = customer(ana), customer(ana, "A. Dupin")
    third = customer(ana, "Dupin")
    door = device(ana)
    for other, code in ((first, "itself"), (NOWHERE, "unknown"), ("", "unknown")):
        answer = door.ask("GET", f"customers/{first}/merges/preview/?customer={other}")
        assert answer.status_code == 400
        assert json.loads(answer.text)["errors"]["customer"][0]["code"] == code
    door.make(f"customers/{first}/merges/", {"customer": second})
    assert door.ask("GET", f"customers/{third}/merges/preview/?customer={second}").status_code == 409
    assert door.ask("GET", f"customers/{first}/merges/preview/?who=x").status_code == 400


def promised(ana: Person, ref: str, days: int) -> str:
    """A promise for the morning of a day to come."""
    day = (now() + dt.timedelta(days=days)).date()
    first, last = (dt.datetime.combine(day, dt.time(hour)) for hour in (8, 12))
    return make_promise(
        ana, ref=ref, kind="delivery", text=f"In {days} days", window=window(first, last, "Europe/Paris"),
        kept_by=Holder("person", ana.id),
    )  # fmt: skip


def test_the_glance_has_the_story_of_the_newest_open_case_and_all_that_is_promised(
    scene: Scene, ana: Person, bo: Person, cy: Person
) -> None:
    later = promised(ana, scene.case, 20)
    device(bo).make(f"cases/{scene.case}/posts/", {"body": "News."})
    sooner = promised(ana, scene.restricted, 10)
    path = f"customers/{scene.customer}/brief/"
    told = device(bo).read(path)
    assert [one["id"] for one in told["promises"]] == [sooner, later]
    assert {one["ref"] for one in told["cases"]} == {scene.case, scene.restricted}
    assert told["story"]["case"]["ref"] == told["cases"][0]["ref"]
    assert told["story"]["story"]["happened"] == "The wardrobe was ordered three weeks ago."
    outside = device(cy).read(path)
    assert [one["id"] for one in outside["promises"]] == [later]
    assert [one["ref"] for one in outside["cases"]] == [scene.case]
    assert outside["story"]["case"]["ref"] == scene.case


def test_the_cases_of_a_customer_are_asked_for_by_whether_they_ended(scene: Scene, ana: Person) -> None:
    door = device(ana)
    door.ask("PATCH", f"cases/{scene.case}/", {"status": "solved"})

    def refs(which: str) -> set[str]:
        return {one["ref"] for one in door.read(f"customers/{scene.customer}/cases/?which={which}")["results"]}

    assert (refs("open"), refs("ended")) == ({scene.restricted}, {scene.case})
    assert refs("all") == {scene.case, scene.restricted}
    assert door.ask("GET", f"customers/{scene.customer}/cases/?which=lost").status_code == 400
    assert [one["ref"] for one in door.read(f"customers/{scene.customer}/brief/")["cases"]] == [scene.restricted]


def test_for_a_guest_there_is_nothing(scene: Scene, gus: Person) -> None:
    door = device(gus)
    for rest in ("brief/", "doubles/", f"merges/preview/?customer={scene.customer}", f"notes/{NOWHERE}/"):
        nothing = comparable(door.ask("GET", f"customers/{NOWHERE}/{rest}"))
        assert nothing.status == 404
        assert comparable(door.ask("GET", f"customers/{scene.customer}/{rest}")) == nothing


def test_an_order_number_is_found_without_the_code_of_its_system(ana: Person) -> None:
    device(admit("root", site_role="site_admin")).make(
        "reference-systems/", {"code": "ERP", "name": "Orders", "template": "https://erp.example/{id}"}
    )
    customer(ana, references=["ERP:4711"])
    customer(ana, "Somebody else", references=["CRM:4711"])

    def names(q: str) -> list[str]:
        return [one["name"] for one in device(ana).read(f"customers/?q={q}")["results"]]

    assert names("4711") == names("47 11") == names("erp:4711") == ["Mme Dupin"]
    assert names("CRM:4711") == ["Somebody else"]
    assert names("711") == []


def test_the_name_that_was_merged_still_finds_the_customer(ana: Person) -> None:
    kept, merged = customer(ana), customer(ana, "Anne Leroy")
    device(ana).make(f"customers/{kept}/merges/", {"customer": merged})
    assert [one["id"] for one in device(ana).read("customers/?q=leroy")["results"]] == [kept]


@pytest.mark.parametrize("field", ["phones", "mails", "addresses", "references"])
@pytest.mark.parametrize("many", [True, False])
def test_more_than_a_row_holds_is_refused_by_the_action_too(ana: Person, field: str, many: bool) -> None:
    given: dict[str, Any] = {field: ["06 39 98 12 34"] * 51 if many else ["x" * 201]}
    with pytest.raises(Invalid) as refused:
        create_customer(ana, kind="person", name="Mme Dupin", **given)
    assert [problem.code for problem in refused.value.fields[field]] == ["too_many" if many else "too_long"]


DOUBLES = 9
GLANCE = 15


def test_doubles_and_glance_cost_the_same_for_one_and_many(ana: Person, statements: Counting) -> None:
    door = device(ana)
    first = customer(ana, phones=["06 39 98 12 34"])

    def more(number: int) -> None:
        for _ in range(number):
            other: dict[str, Any] = {"phones": ["06 39 98 12 34"], "references": ["ERP:1"]}
            customer(ana, "Double", **other)
            promised(ana, matter(ana, first), 5)

    more(1)
    door.read("me/")
    with statements(DOUBLES):
        door.read(f"customers/{first}/doubles/")
    with statements(GLANCE):
        door.read(f"customers/{first}/brief/")
    more(9)
    with statements(DOUBLES):
        assert len(door.read(f"customers/{first}/doubles/")["results"]) == 10
    with statements(GLANCE):
        assert len(door.read(f"customers/{first}/brief/")["promises"]) == 10
