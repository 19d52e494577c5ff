"""list and documents: going through what is there."""

from __future__ import annotations

from dataclasses import replace

import pytest
from command import rows

from glossary.cli.tables import columns_of
from tests.samples import unit

ENTRIES = (
    ("小院高牆", "small yard, high fence", "zh-Hant-TW", "technology"),
    ("小院高墙", "small yard, high fence", "zh-Hans-CN", "technology"),
    ("重慶", "Chongqing", "zh-Hant-TW", ""),
    ("氙氣", "xenon", "zh-Hant-TW", "physics"),
    ("安全困境", "the security dilemma", "zh-Hans-CN", "theory"),
    ("5G網路", "5G network", "zh-Hant-TW", "technology"),
)


@pytest.fixture
def listed(empty):
    with empty.opened() as termbase:
        for zh, en, tag, subject in ENTRIES:
            termbase.add(zh, en, zh_tag=tag, subject=subject)
        termbase.add("小院", "little yard", concept_id="small-yard-high-fence", status="deprecated")

    def ids(*options: str) -> list[str]:
        return [row["concept_id"] for row in rows(empty("list", *options).stdout)]

    ids.called = empty  # type: ignore[attr-defined]
    return ids


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ("--offset 2", ["small-yard-high-fence", "the-security-dilemma", "xenon"]),
        ("--subject technology", ["c-5g-network", "small-yard-high-fence"]),
        ("--letter x", ["small-yard-high-fence", "xenon"]),
        ("--letter X --subject technology", ["small-yard-high-fence"]),
        ("--letter z", ["chongqing"]),  # 重 is zhong, too
        ("--letter c", ["chongqing"]),
        ("--letter ch", ["chongqing"]),
        ("--letter xiao", ["small-yard-high-fence"]),
        ("--letter 小", ["small-yard-high-fence"]),
        ("--letter 5", ["c-5g-network"]),
        ("--letter s", ["small-yard-high-fence", "the-security-dilemma"]),
        ("--letter q", []),
        ("--region CN", ["small-yard-high-fence", "the-security-dilemma"]),
        ("--region tw --letter x", ["small-yard-high-fence", "xenon"]),
        ("--status deprecated", ["small-yard-high-fence"]),
        ("--status deprecated --region TW", []),
        ("--limit 2 --offset 1", ["chongqing", "small-yard-high-fence"]),
    ],
)
def test_entries_are_listed_by(listed, options: str, wanted: list[str]) -> None:
    assert listed(*options.split()) == wanted


def test_a_page_says_what_is_left_out(listed) -> None:
    called = listed.called
    assert called("list", "--limit", "2").stderr == "1 to 2 of 5; more with --offset 2\n"
    assert called("list", "--limit", "2", "--offset", "3").stderr == ""
    assert called("list", "--limit", "2", "--quiet").stderr == ""
    assert "5 found, and --offset 9" in called("list", "--offset", "9").stderr
    assert "nothing found among 5 entries" in called("list", "--letter", "q").stderr


def test_an_empty_termbase_is_told(empty) -> None:
    assert "the termbase has no entry yet" in empty("list", "--letter", "q").stderr


def test_a_row_has_all_terms_and_regions(listed) -> None:
    row = rows(listed.called("list", "--letter", "xiao").stdout)[0]
    assert (row["regions"], row["subject"]) == (["CN", "TW"], "technology")
    assert {"tag": "zh-Hans-CN", "text": "小院高墙", "status": "preferred"} in row["terms"]
    printed = listed.called("list", "--format", "table").stdout.splitlines()
    assert max(map(columns_of, printed)) <= 120 and any("小院高牆; 小院高墙" in p for p in printed)


@pytest.mark.parametrize("wrong", ["--letter !", "--letter 小院", "--letter", "--region Taiwan"])
def test_what_is_no_letter_or_region_is_refused(empty, wrong: str) -> None:
    option, _, value = wrong.partition(" ")
    done = empty("list", option, value, code=1 if option == "--letter" else 2)
    assert "give a" in str(done.exception) + done.stderr


# ---------------------------------------------------------------- documents


def test_documents_are_listed_with_what_came_of_them(stocked) -> None:
    (row,) = rows(stocked("documents").stdout)
    assert row["name"] == "alternating-space-governance.zh.txt"
    assert row["languages"] == ["zh"] or row["languages"] == ["zh", "en"]
    assert [row[name] for name in ("pairs", "waiting", "approved", "rejected")] == [0, 1, 1, 1]
    with stocked.opened() as termbase:
        termbase.add_units([replace(unit(), document=row["name"]), unit("一", "one")])
    assert rows(stocked("documents").stdout)[0]["pairs"] == 0, "the same unit is not stored again"
    with stocked.opened() as termbase:
        termbase.add_units([replace(unit("二", "two"), document=row["name"])])
    assert rows(stocked("documents").stdout)[0]["pairs"] == 1
    assert "--offset 3" in stocked("documents", "--offset", "3").stderr


def test_no_document_is_told(empty) -> None:
    assert "no document was read yet" in empty("documents").stderr
