"""Deriving what needs whom, and what people do with their lines."""

from inbox.actions.deeds import (
    WAKE,
    end_snooze,
    put_away,
    put_away_all,
    read_post,
    settle_by_reading,
    snooze,
    undo,
    wake,
)
from inbox.actions.lines import LOOK, look_again, reconcile, renew

__all__ = [
    "LOOK",
    "WAKE",
    "end_snooze",
    "look_again",
    "put_away",
    "put_away_all",
    "read_post",
    "reconcile",
    "renew",
    "settle_by_reading",
    "snooze",
    "undo",
    "wake",
]
