"""Keeping a search: its name, its limits, with whom it is shared, and what ends that."""

from collections.abc import Callable
from typing import Any

import pytest

from esn.core.errors import Invalid, NotAllowed, NotFound, Stale
from groups.actions import add_member, leave, remove_member
from people.models import Person
from search.kept import actions, queries
from search.models import KeptSearch
from tests import cast
from tests.search.keeping import railed


def keep(person: Person, name: str = "Wardrobes", text: str = "wardrobe", **more: Any) -> str:
    """A search that somebody keeps; its id."""
    return actions.keep_search(person, name=name, text=text, **more)


def names(person: Person) -> list[str]:
    return [one.name for one in queries.kept_searches(person).results]


def problem(error: pytest.ExceptionInfo[Invalid]) -> tuple[str, str]:
    (field, problems), *_more = error.value.fields.items()
    return field, problems[0].code


def test_ana_keeps_a_search_and_nobody_else_knows(ana: Person, bo: Person) -> None:
    kept = keep(ana, "  Late   wardrobes ", "wardrobe late", filters={"type": "post", "sort": "newest", "side": ""})
    one = queries.kept_search(ana, kept)
    assert (one.name, one.text, one.pinned, one.alert, one.fresh) == (
        "Late wardrobes",
        "wardrobe late",
        False,
        "never",
        0,
    )
    assert [(f.name, f.value, f.label) for f in one.filters] == [
        ("sort", "newest", "newest"),
        ("type", "post", "Publications"),
    ]
    assert one.owner.id == ana.id
    assert set(one.can) == {"open", "pin", "alert", "change", "share", "delete"}
    assert names(bo) == []
    deeds: tuple[Callable[[], object], ...] = (
        lambda: queries.kept_search(bo, kept),
        lambda: actions.change_search(bo, search_id=kept, name="Mine"),
        lambda: actions.delete_search(bo, search_id=kept),
        lambda: actions.restore_search(bo, search_id=kept),
        lambda: actions.pin_search(bo, search_id=kept),
        lambda: actions.set_alert(bo, search_id=kept, alert="at_once"),
        lambda: actions.look_at_search(bo, search_id=kept),
    )
    for deed in deeds:
        with pytest.raises(NotFound):
            deed()


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"name": " "}, "name", "required"),
        ({"name": "x" * 81}, "name", "too_long"),
        ({"name": "a\u0000b"}, "name", "control"),
        ({"text": " "}, "text", "required"),
        ({"text": "", "filters": {"sort": "newest"}}, "text", "required"),
        ({"text": "w" * 257}, "text", "too_long"),
        ({"text": "a\u0007b"}, "text", "control"),
        ({"filters": {"type": "spaceship"}}, "type", "unknown_choice"),
        ({"filters": {"moon": "full"}}, "moon", "unknown_filter"),
        ({"filters": {"after": "soon"}}, "after", "not_a_time"),
        ({"filters": {"group": "g" * 300}}, "filters", "too_long"),
        ({"alert": "hourly"}, "alert", "unknown_choice"),
    ],
)
def test_what_could_not_be_searched_is_not_kept(ana: Person, given: dict[str, Any], field: str, code: str) -> None:
    with pytest.raises(Invalid) as error:
        actions.keep_search(ana, **{"name": "Wardrobes", "text": "wardrobe", **given})
    assert problem(error) == (field, code)
    assert not KeptSearch.objects.exists()


def test_filters_alone_are_a_search(ana: Person) -> None:
    group = cast.found(ana, "open")
    kept = queries.kept_search(ana, keep(ana, text="", filters={"group": group.id}))
    assert [one.label for one in kept.filters] == [group.name]


def test_there_are_limits_for_searches_pins_and_alerts(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_KEPT", 3)
    monkeypatch.setattr(actions, "MOST_PINNED", 2)
    monkeypatch.setattr(actions, "MOST_ALERTS", 2)
    kept = [keep(ana, name) for name in "abc"]
    with pytest.raises(Invalid) as error:
        keep(ana, "d")
    assert problem(error) == ("", "too_many")
    begun: tuple[tuple[Callable[..., None], dict[str, str]], ...] = (
        (actions.pin_search, {}),
        (actions.set_alert, {"alert": "digest"}),
    )
    for deed, more in begun:
        deed(ana, search_id=kept[0], **more)
        deed(ana, search_id=kept[0], **more)  # twice is once
        deed(ana, search_id=kept[1], **more)
        with pytest.raises(Invalid):
            deed(ana, search_id=kept[2], **more)
    actions.delete_search(ana, search_id=kept[0])
    actions.pin_search(ana, search_id=kept[2])  # what was deleted stands in no rail
    keep(ana, "d")
    with pytest.raises(Invalid):
        actions.restore_search(ana, search_id=kept[0])


def test_another_name_and_another_question(ana: Person) -> None:
    kept = keep(ana)
    actions.change_search(ana, search_id=kept, name="Cupboards", revision=0)
    with pytest.raises(Stale):
        actions.change_search(ana, search_id=kept, name="Beds", revision=0)
    actions.change_search(ana, search_id=kept, text="cupboard", filters={"type": "case"}, revision=1)
    one = queries.kept_search(ana, kept)
    assert (one.name, one.text, one.revision) == ("Cupboards", "cupboard", 2)
    with pytest.raises(Invalid):
        actions.change_search(ana, search_id=kept, text="", filters={})


def test_what_was_deleted_comes_back_as_it_was(ana: Person) -> None:
    kept = keep(ana, pin=True, alert="at_once")
    actions.delete_search(ana, search_id=kept)
    assert names(ana) == []
    assert railed(ana) == []
    with pytest.raises(NotFound):
        actions.delete_search(ana, search_id=kept)
    actions.restore_search(ana, search_id=kept)
    one = queries.kept_search(ana, kept)
    assert (one.pinned, one.alert) == (True, "at_once")
    with pytest.raises(NotFound):
        actions.restore_search(ana, search_id=kept)


def test_a_group_shares_a_search_with_its_members_alone(ana: Person, bo: Person, cy: Person, mo: Person) -> None:
    group = cast.found(ana, "open", member=bo, moderator=mo)
    kept = keep(ana)
    actions.share_search(ana, search_id=kept, group_id=group.id)
    actions.share_search(ana, search_id=kept, group_id=group.id)
    one = queries.kept_search(bo, kept)
    assert one.owner.id == ana.id
    assert [(there.id, there.can) for there in one.shared_with] == [(group.id, ())]
    assert set(one.can) == {"open", "pin", "alert"}
    assert names(cy) == []  # reads the open group, and is no member
    actions.pin_search(bo, search_id=kept)
    assert railed(bo) == [("Wardrobes", 0)]
    assert railed(ana) == []
    deeds: tuple[Callable[[], object], ...] = (
        lambda: actions.change_search(bo, search_id=kept, name="Mine"),
        lambda: actions.delete_search(bo, search_id=kept),
        lambda: actions.share_search(bo, search_id=kept, group_id=group.id),
        lambda: actions.unshare_search(bo, search_id=kept, group_id=group.id),
    )
    for deed in deeds:
        with pytest.raises(NotAllowed):
            deed()
    with pytest.raises(NotFound):
        actions.unshare_search(cy, search_id=kept, group_id=group.id)
    actions.unshare_search(mo, search_id=kept, group_id=group.id)
    assert names(bo) == []
    assert railed(bo) == []
    assert names(ana) == ["Wardrobes"]


def test_leaving_the_group_ends_it_for_who_leaves_and_for_all_when_its_owner_leaves(
    ana: Person, bo: Person, mo: Person
) -> None:
    group = cast.found(mo, "secret", member=ana)
    add_member(mo, group_id=group.id, person_id=bo.id)
    kept = keep(ana)
    actions.share_search(ana, search_id=kept, group_id=group.id)
    actions.pin_search(bo, search_id=kept)
    actions.pin_search(mo, search_id=kept)
    remove_member(mo, group_id=group.id, person_id=bo.id)
    assert (names(bo), railed(bo)) == ([], [])
    assert railed(mo) == [("Wardrobes", 0)]
    leave(ana, group_id=group.id)
    assert (names(mo), railed(mo)) == ([], [])
    assert queries.kept_search(ana, kept).shared_with == ()


def test_nobody_shares_with_a_group_that_is_not_theirs(ana: Person, bo: Person, gus: Person) -> None:
    theirs = cast.found(bo, "open")
    kept = keep(ana)
    for group in (theirs.id, cast.NOWHERE):
        with pytest.raises(NotFound):
            actions.share_search(ana, search_id=kept, group_id=group)
    his = keep(gus, "Vans", "van")
    assert "share" not in queries.kept_search(gus, his).can
    with pytest.raises(NotFound):
        actions.share_search(gus, search_id=his, group_id=theirs.id)


@pytest.mark.parametrize("number", [1, 10, 100])
def test_the_list_and_the_rail_cost_the_same_for_any_number(ana: Person, number: int, statements: Any) -> None:
    group = cast.found(ana, "open")
    for count in range(number):
        kept = keep(ana, f"Number {count:03}", filters={"group": group.id, "author": ana.id})
        actions.share_search(ana, search_id=kept, group_id=group.id)
        if count < 10:
            actions.pin_search(ana, search_id=kept)
    with statements(7):
        assert len(queries.kept_searches(ana, limit=100).results) == number
    with statements(1):
        assert len(queries.pins(ana)) == min(number, 10)
