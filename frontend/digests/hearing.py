"""What of somebody's inbox may be told outside the house now: mail and notifications ask here, and nowhere else."""

import datetime as dt
from collections.abc import Iterable

from esn.core.alarms import set_alarm
from groups import queries as groups
from inbox.needs import MUTED
from inbox.queries import LineSummary
from people import queries

_NAMING = frozenset({"mention", "reply", "message"})


def audible(person_id: str, lines: Iterable[LineSummary], *, alarm: str) -> list[LineSummary]:
    """The lines that a person wants to be told of, as far as their groups may be heard now.

    For those of groups that are quiet, the alarm of this name comes when the first of them is not.
    """
    found = list(lines)
    if not found:
        return []
    tells = groups.tells_of(person_id, {line.audience.id for line in found})
    heard = [line for line in found if _heard(line, tells.get(line.audience.id, "all"))]
    return _without_quiet_groups(person_id, heard, alarm)


def newest(line: LineSummary) -> dt.datetime:
    """When the newest cause of a line happened."""
    return max(why.at for why in line.why)


def _heard(line: LineSummary, tells: str) -> bool:
    """Whether somebody is told of it: what cannot be muted always, words as they chose for their place."""
    codes = {why.code for why in line.why}
    return tells == "all" or bool(codes - MUTED) or (tells == "mentions" and bool(codes & _NAMING))


def _without_quiet_groups(person_id: str, lines: list[LineSummary], alarm: str) -> list[LineSummary]:
    """Without the lines of groups that are quiet now; it comes again when the first of them is not."""
    quiet = groups.quiet_hours({line.audience.id for line in lines}) if lines else {}
    if not quiet:
        return lines
    at = {audience: queries.reach([person_id], also={person_id: daily})[person_id] for audience, daily in quiet.items()}
    held = [one.at for one in at.values() if not one.now]
    if held:
        set_alarm(alarm, person_id, min(held))
    return [line for line in lines if line.audience.id not in at or at[line.audience.id].now]
