"""Readers with C libraries: a process of their own, whose failure is one line, and never an
orphan."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from pdf_maker import form, make_pdf, make_raw

from glossary.documents import confined, parse, pdf_pages
from glossary.documents.confined import Limits
from glossary.errors import UnreadableFile

READERS = "confined_readers"
QUICK = Limits(memory=100, place=1, whole=2)
PATIENCE = 30  # seconds until a process must be gone


def read(does: str) -> list[object]:
    return list(confined.values(READERS, does.encode(), "a.pdf", QUICK))


def is_gone(pid: int) -> bool:
    """Whether a process has ended, even if it is still a zombie."""
    try:
        os.kill(pid, 0)
        return "\nState:\tZ" in Path(f"/proc/{pid}/status").read_text()
    except (ProcessLookupError, FileNotFoundError):
        return True


def wait_until_gone(pid: int) -> None:
    until = time.monotonic() + PATIENCE
    while not is_gone(pid):
        assert time.monotonic() < until, "the process goes on"
        time.sleep(0.05)


@pytest.mark.parametrize(
    ("does", "reason"),
    [
        ("crash", r"its reader stopped \(SIGSEGV\)"),
        ("grow", r"needs too much memory \(over 100 MB\)"),
        ("grow at once", r"needs too much memory \(over 100 MB\)"),
        ("run", r"takes too long \(over 1 s a page or 2 s in all\)"),
        ("fail", "ValueError: no such glyph"),
    ],
)
def test_a_crash_is_one_line_that_names_the_page(does: str, reason: str) -> None:
    with pytest.raises(UnreadableFile, match=rf"^a\.pdf: page 2: cannot be read: {reason}") as died:
        read(does)
    assert "\n" not in str(died.value)


def test_what_was_read_comes_whole() -> None:
    pid, last = read("nothing")
    assert isinstance(pid, int) and is_gone(pid)
    assert last == "read"


def test_it_ends_with_the_reading() -> None:
    values = confined.values(READERS, b"sleep", "a.pdf", QUICK)
    pid = next(values)
    assert not is_gone(pid)
    values.close()
    wait_until_gone(pid)


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="POSIX only")
@pytest.mark.parametrize("by", ["SIGKILL", "SIGINT", "SIGTERM"])
def test_it_ends_with_the_process_that_asked(by: str) -> None:
    script = (
        "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\n"  # however begun
        "from glossary.documents.confined import values, Limits\n"
        f"for pid in values({READERS!r}, b'sleep', 'a.pdf', Limits()): print(pid, flush=True)"
    )
    path = os.pathsep.join([str(Path(__file__).parent), *sys.path])
    with subprocess.Popen(
        [sys.executable, "-c", script],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"PYTHONPATH": path},
    ) as asking:
        assert asking.stdout
        pid = int(asking.stdout.readline())
        asking.send_signal(getattr(signal, by))
        asking.wait(PATIENCE)
    wait_until_gone(pid)


def test_an_interrupt_from_the_terminal_does_not_reach_it() -> None:
    values = confined.values(READERS, b"sleep", "a.pdf", QUICK)
    pid = next(values)
    os.kill(pid, signal.SIGINT)
    time.sleep(0.2)
    assert not is_gone(pid)
    values.close()


DRAWS_ITSELF = make_raw(
    b"/X Do",
    resources=b"/XObject<</X 8 0 R>>",
    further=[form(b"/X Do /X Do", b"/XObject<</X 8 0 R>>")],
)
MILLIONS = make_raw(b"0 0 m 1 1 l S\n" * 2_000_000)


@pytest.mark.parametrize("data", [DRAWS_ITSELF, MILLIONS], ids=["draws itself", "millions"])
def test_pages_that_eat_memory(data: bytes) -> None:
    with pytest.raises(UnreadableFile) as refused:
        parse(data, "paper.pdf")
    reason = "page 2: cannot be read: needs too much memory (over 512 MB)"
    assert str(refused.value) == f"paper.pdf: {reason}"


def test_many_pages_of_much_work_end_in_time() -> None:
    """Each page takes a moment, all of them an hour."""
    once = make_raw(b"0 0 m 1 1 l S\n" * 50_000)
    many = once.replace(
        b"/Count 2/Kids[3 0 R 4 0 R]", b"/Count 5000/Kids[" + b"4 0 R " * 5_000 + b"]"
    )
    with pytest.raises(UnreadableFile, match=r"page \d+: cannot be read: takes too long \(over"):
        list(confined.values("glossary.documents.pdf_pages", many, "a.pdf", QUICK))


def test_a_line_of_one_word_is_read_in_linear_time() -> None:
    """Quadratic reading would take minutes."""
    data = make_raw(b"BT /F 1 Tf (%s) Tj ET" % (b"a" * 30_000))
    began = time.process_time()
    assert "a" * 30_000 in parse(data, "a.pdf").text
    assert time.process_time() - began < 5


def test_the_process_tells_what_pdfium_says() -> None:
    """Numbers and characters pass the pipe unchanged, and other threads do not interfere."""
    lines = [[(72.123456789, 700.1, 12, "⽼挝與𠮷野家"), (72, 684, 7.7, 'say "so" \\ {}')], []]
    data = make_pdf(lines)
    here = [list(value) for _, value in pdf_pages.read(data) if value]
    found: list[list[object]] = []
    threads = [
        threading.Thread(
            target=lambda: found.append(
                list(confined.values("glossary.documents.pdf_pages", data, "a.pdf"))
            )
        )
        for _ in range(3)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [here] * 3
    assert len(here) == 2
