"""The words for codes: no sentence is stored, each is made here in the reader's language."""

from functools import lru_cache
from typing import Any

from django.utils.translation import gettext_lazy, pgettext_lazy

from cases import fact_words
from frontend import inbox_words, moderation_words

_WORDS: dict[str, dict[str, Any]] = {
    **inbox_words.WORDS,
    **moderation_words.WORDS,
    "welcome": {
        "language": gettext_lazy("Language and clock"),
        "photo": gettext_lazy("Photo"),
        "hours": gettext_lazy("Hours"),
        "teams": gettext_lazy("Teams"),
        "groups": gettext_lazy("Groups"),
        "tour": gettext_lazy("A case"),
    },
    "status": {
        "new": pgettext_lazy("status of a case", "New"),
        "in_hand": pgettext_lazy("status of a case", "In hand"),
        "waiting_customer": pgettext_lazy("status of a case", "Waiting for the customer"),
        "waiting_partner": pgettext_lazy("status of a case", "Waiting for the partner"),
        "solved": pgettext_lazy("status of a case", "Solved"),
        "closed": pgettext_lazy("status of a case", "Closed"),
    },
    "severity": {
        "low": pgettext_lazy("severity of a case", "Low"),
        "normal": pgettext_lazy("severity of a case", "Normal"),
        "high": pgettext_lazy("severity of a case", "High"),
        "critical": pgettext_lazy("severity of a case", "Critical"),
    },
    "side": {
        "internal": gettext_lazy("Internal"),
        "partner": gettext_lazy("Partner"),
        "customer": gettext_lazy("Customer"),
    },
    "group": {
        "team": gettext_lazy("Team"),
        "community": gettext_lazy("Community"),
        "project": gettext_lazy("Project"),
    },
    "openness": {
        "open": pgettext_lazy("openness of a group", "Open"),
        "closed": pgettext_lazy("openness of a group", "Closed"),
        "secret": pgettext_lazy("openness of a group", "Secret"),
    },
    "device_scope": {
        "everything": gettext_lazy("Everything that I may do"),
        "read": gettext_lazy("Read only"),
        "send": gettext_lazy("Send only"),
    },
    "voice": {
        "members": gettext_lazy("Every member"),
        "moderators": gettext_lazy("Those who moderate"),
    },
    "role": {
        "owner": gettext_lazy("Owner"),
        "moderator": gettext_lazy("Moderator"),
        "member": gettext_lazy("Member"),
        "follower": gettext_lazy("Follower"),
    },
    "connection": {
        "living": pgettext_lazy("state of a connection", "In use"),
        "ending": pgettext_lazy("state of a connection", "Ends soon"),
        "expired": pgettext_lazy("state of a connection", "Expired"),
        "revoked": pgettext_lazy("state of a connection", "Taken back"),
    },
    "account_state": {
        "active": pgettext_lazy("state of an account", "Active"),
        "inactive": pgettext_lazy("state of an account", "Deactivated"),
        "all": pgettext_lazy("state of an account", "Both"),
    },
    "account_kind": {"member": gettext_lazy("Colleague"), "guest": gettext_lazy("Guest of a partner")},
    "site_role": {
        "site_admin": gettext_lazy("Runs the site"),
        "compliance_admin": gettext_lazy("Watches over the site"),
    },
    "lacks": {
        "signed_in": gettext_lazy("Never signed in"),
        "second_factor": gettext_lazy("No second factor"),
        "address": gettext_lazy("No mail address"),
    },
    "appointment": {
        "site_admin": pgettext_lazy("from now on they", "run the site"),
        "compliance_admin": pgettext_lazy("from now on they", "watch over the site"),
        "no_role": pgettext_lazy("from now on they", "have no role in the site"),
    },
    "proposal_state": {
        "proposed": gettext_lazy("Waits for a second administrator"),
        "expired": gettext_lazy("Nobody decided in seven days"),
        "confirmed": gettext_lazy("Confirmed"),
        "declined": gettext_lazy("Declined"),
        "withdrawn": gettext_lazy("Taken back"),
    },
    "newcomer": {
        "waiting": pgettext_lazy("state of an invitation", "Waits"),
        "expired": pgettext_lazy("state of an invitation", "Its time is over"),
        "used": pgettext_lazy("state of an invitation", "Came in"),
        "revoked": pgettext_lazy("state of an invitation", "Taken back"),
    },
    "person": {
        "member": gettext_lazy("Colleague"),
        "guest": gettext_lazy("Guest"),
        "contact": gettext_lazy("Customer’s contact"),
        "system": gettext_lazy("The system"),
    },
    "customer": {
        "person": gettext_lazy("Person"),
        "organisation": gettext_lazy("Organisation"),
    },
    "loss": {
        "price": pgettext_lazy("why a customer left", "The price"),
        "promise": pgettext_lazy("why a customer left", "A promise that was not kept"),
        "quality": pgettext_lazy("why a customer left", "The quality"),
        "service": pgettext_lazy("why a customer left", "How we dealt with them"),
        "need": pgettext_lazy("why a customer left", "They need it no more"),
        "unknown": pgettext_lazy("why a customer left", "We do not know"),
    },
    "note": {
        "stays": pgettext_lazy("note about a customer", "Why they stay"),
        "loss": pgettext_lazy("note about a customer", "They left"),
        "return": pgettext_lazy("note about a customer", "They came back"),
    },
    "way": {
        "phone": gettext_lazy("Phone number"),
        "mail": gettext_lazy("Mail address"),
        "address": gettext_lazy("Address"),
        "reference": gettext_lazy("Reference"),
    },
    "language": fact_words.LANGUAGES,
    "week_start": {
        "": gettext_lazy("As usual in my language"),
        "monday": pgettext_lazy("first day of the week", "Monday"),
        "sunday": pgettext_lazy("first day of the week", "Sunday"),
        "saturday": pgettext_lazy("first day of the week", "Saturday"),
    },
    "promise": {
        "delivery": pgettext_lazy("kind of promise", "Delivery"),
        "visit": pgettext_lazy("kind of promise", "Visit"),
        "call_back": pgettext_lazy("kind of promise", "Call back"),
        "refund": pgettext_lazy("kind of promise", "Refund"),
        "answer": pgettext_lazy("kind of promise", "Answer"),
        "other": pgettext_lazy("kind of promise", "Other"),
    },
    "promise_state": {
        "open": pgettext_lazy("state of a promise", "On track"),
        "kept": pgettext_lazy("state of a promise", "Kept"),
        "broken": pgettext_lazy("state of a promise", "Broken"),
        "withdrawn": pgettext_lazy("state of a promise", "Withdrawn"),
        "drift": pgettext_lazy("state of a promise", "Changed, not told"),
        "untold": pgettext_lazy("state of a promise", "Never told"),
        "at_risk": pgettext_lazy("state of a promise", "At risk"),
        "due": pgettext_lazy("state of a promise", "Due"),
    },
    "step": {
        "made": gettext_lazy("Promise made"),
        "changed": gettext_lazy("Promise changed"),
        "kept": gettext_lazy("Promise kept"),
        "broken": gettext_lazy("Promise broken"),
        "withdrawn": gettext_lazy("Promise withdrawn"),
        "reopened": gettext_lazy("Promise renewed"),
        "warned": gettext_lazy("Promise at risk"),
        "escalated": gettext_lazy("Not told in time"),
        "shown": gettext_lazy("Promise shown"),
    },
    "channel": fact_words.CHANNELS,
    "by": {
        "phone": pgettext_lazy("told …", "on the phone"),
        "shop": pgettext_lazy("told …", "in the shop"),
        "mail": pgettext_lazy("told …", "by mail"),
        "sms": pgettext_lazy("told …", "by text message"),
        "chat": pgettext_lazy("told …", "in a chat"),
        "letter": pgettext_lazy("told …", "by letter"),
        "visit": pgettext_lazy("told …", "on a visit"),
        "window": pgettext_lazy("told …", "in their window"),
        "other": pgettext_lazy("told …", "in another way"),
    },
    "answer": {
        "agreed": pgettext_lazy("answer of a customer", "They agree"),
        "refused": pgettext_lazy("answer of a customer", "They refuse"),
        "unsure": pgettext_lazy("answer of a customer", "They are not sure"),
    },
    "direction": {
        "in": pgettext_lazy("contact", "The customer reached us"),
        "out": pgettext_lazy("contact", "We reached the customer"),
    },
    "fact": {
        "constraint": pgettext_lazy("kind of fact", "Constraint"),
        "address_form": pgettext_lazy("kind of fact", "How to address them"),
        "language": pgettext_lazy("kind of fact", "Language"),
        "channel": pgettext_lazy("kind of fact", "Channel"),
        "hours": pgettext_lazy("kind of fact", "Hours"),
        "access": pgettext_lazy("kind of fact", "Access"),
        "other": pgettext_lazy("kind of fact", "Other"),
    },
    "fact_verb": {
        "noted": gettext_lazy("Fact noted"),
        "verified": gettext_lazy("Fact verified"),
        "disputed": gettext_lazy("Fact in doubt"),
        "withdrawn": gettext_lazy("Fact taken back"),
    },
    "freshness": {
        "green": gettext_lazy("Verified"),
        "grey": gettext_lazy("To be verified again"),
        "red": gettext_lazy("In doubt: do not use it"),
    },
    "link": {
        "same_cause": pgettext_lazy("link between cases", "The same cause"),
        "parent": pgettext_lazy("link between cases", "Part of a larger matter"),
        "child": pgettext_lazy("link between cases", "A part of this matter"),
        "duplicate": pgettext_lazy("link between cases", "The same matter twice"),
    },
    "waiver": {
        "open": pgettext_lazy("state of an exception", "Waiting"),
        "overdue": pgettext_lazy("state of an exception", "Overdue"),
        "granted": pgettext_lazy("state of an exception", "Granted"),
        "conditional": pgettext_lazy("state of an exception", "Granted with a condition"),
        "refused": pgettext_lazy("state of an exception", "Refused"),
        "withdrawn": pgettext_lazy("state of an exception", "Taken back"),
    },
    "huddle": {
        "open": pgettext_lazy("state of a huddle", "Open"),
        "decided": pgettext_lazy("state of a huddle", "Decided"),
        "closed": pgettext_lazy("state of a huddle", "Called off"),
        "undecided": pgettext_lazy("state of a huddle", "Not decided in time"),
    },
    "stance": {
        "for": pgettext_lazy("opinion", "For"),
        "against": pgettext_lazy("opinion", "Against"),
    },
    "index_state": {
        "ok": gettext_lazy("The index is in order"),
        "missing": gettext_lazy("There is no index yet: the worker builds it"),
        "broken": gettext_lazy("The index is broken: the worker builds it anew"),
    },
    "job_state": {
        "ready": pgettext_lazy("state of a job", "Waiting"),
        "running": pgettext_lazy("state of a job", "At work"),
        "failed": pgettext_lazy("state of a job", "Set aside"),
    },
    "import_kind": {
        "people": gettext_lazy("People"),
        "groups": gettext_lazy("Groups and their members"),
    },
    "outcome": {
        "new": pgettext_lazy("line of a table", "New"),
        "changed": pgettext_lazy("line of a table", "Changed"),
        "unchanged": pgettext_lazy("line of a table", "As it is"),
        "refused": pgettext_lazy("line of a table", "Refused"),
    },
    "who_creates": {
        "members": gettext_lazy("Every member of the house"),
        "admins": gettext_lazy("Only those who run the site"),
    },
    "previewed": {
        "off": pgettext_lazy("where links have a preview", "Nowhere"),
        "open": pgettext_lazy("where links have a preview", "In groups that every colleague reads"),
        "all": pgettext_lazy("where links have a preview", "Everywhere, cases and closed groups too"),
    },
    "setting": {
        "may_create_groups": gettext_lazy("Who may create a group"),
        "approval_days": gettext_lazy("Posts of new members wait for a moderator"),
        "flagged_words": gettext_lazy("Words that make a post wait for a moderator"),
        "holidays_of": gettext_lazy("Whose public holidays are kept"),
        "link_previews": gettext_lazy("Where links have a preview"),
        "invitation_days": gettext_lazy("How many days an invitation can be used"),
    },
    "mail": {
        "impact": pgettext_lazy("how often mail comes", "What harms a customer at once, the rest once a day"),
        "hourly": pgettext_lazy("how often mail comes", "Every hour"),
        "daily": pgettext_lazy("how often mail comes", "Once a day"),
        "weekly": pgettext_lazy("how often mail comes", "Once a week"),
        "never": pgettext_lazy("how often mail comes", "Never"),
    },
    "urgent": {
        "customer_waits": gettext_lazy("A customer is here and waits"),
        "promise_breaks": gettext_lazy("A promise breaks within the hour"),
        "safety": gettext_lazy("Somebody’s safety"),
    },
    "tells": {
        "all": pgettext_lazy("what of a group reaches me", "Everything"),
        "mentions": pgettext_lazy("what of a group reaches me", "What names me"),
        "nothing": pgettext_lazy("what of a group reaches me", "Nothing"),
    },
    "sensitivity": {
        "normal": pgettext_lazy("sensitivity of a fact", "Normal"),
        "personal": pgettext_lazy("sensitivity of a fact", "Personal"),
        "sensitive": pgettext_lazy("sensitivity of a fact", "Sensitive"),
    },
}

ICONS: dict[str, dict[str, str]] = {
    **inbox_words.ICONS,
    **moderation_words.ICONS,
    "outcome": {"new": "circle-plus", "changed": "pencil", "unchanged": "circle", "refused": "circle-x"},
    "side": {"internal": "lock", "partner": "truck", "customer": "user-round"},
    "status": {
        "new": "circle-dot",
        "in_hand": "hand",
        "waiting_customer": "user-round",
        "waiting_partner": "truck",
        "solved": "circle-check",
        "closed": "folder-check",
    },
    "group": {"team": "users-round", "community": "messages-square", "project": "flag"},
    "promise_state": {
        "open": "circle",
        "kept": "circle-check",
        "broken": "octagon-x",
        "withdrawn": "undo-2",
        "drift": "ear-off",
        "untold": "ear-off",
        "at_risk": "triangle-alert",
        "due": "clock",
    },
    "answer": {"agreed": "thumbs-up", "refused": "thumbs-down", "unsure": "circle-question-mark"},
    "waiver": {
        "open": "hourglass",
        "overdue": "clock",
        "granted": "circle-check",
        "conditional": "shield-check",
        "refused": "circle-x",
        "withdrawn": "undo-2",
    },
    "huddle": {"open": "users-round", "decided": "circle-check", "closed": "undo-2", "undecided": "clock"},
    "stance": {"for": "thumbs-up", "against": "thumbs-down"},
    "channel": {
        "phone": "phone",
        "shop": "store",
        "mail": "mail",
        "sms": "message-square",
        "chat": "message-circle",
        "letter": "mail",
        "visit": "house",
        "window": "user-round",
    },
    "fact": {
        "constraint": "calendar-x",
        "address_form": "user-round",
        "language": "languages",
        "channel": "phone",
        "hours": "clock",
        "access": "key-round",
        "other": "badge-check",
    },
    "note": {"stays": "heart-handshake", "loss": "door-open", "return": "undo-2"},
    "way": {"phone": "phone", "mail": "mail", "address": "map-pin", "reference": "hash"},
    "link": {"same_cause": "git-fork", "parent": "folder-up", "child": "folder-down", "duplicate": "copy"},
    "freshness": {"green": "badge-check", "grey": "history", "red": "octagon-alert"},
}


def word(of: str, code: str) -> str:
    """The word for a code, or the code itself where a newer server knows more than this page."""
    return str(_WORDS[of].get(code, code))


def choices(of: str) -> list[tuple[str, str]]:
    """All codes of one kind with their words, in their natural order."""
    return [(code, str(text)) for code, text in _WORDS[of].items()]


def icon_for(of: str, code: str) -> str:
    """The icon that stands beside the word of a code."""
    return ICONS[of].get(code, "circle")


@lru_cache(maxsize=4096)
def initials(name: str) -> str:
    """One or two letters that stand for a face; titles such as Mme and M. do not count."""
    parts = [part for part in name.replace("-", " ").split() if part.rstrip(".") not in _TITLES and part[0].isalnum()]
    if not parts:
        return name[:1].upper()
    letters = parts[0][0] + (parts[-1][0] if len(parts) > 1 else "")
    return letters.upper()


def called(name: str) -> str:
    """How a colleague is greeted: by the first of their names."""
    return name.split()[0] if name.split() else name


_TITLES = {"M", "Mme", "Mlle", "Mr", "Mrs", "Ms", "Dr", "Mme.", "Famille", "Family"}
