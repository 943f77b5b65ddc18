"""The audit log in plain sentences: each verb is a code, and its words are made in the reader's language."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from frontend import words
from groups.queries import AuditLine

# What somebody did: the sentence goes on after their name.
_SAID: dict[str, Any] = {
    "token.issued": gettext_lazy("signed a device in"),
    "token.revoked": gettext_lazy("signed a device out"),
    "password.changed": gettext_lazy("changed the password of %(what)s"),
    "calendar.opened": gettext_lazy("gave their calendar a secret address"),
    "calendar.closed": gettext_lazy("closed the secret address of their calendar"),
    "urgent.called": gettext_lazy("called somebody urgently"),
    "absence.planned": gettext_lazy("planned an absence"),
    "absence.ended": gettext_lazy("ended an absence"),
    "person.imported": gettext_lazy("changed %(what)s by an import"),
    "person.deactivated": gettext_lazy("deactivated %(what)s"),
    "person.reactivated": gettext_lazy("reactivated %(what)s"),
    "sessions.ended": gettext_lazy("signed %(what)s out everywhere"),
    "second_factor.reset_for": gettext_lazy("reset the second factor of %(what)s"),
    "email.corrected": gettext_lazy("corrected the mail address of %(what)s"),
    "invitation.sent": gettext_lazy("invited somebody into the house"),
    "invitation.sent_again": gettext_lazy("sent an invitation again"),
    "invitation.revoked": gettext_lazy("took an invitation back"),
    "invitation.used": gettext_lazy("came in by an invitation of %(by)s"),
    "invitation.seat_refused": gettext_lazy("got no seat in %(what)s: who had invited them may give none there"),
    "appointment.proposed": gettext_lazy("proposed something for two about %(what)s"),
    "appointment.confirmed": gettext_lazy("confirmed what was proposed about %(what)s"),
    "appointment.declined": gettext_lazy("declined what was proposed about %(what)s"),
    "appointment.withdrawn": gettext_lazy("took back what they had proposed about %(what)s"),
    "role.given_back": gettext_lazy("gave their role in the site back"),
    "role.given_by_command": gettext_lazy("gave %(what)s a role in the site by a command"),
    "group.owner_appointed": gettext_lazy("made %(to)s owner of the group %(what)s"),
    "group.created": gettext_lazy("created the group %(what)s"),
    "group.handed_over": gettext_lazy("handed the group %(what)s over to %(to)s"),
    "member.added": gettext_lazy("gave %(person)s a seat in %(what)s"),
    "member.removed": gettext_lazy("took the seat of %(person)s in %(what)s away"),
    "request.accepted": gettext_lazy("let %(person)s into %(what)s"),
    "request.refused": gettext_lazy("did not let %(person)s into %(what)s"),
    "handed_over": gettext_lazy("handed over what %(what)s held"),
    "participant.added": gettext_lazy("let %(person)s take part in the case %(what)s"),
    "participant.removed": gettext_lazy("ended the part of %(person)s in the case %(what)s"),
    "case.restricted": gettext_lazy("kept the case %(what)s for its participants"),
    "case.opened_to_all": gettext_lazy("opened the case %(what)s to all colleagues"),
    "case.merged": gettext_lazy("merged the case %(merged)s into %(what)s"),
    "case.merge_undone": gettext_lazy("gave the case %(merged)s back"),
    "customer.merged": gettext_lazy("merged two customers"),
    "customer.merge_undone": gettext_lazy("gave a merged customer back"),
    "customer_note.removed": gettext_lazy("removed a note about a customer"),
    "portal_link.created": gettext_lazy("opened a window for the customer in the case %(case)s"),
    "portal_link.revoked": gettext_lazy("closed a customer’s window in the case %(case)s"),
    "portal_link.opened": gettext_lazy("opened their window in the case %(case)s"),
    "rule.written": gettext_lazy("wrote a rule"),
    "rule.changed": gettext_lazy("changed a rule"),
    "rule.retired": gettext_lazy("retired a rule"),
    "checklist_template.added": gettext_lazy("wrote a template of checklists"),
    "checklist_template.edited": gettext_lazy("changed a template of checklists"),
    "checklist_template.retired": gettext_lazy("retired a template of checklists"),
    "reference_system.added": gettext_lazy("said where the records of another system are"),
    "reference_system.edited": gettext_lazy("corrected where the records of another system are"),
    "reference_system.removed": gettext_lazy("removed another system"),
    "mail.tried": gettext_lazy("sent themselves a test mail"),
    "steps.put_away": gettext_lazy("put the first steps of the site away"),
    "steps.taken_out": gettext_lazy("took the first steps of the site out again"),
    "site.restored": gettext_lazy("put the site back from a backup"),
    "backup.taken": gettext_lazy("took a backup by a command"),
    "settings.changed": gettext_lazy("changed a setting of the site: %(setting)s"),
    "audit.exported": gettext_lazy("took the audit log away as a file"),
    "audit.verification_asked": gettext_lazy("had the audit log verified"),
    "site_moderator.appointed": gettext_lazy("made %(what)s a moderator of the whole site"),
    "site_moderator.dismissed": gettext_lazy("ended %(what)s’s moderation of the whole site"),
    "provisioning.opened": gettext_lazy("connected a directory that provisions people and teams"),
    "provisioning.closed": gettext_lazy("took the token of a directory back"),
    "person.provisioned": gettext_lazy("let %(what)s into the house, as the directory says"),
    "person.provisioned_anew": gettext_lazy("changed the record of %(what)s, as the directory says"),
    "person.unprovisioned": gettext_lazy("removed %(what)s from the directory"),
    "members.provisioned": gettext_lazy("seated people in %(what)s, as the directory says"),
    "members.unprovisioned": gettext_lazy("took seats in %(what)s away, as the directory says"),
    "group.unprovisioned": gettext_lazy("removed the team %(what)s from the directory"),
    "import.done": gettext_lazy("imported a table: %(new)s new, %(changed)s changed"),
    "job.tried_again": gettext_lazy("had a job tried again"),
    "event.tried_again": gettext_lazy("had an event that was set aside tried again"),
    "event.dismissed": gettext_lazy("gave up an event that was set aside"),
    "content.looked_for": gettext_lazy("looked for a group or case to read: %(reason)s"),
    "content.opened": gettext_lazy("began to read %(what)s by right of watching over the site: %(reason)s"),
    "content.ended": gettext_lazy("ended their reading of %(what)s"),
    "content.read": gettext_lazy("read a post by right of watching over the site"),
    "content.file": gettext_lazy("opened a file by right of watching over the site"),
    "announcement.made": gettext_lazy("announced something"),
    "announcement.reminded": gettext_lazy("reminded those who had not read an announcement"),
    "appeal.filed": gettext_lazy("appealed against what a moderator decided"),
    "email.asked": gettext_lazy("asked for another mail address"),
    "email.confirmed": gettext_lazy("confirmed their mail address"),
    "group.approval": gettext_lazy("changed whose posts wait in %(what)s"),
    "group.archived": gettext_lazy("archived the group %(what)s"),
    "group.restored": gettext_lazy("opened the archived group %(what)s again"),
    "group.end_set": gettext_lazy("changed the last day of %(what)s"),
    "group.openness": gettext_lazy("changed who comes into %(what)s"),
    "group.history_published": gettext_lazy("opened what was said earlier in %(what)s to all members"),
    "group.voice": gettext_lazy("changed who begins a post in %(what)s"),
    "handoff.answered_for": gettext_lazy("answered an offer on behalf of %(person)s"),
    "held.published": gettext_lazy("let a post of %(what)s appear that had waited"),
    "invitation.accepted": gettext_lazy("came into %(what)s by an invitation"),
    "invitation.withdrawn": gettext_lazy("took an invitation into %(what)s back"),
    "member.stepped_down": gettext_lazy("stepped down in %(what)s"),
    "members.added": gettext_lazy("gave several people a seat in %(what)s"),
    "members.invited": gettext_lazy("invited several people into %(what)s"),
    "password.reset_asked": gettext_lazy("asked for a link to set another password"),
    "password.reset": gettext_lazy("set another password by a link"),
    "person.created": gettext_lazy("let %(what)s into the house by a table"),
    "person.seated": gettext_lazy("gave %(what)s a seat in %(group)s by a table"),
    "person.edited": gettext_lazy("corrected what the directory says of %(what)s"),
    "person.photo_removed": gettext_lazy("removed the photo of %(what)s"),
    "person.muted": gettext_lazy("muted %(what)s"),
    "person.banned": gettext_lazy("excluded %(what)s from a group"),
    "mute.lifted": gettext_lazy("let %(what)s speak again"),
    "ban.lifted": gettext_lazy("ended the exclusion of %(what)s from a group"),
    "post.pinned": gettext_lazy("pinned a post in %(group)s"),
    "post.unpinned": gettext_lazy("took a pinned post down in %(group)s"),
    "provider.connected": gettext_lazy("signed in through the company’s provider for the first time"),
    "provider.welcomed": gettext_lazy("came in through the company’s provider"),
    "recovery_code.used": gettext_lazy("signed in with a recovery code"),
    "recovery_codes.made": gettext_lazy("made new recovery codes"),
    "second_factor.app_added": gettext_lazy("set an app for codes up"),
    "second_factor.app_removed": gettext_lazy("removed their app for codes"),
    "second_factor.passkey_added": gettext_lazy("added a passkey"),
    "second_factor.passkey_removed": gettext_lazy("removed a passkey"),
    "second_factor.reset": gettext_lazy("reset the second factor of %(what)s"),
    "session.ended": gettext_lazy("ended a session of theirs"),
    "report.acted": gettext_lazy("acted on a report about %(person)s"),
    "report.dismissed": gettext_lazy("found nothing wrong in a report about %(person)s"),
    "appeal.upheld": gettext_lazy("kept what %(person)s appealed against"),
    "appeal.undone": gettext_lazy("undid what %(person)s appealed against"),
    "moderation.hide": gettext_lazy("hid a post of %(person)s"),
    "moderation.restore": gettext_lazy("brought back what was taken from %(person)s"),
    "moderation.lock": gettext_lazy("locked a thread of %(person)s"),
    "moderation.unlock": gettext_lazy("opened a thread of %(person)s again"),
    "moderation.move": gettext_lazy("moved a thread of %(person)s"),
    "moderation.split": gettext_lazy("split a thread of %(person)s"),
    "moderation.warn": gettext_lazy("warned %(person)s"),
    "moderation.mute": gettext_lazy("let %(person)s say nothing for a time"),
    "moderation.remove": gettext_lazy("removed %(person)s from a group"),
    "moderation.ban": gettext_lazy("excluded %(person)s from a group as its moderator"),
    "moderation.lift": gettext_lazy("ended what was decided about %(person)s"),
    "moderation.decline": gettext_lazy("did not let a post of %(person)s appear"),
    "index.rebuild_asked": gettext_lazy("had the search index built anew"),
}

# Families of verbs, as the filter offers them.
_FAMILIES: dict[str, Any] = {
    "token": gettext_lazy("Devices"),
    "session": gettext_lazy("Sessions"),
    "password": gettext_lazy("Passwords"),
    "second_factor": gettext_lazy("Second factors"),
    "email": gettext_lazy("Mail addresses"),
    "moderation": gettext_lazy("Moderation"),
    "report": gettext_lazy("Reports"),
    "appeal": gettext_lazy("Appeals"),
    "post": gettext_lazy("Pinned posts"),
    "person": gettext_lazy("People"),
    "group": gettext_lazy("Groups"),
    "member": gettext_lazy("Seats in groups"),
    "request": gettext_lazy("Requests to join"),
    "case": gettext_lazy("Cases"),
    "participant": gettext_lazy("Participants of cases"),
    "portal_link": gettext_lazy("Customers’ windows"),
    "customer": gettext_lazy("Customers"),
    "rule": gettext_lazy("Rules"),
    "settings": gettext_lazy("Settings of the site"),
    "invitation": gettext_lazy("Invitations"),
    "appointment": gettext_lazy("What two decide"),
    "import": gettext_lazy("Imports"),
    "provisioning": gettext_lazy("Connections with directories"),
    "site_moderator": gettext_lazy("Moderators of the site"),
    "audit": gettext_lazy("The audit log itself"),
    "content": pgettext_lazy("family of acts", "Reading by right of watching over the site"),
}


class _Named(dict[str, str]):
    """What a sentence names; what the entry does not say is a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def sentence(line: AuditLine) -> str:
    """What was done, in words that follow the name of who did it; a newer code stands as it is."""
    said = _SAID.get(line.verb)
    if said is None:
        return _("%(verb)s: %(subject)s") % {"verb": line.verb, "subject": _subject(line)}
    named = _Named({name: line.names.get(str(value), str(value)) for name, value in line.detail.items()})
    named["what"] = _subject(line)
    if line.subject_kind == "setting":
        named["setting"] = words.word("setting", line.subject)
    done, reason = str(said) % named, str(line.detail.get("reason", ""))
    return _("%(done)s, because: %(reason)s") % {"done": done, "reason": reason} if reason else done


def actor(line: AuditLine) -> str:
    """Who did it."""
    return line.actor.name if line.actor else _("The system")


def families() -> list[tuple[str, str]]:
    """What the filter offers, by its words."""
    return sorted(((code, str(said)) for code, said in _FAMILIES.items()), key=lambda pair: pair[1])


def known_verbs() -> frozenset[str]:
    """The verbs that have a sentence."""
    return frozenset(_SAID)


def _subject(line: AuditLine) -> str:
    return line.names.get(line.subject, line.subject) or "–"
