"""The first steps of a site: what each one is for, where it is taken, and what came of a mail or a backup."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.queries import FirstStep, FirstSteps
from frontend.pages.door import Request, away, writing
from groups import actions
from people.models import Person

BACKUP_COMMAND = "manage.py backup FOLDER"

# Of each step: what is so when it is taken, and why somebody would take it.
_WORDS: dict[str, tuple[Any, Any]] = {
    "name": (
        gettext_lazy("The site has its name"),
        gettext_lazy("It stands on every page and in every mail: ESN_SITE_NAME."),
    ),
    "address": (gettext_lazy("The address of the site is set"), gettext_lazy("Links in mails need it: ESN_ORIGIN.")),
    "https": (
        gettext_lazy("It is reached over HTTPS"),
        gettext_lazy("Only so do browsers install it and show notifications: ESN_ORIGIN begins with https."),
    ),
    "mail": (
        gettext_lazy("Mail leaves the site"),
        gettext_lazy("Invitations and resets need it: ESN_MAIL_URL. Send yourself one to be sure."),
    ),
    "backup": (
        gettext_lazy("There is a backup of the last seven days"),
        gettext_lazy("Let the machine take one every night, into a folder on another disk:"),
    ),
    "notifications": (
        gettext_lazy("A notification reaches a device"),
        gettext_lazy("The keys for it are made of the secret key of the site: switch it on for yourself, and try it."),
    ),
    "demo": (
        gettext_lazy("The public password of the demo opens nothing"),
        gettext_lazy("Start without ESN_DEMO before anybody works here."),
    ),
    "second_factor": (
        gettext_lazy("You sign in with a second factor"),
        gettext_lazy("Whoever has your password runs the site."),
    ),
    "second_admin": (
        gettext_lazy("A second person runs the site"),
        gettext_lazy("Some acts need two, and you may be ill one day."),
    ),
    "watch": (
        gettext_lazy("Somebody watches over it"),
        gettext_lazy("The audit log needs a reader who does not run the site."),
    ),
    "moderators": (
        gettext_lazy("Somebody moderates the site"),
        gettext_lazy("What is reported outside of groups needs a reader."),
    ),
    "colleagues": (
        gettext_lazy("Your colleagues are here"),
        gettext_lazy("Invite them, or bring them in from a table."),
    ),
    "group": (gettext_lazy("There is a first group"), gettext_lazy("A team is a good one to begin with.")),
    "customer": (
        gettext_lazy("There is a first customer"),
        gettext_lazy("Bring yours in by a command, or write down the first who calls."),
    ),
    "rule": (
        gettext_lazy("There is a first rule"),
        gettext_lazy("What holds, and who may decide otherwise, so that nobody has to guess before a customer."),
    ),
}
_PAGES = {
    "notifications": "notifications",
    "second_factor": "security",
    "second_admin": "administration_roles",
    "watch": "administration_roles",
    "moderators": "administration_roles",
    "colleagues": "administration_imports",
    "group": "group_new",
    "customer": "customer_new",
    "rule": "rule_new",
}
# What is known of the last mail and backup; the moment stands behind it.
_STATES: dict[str, Any] = {
    "waiting": gettext_lazy("On its way. If it stays so, no worker is running."),
    "sent": gettext_lazy("Taken by the mail server for you:"),
    "filed": gettext_lazy("Laid in the folder “mail” of the data folder, for no ESN_MAIL_URL is set:"),
    "logged": gettext_lazy("Written into the log, as ESN_MAIL_URL says; nothing left this machine:"),
    "changed": gettext_lazy("The mail server or the sender was changed since the last one:"),
    "old": gettext_lazy("The last one is older than seven days:"),
    "taken": gettext_lazy("Taken:"),
}
_FAILURES: dict[str, Any] = {
    "sign_in": gettext_lazy("The mail server does not accept the name or the password in ESN_MAIL_URL."),
    "recipient": gettext_lazy("The mail server refuses your address."),
    "sender": gettext_lazy("The mail server refuses the sender: see ESN_MAIL_FROM."),
    "encryption": gettext_lazy("The mail server and the site found no way to encrypt: see ESN_MAIL_URL."),
    "unknown_server": gettext_lazy("There is no machine with the name of the mail server: see ESN_MAIL_URL."),
    "unreachable": gettext_lazy("The mail server does not answer: see ESN_MAIL_URL, and whether it may be reached."),
    "refused": gettext_lazy("The mail server refused the mail, and says why in its own log."),
    "other": gettext_lazy("It did not leave; the log of the site says more."),
}


@dataclass(frozen=True)
class ShownStep:
    """One step in words; without a link it is taken where the server is started."""

    code: str
    done: bool
    words: str
    why: str
    link: str
    command: str
    told: str
    failed: bool
    at: dt.datetime | None


@dataclass(frozen=True)
class ShownSteps:
    """The list as the page shows it; ``address`` is where a test mail would go."""

    steps: tuple[ShownStep, ...]
    left: int
    put_away: bool
    address: str


def steps_shown(reader: Person, found: FirstSteps) -> ShownSteps:
    """The first steps in the reader's language."""
    return ShownSteps(tuple(_shown(step) for step in found.steps), found.left, found.put_away, reader.email)


@writing
def try_mail(request: Request) -> HttpResponse:
    """Send a mail to oneself."""
    actions.try_mail(request.user)
    messages.success(request, _("A test mail goes to %(address)s.") % {"address": request.user.email})
    return _back(request)


@writing
def put_away(request: Request) -> HttpResponse:
    """Put the list away."""
    actions.put_steps_away(request.user)
    return _back(request)


@writing
def take_out(request: Request) -> HttpResponse:
    """Show the list again."""
    actions.take_steps_out(request.user)
    return _back(request)


def _shown(step: FirstStep) -> ShownStep:
    words, why = _WORDS[step.code]
    failed = step.state == "failed"
    told = _FAILURES[step.reason] if failed else _STATES.get(step.state, "")
    return ShownStep(
        code=step.code,
        done=step.done,
        words=str(words),
        why=str(why),
        link=reverse(_PAGES[step.code]) if step.code in _PAGES else "",
        command=BACKUP_COMMAND if step.code == "backup" else "",
        told=str(told),
        failed=failed,
        at=step.at,
    )


def _back(request: Request) -> HttpResponse:
    return away(request, f"{reverse('administration')}#first-steps")
