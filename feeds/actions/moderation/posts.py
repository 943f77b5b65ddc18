"""What moderators do with a post: hide and restore it, close its thread, move it, make a thread of its replies."""

from collections.abc import Sequence

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import Conflict, Invalid, NotAllowed, NotFound
from esn.core.events import record, record_all
from feeds import policy
from feeds.actions.heads import recompute_head
from feeds.actions.moderation.notices import note_act
from feeds.actions.moderation.reasons import checked_reason
from feeds.actions.moderation.reports import group_of
from feeds.actions.moderation.settling import settle
from feeds.events import PostHidden, PostLocked, PostMoved, PostRestored
from feeds.models import WORDS, Act, Pin, Post, Report
from groups import actions as groups
from groups import policy as reading
from groups.models import Audience, Group
from people.models import Person

Verb = Act.Verb
Openness = Group.Openness
_WIDTH = {Openness.OPEN: 3, Openness.CLOSED: 2, Openness.SECRET: 1}


@transaction.atomic
def hide_post(actor: Person, *, post_id: str, reason: str) -> None:
    """Take a post out of sight; its author and the moderators still read it, and an open report about it is done."""
    post = _moderated(actor, post_id, Verb.HIDE)
    reason = checked_reason(reason)
    put_out_of_sight(post, actor)
    act = _noted(actor, Verb.HIDE, post, reason)
    _done(actor, post, act)


@transaction.atomic
def restore_post(actor: Person, *, post_id: str, reason: str) -> None:
    """Bring a hidden post back exactly as it was."""
    post = _moderated(actor, post_id, Verb.RESTORE)
    reason = checked_reason(reason)
    bring_back(post, actor)
    Act.objects.filter(post=post, verb=Verb.HIDE, undone_at=None).update(undone_at=now())
    _noted(actor, Verb.RESTORE, post, reason)


@transaction.atomic
def lock_post(actor: Person, *, post_id: str, reason: str) -> None:
    """Let a thread take no more replies."""
    post = _moderated(actor, post_id, Verb.LOCK)
    reason = checked_reason(reason)
    close_thread(post, actor)
    _noted(actor, Verb.LOCK, post, reason)


@transaction.atomic
def unlock_post(actor: Person, *, post_id: str, reason: str) -> None:
    """Let a thread take replies again."""
    post = _moderated(actor, post_id, Verb.UNLOCK)
    reason = checked_reason(reason)
    _thread(post).update(locked_at=None)
    Act.objects.filter(post=post, verb=Verb.LOCK, undone_at=None).update(undone_at=now())
    record(PostLocked(audience_id=post.audience_id, id=post.id, locked=False), actor.id)
    _noted(actor, Verb.UNLOCK, post, reason)


@transaction.atomic
def move_post(actor: Person, *, post_id: str, group_id: str, reason: str) -> None:
    """Take a thread whole to another group that one moderates too, never to one that more people may read."""
    post = _moderated(actor, post_id, Verb.MOVE)
    reason = checked_reason(reason)
    source, target = group_of(post.audience), _target(actor, group_id)
    if source is None or source.id == target.id:
        raise Invalid.field("group", "same", _("Choose another group."))
    if _WIDTH[Openness(target.openness)] > _width(post.audience, source):
        raise Conflict(
            "wider", _("More people would read it there. Ask its author to say it there themselves.")
        )  # fmt: skip
    old = post.audience_id
    ids = list(Post.objects.filter(root=post).values_list("id", flat=True))
    Post.objects.filter(id=post.id).update(audience=target.audience_id)
    Post.objects.filter(root=post).update(audience=target.audience_id)  # after the root: a reply has its audience
    Pin.objects.filter(post=post).delete()  # it stood above the others of the group that it leaves
    recompute_head(old)
    recompute_head(target.audience_id)
    _tell_moved(post, ids, (old, target.audience_id), actor.id)
    post.audience = target.audience
    _noted(actor, Verb.MOVE, post, reason, group=source, source=source.id, target=target.id)


@transaction.atomic
def split_post(actor: Person, *, post_id: str, reason: str) -> None:
    """Make a reply, and those that came after it, a thread of their own in the same audience."""
    post = _moderated(actor, post_id, Verb.SPLIT)
    reason = checked_reason(reason)
    root = Post.objects.select_for_update(of=("self",)).get(id=post.root_id)
    later = list(
        Post.objects.filter(root=root, created_at__gte=post.created_at)
        .exclude(id=post.id)
        .exclude(created_at=post.created_at, id__lt=post.id)
        .values_list("id", flat=True)
    )
    Post.objects.filter(id=post.id).update(root=None)
    Post.objects.filter(id__in=later).update(root=post.id)  # after the new root, which has to be one
    for one in (root.id, post.id):
        _count_again(one)
    recompute_head(root.audience_id)
    _tell_moved(post, later, (post.audience_id,), actor.id)
    _noted(actor, Verb.SPLIT, post, reason, root=root.id)


def put_out_of_sight(post: Post, actor: Person) -> None:
    """Hide a post that is there; Conflict where it was taken back, or is hidden."""
    require_there(post)
    if post.hidden_at is not None:
        raise Conflict("hidden", _("This post is hidden already."))
    Post.objects.filter(id=post.id).update(hidden_at=now())
    _count_reply(post, -1)
    recompute_head(post.audience_id)
    record(PostHidden(audience_id=post.audience_id, id=post.id, root=post.root_id), actor.id)


def bring_back(post: Post, actor: Person) -> None:
    """Show a hidden post again; Conflict where it was taken back, or is not hidden."""
    require_there(post)
    if post.hidden_at is None:
        raise Conflict("shown", _("This post is not hidden."))
    Post.objects.filter(id=post.id).update(hidden_at=None)
    _count_reply(post, 1)
    recompute_head(post.audience_id)
    record(PostRestored(audience_id=post.audience_id, id=post.id, root=post.root_id), actor.id)


def close_thread(post: Post, actor: Person) -> None:
    """Let the thread of a root take no more replies; Conflict where it is closed, or the post answers another."""
    require_there(post)
    if post.root_id:
        raise Conflict("reply", _("A thread is closed at its first post."))
    if post.locked_at is not None:
        raise Conflict("locked", _("This thread is closed already."))
    _thread(post).update(locked_at=now())
    record(PostLocked(audience_id=post.audience_id, id=post.id, locked=True), actor.id)


def require_there(post: Post) -> None:
    """Conflict when a post was taken back, or is an entry of a case, which is history."""
    if post.deleted_at is not None:
        raise Conflict("deleted", _("This post was deleted meanwhile. There is nothing to moderate."))
    if post.kind not in WORDS:
        raise Conflict("entry", _("An entry of a case is history. Correct it in its case."))


def held_post(post_id: str) -> Post:
    """A post with its audience, held for a change; the caller has asked who may."""
    return Post.objects.select_for_update(of=("self",)).select_related("audience").get(id=post_id)


def queue_of_place(audience: Audience) -> tuple[Audience, Group | None]:
    """Whose history an act in an audience belongs to: its group's moderators', elsewhere the site's."""
    group = group_of(audience)
    return (groups.moderators_of(group), group) if group else (groups.site_moderators(), None)


def _moderated(actor: Person, post_id: str, verb: str) -> Post:
    """The post, held for a change by who moderates where it is; each refusal says why."""
    post = (
        Post.objects.select_for_update(of=("self",))
        .select_related("audience", "author")
        .filter(reading.visible(actor), id=post_id)
        .first()
    )
    if post is None:
        raise NotFound
    role = reading.role_in(actor, post.audience)
    if role not in reading.MODERATING:
        raise NotAllowed(_("Only the moderators there may do this."))
    require_there(post)
    if verb in (Verb.HIDE, Verb.RESTORE):
        theirs = reading.role_in(post.author, post.audience)
        reading.require_may_moderate(actor.id, role, person_id=post.author_id, their_role=theirs)
    allowed = policy.post_acts(_standing(actor, post, role))
    if verb not in allowed:
        raise Conflict(f"not_{verb}", _unfit(verb, post))
    return post


def _standing(actor: Person, post: Post, role: str | None) -> policy.PostStanding:
    return policy.PostStanding(
        viewer_id=actor.id,
        author_id=post.author_id,
        author_kind=post.author.kind,
        author_role=reading.role_in(post.author, post.audience),
        role=role,
        kind=post.kind,
        audience_kind=post.audience.kind,
        is_root=post.root_id is None,
        deleted=False,
        hidden=post.hidden_at is not None,
        locked=post.locked_at is not None,
    )


def _unfit(verb: str, post: Post) -> str:
    """Why the present state of a post leaves nothing to do."""
    if verb in (Verb.LOCK, Verb.MOVE, Verb.UNLOCK) and post.root_id is not None:
        return _("A thread is closed and moved at its first post.")
    return {
        Verb.HIDE: _("This post is hidden already."),
        Verb.RESTORE: _("This post is not hidden."),
        Verb.LOCK: _("This thread is closed already."),
        Verb.UNLOCK: _("This thread is open."),
        Verb.MOVE: _("What was said in a case stays there."),
        Verb.SPLIT: _("Only a reply can begin a thread of its own."),
    }[Verb(verb)]


def _width(audience: Audience, group: Group) -> int:
    """How widely a post is read: what was said before a group opened stays as private as a secret."""
    if group.openness == Openness.OPEN and not audience.open_to_members:
        return _WIDTH[Openness.SECRET]
    return _WIDTH[Openness(group.openness)]


def _target(actor: Person, group_id: str) -> Group:
    group, role = reading.require_group(actor, group_id)
    if role not in reading.MODERATING:
        raise NotAllowed(_("You move a thread between groups that you moderate."))
    reading.require_living(group)
    return group


def _noted(actor: Person, verb: str, post: Post, reason: str, group: Group | None = None, **detail: str) -> Act:
    audience, here = queue_of_place(post.audience) if group is None else (groups.moderators_of(group), group)
    return note_act(
        actor, verb, audience=audience, person_id=post.author_id, reason=reason, post=post, group=here, detail=detail
    )


def _done(actor: Person, post: Post, act: Act) -> None:
    """Whoever acts on a post decides the open report about it, where it is theirs to decide."""
    report = (
        Report.objects.select_for_update(of=("self",))
        .filter(subject_kind=Report.Subject.POST, subject_id=post.id, state=Report.State.OPEN)
        .first()
    )
    if report is not None and report.audience_id == act.audience_id:
        Act.objects.filter(id=act.id).update(report=report)
        settle(actor, report, acted=True, reason=act.reason)


def _thread(root: Post) -> "QuerySet[Post]":
    return Post.objects.filter(id=root.id) | Post.objects.filter(root=root.id)


def _count_reply(post: Post, by: int) -> None:
    if post.root_id is not None:
        Post.objects.filter(id=post.root_id).update(replies_count=F("replies_count") + by)


def _count_again(root_id: str) -> None:
    """How many replies a root has that say something, and its newest activity."""
    replies = Post.objects.filter(root=root_id)
    newest = replies.order_by("-created_at").values_list("created_at", flat=True).first()
    shown = replies.filter(deleted_at=None, hidden_at=None).count()
    root = Post.objects.get(id=root_id)
    Post.objects.filter(id=root_id).update(replies_count=shown, bumped_at=newest or root.created_at)


def _tell_moved(post: Post, others: Sequence[str], audiences: Sequence[str], actor_id: str) -> None:
    moved = [(post.id, None), *((one, post.id) for one in others)]
    record_all(
        (PostMoved(audience_id=audience, id=one, root=root) for audience in audiences for one, root in moved), actor_id
    )
