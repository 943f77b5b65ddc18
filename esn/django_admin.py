"""Django's own administration, for those who run the site, to look at rows: nothing can be written with it.

It shows the ground on which the site stands. What people say, and who sits in which group, is not in it:
docs/decisions/0018-djangos-administration.md.
"""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy

from esn.core.models import Alarm, AuditCheck, ConsumerPosition, Event, SetAside, Site, SiteSetting
from groups.models import Group
from people.models import Partner, Person

# The only columns with words that somebody wrote; everything else that is shown is a code, a number or a moment.
WORDS = {
    "Person": ("handle", "name", "title"),
    "Partner": ("name",),
}
# Of a group, what the administration of the site shows of a secret one.
_ONLY = {"Group": ("id", "name", "openness")}
_NEVER = {"password", "digest", "photo", "error", "xid", "epoch", "sessions_round"}
_SHOWN = (models.BooleanField, models.IntegerField, models.DateTimeField, models.DateField, models.ForeignKey)


class ReadOnly(admin.ModelAdmin[Any]):
    """Rows that are looked at: no button, no action and no request writes one."""

    actions = None
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever the site lets in."""
        return True

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever the site lets in."""
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Never."""
        return False

    def get_queryset(self, request: HttpRequest) -> "models.QuerySet[Any]":
        """All rows; of people those of the house, and no customer's contact."""
        rows = super().get_queryset(request)
        return rows.exclude(kind=Person.Kind.CONTACT) if self.model is Person else rows

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Only what is shown can be asked for: a filter by anything else would tell it letter by letter."""
        return lookup.partition("__")[0] in columns(self.model) and super().lookup_allowed(lookup, value, request)

    def get_list_display(self, request: HttpRequest) -> Any:
        """The columns that may be shown."""
        return columns(self.model)

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """The same of one row."""
        return columns(self.model)

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """There is none: the audit log of the site says who did what."""
        raise Http404


class RowsSite(admin.AdminSite):
    """For site administrators alone; for everybody else it is not there. Signing in is the site's own."""

    site_header = site_title = gettext_lazy("Rows of the site")
    index_title = gettext_lazy("For looking at: nothing is changed here")
    site_url = "/administration/"
    enable_nav_sidebar = False

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether somebody runs the site, after every gate that a page has."""
        return isinstance(request.user, Person) and request.user.is_active and request.user.runs_site

    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """A view that is not there for others, and that nothing is sent to."""
        inner = super().admin_view(view, cacheable)

        def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not request.user.is_authenticated:
                return redirect_to_login("/")
            if not self.has_permission(request) or request.method not in ("GET", "HEAD"):
                raise Http404
            answer = inner(request, *args, **kwargs)
            answer["Cache-Control"] = "no-store"
            return answer

        return opened

    def get_urls(self) -> list[Any]:
        """No way to sign in or out, and no password, of its own."""
        own = {"login", "logout", "password_change", "password_change_done", "autocomplete", "view_on_site"}
        return [found for found in super().get_urls() if getattr(found, "name", None) not in own]


def columns(model: type[models.Model]) -> tuple[str, ...]:
    """What is shown of a row: its key, codes, numbers, moments, links, and the few words that are named here."""
    if model.__name__ in _ONLY:
        return _ONLY[model.__name__]
    shown = WORDS.get(model.__name__, ())
    return tuple(
        field.name
        for field in model._meta.concrete_fields
        if field.name not in _NEVER
        and (field.primary_key or field.choices or field.name in shown or _is_code(field) or isinstance(field, _SHOWN))
    )


def _is_code(field: "models.Field[Any, Any]") -> bool:
    """A short column of our own words: the kind of a fact, the name of a consumer."""
    return field.name in ("type", "kind", "consumer", "name") and field.model._meta.app_label == "core"


site = RowsSite(name="admin")
for _model in (Site, Event, ConsumerPosition, SetAside, Alarm, AuditCheck, SiteSetting, Person, Partner, Group):
    site.register(_model, ReadOnly)
