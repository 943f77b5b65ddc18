"""What nobody expects: endless words, other directions, slender pictures, a slow line, two people in one browser."""

import secrets

from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SLOW_LINE, SignIn
from tests.browser.running import RunningSite
from tests.feeds.pictures import picture

FROM_THE_RIGHT = """element => {
  const words = element.firstChild, place = (at) => {
    const range = document.createRange();
    range.setStart(words, at); range.setEnd(words, at + 1);
    return range.getBoundingClientRect().left;
  };
  return place(0) > place(words.length - 1);
}"""
FULL = "Storage.prototype.setItem = () => { throw new DOMException('no room', 'QuotaExceededError'); };"


def _wider(page: Page) -> int:
    """How many pixels the page is wider than the screen."""
    return int(page.evaluate("document.documentElement.scrollWidth - innerWidth"))


def test_odd_words_and_pictures_stay_in_their_place(site: RunningSite, sign_in: SignIn) -> None:
    group, word = site.cast["Shop floor"], secrets.token_hex(4)
    slender = f"slender-{word}.png"
    hebrew = f"הארון נשבר {word}."
    with site.api("ana") as device:
        sent = device.post("files/", files={"file": (slender, picture("PNG", (1, 20_000)))}).raise_for_status().json()
        said = {
            "endless": {"body": "w" * 10_000 + word},
            "named": {"body": "@bo @mo " * 200 + word},
            "hebrew": {"body": hebrew},
            "slender": {"body": f"Look {word}", "attachments": [sent["id"]]},
        }
        ids = {
            name: device.post(f"groups/{group}/posts/", json=body).raise_for_status().json()["id"]
            for name, body in said.items()
        }
    bo = sign_in("bo", viewport=PHONE)
    bo.goto(f"/groups/{group}/")
    for post_id in ids.values():
        expect(bo.locator(f"#post-{post_id}")).to_be_visible()
    assert _wider(bo) <= 0
    assert bo.locator(f"#post-{ids['hebrew']} .prose p").evaluate(FROM_THE_RIGHT)
    tile = bo.locator(f"#post-{ids['slender']} img").first.bounding_box()
    assert tile is not None
    assert tile["height"] <= PHONE["height"]


def test_on_a_slow_line_what_is_sent_twice_is_said_once(site: RunningSite, sign_in: SignIn) -> None:
    group, words = site.cast["Shop floor"], f"From the motorway {secrets.token_hex(4)}"
    bo = sign_in("bo", viewport=PHONE)
    bo.goto(f"/groups/{group}/")
    bo.context.new_cdp_session(bo).send("Network.emulateNetworkConditions", SLOW_LINE)
    bo.locator("#composer-body").fill(words)
    bo.locator("#composer-body").press("Control+Enter")
    bo.locator("#composer-body").press("Control+Enter")
    expect(bo.locator("#feed article.post", has_text=words)).to_have_count(1)
    with site.api("bo") as device:
        newest = device.get(f"groups/{group}/posts/").json()["results"]
    assert [one["body"] for one in newest].count(words) == 1


def test_a_page_of_somebody_who_is_signed_in_no_more_says_nothing_as_the_other(
    site: RunningSite, sign_in: SignIn
) -> None:
    """Two tabs of one browser: in the second, somebody else signs in; the first still shows the former person."""
    group, words = site.cast["Shop floor"], f"Whose words {secrets.token_hex(4)}"
    first = sign_in("ana")
    first.goto(f"/groups/{group}/")
    expect(first.locator("html")).to_have_attribute("data-connected", "yes")
    other = sign_in("bo").context.cookies()
    first.context.clear_cookies()
    first.context.add_cookies([{"name": one["name"], "value": one["value"], "url": site.url} for one in other])
    first.locator("#composer-body").fill(words)
    first.locator("#composer-body").press("Control+Enter")
    expect(first.get_by_text("Your words are kept on this device")).to_be_visible()
    expect(first.locator("#composer-body")).to_have_value(words)
    with site.api("bo") as device:
        newest = device.get(f"groups/{group}/posts/").json()["results"]
    assert words not in [one["body"] for one in newest]


def test_a_browser_without_any_room_left_still_says_what_one_writes(site: RunningSite, sign_in: SignIn) -> None:
    case, words = site.cast["case"], f"No room left {secrets.token_hex(4)}"
    bo = sign_in("bo")
    told: list[str] = []
    bo.on("pageerror", lambda error: told.append(str(error)))
    bo.context.add_init_script(FULL)
    bo.goto(f"/cases/{case}/")
    bo.locator("#composer-body").fill(words)
    bo.locator("#composer label.internal").click()
    bo.locator("#composer-body").press("Control+Enter")
    expect(bo.locator("#timeline article.post", has_text=words)).to_have_count(1)
    expect(bo.locator("#composer-body")).to_have_value("")  # the answer to the form may come after the post itself
    expect(bo.locator("#composer-body")).to_be_focused()
    bo.keyboard.press("Escape")
    expect(bo.locator("#composer-body")).not_to_be_focused()  # while one writes, Ctrl+K is the editor's
    bo.keyboard.press("Control+k")
    expect(bo.get_by_role("dialog")).to_be_visible()
    assert not told
