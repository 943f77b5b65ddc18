"""Questions: who asked accepts the reply that settles it, or a moderator does; and takes that back."""

from django.db import transaction
from django.utils.translation import gettext as _

from esn.core.clock import now
from esn.core.errors import Conflict, NotAllowed
from esn.core.events import record
from feeds import policy
from feeds.events import QuestionAnswered, QuestionReopened
from feeds.models import QUESTION, Answer, Post
from people.models import Person


@transaction.atomic
def accept_answer(actor: Person, *, post_id: str) -> None:
    """Let a reply be the answer to its question, instead of any before; doing so twice changes nothing."""
    reply = _answerable(actor, post_id)
    if reply.deleted_at is not None or reply.hidden_at is not None:
        raise Conflict("gone", _("This reply is not there any more. Choose another one."))
    before = Answer.objects.filter(post=reply.root_id).first()
    if before is not None and before.reply_id == reply.id:
        return
    Answer.objects.filter(reply=reply).delete()  # of the question that it answered before it was moved
    Answer.objects.update_or_create(post_id=reply.root_id, defaults={"reply": reply, "by": actor, "at": now()})
    former = before.reply_id if before else None
    record(
        QuestionAnswered(audience_id=reply.audience_id, id=str(reply.root_id), answer=reply.id, former=former), actor.id
    )


@transaction.atomic
def reopen_question(actor: Person, *, post_id: str) -> None:
    """Let a reply be the answer no more; doing so twice changes nothing."""
    reply = _answerable(actor, post_id)
    if Answer.objects.filter(post=reply.root_id, reply=reply).delete()[0]:
        record(QuestionReopened(audience_id=reply.audience_id, id=str(reply.root_id), answer=reply.id), actor.id)


def _answerable(actor: Person, post_id: str) -> Post:
    """A reply to a question that the actor may settle, while the question is held."""
    reply, role = policy.post_standing(actor, post_id)
    if reply.root is None or reply.root.kind != QUESTION:
        raise Conflict("not_a_reply", _("Only a reply to a question can be its answer."))
    root = Post.objects.select_for_update(of=("self",)).get(id=reply.root_id)
    if not policy.may_accept(
        actor.id, asker_id=root.author_id, role=role, may_say=policy.may_say(reply.audience, role, actor)
    ):
        raise NotAllowed(_("Only who asked, or a moderator, accepts an answer."))
    if root.deleted_at is not None or root.hidden_at is not None:
        raise Conflict("gone", _("The question is not there any more."))
    return reply
