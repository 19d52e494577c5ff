"""Where the forms of one entry stand in a text, by recognition."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from glossary.errors import NotFound
from glossary.lookup.recognition.narrowing import pieces_of
from glossary.lookup.recognition.recognizer import TermHit
from glossary.store.base import Store, TermRow
from glossary.text.fold import term_key
from glossary.text.tokens import search_key


class RecognizesTerms(Protocol):
    """Finds the terms of a termbase in a running text."""

    def recognize(self, text: str, language: str | None = None) -> list[TermHit]: ...


class FormFinder:
    """Finds some forms of an entry in texts. A form stands for its other script and its inflected
    forms; of two forms that may be meant, it is the one that recognition tells."""

    def __init__(self, recognizer: RecognizesTerms, rows: Collection[TermRow]) -> None:
        self._recognizer = recognizer
        self.rows = tuple(rows)
        self.pieces = pieces_of(rows)
        self._keys = {_key(row) for row in rows}

    def find(self, text: str, language: str | None = None) -> list[TermHit]:
        """The occurrences in a text, in order: of the forms of a language, or of both."""
        key = search_key(text)
        found = [
            hit
            for each in ([language] if language else self.pieces)
            if any(piece in key for piece in self.pieces.get(each, ()))
            for hit in self._recognizer.recognize(text, each)
            if _key(hit.term) in self._keys
        ]
        return sorted(found, key=lambda hit: (hit.start, -hit.end))


def _key(row: TermRow) -> tuple[str, str, str]:
    return row.concept_id, row.language, term_key(row.text, row.language)


def finder_of(
    store: Store, recognizer: RecognizesTerms, concept_id: str, form: str | None = None
) -> FormFinder:
    """The finder of all forms of an entry, or of one of them. Raises NotFound."""
    store.concept(concept_id)
    rows = store.term_rows_of([concept_id])
    chosen = rows if form is None else [row for row in rows if _is_form(row, form)]
    if form is not None and not chosen:
        listed = ", ".join(dict.fromkeys(row.text for row in rows))
        raise NotFound(f"{concept_id} has no term {form!r}; it has: {listed}")
    return FormFinder(recognizer, chosen)


def _is_form(row: TermRow, form: str) -> bool:
    return term_key(row.text, row.language) == term_key(form, row.language)
