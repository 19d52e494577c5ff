"""What accounts cost a request: `python tests/benchmarks/bench_people.py`.

The same look-ups and entries on one small termbase, by a single user, with a token and with a
session, and a sign-in. Processor time (user and system) beside wall time, since others may use the
machine; the ratios are what a change of the program may be judged by.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from flask.testing import FlaskClient

from api import create_app
from tests.peopled import team
from tests.small import small_termbase

LOOK_UPS, ENTRIES, SIGN_INS = 1000, 200, 20


def main() -> None:
    with (
        tempfile.TemporaryDirectory() as name,
        small_termbase(Path(name, "terms.db")) as termbase,
        team(Path(name), termbase) as people,
    ):
        people.join("ada", "reviewer")
        clients = {
            "a single user": create_app(termbase).test_client(),
            "a token": people.client("reviewer"),
            "a session": people.browser("ada"),
        }
        for what, times, ask in (("a look-up", LOOK_UPS, look_up), ("an entry", ENTRIES, add)):
            single = 0.0
            for who, client in clients.items():
                cost, wall = measured(partial(ask, client), times)
                single = single or cost
                print(f"{what}, {who}: {cost:.2f} ms ({wall:.2f} wall), {cost / single:.2f} times")
        cost, wall = measured(lambda _: people.browser("ada"), SIGN_INS)
        print(f"signing in: {cost:.1f} ms ({wall:.1f} wall)")
    print(f"load {os.getloadavg()[0]:.1f} on {os.cpu_count()} processors")


def look_up(client: FlaskClient, _: int) -> None:
    assert client.get("/api/v1/terms?q=software").status_code == 200


def add(client: FlaskClient, number: int) -> None:
    pair = {"zh": f"船{id(client)}{number}", "en": f"ship {id(client)} {number}"}
    assert client.post("/api/v1/concepts", json=pair).status_code == 201


def measured(ask: Callable[[int], object], times: int) -> tuple[float, float]:
    """(milliseconds of the processor, of the wall) of one."""
    ask(-1)
    began, used = time.perf_counter(), time.process_time()
    for number in range(times):
        ask(number)
    wall, cost = time.perf_counter() - began, time.process_time() - used
    return 1000 * cost / times, 1000 * wall / times


if __name__ == "__main__":
    main()
