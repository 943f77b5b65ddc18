"""Words that wait for a moderator: those of a new member, and those with a flagged word. They become a post later."""

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core import audit, site_settings
from esn.core.clock import now
from esn.core.errors import Conflict, Invalid
from esn.core.events import record
from esn.core.folding import folded
from feeds import policy
from feeds.actions.files import MOST
from feeds.actions.manners import PLAIN, Manner, kept_manner, manner_of
from feeds.actions.moderation.hearing import tell_deciders
from feeds.actions.moderation.notices import note_act, tell
from feeds.actions.moderation.reasons import checked_reason
from feeds.actions.writing import write
from feeds.events import HeldChanged
from feeds.models import Act, File, HeldPost, Post
from feeds.queries.composed import composed
from feeds.text import checked_text
from groups import actions as groups
from groups import policy as reading
from groups.models import Audience, Group
from groups.policy import Voice
from people.models import Person
from people.policy import own_audience

State = HeldPost.State


def why_it_waits(voice: Voice, body: str) -> tuple[str, str]:
    """Why words do not appear at once, with the flagged word; empty where they do. Moderators wait for nobody."""
    if not voice.group_id or voice.role in reading.MODERATING:
        return "", ""
    words = flagged_words(voice, body)
    if words:
        return "words", words[0]
    if reading.waits_as_new(voice.role, voice.since, voice.approval_days):
        return "new", ""
    return "", ""


def flagged_words(voice: Voice, body: str) -> tuple[str, ...]:
    """The flagged words of the group or of the site that stand in a text, however they are written."""
    said = f" {folded(body)} "
    words = (*voice.flagged_words, *site_settings.value("flagged_words"))
    return tuple(word for word in words if folded(word) and f" {folded(word)} " in said)


@transaction.atomic
def hold(
    actor: Person,
    *,
    audience: Audience,
    body: str,
    why: tuple[str, str],
    root_id: str | None = None,
    attachments: Sequence[str] = (),
    manner: Manner = PLAIN,
) -> str:
    """Keep words, with files of their author, until a moderator of the group has looked; the id of what waits."""
    if len(attachments) > MOST:
        raise Invalid.field("attachments", "too_many", _("A post has at most 10 files. Nothing was sent."))
    group = Group.objects.select_related("audience").get(id=audience.subject_ref)
    held = HeldPost.objects.create(
        audience=groups.moderators_of(group), target=audience, root_id=root_id, author=actor, body=body,
        why=why[0], word=why[1], at=now(), manner=kept_manner(manner),
    )  # fmt: skip
    files = File.objects.filter(id__in=attachments, uploader=actor, post=None, held=None, scheduled=None)
    if files.update(held=held) != len(set(attachments)):
        raise Invalid.field(
            "attachments", "unknown_file", _("One of these files is not here, or was sent already. Choose it again.")
        )
    for place, file_id in enumerate(attachments):
        File.objects.filter(id=file_id).update(place=place)
    _changed(held, actor.id)
    return held.id


@transaction.atomic
def edit_held(actor: Person, *, held_id: str, body: str) -> None:
    """Say it better while it waits."""
    held = policy.require_own_held(actor, held_id, lock=True)
    _require_waiting(held)
    held.body = checked_text(body, needed=not File.objects.filter(held=held).exists())
    composed(held.target, held.body)  # what would be refused later is refused now
    held.revision += 1
    held.save(update_fields=["body", "revision"])
    _changed(held, actor.id)


@transaction.atomic
def withdraw_held(actor: Person, *, held_id: str) -> None:
    """Take it back before anybody has looked."""
    held = policy.require_own_held(actor, held_id, lock=True)
    _require_waiting(held)
    File.objects.filter(held=held).update(held=None)
    held.state, held.decided_at = State.WITHDRAWN, now()
    held.save(update_fields=["state", "decided_at"])
    _changed(held, actor.id)


@transaction.atomic
def decide_held(actor: Person, *, held_id: str, publish: bool, reason: str = "", revision: int | None = None) -> None:
    """Publish what waits, as its author, or decline it with a reason; the second to decide is told who was first."""
    held = policy.require_held(actor, held_id, lock=True)
    _require_waiting(held)
    if revision is not None and revision != held.revision:
        raise Conflict("edited", _("Its author has changed it meanwhile. Read it again."))
    if publish:
        audit.note(actor.id, "held.published", "person", held.author_id, held=held.id)
        release(held, actor)
        return
    reason = checked_reason(reason)
    held.state, held.answer, held.decided_by, held.decided_at = State.DECLINED, reason, actor, now()
    held.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    note_act(
        actor, Act.Verb.DECLINE, audience=held.audience, person_id=held.author_id, reason=reason,
        group=Group.objects.get(id=held.target.subject_ref), detail={"held": held.id},
    )  # fmt: skip
    _changed(held, actor.id)


def release(held: HeldPost, actor: Person) -> None:
    """Make a post of what waited, as its author now; Conflict where they may not write there any more."""
    audience = _present_audience(held)
    if audience.open_to_members and not held.target.open_to_members:
        raise Conflict("wider", _("More people would read it there. Ask its author to say it there themselves."))
    role = reading.role_in(held.author, audience)
    voice = reading.voice_in(held.author, audience)
    may_say = policy.may_say(audience, role, held.author, muted_until=voice.muted_until, begins=held.root_id is None)
    if not held.author.is_active or not may_say:
        raise Conflict("voiceless", _("Its author may not write there any more. Decline it."))
    files = list(File.objects.filter(held=held).order_by("place", "id").values_list("id", flat=True))
    File.objects.filter(held=held).update(held=None)
    post_id = write(
        held.author_id, audience=audience, body=held.body, composed=composed(audience, held.body), root_id=held.root_id,
        attachments=files, manner=manner_of(held.manner),
    )  # fmt: skip
    held.state, held.decided_by, held.decided_at, held.post_id = State.PUBLISHED, actor, now(), post_id
    held.save(update_fields=["state", "decided_by", "decided_at", "post"])
    tell(held.author_id, "published", by=actor.id, detail={"post": post_id})
    _changed(held, actor.id)


def _present_audience(held: HeldPost) -> Audience:
    """Where it is said now: a group that became open has another audience since."""
    if held.root_id:
        return Post.objects.select_related("audience").get(id=held.root_id).audience
    return Group.objects.select_related("audience").get(id=held.target.subject_ref).audience


def _require_waiting(held: HeldPost) -> None:
    if held.state == State.WITHDRAWN:
        raise Conflict("withdrawn", _("Its author has taken it back."))
    if held.state != State.WAITING:
        raise policy.decided_already(held.decided_by)


def _changed(held: HeldPost, actor_id: str) -> None:
    told = HeldChanged(audience_id="", id=held.id)
    tell_deciders(held.audience, told, but=(held.author_id,), actor_id=actor_id)
    record(HeldChanged(audience_id=own_audience(held.author_id), id=held.id), actor_id)
