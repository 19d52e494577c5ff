"""Look-ups in vain on their way into the database: counted at once, written when nobody waits.

A look-up must not wait for a writer. What cannot be written now stays in memory and goes with
the next look-up in vain, with the next look at the list, or when the termbase is closed; lost is
at worst what a killed process had not written yet.
"""

from __future__ import annotations

import threading
from typing import Protocol

from glossary.errors import GlossaryError, StoreError
from glossary.store.base import Transactions, WantedWriter

MOST = 1_000
"""Different look-ups kept while the database cannot be written; later ones are not noted.
Chosen: they take some hundred KB; half or double moves that and how many are lost."""


class UnfoundStore(WantedWriter, Transactions, Protocol):
    """What of a store is needed."""


class Unfound:
    """The look-ups in vain of one termbase. Safe to share between threads; never raises."""

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
        """Write what waits, unless somebody else writes to the database just now."""
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
                pass  # a text that no database takes
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
