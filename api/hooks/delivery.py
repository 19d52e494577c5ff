"""Tell every hook what happened, in order, and again until it takes it.

How far a hook was told is in the database, and moves on when it has answered: whatever is killed
when, nothing is missed, and what is sent twice has the same numbers. Of several servers and workers
one sends to a hook, which it claims for a while. While nothing happens nothing is written.
"""

from __future__ import annotations

import asyncio
import logging
import random
import secrets
import time
from collections.abc import Callable, Coroutine, Iterable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, TypeVar

from api.hooks.sending import Message, MessageOutcome, Sender
from glossary.errors import GlossaryError
from glossary.store.base import CHANGE_KINDS, Change, DeadLetter, Hook, Store

log = logging.getLogger("glossary.api")
T = TypeVar("T")

BETWEEN = 1.0
"""Seconds between two looks. Chosen: half takes twice the reading, double is that late."""
BATCH = 100
"""Changes in a message. Chosen: 20 KB; half takes twice as many after an import, at double a
receiver has twice as much to do within its time."""
CLAIMED = 30.0
"""Seconds that a hook stays claimed by who was killed. Derived from the 10 s that a message may
take: at half, a claim may run out while an answer is noted on a busy disk; double is that late."""
MOST_TRIES = 16
"""After which changes are put aside. Derived from the two below: six hours; half are nine minutes,
which an upgrade of the receiver may take, double a day during which all that follows waits."""
# Chosen, in seconds: from the first wait, which doubles, to the longest.
FIRST_WAIT, LONGEST_WAIT = 4.0, 3600.0


def wait_after(tries: int) -> float:
    """Seconds until the next try, at random around what doubles each time, so that receivers of
    many hooks that failed together are not asked together."""
    doubled: float = min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT)
    return doubled * random.uniform(0.5, 1.5)


@dataclass(frozen=True, slots=True)
class HookBatch:
    """Changes for a hook, those up to `upto`, or those of a dead letter."""

    hook: Hook
    changes: list[Change]
    upto: int
    letter: DeadLetter | None = None


class Delivery:
    """Sends to all hooks of a store, until it is cancelled."""

    def __init__(
        self,
        store: Store,
        sender: Sender,
        *,
        clock: Callable[[], float] = time.time,
        wait: Callable[[int], float] = wait_after,
        most_tries: int = MOST_TRIES,
    ) -> None:
        self._store, self._sender = store, sender
        self._clock, self._wait, self._most_tries = clock, wait, most_tries
        self._owner = secrets.token_hex(8)
        self._reader = ThreadPoolExecutor(1, "hooks")
        self._busy: dict[int, asyncio.Task[None]] = {}
        self._nothing: dict[int, int] = {}  # hook -> up to where nothing is of its kinds

    async def run(self) -> None:
        """Look again and again. Failures of the database are for the next look."""
        try:
            while True:
                with suppress(GlossaryError):
                    await self.turn()
                await asyncio.sleep(BETWEEN)
        finally:
            for hook_id, task in list(self._busy.items()):
                task.cancel()
                self._release(hook_id, wait=False)  # else the next server waits for the claim
            self._reader.shutdown(wait=False, cancel_futures=True)

    async def turn(self) -> None:
        """Begin to send to each hook that has something to be told and is not busy."""
        for hook_id in await self._apart(self._due):
            if hook_id not in self._busy:
                task = asyncio.create_task(self._tell(hook_id))
                self._busy[hook_id] = task
                task.add_done_callback(partial(self._ended, hook_id))

    def _ended(self, hook_id: int, _: asyncio.Task[None]) -> None:
        self._busy.pop(hook_id, None)

    async def settle(self) -> None:
        """Wait for what is being sent."""
        await asyncio.gather(*self._busy.values())

    async def _apart(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._reader, work)

    async def _tell(self, hook_id: int) -> None:
        """Send one batch after another, until there are no more or one fails."""
        try:
            while batch := await self._apart(partial(self._next, hook_id)):
                message = Message.of(batch.hook, batch.changes)
                outcome = await self._sender.send(batch.hook, message)
                if not await self._apart(partial(self._note, batch, outcome)):
                    return
        except GlossaryError as error:
            log.warning("hook %d: %s", hook_id, error)

    # ------------------------------------------------------------ in the thread

    def _due(self) -> list[int]:
        """The hooks that have something to be told now. Writes nothing."""
        hooks = self._store.hooks()
        if not hooks:
            return []
        feed, last = self._store.last_change()
        own = [hook for hook in hooks if hook.feed == feed and hook.secret]  # else it is hidden
        return [hook.id for hook in own if self._is_due(hook, last)]

    def _is_due(self, hook: Hook, last: int) -> bool:
        if any(letter.again for letter in self._store.dead_letters(hook.id)):
            return True
        since = max(hook.position, self._nothing.get(hook.id, 0))
        if hook.next_at > self._clock() or since >= last:
            return False
        page = self._store.changes(since, kinds=hook.kinds or CHANGE_KINDS, limit=1)
        if not page.changes:
            self._nothing[hook.id] = page.upto
        return bool(page.changes)

    def _next(self, hook_id: int) -> HookBatch | None:
        """Claim a hook, and take what it is to be told next; None if nothing, or others have it."""
        if hook_id not in self._due():
            self._release(hook_id)
            return None
        now = self._clock()
        with self._store.transaction():
            if not self._store.claim_hook(hook_id, self._owner, now, now + CLAIMED):
                return None
            batch = self._batch(self._store.hook(hook_id))
            if batch is None:
                self._store.release_hook(hook_id, self._owner)
            return batch

    def _batch(self, hook: Hook) -> HookBatch | None:
        kinds = hook.kinds or CHANGE_KINDS
        for letter in self._store.dead_letters(hook.id):
            if letter.again:
                page = self._store.changes(letter.after, kinds=kinds, limit=BATCH)
                changes = [change for change in page.changes if change.number <= letter.upto]
                if changes:
                    return HookBatch(hook, changes, letter.upto, letter)
                self._store.delete_dead_letter(letter.id)
        page = self._store.changes(hook.position, kinds=kinds, limit=BATCH)
        return HookBatch(hook, page.changes, page.upto) if page.changes else None

    def _note(self, batch: HookBatch, outcome: MessageOutcome) -> bool:
        """Note what became of a batch; whether to go on with the next."""
        with self._store.transaction():
            hook = self._store.hook(batch.hook.id)
            after = self._after(hook, batch, outcome)
            if not self._store.put_hook(after, self._owner):
                return False  # claimed by another, which sends it again
            self._keep_letters(batch, outcome, after)
        goes_on = not outcome.error or after.tries == 0
        if not goes_on:
            self._release(hook.id)
        return goes_on

    def _after(self, hook: Hook, batch: HookBatch, outcome: MessageOutcome) -> Hook:
        """The hook after a batch was taken, or was not."""
        if not outcome.error:
            position = hook.position if batch.letter else batch.upto
            told = replace(hook, position=position, tries=0, next_at=0.0, error="")
            return replace(told, delivered_at=_time(self._clock()))
        if batch.letter:
            return replace(hook, error=outcome.error)
        tries = hook.tries + 1
        if tries >= self._most_tries:
            return replace(hook, position=batch.upto, tries=0, next_at=0.0, error=outcome.error)
        next_at = self._clock() + self._wait(tries)
        return replace(hook, tries=tries, next_at=next_at, error=outcome.error)

    def _keep_letters(self, batch: HookBatch, outcome: MessageOutcome, after: Hook) -> None:
        at = _time(self._clock())
        if batch.letter and not outcome.error:
            self._store.delete_dead_letter(batch.letter.id)
        elif batch.letter:
            failed = replace(batch.letter, again=False, error=outcome.error, at=at)
            self._store.put_dead_letter(failed)
        elif outcome.error and not after.tries:
            span = batch.hook.id, batch.hook.position, batch.upto
            self._store.new_dead_letter(DeadLetter(*span, outcome.error, at))
            log.error("hook %d: could not be told of changes %d to %d: %s", *_log(span, outcome))

    def _release(self, hook_id: int, wait: bool = True) -> None:
        with suppress(GlossaryError), self._store.transaction(wait=wait):
            self._store.release_hook(hook_id, self._owner)


async def delivering(stores: Iterable[Store], serving: Coroutine[Any, Any, T]) -> T:
    """Send to the hooks of all stores while something else is done; returns what that does."""
    sender = Sender()
    tasks = [asyncio.create_task(Delivery(store, sender).run()) for store in stores]
    try:
        return await serving
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        sender.close()


def _log(span: tuple[int, int, int], outcome: MessageOutcome) -> tuple[int, int, int, str]:
    hook, after, upto = span
    return hook, after + 1, upto, outcome.error


def _time(seconds: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
