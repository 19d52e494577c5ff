"""What the passes over a memory do with arrays is what would be done one by one."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as some

from glossary.mining.corpus.arrays import KeyIndex, changes, distinct, ranges
from glossary.mining.corpus.cutting import BREAK, MAY_START, chinese, english
from glossary.mining.corpus.cutting import chinese_tokens as many_chinese
from glossary.mining.corpus.cutting import english_tokens as many_english
from glossary.mining.corpus.encoding import BatchSide, encoded, loaded, mixed
from glossary.mining.corpus.grams import GramCounts, unpacked
from glossary.mining.corpus.together import PairCounts, pair_keys, types_in
from glossary.mining.corpus.unit import Unit

TEXTS = some.lists(
    some.text(
        some.sampled_from("主管機關所之規定、，（）()Aaİßs’'.-–1,9 \n\r\tfé€𠮷"), max_size=12
    ),
    max_size=5,
)
UNITS = [
    Unit(3, "主管機關應依本法規定，由主管機關辦理（國外）事項。", "The authority shall act."),
    Unit(
        4, "主管機關與法院，法院與主管機關。", "The court and the competent authority, the court."
    ),
    Unit(7, "法院之主管機關（國外）", "the competent authority of the court (abroad)"),
    Unit(9, "國外法院", "Courts abroad"),
]


@given(TEXTS)
def test_texts_that_are_cut_together_are_cut_as_each_alone(texts: list[str]) -> None:
    for all_at_once, alone in ((many_chinese(texts), chinese), (many_english(texts), english)):
        words = all_at_once.words()
        for number, text in enumerate(texts):
            mine = np.flatnonzero(all_at_once.text == number)
            cut = alone(text)
            assert all_at_once.start[mine].tolist() == cut.start
            assert all_at_once.end[mine].tolist() == cut.end
            assert all_at_once.edges[mine].tolist() == cut.edges
            if alone is english:
                assert [words[n] for n in mine] == cut.words


@given(TEXTS)
def test_the_tokens_of_a_text_lie_in_order_in_it_and_leave_only_spaces(texts: list[str]) -> None:
    for text in texts:
        for cut in (chinese(text), english(text)):
            places = list(zip(cut.start, cut.end, strict=True))
            assert places == sorted(places) and all(a < b for a, b in places)
            bounds = [0, *(each for place in places for each in place), len(text)]
            gaps = [text[a:b] for a, b in zip(bounds[::2], bounds[1::2], strict=True)]
            assert not "".join(gaps).strip()


@pytest.mark.parametrize("size", [0, 1, 2, 1_000])
def test_an_index_finds_the_keys_that_it_has_and_no_others(size: int) -> None:
    random = np.random.default_rng(5)
    keys = np.sort(mixed(random.choice(10_000, size, replace=False).astype(np.uint64)))
    asked = mixed(np.arange(10_000, dtype=np.uint64))
    at = {int(key): place for place, key in enumerate(keys)}
    assert KeyIndex(keys).places(asked).tolist() == [at.get(int(key), -1) for key in asked]
    assert not len(KeyIndex(keys).places(asked[:0]))


def test_ranges_and_distinct_values_are_what_they_are_one_by_one() -> None:
    starts, sizes = np.array([5, 0, 9]), np.array([2, 0, 3])
    assert ranges(starts, sizes).tolist() == [5, 6, 9, 10, 11]
    assert distinct(np.array([3, 1, 3, 2, 1])).tolist() == [1, 2, 3]
    assert changes(np.array([1, 1, 2])).tolist() == [True, False, True]


def test_the_room_of_a_token_ends_at_a_break_and_at_the_end_of_its_unit() -> None:
    for side in (encoded(UNITS).zh, encoded(UNITS).en):
        room = side.room()
        for token in range(len(room)):
            free = 0
            while (
                token + free < len(room)
                and side.unit[token + free] == side.unit[token]
                and not side.edges[token + free] & BREAK
            ):
                free += 1
            assert room[token] == free


# ---------------------------------------------------------------- counts


def grams_by_hand(side: BatchSide, longest: int) -> dict[int, list[tuple[int, int, int]]]:
    """(unit, start, tokens) of all places of each gram that may begin a term, by its key."""
    found: defaultdict[int, list[tuple[int, int, int]]] = defaultdict(list)
    room, hashes = side.room(), side.keys()
    for length in range(1, longest + 1):
        for token in np.flatnonzero(side.edges & MAY_START).tolist():
            if room[token] >= length:
                key = int(hashes.of(np.array([token]), length)[0])
                found[key].append((int(side.unit[token]), int(side.start[token]), length))
    return found


@pytest.mark.parametrize("language", ["zh", "en"])
def test_grams_have_their_first_place_and_count_once_a_unit_and_length(language: str) -> None:
    batch = encoded(UNITS)
    records = GramCounts(language, (1, 3), None)(batch)
    by_hand = grams_by_hand(getattr(batch, language), 3)
    assert records["key"].tolist() == sorted(by_hand)
    where = unpacked(records["place"])
    for n, key in enumerate(records["key"].tolist()):
        places = by_hand[key]
        assert records["count"][n] == len({(unit, length) for unit, _, length in places})
        unit, start, length = places[0]
        assert (where.unit[n], where.start[n]) == (UNITS[unit].number, start)
        assert where.length[n] == length
    assert records["count"].max() == 3


def types_of_all(folder: Path, units: Sequence[Unit]) -> None:
    """Tables in which each gram of a unit is a type."""
    for language in ("zh", "en"):
        records = GramCounts(language, (1, 3), None)(encoded(units))
        rows = [records["key"], records["count"].astype(np.uint64), records["place"]]
        np.save(folder / f"types.{language}.npy", np.stack(rows))


def test_pairs_count_once_a_unit_and_types_by_themselves(tmp_path: Path) -> None:
    types_of_all(tmp_path, UNITS)
    whole = PairCounts(tmp_path)(encoded(UNITS))
    by_hand: Counter[int] = Counter()
    for unit in UNITS:
        for key in PairCounts(tmp_path)(encoded([unit]))["key"].tolist():
            by_hand[key] += 1
    assert dict(zip(whole["key"].tolist(), whole["count"].tolist(), strict=True)) == by_hand
    assert whole["key"].tolist() == sorted(by_hand) and max(by_hand.values()) == 3
    assert pair_keys(*types_in(whole["key"])).tolist() == whole["key"].tolist()


def test_units_that_are_left_out_are_in_no_count_and_no_place_moves(tmp_path: Path) -> None:
    path = tmp_path / "batch.npz"
    with path.open("wb") as file:
        np.savez(file, **encoded(UNITS).arrays)
    left_out = np.array([4, 5])
    for language in ("zh", "en"):
        work = GramCounts(language, (1, 3), None)
        kept = work(encoded([unit for unit in UNITS if unit.number != 4]))
        assert np.array_equal(work(loaded(path, left_out)), kept)
        assert len(work(loaded(path))) > len(kept)
    assert loaded(path, left_out).units() == [(unit.zh, unit.en) for unit in UNITS]
