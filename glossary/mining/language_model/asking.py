"""Asking a model for one sentence pair: again where that may help, within what may be spent."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from glossary.errors import ModelError
from glossary.mining.language_model.address import ServerAddress
from glossary.mining.language_model.client import HttpClient, NoAnswer, Unreachable
from glossary.mining.language_model.completion import Completion, NotUnderstood, completion
from glossary.mining.language_model.prompt import request


@dataclass(frozen=True, slots=True)
class ModelServer:
    """Which model, where, the key that it wants, if any, and the seconds that it has to answer."""

    address: ServerAddress
    name: str
    key: str = field(repr=False)
    timeout: float


@dataclass(frozen=True, slots=True)
class Patience:
    """How often to ask: `tries` in all, with `pause` seconds before the second and twice as many
    before each further one. A server that wants more than `longest` seconds is not waited for."""

    tries: int = 3
    pause: float = 1.0
    longest: float = 60.0


class Budget:
    """How many requests may be sent, by all threads together."""

    def __init__(self, limit: int) -> None:
        self.limit, self._sent, self._lock = limit, 0, threading.Lock()

    def take(self) -> None:
        """Count one more. Raises NoAnswer if none is left."""
        with self._lock:
            if self._sent >= self.limit:
                raise NoAnswer(f"the limit of {self.limit:,} requests is reached")
            self._sent += 1


@dataclass(slots=True)
class AnswerOrReason:
    """What came of asking for one sentence pair: the answer, or else the reason why there is none,
    and how many requests were sent."""

    completion: Completion | None = None
    reason: str = ""
    requests: int = 0


class Asker:
    """Asks for one sentence pair at a time, also from several threads."""

    def __init__(self, server: ModelServer, patience: Patience, budget: Budget) -> None:
        self._server, self._patience, self._budget = server, patience, budget
        self._client = HttpClient(server.address, server.timeout)
        self._ended = threading.Event()
        self._is_reached = self._is_plain = False

    def end(self) -> None:
        """Ask nothing more, and end what is under way."""
        self._ended.set()
        self._client.stop()

    def ask(self, zh: str, en: str) -> AnswerOrReason:
        """The pairs of two sentences, as the model writes them. Raises ModelError where the server
        will answer nothing."""
        found = AnswerOrReason()
        for number in range(self._patience.tries):
            try:
                found.completion = self._answered(zh, en, found)
                break
            except NoAnswer as error:
                found.reason = str(error)
                if not self._goes_on(error, number):
                    break
        return found

    def _goes_on(self, error: NoAnswer, number: int) -> bool:
        """Wait before the next try; False if there is to be none."""
        wait = self._patience.pause * 2**number if error.wait is None else error.wait
        is_last = number + 1 == self._patience.tries
        if is_last or not error.may_help or wait > self._patience.longest:
            return False
        return not self._ended.wait(wait)

    def _answered(self, zh: str, en: str, found: AnswerOrReason) -> Completion:
        """The answer; a server that does not take the whole form of the request is asked in the
        plain one, from then on."""
        if not self._is_plain:
            try:
                return self._sent(request(self._server.name, zh, en), found)
            except NotUnderstood:
                pass
        answer = self._sent(request(self._server.name, zh, en, plain=True), found)
        self._is_plain = True
        return answer

    def _sent(self, body: bytes, found: AnswerOrReason) -> Completion:
        """The answer to one request, which is counted."""
        if self._ended.is_set():
            raise NoAnswer("it is asked no more")
        self._budget.take()
        found.requests += 1
        try:
            reply = self._client.post(body, self._headers())
        except Unreachable as error:
            if self._is_reached:
                raise
            address = self._server.address
            said = str(error).removeprefix("it ")
            raise ModelError(
                f"the model's server {address} {said}; start it, or mine without --model"
            ) from None
        self._is_reached = True
        return completion(reply, self._server.address, self._server.key)

    def _headers(self) -> dict[str, str]:
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self._server.key:
            headers["Authorization"] = f"Bearer {self._server.key}"
        return headers
