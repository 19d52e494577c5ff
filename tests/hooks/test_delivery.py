"""Delivery of changes to hooks, look by look, with a clock of the test's own."""

from __future__ import annotations

import asyncio
import logging
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from api.hooks.delivery import BATCH, FIRST_WAIT, LONGEST_WAIT, Delivery, wait_after
from api.hooks.sending import Sender
from glossary.errors import NotFound
from glossary.model import TranslationUnit, Variant
from glossary.operations import hooks
from glossary.store.base import Hook
from glossary.termbase import Termbase
from tests.hooks.receiver import Receiver, is_genuine, receiving


@pytest.fixture
def termbase(tmp_path: Path) -> Iterator[Termbase]:
    with Termbase.open(tmp_path / "terms.db") as opened:
        yield opened


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as one:
        yield one


class Clock:
    now = 1_800_000_000.0

    def __call__(self) -> float:
        return self.now


def hooked(termbase: Termbase, receiver: Receiver, *kinds: str) -> Hook:
    return hooks.add(termbase.store, Hook(receiver.url, kinds, by="ada", private=True))


def add(termbase: Termbase, *names: str) -> None:
    for name in names:
        termbase.add(f"詞{name}", f"term {name}", by="ada")


def deliver(termbase: Termbase, *, turns: int = 1, **options: Any) -> None:
    """Look `turns` times, each time until all is sent that is due."""

    async def run() -> None:
        sender = Sender()
        delivery = Delivery(termbase.store, sender, **options)
        for _ in range(turns):
            await delivery.turn()
            await delivery.settle()
        sender.close()

    asyncio.run(run())


def test_what_happens_is_told_once_signed_and_in_order(
    termbase: Termbase, receiver: Receiver
) -> None:
    add(termbase, "a")
    hook = hooked(termbase, receiver)
    add(termbase, "b", "c")
    deliver(termbase, turns=3)
    [message] = receiver.messages
    assert receiver.numbers == [3, 4, 5, 6], "from when the hook was added"
    assert (message["type"], message["hook"], message["feed"]) == ("changes", hook.id, hook.feed)
    assert message["changes"][0]["event"] == "created" and message["changes"][0]["by"] == "ada"
    [(headers, body)] = receiver.requests
    assert is_genuine(hook.secret, headers, body)
    assert not is_genuine(hooks.new_secret(), headers, body)
    assert not is_genuine(hook.secret, headers, body + b" ")
    assert not is_genuine(hook.secret, headers | {"webhook-timestamp": "1"}, body)
    kept = termbase.store.hook(hook.id)
    assert (kept.position, kept.tries, kept.error) == (6, 0, "") and kept.delivered_at


def test_many_changes_come_in_messages_of_limited_size(
    termbase: Termbase, receiver: Receiver
) -> None:
    hooked(termbase, receiver)
    termbase.add_units(
        TranslationUnit(Variant("zh-Hant", f"第{n}。"), Variant("en", f"{n}."))
        for n in range(2 * BATCH + 5)
    )
    deliver(termbase)
    assert [len(message["changes"]) for message in receiver.messages] == [BATCH, BATCH, 6]
    assert receiver.numbers == list(range(1, 2 * BATCH + 7))


def test_only_the_kinds_that_were_asked_for(termbase: Termbase, receiver: Receiver) -> None:
    hook = hooked(termbase, receiver, "unit", "comment")
    add(termbase, "a")
    deliver(termbase, turns=2)
    assert receiver.messages == []
    assert termbase.store.hook(hook.id) == hook, "and nothing is written for others"
    termbase.comment(next(iter(termbase.concepts())).id, "?", by="bo")
    add(termbase, "b")
    deliver(termbase)
    assert [change["kind"] for change in receiver.messages[0]["changes"]] == ["comment"]


def test_a_failure_is_tried_again_later_and_later(termbase: Termbase, receiver: Receiver) -> None:
    hook, clock = hooked(termbase, receiver), Clock()
    add(termbase, "a")
    receiver.answer = lambda message: 503
    options: dict[str, Any] = {"clock": clock, "wait": lambda tries: 10.0 * tries}
    deliver(termbase, turns=3, **options)
    assert len(receiver.messages) == 1, "not before its time"
    kept = termbase.store.hook(hook.id)
    assert (kept.tries, kept.next_at) == (1, clock.now + 10)
    assert kept.error == "answered 503 Service Unavailable"
    clock.now += 11
    deliver(termbase, **options)
    assert termbase.store.hook(hook.id).next_at == clock.now + 20
    add(termbase, "b")
    receiver.answer = lambda message: 200
    clock.now += 21
    deliver(termbase, **options)
    assert [len(message["changes"]) for message in receiver.messages] == [2, 2, 4]
    assert receiver.numbers[-4:] == [1, 2, 3, 4], "in order, nothing missed"
    assert termbase.store.hook(hook.id).tries == 0


def test_waits_double_up_to_the_longest_and_differ() -> None:
    for tries in (1, 2, 5, 20, 500):
        middle = min(FIRST_WAIT * 2 ** (tries - 1), LONGEST_WAIT)
        waits = {wait_after(tries) for _ in range(50)}
        assert len(waits) > 40 and all(middle / 2 <= wait <= 1.5 * middle for wait in waits)


def test_dead_letters_are_kept_and_sent_again_when_asked(
    termbase: Termbase, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    hook, clock = hooked(termbase, receiver), Clock()
    add(termbase, "a")
    receiver.answer = lambda message: 500
    options: dict[str, Any] = {"clock": clock, "wait": lambda tries: -1.0, "most_tries": 3}
    with caplog.at_level(logging.ERROR, "glossary.api"):
        deliver(termbase, turns=3, **options)
    [letter] = termbase.store.dead_letters(hook.id)
    assert (letter.after, letter.upto) == (0, 2) and "answered 500" in letter.error
    assert "changes 1 to 2" in caplog.text
    assert hook.secret not in caplog.text and receiver.url not in caplog.text
    receiver.answer = lambda message: 204
    add(termbase, "b")
    deliver(termbase, **options)
    assert receiver.numbers == [1, 2] * 3 + [3, 4], "what follows does not wait for it for ever"
    hooks.retry(termbase.store, hook.id, [letter.id])
    deliver(termbase, **options)
    assert receiver.numbers[-2:] == [1, 2] and receiver.ids[-1] == receiver.ids[0]
    assert termbase.store.dead_letters(hook.id) == []
    assert termbase.store.hook(hook.id).position == 4


def test_a_dead_letter_that_fails_again_stays(termbase: Termbase, receiver: Receiver) -> None:
    hook = hooked(termbase, receiver)
    add(termbase, "a")
    receiver.answer = lambda message: 500
    deliver(termbase, most_tries=1)
    [letter] = hooks.retry(termbase.store, hook.id)
    deliver(termbase, turns=3, most_tries=1)
    assert len(receiver.messages) == 2
    [kept] = termbase.store.dead_letters(hook.id)
    assert (kept.id, kept.again) == (letter.id, False)


def test_a_receiver_that_answers_too_slowly(
    termbase: Termbase, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It has taken the changes for all it knows: they come again, with the same id."""
    monkeypatch.setattr("api.hooks.sending.ANSWER_SECONDS", 0.3)
    hook, held = hooked(termbase, receiver), threading.Event()
    add(termbase, "a")
    receiver.answer = lambda message: 204 if held.wait(30) else 500
    deliver(termbase, wait=lambda tries: -1.0)
    assert termbase.store.hook(hook.id).error == "no answer in 0 s"
    held.set()
    monkeypatch.setattr("api.hooks.sending.ANSWER_SECONDS", 30.0)
    deliver(termbase)
    assert receiver.numbers == [1, 2, 1, 2] and receiver.ids[0] == receiver.ids[1]


def test_a_receiver_that_is_gone_and_comes_back(termbase: Termbase) -> None:
    with receiving() as first:
        hook, port = hooked(termbase, first), first.port
    add(termbase, "a")
    deliver(termbase, wait=lambda tries: -1.0)
    assert "refused" in termbase.store.hook(hook.id).error.lower()
    with receiving(port) as second:
        deliver(termbase)
        assert second.numbers == [1, 2]


def test_a_slow_hook_does_not_hold_up_the_others(termbase: Termbase, receiver: Receiver) -> None:
    held = threading.Event()
    with receiving() as slow:
        slow.answer = lambda message: 204 if held.wait(30) else 500
        hooked(termbase, slow)
        hooked(termbase, receiver)
        add(termbase, "a")

        async def run() -> None:
            sender = Sender()
            delivery = Delivery(termbase.store, sender)
            await delivery.turn()
            while len(receiver.messages) < 1:
                await asyncio.sleep(0.01)
            add(termbase, "b")
            while len(receiver.messages) < 2:
                await delivery.turn()
                await asyncio.sleep(0.01)
            held.set()
            await delivery.settle()
            sender.close()

        asyncio.run(run())
        assert receiver.numbers == [1, 2, 3, 4]
        assert slow.numbers == [1, 2, 3, 4]


def test_of_several_programs_one_sends(termbase: Termbase, receiver: Receiver) -> None:
    hooked(termbase, receiver)
    add(termbase, *"abcdef")

    async def run() -> None:
        sender = Sender()
        deliveries = [Delivery(termbase.store, sender) for _ in range(4)]
        for _ in range(3):
            await asyncio.gather(*(each.turn() for each in deliveries))
            await asyncio.gather(*(each.settle() for each in deliveries))
        sender.close()

    asyncio.run(run())
    assert receiver.numbers == list(range(1, 13))


def test_what_another_claimed_is_taken_over_when_the_claim_ends(
    termbase: Termbase, receiver: Receiver
) -> None:
    hook, clock = hooked(termbase, receiver), Clock()
    add(termbase, "a")
    with termbase.store.transaction():
        assert termbase.store.claim_hook(hook.id, "killed", clock.now, clock.now + 30)
    deliver(termbase, clock=clock)
    assert receiver.messages == []
    clock.now += 31
    deliver(termbase, clock=clock)
    assert receiver.numbers == [1, 2]


def test_who_lost_its_claim_notes_nothing(termbase: Termbase, receiver: Receiver) -> None:
    """A program that was halted for minutes must not set back, or move on, what others did."""
    hook, clock = hooked(termbase, receiver), Clock()
    add(termbase, "a")

    def taken_over(message: dict[str, Any]) -> int:
        with termbase.store.transaction():
            assert termbase.store.claim_hook(hook.id, "other", clock.now + 60, clock.now + 90)
        return 204

    receiver.answer = taken_over
    deliver(termbase, clock=clock)
    assert termbase.store.hook(hook.id).position == 0


def test_a_restored_database_sends_nothing_until_told_to(
    termbase: Termbase, receiver: Receiver, tmp_path: Path
) -> None:
    """It would send numbers that receivers know already; a copy on another machine, its own."""
    hook = hooked(termbase, receiver)
    add(termbase, "a")
    deliver(termbase)
    termbase.backup(tmp_path / "copy.db")
    add(termbase, "b")
    termbase.restore(tmp_path / "copy.db", by="ada")
    add(termbase, "c")
    deliver(termbase)
    assert receiver.numbers == [1, 2]
    resumed = hooks.resume(termbase.store, hook.id)
    assert resumed.feed == termbase.store.last_change()[0] != hook.feed
    deliver(termbase)
    assert receiver.messages[-1]["feed"] == resumed.feed
    assert {change["verb"] for change in receiver.messages[-1]["changes"]} == {"add", "restore"}
    assert receiver.ids[0] != receiver.ids[-1]


def test_a_paused_hook_is_told_later_what_happened_meanwhile(
    termbase: Termbase, receiver: Receiver
) -> None:
    hook = hooked(termbase, receiver)
    add(termbase, "a")
    deliver(termbase)
    hooks.pause(termbase.store, hook.id)
    add(termbase, "b")
    deliver(termbase)
    assert hooks.standing(termbase.store, termbase.store.hook(hook.id)).state == "paused"
    assert receiver.numbers == [1, 2]
    hooks.resume(termbase.store, hook.id)
    deliver(termbase)
    assert receiver.numbers == [1, 2, 3, 4]
    with pytest.raises(NotFound):
        hooks.pause(termbase.store, hook.id + 1)


def test_no_redirect_is_followed(termbase: Termbase, receiver: Receiver) -> None:
    with receiving() as elsewhere:
        receiver.answer, receiver.headers = (lambda message: 307), {"Location": elsewhere.url}
        hook = hooked(termbase, receiver)
        add(termbase, "a")
        deliver(termbase)
        assert elsewhere.messages == [] and len(receiver.messages) == 1
        assert "redirects are not followed" in termbase.store.hook(hook.id).error


def test_a_name_that_leads_to_this_machine_is_refused_when_it_is_sent_to(
    termbase: Termbase, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the name led to when the hook was added does not count."""
    from tornado.netutil import DefaultLoopResolver

    async def here(*_: Any) -> Any:
        return [(2, ("127.0.0.1", receiver.port))]

    monkeypatch.setattr(DefaultLoopResolver, "resolve", here)
    asked = Hook(f"http://hooks.example.org:{receiver.port}/in")
    hook = hooks.add(termbase.store, asked)
    add(termbase, "a")
    deliver(termbase, wait=lambda tries: -1.0)
    assert receiver.messages == []
    assert "not allowed" in termbase.store.hook(hook.id).error
    with termbase.store.transaction():
        termbase.store.new_hook(replace(termbase.store.hook(hook.id), private=True))
    deliver(termbase)
    assert receiver.numbers == [1, 2], "and one that may is sent to"


def test_a_hook_that_is_removed_meanwhile(termbase: Termbase, receiver: Receiver) -> None:
    hook = hooked(termbase, receiver)
    add(termbase, "a")

    def removed(message: dict[str, Any]) -> int:
        hooks.remove(termbase.store, hook.id)
        return 204

    receiver.answer = removed
    deliver(termbase)
    assert termbase.store.hooks() == [] and len(receiver.messages) == 1


def test_an_answer_without_end_is_cut(termbase: Termbase, receiver: Receiver) -> None:
    receiver.headers = {"Content-Length": str(10**9)}
    hook = hooked(termbase, receiver)
    add(termbase, "a")
    deliver(termbase)
    assert termbase.store.hook(hook.id).error
    assert replace(termbase.store.hook(hook.id), tries=1).position == 0
