"""Answers of models on disk, so that nothing is asked twice: a small SQLite file.

An answer is found again by the model's name, the prompt and both sentences, of which only a hash is
kept. Neither the address nor the key is in it. The file may be deleted at will.
"""

from __future__ import annotations

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from glossary.mining.language_model.prompt import VERSION

_FILE_MODE, _FOLDER_MODE = 0o600, 0o700  # derived: for the owner alone


def cache_file() -> Path:
    """Where answers are kept."""
    from platformdirs import user_cache_path

    return user_cache_path("glossary", appauthor=False) / "model-answers.db"


class AnswerCache:
    """Answers by sentence pair. A file that cannot be used is said in `problem`, and counts as
    empty."""

    def __init__(self, model: str, file: sqlite3.Connection | None, problem: str = "") -> None:
        self._model, self._file, self.problem = model, file, problem

    def get(self, pair: tuple[str, str]) -> str | None:
        sql = "SELECT text FROM answer WHERE key = ?"
        for (text,) in self._run(sql, self._key(pair)):
            return str(json.loads(text))
        return None

    def put(self, pair: tuple[str, str], text: str) -> None:
        self._run("INSERT OR REPLACE INTO answer VALUES (?, ?)", self._key(pair), json.dumps(text))

    def _key(self, pair: tuple[str, str]) -> str:
        said = json.dumps([VERSION, self._model, *pair])
        return hashlib.sha256(said.encode()).hexdigest()

    def _run(self, sql: str, *values: str) -> list[tuple[str]]:
        if self._file is None:
            return []
        try:
            with self._file:
                return self._file.execute(sql, values).fetchall()
        except sqlite3.Error as error:
            self._file, self.problem = None, _problem(error)
            return []


@contextmanager
def opened_cache(model: str, *, is_wanted: bool) -> Iterator[AnswerCache]:
    """The answers of a model; none are kept unless `is_wanted`."""
    if not is_wanted:
        yield AnswerCache(model, None)
        return
    try:
        file = _connected(cache_file())
    except (OSError, sqlite3.Error) as error:
        yield AnswerCache(model, None, _problem(error))
        return
    with closing(file):
        yield AnswerCache(model, file)


def _connected(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(_FOLDER_MODE, parents=True, exist_ok=True)
    os.close(os.open(path, os.O_CREAT | os.O_RDWR, _FILE_MODE))
    file = sqlite3.connect(path, check_same_thread=False)  # a generator may end in another
    file.execute("CREATE TABLE IF NOT EXISTS answer (key TEXT PRIMARY KEY, text TEXT NOT NULL)")
    return file


def _problem(error: Exception) -> str:
    reason = getattr(error, "strerror", None) or str(error)
    return f"{cache_file()}: answers are not kept: {reason}; delete it, or say --no-model-cache"
