"""Deciding a report: what is done with the post and about the person, or that nothing is."""

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core.errors import Conflict, Invalid, NotAllowed
from feeds import policy
from feeds.actions.moderation import people, posts
from feeds.actions.moderation.notices import note_act
from feeds.actions.moderation.reasons import checked_reason
from feeds.actions.moderation.reports import group_of
from feeds.actions.moderation.settling import settle
from feeds.models import Act, Post, Report
from groups import policy as reading
from groups.models import SITE_MODERATORS, Group
from people.models import Person

Verb = Act.Verb
ON_POST = ("", Verb.HIDE, Verb.LOCK)
ON_PERSON = ("", *people.PERSON_VERBS)


@transaction.atomic
def decide_report(
    actor: Person, *, report_id: str, reason: str, post: str = "", person: str = "", days: int | None = None
) -> None:
    """Decide a report: hide the post or close its thread, and warn, mute, remove or ban its author; or neither.

    Of two who decide at once the second is told who was first. Nobody decides about themselves.
    """
    report = policy.require_report(actor, report_id, lock=True)
    policy.require_open(report)
    if post not in ON_POST or person not in ON_PERSON:
        raise Invalid.field("post" if post not in ON_POST else "person", "unknown_choice", _("Choose what is done."))
    reason = checked_reason(reason)
    group = group_of(report.place) if report.place else None
    _require_above(actor, report, group)
    if post:
        _on_post(actor, report, group, verb=post, reason=reason)
    if person:
        people.apply(
            actor, person, report.about, group=None if _everywhere(report, person) else group,
            audience=report.audience, reason=reason, days=days, report=report,
        )  # fmt: skip
    settle(actor, report, acted=bool(post or person), reason=reason)


def _everywhere(report: Report, verb: str) -> bool:
    """Those who moderate the site warn and mute for the whole of it."""
    return report.audience_id == SITE_MODERATORS and verb in (Verb.WARN, Verb.MUTE)


def _require_above(actor: Person, report: Report, group: Group | None) -> None:
    """In a group, who was made a moderator or an owner since is no longer theirs to decide about."""
    if report.audience_id == SITE_MODERATORS or group is None:
        return
    role, theirs = reading.role_in(actor, group.audience), reading.role_in(report.about, group.audience)
    reading.require_may_moderate(actor.id, role, person_id=report.about_id, their_role=theirs)


def _on_post(actor: Person, report: Report, group: Group | None, *, verb: str, reason: str) -> None:
    if report.subject_kind != Report.Subject.POST:
        raise Invalid.field("post", "no_post", _("No post was reported: there is nothing to hide."))
    row: Post = posts.held_post(report.subject_id)
    if not policy.moderated_still(report, row):
        raise NotAllowed(_("Only the moderators there may do this."))
    if verb == Verb.HIDE:
        posts.put_out_of_sight(row, actor)
    elif row.root_id:
        raise Conflict("reply", _("A thread is closed at its first post."))
    else:
        posts.close_thread(row, actor)
    note_act(
        actor, verb, audience=report.audience, person_id=report.about_id, reason=reason, report=report, post=row,
        group=group,
    )  # fmt: skip
