"""Choosing how one is told, on which device, and what a notification shows and opens, in the browser."""

from playwright.sync_api import expect

from tests.browser.background import Background, until
from tests.browser.conftest import SignIn
from tests.browser.running import RunningSite
from tests.core.push_service import Receiver

# A push service in place of the browser maker's own, which no test reaches: it gives this browser one address.
SERVICE = """(() => {
  const [endpoint, p256dh, auth] = %r;
  const held = { endpoint, unsubscribe: async () => { delete localStorage.pushed; return true; },
    toJSON: () => ({ endpoint, keys: { p256dh, auth } }) };
  PushManager.prototype.getSubscription = async () => {
    if (!localStorage.pushed) return null;
    held.options = { applicationServerKey: Uint8Array.from(JSON.parse(localStorage.pushed)) };
    return held;
  };
  PushManager.prototype.subscribe = async ({ applicationServerKey }) => {
    localStorage.pushed = JSON.stringify([...applicationServerKey]);
    return held;
  };
})()"""
SHOWN = """async () => (await (await navigator.serviceWorker.ready).getNotifications())
  .map((one) => [one.title, one.body, one.tag])"""
CLICK = """async () => {
  const [notification] = await registration.getNotifications();
  dispatchEvent(new NotificationEvent('notificationclick', { notification }));
}"""


def test_bo_lets_a_device_be_notified_and_opens_what_needs_him(site: RunningSite, sign_in: SignIn) -> None:
    bo = sign_in("bo", service_workers="allow", permissions=["notifications"])
    context, background = bo.context, Background(bo.context, site.url)
    browser = Receiver()
    context.add_init_script(SERVICE % [f"https://8.8.8.8/{browser.p256dh}", browser.p256dh, browser.auth])
    bo.goto("/settings/notifications/")
    expect(bo.locator("html")).to_have_attribute("data-app", "ready")
    bo.get_by_role("button", name="Notify me on this device").click()
    devices = bo.locator("#push-devices li")
    expect(devices).to_have_count(1)
    expect(devices).to_contain_text("this device")

    case = f"/cases/{site.cast['case']}/"
    assert bo.evaluate(SHOWN) == []  # asked for the first time, Chromium forgets what it has not drawn yet
    told = {"me": site.cast["bo"], "tag": "inbox", "url": "/inbox/", "urgent": False, "count": 1}
    background.push(**{**told, "me": site.cast["ana"], "title": "For Ana", "body": "Not here", "tag": "hers"})
    background.push(**told, title="Case", body="Ana asked you")
    background.push(**{**told, "url": case}, title="2 things wait for you", body="Case · Ana asked you")
    until(bo, f"async () => String(await ({SHOWN})()).startsWith('2 things')")
    assert bo.evaluate(SHOWN) == [["2 things wait for you", "Case · Ana asked you", "inbox"]]
    with bo.expect_navigation():
        context.service_workers[0].evaluate(CLICK)
    expect(bo.locator("#brief")).to_be_visible()
    assert bo.url.removeprefix(site.url) == case
    assert bo.evaluate(SHOWN) == []

    other = context.new_page()
    other.goto("/settings/notifications/")
    expect(other.locator("html")).to_have_attribute("data-app", "ready")
    until(other, "(me) => sessionStorage.push === me", site.cast["bo"])
    expect(other.locator("#push-devices li")).to_have_count(1)
    other.locator("#push-devices").get_by_role("button", name="Remove").click()
    expect(other.locator("#push-devices li")).to_have_count(0)
    third = context.new_page()
    third.goto("/settings/notifications/")
    until(third, "() => !localStorage.pushed")
    expect(third.locator("#push-devices li")).to_have_count(0)


def test_a_daily_mail_and_quiet_hours_are_chosen_without_a_script(site: RunningSite, sign_in: SignIn) -> None:
    pia = sign_in("cy", java_script_enabled=False)
    pia.goto("/settings/notifications/")
    pia.get_by_text("Once a day", exact=True).click()
    pia.get_by_label("At what time").select_option("7")
    pia.get_by_role("button", name="Save", exact=True).click()
    expect(pia.get_by_role("radio", name="Once a day", exact=True)).to_be_checked()
    expect(pia.get_by_label("At what time")).to_have_value("7")
    pia.goto("/settings/hours/")
    pia.get_by_label("Quiet from").fill("19:30")
    pia.get_by_label("Quiet until").fill("07:30")
    pia.get_by_role("button", name="Save the quiet hours").click()
    expect(pia.get_by_text("Your quiet hours are saved.")).to_be_visible()
    pia.get_by_role("button", name="No quiet hours").click()
    expect(pia.get_by_label("Quiet from")).to_have_value("")
