"""When the people of the demo company work, when they are not disturbed, and who is away."""

import datetime as dt

from esn.core import clock
from esn.management.demo.house import House
from groups.models import EVERYONE
from people.actions import choose_holidays, choose_mail, plan_absence, set_hours, set_quiet_hours
from people.week import Stretch

# Who | first to last day of the week (0 is Monday) | from-until, one after the other. Some have not said it.
WEEKS = """
lea | 1-5 | 10:00-13:00 14:00-19:00
chloe | 1-5 | 10:00-13:00 14:00-19:00
gaelle | 1-5 | 09:30-12:30 14:00-18:30
jeanne | 1-5 | 09:30-12:30 14:00-18:30
sofia | 0-4 | 08:30-12:30 13:30-17:00
elodie | 0-4 | 10:00-13:00 14:00-18:30
mathilde | 0-3 | 09:00-16:00
karim | 0-4 | 05:30-13:30
hugo | 0-4 | 22:00-06:00
rachid | 1-5 | 07:00-15:00
samir | 0-4 | 07:30-12:00 13:00-16:30
awa | 0-4 | 07:30-12:00 13:00-16:30
conor | 1-5 | 10:00-18:00
niamh | 0-4 | 09:00-17:30
priya | 0-6 | 08:00-20:00
yann | 0-4 | 06:00-14:00
"""

# Who is away | from in … days | for … days | who stands in | a word
AWAY = """
benoit | -2 | 6 | nadia | En formation à Paris, joignable le soir.
tomasz | 5 | 9 | isla | Annual leave.
"""


# Who | quiet hours | how often mail | at which hour | whose public holidays (empty: the house's)
TOLD = """
lea | 19:30-09:00 | daily | 10 |
ines | 20:00-07:00 | impact | 8 |
marc | | hourly | 8 |
nadia | 21:00-07:30 | impact | 8 |
conor | | daily | 10 | IE
niamh | 18:00-09:00 | weekly | 9 | IE
"""


def _told(house: House) -> None:
    """How some of them want to hear of what needs them."""
    for line in TOLD.strip().splitlines():
        handle, quiet, often, hour, region = (cell.strip() for cell in line.split("|"))
        person = house.people[handle]
        if quiet:
            start, end = map(dt.time.fromisoformat, quiet.split("-"))
            set_quiet_hours(person, start=start, end=end)
        if region:
            choose_holidays(person, region=region, everyone=EVERYONE)
        choose_mail(person, mail=often, mail_hour=int(hour))


def say(house: House, now: dt.datetime) -> None:
    """Write all of it down; who is away said so the day before they went."""
    for line in WEEKS.strip().splitlines():
        handle, days, spans = (cell.strip() for cell in line.split("|"))
        first, last = map(int, days.split("-"))
        times = [tuple(map(dt.time.fromisoformat, span.split("-"))) for span in spans.split()]
        week = [Stretch(day, start, end) for day in range(first, last + 1) for start, end in times]
        set_hours(house.people[handle], week=week, everyone=EVERYONE)
    _told(house)
    for line in AWAY.strip().splitlines():
        handle, begins, lasts, delegate, note = (cell.strip() for cell in line.split("|"))
        start = (now + dt.timedelta(days=int(begins))).replace(hour=7, minute=0, second=0, microsecond=0)
        with clock.at(min(start, now) - dt.timedelta(days=1)):
            plan_absence(
                house.people[handle],
                start=start,
                end=start + dt.timedelta(days=int(lasts)),
                delegate_id=house.people[delegate].id,
                note=note,
                everyone=EVERYONE,
            )
