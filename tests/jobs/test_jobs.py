"""Jobs are queued, run by processes of their own, and take effect once or not at all."""

from __future__ import annotations

import io
import json
import os
import random
import signal
import stat
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from glossary.errors import ConflictError, InvalidInput, NotFound, StoreError
from glossary.jobs.folder import Lock
from glossary.jobs.process import JobLimits
from glossary.jobs.queue import JobQueue, QueueFull, Sent
from glossary.jobs.runner import LOST, JobRunner
from glossary.jobs.worker import NICE, Messages, run
from glossary.store.base import Job
from glossary.termbase import Termbase

CSV = b"id,en,zh-Hant-TW\nkeel,keel,\xe9\xbe\x8d\xe9\xaa\xa8\n"
Ended = Callable[[Job], Job]
Until = Callable[[Callable[[], bool]], None]


def importing(queue: JobQueue, data: bytes = CSV, name: str = "a.csv", **options: object) -> Job:
    return queue.submit(Sent("import", name, "ada", options, {"file": (name, io.BytesIO(data))}))


def odd(queue: JobQueue, kind: str) -> Job:
    return queue.submit(Sent(kind, kind))


def files(queue: JobQueue, job: Job) -> list[str]:
    folder = queue.folder.of(job.token)
    return sorted(path.name for path in folder.iterdir()) if folder.is_dir() else []


def left(queue: JobQueue, job: Job) -> bytes:
    """What a job left."""
    with queue.result(job).opened() as file:
        return file.read()


def is_alive(process: int) -> bool:
    try:
        with open(f"/proc/{process}/stat", encoding="ascii") as file:
            return file.read().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


# ---------------------------------------------------------------- what a job does


def test_an_import_is_taken_in_once_and_remembered(
    queue: JobQueue, termbase: Termbase, ended: Ended
) -> None:
    job = importing(queue)
    assert (job.state, job.by, files(queue, job)) == ("waiting", "ada", ["sent-file"])
    done = ended(job)
    assert (done.state, done.attempt, done.message) == ("done", 1, "1 new")
    assert done.started_at and done.ended_at
    assert [(s.verb, s.by, s.summary) for s in termbase.steps()] == [("import", "ada", "a.csv")]
    assert termbase.concept("keel")
    result = queue.result(done)
    assert json.loads(left(queue, done))["counts"]["new"] == 1
    assert result.media_type == "application/json"


def test_what_was_sent_is_private_and_removed_when_it_is_done(
    queue: JobQueue, until: Until, ended: Ended
) -> None:
    job = importing(queue)
    for path in (queue.folder.root, queue.folder.of(job.token)):
        assert stat.S_IMODE(path.stat().st_mode) == 0o700
    assert stat.S_IMODE(queue.folder.sent(job.token, "file").stat().st_mode) == 0o600
    ended(job)
    until(lambda: "sent-file" not in files(queue, job))
    assert "result.json" in files(queue, job)


def test_a_dry_run_stores_nothing_and_answers(
    queue: JobQueue, termbase: Termbase, ended: Ended
) -> None:
    done = ended(importing(queue, dry_run=True))
    assert (done.state, done.message) == ("done", "1 new; nothing is stored")
    assert termbase.steps() == [] and json.loads(left(queue, done))["dry_run"]


def test_an_export_leaves_a_file_and_is_noted(
    queue: JobQueue, termbase: Termbase, ended: Ended
) -> None:
    termbase.add("龍骨", "keel")
    options = {
        "format": "csv",
        "profile": "csv",
        "media_type": "text/csv",
        "zh_tag": "zh-Hant-TW",
        "where": {},
        "strict": False,
        "noted": True,
    }
    done = ended(queue.submit(Sent("export", "termbase.csv", options=options)))
    assert done.state == "done", done.message
    result = queue.result(done)
    assert "龍骨" in left(queue, done).decode("utf-8-sig")
    assert result.headers["Glossary-Noted"] == "true"
    assert len(termbase.store.exported(["keel"])) == 1


def test_a_file_that_cannot_be_read_fails_in_one_line_and_leaves_nothing(
    queue: JobQueue, termbase: Termbase, until: Until, ended: Ended
) -> None:
    failed = ended(importing(queue, b"<tbx", "../x/bad.tbx"))
    assert failed.state == "failed" and "\n" not in failed.message and "bad.tbx" in failed.message
    assert str(queue.folder.root) not in failed.message
    assert termbase.steps() == []
    until(lambda: files(queue, failed) == [])
    with pytest.raises(ConflictError, match="failed, and has no result: "):
        queue.result(failed)


@pytest.mark.parametrize(
    ("kind", "says"),
    [
        ("crash", "its process ended by SIGSEGV"),
        ("killed", "most likely by the system, for want of memory"),
        ("stumble", "an unexpected ZeroDivisionError; the server's log says more"),
    ],
)
def test_a_process_that_ends_early_says_so_in_one_line(
    queue: JobQueue, ended: Ended, kind: str, says: str
) -> None:
    failed = ended(odd(queue, kind))
    assert failed.state == "failed" and says in failed.message and "\n" not in failed.message


def test_what_a_job_prints_does_not_disturb_it(queue: JobQueue, ended: Ended) -> None:
    assert ended(odd(queue, "print")).message == "printed"


# ---------------------------------------------------------------- limits


@pytest.mark.skipif(not os.path.exists("/proc/self/autogroup"), reason="Linux weighs sessions")
def test_a_job_steps_back_also_where_the_system_weighs_sessions(
    queue: JobQueue, ended: Ended
) -> None:
    """There `nice` counts only within a session, and each job has one of its own."""
    done = ended(odd(queue, "rank"))
    assert json.loads(left(queue, done)) == [NICE + os.nice(0), NICE]


def test_a_job_that_needs_too_much_memory_is_ended_and_says_so(
    queue: JobQueue, runner: JobRunner, ended: Ended
) -> None:
    runner._limits = JobLimits(memory=300)
    failed = ended(odd(queue, "eat"))
    assert failed.state == "failed"
    assert failed.message.startswith("it needed more than 300 MB of memory and was ended; ")


def test_a_job_that_takes_too_long_is_ended_and_says_so(
    queue: JobQueue, runner: JobRunner, ended: Ended
) -> None:
    runner._limits = JobLimits(minutes=0)
    assert "took more than 0 s" in ended(odd(queue, "wait")).message


def test_so_many_run_at_once_and_the_oldest_first(queue: JobQueue, until: Until) -> None:
    jobs = [odd(queue, "wait") for _ in range(4)]
    until(lambda: queue.store.count_jobs(["running"]) == 2)
    assert [job.id for job in queue.store.jobs(["waiting"], newest=False)] == [
        jobs[2].id,
        jobs[3].id,
    ]
    queue.stop(jobs[0].id)
    until(lambda: queue.store.job(jobs[2].id).state == "running")
    assert queue.store.count_jobs(["running"]) == 2


def test_more_than_may_wait_are_refused(queue: JobQueue, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("glossary.jobs.queue.MOST_WAITING", 2)
    importing(queue), importing(queue)
    with pytest.raises(QueueFull, match="2 jobs wait already"):
        importing(queue)
    assert len([p for p in queue.folder.root.iterdir() if p.is_dir()]) == 2


def test_progress_is_recorded_with_a_rate(queue: JobQueue, until: Until) -> None:
    job = odd(queue, "wait")
    until(lambda: queue.store.job(job.id).done > 3)
    now = queue.store.job(job.id)
    assert (now.stage, now.total, now.unit) == ("waiting", 6000, "turns")
    assert now.rate > 0 and now.seconds_left and now.version > 2


# ---------------------------------------------------------------- stopped


def test_one_that_waits_is_stopped_and_never_begins(
    queue: JobQueue, termbase: Termbase, until: Until, ended: Ended
) -> None:
    first, second = importing(queue), importing(queue, name="b.csv")
    assert queue.stop(first.id).state == "stopped"
    assert files(queue, first) == []
    ended(second)
    assert [step.summary for step in termbase.steps()] == ["b.csv"]
    assert queue.stop(first.id).state == "stopped", "once more changes nothing"
    with pytest.raises(ConflictError, match="is done and cannot be stopped"):
        queue.stop(second.id)


def test_one_that_runs_is_ended_with_all_that_it_started(queue: JobQueue, until: Until) -> None:
    job = odd(queue, "wait")
    child = queue.folder.of(job.token) / "child"
    until(lambda: child.exists() and child.read_text() != "")
    number = int(child.read_text())
    assert is_alive(number)
    assert queue.stop(job.id).state == "stopped"
    until(lambda: not is_alive(number) and files(queue, job) == [])
    assert queue.store.job(job.id).message == "stopped"


def test_one_that_holds_the_database_is_stopped_and_leaves_it_as_it_was(
    queue: JobQueue, termbase: Termbase, runner: JobRunner, until: Until
) -> None:
    job = odd(queue, "hold")
    until(lambda: "holds" in files(queue, job))
    queue.folder.ask_to_stop(job.token)
    began = time.monotonic()
    until(lambda: queue.store.job(job.id).state == "stopped")
    assert time.monotonic() - began < 60
    assert termbase.stats()["concepts"] == 0


def test_one_that_was_stopped_commits_nothing(queue: JobQueue, termbase: Termbase) -> None:
    """However late its process hears of it."""
    job = importing(queue)
    running = replace(job, state="running", attempt=1)
    with termbase.store.transaction():
        assert termbase.store.put_job(running, was=job)
    queue.stop(job.id)
    with pytest.raises(ConflictError, match="stopped meanwhile; nothing of it is stored"):
        run(termbase.store, running, termbase, Messages(io.StringIO()))
    assert termbase.steps() == [] and termbase.stats()["concepts"] == 0


def test_fifty_queued_and_stopped_in_any_order(
    queue: JobQueue, termbase: Termbase, runner: JobRunner, until: Until
) -> None:
    """Some before they begin, some while they run, some too late."""
    chance = random.Random(5)
    jobs = [importing(queue, name=f"{n}.csv") for n in range(50)]
    refused = []
    for job in chance.sample(jobs, 44):
        for _ in range(chance.randrange(4)):
            runner.turn()
        try:
            assert queue.stop(job.id).state == "stopped"
        except ConflictError:  # it is done already
            refused.append(job.name)
    until(lambda: not queue.store.count_jobs(["waiting", "running"]))
    done = {job.name for job in queue.store.jobs(["done"])}
    assert set(refused) <= done and len(done) == 6 + len(refused)
    assert queue.store.count_jobs(["stopped"]) == 50 - len(done)
    assert sorted(step.summary for step in termbase.steps()) == sorted(done)


# ---------------------------------------------------------------- lost and begun again


def test_one_whose_runner_was_lost_is_broken_and_can_be_started_again(
    queue: JobQueue, termbase: Termbase, ended: Ended, until: Until
) -> None:
    job = importing(queue)
    running = replace(job, state="running", attempt=1)
    with termbase.store.transaction():
        assert termbase.store.put_job(running, was=job)
    until(lambda: queue.store.job(job.id).state == "broken")
    assert queue.store.job(job.id).message == LOST
    assert files(queue, job) == ["lock", "sent-file"]
    assert queue.restart(job.id).state == "waiting"
    done = ended(job)
    assert (done.state, done.attempt) == ("done", 2)
    with pytest.raises(ConflictError, match="only a broken one"):
        queue.restart(job.id)


def test_one_whose_lock_is_held_is_not_broken(
    queue: JobQueue, termbase: Termbase, runner: JobRunner
) -> None:
    """It is that of another server, which lives."""
    job = importing(queue)
    running = replace(job, state="running", attempt=1)
    with termbase.store.transaction():
        assert termbase.store.put_job(running, was=job)
    lock = queue.folder.hold(job.token)
    assert lock
    with lock:
        runner.recover()
        assert queue.store.job(job.id).state == "running"
    runner.recover()
    assert queue.store.job(job.id).state == "broken"


def test_a_runner_that_ends_leaves_its_jobs_broken_and_no_process(
    queue: JobQueue, runner: JobRunner, until: Until
) -> None:
    job = odd(queue, "wait")
    child = queue.folder.of(job.token) / "child"
    until(lambda: child.exists() and child.read_text() != "")
    number = int(child.read_text())
    runner.end()
    assert queue.store.job(job.id).state == "broken"
    end = time.monotonic() + 120
    while is_alive(number) and time.monotonic() < end:
        time.sleep(0.02)
    assert not is_alive(number)


def test_one_without_its_files_is_broken_and_not_started(
    queue: JobQueue, termbase: Termbase, ended: Ended
) -> None:
    """As after a backup of one database was served elsewhere."""
    job = importing(queue)
    queue.folder.remove(job.token)
    assert ended(job).message == "its files are not here; send them again"
    with pytest.raises(ConflictError, match="send them again"):
        queue.restart(job.id)


def test_one_whose_sent_file_is_gone_is_not_done_again(
    queue: JobQueue, termbase: Termbase, ended: Ended
) -> None:
    """As after an older backup was restored, in which it still waits."""
    job = importing(queue)
    queue.folder.remove_sent(job.token)
    assert ended(job).message == "what was sent with it is no longer here; send it again"
    assert termbase.steps() == []


def test_two_runners_share_a_database_and_no_job_runs_twice(
    queue: JobQueue, termbase: Termbase, runner: JobRunner, tmp_path: Path
) -> None:
    jobs = [importing(queue, name=f"{n}.csv") for n in range(6)]
    with Termbase.open(tmp_path / "terms.db") as other:
        second, end = JobRunner(other, 2), time.monotonic() + 120
        while queue.store.count_jobs(["done"]) < 6 and time.monotonic() < end:
            runner.turn()
            second.turn()
            time.sleep(0.02)
        second.end()
    assert {queue.store.job(job.id).attempt for job in jobs} == {1}
    assert sorted(s.summary for s in termbase.steps()) == [f"{n}.csv" for n in range(6)]


def test_a_database_that_cannot_be_used_is_told_once_and_tried_again(
    queue: JobQueue,
    runner: JobRunner,
    ended: Ended,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    tries = []

    def fail() -> None:
        tries.append(1)
        raise StoreError("terms.db: the database was deleted or moved while in use")

    with monkeypatch.context() as patched:
        patched.setattr(runner, "recover", fail)
        while len(tries) < 3:
            runner.turn()
            time.sleep(0.01)
    assert caplog.text.count("the database was deleted") == 1
    assert ended(importing(queue)).state == "done"


# ---------------------------------------------------------------- the supplied seeds


def test_an_empty_termbase_is_filled_with_the_supplied_seeds(
    queue: JobQueue, termbase: Termbase, ended: Ended
) -> None:
    done = ended(queue.submit(Sent("demo", "seeds", "ada")))
    assert done.state == "done", done.message
    filled = json.loads(left(queue, done))
    counts = termbase.stats()
    assert filled["entries"] == counts["concepts"] > 700
    assert filled["documents"] == counts["documents"] >= 7
    assert filled["waiting"] == counts["candidates_proposed"] > 0
    assert done.message.startswith(f"{counts['concepts']:,} entries")


# ---------------------------------------------------------------- a memory


LAWS = Path(__file__).parents[1] / "data" / "corpus" / "health_laws.tsv"


def mining(queue: JobQueue) -> Job:
    """A job that mines a memory in which pairs are counted for a while."""
    options = {"least": 2, "limit": 20, "subject": "law"}
    with LAWS.open("rb") as stream:
        return queue.submit(
            Sent("mine memory", "laws.tsv", "ada", options, {"file": ("laws.tsv", stream)})
        )


@pytest.fixture
def work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the work on memories is kept."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    return tmp_path / "cache" / "glossary" / "mining"


def is_read(work: Path) -> bool:
    return any(work.glob("*/taken.npy"))


def test_a_memory_is_mined_once_and_remembered(
    queue: JobQueue, termbase: Termbase, work: Path, until: Until, ended: Ended
) -> None:
    done = ended(mining(queue))
    assert done.state == "done" and done.message.endswith("20 pairs, 20 of them new")
    report = json.loads(left(queue, done))
    assert report["added"]["candidates"] == len(report["proposals"]) == 20
    assert [(s.verb, s.by, s.summary) for s in termbase.steps()] == [("mine", "ada", "laws.tsv")]
    assert {(c.subject, c.evidence[0].document) for c in termbase.candidates()} == {
        ("law", "laws.tsv")
    }
    until(lambda: list(work.iterdir()) == [])


def test_a_job_tells_how_many_units_of_a_memory_are_done(
    queue: JobQueue, termbase: Termbase, work: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("glossary.jobs.worker._BETWEEN", 0.0)
    job, told = mining(queue), io.StringIO()
    running = replace(job, state="running", attempt=1)
    with termbase.store.transaction():
        assert termbase.store.put_job(running, was=job)
    run(termbase.store, running, termbase, Messages(told))
    units = len(LAWS.read_text(encoding="utf-8").splitlines())
    steps = [json.loads(line)[1:] for line in told.getvalue().splitlines()]
    assert ["counting pairs", units, units, "units"] in steps


def test_one_that_mines_a_memory_and_is_killed_leaves_nothing_and_goes_on_when_sent_again(
    queue: JobQueue, termbase: Termbase, runner: JobRunner, work: Path, until: Until, ended: Ended
) -> None:
    killed = mining(queue)
    until(lambda: is_read(work))
    os.kill(runner._running[killed.id]._process.pid, signal.SIGKILL)
    assert ended(killed).state == "failed"
    assert (termbase.candidates(), termbase.steps()) == ([], [])
    began = next(work.glob("*/taken.npy")).stat().st_mtime_ns
    again = mining(queue)
    until(lambda: queue.store.job(again.id).stage not in ("", "reading"))
    kept = [path.stat().st_mtime_ns for path in work.glob("*/taken.npy")]
    assert kept in ([began], []), "what was read before is not read again"
    assert ended(again).message.endswith("20 pairs, 20 of them new")


def test_one_that_mines_a_memory_and_is_lost_or_stopped_goes_on_where_it_was(
    queue: JobQueue, termbase: Termbase, runner: JobRunner, work: Path, until: Until, ended: Ended
) -> None:
    lost = mining(queue)
    until(lambda: is_read(work))
    runner.end()
    assert queue.store.job(lost.id).state == "broken" and is_read(work)
    queue.restart(lost.id)
    until(lambda: queue.store.job(lost.id).stage not in ("", "reading"))
    assert queue.stop(lost.id).state == "stopped"
    until(lambda: files(queue, lost) == [])
    assert is_read(work) and termbase.candidates() == []
    assert ended(mining(queue)).message.endswith("20 pairs, 20 of them new")
    until(lambda: list(work.iterdir()) == [])


# ---------------------------------------------------------------- what is kept


def test_a_sweep_removes_what_nobody_knows_and_what_is_old(
    queue: JobQueue, termbase: Termbase, runner: JobRunner, ended: Ended
) -> None:
    done, waiting = ended(importing(queue)), importing(queue)
    (queue.folder.root / "0123").mkdir()
    runner.sweep()
    assert not (queue.folder.root / "0123").exists()
    assert "result.json" in files(queue, done) and "sent-file" in files(queue, waiting)
    with termbase.store.transaction():
        termbase.store.put_job(replace(done, ended_at="2020-01-01T00:00:00Z"), was=done)
    runner.sweep()
    assert files(queue, done) == [] and "sent-file" in files(queue, waiting)
    with pytest.raises(NotFound, match="no longer kept"):
        queue.result(queue.store.job(done.id))


def test_of_too_many_results_the_oldest_go(
    queue: JobQueue, runner: JobRunner, ended: Ended, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = ended(importing(queue)), ended(importing(queue, name="b.csv"))
    size = queue.result(second).size
    monkeypatch.setattr("glossary.jobs.runner.KEPT_BYTES", size)
    runner.sweep()
    assert files(queue, first) == [] and "result.json" in files(queue, second)


def test_what_is_being_sent_is_not_swept(queue: JobQueue, runner: JobRunner) -> None:
    with queue.folder.adding("abc"):
        runner.sweep()
        assert queue.folder.of("abc").is_dir()


def test_what_could_not_be_queued_leaves_no_folder(queue: JobQueue) -> None:
    class Broken(io.BytesIO):
        def read(self, *_: object) -> bytes:
            raise OSError(28, "No space left on device")

    with pytest.raises(Exception, match="No space left on device; the job was not taken"):
        queue.submit(Sent("import", "x", files={"file": ("x", Broken())}))
    assert queue.store.count_jobs() == 0
    assert [path.name for path in queue.folder.root.iterdir()] == ["lock"]


def test_a_lock_is_held_by_whoever_inherited_it(tmp_path: Path) -> None:
    import subprocess
    import sys

    lock = Lock(tmp_path / "lock")
    assert lock.take()
    sleeper = subprocess.Popen(
        [sys.executable, "-c", "import time; time.sleep(600)"], pass_fds=(lock.handle,)
    )
    lock.release()
    assert not Lock(tmp_path / "lock").take()
    sleeper.kill()
    sleeper.wait()
    again = Lock(tmp_path / "lock")
    assert again.take()
    again.release()


# ---------------------------------------------------------------- with the commit


@pytest.mark.parametrize("verb", ["read", "mine", "write"])
def test_what_is_called_with_the_commit_can_refuse_it(termbase: Termbase, verb: str) -> None:
    from glossary import documents

    def refuse(_: object) -> None:
        raise InvalidInput("not now")

    termbase.add("龍骨", "keel")
    before = termbase.stats() | {"steps": termbase.count_steps()}
    text = "學者認為航道焦慮（channel anxiety）很常見，航道焦慮也是浮筒依賴（buoy dependence）。"
    acts: dict[str, Callable[[], object]] = {
        "read": lambda: termbase.read("a.csv", CSV, on_commit=refuse),
        "mine": lambda: termbase.mine_documents(
            documents.parse(text.encode(), "a.txt"), on_commit=refuse
        ),
        "write": lambda: termbase.write(io.BytesIO(), "csv", on_commit=refuse),
    }
    with pytest.raises(InvalidInput, match="not now"):
        acts[verb]()
    assert termbase.stats() | {"steps": termbase.count_steps()} == before
    assert termbase.store.exported(["keel"]) == []


@pytest.mark.skipif(not os.path.exists("/proc/self/statm"), reason="memory is watched on Linux")
def test_the_memory_of_a_process_is_seen() -> None:
    from glossary.jobs.process import _resident

    assert _resident(os.getpid()) > 1 << 20
    assert _resident(2**30) == 0
