"""The tools that read the code are content: lint, format, types, layers, migrations, deployment, schema."""

from pathlib import Path

import pytest

from tests.house.tree import run

PRODUCTION = {
    "ESN_ORIGIN": "https://esn.example.org",
    "ESN_SECRET_KEY": "p" * 25 + "-9kfJ2mQ7xTz4LwB8vRc3NsD6hYg",
    "ESN_DEMO": "0",
    "CI": "",
}


def _content(*command: str, **environment: str) -> None:
    """The command ends well, or the test shows all that it said."""
    done = run(*command, **environment)
    assert done.returncode == 0, f"{' '.join(command)}\n{done.stdout}{done.stderr}"


def test_types_hold_everywhere() -> None:
    """Strict, with the plugins that know models and serializers."""
    _content("-m", "mypy", "--no-error-summary", ".")


def test_the_code_passes_the_linter() -> None:
    """The rules are chosen in pyproject.toml."""
    _content("-m", "ruff", "check", "--quiet", ".")


def test_the_code_is_formatted_in_one_way() -> None:
    """So that a difference in a review is a difference in meaning."""
    _content("-m", "ruff", "format", "--check", "--quiet", ".")


def test_imports_only_go_down() -> None:
    """The contracts stand in pyproject.toml, to be read."""
    _content("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()", "--no-cache")


def test_no_model_has_changed_without_a_migration() -> None:
    """Neither ours nor one that a setting changes."""
    _content("manage.py", "makemigrations", "--check", "--dry-run")


@pytest.mark.parametrize("database", ["", "postgres://esn@127.0.0.1:5432/esn"], ids=["embedded", "scaled"])
def test_production_settings_have_no_security_warning(database: str, tmp_path: Path) -> None:
    """Every warning of Django's deployment check counts."""
    shape = {"DATABASE_URL": database, "ESN_DATA_DIR": str(tmp_path), **PRODUCTION}
    _content("manage.py", "check", "--deploy", "--fail-level", "WARNING", **shape)


def test_the_schema_of_the_api_is_valid_and_complete() -> None:
    """A warning means that a reader of the documentation would be told something wrong."""
    _content("manage.py", "spectacular", "--validate", "--fail-on-warn", "--file", "/dev/null")
