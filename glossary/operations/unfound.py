"""Unsuccessful look-ups, counted at once and written when nobody else writes.

A look-up must not wait for a writer. Counts that cannot be written now stay in memory, and are
written with the next unsuccessful look-up, when the list is read, or when the termbase is closed;
only those of a killed process are lost.
"""

from __future__ import annotations

import threading
from typing import Protocol

from glossary.errors import GlossaryError, StoreError
from glossary.store.base import Transactions, WantedWriter

MOST = 1_000
"""Different look-ups kept while the database cannot be written; further ones are not counted."""


class UnfoundStore(WantedWriter, Transactions, Protocol):
    """What is needed of a store."""


class Unfound:
    """The unsuccessful look-ups of one termbase. Threads may share it; it never raises."""

    def __init__(self, store: UnfoundStore) -> None:
        self._store = store
        self._lock = threading.Lock()
        self._writing = threading.Lock()
        self._counts: dict[tuple[str, str], int] = {}
        self._last: dict[tuple[str, str], str] = {}

    def note(self, query: str, language: str, at: str) -> None:
        self._keep({(query, language): 1}, {(query, language): at})
        self.write()

    def write(self) -> None:
        """Write pending counts, unless another process or thread is writing to the database."""
        if not self._counts or not self._writing.acquire(blocking=False):
            return
        try:
            counts, last = self._taken()
            try:
                with self._store.transaction(wait=False):
                    for (query, language), count in counts.items():
                        self._store.want(query, language, last[query, language], count)
            except StoreError:
                self._keep(counts, last)
            except GlossaryError:
                pass  # a text that no database accepts
        finally:
            self._writing.release()

    def _taken(self) -> tuple[dict[tuple[str, str], int], dict[tuple[str, str], str]]:
        with self._lock:
            taken = self._counts, self._last
            self._counts, self._last = {}, {}
        return taken

    def _keep(self, counts: dict[tuple[str, str], int], last: dict[tuple[str, str], str]) -> None:
        with self._lock:
            for key, count in counts.items():
                if key in self._counts or len(self._counts) < MOST:
                    self._counts[key] = self._counts.get(key, 0) + count
                    self._last[key] = max(last[key], self._last.get(key, ""))
