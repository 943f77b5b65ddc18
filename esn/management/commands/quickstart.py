"""``manage.py quickstart``: prepare what is missing and serve, with a demo company to try things in."""

import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import translation
from django.utils.translation import gettext as _

from esn import health
from esn.management import terminal
from esn.server import running
from esn.server.tree import in_child


class Command(BaseCommand):
    """The data folder and the key were made before the settings were read: see esn/server/first_start.py."""

    help = "Prepare what is missing (data folder, key, database, demo company) and serve; run twice it keeps the data."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to listen, and whether to begin empty."""
        parser.add_argument("--port", type=int, default=8000, help="port to listen on (8000)")
        parser.add_argument("--no-demo", action="store_true", help="begin without the demo company")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare in a process of its own, whose memory goes with it, then serve."""
        with translation.override(terminal.language()):
            self.stdout.write(_("Preparing the site in %(folder)s") % {"folder": settings.DATA_DIR})
            self.stdout.flush()
            if in_child(lambda: self._prepare(demo=not options["no_demo"])):
                raise CommandError(_("The site could not be prepared. The reason is above; nothing else was changed."))
        sys.exit(running.serve("127.0.0.1", options["port"], self._greet))

    def _prepare(self, demo: bool) -> int:
        call_command("migrate", verbosity=0, interactive=False)
        if demo:
            self._load_demo()
        else:
            self._admit_administrator()
        return 0

    def _load_demo(self) -> None:
        from esn.management import demo

        unfinished = settings.DATA_DIR / health.DEMO_UNFINISHED
        unfinished.touch()
        progress = terminal.Progress()
        demo.load(progress)
        progress.end()
        unfinished.unlink()

    def _admit_administrator(self) -> None:
        """An empty site gets one account, whose password is shown once."""
        import secrets

        from groups.actions import admit_person
        from people.models import Person

        if Person.objects.filter(kind=Person.Kind.MEMBER).exists():
            return
        password = secrets.token_urlsafe(12)
        admit_person(
            None,
            kind="member",
            handle="admin",
            name="Admin",
            password=password,
            site_role="site_admin",
            language=terminal.language(),
        )
        self.stdout.write(
            _("Sign in as admin with the password %(password)s: it is shown only now.") % {"password": password}
        )

    def _greet(self, port: int) -> None:
        with translation.override(terminal.language()):
            self.stdout.write(_("The site is at %(address)s") % {"address": f"http://localhost:{port}"})
            if settings.DEMO:
                self._introduce()
            self.stdout.write(_("Press Ctrl+C to stop it."))
        self.stdout.flush()

    def _introduce(self) -> None:
        people = {
            "lea": _("sales"),
            "marc": _("service"),
            "ines": _("logistics"),
            "nadia": _("store manager and moderator"),
            "admin": _("site administrator"),
            "clara": _("compliance"),
            "yann": _("the carrier's guest"),
        }
        self.stdout.write(_("Sign in with the password %(password)s as:") % {"password": settings.DEMO_PASSWORD})
        for handle, role in people.items():
            self.stdout.write(f"  {handle:6} {role}")
