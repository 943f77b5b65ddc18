"""The furniture story, played by five people in five browsers: the customer tells it once, and it ends well."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import PHONE, SignIn
from tests.browser.running import RunningSite

KEYS = 12  # that a contact may take besides its text
CLOCK = re.compile(r"3:5\d")  # of the four hours in which she must hear of it

CARRIER = "Camion en panne, jeudi est impossible."
CALL = "Elle appelle la première : veut savoir si jeudi tient."
QUESTION = "Quel jour sûr pour l’armoire ?"
RULE = "Remboursement en trois semaines, jamais en espèces"
PRECEDENTS = ("Espèces le jour même, lampe", "Espèces le lendemain, commode")
CASH = "Espèces aujourd’hui, armoire remboursée"
REFUND = "Remboursement en espèces"
BLOCKED = "Outil de remboursement verrouillé"

Check = Callable[[Page], None]
Picture = Callable[[Page, str], None]


@dataclass(frozen=True)
class Play:
    """Everybody at their own desk, and what the story needs to remember."""

    lea: Page  # sells
    yann: Page  # drives for the carrier
    ines: Page  # plans the deliveries
    marc: Page  # answers the telephone
    nadia: Page  # leads the shop
    dupin: Page  # the customer, at home, without an account
    name: str
    phone: str
    thursday: dt.date

    @property
    def saturday(self) -> dt.date:
        """What the carrier proposes, and she refuses."""
        return self.thursday + dt.timedelta(days=2)

    @property
    def friday(self) -> dt.date:
        """What the shop's own van can do."""
        return self.thursday + dt.timedelta(days=1)


@pytest.fixture
def play(demo_site: RunningSite, sign_in_to: Callable[[RunningSite], SignIn], new_page: Callable[..., Page]) -> Play:
    """Five people, each signed in to a browser of their own; Yann, Nadia and the customer carry telephones."""
    enter = sign_in_to(demo_site)
    today = dt.datetime.now(dt.UTC).date()
    return Play(
        lea=enter("lea"),
        yann=enter("yann", viewport=PHONE, has_touch=True),
        ines=enter("ines"),
        marc=enter("marc"),
        nadia=enter("nadia", viewport=PHONE, has_touch=True),
        dupin=new_page(base_url=demo_site.url, viewport=PHONE, has_touch=True, locale="fr-FR"),
        name="Mme Odile Dupin",
        phone="06 39 98 17 40",
        thursday=today + dt.timedelta(days=7 + (3 - today.weekday()) % 7),
    )


def _fill(page: Page, **fields: str) -> None:
    """Write into the fields of the form by their names, and choose the options that are named."""
    for name, value in fields.items():
        field = page.locator(f"main form.form [name='{name}']")
        if field.first.get_attribute("type") in ("radio", "checkbox"):
            page.locator(f"main form.form [name='{name}'][value='{value}']").check()
        elif field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)


def _send(page: Page) -> None:
    """Send the form and wait for what answers."""
    with page.expect_navigation():
        page.locator("main form.form button.main").click()


def _watch(page: Page, address: str) -> None:
    """Open the page, connected, and remember that it is this very load of it."""
    page.goto(address)
    expect(page.locator("html")).to_have_attribute("data-connected", "yes")
    page.evaluate("document.documentElement.dataset.loadedOnce = 'yes'")


def _live(page: Page) -> None:
    expect(page.locator("html")).to_have_attribute("data-loaded-once", "yes")


def _lea_writes_it_down(play: Play, picture: Picture) -> str:
    """Who she is, what she told, what she never wants, and what was promised to her in the shop; the case's address."""
    lea = play.lea
    lea.goto("/customers/new/")
    _fill(lea, name=play.name, language="fr", phones=play.phone)
    _send(lea)
    lea.locator("main a[href*='/cases/new/?customer=']").first.click()
    _fill(
        lea,
        title="Armoire Solène",
        happened="Armoire achetée au magasin, livraison choisie ensemble.",
        wanted="Un jour sûr.",
        refused="Le samedi.",
    )
    _send(lea)
    expect(lea.locator("#brief")).to_contain_text("Armoire achetée au magasin")
    case = re.sub(r"\?.*", "", lea.url)
    lea.locator("#brief a[href*='/facts/new/']").click()
    _fill(lea, rule="never_on", days="6", source="la cliente")
    _send(lea)
    expect(lea.locator("#brief .fact-list .green")).to_contain_text(re.compile("samedi", re.IGNORECASE))
    lea.locator("#brief a[href$='/promises/new/']").click()
    _fill(lea, text="Livraison de l’armoire", day=play.thursday.isoformat(), start="07:00", end="14:00", told="shop")
    lea.locator("[name=kept_by]").select_option(label="Logistique")
    picture(lea, "promise-new")
    _send(lea)
    expect(lea.locator("#brief .promises .told-line.kept")).to_contain_text("Léa")
    return case


def _ines_asks_the_carrier(play: Play, site: RunningSite, case: str) -> None:
    """Yann gets a seat on the carrier's side and is shown the promise, and nothing else."""
    ines, ref = play.ines, case.rstrip("/").rsplit("/", 1)[1]
    ines.goto(f"{case}people/?q=Yann")
    ines.locator("main button[value=participant]").first.click()
    with site.api("ines") as device:
        promise = device.get(f"cases/{ref}/commitments/").json()["results"][0]["id"]
        sides = device.get(f"cases/{ref}/").json()["sides"]
        side = next(one["side"] for one in sides if one["kind"] == "partner")
        device.post(f"commitments/{promise}/show/", json={"side": side}).raise_for_status()


def _yann_proposes_saturday(play: Play, case: str, accessible: Check) -> None:
    """Everybody on the case sees that it goes against what she said; the promise does not move."""
    yann = play.yann
    for page in (play.lea, play.ines, play.marc, play.nadia):
        _watch(page, case)
    _watch(yann, case)
    accessible(yann)
    assert play.name not in yann.content()
    yann.locator("#composer-body").fill(CARRIER)
    yann.locator("#composer button.main").click()
    yann.locator("a[href$='/propose/']").click()
    _fill(yann, day=play.saturday.isoformat(), start="08:00", end="12:00", reason="Camion en panne, freins.")
    _send(yann)
    for page in (play.lea, play.ines, play.marc, play.nadia):
        promise = page.locator("#brief .promises")
        expect(promise.locator(".told-line .at_risk")).to_be_visible()
        expect(promise.locator(".window")).to_contain_text(str(play.thursday.day))
        _live(page)


def _ines_calls_a_huddle(play: Play, case: str, accessible: Check) -> None:
    """Service and the shop are asked; each option is checked against what she said, and Nadia says what she thinks."""
    ines, nadia = play.ines, play.nadia
    ines.goto(f"{case}huddles/new/")
    deadline = dt.datetime.now(dt.UTC) + dt.timedelta(days=1)
    _fill(ines, question=QUESTION, deadline=deadline.strftime("%Y-%m-%dT%H:%M"))
    for team in ("Service client", "Magasin Lyon"):
        ines.get_by_label(team).check()
    _send(ines)
    huddle = ines.url
    for text, day in (("Notre camion", play.friday), ("Vasseur le samedi", play.saturday)):
        ines.locator("main a[href$='/options/new/']").click()
        ines.locator("[name=promise]").select_option(index=1)
        _fill(ines, text=text, day=day.isoformat(), start="08:00", end="12:00")
        _send(ines)
    options = ines.locator("#huddle .option")
    expect(options.nth(0).locator(".at_risk")).to_have_count(0)
    expect(options.nth(1).locator(".at_risk")).to_contain_text(re.compile("samedi", re.IGNORECASE))
    _watch(ines, huddle)
    nadia.goto("/huddles/")
    nadia.locator("main a", has_text=QUESTION).tap()
    nadia.locator("#huddle .option").first.locator("[name=text]").fill("Rachid est libre.")
    nadia.locator("#huddle .option").first.locator("button[value=for]").tap()
    expect(options.nth(0)).to_contain_text("Rachid est libre.")
    _live(ines)
    accessible(ines)


def _it_is_decided_and_stands_in_red(play: Play, case: str, picture: Picture) -> None:
    """Changed and not told: everybody on the case sees the clock run, the carrier does not."""
    ines = play.ines
    for page in (play.lea, play.marc, play.nadia):
        _watch(page, case)
    ines.locator("#huddle .option").first.locator("a[href*='/decide/']").click()
    _fill(ines, reason="Le seul jour sûr avant dimanche.")
    _send(ines)
    for page in (play.lea, play.marc, play.nadia):
        card = page.locator(".drift-card")
        expect(card.locator(".clock")).to_have_text(CLOCK)
        expect(card.locator("dd").first).to_contain_text(str(play.thursday.day))
        expect(card.locator("dd").last).to_contain_text(str(play.friday.day))
        _live(page)
    picture(play.lea, "drift")
    picture(play.nadia, "drift-phone")
    expect(play.yann.locator(".drift-card")).to_have_count(0)


def _marc_picks_up(play: Play, picture: Picture) -> None:
    """She calls first: found by her number, her story read, the contact noted by few keys, and she is told."""
    marc = play.marc
    marc.goto("/")
    marc.keyboard.press("/")
    expect(marc.locator("#finder")).to_be_focused()
    marc.keyboard.type(play.phone)
    marc.keyboard.press("Enter")
    marc.locator("main").get_by_role("link", name=play.name).first.click()
    marc.locator("main").get_by_role("link", name="Armoire Solène").first.click()
    brief = marc.locator("#brief")
    for known in ("Armoire achetée au magasin", re.compile("samedi", re.IGNORECASE), play.name):
        expect(brief).to_contain_text(known)
    _watch(marc, marc.url)
    keys = ("n", "Tab", "Space", "Control+Enter")  # told once; by telephone, inwards and five minutes stand
    marc.keyboard.press(keys[0])
    expect(marc.locator("[name=note]")).to_be_focused()
    marc.keyboard.type(CALL)
    picture(marc, "contact")
    for key in keys[1:-1]:
        marc.keyboard.press(key)
    with marc.expect_navigation():
        marc.keyboard.press(keys[-1])
    expect(brief).to_contain_text(CALL)
    expect(marc.locator("html")).to_have_attribute("data-connected", "yes")
    assert len(keys) <= KEYS
    marc.keyboard.press("t")
    _send(marc)
    for page in (play.lea, play.nadia, marc):
        expect(page.locator(".drift-card")).to_have_count(0)
    marc.locator("#brief form[action$='/take/'] button").click()
    marc.locator("#brief details:has(#news-at) summary").click()
    marc.locator("#news-at").fill(f"{play.thursday - dt.timedelta(days=1)}T11:00")
    marc.locator("form[action$='/news/'] button").click()


def _the_house_has_a_rule(site: RunningSite) -> str:
    """A rule about which Nadia decides, with two precedents in other cases; its id."""
    with site.api("marc") as marc, site.api("nadia") as nadia:
        decides = [{"kind": "person", "id": nadia.get("me/").json()["id"]}]
        card = {"title": RULE, "text": "Un remboursement part sur la carte.", "deciders": decides}
        rule: str = nadia.post("rules/", json=card).json()["id"]
        others = [one["ref"] for one in marc.get("cases/?which=open").json()["results"] if not one["restricted"]]
        for ref, what in zip(others[1:3], PRECEDENTS, strict=True):
            asked = marc.post(f"cases/{ref}/waivers/", json={"rule": rule, "what": what, "why": "Deux retards."})
            nadia.post(f"waivers/{asked.json()['id']}/grant/", json={"reason": "Notre faute."}).raise_for_status()
    return rule


def _she_wants_her_money_today(play: Play, case: str, rule: str, accessible: Check, picture: Picture) -> None:
    """Marc asks for an exception, two precedents are shown, and Nadia decides on her telephone."""
    marc, nadia = play.marc, play.nadia
    marc.goto(f"{case}exceptions/new/")
    marc.locator(f"main a[href*='rule={rule}']").click()
    for what in PRECEDENTS:
        expect(marc.locator("main")).to_contain_text(what)
    _fill(marc, what=CASH, why="Deux dates ratées, et elle le demande aujourd’hui.")
    _send(marc)
    expect(marc.locator("#brief")).to_contain_text(CASH)
    _watch(marc, case)
    nadia.goto("/exceptions/")
    nadia.get_by_role("link", name=CASH).tap()
    expect(nadia.locator("textarea[name=reason]")).to_be_visible()
    accessible(nadia)
    picture(nadia, "exception-phone")
    nadia.locator("textarea[name=reason]").fill("Deux fois notre faute.")
    with nadia.expect_navigation():
        nadia.locator("button[value=grant]").tap()
    expect(marc.locator("#timeline")).to_contain_text("Deux fois notre faute.")
    _live(marc)
    _watch(nadia, case)


def _the_refund_is_blocked(play: Play, case: str) -> None:
    """The tool blocks; the blocker says who can lift it and what she gets meanwhile, and Nadia has it lifted."""
    marc, nadia = play.marc, play.nadia
    marc.goto(f"{case}promises/new/")
    day = dt.datetime.now(dt.UTC).date() + dt.timedelta(days=1)
    _fill(
        marc,
        kind="refund",
        text=REFUND,
        day=day.isoformat(),
        start="09:00",
        end="19:00",
        told="phone",
    )
    _send(marc)
    marc.goto(f"{case}blockers/new/")
    _fill(marc, cause=BLOCKED)
    _send(marc)
    expect(marc.locator("main .error").first).to_be_visible()  # who can lift it and what she gets are not optional
    _fill(marc, lifter="Nadia Belkacem", meanwhile="Un reçu signé, l’argent demain à la caisse.")
    _send(marc)
    blocked = nadia.locator("#brief .plain-list", has_text=BLOCKED)
    expect(blocked).to_contain_text("l’argent demain à la caisse")
    expect(blocked).to_contain_text("Nadia Belkacem")
    nadia.locator("#brief a[href$='/lift/']").tap()
    _fill(nadia, note="Fait à la main, noté sur le reçu.")
    _send(nadia)
    expect(play.lea.locator("#brief a[href$='/lift/']")).to_have_count(0)


def _she_looks_into_her_window(play: Play, case: str, accessible: Check) -> None:
    """What was promised, who has it and when the next news comes; not a word of what colleagues and carrier said."""
    marc, dupin = play.marc, play.dupin
    marc.goto(f"{case}windows/")
    _send(marc)
    dupin.goto(marc.locator("#address").input_value())
    dupin.locator("main button").tap()
    promised = dupin.locator("[data-part=promised]")
    expect(promised).to_contain_text(f"endredi {play.friday.day}")
    expect(promised).to_contain_text("Livraison de l’armoire")
    expect(promised).to_contain_text(REFUND)
    expect(dupin.locator("[data-part=holder]")).to_contain_text("Marc")
    expect(dupin.locator("[data-part=news] .big")).to_contain_text(str((play.thursday - dt.timedelta(days=1)).day))
    assert not [words for words in (BLOCKED, CARRIER, CALL, "Yann", "Vasseur") if words in dupin.content()]
    accessible(dupin)
    dupin.locator("textarea[name=body]").fill("Merci, cela me va.")
    dupin.locator("form.writing button.send").tap()
    expect(play.lea.locator("#timeline [data-side=customer]", has_text="Merci, cela me va.")).to_be_visible()


def _it_ends(play: Play, case: str, picture: Picture, accessible: Check) -> None:
    """The refund is kept, the delivery withdrawn and she knows: nothing told again, promises kept, hours counted."""
    marc = play.marc
    for text, verb in ((REFUND, "keep"), ("Livraison de l’armoire", "withdraw")):
        marc.goto(case)
        marc.locator("#brief .promises").get_by_role("link", name=text).click()
        marc.locator(f"main a[href$='/{verb}/']").click()
        _fill(marc, reason="Remboursée à la caisse.")
        _send(marc)
    marc.goto(case)
    marc.keyboard.press("t")
    _fill(marc, channel="shop")
    _send(marc)
    marc.locator(".case-head details:has(form[action$='/status/']) summary").click()
    marc.locator(".case-head button[name=status][value=closed]").click()
    numbers = marc.locator("#brief .outcome dd")
    expect(numbers.nth(0)).to_have_text("0")
    expect(numbers.nth(1)).to_contain_text("1")
    expect(marc.locator("#brief .outcome .wrong")).to_have_count(0)
    expect(marc.locator("#brief .outcome")).to_contain_text(CASH)
    expect(play.lea.locator("#brief .outcome dd").nth(0)).to_have_text("0")
    _live(play.lea)
    accessible(marc)
    picture(marc, "closed")


def _the_next_one_finds_it(play: Play, rule: str) -> None:
    """Whoever needs the same exception next reads what was decided, and why."""
    play.lea.goto(f"/rules/{rule}/")
    expect(play.lea.locator("main")).to_contain_text("Deux fois notre faute.")
    play.lea.goto(f"/search/?q={CASH.split()[-1]}")
    expect(play.lea.locator("main .hits")).to_contain_text("Armoire Solène")


def test_the_customer_tells_it_once_and_five_people_see_it_to_its_end(
    demo_site: RunningSite, play: Play, accessible: Check, picture: Picture
) -> None:
    case = _lea_writes_it_down(play, picture)
    _ines_asks_the_carrier(play, demo_site, case)
    _yann_proposes_saturday(play, case, accessible)
    _ines_calls_a_huddle(play, case, accessible)
    _it_is_decided_and_stands_in_red(play, case, picture)
    _marc_picks_up(play, picture)
    rule = _the_house_has_a_rule(demo_site)
    _she_wants_her_money_today(play, case, rule, accessible, picture)
    _the_refund_is_blocked(play, case)
    _she_looks_into_her_window(play, case, accessible)
    _it_ends(play, case, picture, accessible)
    _the_next_one_finds_it(play, rule)
