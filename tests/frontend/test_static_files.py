"""One style sheet and one script: joined when they are collected, kept for ever, and nothing of ours is left out."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.template import engines
from django.test import override_settings
from django.utils.functional import empty

from frontend import static_files

PAGE = "{% load bundles %}{% styles %}{% frame_scripts %}"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Path]:
    """Static files are gathered into an empty folder of this test; the storage reads its place at its first use."""
    lazy: Any = staticfiles_storage  # its stubs leave out what is private
    with override_settings(STATIC_ROOT=tmp_path):
        lazy._wrapped = empty
        yield tmp_path
    lazy._wrapped = empty


def _named_in_page() -> list[str]:
    return re.findall(r'(?:href|src)="/static/([^"]+)"', engines["django"].from_string(PAGE).render())


def test_a_page_names_one_sheet_and_one_script_by_the_hash_of_what_is_in_them(elsewhere: Path) -> None:
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=static_files.UNUSED)
    sheet, script = _named_in_page()
    assert re.fullmatch(r"esn/all\.[0-9a-f]{12}\.css", sheet)
    assert re.fullmatch(r"esn/frame\.[0-9a-f]{12}\.js", script)
    assert (elsewhere / f"{sheet}.gz").is_file()
    said = (elsewhere / sheet).read_text()
    assert all(path.read_text() in said for path in static_files.OURS.glob("*.css"))


def test_before_they_are_collected_a_page_names_every_part(elsewhere: Path) -> None:
    assert _named_in_page() == [*static_files.sheets(), *static_files.frame_scripts()]


def test_every_sheet_of_ours_is_part_of_the_one_and_the_layers_are_named_first() -> None:
    assert sorted(static_files.sheets()) == sorted(f"esn/{path.name}" for path in static_files.OURS.glob("*.css"))
    assert static_files.sheets()[0] == "esn/tokens.css"


@pytest.mark.parametrize("name", static_files.frame_scripts())
def test_what_runs_on_every_page_can_stand_in_a_block(name: str) -> None:
    """A block keeps the names of a module apart, but holds no ``import`` from another and no ``export``."""
    assert not re.search(r"^(import\s|export\s|await\s)", (static_files.OURS.parent / name).read_text(), re.MULTILINE)


@pytest.mark.parametrize("path", sorted(static_files.OURS.glob("*.css")), ids=lambda path: path.name)
def test_a_sheet_has_one_subject_that_fits_on_a_few_screens_and_stands_in_a_layer(path: Path) -> None:
    lines = path.read_text().splitlines()
    assert len(lines) < 300
    assert all(line.startswith(("@layer", "/*", " ", "}")) for line in lines if line)
