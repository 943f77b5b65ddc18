"""Mail of what needs somebody: when it leaves, what it says to whom, and the way out of it."""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core import mail as sent
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from esn.core import alarms, clock, jobs, mail
from esn.core.consumers import Consumer
from esn.core.models import Alarm
from esn.wiring import ALARMS, CONSUMERS
from feeds.actions import reply
from frontend.digests import schedule, sending, way_out
from groups.actions import choose_tells, edit_group, remove_member
from people import actions, queries
from people.models import Absence, Mailing, Person, WorkingHours
from people.queries import NotifyingChoices
from tests.cast import Scene, device, found, say
from tests.log import follow

MONDAY = dt.datetime(2026, 11, 23, 10, tzinfo=dt.UTC)  # 11:00 in Paris
MINUTE, HOUR, DAY = dt.timedelta(minutes=1), dt.timedelta(hours=1), dt.timedelta(days=1)
MAILED: tuple[Consumer, ...] = tuple(one for one in CONSUMERS if one.name in ("inbox", "mail"))


def reached(*people: Person, mail: str = "daily") -> None:
    """People whose address is proven, and who chose how often they want mail."""
    for one in people:
        Person.objects.filter(id=one.id).update(email=f"{one.handle}@example.org", email_verified_at=clock.now())
        if mail:
            actions.choose_mail(Person.objects.get(id=one.id), mail=mail)


def office(person: Person) -> None:
    WorkingHours.objects.bulk_create(
        WorkingHours(person=person, weekday=day, start=dt.time(8, 30), end=dt.time(17, 30)) for day in range(5)
    )


def pass_on() -> list[Any]:
    """Let the worker hear everything and do what is due; the mails that left by it."""
    before = len(sent.outbox)
    for one in MAILED:
        follow(one)
    while alarms.run_due(ALARMS):
        pass
    jobs.run_ready()
    return sent.outbox[before:]


def at(moment: dt.datetime) -> list[Any]:
    with clock.at(moment):
        return pass_on()


def due(person: Person, kind: str = "mail.digest") -> str:
    row = Alarm.objects.get(kind=kind, subject=person.id, fired_at=None)
    return f"{row.due_at.astimezone(ZoneInfo('Europe/Paris')):%a %d %H:%M}"


def answered(ana: Person, bo: Person, body: str = "Seen, and done.") -> tuple[str, str]:
    """Bo answers what Ana wrote in an open group: the group, and her post."""
    group = found(ana, "open", name="Logistics", member=bo)
    post = say(ana, group)
    with clock.at(clock.now() + MINUTE):
        reply(bo, post_id=post, body=body)
    return group.id, post


def html(message: EmailMultiAlternatives) -> str:
    return str(message.alternatives[0][0])


# When -----------------------------------------------------------------------------------------------------------------
def chosen(mail: str, hour: int = 8, weekday: int = 0) -> NotifyingChoices:
    return NotifyingChoices(mail, hour, weekday, False, None, None, "")


@pytest.mark.parametrize(
    ("said", "at", "expected"),
    [
        (chosen("hourly"), "2026-11-23T10:20", "2026-11-23T11:00"),
        (chosen("daily"), "2026-11-23T07:59", "2026-11-23T08:00"),
        (chosen("daily"), "2026-11-23T08:00", "2026-11-24T08:00"),
        (chosen("weekly", 7, 4), "2026-11-23T10:00", "2026-11-27T07:00"),
        (chosen("weekly", 7, 0), "2026-11-23T07:00", "2026-11-30T07:00"),
        (chosen("daily", 8), "2026-03-28T09:00", "2026-03-29T08:00"),  # the clocks change in that night
        (chosen("daily", 2), "2026-03-28T09:00", "2026-03-29T03:00"),  # there is no 2:00
    ],
)
def test_the_next_hour_of_mail(said: NotifyingChoices, at: str, expected: str) -> None:
    zone = ZoneInfo("Europe/Paris")
    found = schedule.next_mail(said, zone, dt.datetime.fromisoformat(at).replace(tzinfo=zone))
    assert found is not None
    assert found.astimezone(zone).isoformat()[:16] == expected


def test_who_wants_no_mail_has_no_next_hour() -> None:
    assert schedule.next_mail(chosen("never"), dt.UTC, MONDAY) is None


def test_mail_waits_for_the_hours_of_its_receiver(ana: Person, bo: Person) -> None:
    reached(ana)
    office(ana)
    with clock.at(MONDAY):
        answered(ana, bo)
        assert pass_on() == []
        assert due(ana) == "Tue 24 08:30", "8:00 is before her work"
        actions.begin_focus(ana, until=MONDAY + 22.5 * HOUR, everyone=ana.id)
    assert at(MONDAY + 22 * HOUR) == [], "she is in focus until 9:30"
    assert due(ana) == "Tue 24 09:30"
    assert len(at(MONDAY + 22.5 * HOUR)) == 1


def test_who_is_back_early_hears_early(ana: Person, bo: Person) -> None:
    reached(ana)
    with clock.at(MONDAY):
        actions.plan_absence(ana, end=MONDAY + 20 * DAY, everyone=ana.id)
        answered(ana, bo)
        pass_on()
        assert due(ana) == "Sun 13 11:00"
    with clock.at(MONDAY + DAY):
        actions.end_absence(ana, everyone=ana.id)
        pass_on()
        assert due(ana) == "Wed 25 08:00"


# What -----------------------------------------------------------------------------------------------------------------
def test_a_daily_mail_says_who_wants_what_where_and_never_twice(ana: Person, bo: Person) -> None:
    reached(ana)
    with clock.at(MONDAY):
        _group, post = answered(ana, bo)
        assert pass_on() == []
    (message,) = at(MONDAY + DAY)
    assert message.to == ["ana@example.org"]
    assert message.subject == "1 thing waits for you"
    for words in ("Logistics", "Bo Delorme answered", "Seen, and done.", f"/posts/{post}/"):
        assert words in str(message.body), words
        assert words in html(message), words
    with clock.at(MONDAY + DAY):
        say(bo, found(bo, "open", name="Elsewhere"))
        assert pass_on() == []
    assert at(MONDAY + 2 * DAY) == [], "nothing new, no mail"
    with clock.at(MONDAY + 2 * DAY):
        reply(bo, post_id=post, body="Once more.")
        pass_on()
    (second,) = at(MONDAY + 3 * DAY)
    assert "Once more." in str(second.body)
    assert "Seen, and done." not in str(second.body)


def test_what_was_read_or_lost_meanwhile_is_in_no_mail(ana: Person, bo: Person) -> None:
    reached(bo)
    with clock.at(MONDAY):
        group = found(ana, "secret", name="Canary Island", member=bo)
        post = say(bo, group, "canary one")
    with clock.at(MONDAY + MINUTE):
        reply(ana, post_id=post, body="canary two")
        pass_on()
        remove_member(ana, group_id=group.id, person_id=bo.id)
        Person.objects.get(id=bo.id)
    assert at(MONDAY + DAY) == [], "rights are asked when it leaves"


def test_of_a_place_that_not_everybody_reads_mail_says_no_word(ana: Person, bo: Person) -> None:
    reached(bo)
    with clock.at(MONDAY):
        group = found(ana, "secret", name="Canary Island", member=bo)
        post = say(bo, group, "canary one")
    with clock.at(MONDAY + MINUTE):
        reply(ana, post_id=post, body="canary two")
        pass_on()
    (message,) = at(MONDAY + DAY)
    whole = str(message.body) + html(message) + message.subject
    assert "canary" not in whole.lower()
    assert "Ana Martin answered" in whole


def test_mail_speaks_the_language_of_its_receiver_and_hostile_words_stay_words(ana: Person, bo: Person) -> None:
    reached(ana)
    Person.objects.filter(id=ana.id).update(language="fr")
    Person.objects.filter(id=bo.id).update(name="Bo <b>\r\nBcc: all@example.org")
    with clock.at(MONDAY):
        answered(ana, bo, "<script>alert(1)</script>\n\n.\nhttps://evil.example")
        pass_on()
    (message,) = at(MONDAY + DAY)
    assert message.extra_headers["Content-Language"] == "fr"
    assert "<script" not in html(message)
    raw = message.message().as_bytes()
    head = raw.replace(b"\r\n", b"\n").split(b"\n\n")[0]
    assert b"\nBcc" not in head


# By impact ------------------------------------------------------------------------------------------------------------
def handed(scene: Scene, ana: Person, bo: Person, ref: str) -> None:
    device(ana).make(
        f"cases/{ref}/handoffs/",
        {"to": {"kind": "person", "id": bo.id}, "brief": "Never on Saturday.", "expectation": "Find a day."},
    )


def test_a_handoff_leaves_at_once_within_hours_in_the_conversation_of_its_case(
    scene: Scene, ana: Person, bo: Person
) -> None:
    reached(bo, mail="impact")
    office(bo)
    with clock.at(MONDAY):
        handed(scene, ana, bo, scene.case)
        assert pass_on() == []
    (message,) = at(MONDAY + schedule.GATHER)
    assert f"/cases/{scene.case}/" in str(message.body)
    assert message.extra_headers["References"] == message.extra_headers["In-Reply-To"]
    assert message.extra_headers["Message-ID"] != message.extra_headers["References"]
    assert at(MONDAY + DAY) == [], "and is not repeated in the daily mail"


def test_at_night_even_a_handoff_waits_until_the_morning(scene: Scene, ana: Person, bo: Person) -> None:
    reached(bo, mail="impact")
    office(bo)
    with clock.at(MONDAY + 10 * HOUR):
        handed(scene, ana, bo, scene.case)
        assert pass_on() == []
        assert due(bo, "mail.impact") == "Tue 24 08:30"
    assert at(MONDAY + 12 * HOUR) == []
    assert len(at(MONDAY + 22 * HOUR)) == 1


# Away -----------------------------------------------------------------------------------------------------------------
def test_while_bo_is_away_his_delegate_gets_the_handoff_and_he_gets_it_when_he_is_back(
    scene: Scene, ana: Person, bo: Person, mo: Person
) -> None:
    reached(bo, mo, mail="impact")
    with clock.at(MONDAY):
        actions.plan_absence(bo, end=MONDAY + 3 * DAY, delegate_id=mo.id, everyone=bo.id)
        handed(scene, ana, bo, scene.case)
        pass_on()
    assert [one.to for one in at(MONDAY + schedule.GATHER)] == [["mo@example.org"]]
    assert [one.to for one in at(MONDAY + DAY)] == []
    mails = at(MONDAY + 4 * DAY)
    assert [one.to for one in mails] == [["bo@example.org"]]
    assert Absence.objects.filter(person=bo).exists()


def test_who_comes_back_is_told_what_waits_since_they_left(ana: Person, bo: Person) -> None:
    reached(ana)
    with clock.at(MONDAY):
        actions.plan_absence(ana, end=MONDAY + 3 * DAY, everyone=ana.id)
        answered(ana, bo)
        pass_on()
    assert at(MONDAY + DAY) == []
    (message,) = at(MONDAY + 4 * DAY)
    assert message.subject == "While you were away: 1 thing waits for you"


# Groups ---------------------------------------------------------------------------------------------------------------
def test_of_a_group_that_shall_say_nothing_only_deeds_come(ana: Person, bo: Person) -> None:
    reached(ana)
    with clock.at(MONDAY):
        group, _post = answered(ana, bo)
        choose_tells(ana, group_id=group, tells="nothing")
        pass_on()
    assert at(MONDAY + DAY) == []


def test_a_quiet_group_is_not_heard_of_in_its_quiet_hours(ana: Person, bo: Person) -> None:
    reached(ana)
    with clock.at(MONDAY):
        group, _post = answered(ana, bo)
        edit_group(ana, group_id=group, quiet_from=dt.time(18), quiet_until=dt.time(9, 30))
        pass_on()
    with clock.at(MONDAY + 21.5 * HOUR):  # 8:30 in Paris
        assert pass_on() == []
        assert due(ana) == "Tue 24 09:30"
    assert len(at(MONDAY + 22.5 * HOUR)) == 1


# Whom it does not reach, and loops ------------------------------------------------------------------------------------
@pytest.mark.parametrize("lacks", [{"email": ""}, {"email_verified_at": None}, {"is_active": False}])
def test_who_has_no_proven_address_or_may_not_act_gets_no_mail(
    ana: Person, bo: Person, lacks: dict[str, object]
) -> None:
    reached(ana)
    with clock.at(MONDAY):
        answered(ana, bo)
        pass_on()
        Person.objects.filter(id=ana.id).update(**lacks)
    assert at(MONDAY + DAY) == []


def test_no_machine_answers_and_no_address_gets_more_than_so_many_an_hour(ana: Person, bo: Person) -> None:
    reached(ana)
    with clock.at(MONDAY):
        answered(ana, bo)
        pass_on()
    with clock.at(MONDAY + DAY):
        for _number in range(sending.MOST_AN_HOUR):
            Mailing.objects.create(person=ana, kind="impact")
        assert pass_on() == []
    (message,) = at(MONDAY + DAY + 2 * HOUR)
    assert {
        "Auto-Submitted": "auto-generated", "Precedence": "bulk", "X-Auto-Response-Suppress": "All",
        "List-Id": f"<digest.{mail.domain()}>",
    }.items() <= message.extra_headers.items()  # fmt: skip


# The way out ----------------------------------------------------------------------------------------------------------
def the_way(person: Person, kind: str = "digest") -> str:
    return way_out.page(person.id, kind).partition("8000")[2] or "/" + way_out.page(person.id, kind).split("/", 3)[3]


def test_one_click_ends_the_mail_without_signing_in(ana: Person, bo: Person) -> None:
    reached(ana)
    with clock.at(MONDAY):
        answered(ana, bo)
        pass_on()
    (message,) = at(MONDAY + DAY)
    offered = message.extra_headers["List-Unsubscribe"]
    assert message.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    client, here = Client(enforce_csrf_checks=True), "/" + offered.strip("<>").split("/", 3)[3]
    assert client.get(here).status_code == 200
    assert queries.choices(ana).mail == "daily", "looking changes nothing: scanners follow links"
    assert client.post(here, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.post(here).status_code == 200, "twice does no harm"
    assert queries.choices(ana).mail == "never"
    assert "/inbox" not in client.get("/").headers.get("Location", ""), "and it signs nobody in"


def test_the_way_out_of_single_lines_leads_into_the_daily_mail(ana: Person) -> None:
    Client().post(the_way(ana, "impact"))
    assert queries.choices(ana).mail == "daily"


def test_a_link_that_was_not_made_for_this_opens_nothing(ana: Person) -> None:
    right = the_way(ana)
    other = signing.dumps([ana.id, "digest"], salt="esn.email")
    unknown = signing.dumps([ana.id, "everything"], salt=way_out.PURPOSE)
    actions_left = [right[:-2] + "x/", f"/unsubscribe/{other}/", f"/unsubscribe/{unknown}/", "/unsubscribe/x/"]
    answers = [Client().post(one) for one in actions_left]
    assert [one.status_code for one in answers] == [404] * 4
    assert len({one.content for one in answers}) == 1
    Person.objects.filter(id=ana.id).update(is_active=False)
    assert Client().post(right).status_code == 404
    assert queries.choices(ana).mail == "impact"


# How many statements --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("count", [1, 10])
def test_composing_costs_the_same_for_any_number_of_lines(count: int, ana: Person, bo: Person) -> None:
    reached(ana)
    group = found(ana, "open", name="Logistics", member=bo)
    with clock.at(MONDAY):
        posts = [say(ana, group) for _number in range(count)]
    with clock.at(MONDAY + MINUTE):
        for post in posts:
            reply(bo, post_id=post, body="Seen.")
        pass_on()
    with clock.at(MONDAY + DAY), CaptureQueriesContext(connection) as ran:
        sending.deliver_digest.call(person_id=ana.id)
    assert len(ran) <= 22, len(ran)
    assert len(sent.outbox) == 1
