"""Mail: composed when it is sent, equal at each try, with nothing that a name could break; also by a real server."""

import datetime as dt
import email
import email.policy
import re
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core import mail as sent
from django.core.exceptions import ValidationError
from django.db import transaction
from django_tasks_db.models import DBTaskResult
from pytest_django import Settings

from esn.core import clock, jobs
from esn.core.mail import compose, send_later
from people.models import Person
from tests.cast import admit
from tests.core.smtp_sink import Sink, sink

pytestmark = pytest.mark.django_db
UNTIL = dt.datetime(2027, 1, 14, 12, tzinfo=dt.UTC)
CONTEXT = {"inviter": "Ana", "name": "Noa", "link": "https://esn.example.org/x/", "expires_at": UNTIL, "partner": ""}
TEMPLATES = sorted(path.stem for path in Path(str(settings.BASE_DIR)).glob("frontend/templates/mail/*.txt"))
BREAKING = ("\r\nBcc: all@example.org", "\n.\r\n", "\x0b", "\x85", "\u2028", "\u2029", "\r", "\x00", "\ud800")


def ask(**more: Any) -> None:
    said: dict[str, Any] = {
        "to": "noa@example.org",
        "template": "invitation",
        "language": "en",
        "context": CONTEXT,
    } | more
    send_later(**said)


def only() -> Any:
    (message,) = sent.outbox
    return message


# It works -------------------------------------------------------------------------------------------------------------
def test_a_mail_leaves_after_the_commit_as_text_and_as_html() -> None:
    ask()
    assert sent.outbox == []
    jobs.run_ready()
    message = only()
    assert message.subject == "Ana invites you to esn"
    assert message.body.startswith("Hello Noa,")
    assert "https://esn.example.org/x/" in message.body
    (html,) = message.alternatives
    assert html[1] == "text/html"
    assert 'href="https://esn.example.org/x/"' in html[0]
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert jobs.counts().done == 1


@pytest.mark.parametrize("template", TEMPLATES)
def test_no_machine_answers_any_mail_so_that_none_comes_back(template: str) -> None:
    message = compose(to="noa@example.org", template=template, language="en", context={"count": 1})
    head = message.message()
    assert head["Auto-Submitted"] == "auto-generated"
    assert head["X-Auto-Response-Suppress"] == "All"
    assert head["Reply-To"] is None


def test_it_speaks_the_language_of_its_reader() -> None:
    ask(language="fr")
    jobs.run_ready()
    assert only().extra_headers["Content-Language"] == "fr"
    assert "14 janvier 2027" in only().body


def test_a_rollback_sends_nothing() -> None:
    with transaction.atomic():
        ask()
        transaction.set_rollback(True)
    jobs.run_ready()
    assert sent.outbox == []


def test_a_mail_for_somebody_who_left_meanwhile_is_dropped() -> None:
    bo = admit("bo")
    ask(person_id=bo.id)
    Person.objects.filter(id=bo.id).update(is_active=False)
    jobs.run_ready()
    assert sent.outbox == []
    assert jobs.counts().done == 1


def test_what_it_says_waits_enciphered_and_is_forgotten_afterwards() -> None:
    ask()
    assert "esn.example.org/x" not in str(DBTaskResult.objects.get().args_kwargs)
    jobs.run_ready()
    assert DBTaskResult.objects.get().args_kwargs == {"args": [], "kwargs": {}}


# What a name could break ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("breaking", BREAKING)
def test_a_name_starts_no_header_and_no_line(breaking: str, settings: Settings) -> None:
    settings.SITE_NAME = f"Maison{breaking}Tilleul"
    ask(context=CONTEXT | {"inviter": f"Ana{breaking}Martin", "name": f"Noa{breaking}"})
    jobs.run_ready()
    raw = only().message().as_bytes()
    read = email.message_from_bytes(raw, policy=email.policy.default)
    assert read["Bcc"] is None
    assert read["To"] == "noa@example.org"
    assert str(read["Subject"]).startswith("Ana ")
    assert isinstance(read, EmailMessage)
    assert read.get_body(("plain",)) is not None
    assert only().body.count("\n\n") == 3, "no paragraph was added"


@pytest.mark.parametrize("name", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "a & b", "{{ x }}"])
def test_markup_in_a_name_is_text(name: str) -> None:
    ask(context=CONTEXT | {"inviter": name, "name": name, "link": f"https://x/{name}"})
    jobs.run_ready()
    (html,) = only().alternatives
    assert name.replace("&", "").strip() in only().body.replace("&", "")
    assert not re.search(r"<script|<img|onerror=alert\(1\)>\"", html[0].replace("&lt;", "").replace("&gt;", ""))


@pytest.mark.parametrize("to", ["", "noa", "noa@example.org\nBcc: x@y.org", "a@b.org, c@d.org", "noa@exa mple.org"])
def test_what_is_no_address_is_refused_at_once(to: str) -> None:
    with pytest.raises(ValidationError):
        ask(to=to)


# A real server --------------------------------------------------------------------------------------------------------
@pytest.fixture
def server(settings: Settings) -> Iterator[Sink]:
    """A mail server on loopback."""
    with sink() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_TIMEOUT = "127.0.0.1", server.port, 5
        yield server


def number_of(data: bytes) -> str:
    return str(email.message_from_bytes(data, policy=email.policy.default)["Message-ID"])


def test_a_server_gets_it_whole(server: Sink) -> None:
    ask(context=CONTEXT | {"inviter": "Zoé Lefèvre"})
    jobs.run_ready()
    ((to, data),) = server.received
    assert to == ["<noa@example.org>"]
    read = email.message_from_bytes(data, policy=email.policy.default)
    assert read["Subject"] == "Zoé Lefèvre invites you to esn"
    assert isinstance(read, EmailMessage)
    assert [part.get_content_type() for part in read.iter_parts()] == ["text/plain", "text/html"]


def test_when_the_answer_is_lost_it_comes_again_under_the_same_number(server: Sink) -> None:
    ask()
    server.drop = True
    jobs.run_ready()
    server.drop = False
    with clock.at(clock.now() + dt.timedelta(minutes=5)):
        assert jobs.run_ready() == 1
    assert len(server.received) == 2
    assert len({number_of(data) for _to, data in server.received}) == 1
    assert jobs.counts().done == 1


def test_an_address_that_is_refused_for_good_is_not_tried_again(server: Sink) -> None:
    server.answer = "550 no such person"
    ask()
    jobs.run_ready()
    assert jobs.counts().aside == 1
    assert server.received == []


def test_an_address_that_is_refused_for_now_is_tried_again(server: Sink) -> None:
    server.answer = "450 later"
    ask()
    jobs.run_ready()
    server.answer = "250 ok"
    with clock.at(clock.now() + dt.timedelta(minutes=5)):
        jobs.run_ready()
    assert len(server.received) == 1


def test_a_server_that_is_not_there_loses_nothing(settings: Settings) -> None:
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    with sink() as gone:
        port = gone.port
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    ask()
    assert jobs.run_ready() == 1
    assert jobs.counts().ready == 1


def test_a_worker_that_was_paused_before_it_sent_sends_nothing(server: Sink) -> None:
    ask()
    row = DBTaskResult.objects.get()
    claim = jobs._take(row)
    assert claim is not None
    with clock.at(clock.now() + jobs.LEASE):
        assert jobs.run_next("mail")  # another worker has taken it up
    jobs._do(row, claim)
    assert len(server.received) == 1
