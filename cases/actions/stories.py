"""Writing the story of a case, version by version."""

from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from cases import policy
from cases.actions.entries import enter, keep
from cases.actions.participants import take_part
from cases.models import Case, StoryVersion
from esn.core.clock import now
from esn.core.errors import Invalid, Stale
from feeds.text import TEXT_LIMIT
from groups.models import Audience, Membership
from people.models import Person

Kind = Audience.Kind
Role = Membership.Role
Status = Case.Status


@dataclass(frozen=True)
class StoryText:
    """The customer's story in five short texts."""

    happened: str = ""
    wanted: str = ""
    tried: str = ""
    refused: str = ""
    constraints: str = ""


@transaction.atomic
def write_story(actor: Person, *, ref: str, story: StoryText, version: int | None = None) -> int:
    """Write the story anew where it stands, on top of ``version``; Stale when somebody wrote meanwhile. Its version."""
    case = policy.require_inside(actor, ref, lock=True)
    present = StoryVersion.objects.filter(case=case).order_by("-version").first()
    before = present.version if present else 0
    if version is not None and version != before:
        raise Stale
    take_part(actor, case)
    append_story(actor, case, story, version=before + 1)
    keep(actor, case)
    return before + 1


def append_story(actor: Person, case: Case, story: StoryText, *, version: int) -> None:
    """The next version of the story, and its entry in the timeline; Invalid when nothing is told."""
    texts = {field: text.replace("\r\n", "\n").strip() for field, text in asdict(story).items()}
    if not any(texts.values()):
        raise Invalid.field("story", "blank", _("Write at least what happened or what the customer wants."))
    for field, text in texts.items():
        if len(text) > TEXT_LIMIT:
            raise Invalid.field(f"story.{field}", "too_long", _("A text has at most 20,000 characters."))
    StoryVersion.objects.create(case=case, version=version, author=actor, at=now(), **texts)
    enter(actor, case, "story", version=version, body="\n\n".join(text for text in texts.values() if text))
