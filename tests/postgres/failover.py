"""The server is killed under six writers, its standby takes over: is anything lost that was saved?

    python tests/postgres/failover.py [--rounds 20]

Each round kills every process of the primary (kill -9) while six writers add entries and units,
promotes its synchronous standby, and looks at what is there. Printed are, for each round: how long
nobody could write; how many writes were acknowledged, and of these lost, which must be none; how
many were told to have failed and are there, none either; and how many are there whose writer could
not be told. The promoted one is the primary of the next round.
"""

from __future__ import annotations

import argparse
import random
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from glossary.errors import GlossaryError
from glossary.model import TranslationUnit, Variant
from glossary.termbase import Termbase
from tests.postgres.cluster import PASSWORD, USER, Cluster, cluster

WRITERS = 6
UNKNOWN = "is unknown"
"""What an error says of a write that was sent, and whose answer never came."""


@dataclass
class Written:
    """What writers were told: acknowledged, failed with nothing stored, or nobody knows."""

    saved: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Round:
    """A round: seconds without a server that takes writes; writes acknowledged, of these lost;
    stored though an error said that they were not; stored though nobody could say."""

    seconds: float
    saved: int
    lost: int
    wrong: int
    kept: int
    errors: tuple[str, ...]

    def __str__(self) -> str:
        return (
            f"writing again after {self.seconds:.1f} s, acknowledged {self.saved}, lost "
            f"{self.lost}, stored and called failed {self.wrong}, unknown and stored {self.kept}"
        )


def write(termbase: Termbase, number: int, name: str, stop: threading.Event, told: Written) -> None:
    """Write until something fails; every second writer adds units, the others entries."""
    for n in range(1_000_000):
        if stop.is_set():
            return
        text = f"{name} {number} {n}"
        try:
            if number % 2:
                unit = TranslationUnit(Variant("zh-Hant", f"第{text}句。"), Variant("en", text))
                termbase.add_units([unit], by="writer")
            else:
                termbase.add(f"詞{text}", text, by="writer", new=True)
            told.saved.append(text)
        except GlossaryError as error:
            told.errors.append(str(error))
            (told.unknown if UNKNOWN in str(error) else told.failed).append(text)
            return


def stored(termbase: Termbase) -> set[str]:
    """The names of all that is there."""
    entries = {t.text for entry in termbase.concepts() for _, t in entry.terms("en")}
    return entries | {unit.en.text for unit in termbase.store.all_units()}


def address(first: Cluster, second: Cluster, database: str) -> str:
    """The URL of whichever of the two takes writes."""
    hosts = ",".join(f"127.0.0.1:{each.port}" for each in (first, second))
    return f"postgresql://{USER}:{PASSWORD}@{hosts}/{database}?target_session_attrs=read-write"


def rounds(primary: Cluster, count: int, seconds: float = 2.0) -> Iterator[Round]:
    """Rounds of kill and promotion, each from the server that the one before has promoted."""
    database = primary.new_database().rpartition("/")[2]
    for number in range(1, count + 1):
        standby = primary.standby(f"server{number}")
        primary.wait_for(standby)
        url = address(primary, standby, database)
        yield _round(primary, standby, url, f"round {number}", seconds)
        primary = standby


def _round(primary: Cluster, standby: Cluster, url: str, name: str, seconds: float) -> Round:
    told, stop = Written(), threading.Event()
    with Termbase.open(url) as termbase:
        termbase.stats()
        threads = [
            threading.Thread(target=write, args=(termbase, n, name, stop, told))
            for n in range(WRITERS)
        ]
        for thread in threads:
            thread.start()
        time.sleep(seconds * random.uniform(0.5, 1.5))
        killed = time.monotonic()
        primary.kill()
        standby.promote()
        termbase.add("之後", f"{name} after", by="writer", new=True)
        again = time.monotonic() - killed
        stop.set()
        for thread in threads:
            thread.join()
        there = stored(termbase)
    assert f"{name} after" in there
    return Round(
        again,
        len(told.saved),
        len(set(told.saved) - there),
        len(set(told.failed) & there),
        len(set(told.unknown) & there),
        tuple(told.errors),
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--rounds", type=int, default=20)
    asked = parser.parse_args()
    saved = lost = wrong = 0
    with cluster() as primary:
        for number, done in enumerate(rounds(primary, asked.rounds), 1):
            print(f"round {number:2}: {done}", flush=True)
            saved, lost, wrong = saved + done.saved, lost + done.lost, wrong + done.wrong
    print(f"acknowledged {saved}, lost {lost}, stored and called failed {wrong}")
    assert not lost and not wrong


if __name__ == "__main__":
    main()
