"""What stands around a piece of evidence in its document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from glossary import documents
from glossary.operations.places import AROUND
from glossary.termbase import Termbase
from tests.samples import AT, evidence

LONG = "前" * 500
TEXT = f"{LONG}\r\n他說**安全困境**（security dilemma）難解。\r\n後記"
PAPER = documents.parse(TEXT.encode(), "paper.md")
PROOF = evidence(PAPER, "安全困境", "security dilemma")


def test_a_place_has_its_line_and_surroundings(tmp_path: Path) -> None:
    with Termbase.open(tmp_path / "a.db") as termbase:
        assert termbase.places(PROOF) == (None, None), "the document is not stored"
        with termbase.store.transaction():
            termbase.store.put_document(PAPER, AT)
        zh, en = termbase.places(PROOF)
        assert zh and en
        assert (zh.line, zh.text, en.text) == (2, "安全困境", "security dilemma")
        assert (zh.document, zh.document_sha256) == ("paper.md", PAPER.sha256)
        assert zh.before.endswith("他說**") and len(zh.before) == AROUND
        assert zh.before + zh.text + zh.after in TEXT and zh.after.endswith("後記")
        beyond = replace(PROOF, zh_span=(len(TEXT) - 1, len(TEXT) + 1))
        assert termbase.places(beyond) == (None, en)
        other = replace(PROOF, en_document="en.md", en_document_sha256="0" * 64)
        assert termbase.places(other) == (zh, None)
