"""The audit log: read with filters, verified, and taken away as a table."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse, QueryDict, StreamingHttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from esn.core import csv_text
from frontend import audit_words
from frontend.administration_forms import AuditFilterForm
from frontend.pages.administration.frame import show_administration
from frontend.pages.door import Request, away, reading, writing
from groups import actions, queries
from groups.queries import AuditFilter, AuditLine

PAGE = 50


@reading
def audit(request: Request) -> HttpResponse:
    """The acts that I may read of, the newest first, with what was asked for."""
    form, wanted = _asked(request.GET)
    page = queries.audit_log(request.user, wanted=wanted, cursor=request.GET.get("cursor"), limit=PAGE)
    kept = urlencode({name: request.GET[name] for name in form.fields if request.GET.get(name)})
    context = {
        "page": page,
        "lines": [(line, audit_words.actor(line), audit_words.sentence(line)) for line in page.results],
        "form": form,
        "kept": f"{kept}&" if kept else "",
        "narrowed": bool(kept),
        "chain": queries.chain_state(request.user),
    }
    return show_administration(request, "audit.html", context, tab="audit", status=400 if form.errors else 200)


@writing
def audit_export(request: Request) -> HttpResponse:
    """The log as a table for a spreadsheet, by the same filters; that it was taken away stands in it."""
    form, wanted = _asked(request.POST)
    if form.errors:
        messages.error(request, _("The filters cannot be read. Nothing was exported."))
        return away(request, reverse("audit"))
    actions.note_export(request.user, wanted=wanted)
    rows = queries.audit_export(request.user, wanted=wanted)
    text = csv_text.lines(_header(), _cells(rows, str(request.user.language)))
    name = f"audit-{timezone.localdate():%Y-%m-%d}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
    answer: HttpResponse = StreamingHttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)  # type: ignore[assignment]  # an answer all the same
    return answer


@writing
def audit_verify(request: Request) -> HttpResponse:
    """Have every entry compared with the one before."""
    actions.verify_audit(request.user)
    messages.success(request, _("The log is being verified. The result stands here in a moment."))
    return away(request, reverse("audit"))


def _asked(given: QueryDict) -> tuple[AuditFilterForm, AuditFilter]:
    form = AuditFilterForm(given)
    said = form.cleaned_data if form.is_valid() else {}
    wanted = AuditFilter(verb=said.get("verb", ""), who=said.get("who", ""), subject=said.get("subject", ""))
    return form, replace(wanted, after=_midnight(said.get("after")), before=_midnight(said.get("before"), days=1))


def _midnight(day: dt.date | None, *, days: int = 0) -> dt.datetime | None:
    """The moment when a day begins by the reader's clock, or ends."""
    if day is None:
        return None
    return timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=days), dt.time.min))


def _header() -> tuple[str, ...]:
    return (
        _("Number"), _("Moment (UTC)"), _("Who"), _("What"), _("Code"), _("Kind of subject"), _("Subject"),
        _("Name of the subject"), _("Details"),
    )  # fmt: skip


def _cells(rows: Iterator[AuditLine], language: str) -> Iterator[tuple[object, ...]]:
    """The cells of each line; made while the answer leaves, when the language of the request is over."""
    for line in rows:
        with translation.override(language):
            who, said = audit_words.actor(line), audit_words.sentence(line)
        yield (
            line.number,
            line.at.astimezone(dt.UTC).isoformat(timespec="seconds"),
            who,
            said,
            line.verb,
            line.subject_kind,
            line.subject,
            line.names.get(line.subject, ""),
            "; ".join(f"{name}={value}" for name, value in sorted(line.detail.items())),
        )
