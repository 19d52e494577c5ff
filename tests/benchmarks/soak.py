"""Two servers and the command line on one database, in turns and together, killed at random.

    python tests/benchmarks/soak.py [SECONDS] [SEED]

Prints how many changes each of them acknowledged, how often a process was killed, and what was
lost, which must be nothing. Exits with 1 if anything is missing or `doctor` finds a problem.
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from http.client import HTTPException
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))

from glossary.termbase import Termbase
from tests.served import Served, command, served

LOOKS = (
    "/api/v1/terms?q=安全",
    "/api/v1/concepts?limit=3",
    "/api/v1/memory?q=雙方又談了一次",
    "/healthz",
    "/api/v1/terms?q=nothing",
)
CHECK_EVERY = 15


class Soak:
    """The two servers, what was acknowledged, and what of it is missing."""

    def __init__(self, path: Path, seed: int) -> None:
        self.path, self.chance = path, random.Random(seed)
        self.acknowledged: dict[str, str] = {}  # concept id: who acknowledged it
        self.did: Counter[str] = Counter()
        self.lost: set[str] = set()
        self.wrong: list[str] = []
        self._stacks: dict[str, ExitStack] = {}
        self._servers: dict[str, Served] = {}
        self._number = 0

    def __enter__(self) -> Soak:
        for name in ("first server", "second server"):
            self._start(name)
        return self

    def __exit__(self, *_: object) -> None:
        for stack in self._stacks.values():
            stack.close()

    def _start(self, name: str) -> None:
        self._stacks[name] = ExitStack()
        self._servers[name] = self._stacks[name].enter_context(served(self.path))

    def run(self, seconds: float) -> None:
        turns = (
            (self._add_by_server, 6),
            (self._add_by_command, 2),
            (self._add_at_once, 3),
            (self._look, 5),
            (self._command, 3),
            (self._kill, 2),
        )
        end, n = time.monotonic() + seconds, 0
        while time.monotonic() < end:
            turn = self.chance.choices([t for t, _ in turns], [w for _, w in turns])[0]
            turn()
            n += 1
            if n % CHECK_EVERY == 0:
                self.check()
        self.check()

    # ------------------------------------------------------------ turns

    def _terms(self) -> tuple[str, str]:
        self._number += 1
        return f"安全{self._number}號", f"security {self._number}"

    def _post(self, name: str, zh: str, en: str) -> None:
        with suppress(OSError, HTTPException):  # killed meanwhile: nothing was acknowledged
            status, answer = self._servers[name].add(zh, en)
            if status == 201:
                self.acknowledged[answer["id"]] = name
                self.did[f"added by the {name}"] += 1
            else:
                self.wrong.append(f"POST answered {status}: {answer}")

    def _add_by_server(self) -> None:
        self._post(self.chance.choice(list(self._servers)), *self._terms())

    def _add_by_command(self) -> None:
        zh, en = self._terms()
        done = command(self.path, "add", zh, en)
        if done.returncode:
            self.wrong.append(f"add: {done.stderr}")
        else:
            self.acknowledged[done.stdout.split(":")[0]] = "command line"
            self.did["added by the command line"] += 1

    def _add_at_once(self) -> None:
        """Add by both servers and two commands at once, killing a server in half of the cases."""
        jobs = [(name, *self._terms()) for name in list(self._servers) * 3]
        with ThreadPoolExecutor(9) as threads:
            waiting = [threads.submit(self._post, *job) for job in jobs]
            waiting += [threads.submit(self._add_by_command) for _ in range(2)]
            if self.chance.random() < 0.5:
                time.sleep(self.chance.uniform(0, 0.1))
                self._kill()
            for each in waiting:
                each.result()

    def _look(self) -> None:
        """Eight requests at once on each server, so that every thread has a connection."""
        with ThreadPoolExecutor(16) as threads:
            asked = [
                threads.submit(server.ask, "GET", self.chance.choice(LOOKS))
                for server in self._servers.values()
                for _ in range(8)
            ]
            for each in asked:
                status, answer = each.result()
                self.did["looked up"] += 1
                if status != 200:
                    self.wrong.append(f"a look-up answered {status}: {answer}")

    def _command(self) -> None:
        """A process that opens the database and closes it."""
        self._number += 1
        copy = self.path.with_name(f"copy{self._number}.db")
        arguments = self.chance.choice((("stats",), ("search", "安全"), ("backup", copy)))
        done = command(self.path, *arguments)
        copy.unlink(missing_ok=True)
        self.did[f"command {arguments[0]}"] += 1
        if done.returncode:
            self.wrong.append(f"{arguments}: {done.stderr}")

    def _kill(self) -> None:
        name = self.chance.choice(list(self._servers))
        self._servers[name].kill()
        self._stacks[name].close()
        self.did["killed"] += 1
        self._start(name)

    # ------------------------------------------------------------ what is there

    def check(self) -> None:
        with Termbase.open(self.path) as termbase:
            there = termbase.concepts_by_id(self.acknowledged)
        self.lost |= set(self.acknowledged) - set(there)
        self.did["checked"] += 1

    def examine(self) -> None:
        with Termbase.open(self.path) as termbase:
            for found in termbase.examine():
                self.wrong += [f"doctor, {found.name}: {problem}" for problem in found.problems]


def soak(seconds: float, seed: int, folder: Path) -> Soak:
    path = folder / "terms.db"
    with Termbase.open(path) as termbase:
        termbase.add("安全困境", "security dilemma")
    with Soak(path, seed) as done:
        done.run(seconds)
    done.check()
    done.examine()
    return done


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 600
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else 1
    with tempfile.TemporaryDirectory() as folder:
        done = soak(seconds, seed, Path(folder))
    for what, count in sorted(done.did.items()):
        print(f"{count:7,} {what}")
    print(
        f"{len(done.acknowledged):7,} acknowledged, {len(done.lost)} of them lost; "
        f"{len(done.wrong)} other failures in {seconds:.0f} s"
    )
    print("\n".join([*sorted(done.lost)[:10], *done.wrong[:10]]))
    return bool(done.lost or done.wrong)


if __name__ == "__main__":
    sys.exit(main())
