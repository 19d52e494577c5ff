"""glossary propose: one pair into the review queue."""

from __future__ import annotations

import json

from command import Run

SENTENCES = ("--zh-sentence", "這頭灰犀牛早就來了。", "--en-sentence", "The grey rhino came.")
PAIR = ("propose", "灰犀牛", "grey rhino", *SENTENCES)


def test_it_waits_for_review_with_who_proposed_it(run: Run) -> None:
    said = run(*PAIR, "--by", "bob").stdout
    assert said == "candidate 1: 灰犀牛 = grey rhino waits for review\n"
    assert run(*PAIR).stdout == "candidate 1: 灰犀牛 = grey rhino is in the queue already\n"
    listed = json.loads(run("why", "1", "--format", "json").stdout)
    assert [proof["evidence"]["by"] for proof in listed] == ["bob"]


def test_what_was_rejected_is_told_with_who_and_why(run: Run) -> None:
    run(*PAIR)
    run("review", "--reject", "1", "--by", "ada", "--note", "no term")
    said = run(*PAIR).stdout
    assert said.startswith("candidate 1: 灰犀牛 = grey rhino was rejected already (ada, ")
    assert said.endswith(", no term)\n")


def test_what_cannot_be_proposed_is_one_line(run: Run) -> None:
    run("add", "灰犀牛", "grey rhino")
    refused = run(*PAIR, code=1).stderr
    assert refused == "Error: the entry grey-rhino has 灰犀牛 = grey rhino already\n"
    wrong = run("propose", "黑天鵝", "black swan", *SENTENCES, code=1).stderr
    assert wrong.startswith("Error: zh: '黑天鵝' does not stand verbatim in '這頭")
    assert "--zh-sentence" in run("propose", "黑天鵝", "black swan", code=2).stderr
