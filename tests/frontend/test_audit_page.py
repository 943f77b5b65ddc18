"""The audit log on its page: plain sentences, filters, and the table for a spreadsheet."""

import csv
import io
import re
from typing import Any

import pytest
from django.test import Client

from esn.core import audit
from esn.core.models import AuditEntry
from frontend import audit_words
from groups.actions import add_member
from groups.queries import AuditLine
from people.models import Person
from tests.cast import admit
from tests.conftest import Counting
from tests.frontend.conftest import Cast, SignedIn
from tests.house.tree import ROOMS, files, text

PAGE = "/administration/audit/"


@pytest.fixture
def sam(db: None) -> Client:
    """The browser of who runs the site."""
    client = Client()
    client.force_login(admit("sam", name="Sam Okafor", site_role="site_admin"))
    return client


@pytest.fixture
def kim(db: None) -> Client:
    """The browser of who watches over it."""
    client = Client()
    client.force_login(admit("kim", name="Kim Laurent", site_role="compliance_admin", language="fr"))
    return client


def _text(answer: Any) -> str:
    return str(answer.content.decode())


def test_sam_reads_in_plain_words_who_did_what(cast: Cast, sam: Client) -> None:
    add_member(cast.ana, group_id=cast.shop, person_id=cast.cy.id)
    page = _text(sam.get(PAGE))
    assert "<b>Ana Martin</b> gave Cy Haddad a seat in Shop floor" in page
    assert "member.added" in page


def test_kim_finds_the_log_from_the_rail_and_nothing_else_of_the_administration(cast: Cast, kim: Client) -> None:
    page = _text(kim.get(PAGE))
    assert f'href="{PAGE}"' in page
    assert 'href="/administration/"' not in page
    assert kim.get("/administration/settings/").status_code == 404


def test_the_others_find_nothing(cast: Cast, signed_in: SignedIn) -> None:
    for handle in ("ana", "gus"):
        client = signed_in(handle)
        assert client.get(PAGE).status_code == 404
        assert client.post(f"{PAGE}export/").status_code == 404
        assert client.post(f"{PAGE}verify/").status_code == 404


def test_the_filters_keep_what_was_asked_and_narrow_the_log(cast: Cast, sam: Client) -> None:
    page = _text(sam.get(PAGE, {"who": "marti", "verb": "group"}))
    assert 'value="marti"' in page
    assert "group.created" in page
    assert "member.added" not in page
    assert "Nothing was found" in _text(sam.get(PAGE, {"who": "nobody like that"}))
    assert "Nothing was found" in _text(sam.get(PAGE, {"after": "2099-01-01"}))


@pytest.mark.parametrize("wrong", [{"after": "yesterday"}, {"verb": "no-such"}, {"who": "x" * 121}, {"before": "2026"}])
def test_a_filter_that_cannot_be_read_is_told_beside_its_field(cast: Cast, sam: Client, wrong: dict[str, str]) -> None:
    answer = sam.get(PAGE, wrong)
    assert answer.status_code == 400
    assert 'class="error"' in _text(answer)


def test_the_table_has_the_sentences_and_leaves_a_line_in_the_log(cast: Cast, kim: Client) -> None:
    answer = kim.post(f"{PAGE}export/", {"verb": "group"})
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]  # it is streamed
    lines = list(csv.reader(io.StringIO(text, newline="")))
    assert len(lines) == 4
    assert lines[1][2] == "Ana Martin"
    assert "Shop floor" in lines[1][3]
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer["Cache-Control"] == "no-store"
    assert AuditEntry.objects.get(verb="audit.exported").detail == {"filters": {"verb": "group"}}


def test_a_changed_entry_is_told_loudly(cast: Cast, sam: Client) -> None:
    from esn.core import audit_checks

    AuditEntry.objects.filter(verb="group.created").update(verb="group.was_there")
    audit_checks.verify.call()
    position = AuditEntry.objects.filter(verb="group.was_there").order_by("position")[0].position
    assert f"Entry {position} was changed after it was written." in _text(sam.get(PAGE))


def test_verifying_is_asked_for_with_a_button(cast: Cast, sam: Client) -> None:
    assert sam.post(f"{PAGE}verify/").status_code == 302
    assert AuditEntry.objects.filter(verb="audit.verification_asked").exists()


def test_an_unknown_code_stands_as_it_is(cast: Cast, sam: Client) -> None:
    from django.db import transaction

    with transaction.atomic():
        audit.note(cast.ana.id, "newer.than_this", "thing", "<script>", person="<b>")
    page = _text(sam.get(PAGE))
    assert "newer.than_this: &lt;script&gt;" in page


def test_every_verb_that_the_code_writes_down_has_a_sentence() -> None:
    written = r'audit\.note(?:_many|_each)?\(\s*[\w.]+,\s*"([a-z_.]+)"'
    verbs = {verb for path in files(".py", below=ROOMS) for verb in re.findall(written, text(path))}
    assert verbs
    assert not verbs - audit_words.known_verbs()


@pytest.mark.parametrize("verb", sorted(audit_words.known_verbs()))
def test_every_sentence_can_be_said_of_an_entry_that_says_nothing(db: None, verb: str) -> None:
    line = AuditLine(1, Person().joined_at, None, verb, "thing", "", {}, {})
    assert "%(" not in audit_words.sentence(line)


@pytest.mark.parametrize("number", [1, 10, 50])
def test_the_page_costs_as_many_statements_for_many_lines_as_for_one(
    cast: Cast, sam: Client, statements: Counting, number: int
) -> None:
    from django.db import transaction

    with transaction.atomic():
        for one in range(number):
            audit.note(admit(f"p{one}").id, "rule.written", "rule", str(one))
    sam.get(PAGE)
    with statements(11):
        assert _text(sam.get(PAGE, {"verb": "rule"})).count("wrote a rule") == number
