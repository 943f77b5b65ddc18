"""Somebody of the staff in the words of a directory, and what these words mean here.

What a directory said is kept as it said it, and told back as long as it holds: when somebody is called otherwise here
since, the directory reads that.
"""

import unicodedata
import zoneinfo
from collections.abc import Callable, Mapping
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from esn.core import phones
from esn.core.errors import Invalid
from esn.core.rendering import as_json
from groups.actions import Provision
from groups.queries import DirectoryPerson
from groups.scim.resources import EnterpriseUser, User

Words = dict[str, Any]  # attributes by their names; those of the extension beside the others

ENTERPRISE = str(EnterpriseUser.__schema__)
_OWN = ("name", "displayName", "title", "preferredLanguage", "timezone", "active", "emails", "phoneNumbers")
_EXTENDED = ("department", "manager")
_MOST = 16 * 1024  # bytes of words of one person


# What the words mean: a field of the profile, or None where they say nothing that is used here ------------------------
def _text(words: Any) -> str:
    return " ".join(str(words or "").split())


def _language(words: Any) -> str | None:
    code = str(words or "").partition(",")[0].partition(";")[0].replace("_", "-").partition("-")[0].strip().lower()
    return code if code in dict(settings.LANGUAGES) else None


def _time_zone(words: Any) -> str | None:
    return str(words) if words in zoneinfo.available_timezones() else None


def _email(words: Any) -> str:
    return _chosen(words).strip()


def _phone(words: Any) -> str | None:
    number = _chosen(words).removeprefix("tel:").strip()
    return phones.kept(number) if number else ""


def _manager(words: Any) -> str:
    return str((words or {}).get("value") or "")


def _chosen(entries: Any) -> str:
    """The value of the primary entry, else of the first one of work, else of the first one."""
    told = [one for one in entries or [] if one.get("value")]
    told.sort(key=lambda one: (one.get("primary") is not True, str(one.get("type", "")).lower() != "work"))
    return str(told[0]["value"]) if told else ""


_MEANT: dict[str, tuple[str, Callable[[Any], str | None]]] = {
    "title": ("title", _text),
    "preferredLanguage": ("language", _language),
    "timezone": ("time_zone", _time_zone),
    "emails": ("email", _email),
    "phoneNumbers": ("phone", _phone),
    "department": ("department", _text),
    "manager": ("manager", _manager),
}


def _name(words: Mapping[str, Any], user_name: str) -> str:
    """How somebody is called here, by what was said of their name."""
    parts = words.get("name") or {}
    whole = f"{parts.get('givenName') or ''} {parts.get('familyName') or ''}"
    told = (words.get("displayName"), parts.get("formatted"), whole, user_name)
    return next((unicodedata.normalize("NFC", _text(one)) for one in told if _text(one)), "")


# How we say what nobody has said --------------------------------------------------------------------------------------
def _present(person: DirectoryPerson) -> dict[str, str]:
    """The fields as they stand here, by the attribute that speaks of them."""
    return {
        "title": person.title,
        "preferredLanguage": person.language,
        "timezone": person.time_zone,
        "emails": person.email,
        "phoneNumbers": person.phone,
        "department": person.department,
        "manager": person.manager[0] if person.manager else "",
    }


def _put(attribute: str, value: str) -> Any:
    if attribute in ("emails", "phoneNumbers"):
        return [{"value": value, "type": "work", "primary": True}]
    if attribute == "manager":
        return {"value": value, "$ref": f"Users/{value}"}
    return value


def words_about(person: DirectoryPerson) -> Words:
    """What a directory reads of somebody."""
    said = person.said or {}
    words: Words = {}
    for attribute, present in _present(person).items():
        _field, meaning = _MEANT[attribute]
        if attribute in said and meaning(said[attribute]) in (None, present):
            words[attribute] = said[attribute]
        elif present:
            words[attribute] = _put(attribute, present)
    words |= {one: said[one] for one in ("name", "displayName") if one in said}
    if _name(said, person.user_name) != person.name:
        words["displayName"] = person.name
        words.setdefault("name", {"formatted": person.name})
    unsaid = "active" in said and said["active"] is None and person.active
    words["active"] = None if unsaid else person.active
    return {attribute: value for attribute, value in words.items() if value is not None}


def as_document(person: DirectoryPerson) -> dict[str, Any]:
    """The whole resource without its meta; references are relative to the door."""
    words = words_about(person)
    document: dict[str, Any] = {"id": person.id, "userName": person.user_name}
    if person.external_id:
        document["externalId"] = person.external_id
    document |= {one: words[one] for one in _OWN if one in words}
    extended = {one: words[one] for one in _EXTENDED if one in words}
    document["schemas"] = [str(User.__schema__)]
    if extended:
        document["schemas"].append(ENTERPRISE)
        document[ENTERPRISE] = extended
    if person.teams:
        document["groups"] = [{"value": id_, "$ref": f"Groups/{id_}", "display": name} for id_, name in person.teams]
    return document


def words_in(document: Mapping[str, Any]) -> Words:
    """The words of a resource as it was dumped."""
    extended = document.get(ENTERPRISE) or {}
    words = {one: document.get(one) for one in _OWN} | {one: extended.get(one) for one in _EXTENDED}
    return {attribute: value for attribute, value in words.items() if value is not None}


def provision_in(document: Mapping[str, Any], before: DirectoryPerson | None, words_before: Words) -> Provision:
    """What a resource asks for; of somebody whom we know, only what it says otherwise than ``words_before``."""
    after, user_name = words_in(document), str(document.get("userName") or "")
    if len(as_json(after)) > _MOST:
        raise Invalid.field("", "too_long", _("This is too much to keep of one person."))
    said = dict(before.said or {}) if before else {}
    changed = []
    for attribute in (*_OWN, *_EXTENDED):
        value = after.get(attribute)
        if value == words_before.get(attribute) or (value is None and attribute not in said):
            continue
        said[attribute] = value
        changed.append(attribute)
    return Provision(
        user_name=user_name,
        external_id=str(document.get("externalId") or ""),
        fields=_fields(changed, said, user_name, before),
        said=said,
    )


def _fields(
    changed: list[str], said: Mapping[str, Any], user_name: str, before: DirectoryPerson | None
) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for attribute in changed:
        if attribute in _MEANT:
            field, meaning = _MEANT[attribute]
            value = meaning(said[attribute])
            if value is not None:
                fields[field] = value
    if before is None or {"name", "displayName"} & set(changed):
        fields["name"] = _name(said, user_name)
    if "active" in changed:
        closed_by_directory = before is None or (before.said or {}).get("active") is False
        if said["active"] is False or closed_by_directory:
            fields["active"] = said["active"] is not False
    return fields
