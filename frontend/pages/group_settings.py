"""What an owner decides about a group: what is said of it, who comes in, its past, its end."""

from django.contrib import messages
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from cases import actions as cases
from esn.core.errors import Invalid, NotAllowed
from feeds import queries as feeds
from frontend import words
from frontend.group_forms import GroupSettingsForm
from frontend.pages.door import Request, away, blame, form_page, show, writing
from groups import actions, queries
from groups.models import Group


@form_page
def group_edit(request: Request, group_id: str) -> HttpResponse:
    """Change what is said of a group, and find the way to everything else that its owners decide."""
    found = queries.group(request.user, group_id)
    if not {"edit", "restore"} & set(found.can):
        raise NotAllowed(_("Only the owners of this group may do this."))
    named = ("name", "purpose", "rules", "voice", "ends_on", "quiet_from", "quiet_until")
    form = GroupSettingsForm(request.POST or None, initial={name: getattr(found, name) for name in named})
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_group(request.user, group_id=group_id, **form.cleaned_data)
        except Invalid as error:
            blame(form, error)
        else:
            messages.success(request, _("Saved."))
            return away(request, reverse("group_edit", args=[group_id]))
    context = {"group": found, "form": form, "kept": feeds.kept_back(request.user, group_id)}
    return show(request, "pages/group_edit.html", context, place=found.id, status=400 if form.errors else 200)


@form_page
def openness(request: Request, group_id: str) -> HttpResponse:
    """Make a group open, closed or secret, after saying who will read what."""
    found = _owned(request, group_id, "set_openness")
    to = request.POST.get("to") or request.GET.get("to", "")
    if to not in Group.Openness:
        raise Invalid.field("to", "unknown_choice", _("Choose one of these."))
    if request.method == "POST":
        actions.set_openness(request.user, group_id=group_id, openness=to)
        messages.success(
            request, _("The group is %(openness)s now.") % {"openness": words.word("openness", to).lower()}
        )
        return away(request, reverse("group_edit", args=[group_id]))
    context = {
        "group": found,
        "to": to,
        "activity": feeds.activity(request.user, group_id),
        "followers": queries.followers(request.user, group_id),
    }
    return show(request, "pages/group_openness.html", context, place=found.id)


@form_page
def publish_history(request: Request, group_id: str) -> HttpResponse:
    """Give what was said before the group opened to everybody who reads it now, after saying how much that is."""
    found = _owned(request, group_id, "publish_history")
    if request.method == "POST":
        actions.publish_history(request.user, group_id=group_id)
        messages.success(request, _("What was said before is read by everybody who reads the group."))
        return away(request, reverse("group", args=[group_id]))
    context = {"group": found, "kept": feeds.kept_back(request.user, group_id)}
    return show(request, "pages/group_history.html", context, place=found.id)


@form_page
def archive(request: Request, group_id: str) -> HttpResponse:
    """Archive a group, after asking once."""
    found = _owned(request, group_id, "archive")
    if request.method == "POST":
        cases.archive_group(request.user, group_id=group_id)
        messages.success(request, _("The group is archived. It is still found and read."))
        return away(request, reverse("group", args=[group_id]))
    return show(request, "pages/group_archive.html", {"group": found}, place=found.id)


@writing
def restore(request: Request, group_id: str) -> HttpResponse:
    """Let an archived group go on."""
    actions.restore_group(request.user, group_id=group_id)
    messages.success(request, _("The group goes on."))
    return away(request, reverse("group", args=[group_id]))


def _owned(request: Request, group_id: str, verb: str) -> queries.GroupRecord:
    found = queries.group(request.user, group_id)
    if verb not in found.can:
        raise NotAllowed(_("Only the owners of this group may do this."))
    return found
