"""The shape of our own table of regional words, and of all tables together."""

from __future__ import annotations

from collections import Counter

import pytest

from glossary.regions.index import all_words, region_index
from glossary.regions.opencc import opencc_words
from glossary.regions.table import TABLE, own_words
from glossary.regions.words import REGIONS, RegionalWord, key
from glossary.text.script import only_in_one_script

LEAST, LEAST_OWN = 1500, 500
BOTH = set("厘恒疱噁")  # of both scripts, whatever the standards call them
HANT, HANS = (chars - BOTH for chars in only_in_one_script())


def different(word: RegionalWord) -> set[tuple[str, str]]:
    """(mainland form, form of Taiwan or Hong Kong) where the usual ones differ by more than the
    script."""
    cn = word.forms["CN"][0]
    others = [(region, word.of(region)[0]) for region in ("TW", "HK") if word.of(region)]
    return {(key(cn), f"{region} {key(form)}") for region, form in others if key(form) != key(cn)}


def test_there_are_as_many_pairs_as_promised() -> None:
    all_pairs = {pair for word in all_words() for pair in different(word)}
    of_opencc = {
        (key(word.forms["CN"][0]), f"{region} {key(form)}")
        for word in opencc_words()
        for region in ("TW", "HK")
        for form in word.forms.get(region, ())
    }
    taiwan = {pair for pair in all_pairs if pair[1].startswith("TW")}
    assert len(taiwan) >= LEAST
    assert len(taiwan - of_opencc) >= LEAST_OWN
    assert len({pair for pair in all_pairs if pair[1].startswith("HK")}) >= LEAST_OWN


def test_a_sense_is_on_one_line() -> None:
    lines = Counter((word.forms["CN"][0], word.of("TW")[:1], word.english) for word in own_words())
    assert [line for line, times in lines.items() if times > 1] == []


def test_each_line_is_well_formed() -> None:
    for word in own_words():
        well_formed(word)


def well_formed(word: RegionalWord) -> None:
    for region, forms in word.forms.items():
        foreign = HANT if region in ("CN", "SG") else HANS
        assert all(form == form.strip() and form for form in forms)
        assert len(forms) == len(set(forms))
        assert not [form for form in forms if foreign & set(form)]
    assert HANT.isdisjoint("".join(word.cues + word.against))
    assert word.source
    assert word.english or word.source.startswith("OpenCC")


def test_regions_and_forms_that_are_marked_stand_on_their_line() -> None:
    for word in own_words():
        known = {key(form) for forms in word.forms.values() for form in forms}
        for mark in word.native | word.asked | word.decided:
            region, _, form = mark.partition(":")
            assert region in REGIONS, mark
            assert not form or form in known, (word.forms["CN"], mark)


def test_the_head_of_the_table_explains_its_sources() -> None:
    head = "".join(line for line in TABLE.read_text("utf-8").splitlines() if line[0] == "#")
    for word in own_words():
        for source in word.source.split("; "):
            assert source.split(" ")[0] in head


@pytest.mark.parametrize("region", REGIONS)
def test_a_claimed_form_is_never_the_regions_own_in_the_same_sense(region: str) -> None:
    for claims in region_index(region).claims.values():
        for claim in claims:
            assert key(claim.form) not in {key(form) for form in claim.word.of(region)}
