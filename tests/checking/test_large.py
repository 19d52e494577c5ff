"""Large files: several processes and findings on disk change nothing in what comes out."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from itertools import islice
from pathlib import Path

import pytest

from glossary.checking import checker, processes
from glossary.checking.checker import Checker
from glossary.checking.finding import Finding
from glossary.checking.reports import FORMATS, written
from glossary.checking.reports.plain import Checked, plain
from glossary.checking.segment import BilingualSegment
from glossary.checking.settings import CheckSettings
from glossary.checking.spool import FindingSpool
from glossary.errors import GlossaryError, UnreadableFile
from glossary.termbase import Termbase
from tests.checking.corpus import terms, texts
from tests.checking_samples import TW, found, terms_of

forks = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has safe forks")
PAIRS = [
    ("Watch the video.", "請看錄像。"),
    ("The security dilemma lasted 24 hours.", "持續了25小時。"),
    ("The bank is open.", "銀行開門。"),
]


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """Files are large from the eighth segment on."""
    monkeypatch.setattr(checker, "_FEW", 7)
    monkeypatch.setattr(processes, "_BATCH", 4)


def segments() -> list[BilingualSegment]:
    text = next(each for each in texts() if len(each.lines) > 60 and each.name != "TICO")
    return [*text.segments("zh")[:60], *text.segments("en")[:60]]


# ---------------------------------------------------------------- processes


@forks
def test_the_number_of_processes_changes_nothing(small: None) -> None:
    name = next(each.name for each in texts() if len(each.lines) > 60 and each.name != "TICO")
    of_text, told = terms(name), []
    for number in (1, 2, 3):
        one = Checker(of_text, CheckSettings(), number)
        told.append((list(one.findings(segments())), one.counted))
    assert told[0][0] and told[0] == told[1] == told[2]
    assert not multiprocessing.active_children()


@forks
def test_what_stands_before_an_error_is_looked_at(small: None) -> None:
    def breaking():
        yield from segments()
        raise UnreadableFile("a.xlf", "it is cut off")

    one = Checker(terms_of(), CheckSettings(), 2)
    with pytest.raises(UnreadableFile, match="cut off"):
        list(one.findings(breaking()))
    assert one.counted.segments == len(segments())


@forks
def test_a_process_that_is_killed_is_one_line(small: None) -> None:
    def many():
        for segment in segments() * 20:
            for child in multiprocessing.active_children():
                assert child.pid
                os.kill(child.pid, signal.SIGKILL)
            yield segment

    with pytest.raises(GlossaryError, match="a process of the check was killed"):
        list(Checker(terms_of(), CheckSettings(), 2).findings(many()))
    _until(lambda: not multiprocessing.active_children())


@forks
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_who_is_stopped_leaves_no_process(tmp_path: Path, how: signal.Signals) -> None:
    with Termbase.open(tmp_path / "terms.db") as termbase:
        termbase.add("影片", "video", zh_tag=TW)
    line = "Watch the video for {} hours, and then another, as they said.\t看影片{}小時。\n"
    rows = "".join(line.format(n, n) for n in range(200_000))
    (tmp_path / "a.tsv").write_text("en\tzh-TW\n" + rows, encoding="utf-8")
    command = "import signal; signal.signal(signal.SIGINT, signal.default_int_handler); "
    command += "from glossary.cli import main; main()"
    process = subprocess.Popen(
        [sys.executable, "-c", command, "--db", "terms.db", "check", "a.tsv", "--processes", "2"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    _until(lambda: len(_group(process.pid)) == 3)
    if how == signal.SIGINT:
        os.killpg(process.pid, how)  # as a terminal does
    else:
        process.send_signal(how)
    out, said = process.communicate(timeout=60)
    _until(lambda: not _group(process.pid))
    assert out == b""
    if how == signal.SIGINT:
        assert process.returncode == 130
        lines = said.decode().splitlines()
        told = [line for line in lines if line and not line.startswith("checking")]
        assert told == ["Error: stopped; what was acknowledged is stored, nothing else"]


def _group(leader: int) -> list[int]:
    """The processes of a group that live."""
    found = []
    for path in Path("/proc").glob("[0-9]*/stat"):
        try:
            state, _, group = path.read_text().rpartition(")")[2].split()[:3]
        except OSError:  # it has just ended
            continue
        if int(group) == leader and state != "Z":
            found.append(int(path.parent.name))
    return found


def _until(holds) -> None:
    end = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < end
        time.sleep(0.05)


# ---------------------------------------------------------------- findings on disk


def many() -> list[Finding]:
    """Findings of which those at the end belong to the beginning."""
    first = found(*PAIRS * 7)
    return [*first, *found(*PAIRS * 5)]


@pytest.mark.parametrize("held", [1, 5, 1000])
def test_findings_on_disk_come_back_as_a_stable_sort_has_them(held: int) -> None:
    spool = FindingSpool(many(), held)
    wanted = sorted(many(), key=lambda each: each.segment.number)
    assert list(spool) == wanted and len(spool) == len(wanted)
    assert list(islice(spool, 3)) == wanted[:3]  # read again, and not to its end
    assert list(zip(spool, spool, strict=True)) == list(zip(wanted, wanted, strict=True))
    spool.append(wanted[0])
    assert list(spool)[:2] == [wanted[0]] * 2


def test_some_of_the_findings_are_a_spool_of_their_own() -> None:
    spool = FindingSpool(many(), 4)
    errors = spool.only(lambda each: each.severity == "error")
    assert list(errors) == [each for each in spool if each.severity == "error"]
    assert 0 < len(errors) < len(spool)


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_is_the_same_from_disk(form: str) -> None:
    refused = [(3, "a unit in fr")]
    wanted = sorted(many(), key=lambda each: each.segment.number)
    here = Checked("a.xlf", 9, 4, wanted, refused)
    there = Checked("a.xlf", 9, 4, FindingSpool(many(), 2), refused)
    assert list(written(form, there)) == list(written(form, here))


@pytest.mark.parametrize("findings", [[], many()])
def test_json_that_is_written_as_it_is_read_is_the_same(findings: list[Finding]) -> None:
    checked = Checked("a.xlf", 9, 4, findings)
    whole = json.dumps(plain(checked), ensure_ascii=False, indent=2) + "\n"
    assert "".join(written("json", checked)) == whole


def test_a_file_too_large_to_be_mended_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from glossary.cli import check_fixes

    path = tmp_path / "a.xlf"
    path.write_bytes(b"<xliff>" + b" " * 2_000_000)
    check_fixes.refuse_large(path)
    monkeypatch.setattr(check_fixes, "_LARGEST", 1_000_000)
    with pytest.raises(GlossaryError, match="a.xlf: it has 2 MB, and 1 MB can be mended"):
        check_fixes.refuse_large(path)
