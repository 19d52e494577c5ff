"""The contract of a store: the list of documents, and their counts."""

from __future__ import annotations

from dataclasses import replace

from glossary.store.base import Store, StoredDocument
from tests.samples import AT, LATER, document, evidence, proposal, unit

TEXT = "學者說安全困境（security dilemma）沒有出路，各國需要熱線（hotline）。"


def test_documents_are_listed_the_last_first(store: Store) -> None:
    assert store.documents() == [] and store.count_documents() == 0
    with store.transaction():
        store.put_document(document(TEXT, "b.md"), AT)
        store.put_document(document("A hotline.", "a.md"), LATER)
    listed = store.documents()
    assert [(each.name, each.languages) for each in listed] == [
        ("a.md", ("en",)),
        ("b.md", ("zh", "en")),
    ]
    assert listed[1] == StoredDocument(
        document(TEXT).sha256, "b.md", ("zh", "en"), len(TEXT), AT, {}
    )
    assert store.documents(limit=1, offset=1) == listed[1:]
    assert store.count_documents() == 2


def test_a_document_counts_the_candidates_it_proves_on_either_side(store: Store) -> None:
    source, other = document(TEXT, "b.md"), document("A hotline.", "a.md")
    translated = replace(
        evidence(source, "熱線", "hotline"), en_document="a.md", en_document_sha256=other.sha256
    )
    with store.transaction():
        store.put_document(source, AT)
        store.put_document(other, LATER)
        store.propose([proposal("熱線", "hotline", translated)], "", AT)
        mined = proposal(
            "安全困境", "security dilemma", evidence(source, "安全困境", "security dilemma")
        )
        store.propose([mined], "", AT)
        (first, second) = store.candidates()
        store.set_candidate(replace(first, state="approved"))
    assert [each.candidates for each in store.documents()] == [
        {"approved": 1},
        {"approved": 1, "proposed": 1},
    ]


def test_units_are_counted_by_the_name_of_their_document(store: Store) -> None:
    with store.transaction():
        store.put_units(
            [unit(), unit("熱線", "hotline"), replace(unit("a", "b"), document="x")], None
        )
    assert store.count_units_of(["talks.md", "none.md"]) == {"talks.md": 2}
    assert store.count_units_of([]) == {}
