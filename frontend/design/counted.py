"""Charts of the component page: columns of one series and of two, and bars."""

import datetime as dt

from cases.queries import DueDay, Load
from cases.queries.summaries import HolderRef
from feeds.queries import Week
from frontend import numbers
from frontend.charts import Chart
from frontend.design.people import LEA, MARC, NOW, TEAM


def charts() -> tuple[Chart, ...]:
    """What falls due, what a group said, and who carries what."""
    today = NOW.date()
    due = [DueDay(None, 2), *(DueDay(today + dt.timedelta(days=day), day * 3 % 7) for day in range(9))]
    monday = today - dt.timedelta(days=today.weekday())
    said = [Week(monday - dt.timedelta(weeks=ago), (ago * 5) % 9, (ago * 11) % 14) for ago in reversed(range(9))]
    carried = [Load(TEAM, 3, 0), *(Load(HolderRef("person", one.id, one.name), 4, 7) for one in (LEA, MARC))]
    return tuple(filter(None, (numbers.due(due), numbers.weeks(said), numbers.load(carried))))
