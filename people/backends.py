"""Signing in by handle and password."""

from typing import Any

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from people.models import Person
from people.policy import may_sign_in


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
        """The person of a session, while they may sign in."""
        person = Person.objects.filter(id=user_id).first()
        return person if person and may_sign_in(person) else None
