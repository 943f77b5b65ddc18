"""Reads about moderation: queues, reports with their past, appeals, what waits, and what one was told."""

from feeds.policy import PERSON_VERBS, POST_ACTS
from feeds.queries.moderation.appeals import appeal, appeals
from feeds.queries.moderation.notices import concerns, notices, own_act
from feeds.queries.moderation.queues import STATES, reports
from feeds.queries.moderation.records import own_complaint, report
from feeds.queries.moderation.summaries import (
    ActSummary,
    AppealSummary,
    Concerns,
    HeldSummary,
    NoticeSummary,
    OwnComplaint,
    ReportRecord,
    ReportSummary,
)
from feeds.queries.moderation.waiting import held_post, held_posts, is_held, own_held, said

__all__ = [
    "PERSON_VERBS",
    "POST_ACTS",
    "STATES",
    "ActSummary",
    "AppealSummary",
    "Concerns",
    "HeldSummary",
    "NoticeSummary",
    "OwnComplaint",
    "ReportRecord",
    "ReportSummary",
    "appeal",
    "appeals",
    "concerns",
    "held_post",
    "held_posts",
    "is_held",
    "notices",
    "own_act",
    "own_complaint",
    "own_held",
    "report",
    "reports",
    "said",
]
