"""Reads about what needs somebody."""

from inbox.queries.lines import HARMS, MANY, STATES, Narrowing, Offered, count, line, lines, lines_of, offered, waiting
from inbox.queries.summaries import LineAudience, LineCustomer, LineSubject, LineSummary, LineWhy

__all__ = [
    "HARMS",
    "MANY",
    "STATES",
    "LineAudience",
    "LineCustomer",
    "LineSubject",
    "LineSummary",
    "LineWhy",
    "Narrowing",
    "Offered",
    "count",
    "line",
    "lines",
    "lines_of",
    "offered",
    "waiting",
]
