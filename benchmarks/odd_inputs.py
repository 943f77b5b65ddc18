"""Inputs made from the description of the API, right and wrong ones, against the application in this process.

``python -m benchmarks.odd_inputs --each 25`` tries so many for each operation and prints what was answered. No answer
may be a failure of ours, or have a status, a media type or a body that the description does not name. Each input meets
the same company, is undone afterwards, and is the same in every run.
"""

import argparse
import contextlib
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any
from unittest import SkipTest, mock

from benchmarks.site import fresh_site

# What a path of the API means by a name, where the company has one.
Places = Mapping[str, str]


@dataclass
class Found:
    """What was answered to how many inputs, and what should not have been."""

    inputs: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    wrong: dict[str, str] = field(default_factory=dict)


def try_all(
    schema: Any, *, places: Places, bearer: str, each: int, only: Callable[[int], bool] = lambda _number: True
) -> Found:
    """Try so many inputs for each operation of a description; ``only`` chooses operations by their number."""
    found = Found()
    with one_connection(), _same_each_time():
        for number, result in enumerate(schema.get_all_operations()):
            if only(number):
                _try_one(result.ok(), found, places=places, bearer=bearer, each=each)
    return found


@contextlib.contextmanager
def one_connection() -> Iterator[None]:
    """Requests use the connection of the transaction that is undone, and leave it open."""
    from django.core.signals import request_finished, request_started
    from django.db import close_old_connections

    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in (request_started, request_finished):
            signal.connect(close_old_connections)


@contextlib.contextmanager
def _same_each_time() -> Iterator[None]:
    """Hypothesis takes words out of whatever modules are loaded: without that, inputs depend on the seed alone."""
    from hypothesis.internal.conjecture import providers
    from hypothesis.internal.constants_ast import Constants

    nothing = Constants()
    providers.CONSTANTS_CACHE.cache.clear()
    with mock.patch.object(providers, "_get_local_constants", return_value=nothing):
        yield
    providers.CONSTANTS_CACHE.cache.clear()


def _try_one(operation: Any, found: Found, *, places: Places, bearer: str, each: int) -> None:
    from hypothesis import HealthCheck, Phase, given, seed, settings
    from hypothesis.errors import Unsatisfiable
    from schemathesis import GenerationMode

    for mode in GenerationMode:
        right = mode is GenerationMode.POSITIVE
        turns = count()

        @seed(1)
        @settings(
            max_examples=each,
            phases=[Phase.generate],
            database=None,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode))
        def ask(case: Any) -> None:
            if right or next(turns) % 2:  # noqa: B023 - it runs before the next turn of the loop
                case.path_parameters = {**(case.path_parameters or {}), **_known(case, places)}
            _ask(case, found, bearer)

        with contextlib.suppress(Unsatisfiable, SkipTest):  # a shape from which no wrong input can be made
            ask()


def _known(case: Any, places: Places) -> dict[str, str]:
    return {name: places[name] for name in case.path_parameters or {} if name in places}


def _ask(case: Any, found: Found, bearer: str) -> None:
    from django.db import transaction
    from schemathesis.core.failures import FailureGroup

    case.headers = {**(case.headers or {}), "Authorization": f"Bearer {bearer}", "Accept-Encoding": "identity"}
    found.inputs += 1
    with transaction.atomic():
        answer = case.call()
        transaction.set_rollback(True)
    found.statuses[answer.status_code] += 1
    try:
        case.validate_response(answer, checks=_checks(case))
    except FailureGroup as failures:
        for one in failures.exceptions:
            at = f"{case.method} {case.operation.path} {answer.status_code} {type(one).__name__}"
            found.wrong.setdefault(at, f"{one}\n{case.as_curl_command()}\n{answer.text[:300]}")


def _checks(case: Any) -> list[Any]:
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi import checks

    found = [not_a_server_error, checks.status_code_conformance, checks.content_type_conformance]
    # Who names the fields that they want gets no others, required or not.
    return found if "fields" in (case.query or {}) else [*found, checks.response_schema_conformance]


def described() -> Any:
    """The description of the API, bound to the application in this process."""
    import orjson
    import schemathesis
    from django.core.handlers.wsgi import WSGIHandler
    from drf_spectacular.generators import SchemaGenerator

    made = SchemaGenerator().get_schema(request=None, public=True)
    schema = schemathesis.openapi.from_dict(orjson.loads(orjson.dumps(made, default=str)))
    schema.app = WSGIHandler()
    schema.location = "/api/v1/schema/"
    return schema


def main() -> None:
    """Try them on a company of our own, and say what was found."""
    read = argparse.ArgumentParser(description=__doc__)
    read.add_argument("--each", type=int, default=13, help="right inputs for each operation, and as many wrong ones")
    read.add_argument("--every", type=int, default=1, help="only every so many-th operation")
    asked = read.parse_args()
    with fresh_site():
        from django.conf import settings

        from people.actions import issue_token
        from tests.cast import found_company
        from tests.core.places import places_of

        settings.API_PER_MINUTE = 0
        company = found_company()
        _id, bearer = issue_token(company.ana, device="odd inputs")
        began = time.monotonic()
        found = try_all(
            described(),
            places=places_of(company),
            bearer=bearer,
            each=asked.each,
            only=lambda number: number % asked.every == 0,
        )
        took = time.monotonic() - began
    for at, what in sorted(found.wrong.items()):
        print(f"\n== {at}\n{what}")
    print(f"{found.inputs} inputs in {took:.0f} s; {len(found.wrong)} kinds of wrong answers; {dict(found.statuses)}")


if __name__ == "__main__":
    main()
