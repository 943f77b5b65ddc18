"""Telling a person by mail that something about their account has changed."""

from people.models import Person


def tell(person: Person, what: str, *, to: str | None = None, **context: str) -> None:
    """Send a mail about one's own account, to its address or to a former one; ``what`` is a code."""
    from esn.core.mail import send_later

    address = to or person.email
    if address:
        send_later(
            to=address,
            template="account_changed",
            language=person.language,
            context={"what": what, "name": person.name, **context},
            person_id=person.id,
        )
