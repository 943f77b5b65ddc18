"""Mail leaves as a job: asked for in the transaction that gives the reason, composed when it is sent.

``templates/mail/<name>.txt`` holds the subject in its first line and the text below; ``<name>.html`` beside it is the
same for readers of HTML. Values of the context are one line each; a list of strings is paragraphs; a ``path`` of a page
becomes the ``link`` to it.
"""

import base64
import datetime as dt
import hashlib
import hmac
import json
import smtplib
import unicodedata
from email.utils import parseaddr
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.template import Context, Template
from django.template.loader import get_template
from django.utils import timezone, translation
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from esn.core import jobs
from esn.core.addresses import absolute, site_address

_SUBJECT_LIMIT = 150
_REFUSED_FOR_GOOD = range(500, 600)  # SMTP: the server will not change its mind (RFC 5321, 4.2.1)


def send_later(*, to: str, template: str, language: str, context: dict[str, Any], person_id: str | None = None) -> None:
    """Ask for a mail in the running transaction; one for a person is dropped when they are inactive by then."""
    validate_email(to)
    jobs.defer(deliver, to=to, template=template, language=language, sealed=_seal(context), person_id=person_id or "")


def forget_mails_to(person_id: str) -> None:
    """Drop what waits for a person, so that it is not sent either when they come back."""
    DBTaskResult.objects.filter(
        status=TaskResultStatus.READY, queue_name="mail", args_kwargs__kwargs__person_id=person_id
    ).delete()


@task(queue_name="mail")
def deliver(to: str, template: str, language: str, sealed: str, person_id: str) -> None:
    """Compose and send one mail; each try of it has the same Message-ID, so that a repetition is recognised."""
    time_zone = "UTC"
    if person_id:
        people = get_user_model()._default_manager
        found = people.filter(pk=person_id, is_active=True).values_list("time_zone", flat=True).first()
        if found is None:
            return
        time_zone = str(found)
    with translation.override(language), timezone.override(ZoneInfo(time_zone)):
        message = compose(to=to, template=template, language=language, context=_unseal(sealed))
    dispatch(message)


def dispatch(message: EmailMultiAlternatives) -> None:
    """Send a mail as the job at work: each try of it has the same Message-ID, so that a repetition is recognised.

    An address that refuses it for good sets the job aside; nothing is ever sent because a mail could not be.
    """
    claim = jobs.at_work()
    message.extra_headers["Message-ID"] = mail_id(claim.job_id if claim else "none")
    jobs.require_lease()
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _reason in refused.recipients.values()]
        if all(code in _REFUSED_FOR_GOOD for code in codes):
            raise jobs.GiveUpError(f"refused with {codes}") from refused
        raise


def mail_id(about: str) -> str:
    """A Message-ID of ours."""
    return f"<{about}@{domain()}>"


def compose(*, to: str, template: str, language: str, context: dict[str, Any]) -> EmailMultiAlternatives:
    """One mail in the active language; its headers keep the machines of others from answering."""
    told = _in_one_line({**context, "site_name": settings.SITE_NAME, "site_address": site_address()})
    if "path" in told:  # of a page of ours, where the site is reached when the mail leaves
        told["link"] = absolute(told["path"])
    subject, text = _plain(template, told)
    html = get_template(f"mail/{template}.html").render(
        {**told, "subject": subject, "language": language}  # escaped, as every page
    )
    headers = {
        "Auto-Submitted": "auto-generated",  # RFC 3834: no machine answers it
        "X-Auto-Response-Suppress": "All",
        "Content-Language": language,
    }
    message = EmailMultiAlternatives(subject, text, settings.DEFAULT_FROM_EMAIL, [to], headers=headers)
    message.attach_alternative(html, "text/html")
    return message


def _plain(template: str, context: dict[str, Any]) -> tuple[str, str]:
    """Subject and text; plain text is not escaped."""
    found: Any = get_template(f"mail/{template}.txt")
    inner: Template = found.template
    text = inner.render(Context(context, autoescape=False))
    subject, _newline, body = text.strip().partition("\n")
    return " ".join(subject.split())[:_SUBJECT_LIMIT], body.strip() + "\n"


def _in_one_line(value: Any) -> Any:
    """A value of the context without what would begin a new line or header, whoever typed it."""
    if isinstance(value, str):
        return " ".join("".join(" " if _breaks(letter) else letter for letter in value).split())
    if isinstance(value, list):
        return [_in_one_line(one) for one in value]
    if isinstance(value, dict):
        return {name: _in_one_line(one) for name, one in value.items()}
    return value


def _breaks(letter: str) -> bool:
    return unicodedata.category(letter) in {"Cc", "Zl", "Zp", "Cs"}


def known_by() -> str:
    """A mark of how mail leaves: another one when the server or the sender was changed; nothing can be read in it."""
    said = json.dumps([settings.MAIL_URL, settings.DEFAULT_FROM_EMAIL])
    return hmac.new(settings.SECRET_KEY.encode(), f"esn.mail:{said}".encode(), hashlib.sha256).hexdigest()[:32]


def domain() -> str:
    """What a Message-ID and the name of a list end with: the domain of the sender."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1].partition("@")[2] or "localhost"


# A context may hold a secret, as an invitation does: it waits enciphered, and is forgotten when the mail has left.


def _seal(context: dict[str, Any]) -> str:
    return _cipher().encrypt(json.dumps(context, default=_as_json).encode()).decode()


def _unseal(sealed: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(_cipher().decrypt(sealed.encode()), object_hook=_from_json)
    except InvalidToken as error:
        raise jobs.GiveUpError("the secret key of the site has changed since") from error
    return found


def _as_json(value: object) -> object:
    if isinstance(value, dt.datetime):
        return {"@at": value.isoformat()}
    raise TypeError(f"A mail cannot hold {type(value).__name__}.")


def _from_json(found: dict[str, Any]) -> Any:
    return dt.datetime.fromisoformat(found["@at"]) if found.keys() == {"@at"} else found


@cache
def _cipher() -> Fernet:
    return Fernet(base64.urlsafe_b64encode(hashlib.sha256(b"esn.mail:" + settings.SECRET_KEY.encode()).digest()))
