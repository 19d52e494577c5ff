"""Reports: valid for the tools that read them, and safe for what stands in a file."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from conftest import SHARED
from lxml import etree

from glossary.checking.baseline import (
    fingerprints,
    only_new,
    read_baseline,
    write_baseline,
)
from glossary.checking.profiles import settings_from
from glossary.checking.reports import FORMATS, written
from glossary.checking.reports.plain import Checked, plain
from glossary.checking.rules import RULES
from glossary.checking.segments import po as catalogues
from glossary.checking.segments import read
from glossary.checking.segments.base import SegmentOptions
from glossary.checking.segments.pair import read_pair
from glossary.errors import UnreadableFile
from tests.checking_samples import found

PAIRS = [
    ("Watch the <b>video</b> & more.", "請看<script>錄像</script>\x0b。"),
    ("The security dilemma lasted 24 hours.", "持續了25小時。"),
]


def checked() -> Checked:
    return Checked("a b/行.xlf", 2, 2, found(*PAIRS), [(9, "a unit in fr, <de>")])


def text(form: str) -> str:
    return "".join(written(form, checked()))


@pytest.mark.shared
def test_sarif_is_valid_by_its_schema() -> None:
    schema = json.loads((SHARED / "sarif" / "sarif-schema-2.1.0.json").read_text())
    log = json.loads(text("sarif"))
    jsonschema.validate(log, schema)
    run = log["runs"][0]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [rules[each["ruleIndex"]] for each in run["results"]] == [
        each["ruleId"] for each in run["results"]
    ]


def test_html_is_one_page_that_runs_and_requests_nothing() -> None:
    page = text("html")
    assert "<script" not in page and "src=" not in page and "href=" not in page
    assert "&lt;script&gt;<mark>錄像</mark>&lt;/script&gt;" in page
    assert '<p lang="zh-Hant-TW">' in page


def test_junit_counts_failures_and_shows_rules_that_looked() -> None:
    root = etree.fromstring(text("junit").encode())
    failed = root.findall(".//failure")
    assert len(failed) == int(root.get("failures")) == 3
    assert {suite.get("name") for suite in root} == set(RULES)
    assert int(root.get("tests")) == len(root.findall(".//testcase"))


@pytest.mark.parametrize("form", FORMATS)
def test_a_report_without_findings_is_whole_too(form: str) -> None:
    assert "".join(written(form, Checked("a.xlf", 1, 0, [])))


def test_spans_point_into_the_plain_text() -> None:
    for each in plain(checked())["findings"]:
        for side in (each["source"], each["target"]):
            assert all(0 <= a < b <= len(side["text"]) for a, b in side["spans"])


# ---------------------------------------------------------------- baseline, profile


def test_a_baseline_knows_findings_whose_lines_moved(tmp_path: Path) -> None:
    before = found(*PAIRS)
    write_baseline(tmp_path / "known", before)
    known = read_baseline(tmp_path / "known")
    moved = found(("A day.", "一天。"), *PAIRS, ("Watch the video.", "請看錄像。"))
    assert [each.segment.number for each in only_new(moved, known)] == [4]


def test_findings_alike_are_counted(tmp_path: Path) -> None:
    pair = ("Watch the video.", "請看錄像。")
    once, twice = fingerprints(found(pair)), fingerprints(found(pair, pair))
    assert len(set(twice)) == 2 and twice[0] == once[0]


def test_what_is_no_baseline_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("hello\n")
    with pytest.raises(UnreadableFile, match="no baseline"):
        read_baseline(tmp_path / "a")


def test_a_profile_is_what_a_customer_wants_and_options_go_before_it(tmp_path: Path) -> None:
    path = tmp_path / "client.toml"
    path.write_text('zh-tag = "zh-TW"\nrules = ["numbers"]\n[severities]\nnumbers = "note"\n')
    settings = settings_from(path, {"zh_tag": "", "rules": []})
    assert (settings.zh_tag, settings.rules) == ("zh-Hant-TW", ("numbers",))
    assert [
        f.severity for f in found(*PAIRS, rules=["numbers"], severities={"numbers": "note"})
    ] == ["note"]
    assert settings_from(path, {"zh_tag": "zh-CN"}).zh_tag == "zh-Hans-CN"


@pytest.mark.parametrize(
    ("profile", "reason"),
    [
        ("colour = 1", "unknown settings: colour"),
        ('rules = ["spelling"]', "unknown rule 'spelling'"),
        ("rules = 3", "give a list of names"),
        ('[severities]\nnumbers = "bad"', "give each rule one of"),
        ("= 1", "Invalid"),
    ],
)
def test_a_wrong_profile_is_refused_with_its_name(
    tmp_path: Path, profile: str, reason: str
) -> None:
    path = tmp_path / "client.toml"
    path.write_text(profile)
    with pytest.raises(UnreadableFile, match=reason) as refused:
        settings_from(path, {})
    assert str(refused.value).startswith(str(path))


# ---------------------------------------------------------------- catalogues, two files


def test_messages_of_a_catalogue_are_segments() -> None:
    po = """msgid ""
msgstr ""
"Language: zh_TW\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# glossary: ignore numbers
msgid "A day has %d hours."
msgstr "一天有 %d 小時。"

msgid "one"
msgid_plural "many"
msgstr[0] "許多"

#~ msgid "old"
#~ msgstr "舊"
"""
    options = SegmentOptions(lambda line, why: None)
    one, two = read(po.encode(), "a.po", options)
    assert (one.source.tag, one.target.tag, one.line) == ("en", "zh-Hant-TW", 6)
    assert (one.ignored, two.source.text, two.target.text) == ({"numbers"}, "many", "許多")


def test_what_is_no_catalogue_is_refused(tmp_path: Path) -> None:
    secret = tmp_path / "b.po"
    secret.write_text('msgid "a"\nmsgstr "甲"\n', encoding="utf-8")
    with pytest.raises(UnreadableFile):  # the name of a file is no catalogue
        list(read(str(secret).encode(), "a.po", SegmentOptions(lambda line, why: None)))


def test_two_files_are_aligned(tmp_path: Path) -> None:
    source, target = tmp_path / "a.txt", tmp_path / "b.txt"
    source.write_text("The bank was closed on Monday.\nThe security dilemma grows.\n")
    target.write_text("銀行星期一沒有開門。\n安全困境日益嚴重。\n", encoding="utf-8")
    found_ = list(read_pair(source, target, SegmentOptions(lambda line, why: None)))
    assert [s.source.language for s in found_] == ["en"] * len(found_)
    assert any("安全困境" in s.target.text for s in found_)
    with pytest.raises(UnreadableFile, match="language"):
        list(read_pair(source, source, SegmentOptions(lambda line, why: None)))


def test_a_catalogue_too_large_to_be_held_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogues, "_LARGEST", 2_000_000)
    data = b'msgid "a"\nmsgstr "b"\n' + b"# \n" * 1_000_000
    with pytest.raises(UnreadableFile, match=r"a.po: too large for one catalogue \(limit 2 MB\)"):
        list(read(data, "a.po", SegmentOptions(print)))
