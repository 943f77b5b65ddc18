"""The administration: for those who run the site; for everybody else the place does not exist."""

import pytest
from django.test import Client
from pytest_django import Settings

from cases.actions import Holder, create_rule
from cases.queries.first_steps import MAIL_STATES, STEPS
from esn.core import jobs, mail_failures
from frontend.pages.administration import first_steps
from groups.actions import note_backup
from people.models import Person
from tests.cast import admit
from tests.conftest import Counting
from tests.frontend.conftest import Cast, SignedIn

PAGES = [f"/administration/{page}" for page in ("", "settings/", "jobs/", "groups/", "roles/", "import/")]


@pytest.fixture
def sam(db: None) -> Person:
    """Runs the site."""
    return admit("sam", name="Sam Okafor", site_role="site_admin")


@pytest.fixture
def kim(db: None) -> Person:
    """Watches over it."""
    return admit("kim", name="Kim Laurent", site_role="compliance_admin")


def _browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.parametrize("page", PAGES)
def test_only_those_who_run_the_site_find_the_administration(
    cast: Cast, sam: Person, kim: Person, signed_in: SignedIn, page: str
) -> None:
    assert _browser(sam).get(page).status_code == 200
    absent = signed_in("ana").get("/administration/nothing-here/")
    for person in (cast.ana, cast.gus, kim):
        answer = _browser(person).get(page)
        assert answer.status_code == 404
        assert answer.content == absent.content or person != cast.ana


def test_the_rail_leads_there_for_those_who_run_the_site_alone(cast: Cast, sam: Person, signed_in: SignedIn) -> None:
    assert 'href="/administration/"' in _browser(sam).get("/").content.decode()
    assert "/administration/" not in signed_in("ana").get("/").content.decode()


def test_the_overview_says_what_needs_sam_and_what_is_left_to_set_up(cast: Cast, sam: Person) -> None:
    Person.objects.filter(id=cast.ana.id).update(is_active=False)
    page = _browser(sam).get("/administration/").content.decode()
    for said in ("3 groups have no owner.", "A second person runs the site", "First steps of a site", "not yet"):
        assert said in page, said
    assert 'href="/administration/groups/?which=ownerless"' in page


def test_the_first_steps_look_at_how_the_site_is(cast: Cast, sam: Person, settings: Settings) -> None:
    def left(said: str) -> bool:
        page = _browser(sam).get("/administration/").content.decode()
        return f"{said}<span" not in page  # what is done stands there without a reason

    settings.ORIGIN, settings.HTTPS, settings.SITE_NAME = "http://desk.example.org", False, "esn"
    assert left("It is reached over HTTPS")
    assert left("The site has its name")
    assert left("There is a first rule")
    settings.ORIGIN, settings.HTTPS, settings.SITE_NAME = "https://desk.example.org", True, "Maison Tilleul"
    deciders = [Holder("person", cast.ana.id)]
    create_rule(cast.ana, title="No refund in cash", text="By the way of the payment.", deciders=deciders)
    assert not left("It is reached over HTTPS")
    assert not left("The site has its name")
    assert not left("There is a first rule")


def test_sam_sends_a_test_mail_and_reads_what_came_of_it(cast: Cast, sam: Person, settings: Settings) -> None:
    client = _browser(sam)
    page = client.get("/administration/").content.decode()
    assert "Give your mail address first" in page
    Person.objects.filter(id=sam.id).update(email="sam@example.org")
    settings.MAIL_URL = "submission://desk:open-sesame@mail.example.org:587"
    page = client.post("/administration/first-steps/mail/", follow=True).content.decode()
    assert "A test mail goes to sam@example.org." in page
    assert "On its way." in page
    page = client.post("/administration/first-steps/mail/", follow=True).content.decode()
    assert "A test mail is on its way" in page
    jobs.run_ready()
    page = client.get("/administration/").content.decode()
    assert "Taken by the mail server for you:" in page
    assert "open-sesame" not in page


def test_a_backup_is_asked_for_by_its_command_until_there_is_one(cast: Cast, sam: Person) -> None:
    page = _browser(sam).get("/administration/").content.decode()
    assert "<code>manage.py backup FOLDER</code>" in page
    note_backup(size=1000, files=3)
    page = _browser(sam).get("/administration/").content.decode()
    assert "manage.py backup" not in page
    assert "Taken: <time" in page


def test_the_first_steps_are_put_away_and_taken_out_again(cast: Cast, sam: Person) -> None:
    client = _browser(sam)
    page = client.post("/administration/first-steps/put-away/", follow=True).content.decode()
    assert "There is a first rule" not in page
    page = client.post("/administration/first-steps/take-out/", follow=True).content.decode()
    assert "There is a first rule" in page
    assert _browser(cast.ana).post("/administration/first-steps/put-away/").status_code == 404


def test_every_step_state_and_failure_has_words() -> None:
    assert set(first_steps._WORDS) == set(STEPS)
    assert set(first_steps._FAILURES) == set(mail_failures.REASONS)
    assert set(first_steps._STATES) == (set(MAIL_STATES) | {"old", "taken"}) - {"never", "failed"}


def test_sam_sees_groups_without_an_owner_and_the_way_to_propose_one(cast: Cast, sam: Person) -> None:
    Person.objects.filter(id=cast.ana.id).update(is_active=False)
    page = _browser(sam).get("/administration/groups/?which=ownerless").content.decode()
    assert "Propose an owner" in page
    assert f"/administration/groups/{cast.secret}/owner/" in page
    assert f'href="/groups/{cast.secret}/"' not in page
    assert f'href="/groups/{cast.shop}/"' in page


def test_sam_appoints_a_moderator_of_the_site_by_name_and_ends_it(cast: Cast, sam: Person) -> None:
    client = _browser(sam)
    page = client.post("/administration/roles/", {"who": "delorme"}, follow=True).content.decode()
    assert "They moderate the whole site from now on." in page
    assert f"/administration/roles/{cast.bo.id}/dismiss/" in page
    client.post(f"/administration/roles/{cast.bo.id}/dismiss/")
    assert f"/administration/roles/{cast.bo.id}/dismiss/" not in client.get("/administration/roles/").content.decode()


@pytest.mark.parametrize(
    ("who", "said"),
    [("nobody here", "Nobody has this name"), ("m", "Several people fit"), ("sam", "appoints themselves"), ("", "")],
)
def test_a_name_that_means_nobody_or_several_comes_back_with_what_was_typed(
    cast: Cast, sam: Person, who: str, said: str
) -> None:
    answer = _browser(sam).post("/administration/roles/", {"who": who})
    assert answer.status_code == 400
    assert said in answer.content.decode()
    assert f'value="{who}"' in answer.content.decode() or not who


def test_sam_changes_the_settings_and_a_wrong_value_comes_back(cast: Cast, sam: Person) -> None:
    client = _browser(sam)
    form = {
        "may_create_groups": "admins",
        "approval_days": "3",
        "flagged_words": "idiot\nprice war",
        "link_previews": "off",
        "invitation_days": "7",
    }
    assert client.post("/administration/settings/", form).status_code == 302
    page = client.get("/administration/settings/").content.decode()
    assert "price war" in page
    assert "Sam Okafor" in page
    wrong = client.post("/administration/settings/", {**form, "approval_days": "9999"})
    assert wrong.status_code == 400
    assert "price war" in wrong.content.decode()
    assert _browser(cast.ana).get("/groups/new/").status_code == 403


def test_the_work_in_the_background_is_shown_and_helped_on(cast: Cast, sam: Person) -> None:
    from esn.core.models import SetAside

    one = SetAside.objects.create(consumer="cases", position=1, error="ValueError: secret words")
    client = _browser(sam)
    page = client.get("/administration/jobs/").content.decode()
    assert "ValueError" in page
    assert "secret words" not in page
    at = f"/administration/set-aside/{one.id}/"
    assert "Say why" in client.post(f"{at}dismiss/", {"reason": ""}, follow=True).content.decode()
    client.post(f"{at}again/")
    assert "is tried again in a moment" in client.get("/administration/jobs/").content.decode()
    client.post(f"{at}dismiss/", {"reason": "ours"})
    assert not SetAside.objects.exists()
    client.post("/administration/index/rebuild/")
    assert "is being built anew" in client.get("/administration/jobs/").content.decode()


@pytest.mark.parametrize("page", PAGES)
def test_each_page_costs_few_statements(cast: Cast, sam: Person, statements: Counting, page: str) -> None:
    client = _browser(sam)
    client.get(page)
    with statements(30):
        client.get(page)
