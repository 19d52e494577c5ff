"""Termbase: one short method for every verb. The command line and the API only call it.

    with Termbase.open("terms.db") as termbase:
        termbase.mine("paper.md")
        for candidate in termbase.candidates():
            termbase.judge(candidate.id, "approve", by="ada")
        termbase.search("小院高牆")

Every change is a step with a person and a time, and can be undone.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import chain, count
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from glossary.errors import ConflictError, InvalidInput, NotFound, UnreadableFile
from glossary.model import (
    STATUSES,
    Candidate,
    ConceptEntry,
    Context,
    Found,
    Judgement,
    Proposal,
    TermSection,
    TranslationUnit,
)
from glossary.operations import review
from glossary.operations.entries import checked, checked_text, holds, merged, section_for, with_term
from glossary.operations.proof import Proof, check
from glossary.operations.unfound import Unfound
from glossary.store import open_store
from glossary.store.base import (
    EVERYTHING,
    WAITING,
    Added,
    CandidateFilter,
    Check,
    ConceptFilter,
    Conflicted,
    Revision,
    Staging,
    Step,
    Store,
    Wanted,
)
from glossary.text.file_name import file_name
from glossary.text.fold import term_key
from glossary.text.tags import detect_language, normalise_tag, tag_for

if TYPE_CHECKING:
    from glossary.exchange.fitting.loss import LossReport
    from glossary.lookup.concordance import Concordance
    from glossary.lookup.memory import FuzzyMatch
    from glossary.lookup.recognition.recognizer import TermbaseRecognizer, TermHit
    from glossary.lookup.search.search import SearchResult
    from glossary.operations.import_report import ImportedFile
    from glossary.store.fuzzy.index import FuzzyIndex


LARGE = 500
"""Entries of a step that are taken back while others wait: more are prepared before."""


def utc_now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(frozen=True, slots=True)
class Mined:
    """What mining one document found, and what of it was new to the termbase.

    `unproved` pairs did not stand verbatim where their evidence said, and were not taken in.
    """

    found: Found
    added: Added
    unproved: tuple[Proposal, ...] = ()


@dataclass(frozen=True, slots=True)
class Proofs:
    """The answer to `why`: an entry or a candidate, and its evidence looked up again."""

    subject: ConceptEntry | Candidate
    proofs: tuple[Proof, ...]


class Termbase:
    """A termbase and translation memory in one database. Safe to share between threads."""

    def __init__(self, store: Store, clock: Callable[[], str] = utc_now) -> None:
        self.store = store
        self.clock = clock
        self._lock = threading.Lock()
        self._loaded: dict[str, Any] = {}
        self._unfound = Unfound(store)

    @classmethod
    def open(cls, target: str | Path, clock: Callable[[], str] = utc_now) -> Termbase:
        """The termbase at a path or URL; made when first written to. Raises StoreError."""
        return cls(open_store(target), clock)

    def close(self) -> None:
        self._unfound.write()
        self.store.close()

    def __enter__(self) -> Termbase:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ------------------------------------------------------------ mining

    def mine(
        self,
        path: str | Path,
        translation: str | Path | None = None,
        *,
        subject: str = "",
        by: str = "",
        progress: Callable[[str], None] | None = None,
    ) -> Mined:
        """Propose the pairs of a document, or of a source and its translation."""
        from glossary import documents

        for each in (path, translation):
            self._refuse_own(each)
        first = documents.read(path)
        second = documents.read(translation) if translation is not None else None
        return self.mine_documents(first, second, subject=subject, by=by, progress=progress)

    def mine_documents(
        self,
        document: Any,
        translation: Any = None,
        *,
        subject: str = "",
        by: str = "",
        progress: Callable[[str], None] | None = None,
    ) -> Mined:
        """The same for documents that are read already (see `documents.parse`)."""
        from glossary import mining

        found = mining.mine(document, translation, progress)
        read = [each for each in (document, translation) if each is not None]
        proved = _proved(found.proposals, {each.sha256: each.text for each in read})
        now = self.clock()
        units = [
            replace(unit, document=file_name(unit.document), created_by=by, created_at=now)
            for unit in found.units
        ]
        with self.store.staging() as staging:
            for each in read:
                staging.put_document(replace(each, name=file_name(each.name)), now)
            stored = (_named(proposal) for proposal in proved if proposal.evidence)
            staging.propose(stored, subject, now)
            staging.put_units(units)
            with self.store.transaction():
                step = self.store.new_step("mine", by, now, file_name(document.name))
                added = staging.apply(step)
        return Mined(found, added, tuple(p for p in proved if not p.evidence))

    # ------------------------------------------------------------ review

    def candidates(
        self, where: CandidateFilter = WAITING, *, limit: int | None = None, offset: int = 0
    ) -> list[Candidate]:
        return self.store.candidates(where, limit=limit, offset=offset)

    def count_candidates(self, where: CandidateFilter = WAITING) -> int:
        return self.store.count_candidates(where)

    def candidate(self, candidate_id: int) -> Candidate:
        return self.store.candidate(candidate_id)

    def judgements(self, candidate_id: int) -> list[Judgement]:
        """All decisions about a candidate, oldest first."""
        return self.store.judgements(candidate_id)

    def judge(
        self,
        candidate_id: int,
        decision: str,
        *,
        by: str = "",
        zh: str | None = None,
        en: str | None = None,
        concept_id: str | None = None,
        new: bool = False,
        zh_tag: str | None = None,
        note: str = "",
    ) -> review.Judged:
        """Approve, amend or reject; the decision and the entry are saved together.

        An accepted pair goes into the entry `concept_id`, else into the one that has both terms
        already (unless `new`), else it makes one of its own.
        """
        now = self.clock()
        with self.store.transaction():
            candidate = self.store.candidate(candidate_id)
            verdict = review.judge(
                candidate,
                decision,
                by=by,
                at=now,
                new_id=self._new_id,
                zh=zh,
                en=en,
                into=self._entry_to_add_to(zh or candidate.zh, en or candidate.en, concept_id, new),
                zh_tag=zh_tag,
                note=note,
                text_of=self.store.document_text,
            )
            step = self.store.new_step(decision, by, now, f"{candidate.zh} = {candidate.en}")
            if verdict.entry:
                self.store.put_concept(verdict.entry, step)
            self.store.set_candidate(verdict.candidate)
            self.store.put_judgement(verdict.judgement, step)
        return replace(verdict, step=step)

    def suggestions(self, candidate: Candidate) -> list[ConceptEntry]:
        """Entries that share a term with the candidate: it may belong to one of them."""
        return self.entries_with(candidate.zh, candidate.en)

    # ------------------------------------------------------------ entries

    def entries_with(self, zh: str, en: str) -> list[ConceptEntry]:
        """Entries that have either term, those with both first."""
        rows = [
            *self.store.terms_with_key(term_key(zh, "zh"), "zh"),
            *self.store.terms_with_key(term_key(en, "en"), "en"),
        ]
        entries = self.store.concepts_by_id(row.concept_id for row in rows).values()
        return sorted(entries, key=lambda e: (not holds(e, zh, en), e.id))

    def add(
        self,
        zh: str,
        en: str,
        *,
        concept_id: str | None = None,
        new: bool = False,
        subject: str = "",
        status: str | None = None,
        zh_tag: str | None = None,
        part_of_speech: str = "noun",
        source: str = "",
        definition: str = "",
        zh_context: str = "",
        en_context: str = "",
        note: str = "",
        by: str = "",
    ) -> ConceptEntry:
        """A curated entry, or further terms of the entry `concept_id`; the same pair again is
        the same entry (unless `new`). Without a status the first term of a language is
        preferred, further ones are admitted. Raises InvalidInput, NotFound."""
        zh, en = " ".join(zh.split()), " ".join(en.split())
        _check_term(zh, en, status)
        now = self.clock()

        def term(text: str, context: str) -> TermSection:
            contexts = (Context(context, source),) if context else ()
            return TermSection(
                text,
                status=status or "",
                part_of_speech=part_of_speech,
                source=source,
                contexts=contexts,
                created_by=by,
                created_at=now,
            )

        with self.store.transaction():
            entry = self._entry_to_add_to(zh, en, concept_id, new)
            before = entry
            if entry is None:
                entry = ConceptEntry(
                    self._new_id(en),
                    (),
                    subject=subject,
                    definition=definition,
                    note=note,
                    source=source,
                    created_by=by,
                    created_at=now,
                )
            else:
                entry = replace(
                    entry,
                    subject=entry.subject or subject,
                    definition=entry.definition or definition,
                    note="\n".join(dict.fromkeys(n for n in (entry.note, note) if n)),
                )
            for tag, text, context in (
                (section_for(entry, "en", en, [en]), en, en_context),
                (section_for(entry, "zh", zh, [zh, zh_context], zh_tag), zh, zh_context),
            ):
                entry = with_term(entry, tag, term(text, context))
            if entry != before:
                checked_text(entry)
                entry = replace(entry, changed_by=by, changed_at=now)
                self.store.put_concept(entry, self.store.new_step("add", by, now, f"{zh} = {en}"))
        return entry

    def _entry_to_add_to(
        self, zh: str, en: str, concept_id: str | None, new: bool
    ) -> ConceptEntry | None:
        if concept_id:
            return self.store.concept(concept_id)
        return None if new else self.entry_that_has(zh, en)

    def entry_that_has(self, zh: str, en: str) -> ConceptEntry | None:
        """The entry that has both terms, be it in another script, case or number: a pair that is
        added or approved goes there."""
        return next((e for e in self.entries_with(zh, en) if holds(e, zh, en)), None)

    def concept(self, concept_id: str) -> ConceptEntry:
        return self.store.concept(concept_id)

    def concepts(
        self, where: ConceptFilter = EVERYTHING, *, limit: int | None = None, offset: int = 0
    ) -> Iterator[ConceptEntry]:
        return self.store.concepts(where, limit=limit, offset=offset)

    def count_concepts(self, where: ConceptFilter = EVERYTHING) -> int:
        return self.store.count_concepts(where)

    def concepts_by_id(self, ids: Iterable[str]) -> dict[str, ConceptEntry]:
        """Those of the entries that are there."""
        return self.store.concepts_by_id(ids)

    def create(self, entry: ConceptEntry, *, by: str = "") -> ConceptEntry:
        """A whole new entry; without an id it gets one. Raises ConflictError for a taken id."""
        now = self.clock()
        with self.store.transaction():
            english = next((t.text for _, t in entry.terms("en")), "")
            entry = replace(
                checked(entry),
                id=entry.id or self._new_id(english),
                created_by=by,
                created_at=now,
                changed_by=by,
                changed_at=now,
            )
            if self.store.revision_number(entry.id):
                raise ConflictError(f"the id {entry.id!r} is taken")
            self.store.put_concept(entry, self.store.new_step("add", by, now, entry.id))
        return entry

    def edit(
        self, entry: ConceptEntry, *, revision: int | None = None, by: str = ""
    ) -> ConceptEntry:
        """Replace an entry. With `revision`, only if nobody changed it since: ConflictError."""
        now = self.clock()
        with self.store.transaction():
            self._expect(entry.id, revision)
            entry = replace(checked(entry), changed_by=by, changed_at=now)
            self.store.put_concept(entry, self.store.new_step("edit", by, now, entry.id))
        return entry

    def delete(self, concept_id: str, *, revision: int | None = None, by: str = "") -> None:
        now = self.clock()
        with self.store.transaction():
            self._expect(concept_id, revision)
            self.store.delete_concept(
                concept_id, self.store.new_step("delete", by, now, concept_id)
            )

    def merge(self, kept_id: str, other_id: str, *, by: str = "") -> ConceptEntry:
        """Both entries as one, under the first's id."""
        if kept_id == other_id:
            raise InvalidInput("two different entries are wanted")
        now = self.clock()
        with self.store.transaction():
            kept, other = self.store.concept(kept_id), self.store.concept(other_id)
            entry = merged(kept, other, by, now)
            step = self.store.new_step("merge", by, now, f"{kept_id} + {other_id}")
            self.store.put_concept(entry, step)
            self.store.delete_concept(other_id, step)
        return entry

    def revision(self, concept_id: str) -> int:
        return self.store.revision_number(concept_id)

    def _expect(self, concept_id: str, revision: int | None) -> None:
        current = self.store.revision_number(concept_id)
        if not current:
            self.store.concept(concept_id)  # raises NotFound
        if revision is not None and revision != current:
            raise ConflictError(
                f"{concept_id} was changed meanwhile (revision {current}, not {revision}); "
                "read it again"
            )

    def history(self, concept_id: str) -> list[Revision]:
        revisions = self.store.revisions(concept_id)
        if not revisions:
            raise NotFound(f"no concept {concept_id!r}, now or ever")
        return revisions

    def steps(
        self, verb: str | None = None, *, limit: int | None = None, offset: int = 0
    ) -> list[Step]:
        """What was done here, or what of one verb, newest first."""
        return self.store.steps(verb, limit=limit, offset=offset)

    def count_steps(self) -> int:
        return self.store.count_steps()

    def step_counts(self, step_id: int) -> dict[str, int]:
        """How many `entries`, `judgements`, `units` and `conflicts` a step touched."""
        return self.store.step_counts(step_id)

    def note(self, verb: str, *, by: str = "", summary: str = "") -> None:
        """A step that changes nothing: what a later run wants to know of this one."""
        with self.store.transaction():
            self.store.new_step(verb, by, self.clock(), summary)

    def undo(self, *, by: str = "", step_id: int | None = None) -> Step:
        """Take the last step back: an edit, a judgement, a whole import; or the one named, unless
        a later step built upon it. Raises ConflictError, NotFound.
        """
        with self.store.staging() as staging:
            large = self._step_to_undo(step_id)
            ahead = len(self.store.step_concepts(large.id)) > LARGE
            if ahead:
                self._stage_earlier(staging, large)
                staging.write()
            with self.store.transaction():
                step = self._step_to_undo(step_id)
                if ahead and step.id != large.id:
                    raise ConflictError(f"somebody went on meanwhile: {step.verb} {step.summary}")
                if not ahead:
                    self._stage_earlier(staging, step)
                self._take_back(step, staging, by, self.clock())
        return step

    def _step_to_undo(self, step_id: int | None) -> Step:
        """The step named, or the last one. Raises ConflictError where it cannot be taken back."""
        step = self.store.last_step() if step_id is None else self.store.step(step_id)
        if step is None:
            raise ConflictError("there is nothing to undo")
        name = f"step {step.id} ({step.verb} {step.summary}".rstrip() + ")"
        if step.verb == "restore":
            raise ConflictError(
                f"{name} put a backup in place; take that back with: glossary restore, and the "
                "file with the state before"
            )
        if step.undone_by is not None:
            raise ConflictError(f"{name} is taken back already, by step {step.undone_by}")
        if not step.is_undoable:
            raise ConflictError(f"{name} changed no term: there is nothing to take back")
        if upon := self.store.steps_upon(step.id):
            raise ConflictError(
                f"{name}: step {upon[0].id} ({upon[0].verb}, {upon[0].by or 'nobody named'}) built "
                "upon it; take that back first"
            )
        return step

    def _stage_earlier(self, staging: Staging, step: Step) -> None:
        """Entries as they were before a step; those that it added are gone."""
        ids = self.store.step_concepts(step.id)
        restored = set()

        def earlier() -> Iterator[ConceptEntry]:
            for entry in self.store.entries_before(ids, step.id):
                restored.add(entry.id)
                yield entry

        staging.put_concepts(earlier())
        staging.delete_concepts(i for i in ids if i not in restored)

    def _take_back(self, step: Step, staging: Staging, by: str, now: str) -> None:
        undoing = self.store.new_step("undo", by, now, f"{step.verb} {step.summary}".strip())
        staging.apply(undoing)
        for judgement in self.store.step_judgements(step.id):
            candidate = self.store.candidate(judgement.candidate_id)
            self.store.set_candidate(replace(candidate, state="proposed", concept_id=None))
            taken_back = replace(judgement, decision="undo", by=by, at=now, note="")
            self.store.put_judgement(taken_back, undoing)
        self.store.delete_units(self.store.step_units(step.id))
        self.store.undo_conflicts(step.id)
        self.store.mark_undone(step.id, undoing)

    def _new_id(self, english: str) -> str:
        """A readable XML name that is free and never was taken: `mutual-reassurance`, `…-2`."""
        words = re.findall(r"[a-z0-9]+", english.lower())
        base = "-".join(words)[:60].strip("-") or "concept"
        base = base if base[0].isalpha() else f"c-{base}"
        candidates = chain([base], (f"{base}-{n}" for n in count(2)))
        return next(c for c in candidates if not self.store.id_used(c))

    # ------------------------------------------------------------ lookup

    def search(
        self,
        text: str,
        lang: str | None = None,
        limit: int = 20,
        *,
        offset: int = 0,
        subject: str | None = None,
        status: str | None = None,
        tag: str | None = None,
        remember: bool = True,
    ) -> SearchResult:
        """Terms that match, best first, with why. A look-up in vain is remembered (`wanted`),
        and waits for no writer: see `glossary.operations.unfound`."""
        from glossary.lookup.search import search

        tag = normalise_tag(tag) if tag else None
        result = search.search(
            self.store, text, lang, limit, offset, subject=subject, status=status, tag=tag
        )
        narrowed = subject or status or tag
        if remember and not result.total and text.strip() and not narrowed and len(text) <= 200:
            self._unfound.note(text.strip(), lang or detect_language(text), self.clock())
        return result

    def wanted(self, limit: int = 50) -> list[Wanted]:
        """What was looked for in vain, most often first."""
        self._unfound.write()
        return self.store.wanted(limit)

    def recognize(
        self, text: str, lang: str | None = None, *, all_occurrences: bool = False
    ) -> list[TermHit]:
        """The terms of the termbase in a running text, with spans into it."""
        return self._recognition.recognize(text, lang, all_occurrences=all_occurrences)

    @property
    def _recognition(self) -> TermbaseRecognizer:
        from glossary.lookup.recognition.recognizer import TermbaseRecognizer

        recognition: TermbaseRecognizer = self._once("recognition", TermbaseRecognizer)
        return recognition

    def _once(self, name: str, make: Callable[[Any], Any]) -> Any:
        """What is loaded when first used, and then shared by all threads."""
        if name not in self._loaded:
            with self._lock:
                if name not in self._loaded:
                    self._loaded[name] = make(self.store)
        return self._loaded[name]

    def fuzzy_matches(
        self, text: str, lang: str | None = None, threshold: int = 70, limit: int | None = 5
    ) -> list[FuzzyMatch]:
        """Stored segments like `text`, every one at or above the threshold, best first."""
        from glossary.lookup import memory

        language = lang or detect_language(text)
        return memory.fuzzy_matches(self.store, self._fuzzy_index, text, language, threshold, limit)

    @property
    def _fuzzy_index(self) -> FuzzyIndex:
        from glossary.store.fuzzy.index import FuzzyIndex

        index: FuzzyIndex = self._once("fuzzy_index", FuzzyIndex)
        return index

    def concordance(
        self,
        text: str,
        lang: str | None = None,
        *,
        order: str = "newest",
        limit: int = 20,
        offset: int = 0,
    ) -> Concordance:
        """Stored segments that contain `text`."""
        from glossary.lookup import concordance

        index = self._fuzzy_index
        return concordance.concordance(self.store, index, text, lang, order, limit, offset)

    def why(self, subject_id: str) -> Proofs:
        """The evidence of an entry, or of a candidate (by its number), looked up again."""
        subject: ConceptEntry | Candidate
        if re.fullmatch("[0-9]{1,18}", subject_id):
            subject = self.store.candidate(int(subject_id))
            pairs = [(subject.zh, subject.en)]
        else:
            subject = self.store.concept(subject_id)
            zh = [t.text for _, t in subject.terms("zh")]
            en = [t.text for _, t in subject.terms("en")]
            pairs = [(z, e) for z in zh for e in en]
        return Proofs(subject, tuple(self._proof(e, pairs) for e in subject.evidence))

    def _proof(self, evidence: Any, pairs: Sequence[tuple[str, str]]) -> Proof:
        """Evidence of an entry proves one of its pairs, whichever it was mined as."""
        checks = [check(evidence, zh, en, self.store.document_text) for zh, en in pairs]
        checks.append(Proof(evidence, False, "the entry has no pair of terms"))
        return next((proof for proof in checks if proof.holds), checks[0])

    # ------------------------------------------------------------ memory

    def add_units(self, units: Iterable[TranslationUnit], *, by: str = "") -> int:
        """Store translation units; the same unit twice is one. How many were new."""
        now = self.clock()
        prepared = (_prepared(unit, by, now) for unit in units)
        with self.store.staging() as staging:
            staging.put_units(prepared)
            with self.store.transaction():
                return staging.apply(self.store.new_step("units", by, now)).units

    # ------------------------------------------------------------ exchange

    def read(
        self,
        path: str | Path,
        data: BinaryIO | bytes | None = None,
        *,
        by: str = "",
        dry_run: bool = False,
        keep_good: bool = False,
        format: str | None = None,
        mapping: Mapping[str, str] | None = None,
        holds: str | None = None,
    ) -> ImportedFile:
        """Import a file of terms or translation units, as one step; `path` is its name where
        `data` is given. See `importing.import_file`. Raises UnreadableFile, InvalidInput."""
        from glossary.operations import importing

        def take(source: BinaryIO | bytes) -> ImportedFile:
            return importing.import_file(
                self.store,
                str(path),
                source,
                by=by,
                at=self.clock(),
                dry_run=dry_run,
                keep_good=keep_good,
                format=format,
                mapping=mapping,
                holds=holds,
                check=checked,
            )

        if data is not None:
            return take(data)
        self._refuse_own(path)
        try:
            with open(path, "rb") as stream:
                return take(stream)
        except OSError as error:
            raise UnreadableFile(str(path), error.strerror or str(error)) from error

    def write(
        self,
        target: str | Path | BinaryIO,
        profile: str | None = None,
        *,
        zh_tag: str = "zh-Hant-TW",
        where: ConceptFilter = EVERYTHING,
        strict: bool = False,
        format: str | None = None,
        history: bool = True,
        remember: bool = True,
    ) -> LossReport:
        """Export to a file, by its suffix or a profile, and say what it could not hold.

        A file appears whole or not at all. With `strict` a loss is refused (InvalidInput). When
        all is written, what went out is remembered, so that a later import of the file can tell
        who changed what; the report's `unnoted` says why where it could not be. Without `remember`
        nothing is written to the database.
        """
        from glossary.operations import exporting
        from glossary.whole_file import whole_file

        file: AbstractContextManager[BinaryIO]
        if isinstance(target, str | Path):
            self._refuse_own(target)
            profile, format = exporting.profile_for(Path(target), profile, format)
            file = whole_file(Path(target))
        else:
            file = nullcontext(target)
        with file as stream:
            report, revisions = exporting.export_file(
                self.store,
                stream,
                profile or "archive",
                zh_tag=zh_tag,
                where=where,
                strict=strict,
                format=format,
                history=history,
            )
        if remember:
            exporting.note_export(self.store, report, revisions)
        return report

    def loss(
        self,
        profile: str,
        *,
        zh_tag: str = "zh-Hant-TW",
        where: ConceptFilter = EVERYTHING,
        format: str | None = None,
    ) -> LossReport:
        """What an export would drop or change, without writing."""
        from glossary.operations import exporting

        return exporting.export_loss(self.store, profile, zh_tag=zh_tag, where=where, format=format)

    def conflicts(self, state: str | None = "open") -> list[Conflicted]:
        """What imports and people changed to different things, to be settled."""
        return self.store.conflicts(state)

    def settle(self, conflict_id: int, take: str, *, by: str = "") -> ConceptEntry:
        """Keep "ours", or take "theirs" where the two differ."""
        from glossary.operations import merging

        return merging.settle(self.store, conflict_id, take, by=by, at=self.clock())

    # ------------------------------------------------------------ operation

    def _refuse_own(self, path: str | Path | None) -> None:
        """To open or replace the database's own files would tear it from under its users."""
        if path is not None and self.store.owns(Path(path)):
            raise InvalidInput(f"{path} is the termbase's own database; give another file")

    def warm_up(self) -> None:
        """Load now what the first look-ups of a long-running process would wait for."""
        from glossary.text.lattice import dictionary

        self._fuzzy_index.warm_up()
        self.recognize("安 a")
        dictionary()

    def stats(self) -> dict[str, int]:
        return self.store.counts()

    def backup(self, target: str | Path) -> None:
        """A whole copy under a name that is free, while others write. Raises StoreError."""
        self.store.backup(Path(target))

    def examine(self) -> Iterator[Check]:
        """Check the database, the indexes and the proof of every pair, one after another."""
        from glossary.operations import doctor

        return doctor.examine(self.store)

    def rebuild_index(self) -> None:
        """Make the index of terms anew from the entries. Raises StoreError."""
        with self.store.transaction():
            self.store.rebuild_terms()

    def restore(self, source: str | Path, *, by: str = "") -> Path | None:
        """Put a backup in place of all that is here; returns where the state before is kept.

        Raises StoreError for a copy that is damaged or of a newer version, and changes nothing.
        """
        return self.store.restore(Path(source), by, self.clock())


def _proved(proposals: Iterable[Proposal], texts: Mapping[str, str]) -> list[Proposal]:
    """The proposals with that evidence alone which holds in the documents just read."""
    return [
        replace(p, evidence=tuple(e for e in p.evidence if check(e, p.zh, p.en, texts.get).holds))
        for p in proposals
    ]


def _named(proposal: Proposal) -> Proposal:
    """The proposal, its documents called by their names: others see them, on other machines."""
    evidence = (
        replace(
            e,
            document=file_name(e.document),
            en_document=e.en_document and file_name(e.en_document),
        )
        for e in proposal.evidence
    )
    return replace(proposal, evidence=tuple(evidence))


def _prepared(unit: TranslationUnit, by: str, now: str) -> TranslationUnit:
    zh, en = unit.zh.text.strip(), unit.en.text.strip()
    if not zh or not en:
        raise InvalidInput("a translation unit wants text on both sides")
    return replace(
        unit,
        zh=replace(unit.zh, tag=tag_for(unit.zh.tag, [zh]), text=zh),
        en=replace(unit.en, tag=tag_for(unit.en.tag, [en]), text=en),
        created_by=unit.created_by or by,
        created_at=unit.created_at or now,
    )


def _check_term(zh: str, en: str, status: str | None) -> None:
    if not zh or not en:
        raise InvalidInput("a Chinese and an English term are wanted")
    if detect_language(zh) != "zh" and detect_language(en) == "zh":
        raise InvalidInput(f"the Chinese term comes first: {en!r} {zh!r}")
    if status is not None and status not in STATUSES:
        raise InvalidInput(f"{status!r} is no status; one of {', '.join(STATUSES)}")


__all__ = ["Mined", "Proofs", "Termbase", "checked", "utc_now"]
