"""Reporting what is wrong, and the notes of moderators about a report."""

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotFound
from feeds import policy
from feeds.actions.moderation.hearing import tell_deciders
from feeds.events import ReportFiled, ReportNoted
from feeds.models import Complaint, File, Post, Report, ReportNote
from feeds.text import checked_text
from groups import actions as groups
from groups import policy as reading
from groups.models import Audience, Group, Membership
from groups.queries import known_people
from people.models import Person

WHY_LIMIT = 1000  # characters
Subject = Report.Subject


@transaction.atomic
def report_post(actor: Person, *, post_id: str, reason: str, text: str = "") -> str:
    """Report what somebody said; the id of the complaint. Conflict for one's own, and for what is not said any more."""
    post, _role = policy.post_standing(actor, post_id)
    if post.deleted_at is not None or post.hidden_at is not None:
        raise Conflict("gone", _("This post says nothing any more. There is nothing to report."))
    if post.author_id == actor.id:
        raise Conflict("own", _("This is yours: you can change it or delete it yourself."))
    _require_person(post.author)
    return file_report(
        actor,
        subject=(Subject.POST, post.id),
        about=post.author,
        queue=queue_of(actor, post),
        reason=reason,
        text=text,
        said=post.body,
        revision=post.revision,
        files=list(File.objects.filter(post=post).order_by("place").values_list("name", flat=True)),
        place=post.audience,
    )


@transaction.atomic
def report_person(actor: Person, *, person_id: str, reason: str, text: str = "") -> str:
    """Report a person whom one may know, to the moderators of the site; the id of the complaint."""
    person = known_people(actor).filter(id=person_id).first()
    if person is None:
        raise NotFound
    if person.id == actor.id:
        raise Conflict("own", _("This is you."))
    _require_person(person)
    said = "\n".join(line for line in (person.name, person.title) if line)
    return file_report(
        actor, subject=(Subject.PERSON, person.id), about=person, queue=groups.site_moderators(), reason=reason,
        text=text, said=said,
    )  # fmt: skip


@transaction.atomic
def file_report(
    actor: Person,
    *,
    subject: tuple[str, str],
    about: Person,
    queue: Audience,
    reason: str,
    text: str,
    said: str,
    revision: int = 0,
    files: list[str] | None = None,
    place: Audience | None = None,
    context: str = "",
) -> str:
    """Put a complaint into a queue, with what was said at this moment; several about one thing are one line of it.

    Who calls has asked whether the actor reads it. Conflict for whoever has an open complaint about it.
    """
    text = _checked(reason, text)
    kind, ident = subject
    report, new = Report.objects.get_or_create(
        subject_kind=kind,
        subject_id=ident,
        state=Report.State.OPEN,
        defaults={"audience": queue, "about": about, "place": place, "context": context, "filed_at": now()},
    )
    report = Report.objects.select_for_update(of=("self",)).get(id=report.id)
    if report.state != Report.State.OPEN:  # decided between the two
        raise Conflict("decided", _("A moderator has decided about this just now. Look at how it stands."))
    if Complaint.objects.filter(report=report, reporter=actor).exists():
        raise Conflict("reported", _("You have reported this already. You will hear what becomes of it."))
    complaint = Complaint.objects.create(
        report=report, reporter=actor, reason=reason, text=text, at=now(), said=said, revision=revision,
        files=files or [],
    )  # fmt: skip
    if not new:
        report.weight = Complaint.objects.filter(report=report).count()
        report.save(update_fields=["weight"])
    tell_deciders(report.audience, ReportFiled(audience_id="", id=report.id), but=(report.about_id,))
    return complaint.id


@transaction.atomic
def add_report_note(actor: Person, *, report_id: str, text: str) -> str:
    """Write something for the other moderators; the note's id."""
    report = policy.require_report(actor, report_id)
    note = ReportNote.objects.create(report=report, author=actor, text=checked_text(text, "text"), at=now())
    told = ReportNoted(audience_id="", id=report.id)
    tell_deciders(report.audience, told, but=(report.about_id,), actor_id=actor.id)
    return note.id


def queue_of(actor: Person, post: Post) -> Audience:
    """Whose matter a reported post is: its group's moderators', but never that of one of them."""
    group = group_of(post.audience)
    if group is None:
        return groups.site_moderators()
    moderators = Membership.objects.filter(
        audience=group.audience_id, role__in=reading.MODERATING, person__is_active=True
    ).values_list("person_id", flat=True)
    others = set(moderators)
    if post.author_id in others or not others - {actor.id}:
        return groups.site_moderators()
    return groups.moderators_of(group)


def group_of(audience: Audience) -> Group | None:
    """The group that an audience belongs to, or belonged to; None elsewhere."""
    if audience.kind != Audience.Kind.GROUP:
        return None
    return Group.objects.select_related("audience").filter(id=audience.subject_ref).first()


def _require_person(person: Person) -> None:
    if person.kind == Person.Kind.SYSTEM:
        raise Conflict("system", _("Nobody said this: the site did."))


def _checked(reason: str, text: str) -> str:
    if reason not in policy.REASONS:
        raise Invalid.field("reason", "unknown_choice", _("Choose what is wrong."))
    text = checked_text(text, "text", needed=reason == "other")
    if len(text) > WHY_LIMIT:
        raise Invalid.field("text", "too_long", _("This has at most 1,000 characters."))
    return text
