"""A team on one termbase: what its people wait, alone and beside a large import.

    python tests/benchmarks/bench_team.py [sqlite|postgres|URL] [--seconds 60] [--people 50]
        [--entries 100000]

Each person, a thread, adds an entry about every five seconds and looks something up about every
second: a sentence in the memory of 5,000 units, or a term, by turns. That goes on for `--seconds`,
and then for as long as another process imports a table of `--entries`. Printed for both: how often,
the median, the 95th percentile and the longest wait of each act; the processor's time of all people
together; their memory a third of the way and at the end; errors; and what was acknowledged and is
not there. `postgres` is a server of its own, as the tests have.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from glossary.errors import GlossaryError
from glossary.model import TranslationUnit, Variant
from glossary.termbase import Termbase

ENGLISH = (
    "crisis stability deterrence mutual escalation ladder alliance entrapment abandonment security "
    "dilemma arms control hedge posture second strike"
).split()
CHINESE = (
    "危機穩定嚇阻相互升高階梯同盟牽連拋棄安全困境軍備管制避險態勢第二擊戰略模糊清晰南海仁愛礁菲律賓"
)
UNITS = 5_000
ADD_S, LOOK_S = 5.0, 1.0  # the mean of a person's pauses
ROOT = Path(__file__).parents[2]


class Team:
    """People at work on a termbase, and what each of them waited."""

    def __init__(self, termbase: Termbase, people: int) -> None:
        self.termbase, self.people = termbase, people
        self.waits: dict[str, list[float]] = defaultdict(list)
        self.errors: list[str] = []
        self.added: list[str] = []
        self.sentences = list(_sentences(UNITS))
        self._named = 0

    def fill(self) -> None:
        units = [
            TranslationUnit(Variant("zh-Hant", zh), Variant("en", en), "memory")
            for zh, en in self.sentences
        ]
        self.termbase.add_units(units, by="bench")
        self.termbase.add("安全困境", "security dilemma", by="bench")
        for text in (units[0].zh.text, units[1].zh.text):
            self.termbase.fuzzy_matches(text, "zh")
        self.termbase.search("安全")

    def work(self, is_over: Callable[[], bool]) -> None:
        """All people, until it is over."""
        self.waits.clear()
        self._named += 1
        threads = [
            threading.Thread(target=self._person, args=(n, is_over)) for n in range(self.people)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _person(self, number: int, is_over: Callable[[], bool]) -> None:
        chance, looks, adds = random.Random(number), 0, 0
        add_at = time.monotonic() + 2 * ADD_S * chance.random()
        time.sleep(2 * LOOK_S * chance.random())
        while not is_over():
            looks += 1
            zh, _ = chance.choice(self.sentences)
            self._timed(*(("memory", zh) if looks % 2 else ("search", zh)))
            if time.monotonic() > add_at:
                adds += 1
                self._timed("add", zh, f"term {self._named} {number} {adds}")
                add_at += 2 * ADD_S * chance.random()
            time.sleep(2 * LOOK_S * chance.random())

    def _timed(self, what: str, zh: str, name: str = "") -> None:
        began = time.perf_counter()
        try:
            if what == "add":
                self.added.append(self.termbase.add(zh[:6], name, by="bench", new=True).id)
            elif what == "memory":
                self.termbase.fuzzy_matches(zh[:-2] + "。", "zh")
            else:
                self.termbase.search(zh[2:4], remember=False)
        except GlossaryError as error:
            self.errors.append(f"{what}: {error}")
        self.waits[what].append(1000 * (time.perf_counter() - began))


def _sentences(count: int) -> Iterator[tuple[str, str]]:
    chance = random.Random(2)
    for n in range(count):
        zh = "".join(chance.choices(CHINESE, k=chance.randrange(8, 30)))
        yield f"{zh}{n}。", f"The {' '.join(chance.choices(ENGLISH, k=9))} {n}."


# ---------------------------------------------------------------- the two parts of the day


def alone(team: Team, seconds: float) -> None:
    end = time.monotonic() + seconds
    resident = threading.Timer(seconds / 3, lambda: print(f"  after a third {_resident()} MB"))
    resident.start()
    _shown(f"{team.people} people", team, lambda: time.monotonic() > end)
    resident.cancel()


def beside_an_import(team: Team, target: str, entries: int, folder: Path) -> None:
    table = _table(folder / "entries.csv", entries)
    command = [sys.executable, "-m", "glossary", "--db", target, "import", str(table), "--quiet"]
    importing = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=ROOT)
    _shown(f"beside an import of {entries:,}", team, lambda: importing.poll() is not None)
    assert importing.returncode == 0


def _table(path: Path, rows: int) -> Path:
    chance = random.Random(1)
    with path.open("w", encoding="utf-8") as file:
        file.write("concept_id,subject,en,zh,zh_tag,en_definition\n")
        for n in range(rows):
            en, zh = " ".join(chance.choices(ENGLISH, k=3)), "".join(chance.choices(CHINESE, k=6))
            file.write(f"c{n},theory,{en} {n},{zh},zh-Hant-TW,the meaning of {en}\n")
    return path


def _shown(title: str, team: Team, is_over: Callable[[], bool]) -> None:
    began, processor = time.monotonic(), time.process_time()
    team.work(is_over)
    seconds = time.monotonic() - began
    print(
        f"{title}: {seconds:.0f} s, load {os.getloadavg()[0]:.1f}, "
        f"processor {time.process_time() - processor:.1f} s, memory {_resident()} MB"
    )
    for what, waits in sorted(team.waits.items()):
        waits.sort()
        middle, most = waits[len(waits) // 2], waits[int(len(waits) * 0.95)]
        print(
            f"  {what:6} {len(waits):6} times, {len(waits) / seconds:5.1f} a second, "
            f"p50 {middle:6.1f} ms, p95 {most:6.1f} ms, longest {waits[-1]:6.0f} ms"
        )
    print(f"  errors {len(team.errors)}{''.join({f'; {each}' for each in team.errors[:3]})}")


def _resident() -> int:
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") >> 20


@contextmanager
def database(name: str, folder: Path) -> Iterator[str]:
    """The path or URL of the termbase to work on."""
    if name == "postgres":
        from tests.postgres.cluster import cluster

        with cluster() as server:
            yield server.new_database()
    else:
        yield str(folder / "team.db") if name == "sqlite" else name


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("database", nargs="?", default="sqlite")
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--people", type=int, default=50)
    parser.add_argument("--entries", type=int, default=0, help="of the import; 0: none")
    asked = parser.parse_args()
    with (
        tempfile.TemporaryDirectory() as folder,
        database(asked.database, Path(folder)) as target,
        Termbase.open(target) as termbase,
    ):
        team = Team(termbase, asked.people)
        team.fill()
        alone(team, asked.seconds)
        if asked.entries:
            beside_an_import(team, target, asked.entries, Path(folder))
        lost = len(team.added) - len(termbase.concepts_by_id(team.added))
        print(f"acknowledged {len(team.added)}, lost {lost}")


if __name__ == "__main__":
    main()
