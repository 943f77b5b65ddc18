"""Customers and people from tables: whatever a spreadsheet writes is read, nothing is run, and bad rows are named."""

import codecs
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.actions import create_customer, merge_customers
from cases.models import ContactPoint, Customer
from cases.queries import customers
from esn.core.tables import SEPARATORS
from people.models import Partner, Person
from tests.cast import admit, rows
from tests.importing.talks import Run, kept, run

Import = Callable[..., Run]

CUSTOMERS = """name,kind,language,references,mails,phones
Mme Dupin,person,fr,ERP:4711,m.dupin@example.org,06 39 98 12 34
Épicerie Cœur,organisation,fr,ERP:4712;B-9,,
"""
PEOPLE = """handle,name,email,title,language,time_zone,partner
zoe,Zoé Marchand,zoe@example.org,Sales,fr,Europe/Paris,
rik,Rik de Vries,rik@vasseur.example.org,Driver,en,Europe/Amsterdam,Transports Vasseur
"""


@pytest.fixture
def imported(db: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Import:
    """Import a table with this text."""

    def do(what: str, content: str | bytes, *options: str) -> Run:
        path = kept(tmp_path / "table.csv", content.encode() if isinstance(content, str) else content)
        return run(f"import_{what}", path, "--no-index", *options, capsys=capsys)

    return do


# It works -------------------------------------------------------------------------------------------------------------
def test_ana_finds_an_imported_customer_by_name_mail_phone_and_reference(imported: Import, ana: Person) -> None:
    assert imported("customers", CUSTOMERS).said.endswith("2 new, 0 changed, 0 unchanged, 0 refused.\n")
    for q in ("dupin", "M.Dupin@example.org", "+33 6 39 98 12 34", "erp:4711"):
        assert [found.name for found in customers(ana, q=q).results] == ["Mme Dupin"]
    assert [found.kind for found in customers(ana, q="b-9").results] == ["organisation"]


def test_imported_people_are_in_the_house_and_have_no_password_yet(imported: Import) -> None:
    assert imported("people", PEOPLE).said.endswith("2 new, 0 changed, 0 unchanged, 0 refused.\n")
    zoe, rik = Person.objects.get(handle="zoe"), Person.objects.get(handle="rik")
    assert (zoe.kind, zoe.name, zoe.partner, zoe.has_usable_password()) == ("member", "Zoé Marchand", None, False)
    assert (rik.kind, rik.time_zone, rik.partner) == ("guest", "Europe/Amsterdam", Partner.objects.get())
    assert Person.objects.get(handle="import").memberships.count() == 2  # its own audience, and that of all members


@pytest.mark.parametrize("what", ["customers", "people"])
def test_the_same_table_twice_changes_nothing(imported: Import, what: str) -> None:
    table = CUSTOMERS if what == "customers" else PEOPLE
    imported(what, table)
    before = rows()
    assert imported(what, table).said.endswith("0 new, 0 changed, 2 unchanged, 0 refused.\n")
    assert rows() == before


def test_a_dry_run_says_what_would_change_and_changes_nothing(imported: Import) -> None:
    before = rows()
    told = imported("customers", CUSTOMERS, "--dry-run").said
    assert "line 2: new: Mme Dupin\n" in told
    assert told.endswith("2 new, 0 changed, 0 unchanged, 0 refused; nothing was changed, this was a dry run.\n")
    assert rows() == before


def test_a_dry_run_shows_each_change_and_the_run_makes_it(imported: Import, ana: Person) -> None:
    create_customer(
        ana, kind="person", name="M. Dupin", language="fr", references=["ERP:4711"], phones=["+33 1 23 45 67 89"]
    )
    told = imported("customers", CUSTOMERS, "--dry-run").said
    assert "line 2: changed: M. Dupin: name “M. Dupin” → “Mme Dupin”; mail + m.dupin@example.org; phone + 06" in told
    imported("customers", CUSTOMERS)
    found = customers(ana, q="ERP:4711").results[0]
    assert (found.name, found.mails) == ("Mme Dupin", ("m.dupin@example.org",))
    assert set(found.phones) == {"06 39 98 12 34", "+33 1 23 45 67 89"}  # what colleagues knew is kept


def test_a_changed_directory_corrects_people_and_says_how(imported: Import) -> None:
    imported("people", PEOPLE)
    changed = PEOPLE.replace("Sales", "Service").replace("zoe@", "zoe.marchand@")
    told = imported("people", changed, "--dry-run").said
    assert (
        "line 2: changed: Zoé Marchand (zoe): email “zoe@example.org” → “zoe.marchand@example.org”; "
        "title “Sales” → “Service”\n"
    ) in told
    imported("people", changed)
    assert Person.objects.get(handle="zoe").title == "Service"


@pytest.mark.parametrize("separator", SEPARATORS)
def test_any_separator_is_recognised(imported: Import, separator: str) -> None:
    table = CUSTOMERS.replace("ERP:4712;B-9", "ERP:4712").replace(",", separator)
    assert imported("customers", table).said.endswith("2 new, 0 changed, 0 unchanged, 0 refused.\n")


@pytest.mark.parametrize(
    "written",
    [
        CUSTOMERS.encode("utf-8"),
        CUSTOMERS.encode("utf-8-sig"),
        CUSTOMERS.encode("utf-16"),
        CUSTOMERS.encode("utf-16-le"),
        CUSTOMERS.encode("utf-16-be"),
        codecs.BOM_UTF16_BE + CUSTOMERS.encode("utf-16-be"),
        CUSTOMERS.encode("cp1252"),
        CUSTOMERS.replace("\n", "\r\n").encode("cp1252"),
    ],
    ids=["utf-8", "utf-8 with mark", "utf-16", "little endian", "big endian", "big endian with mark", "cp1252", "crlf"],
)
def test_any_encoding_of_a_spreadsheet_is_recognised(imported: Import, written: bytes) -> None:
    assert imported("customers", written).code == 0
    assert set(Customer.objects.values_list("name", flat=True)) == {"Mme Dupin", "Épicerie Cœur"}


@pytest.mark.parametrize("name", ["=SUM(A1:A9)", "+33", "-1+2", "@cmd", '=HYPERLINK("http://x.example","here")'])
def test_what_begins_like_a_formula_is_kept_as_text(imported: Import, name: str) -> None:
    quoted = name.replace('"', '""')
    imported("customers", f'name,references\n"{quoted}",R-1\n')
    assert Customer.objects.get().name == name


def test_several_values_fit_in_one_cell(imported: Import) -> None:
    imported("customers", 'name,mails\nMme Dupin,"a@example.org; b@example.org\nc@example.org|d@example.org"\n')
    assert list(ContactPoint.objects.order_by("id").values_list("key", flat=True)) == [
        f"{letter}@example.org" for letter in "abcd"
    ]


# The wrong person -----------------------------------------------------------------------------------------------------
def test_a_table_takes_over_nobodys_account(imported: Import, gus: Person) -> None:
    admit("robot", kind="system")
    told = imported("people", "handle,name\nrobot,Somebody\ngus,Gus\nimport,Me\n")
    assert "line 2: the handle robot is taken" in told.complaints
    assert "line 3: gus is with Transports Vasseur, not as it says" in told.complaints
    assert Person.objects.get(handle="gus").name == "Gus Le Goff"


# The wrong input ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (",R-2", "the name is empty"),
        ("Mme Dupin,", "neither reference nor mail nor phone"),
        ("x" * 201 + ",R-2", "the name has more than 200 characters"),
        ("Mme Dupin,R-2,more", "it has 3 cells, and there are 2 columns"),
        ("Mme\0Dupin,R-2", "the name holds characters that cannot be shown"),
        ("Mme Dupin," + "ß" * 101, "one of the references has more than 200 characters"),
        ("Mme Dupin," + "R" * 201, "one of the references has more than 200 characters"),
        ("Mme Dupin,r-1", "the reference r-1 is already in line 2"),
        ('Mme "Dupin,"R-2"x', "it cannot be read"),
    ],
)
def test_a_bad_row_is_refused_with_its_line_and_the_others_go_on(imported: Import, row: str, reason: str) -> None:
    told = imported("customers", f"name,references\nBefore,R-1\n{row}\nAfter,R-3\n")
    assert told.code == 1
    assert "line 3: " in told.complaints
    assert reason in told.complaints
    assert told.said.endswith("2 new, 0 changed, 0 unchanged, 1 refused.\n")


@pytest.mark.parametrize(
    ("cell", "reason"),
    [
        ("mails=nobody", "This is not a mail address: nobody"),
        ("phones=12", "This is not a phone number: 12"),
        ("kind=robot", "the kind robot is neither person nor organisation"),
        ("language=xx", "the language xx is not offered here"),
    ],
)
def test_a_value_that_cannot_be_is_named(imported: Import, cell: str, reason: str) -> None:
    column, value = cell.split("=")
    assert reason in imported("customers", f"name,references,{column}\nMme Dupin,R-1,{value}\n").complaints


def test_a_mail_of_two_customers_is_refused(imported: Import, ana: Person) -> None:
    for reference in ("R-1", "R-2"):
        create_customer(
            ana, kind="person", name=f"Customer {reference}", references=[reference], mails=[f"{reference}@example.org"]
        )
    told = imported("customers", "name,references,mails\nCustomer R-1,R-1,r-2@example.org\nBoth,R-1;R-2,\n")
    assert "line 2: the mail R-2@example.org belongs to another customer" in told.complaints
    assert "line 3: " in told.complaints


def test_a_customer_who_was_merged_is_found_under_the_one_that_was_kept(imported: Import, ana: Person) -> None:
    kept_id, merged_id = (
        create_customer(ana, kind="person", name=name, references=[name], mails=["d@example.org"])
        for name in ("R-1", "R-2")
    )
    merge_customers(ana, kept_id=kept_id, merged_id=merged_id)
    told = imported("customers", "name,references,mails\nR-1,R-2,d@example.org\n")
    assert told.said.endswith("0 new, 0 changed, 1 unchanged, 0 refused.\n")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ("a b,Name,", "the handle may have letters"),
        (",Name,", "the handle is empty"),
        ("bo,,", "the name is empty"),
        ("bo,Bo,nobody", "this is not a mail address: nobody"),
        ("bo,Bo,ANA@example.org", "the mail ANA@example.org belongs to ana"),
        ("zoe,Zoe Two,", "the handle zoe is already in line 2"),
        ("bo,Bo,zoe@example.org", "the mail zoe@example.org is already in line 2"),
        ("x" * 61 + ",Name,", "the handle has more than 60 characters"),
    ],
)
def test_a_person_who_cannot_be_is_refused(imported: Import, row: str, reason: str) -> None:
    admit("ana", email="ana@example.org")
    told = imported("people", f"handle,name,email\nzoe,Zoe,zoe@example.org\n{row}\n")
    assert "line 3: " in told.complaints
    assert reason in told.complaints


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"nom,courriel\nMme Dupin,a@example.org\n", "the column name is missing"),
        (b"", "the column name is missing"),
        (b"name,mails,name\nA,a@example.org,B\n", "the column name is there twice"),
        (b"name,mails\nA\x81,a@example.org\n", "it is not text in UTF-8, UTF-16 or Windows-1252"),
    ],
)
def test_a_file_that_is_no_table_is_refused_as_a_whole(imported: Import, content: bytes, reason: str) -> None:
    with pytest.raises(CommandError, match=reason):
        imported("customers", content)


def test_a_column_that_is_not_known_is_named_and_left_out(imported: Import) -> None:
    told = imported("customers", "name,references,colour\nMme Dupin,R-1,blue\n").said
    assert "these columns are not known and left out: colour" in told


# How much -------------------------------------------------------------------------------------------------------------
def test_a_row_costs_the_same_number_of_statements_in_a_long_table(imported: Import) -> None:
    admit("import")
    counts = []
    for start, number in ((0, 10), (100, 40)):
        table = "name,references\n" + "".join(f"Customer {n},R-{n}\n" for n in range(start, start + number))
        with CaptureQueriesContext(connection) as ran:
            imported("customers", table)
        counts.append(len(ran) / number)
    assert counts[1] <= counts[0]
