"""Whether a live frame sounds in an open page is decided here, by the hours and choices of whose page it is."""

import datetime as dt
import json

import pytest

from esn.core import clock, events
from esn.core.events import Entry
from feeds.actions import call_urgently
from frontend.live.frames import DEVICE, frames
from inbox.events import InboxChanged
from people import actions
from people.models import Person
from tests.cast import Scene

MONDAY = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)  # 11:00 in Paris


def heard(entry: Entry) -> str:
    ((_audience, found),) = list(frames([entry], lambda _audience: [DEVICE]))
    _cursor, _comma, rest = found[DEVICE].decode().partition(",")
    return str(json.loads("{" + rest).get("sound", ""))


def news(person: Person, *, by: str = "") -> Entry:
    with clock.at(MONDAY):
        events.record(InboxChanged(audience_id=person.id, id="0" * 32), by)
    return events.after(events.START)[-1]


@pytest.mark.parametrize(("hour", "expected"), [(0, "soft"), (10, "")])
def test_a_page_sounds_within_hours_alone(ana: Person, hour: int, expected: str) -> None:
    actions.choose_mail(ana, sound=True)
    actions.set_quiet_hours(ana, start=dt.time(19, 30), end=dt.time(7, 30))
    entry = news(ana)
    with clock.at(MONDAY + dt.timedelta(hours=hour)):
        assert heard(entry) == expected


def test_who_wants_no_sound_hears_none_and_what_one_did_oneself_is_silent(ana: Person) -> None:
    with clock.at(MONDAY):
        assert heard(news(ana)) == ""
        actions.choose_mail(ana, sound=True)
        assert heard(news(ana, by=ana.id)) == ""


def test_an_urgent_call_sounds_at_any_hour(scene: Scene, ana: Person, bo: Person) -> None:
    actions.set_quiet_hours(bo, start=dt.time(19, 30), end=dt.time(7, 30))
    with clock.at(MONDAY + dt.timedelta(hours=10)):
        call_urgently(ana, post_id=scene.in_case, person_id=bo.id, reason="safety")
        called = next(one for one in events.after(events.START) if one.type == "urgent.called")
        assert heard(called) == "urgent"
