"""Django's administration: there for those who run the site alone, for looking, and never at what people say."""

import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client, override_settings
from django.urls import get_resolver

from esn.django_admin import columns, site
from people.models import Person
from tests.cast import Scene, admit, rows
from tests.house.tree import run

ROOT = "/django-admin/"


@pytest.fixture(autouse=True)
def _switched_on() -> Iterator[None]:
    """A site that was started with ESN_DJANGO_ADMIN."""
    apps = [*settings.INSTALLED_APPS, "django.contrib.admin.apps.SimpleAdminConfig"]
    with override_settings(INSTALLED_APPS=apps, ROOT_URLCONF="tests.server.admin_urls"):
        yield


def _browser(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


@pytest.fixture
def sam(db: None) -> Person:
    """Runs the site."""
    return admit("sam", name="Sam Okafor", site_role="site_admin")


def _lists() -> list[str]:
    return [f"{ROOT}{model._meta.app_label}/{model._meta.model_name}/" for model in site._registry]


def test_sam_looks_at_every_list_and_a_row(sam: Person, scene: Scene) -> None:
    client = _browser(sam)
    assert client.get(ROOT).status_code == 200
    for address in _lists():
        assert client.get(address).status_code == 200, address
    page = client.get(f"{ROOT}people/person/{scene.open.audience.memberships.all()[0].person_id}/change/")
    assert page.status_code == 200
    assert 'type="submit"' not in page.content.decode()


def test_what_people_say_and_where_they_sit_is_not_in_it(sam: Person, scene: Scene) -> None:
    named = {model.__name__ for model in site._registry}
    assert not named & {"Post", "Case", "Customer", "Membership", "Audience", "AuditEntry", "DeviceToken"}
    shown = {f"{model.__name__}.{name}" for model in site._registry for name in columns(model)}
    assert not {one for one in shown if re.search("password|digest|secret|purpose|rules|email$|about|error|data", one)}
    client = _browser(sam)
    pages = " ".join(client.get(address).content.decode() for address in _lists())
    assert "The new catalogue has arrived." not in pages


def test_for_everybody_else_it_is_not_there(ana: Person, gus: Person, sam: Person) -> None:
    for person in (ana, gus, admit("kim", site_role="compliance_admin")):
        for address in (ROOT, f"{ROOT}people/person/", f"{ROOT}people/person/{sam.id}/change/"):
            assert _browser(person).get(address).status_code == 404, address
    assert Client().get(ROOT)["Location"].startswith("/sign-in/")
    Person.objects.filter(id=sam.id).update(is_active=False)
    assert _browser(sam).get(ROOT).status_code in (302, 404)


def test_nothing_that_is_sent_changes_anything(sam: Person, scene: Scene) -> None:
    client, before = _browser(sam), rows()
    names = Person.objects.get(id=sam.id).name
    addresses = [ROOT, *_lists()]
    addresses += [
        f"{at}{verb}" for at in _lists() for verb in ("add/", f"{sam.id}/change/", f"{sam.id}/delete/", "1/history/")
    ]
    for address in addresses:
        for method in ("post", "put", "patch", "delete"):
            sent = {"name": "Changed", "action": "delete_selected", "_selected_action": sam.id, "post": "yes"}
            answer = getattr(client, method)(address, sent)
            assert answer.status_code in (404, 405), (method, address)
    for verb in ("add/", f"{sam.id}/delete/"):
        assert client.get(f"{ROOT}people/person/{verb}").status_code == 403
    assert rows() == before
    assert Person.objects.get(id=sam.id).name == names


def test_it_has_no_door_of_its_own(sam: Person) -> None:
    for address in ("login/", "logout/", "password_change/"):
        assert Client().get(f"{ROOT}{address}").status_code in (302, 404)
        assert _browser(sam).get(f"{ROOT}{address}").status_code == 404


def test_the_pages_need_no_script_or_style_inside_them(sam: Person) -> None:
    client = _browser(sam)
    for address in (ROOT, f"{ROOT}people/person/", f"{ROOT}people/person/{sam.id}/change/"):
        answer = client.get(address)
        page = answer.content.decode()
        assert "Content-Security-Policy" in answer.headers
        assert not re.search(r"<script(?![^>]*(src=|application/json))", page), address
        assert not re.search(r"<style|\sstyle=|\son\w+=", page), address


def test_it_is_off_unless_it_was_switched_on(tmp_path: object) -> None:
    with override_settings(ROOT_URLCONF="esn.urls"):
        assert not [one for one in get_resolver("esn.urls").url_patterns if "django-admin" in str(one.pattern)]
    done = run("manage.py", "check", ESN_DATA_DIR=str(tmp_path), ESN_DJANGO_ADMIN="1")
    assert done.returncode == 0, done.stderr


def test_what_is_not_shown_is_not_asked_for_either(sam: Person, scene: Scene) -> None:
    client = _browser(sam)
    for asked in (
        "groups/group/?purpose__startswith=a",
        "groups/group/?audience__title=a",
        "people/person/?password__startswith=a",
        "people/person/?email__startswith=a",
        "people/person/?memberships=1",
        "core/event/?data__contains=a",
    ):
        assert client.get(f"{ROOT}{asked}").status_code == 400, asked
    assert client.get(f"{ROOT}people/person/?handle__startswith=a").status_code == 200
