"""The next step in the brief of the case page and on paper: its words, its place, and for whom."""

import datetime as dt
import html
import re

from cases.actions import Holder, begin_checklist, edit_case, offer_handoff, report_blocker
from esn.core import clock
from esn.core.clock import now
from tests.cases.promises import HOUR, MONDAY, january, moved, promised
from tests.cases.rules import asked, person, refund_rule
from tests.cast import device, side_named
from tests.frontend.conftest import Cast, SignedIn


def line(page: str) -> str:
    """The markup of the line."""
    return page.partition('<section class="next-step"')[2].partition("</section>")[0]


def test_nothing_waits_and_nothing_is_said(cast: Cast, signed_in: SignedIn) -> None:
    for page in ("", "brief/", "sheet/"):
        assert "next-step" not in signed_in("bo").get(f"/cases/{cast.case}/{page}").text


def test_each_kind_leads_to_where_it_is_done(cast: Cast, signed_in: SignedIn) -> None:
    ref, ana, door = cast.case, cast.ana, device(cast.ana)

    def shown() -> tuple[str, str]:
        """The words of the line and its address, which is there."""
        found = re.search(r'<a href="([^"]+)">([^<]+)</a>', line(client.get(f"/cases/{ref}/").text))
        assert found
        address = html.unescape(found[1])
        assert client.get(address.partition("#")[0]).status_code == 200
        return html.unescape(found[2]), address

    with clock.at(MONDAY):
        client = signed_in("ana")
        begin_checklist(ana, ref=ref, name="Late", steps=["Call the <carrier>"])
        assert shown() == ("Call the <carrier>", f"/cases/{ref}/checklists/")
        edit_case(ana, ref=ref, next_news_due=MONDAY + HOUR)
        assert shown() == ("give news to Mme Dupin", f"/cases/{ref}/tell/?about=status&id={ref}")
        blocker = report_blocker(
            ana, ref=ref, cause="No stock", lifter="Mme Roy", meanwhile="A chair.", next_check=MONDAY + HOUR
        )
        assert shown() == ("check again: No stock", f"/blockers/{blocker}/lift/")
        promise = promised(door, ref, day=12)
        assert shown() == ("keep the promise: The wardrobe is delivered.", f"/promises/{promise['id']}/")
        door.make(f"commitments/{promise['id']}/show/", {"side": side_named(ref, "partner")})
        proposal = {"window": january(13), "reason": "Our truck."}
        device(cast.gus).make(f"commitments/{promise['id']}/proposals/", proposal)
        assert shown() == (f"answer the time that {cast.gus.name} proposes", f"/promises/{promise['id']}/")
        called = {"question": "Which day?", "deadline": (MONDAY + HOUR).isoformat(), "invited": [person(cast.bo)]}
        huddle = door.make(f"cases/{ref}/huddles/", called)
        assert shown() == ("Ana Martin decides in the huddle", f"/huddles/{huddle['id']}/")
        waiver = asked(door, ref, refund_rule(door, person(cast.bo), person(cast.mo)))
        words, address = shown()
        assert words.startswith("one of ")
        assert words.endswith(" decides about the exception")
        assert address == f"/exceptions/{waiver['id']}/"
        offer_handoff(
            ana,
            ref=ref,
            to=Holder("team", cast.shop),
            brief="Late.",
            expectation="A day.",
            until=MONDAY + dt.timedelta(days=1),
        )
        assert shown() == ("Shop floor takes the case or refuses it", f"/cases/{ref}/?pane=brief#handoff")
        assert 'id="handoff"' in client.get(f"/cases/{ref}/").text
        moved(door, door.read(f"commitments/{promise['id']}/"), 14)
        address = f"/cases/{ref}/tell/?about=commitment&id={promise['id']}"
        assert shown() == ("tell Mme Dupin the new date", address)
        paper = line(client.get(f"/cases/{ref}/sheet/").text)
        assert "tell Mme Dupin the new date" in paper


def test_what_is_late_is_marked_in_words(cast: Cast, signed_in: SignedIn) -> None:
    edit_case(cast.ana, ref=cast.case, next_news_due=now() + HOUR)
    assert " by <time" in line(signed_in("bo").get(f"/cases/{cast.case}/").text).replace(">by", "> by")
    with clock.at(now() + 2 * HOUR):
        page = line(signed_in("bo").get(f"/cases/{cast.case}/").text)
    assert "late since <time" in page


def test_gus_reads_no_next_step(cast: Cast, signed_in: SignedIn) -> None:
    edit_case(cast.ana, ref=cast.case, next_news_due=now() + HOUR)
    assert "next-step" not in signed_in("gus").get(f"/cases/{cast.case}/").text
    assert signed_in("gus").get(f"/cases/{cast.case}/brief/").status_code == 404
