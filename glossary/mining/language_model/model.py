"""A language model that may be asked: its settings, its answers in order, what they cost."""

from __future__ import annotations

import os
from collections.abc import Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

from glossary.errors import InvalidInput
from glossary.mining.language_model.address import address_of
from glossary.mining.language_model.asking import (
    AnswerOrReason,
    Asker,
    Budget,
    ModelServer,
    Patience,
)
from glossary.mining.language_model.cache import AnswerCache, opened_cache
from glossary.mining.language_model.tally import ModelTally

LIMIT = 1000
"""Requests in all. Chosen: the sentences of some 40 pages; half ends within a long paper, with
double a mistake costs twice as much where a server wants money."""
TIMEOUT = 120.0  # seconds. Chosen: half cuts a slow laptop off, double bears a dead one for long
_AT_ONCE = 2
"""Requests. Chosen: half leaves a server idle between two, with double a slow one that takes one
after another is late with the last."""
_IN_VAIN = 3
"""Sentence pairs in a row without an answer, after which no more are asked. Chosen: half gives up
for two odd sentences, double waits for a dead server twice as long."""

SentenceTexts = tuple[str, str]
"""(zh, en)"""


class LanguageModel:
    """A model on a server that speaks OpenAI's chat protocol.

    Runs use it one after another; the limit is that of all together. The key, if the server wants
    one, is read from GLOSSARY_MODEL_KEY in the environment, and from nowhere else.
    """

    def __init__(
        self,
        url: str,
        name: str,
        *,
        limit: int = LIMIT,
        timeout: float = TIMEOUT,
        cache: bool = True,
        patience: Patience = Patience(),  # noqa: B008 (it is frozen)
    ) -> None:
        """`url`: of the server, such as `http://localhost:8080/v1`; `name`: of the model there;
        `limit`: of requests in all; `timeout`: seconds for an answer; `cache`: whether answers are
        kept on disk. Raises InvalidInput."""
        if not name.strip() or not name.isprintable():
            raise InvalidInput("the model needs the name that its server knows it by")
        self.server = ModelServer(address_of(url), name.strip(), _key(), timeout)
        self.tally = ModelTally()
        self._budget, self._keeps = Budget(limit), cache
        self._patience = patience
        self._in_vain = 0

    def take_tally(self) -> ModelTally:
        """The counts since this was last called."""
        taken, self.tally = self.tally, ModelTally()
        return taken

    def answers(self, pairs: Sequence[SentenceTexts]) -> Iterator[str | None]:
        """What the model writes to each pair of sentences, in their order; None where there is no
        answer, the reason being told in `tally`. Equal pairs are asked once. Raises ModelError."""
        with opened_cache(self.server.name, is_wanted=self._keeps) as kept:
            known = {pair: kept.get(pair) for pair in pairs}
            waiting = {pair: None for pair, text in known.items() if text is None}
            with closing(self._outcomes(list(waiting))) as outcomes:
                for pair in pairs:
                    if pair in waiting:
                        del waiting[pair]
                        known[pair] = self._counted(next(outcomes), pair, kept)
                    else:
                        self.tally.cached += known[pair] is not None
                    yield known[pair]
            if kept.problem:
                self.tally.notes.append(kept.problem)

    def _outcomes(self, pairs: Sequence[SentenceTexts]) -> Generator[AnswerOrReason, None, None]:
        """What comes of asking for each, in their order."""
        asker = Asker(self.server, self._patience, self._budget)

        def ask(pair: SentenceTexts) -> AnswerOrReason:
            if self._in_vain >= _IN_VAIN:
                return AnswerOrReason(reason=f"after {_IN_VAIN} in vain it is asked no more")
            found = asker.ask(*pair)
            is_vain = found.completion is None and found.requests > 0
            self._in_vain = self._in_vain + 1 if is_vain else 0
            return found

        with ThreadPoolExecutor(_AT_ONCE) as pool:
            try:
                yield from map(ask, pairs[:1])  # alone: are address and key right?
                yield from pool.map(ask, pairs[1:])
            finally:
                asker.end()
                pool.shutdown(cancel_futures=True)

    def _counted(self, found: AnswerOrReason, pair: SentenceTexts, kept: AnswerCache) -> str | None:
        """The text of an answer, which is counted and kept."""
        self.tally.requests += found.requests
        if found.completion is None:
            self.tally.problems[found.reason] += 1
            return None
        self.tally.tokens += found.completion.tokens
        if found.completion.is_whole and found.completion.text:
            kept.put(pair, found.completion.text)
        return found.completion.text


def _key() -> str:
    """The key in the environment, "" if there is none. Raises InvalidInput, without the key."""
    key = os.environ.get("GLOSSARY_MODEL_KEY", "").strip()
    if not key.isascii() or not key.isprintable():
        raise InvalidInput("GLOSSARY_MODEL_KEY holds characters that no key has")
    return key
