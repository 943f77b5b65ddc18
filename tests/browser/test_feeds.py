"""Feeds: narrowed, still while one reads, going on by themselves, and found again as they were."""

import re
import secrets
import time

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.browser.background import until
from tests.browser.conftest import PHONE, SignIn
from tests.browser.running import RunningSite

GROUP = "/groups/{}/"


@pytest.fixture(scope="module")
def long_group(site: RunningSite) -> tuple[str, list[str]]:
    """A group of Ana's where Bo is, with 45 posts; their ids, the oldest first."""
    with site.api("ana") as ana, site.api("bo") as bo:
        group = made(ana, "groups/", name=f"Long {secrets.token_hex(3)}", kind="team", openness="open")
        bo.post(f"groups/{group}/join/").raise_for_status()
        return group, [made(ana, f"groups/{group}/posts/", body=f"Number {count}.") for count in range(45)]


def made(device: httpx.Client, path: str, **body: object) -> str:
    answer = device.post(path, json=body)
    assert answer.status_code == 201, answer.text
    return str(answer.json()["id"])


def live(page: Page, address: str) -> Page:
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-connected", "yes")
    return page


def test_what_is_new_waits_in_a_pill_and_nothing_moves(
    site: RunningSite, sign_in: SignIn, long_group: tuple[str, list[str]]
) -> None:
    group, _said = long_group
    bo = live(sign_in("bo"), GROUP.format(group))
    first = bo.locator("#feed article.post").first
    stood = first.bounding_box()
    with site.api("ana") as ana:
        new = [made(ana, f"groups/{group}/posts/", body=f"New {count}.") for count in range(3)]
        expect(bo.locator("#waiting")).to_have_text("3 new posts.")
        expect(bo.locator("#said")).to_have_text("3 new posts.")
        assert first.bounding_box() == stood
        ana.delete(f"posts/{new[1]}/").raise_for_status()
        expect(bo.locator("#waiting")).to_have_text("2 new posts.")
    bo.locator("#waiting").click()
    expect(bo.locator("#waiting")).to_have_count(0)
    expect(bo.locator("#feed article.post").first).to_have_id(f"post-{new[2]}")
    expect(bo.locator("#feed article.post").first).to_be_focused()
    expect(bo.locator(f"#post-{new[1]}")).to_have_count(0)
    own = f"Mine {secrets.token_hex(3)}"
    bo.locator("#composer-body").fill(own)
    bo.locator("#composer button.main").click()
    expect(bo.locator("#feed article.post").first).to_contain_text(own)
    expect(bo.locator("#waiting")).to_have_count(0)


def test_a_feed_goes_on_by_itself_and_is_found_again_without_what_went(
    site: RunningSite, sign_in: SignIn, long_group: tuple[str, list[str]]
) -> None:
    group, said = long_group
    bo = live(sign_in("bo", viewport=PHONE), GROUP.format(group))
    expect(bo.locator("a[rel=next]")).to_have_count(1)
    for _ in range(12):
        bo.mouse.wheel(0, 1500)
        if bo.locator(f"#post-{said[0]}").count():
            break
        bo.wait_for_load_state("networkidle")
    expect(bo.locator(f"#post-{said[0]}")).to_have_count(1)
    expect(bo.locator("a[rel=next]")).to_have_count(0)
    everything = bo.locator("#feed article.post").evaluate_all("all => all.map(one => one.dataset.post)")
    assert len(everything) == len(set(everything)) >= 45
    # Enough stands below it: the page may be too short for the same place once a post at its end is gone.
    bo.evaluate("id => document.getElementById(id).scrollIntoView({block: 'center'})", f"post-{said[14]}")
    before = bo.evaluate("id => document.getElementById(id).getBoundingClientRect().top", f"post-{said[14]}")
    bo.locator(f"#post-{said[14]} a.moment").click()
    expect(bo).to_have_url(re.compile(r"/posts/"))
    with site.api("ana") as ana:
        ana.delete(f"posts/{said[13]}/").raise_for_status()
        made(ana, f"groups/{group}/posts/", body="Meanwhile.")
    bo.go_back()
    expect(bo.locator(f"#post-{said[14]}")).to_be_in_viewport()
    stands = "([id, top]) => Math.abs(document.getElementById(id).getBoundingClientRect().top - top) < 4"
    until(bo, stands, [f"post-{said[14]}", before])
    expect(bo.locator(f"#post-{said[13]}")).to_have_count(0)


def test_a_feed_is_narrowed_and_hears_of_what_belongs_to_it_alone(
    site: RunningSite, sign_in: SignIn, long_group: tuple[str, list[str]]
) -> None:
    group, _said = long_group
    bo = live(sign_in("bo"), GROUP.format(group))
    bo.get_by_role("link", name="Open questions").click()
    expect(bo.get_by_role("heading", name="No open question")).to_be_visible()
    expect(bo.locator("html")).to_have_attribute("data-connected", "yes")
    with site.api("ana") as ana:
        made(ana, f"groups/{group}/posts/", body="No question.")
        first = made(ana, f"groups/{group}/posts/", body="A question?", kind="question")
        expect(bo.locator(f"#post-{first}")).to_be_visible()
        made(ana, f"groups/{group}/posts/", body="Another one?", kind="question")
        expect(bo.locator("#waiting")).to_have_text("One new post.")
    expect(bo.locator("#feed article.post")).to_have_count(1)


def test_a_reply_far_down_opens_in_sight_and_marked(site: RunningSite, sign_in: SignIn) -> None:
    with site.api("ana") as ana:
        root = made(ana, f"groups/{site.cast['Shop floor']}/posts/", body="A long thread.")
        replies = [made(ana, f"posts/{root}/replies/", body=f"Reply {count}.") for count in range(58)]
    bo = sign_in("bo")
    bo.goto(f"/posts/{replies[55]}/")
    expect(bo.locator(f"#post-{replies[55]}")).to_be_in_viewport()
    assert bo.evaluate("document.querySelector(':target')?.id") == f"post-{replies[55]}"


def test_what_one_may_do_with_a_post_is_behind_one_button_on_a_phone(
    site: RunningSite, sign_in: SignIn, long_group: tuple[str, list[str]]
) -> None:
    group, _said = long_group
    bo = sign_in("bo", viewport=PHONE, has_touch=True)
    bo.goto(GROUP.format(group))
    newest = bo.locator("#feed article.post").first
    expect(newest.get_by_role("link", name="Share")).to_be_hidden()
    newest.get_by_role("button", name="More").tap()
    expect(newest.get_by_role("link", name="Share")).to_be_visible()
    bo.keyboard.press("Escape")
    expect(newest.get_by_role("link", name="Share")).to_be_hidden()


def test_pages_of_a_hashtag_a_person_and_a_customer_hear_of_what_is_theirs(
    site: RunningSite, sign_in: SignIn, long_group: tuple[str, list[str]]
) -> None:
    group, tag = long_group[0], f"t{secrets.token_hex(4)}"
    with site.api("ana") as ana:
        made(ana, f"groups/{group}/posts/", body=f"First #{tag}")
        bo = sign_in("bo")
        addresses = (f"/tags/{tag}/", f"/people/{site.cast['ana']}/", f"/customers/{site.cast['customer']}/")
        tagged, person, customer = (live(bo.context.new_page(), address) for address in addresses)
        made(ana, f"groups/{group}/posts/", body=f"Second #{tag}")
        for page in (tagged, person):
            expect(page.locator("#waiting")).to_have_text("One new post.")
        expect(customer.locator("#waiting")).to_have_count(0)
        made(ana, f"cases/{site.cast['case']}/posts/", body="She called again.", side="internal")
    customer.locator("#waiting").click()
    expect(customer.locator("#feed")).to_contain_text("She called again.")
    tagged.locator("#waiting").click()
    expect(tagged.locator("#feed > article.post")).to_have_count(2)


def test_cy_sees_where_she_had_stopped_and_the_line_stays_while_she_is_there(
    site: RunningSite, sign_in: SignIn
) -> None:
    cy = live(sign_in("cy"), GROUP.format(site.cast["Stock room"]))
    order = "all => all.map(one => one.matches('.seen-line') ? 'line' : one.querySelector('.prose').innerText)"
    for _visit in range(2):
        assert cy.locator("#feed > *").evaluate_all(order) == ["Said since.", "line", "Said before."]
        with cy.expect_request(lambda request: request.url.endswith("/visit/")):
            cy.reload()


def test_a_reaction_counts_in_two_browsers(
    site: RunningSite, sign_in: SignIn, long_group: tuple[str, list[str]]
) -> None:
    with site.api("ana") as device:
        said = made(device, f"groups/{long_group[0]}/posts/", body="Who comes on Saturday?")
    bo, ana = (live(sign_in(who), GROUP.format(long_group[0])) for who in ("bo", "ana"))
    chip = f"#post-{said} .reaction"
    bo.locator(f"#post-{said} .react").click()
    bo.locator(".emoji-sheet").get_by_role("button", name="👍").click()
    for page in (bo, ana):
        expect(page.locator(chip)).to_have_text("👍1")
    expect(bo.locator(chip)).to_have_attribute("aria-pressed", "true")
    ana.locator(chip).click()
    expect(bo.locator(chip)).to_have_text("👍2")


def test_who_was_away_reads_what_changed_and_puts_it_away(site: RunningSite, sign_in: SignIn) -> None:
    bo = sign_in("bo")
    left = f"{site.cast['bo'][-12:]}.{int(time.time()) - 6 * 3600}.0.0"
    bo.context.add_cookies([{"name": "left", "value": left, "url": site.url}])
    bo.goto("/")
    since = bo.get_by_role("region", name="Since you left")
    expect(since).to_contain_text("Announcement")
    since.get_by_role("button", name="Seen").click()
    expect(since).to_have_count(0)
