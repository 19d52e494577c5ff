"""The process of one job: `python -m glossary.jobs.worker JOB ATTEMPT`, GLOSSARY_DB names
the database.

It tells its runner how far it is, in JSON lines, and marks the job as done in the transaction of
its own change. It goes after everything else for the processor, and ends with its runner: its input
is a pipe that is closed when that ends, however it ends.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
import traceback
from contextlib import suppress
from dataclasses import replace
from typing import IO, Any, NoReturn

from glossary.errors import ConflictError, GlossaryError
from glossary.jobs.kinds import KINDS, Task
from glossary.jobs.process import FAILED, STEP
from glossary.jobs.queue import ANSWER
from glossary.jobs.shared import files_of
from glossary.progress import Headway
from glossary.store.base import Job, Store
from glossary.termbase import Termbase

NICE = 10
"""How far it stands back for others. Chosen: look-ups beside two jobs take no longer than alone,
and it has a tenth of a processor that others want all the time. At half it has a third; at double
none, and whoever wants to write waits while it holds the database."""
_BETWEEN = 0.2  # seconds between two tellings. Chosen: half or double is as soon for the eye


class Messages:
    """Lines to the runner: a step with its numbers, or why the job failed."""

    def __init__(self, out: IO[str]) -> None:
        self._out, self._last, self._stage = out, 0.0, ""

    def tell(self, step: str) -> None:
        """A stage or a Headway; one that follows too soon in the same stage is left out."""
        head = step if isinstance(step, Headway) else Headway(step, 0)
        now = time.monotonic()
        if head.stage != self._stage or now - self._last >= _BETWEEN:
            self._stage, self._last = head.stage, now
            self.say(STEP, head.stage, head.done, head.total, head.unit)

    def say(self, *message: Any) -> None:
        with suppress(BrokenPipeError):  # the runner has ended, and so will this process
            print(json.dumps(message), file=self._out, flush=True)


def run(store: Store, job: Job, termbase: Termbase, messages: Messages) -> None:
    """Do the job. Raises GlossaryError, in one line that says why not."""
    folder = files_of(store)

    def done(result: str, message: str) -> None:
        ended = replace(
            store.job(job.id),
            state="done",
            result=result,
            message=message,
            ended_at=termbase.clock(),
        )
        if not store.put_job(ended, was=job):
            raise ConflictError("the job was stopped meanwhile; nothing of it is stored")
        folder.keep(job.token, (result, ANSWER))

    KINDS[job.kind](Task(termbase, job, folder, messages.tell, done))


def main(database: str, job_id: int, attempt: int) -> NoReturn:
    code = _done(database, job_id, attempt)
    sys.stderr.flush()
    os._exit(code)  # nothing to clean up, and a library might hang on exit


def _done(database: str, job_id: int, attempt: int) -> int:
    messages = Messages(_own_output())
    _stand_back()
    threading.Thread(target=_end_with_the_runner, daemon=True).start()
    try:
        with Termbase.open(database) as termbase:
            job = termbase.store.job(job_id)
            if (job.state, job.attempt) != ("running", attempt):
                return 0  # it was stopped before it began
            run(termbase.store, job, termbase, messages)
        return 0
    except GlossaryError as error:
        messages.say(FAILED, str(error))
    except MemoryError:
        messages.say(FAILED, "it needed more memory than a job may have; split the input")
    except Exception as error:
        traceback.print_exc()
        messages.say(FAILED, f"an unexpected {type(error).__name__}; the server's log says more")
    return 1


def _own_output() -> IO[str]:
    """The standard output for messages alone; whatever else prints goes to standard error."""
    out = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    return out


def _stand_back() -> None:
    with suppress(AttributeError, OSError):
        os.nice(NICE)
    with suppress(OSError), open("/proc/self/autogroup", "w") as file:
        file.write(str(NICE))  # Linux may weigh sessions, and within them alone by `nice`
    with suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write("500")  # where memory runs out, the system takes this one, and not the server
    with suppress(ImportError, AttributeError, ValueError, OSError):
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _end_with_the_runner() -> None:
    while os.read(0, 1):  # empty when the other end is closed
        pass
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    main(os.environ["GLOSSARY_DB"], int(sys.argv[1]), int(sys.argv[2]))
