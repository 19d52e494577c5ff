"""Webhooks of a running server: killed at the worst moment, several workers, receivers that go."""

from __future__ import annotations

import json
import threading
from pathlib import Path
from typing import Any

from glossary.operations import hooks
from glossary.store.base import Hook
from glossary.termbase import Termbase
from tests.hooks.receiver import Receiver, is_genuine, receiving
from tests.served import Served, command, served


def hooked(path: Path, receiver: Receiver) -> Hook:
    with Termbase.open(path) as termbase:
        return hooks.add(termbase.store, Hook(receiver.url, private=True))


def kept(path: Path, hook: Hook) -> Hook:
    with Termbase.open(path) as termbase:
        return termbase.store.hook(hook.id)


def end_claim(path: Path, hook: Hook) -> None:
    """As time would: who was killed may hold it for half a minute."""
    with Termbase.open(path) as termbase, termbase.store.transaction():
        assert termbase.store.claim_hook(hook.id, "test", 1e12, 0.0)
        termbase.store.release_hook(hook.id, "test")


def test_killed_between_delivery_and_note_it_tells_again(tmp_path: Path) -> None:
    path = tmp_path / "terms.db"
    with receiving() as receiver:
        hook = hooked(path, receiver)
        with served(path) as server:
            receiver.answer = lambda message: _killing(server)
            assert server.add("閘門", "sluice")[0] == 201
            receiver.wait(lambda: len(receiver.messages) == 1)
            server.process.wait(30)
        assert kept(path, hook).position == 0, "it could not be noted"
        end_claim(path, hook)
        receiver.answer = lambda message: 204
        with served(path) as server:
            assert server.add("水閘", "lock gate")[0] == 201
            receiver.wait(lambda: 4 in receiver.numbers)
            receiver.wait(lambda: kept(path, hook).position == 4)
        assert set(receiver.numbers) == {1, 2, 3, 4}, "nothing is missed"
        seen = 0
        for number in receiver.numbers[2:]:  # what came first is known by its numbers
            assert number == seen + 1
            seen = number
        assert all(is_genuine(hook.secret, *request) for request in receiver.requests)


def _killing(server: Served) -> int:
    server.kill()
    return 204


def test_killed_again_and_again_nothing_is_missed(tmp_path: Path) -> None:
    """The server is killed at any moment, six times; the receiver keeps the largest number."""
    path = tmp_path / "terms.db"
    with receiving() as receiver:
        hook = hooked(path, receiver)
        for turn in range(6):
            with served(path) as server:
                for n in range(3):
                    assert server.add(f"閘門{turn}{n}", f"sluice {turn}{n}")[0] == 201
                threading.Event().wait(0.3 * turn)
                server.kill()
            end_claim(path, hook)
        with served(path):
            receiver.wait(lambda: kept(path, hook).position == 36)
    fresh: list[int] = []
    for number in receiver.numbers:
        if number > (fresh[-1] if fresh else 0):
            fresh.append(number)
    assert fresh == list(range(1, 37))


def test_several_workers_and_servers_tell_once(tmp_path: Path) -> None:
    path = tmp_path / "terms.db"
    with receiving() as receiver:
        hook = hooked(path, receiver)
        with served(path, "--workers", "2") as one, served(path) as two:
            for n in range(10):
                assert (one, two)[n % 2].add(f"閘門{n}", f"sluice number {n}")[0] == 201
            receiver.wait(lambda: kept(path, hook).position == 20)
    assert receiver.numbers == list(range(1, 21))


def test_a_server_that_ends_leaves_the_hook_to_the_next(tmp_path: Path) -> None:
    """It gives its claim up: the next server need not wait until that runs out."""
    path, held = tmp_path / "terms.db", threading.Event()
    with receiving() as receiver:
        hook = hooked(path, receiver)
        receiver.answer = lambda message: 204 if held.wait(60) else 500
        with served(path) as server:
            assert server.add("閘門", "sluice")[0] == 201
            receiver.wait(lambda: len(receiver.messages) == 1)
            server.process.terminate()
            assert server.process.wait(30) == 0
        held.set()
        with served(path):
            receiver.wait(lambda: kept(path, hook).position == 2, seconds=20)
        assert receiver.numbers == [1, 2, 1, 2] and receiver.ids[0] == receiver.ids[1]


def test_a_hook_from_the_command_line_to_a_receiver(tmp_path: Path) -> None:
    path = tmp_path / "terms.db"

    def run(*arguments: object) -> Any:
        return command(path, "hooks", *arguments)

    with receiving() as receiver:
        refused = run("add", receiver.url)
        assert refused.returncode == 1 and "--allow-private-hooks" in refused.stderr
        made = json.loads(
            run("add", receiver.url, "--kind", "entry", "--allow-private-hooks").stdout
        )
        tested = run("test", made["id"])
        assert tested.returncode == 0 and "answered 204" in tested.stdout, tested.stderr
        with served(path) as server:
            assert server.add("閘門", "sluice")[0] == 201
            receiver.wait(lambda: receiver.numbers == [1])
            receiver.wait(lambda: json.loads(run("list").stdout)["state"] == "told")
        listed = run("list", "--format", "json")
        assert made["secret"] not in listed.stdout and "whsec_" not in listed.stdout
        assert all(is_genuine(made["secret"], *request) for request in receiver.requests)
        assert "whsec_" not in Path(f"{path}.log").read_text(encoding="utf-8")
    assert run("test", made["id"]).returncode == 1, "nobody is there any more"
    assert run("letters", made["id"]).returncode == 0
    assert run("retry", made["id"], 5).returncode == 1
    assert run("retry", made["id"]).returncode == 0
    assert "is told nothing after change" in run("pause", made["id"]).stdout
    assert json.loads(run("list").stdout)["state"] == "paused"
    assert run("resume", made["id"]).returncode == 0
    assert run("remove", made["id"]).returncode == 0
    assert run("remove", made["id"]).returncode == 1


def test_a_secret_from_a_file(tmp_path: Path) -> None:
    path, file = tmp_path / "terms.db", tmp_path / "secret"
    secret = hooks.new_secret()
    file.write_text(f"{secret}\n", encoding="ascii")
    url = "https://example.org/in"
    made = command(path, "hooks", "add", url, "--secret-file", file)
    assert made.returncode == 0 and "secret" not in json.loads(made.stdout)
    assert kept(path, Hook(url, id=1)).secret == secret
    file.write_text("too short", encoding="ascii")
    refused = command(path, "hooks", "add", url, "--secret-file", file)
    assert refused.returncode == 1 and "too short" not in refused.stderr
    missing = command(path, "hooks", "add", url, "--secret-file", tmp_path / "none")
    assert missing.returncode == 1 and "none" in missing.stderr
