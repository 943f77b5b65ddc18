"""Reporting what is wrong, and the queues where moderators find it."""

import pytest

from cases.actions import note_customer
from esn.core.models import Event
from feeds.actions import delete_post, edit_post
from feeds.models import Complaint, Report
from groups.actions import appoint_site_moderator, remove_member
from people.models import Person
from tests.cast import NOWHERE, Scene, admit, device, key, say
from tests.conftest import Counting
from tests.feeds.moderation import decide, problem, queue, report, site_moderator, told


def test_what_cy_reports_is_in_the_queue_of_the_group_as_it_was_said(
    scene: Scene, bo: Person, cy: Person, mo: Person
) -> None:
    post = say(bo, scene.open, "You are a fool, Mme Dupin told me so.")
    report(cy, post, "personal_data", "It names a customer.")
    edit_post(bo, post_id=post, body="Good morning.")
    (line,) = queue(mo, scene.open.id)
    assert (line["subject"], line["about"]["name"]) == ("post", "Bo Delorme")
    assert line["excerpt"] == "You are a fool, Mme Dupin told me so."
    record = device(mo).read(f"reports/{line['id']}/")
    (complaint,) = record["complaints"]
    assert complaint["reporter"]["name"] == "Cy Haddad"
    assert complaint["said"] == "You are a fool, Mme Dupin told me so."
    assert (complaint["reason"], complaint["text"]) == ("personal_data", "It names a customer.")
    assert record["present"] == {"state": "edited", "body": "Good morning.", "revision": 1}
    delete_post(bo, post_id=post)
    assert device(mo).read(f"reports/{line['id']}/")["present"]["state"] == "deleted"


def test_several_people_are_one_line_and_the_heaviest_comes_first(
    scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person
) -> None:
    one, other = say(bo, scene.open, "One"), say(bo, scene.open, "Other")
    report(cy, one)
    report(cy, other)
    report(admit("di"), other, "spam")
    lines = queue(mo, scene.open.id)
    assert [(line["excerpt"], line["weight"], line["reasons"]) for line in lines] == [
        ("Other", 2, ["insult", "spam"]),
        ("One", 1, ["insult"]),
    ]
    assert len(queue(ana)) == 2


def test_nobody_reports_twice_nor_themselves_nor_what_is_not_there(scene: Scene, bo: Person, cy: Person) -> None:
    post, door = say(bo, scene.open), device(cy)
    body, idempotent = {"reason": "insult"}, key()
    first = door.make(f"posts/{post}/report/", body, Idempotency_Key=idempotent)
    assert door.make(f"posts/{post}/report/", body, Idempotency_Key=idempotent) == first
    assert problem(door.ask("POST", f"posts/{post}/report/", body)) == (409, "reported")
    assert problem(device(bo).ask("POST", f"posts/{post}/report/", body)) == (409, "own")
    assert door.ask("POST", f"posts/{NOWHERE}/report/", body).status_code == 404
    assert door.ask("POST", f"posts/{scene.in_secret}/report/", body).status_code == 404
    assert Complaint.objects.count() == 1
    delete_post(bo, post_id=post)
    assert problem(device(admit("di")).ask("POST", f"posts/{post}/report/", body)) == (409, "gone")


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"reason": "boring"},
        {"reason": "other"},
        {"reason": "insult", "text": "x" * 1001},
        {"reason": "insult", "text": "a\x00b"},
    ],
)
def test_what_is_wrong_with_a_report_is_said(scene: Scene, cy: Person, body: dict[str, str]) -> None:
    answer = device(cy).ask("POST", f"posts/{scene.in_open}/report/", body)
    assert answer.status_code == 400
    assert not Report.objects.exists()


def test_a_post_of_a_moderator_goes_to_the_site_and_no_further(
    scene: Scene, ana: Person, bo: Person, mo: Person
) -> None:
    sam = site_moderator()
    report(bo, scene.in_secret)
    assert queue(ana, scene.secret.id) == []
    (line,) = queue(sam)
    assert (line["queue"], line["about"]["id"]) == ("site", ana.id)
    record = device(sam).read(f"reports/{line['id']}/")
    assert record["complaints"][0]["said"] == "The new catalogue has arrived."
    assert record["readable"] is False
    assert device(sam).ask("GET", f"posts/{scene.in_secret}/").status_code == 404


def test_a_report_in_a_secret_group_is_not_there_for_who_runs_the_site(scene: Scene, bo: Person, mo: Person) -> None:
    sam, root = site_moderator(), Person.objects.get(handle="root")
    di = admit("di")
    from groups.actions import add_member

    add_member(Person.objects.get(handle="ana"), group_id=scene.secret.id, person_id=di.id)
    report(di, say(bo, scene.secret))
    (line,) = queue(mo, scene.secret.id)
    assert queue(sam) == []
    for person in (root, sam, bo, di):
        assert device(person).ask("GET", f"reports/{line['id']}/").status_code == 404
        assert device(person).ask("GET", f"groups/{scene.secret.id}/reports/").status_code == 404
    assert device(root).ask("GET", "reports/").status_code == 404


def test_nobody_reads_a_report_about_themselves(scene: Scene, ana: Person, bo: Person, mo: Person, cy: Person) -> None:
    sam, tea = site_moderator(), site_moderator("tea")
    device(cy).make(f"people/{sam.id}/report/", {"reason": "insult", "text": "On the phone."})
    assert queue(sam) == []
    (line,) = queue(tea)
    assert line["subject"] == "person"
    assert device(sam).ask("GET", f"reports/{line['id']}/").status_code == 404
    assert decide(sam, line["id"]) == 404


def test_gus_reports_on_his_side_of_a_case(scene: Scene, ana: Person, gus: Person) -> None:
    sam = site_moderator()
    report(gus, scene.with_partner)
    assert device(gus).ask("POST", f"posts/{scene.in_case}/report/", {"reason": "insult"}).status_code == 404
    (line,) = queue(sam)
    assert (line["about"]["id"], line["group"], line["place"]) == (ana.id, None, "")


def test_a_note_about_a_customer_is_reported(scene: Scene, ana: Person, bo: Person, gus: Person) -> None:
    sam = site_moderator()
    note = note_customer(ana, customer_id=scene.customer, kind="stays", text="She is slow of mind.")
    path = f"customers/{scene.customer}/notes/{note}/report/"
    assert device(gus).ask("POST", path, {"reason": "insult"}).status_code == 404
    assert problem(device(ana).ask("POST", path, {"reason": "insult"})) == (409, "own")
    device(bo).make(path, {"reason": "insult"})
    (line,) = queue(sam)
    assert (line["subject"], line["excerpt"]) == ("note", "She is slow of mind.")
    assert device(sam).read(f"reports/{line['id']}/")["context"] == scene.customer


def test_moderators_write_notes_that_nobody_else_reads(
    scene: Scene, ana: Person, bo: Person, cy: Person, mo: Person
) -> None:
    report(cy, say(bo, scene.open))
    (line,) = queue(mo, scene.open.id)
    path = f"reports/{line['id']}/notes/"
    device(mo).make(path, {"text": "I spoke with Bo."})
    assert [note["text"] for note in device(ana).read(f"reports/{line['id']}/")["notes"]] == ["I spoke with Bo."]
    assert queue(ana)[0]["notes_count"] == 1
    assert device(cy).ask("POST", path, {"text": "x"}).status_code == 404
    assert device(mo).ask("POST", path, {"text": " "}).status_code == 400


def test_a_reporter_who_loses_access_hears_what_became_of_it_and_no_words(
    scene: Scene, ana: Person, bo: Person, mo: Person
) -> None:
    di = admit("di")
    from groups.actions import add_member

    add_member(ana, group_id=scene.closed.id, person_id=di.id)
    post = say(bo, scene.closed, "Between us.")
    report(di, post)
    remove_member(ana, group_id=scene.closed.id, person_id=di.id)
    (line,) = queue(mo, scene.closed.id)
    assert decide(mo, line["id"]) == 200
    (notice,) = device(di).read("notices/")["results"]
    assert (notice["kind"], notice["excerpt"], notice["subject_id"]) == ("report_dismissed", "", "")
    assert told(bo) == []


def test_no_word_of_a_report_is_in_the_log(scene: Scene, bo: Person, cy: Person) -> None:
    report(cy, say(bo, scene.open, "canary"), "other", "another canary")
    events = list(Event.objects.filter(type="report.filed"))
    assert [event.data for event in events] == [{"id": Report.objects.get().id}] * len(events)
    assert events
    assert not any(event.actor_id for event in events)


def test_a_moderator_of_the_site_hears_nothing_of_a_report_about_themselves(scene: Scene, cy: Person) -> None:
    sam, sol = site_moderator("sam"), site_moderator("sol")
    device(cy).make(f"people/{sam.id}/report/", {"reason": "insult"})
    (line,) = queue(sol)
    device(sol).make(f"reports/{line['id']}/notes/", {"text": "Who knows more?"})
    assert device(sam).ask("GET", f"reports/{line['id']}/").status_code == 404
    assert device(sol).ask("POST", f"reports/{line['id']}/decide/", {"reason": "Nothing in it."}).status_code == 200

    def heard(person: Person) -> list[str]:
        facts = Event.objects.filter(audience_id=person.id, type__startswith="report.").order_by("position")
        return list(facts.values_list("type", flat=True))

    assert heard(sol) == ["report.filed", "report.noted", "report.decided"]
    assert heard(sam) == []
    assert queue(sam) == []


def test_who_moderates_later_hears_nothing_of_what_was_reported_of_them_before(scene: Scene, cy: Person) -> None:
    sol, di = site_moderator("sol"), admit("di")
    since = device(di).read("events/")["cursor"]
    device(cy).make(f"people/{di.id}/report/", {"reason": "insult"})
    appoint_site_moderator(Person.objects.get(handle="root"), person_id=di.id)
    facts = device(di).read(f"events/?after={since}")["results"]
    assert not [one for one in facts if one["type"].startswith("report.")]
    assert queue(di) == []
    assert len(queue(sol)) == 1


def test_a_queue_of_a_thousand_costs_twelve_statements(
    scene: Scene, bo: Person, cy: Person, mo: Person, statements: Counting
) -> None:
    report(cy, say(bo, scene.open))
    first = Report.objects.get()
    more = [
        Report(audience=first.audience, subject_kind="post", subject_id=f"{number:032x}", about=bo, place=first.place)
        for number in range(999)
    ]
    Report.objects.bulk_create(more)
    Complaint.objects.bulk_create(Complaint(report=one, reporter=cy, reason="spam", said="x") for one in more)
    door = device(mo)
    with statements(12):
        page = door.read("reports/?limit=50")
    assert len(page["results"]) == 50
    seen = {line["id"] for line in page["results"]}
    while page["next"]:
        page = door.read(f"reports/?limit=100&cursor={page['next']}")
        assert not seen & {line["id"] for line in page["results"]}
        seen |= {line["id"] for line in page["results"]}
    assert len(seen) == 1000


def test_who_has_no_queue_finds_none(scene: Scene, bo: Person, gus: Person) -> None:
    for person in (bo, gus):
        assert device(person).ask("GET", "reports/").status_code == 404
        assert device(person).ask("GET", f"groups/{scene.open.id}/reports/").status_code == 404
