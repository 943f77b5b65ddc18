"""Small charts: what is counted, over REST and on the pages, with the table behind each picture."""

import datetime as dt
import html
import re
from collections.abc import Iterator

import pytest
from django.test import Client
from django.utils import translation

from cases import queries
from cases.actions import (
    Holder,
    StoryText,
    Told,
    change_promise,
    make_promise,
    open_case,
    report_blocker,
    restrict_case,
)
from cases.models import Case
from cases.windows import Window, window
from esn.core import clock
from feeds.actions import publish, reply
from feeds.queries import weeks
from frontend.charts import Place, Series, bars, columns
from groups.models import Group
from tests.cast import device
from tests.conftest import Counting
from tests.frontend.conftest import Cast, SignedIn

NOON = dt.datetime(2027, 1, 13, 11, 0, tzinfo=dt.UTC)  # a Wednesday


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    with clock.at(NOON):
        yield


def at_day(day: int) -> Window:
    """From 7 to 14 h of that day of January, in Paris."""
    date = dt.date(2027, 1, day)
    return window(dt.datetime.combine(date, dt.time(7)), dt.datetime.combine(date, dt.time(14)), "Europe/Paris")


def promised(cast: Cast, day: int, keeper: Holder | None = None) -> str:
    """A promise for that day, told in the shop."""
    return make_promise(
        cast.ana,
        ref=cast.case,
        kind="delivery",
        text="Delivery of the doors",
        window=at_day(day),
        kept_by=keeper or Holder("team", cast.shop),
        told=Told("shop"),
    )


def picture(client: Client, path: str) -> str:
    """The figure on a page."""
    answer = client.get(path)
    assert answer.status_code == 200, path
    return drawn(answer.content.decode())


def drawn(page: str) -> str:
    """The figure in what a page answered."""
    found = re.search(r'<figure class="chart">.*?</figure>', page, re.S)
    return found[0] if found else ""


def table(figure: str) -> dict[str, list[str]]:
    """The rows behind a chart, by their names."""
    rows = re.findall(r'<tr><th scope="row">(.*?)</th>(.*?)</tr>', figure)
    return {name: re.findall(r"<td>(.*?)</td>", numbers) for name, numbers in rows}


# Due, day by day ------------------------------------------------------------------------------------------------------
def test_open_promises_are_counted_by_the_day_on_the_wall_where_they_begin(cast: Cast) -> None:
    promised(cast, 14), promised(cast, 14), promised(cast, 26), promised(cast, 27)
    door = device(cast.ana)
    found = door.read("commitments/days/")["results"]
    assert [one["day"] for one in found] == [None, *(f"2027-01-{day}" for day in range(13, 27))]
    assert {one["day"]: one["promises"] for one in found if one["promises"]} == {"2027-01-14": 2, "2027-01-26": 1}
    with clock.at(NOON + dt.timedelta(days=2)):
        later = device(cast.ana).read("commitments/days/")["results"]
    assert later[0] == {"day": None, "promises": 2}, "what began before today stands first, under no day"


def test_the_days_are_narrowed_like_the_board_and_show_nobody_what_they_do_not_read(cast: Cast) -> None:
    promised(cast, 14)
    read = device(cast.bo).read
    assert sum(one["promises"] for one in read(f"commitments/days/?team={cast.shop}")["results"]) == 1
    assert sum(one["promises"] for one in read(f"commitments/days/?holder={cast.bo.id}")["results"]) == 0
    restrict_case(cast.ana, ref=cast.case, restricted=True)
    assert sum(one["promises"] for one in device(cast.cy).read("commitments/days/")["results"]) == 0


def test_the_board_of_what_is_due_shows_them_with_a_table(cast: Cast, signed_in: SignedIn) -> None:
    promised(cast, 14)
    figure = picture(signed_in("ana"), "/promises/")
    assert 'role="img" aria-label="Open promises by the day on which they begin: 1 in all' in figure
    assert table(figure)["Thursday 14 January"] == ["1"]
    assert len(table(figure)) == 15
    assert "style=" not in figure
    assert not picture(signed_in("ana"), "/promises/?state=untold"), "it belongs to what is due"


# Drifts by age --------------------------------------------------------------------------------------------------------
def test_drifts_are_counted_by_their_age(cast: Cast, signed_in: SignedIn) -> None:
    promise = promised(cast, 14)
    change_promise(cast.ana, commitment_id=promise, window=at_day(20), reason="The lorry is ill.", told=None)
    for hours, expected in ((0, 0), (1, 1), (5, 4), (30, 24), (100, 72)):
        with clock.at(NOON + dt.timedelta(hours=hours)):
            found = device(cast.ana).read("drifts/ages/")["results"]
            assert [one["hours"] for one in found if one["drifts"]] == [expected]
    assert [(one["hours"], one["below"]) for one in found] == [(0, 1), (1, 4), (4, 24), (24, 72), (72, None)]
    assert table(picture(signed_in("ana"), "/drifts/"))["less than 1 hour"] == ["1"]


# What is in the way ---------------------------------------------------------------------------------------------------
def test_causes_are_drawn_by_the_hours_that_customers_waited(cast: Cast, signed_in: SignedIn) -> None:
    report_blocker(cast.ana, ref=cast.case, cause="<b>The old system</b>", lifter="The head office", meanwhile="A call")
    with clock.at(NOON + dt.timedelta(hours=30)):
        figure = picture(signed_in("ana"), "/blockers/")
    assert table(figure) == {"&lt;b&gt;The old system&lt;/b&gt;": ["30"]}
    assert "<b>" not in figure


# What a team carries --------------------------------------------------------------------------------------------------
def test_a_team_is_shown_by_names_with_open_cases_and_promises(cast: Cast, signed_in: SignedIn) -> None:
    Group.objects.filter(id=cast.shop).update(kind="team")
    promised(cast, 14), promised(cast, 15, Holder("person", cast.ana.id))
    loads = device(cast.ana).read(f"groups/{cast.shop}/load/")["results"]
    assert loads[0]["holder"]["kind"] == "team"
    names = [one["holder"]["name"] for one in loads[1:]]
    assert names == sorted(names), "by names: nobody is ranked"
    carried = {one["holder"]["id"]: (one["cases"], one["promises"]) for one in loads}
    assert carried[cast.shop] == (0, 1)
    assert carried[cast.ana.id] == (2, 1), "the cases that Ana opened, and the promise that she keeps"
    seen = {one["holder"]["id"]: one["cases"] for one in device(cast.cy).read(f"groups/{cast.shop}/load/")["results"]}
    assert seen[cast.ana.id] == 1, "the restricted one does not exist for Cy"
    figure = picture(signed_in("ana"), f"/groups/{cast.shop}/cases/")
    assert table(figure)[cast.ana.name] == ["2", "1"]


def test_a_team_that_one_does_not_read_carries_nothing_to_be_seen(cast: Cast) -> None:
    for group in (cast.closed, cast.secret):
        for what in ("load", "activity"):
            assert device(cast.cy).ask("GET", f"groups/{group}/{what}/").status_code == 404


# Group activity -------------------------------------------------------------------------------------------------------
def test_posts_and_replies_are_counted_week_by_week(cast: Cast, signed_in: SignedIn) -> None:
    audience = Group.objects.get(id=cast.shop).audience_id
    with clock.at(NOON - dt.timedelta(weeks=3)):
        first = publish(cast.ana, audience_id=audience, body="The sales begin soon.")
        reply(cast.bo, post_id=first, body="We are ready.")
    with clock.at(NOON - dt.timedelta(weeks=20)):
        publish(cast.ana, audience_id=audience, body="Long ago.")
    weeks = device(cast.bo).read(f"groups/{cast.shop}/activity/")["results"]
    assert len(weeks) == 12
    assert weeks[-1]["monday"] == "2027-01-11"
    assert weeks[-4] == {"monday": "2026-12-21", "posts": 1, "replies": 1}
    figure = picture(signed_in("bo"), f"/groups/{cast.shop}/about/")
    assert table(figure)["21 December 2026"] == ["1", "1"]


# While one looks at them ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("path", "part"),
    [("/blockers/", "causes"), ("/groups/{shop}/cases/", "team-cases"), ("/groups/{shop}/about/", "group-weeks")],
)
def test_a_page_that_is_open_asks_for_the_chart_alone(cast: Cast, signed_in: SignedIn, path: str, part: str) -> None:
    report_blocker(cast.ana, ref=cast.case, cause="No van", lifter="The garage", meanwhile="A taxi")
    with clock.at(NOON + dt.timedelta(hours=30)):
        Group.objects.filter(id=cast.shop).update(kind="team")
        publish(cast.ana, audience_id=Group.objects.get(id=cast.shop).audience_id, body="The sales begin.")
        address, client = path.format(shop=cast.shop), signed_in("ana")
        whole = client.get(address).content.decode()
        alone = client.get(address, headers={"HX-Request": "true"}).content.decode()
    assert f'id="{part}" data-fresh="{address}"' in whole
    assert f'id="{part}" data-fresh="{address}"' in alone
    assert "<html" not in alone
    assert drawn(alone) == drawn(whole)
    assert drawn(alone)


def test_a_later_page_of_a_teams_cases_stands_still(cast: Cast, signed_in: SignedIn) -> None:
    Group.objects.filter(id=cast.shop).update(kind="team")
    for number in range(21):
        ref = open_case(cast.ana, customer_id=cast.customer, title=f"Lamp {number}", story=StoryText("a", "b"))
        Case.objects.filter(ref=ref).update(holder_person=None, holder_team=cast.shop)
    client = signed_in("ana")
    first = client.get(f"/groups/{cast.shop}/cases/").content.decode()
    later = html.unescape(re.findall(r'rel="next" href="([^"]+)"', first)[0])
    assert 'id="team-cases" data-fresh' not in client.get(f"/groups/{cast.shop}/cases/{later}").content.decode()


# What it costs --------------------------------------------------------------------------------------------------------
def test_each_number_costs_the_same_statements_for_one_as_for_many(cast: Cast, statements: Counting) -> None:
    for day in (14, 15, 16):
        with statements(1):
            queries.due_days(cast.ana)
        with statements(1):
            queries.drift_ages(cast.ana)
        with statements(5):
            queries.team_load(cast.ana, cast.shop)
        with statements(2):
            weeks(cast.ana, cast.shop)
        promised(cast, day)


# The drawing ----------------------------------------------------------------------------------------------------------
def test_nothing_is_drawn_where_there_is_nothing_to_count() -> None:
    assert columns("Quiet", "Day", [Place("Monday")], [Series("posts", (0,))]) is None
    assert bars("Quiet", "Who", [], [Series("cases", ())]) is None


def test_a_chart_is_small_and_carries_no_script_no_style_and_no_foreign_markup() -> None:
    places = [Place(f'<script>"{number}"</script>' * 3, ("<i>", "2")) for number in range(15)]
    series = [Series("one", tuple(range(15))), Series("two", tuple(range(15)))]
    with translation.override("en"):
        charts = [draw('Say "a" & <b>', "Day", places, series) for draw in (columns, bars)]
    for chart in charts:
        assert chart is not None
        assert not re.findall(r"<(?!/?(?:svg|rect|text|line)\b)", chart.drawn)
        assert not re.findall(r"\s(?:style|fill|on\w+)=", chart.drawn)
        assert 'aria-label="Say &quot;a&quot; &amp; &lt;b&gt;: 210 in all' in chart.drawn
        assert len(chart.drawn) < 8_000


def test_the_second_series_stands_on_the_first() -> None:
    chart = columns("Weeks", "Week", [Place("Now")], [Series("posts", (3,)), Series("replies", (1,))])
    assert chart is not None
    boxes = [(float(y), float(height)) for y, height in re.findall(r'y="([\d.]+)"[^>]* height="([\d.]+)"', chart.drawn)]
    assert boxes == [(37.0, 57.0), (18.0, 19.0)]
