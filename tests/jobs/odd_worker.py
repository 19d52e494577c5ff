"""The process of a job, with kinds that wait, eat memory or fail."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time

from glossary.jobs.kinds import KINDS, Task
from glossary.jobs.worker import main
from glossary.progress import Headway


def wait(task: Task) -> None:
    """Tell how far it is, and never end; a process that it started does not either."""
    child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
    task.place("child").write_text(str(child.pid))
    for n in range(1, 6000):
        task.tell(Headway("waiting", n, 6000, "turns"))
        time.sleep(0.1)


def hold_the_database(task: Task) -> None:
    """Never end inside a transaction, so that nobody else can write."""
    with task.alone():
        task.termbase.add("半途", "halfway")
        task.place("holds").touch()
        time.sleep(600)


def tell_the_rank(task: Task) -> None:
    """Leave how far it stands back: itself, and its session."""
    with open("/proc/self/autogroup", encoding="ascii") as file:
        session = int(file.read().rpartition("nice")[2])
    with task.alone():
        task.finish_with([os.nice(0), session], "told")


def eat(task: Task) -> None:
    eaten = []
    while True:
        eaten.append(b"x" * 10_000_000)


def crash(task: Task) -> None:
    os.kill(os.getpid(), signal.SIGSEGV)


def killed(task: Task) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def stumble(task: Task) -> None:
    raise ZeroDivisionError("of no use to a user")


def print_much(task: Task) -> None:
    print("noise " * 100_000)
    with task.alone():
        task.finish_with({"well": True}, "printed")


KINDS |= {
    "wait": wait,
    "hold": hold_the_database,
    "rank": tell_the_rank,
    "eat": eat,
    "crash": crash,
    "killed": killed,
    "stumble": stumble,
    "print": print_much,
}

if __name__ == "__main__":
    main(os.environ["GLOSSARY_DB"], int(sys.argv[1]), int(sys.argv[2]))
