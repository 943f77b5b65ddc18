"""Pieces of a page made outside of a request, equal for all readers of an audience."""

from dataclasses import replace

from django.utils import timezone, translation

from feeds.queries.summaries import PostSummary
from frontend.articles import article

_AMONG_COLLEAGUES = ("everyone", "group", "internal")
_OFFERED = ("reply", "react")  # what nearly all who hear it may do; the act itself asks who may


def post_fragment(summary: PostSummary, language: str) -> str:
    """A post as HTML in one language; hours are in UTC until the reader's page puts them into its zone."""
    with translation.override(language), timezone.override("UTC"):
        if summary.audience.kind in _AMONG_COLLEAGUES:
            summary = replace(summary, can=_OFFERED)
        return article(summary, for_nobody=True)
