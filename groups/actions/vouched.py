"""People for whom the company's identity provider vouches: known by their address, or welcomed as somebody new."""

import re

from allauth.socialaccount.models import SocialAccount
from django.db import transaction

from esn.core import audit
from esn.core.clock import now
from groups.actions.admission import admit_person
from people.models import Person

_UNSHOWABLE = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")


@transaction.atomic
def meet_vouched(*, email: str, name: str, wished_handle: str, welcome: bool) -> Person | None:
    """Whom the provider names for the first time: the one person with this address, or somebody new where they may.

    Nobody, where two have the address, and where the provider has named its person already by another name of its own.
    """
    people = list(Person.objects.select_for_update().filter(email__iexact=email)[:2])
    if len(people) == 1 and not SocialAccount.objects.filter(user=people[0]).exists():
        person = people[0]
    elif not people and welcome:
        person = _welcomed(email, name, wished_handle)
    else:
        return None
    if person.email_verified_at is None:
        person.email_verified_at = now()
        person.save(update_fields=["email_verified_at"])
    audit.note(person.id, "provider.connected", "person", person.id)
    return person


def _welcomed(email: str, name: str, wished_handle: str) -> Person:
    handle = _free_handle(wished_handle or email)
    shown = " ".join(_UNSHOWABLE.sub(" ", name).split())[:120] or handle
    person_id = admit_person(None, kind=Person.Kind.MEMBER, handle=handle, name=shown, email=email)
    audit.note(person_id, "provider.welcomed", "person", person_id)
    return Person.objects.get(id=person_id)


def _free_handle(wished: str) -> str:
    plain = re.sub(r"[^a-z0-9._-]", "", wished.lower().partition("@")[0])[:50] or "colleague"
    tried, number = plain, 1
    while Person.objects.filter(handle=tried).exists():
        number += 1
        tried = f"{plain}{number}"
    return tried
