"""What is installed is pinned, digested, inside the declared ranges and above the floor of known flaws."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.house.tree import ROOT, text

RUN, DEV = Path("constraints.txt"), Path("constraints-dev.txt")
PROJECT = tomllib.loads(text(Path("pyproject.toml")))["project"]


def _pins(path: Path) -> dict[str, list[Version]]:
    """Package → pinned versions (two where the newest release has left Python 3.11 behind)."""
    found: dict[str, list[Version]] = {}
    for name, version in re.findall(r"(?m)^([a-z0-9][a-z0-9.-]*)==([^\s;]+)", text(path)):
        found.setdefault(canonicalize_name(name), []).append(Version(version))
    return found


def _declared(*extras: str) -> list[Requirement]:
    """What pyproject.toml asks for, our own extras left out."""
    lines = PROJECT["dependencies"] + [line for extra in extras for line in PROJECT["optional-dependencies"][extra]]
    return [wanted for wanted in map(Requirement, lines) if wanted.name != PROJECT["name"]]


@pytest.mark.parametrize(("path", "extras"), [(RUN, ("postgres", "redis")), (DEV, ("dev",))])
def test_every_declared_dependency_is_pinned_inside_its_range(path: Path, extras: tuple[str, ...]) -> None:
    pins = {**_pins(RUN), **_pins(path)}
    outside = [
        str(wanted)
        for wanted in _declared(*extras)
        if not all(version in wanted.specifier for version in pins.get(canonicalize_name(wanted.name), [Version("0")]))
    ]
    assert not outside, f"not pinned, or pinned outside its range (run .ci/pin): {outside}"


@pytest.mark.parametrize("path", [RUN, DEV])
def test_every_pin_has_digests_and_no_address(path: Path) -> None:
    lines = re.split(r"(?m)^(?=[a-z0-9])", text(path))[1:]
    assert all("--hash=sha256:" in block for block in lines)
    assert "://" not in text(path)
    assert "--only-binary :all:" in text(path)


def test_no_pin_is_below_the_floor_of_known_flaws() -> None:
    floor = tomllib.loads(text(Path("tests/house/floor.toml")))["floor"]
    pins = _pins(RUN)
    below = {name: lowest for name, lowest in floor.items() if min(pins[name]) < Version(lowest)}
    assert not below


def test_the_readme_installs_exactly_these_files() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"pip install -r {RUN} && .venv/bin/python manage.py quickstart" in readme
    assert f"pip install -r {DEV} && .venv/bin/python -m pytest" in readme
