"""Who is behind a handle and a password, and behind a browser session."""

from typing import Any

from django.conf import settings
from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from people.models import Person
from people.policy import may_sign_in, owes_second_factor


class HandleBackend(BaseBackend):
    """Compares a password in the same time whether or not the handle is known."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **_other: Any
    ) -> Person | None:
        """The person, when handle and password fit and the policy lets them in."""
        if not username or password is None:
            return None
        person = Person.objects.filter(handle=username.lower()).first()
        if person is None:
            Person().set_password(password)  # as slow as a comparison, so that time tells nothing
            return None
        fits = person.check_password(password)
        return person if fits and may_sign_in(person, password) else None

    def get_user(self, user_id: str) -> Person | None:
        """The person of a session, while they may sign in and owe no second factor."""
        person = _may_still(user_id)
        return person if person and not owes_second_factor(person) else None


class SingleSignOnBackend(BaseBackend):
    """Sessions of people whom the company's identity provider vouched for."""

    def get_user(self, user_id: str) -> Person | None:
        """The person of a session; the provider's own second factor counts where the site says so."""
        person = _may_still(user_id)
        return person if person and (settings.OIDC_SECOND_FACTOR or not owes_second_factor(person)) else None


def _may_still(person_id: str) -> Person | None:
    person = Person.objects.filter(id=person_id).first()
    return person if person and may_sign_in(person) else None
