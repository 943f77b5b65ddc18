"""What stands between a right password and the site: a second factor. Whoever waits here is not signed in."""

from typing import Any

from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.stages import LoginStage
from django.conf import settings
from django.http import HttpResponseRedirect
from django.urls import reverse

from people.policy import owes_second_factor


class CodeStage(LoginStage):
    """Whoever has a second factor shows it, unless a passkey or the company's provider has seen to it."""

    key = "code"
    urlname = "sign_in_code"

    def handle(self) -> tuple[Any, bool]:
        """Wait on the page of the code, or go on."""
        if not self.login.user.has_second_factor or seen_to(self.request, self.login.user):
            return None, True
        return _wait(self), True


class EnrolStage(LoginStage):
    """Whoever owes a second factor sets one up."""

    key = "enrol"
    urlname = "sign_in_enrol"

    def handle(self) -> tuple[Any, bool]:
        """Wait on the page where an app is set up, or go on."""
        if not owes_second_factor(self.login.user) or seen_to(self.request, self.login.user):
            return None, True
        return _wait(self), True


def seen_to(request: Any, person: Any) -> bool:
    """Whether two factors were shown already: a passkey is both; a provider answers for itself if the site says so."""
    for record in get_authentication_records(request, person):
        if record.get("passwordless"):
            return True
        if record.get("method") == "socialaccount" and settings.OIDC_SECOND_FACTOR:
            return True
    return False


def still_valid(stage: Any) -> bool:
    """Whether who waits may go on: a new password, or an end of all sessions, ends waiting too."""
    return bool(stage.login.user and stage.state.get("hash") == stage.login.user.get_session_auth_hash())


def _wait(stage: Any) -> HttpResponseRedirect:
    stage.state["hash"] = stage.login.user.get_session_auth_hash()
    return HttpResponseRedirect(reverse(stage.urlname))
