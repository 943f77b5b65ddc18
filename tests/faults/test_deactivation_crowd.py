"""Two hundred requests run while somebody is deactivated: nothing is accepted after the answer (F3)."""

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection
from django.test import Client

from groups.actions import deactivate_person
from tests.cast import admit, browser, device

pytestmark = [pytest.mark.shape, pytest.mark.usefixtures("committed")]
REQUESTS = 200
WORKERS = 8


def test_nothing_is_accepted_after_the_answer() -> None:
    root, bea = admit("root", site_role="site_admin"), admit("bea")
    phones = [device(bea) for _number in range(WORKERS)]
    pages = [browser(bea) for _number in range(WORKERS)]
    answered: list[float] = []
    accepted: list[float] = []
    warm = threading.Barrier(WORKERS + 1)

    def ask(number: int) -> None:
        page: Client = pages[number]
        for turn in range(REQUESTS // WORKERS):
            if turn == 3:
                warm.wait()
            at = time.monotonic()
            if turn % 2:
                good = phones[number].ask("GET", "me/").status_code == 200
            else:
                good = page.get("/settings/password/").status_code == 200  # a page saves the session too
            if good:
                accepted.append(at)
        connection.close()

    with ThreadPoolExecutor(WORKERS) as pool:
        asking = [pool.submit(ask, number) for number in range(WORKERS)]
        warm.wait()
        deactivate_person(root, person_id=bea.id)
        answered.append(time.monotonic())
        for one in asking:
            one.result()
    assert accepted, "they could before"
    assert [at for at in accepted if at > answered[0]] == []
    assert [page.get("/people/").status_code for page in pages] == [302] * WORKERS
