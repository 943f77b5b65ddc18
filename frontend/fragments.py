"""Pieces of a page made outside of a request, equal for all readers of an audience."""

from django.utils import timezone, translation

from feeds.queries.summaries import PostSummary
from frontend.articles import article


def post_fragment(summary: PostSummary, language: str) -> str:
    """A post as HTML in one language; hours are in UTC until the reader's page puts them into its zone."""
    with translation.override(language), timezone.override("UTC"):
        return article(summary)
