"""One run of mining: what its miners share, computed once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from glossary.mining.align.passages import Passage, language_of, running_passages
from glossary.model import DefinitionPair, Document, Proposal
from glossary.progress import Progress

if TYPE_CHECKING:
    from glossary.mining.align.bead import Bead
    from glossary.mining.knowledge.encoder import Encoder
    from glossary.mining.language_model.model import LanguageModel

_FEWEST_WORDS = 4
"""Words of the other language; below, a document counts as monolingual. Chosen: half and double
change no bead of annotated texts (python tests/benchmarks/bench_constants.py)."""


class MiningRun:
    """A document, or a document and its translation, with the results of the miners so far.

    `zh` and `en` are the documents (mostly) in that language, in whatever order they were given;
    both are the same if there is only one. `model` is asked for pairs, if there is one.
    `proposals` are those made so far; `beads` are set by alignment, `definitions` by the miner of
    definitions.
    """

    def __init__(
        self,
        document: Document,
        translation: Document | None = None,
        progress: Progress | None = None,
        model: LanguageModel | None = None,
    ) -> None:
        self.documents = (document,) if translation is None else (document, translation)
        self.zh, self.en = in_order(document, translation)
        self.tell: Progress = progress or (lambda step: None)
        self.model = model
        self.proposals: list[Proposal] = []
        self.beads: list[Bead] = []
        self.definitions: list[DefinitionPair] = []

    @property
    def is_one_document(self) -> bool:
        return len(self.documents) == 1

    def of(self, document: Document) -> MiningRun:
        """A run over one of the documents by itself, sharing the encoder."""
        alone = MiningRun(document, progress=self.tell)
        alone.encoder = self.encoder
        return alone

    @cached_property
    def passages(self) -> tuple[list[Passage], list[Passage]]:
        """The Chinese passages of running text, and the English ones."""
        of_zh = running_passages(self.zh)
        of_en = of_zh if self.is_one_document else running_passages(self.en)
        return [p for p in of_zh if p.language == "zh"], [p for p in of_en if p.language == "en"]

    @cached_property
    def has_both_languages(self) -> bool:
        return all(map(_enough, self.passages))

    @cached_property
    def encoder(self) -> Encoder:
        """The encoder of the run, which caches what it has encoded."""
        from glossary.mining.knowledge.encoder import Encoder

        return Encoder()


def _enough(passages: Iterable[Passage]) -> bool:
    words = chain.from_iterable(p.text.split() if p.language == "en" else p.text for p in passages)
    return sum(1 for _ in words) >= _FEWEST_WORDS


def in_order(document: Document, translation: Document | None) -> tuple[Document, Document]:
    """(the Chinese document, the English document)."""
    if translation is None:
        return document, document
    if language_of(translation.text) == "zh" and language_of(document.text) != "zh":
        return translation, document
    return document, translation
