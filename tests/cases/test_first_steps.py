"""The first steps of a site: told from how it is, a mail to oneself whose fate is known, and a list to be put away."""

import json
import smtplib
import socket
import ssl
from typing import Any

import pytest
import time_machine
from django.core import mail as sent
from pytest_django import Settings

from cases.actions import create_customer
from esn.core import clock, jobs, mail_failures
from esn.core.models import AuditEntry, Event, SiteMark
from groups.actions import note_backup, put_steps_away, try_mail
from people.models import Person
from tests.cast import admit, device, found
from tests.conftest import Counting
from tests.core.smtp_sink import sink

PATH = "administration/first-steps/"
SERVER = "submission://desk:open-sesame@mail.example.org:587"


@pytest.fixture
def sam(db: None) -> Person:
    """Runs the site."""
    return admit("sam", name="Sam Okafor", site_role="site_admin", email="sam@example.org")


def _steps(person: Person) -> dict[str, dict[str, Any]]:
    return {one["code"]: one for one in device(person).read(PATH)["steps"]}


def test_each_step_is_told_from_how_the_site_is(sam: Person, ana: Person, settings: Settings) -> None:
    settings.ORIGIN, settings.HTTPS, settings.SITE_NAME, settings.DEMO = "", False, "esn", True
    told = device(sam).read(PATH)
    assert told["left"] == len(told["steps"])
    assert not told["put_away"]
    settings.ORIGIN, settings.HTTPS, settings.SITE_NAME, settings.DEMO = "https://esn.example.org", True, "Desk", False
    found(ana, "open", name="Counter")
    create_customer(ana, kind="person", name="Mme Dupin")
    done = {code for code, step in _steps(sam).items() if step["done"]}
    assert done == {"name", "address", "https", "demo", "group", "customer"}


# A mail to oneself ----------------------------------------------------------------------------------------------------
def test_a_mail_that_a_server_took_is_a_step(sam: Person, settings: Settings) -> None:
    assert _steps(sam)["mail"]["state"] == "never"
    settings.MAIL_URL = SERVER
    answer = device(sam).ask("POST", f"{PATH}mail/")
    assert {one["code"]: one["state"] for one in json.loads(answer.text)["steps"]}["mail"] == "waiting"
    assert sent.outbox == []
    jobs.run_ready()
    (message,) = sent.outbox
    assert (message.to, message.subject) == (["sam@example.org"], "Mail leaves esn")
    step = _steps(sam)["mail"]
    assert (step["done"], step["state"], step["reason"]) == (True, "sent", "")
    assert AuditEntry.objects.filter(verb="mail.tried", actor_id=sam.id).count() == 1


def test_a_mail_that_only_became_a_file_is_none(sam: Person, settings: Settings) -> None:
    for address, state in (("", "filed"), ("console:", "logged")):
        settings.MAIL_URL = address
        try_mail(sam)
        jobs.run_ready()
        step = _steps(sam)["mail"]
        assert (step["done"], step["state"]) == (False, state)


def test_another_server_has_to_be_tried_anew_and_no_secret_is_kept(sam: Person, settings: Settings) -> None:
    settings.MAIL_URL = SERVER
    try_mail(sam)
    jobs.run_ready()
    assert "open-sesame" not in json.dumps(list(SiteMark.objects.values_list("detail", flat=True)))
    settings.MAIL_URL = SERVER.replace("open-sesame", "another")
    step = _steps(sam)["mail"]
    assert (step["done"], step["state"]) == (False, "changed")


def test_a_refused_mail_says_why_and_is_not_tried_again(sam: Person, settings: Settings) -> None:
    with sink() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        server.answer = "550 sam@example.org is unknown at relay.internal"
        try_mail(sam)
        jobs.run_ready()
        step = _steps(sam)["mail"]
        assert (step["done"], step["state"], step["reason"]) == (False, "failed", "recipient")
        assert "relay.internal" not in json.dumps(device(sam).read(PATH))
        server.answer = "250 ok"
        assert jobs.run_ready() == 0
    try_mail(sam)  # the server is gone
    jobs.run_ready()
    assert _steps(sam)["mail"]["reason"] == "unreachable"


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (smtplib.SMTPAuthenticationError(535, b"no"), "sign_in"),
        (smtplib.SMTPRecipientsRefused({}), "recipient"),
        (smtplib.SMTPSenderRefused(550, b"no", "esn@example.org"), "sender"),
        (smtplib.SMTPNotSupportedError("STARTTLS"), "encryption"),
        (ssl.SSLCertVerificationError("self-signed"), "encryption"),
        (socket.gaierror("no such name"), "unknown_server"),
        (ConnectionRefusedError(), "unreachable"),
        (TimeoutError(), "unreachable"),
        (smtplib.SMTPServerDisconnected(), "unreachable"),
        (smtplib.SMTPDataError(554, b"spam"), "refused"),
        (ValueError("a template"), "other"),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, Exception) else value,
)
def test_each_failure_has_a_code(error: Exception, code: str) -> None:
    assert mail_failures.reason(error) == code
    assert code in mail_failures.REASONS


def test_one_waits_for_a_mail_before_the_next_one(sam: Person) -> None:
    door = device(sam)
    assert door.ask("POST", f"{PATH}mail/").status_code == 200
    answer = door.ask("POST", f"{PATH}mail/")
    assert (answer.status_code, json.loads(answer.text)["code"]) == (409, "on_its_way")
    jobs.run_ready()
    assert door.ask("POST", f"{PATH}mail/").status_code == 200


def test_without_an_address_there_is_nothing_to_send_to(sam: Person) -> None:
    Person.objects.filter(id=sam.id).update(email="")
    answer = device(sam).ask("POST", f"{PATH}mail/")
    assert (answer.status_code, json.loads(answer.text)["code"]) == (409, "no_address")
    assert not SiteMark.objects.exists()


def test_what_came_of_it_is_heard_by_all_who_run_the_site(sam: Person, ana: Person) -> None:
    second = admit("ida", site_role="site_admin")
    try_mail(sam)
    jobs.run_ready()
    heard = list(Event.objects.filter(type="steps.changed").values_list("audience_id", flat=True))
    assert sorted(heard) == sorted([sam.id, second.id] * 2)


# Backups --------------------------------------------------------------------------------------------------------------
def test_a_backup_counts_for_seven_days(sam: Person) -> None:
    assert _steps(sam)["backup"]["state"] == "never"
    with time_machine.travel(clock.now(), tick=False) as traveller:
        note_backup(size=1000, files=3)
        step = _steps(sam)["backup"]
        assert (step["done"], step["state"]) == (True, "taken")
        traveller.shift(7 * 24 * 3600 + 1)
        step = _steps(sam)["backup"]
        assert (step["done"], step["state"]) == (False, "old")


# The list -------------------------------------------------------------------------------------------------------------
def test_the_list_is_put_away_for_all_who_run_the_site_and_comes_back(sam: Person) -> None:
    second = admit("ida", site_role="site_admin")
    for _time in range(2):
        answer = device(sam).ask("POST", f"{PATH}put-away/")
        assert json.loads(answer.text)["put_away"] is True
    assert device(second).read(PATH)["put_away"] is True
    assert json.loads(device(second).ask("POST", f"{PATH}take-out/").text)["put_away"] is False
    verbs = AuditEntry.objects.filter(verb__startswith="steps.").order_by("position")
    assert list(verbs.values_list("verb", "actor_id")) == [("steps.put_away", sam.id), ("steps.taken_out", second.id)]


def test_for_everybody_else_there_is_no_list(ana: Person, gus: Person, sam: Person) -> None:
    put_steps_away(sam)
    for person in (ana, gus, admit("kim", site_role="compliance_admin")):
        door = device(person)
        assert door.ask("GET", PATH).status_code == 404
        for verb in ("mail", "put-away", "take-out"):
            assert door.ask("POST", f"{PATH}{verb}/").status_code == 404
    assert device(sam).read(PATH)["put_away"] is True


@pytest.mark.parametrize("number", [1, 10, 100])
def test_the_list_costs_the_same_for_every_site(sam: Person, ana: Person, statements: Counting, number: int) -> None:
    for one in range(number):
        found(ana, "open", name=f"Group {one}")
    door = device(sam)
    door.read("me/")
    with statements(17):
        door.read(PATH)
