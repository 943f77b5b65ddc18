"""The way out of mail, by one click and without signing in (RFC 8058): signed, for one person and one kind of mail."""

from dataclasses import dataclass

from django.core import signing
from django.urls import reverse

from esn.core.addresses import absolute
from esn.core.mail import domain
from people import queries as people
from people.models import Mailing

PURPOSE = "esn.unsubscribe"
KINDS = (Mailing.Kind.DIGEST, Mailing.Kind.IMPACT)


@dataclass(frozen=True)
class WayOut:
    """Who leaves which kind of mail, in their language."""

    person_id: str
    kind: str
    language: str


def page(person_id: str, kind: str) -> str:
    """The address of the page that ends a kind of mail for somebody; it opens nothing else, and does not run out."""
    said = signing.dumps([person_id, kind], salt=PURPOSE)
    return absolute(reverse("unsubscribe", args=[said]))


def headers(person_id: str, kind: str) -> dict[str, str]:
    """What lets a mail program offer the way out itself."""
    return {
        "List-Unsubscribe": f"<{page(person_id, kind)}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "List-Id": f"<{kind}.{domain()}>",  # RFC 2919: what their filters know it by
        "Precedence": "bulk",
    }


def read(said: str) -> WayOut | None:
    """What a signed address says; None for anything that was not made here for this, or for who may not act."""
    try:
        person_id, kind = signing.loads(said, salt=PURPOSE)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    if kind not in KINDS:
        return None
    found = people.as_they_are([person_id]).get(person_id)
    return WayOut(person_id, kind, found.language) if found and found.is_active else None
