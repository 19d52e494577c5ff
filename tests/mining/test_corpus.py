"""Mining a memory: exact counts, the same in whatever order and number of processes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from glossary.errors import GlossaryError, InvalidInput
from glossary.mining.corpus import grams, runner, runs, together, types
from glossary.mining.corpus.counting import AtLeast, described_pairs
from glossary.mining.corpus.cutting import MAY_END, chinese
from glossary.mining.corpus.encoding import encoded
from glossary.mining.corpus.miner import MemoryRun, MinedMemory, mine
from glossary.mining.corpus.progress import Meter
from glossary.mining.corpus.runner import Runner
from glossary.mining.corpus.unit import MOST, Unit, text_of

LAWS = Path(__file__).parents[1] / "data" / "corpus" / "health_laws.tsv"
"""Three acts on optometric and midwifery personnel and pharmacists: texts of law."""


def laws() -> list[Unit]:
    lines = LAWS.read_text(encoding="utf-8").splitlines()
    cells = (line.split("\t") for line in lines)
    return [Unit(n, zh, en, text_of(origin)) for n, (en, zh, origin) in enumerate(cells, 1)]


def mined(
    folder: Path,
    units: Iterable[Unit] | None = None,
    processes: int = 1,
    most: int = 100,
    least: int = 3,
) -> MinedMemory:
    folder.mkdir(parents=True, exist_ok=True)
    run = MemoryRun("laws.tsv", folder, processes, least, most)
    return mine(laws() if units is None else units, run)


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> MinedMemory:
    return mined(tmp_path_factory.mktemp("work"))


def pairs_of(found: MinedMemory) -> dict[str, str]:
    return {p.zh: p.en.lower() for p in found.proposals}


# ---------------------------------------------------------------- what is found


def test_terms_of_the_laws_are_found_with_their_translations(found: MinedMemory) -> None:
    pairs = pairs_of(found)
    assert pairs["主管機關"].startswith("competent authorit")
    assert pairs["執業執照"] == "practice license"
    assert pairs["助產人員"].startswith("midwifery personnel")
    assert pairs["藥師公會"].startswith("pharmacists")


def test_each_pair_stands_verbatim_in_its_proof_which_names_its_unit(found: MinedMemory) -> None:
    units = {unit.number: unit for unit in laws()}
    for proposal in found.proposals:
        assert proposal.evidence
        for evidence in proposal.evidence:
            unit = units[evidence.line]
            assert (evidence.zh_context, evidence.en_context) == (unit.zh, unit.en)
            text = found.document.text
            assert text[slice(*evidence.zh_span)] in unit.zh
            assert text[slice(*evidence.en_span)] in unit.en
            assert text[slice(*evidence.zh_span)] == proposal.zh


def test_use_counts_the_units_of_a_pair_and_those_of_each_side_alone(found: MinedMemory) -> None:
    pair = next(p for p in found.proposals if p.zh == "主管機關")
    assert pair.use
    chinese = [unit for unit in laws() if "主管機關" in unit.zh]
    both = [u for u in chinese if "competent authorit" in u.en.lower()]
    distinct = len({(u.zh, u.en) for u in both}), len({(u.zh, u.en) for u in chinese})
    assert (pair.use.units, pair.use.units + pair.use.zh_alone) == distinct
    assert pair.use.texts == 3
    assert pair.use.zh_keyness > 2 and pair.use.en_keyness > 2


def test_a_term_has_one_row_and_its_rivals_beside_it(found: MinedMemory) -> None:
    rows = [p.zh for p in found.proposals]
    assert len(rows) == len(set(rows))
    for proposal in found.proposals:
        assert proposal.use
        assert all(r.zh == proposal.zh and r.en != proposal.en for r in proposal.use.rivals)


SPREADING = [
    ("目前沒有{}的證據。", "There is no evidence of {} so far."),
    ("專家確認發生{}。", "Experts confirmed {}."),
    ("{}的風險升高。", "The risk of {} has risen."),
    ("各國擔心{}擴大。", "Countries fear that {} may grow."),
    ("這種病毒不會{}。", "This virus shows no {}."),
    ("報告首次提到{}。", "For the first time the report mentions {}."),
    ("醫院內出現{}病例。", "Cases of {} appeared in the hospital."),
    ("衛生部調查{}。", "The ministry of health investigates {}."),
    ("隔離可以避免{}。", "Isolation prevents {}."),
    ("{}有限。", "Limited {} was seen."),
    ("疫苗能減少{}。", "Vaccines reduce {}."),
    ("媒體報導{}。", "The media report {}."),
    ("學者否認{}。", "Scholars deny {}."),
]


def test_two_renderings_of_one_term_are_rivals_in_one_row(tmp_path: Path) -> None:
    names = ["human-to-human transmission"] * 8 + ["transmission between humans"] * 5
    units = [
        Unit(1_000 + n, zh.format("人傳人"), en.format(name))
        for n, ((zh, en), name) in enumerate(zip(SPREADING, names, strict=True))
    ]
    work = mined(tmp_path / "w", [*laws(), *units], most=500)
    (row,) = [p for p in work.proposals if p.zh == "人傳人"]
    assert row.en == "human-to-human transmission" and row.use
    assert ("transmission between humans", 5) in [(r.en, r.units) for r in row.use.rivals]


def test_what_stands_once_is_listed_on_demand(tmp_path: Path) -> None:
    work = mined(tmp_path / "w", laws()[:150], most=1_000, least=1)
    assert any(p.use and p.use.units == 1 for p in work.proposals)


# ---------------------------------------------------------------- exact counts


def counted_by_hand(units: Sequence[Unit], longest: int) -> Counter[str]:
    """In how many units each Chinese gram that may be a term stands, by looking at each."""
    found: Counter[str] = Counter()
    for unit in {(u.zh, u.en): u for u in units}.values():
        batch = encoded([unit])
        side = batch.zh
        starts = np.flatnonzero(side.edges & 1)
        room = side.room()
        texts = {
            unit.zh[side.start[t] : side.end[t + n - 1]]
            for t in starts
            for n in range(1, min(longest, room[t]) + 1)
        }
        found.update(texts)
    return found


def test_grams_are_counted_once_a_unit_and_repeated_units_once(tmp_path: Path) -> None:
    units = [*laws()[:60], *(Unit(1_000 + u.number, u.zh, u.en) for u in laws()[:20])]
    with Runner(tmp_path, 1, Meter(lambda line: None)) as run:
        run.take(units)
        assert run.size() == (80, 20 + 60 - len({(u.zh, u.en) for u in units[:60]}))
        counts = run.counts("grams", grams.GramCounts("zh", (1, 3), None), AtLeast(2))
        records = runs.opened(counts)
    where = grams.unpacked(records["place"])
    by_number = {unit.number: unit for unit in units}
    seen = {
        by_number[n].zh[s:e]: int(c)
        for n, s, e, c in zip(where.unit, where.start, where.end, records["count"], strict=True)
    }
    assert seen == {gram: n for gram, n in counted_by_hand(units, 3).items() if n >= 2}


def test_grams_are_not_counted_beyond_the_longest_that_are_frequent(tmp_path: Path) -> None:
    """Passes over the memory went on to grams of 32 words, with none that could begin one."""
    units = [Unit(n, f"法院{n}", f"The court {n}") for n in range(1, 9)]
    with Runner(tmp_path, 1, Meter(lambda line: None)) as run:
        run.take(units)
        described_pairs(run, 3)
    counted = {path.name for path in tmp_path.glob("counting-*-words.npy")}
    assert {path for path in counted if "-1-to-3" not in path and "-4-to-5" not in path} == set()
    assert len(counted) == 4


def test_sums_of_runs_are_the_same_in_little_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(1)
    paths, everything = [], Counter[int]()
    for n in range(7):
        keys = random.integers(0, 500, 2_000).astype(np.uint64)
        everything.update(keys.tolist())
        paths.append(tmp_path / f"{n}.run")
        runs.write(paths[-1], runs.run_of(keys))
    monkeypatch.setattr(runs, "_TOGETHER", 50)  # some seventy pieces
    pieces = list(runs.summed(paths, AtLeast(20)))
    summed = np.concatenate(pieces)
    assert max(map(len, pieces)) <= 100
    assert dict(zip(summed["key"].tolist(), summed["count"].tolist(), strict=True)) == {
        key: count for key, count in everything.items() if count >= 20
    }


def test_a_long_title_is_a_type_and_its_parts_are_not(tmp_path: Path) -> None:
    title = "全國性及區級職業災害勞工復健及重建服務計畫補助辦法"
    en = "Regulations Governing Subsidies for National and District Rehabilitation of Workers"
    units = [Unit(900 + n, f"依{title}第{n}號辦理", f"Under the {en}, No. {n}.") for n in range(5)]
    with Runner(tmp_path, 1, Meter(lambda line: None)) as run:
        run.take([*laws(), *units])
        memory = described_pairs(run, 3)
    zh = {memory.zh[n].text for n in set(memory.pairs.zh.tolist())}
    english = {memory.en[n].text for n in set(memory.pairs.en.tolist())}
    assert title in zh and "職業災害勞工復健" not in zh
    assert en in english and "Rehabilitation of Workers" not in english


def types_found(folder: Path, units: Iterable[Unit]) -> tuple[set[str], set[str]]:
    """The texts of the Chinese and English types that stand in a pair."""
    with Runner(folder, 1, Meter(lambda line: None)) as run:
        run.take([*laws(), *units])
        memory = described_pairs(run, 3)
    return {each.text for each in memory.zh.values()}, {each.text for each in memory.en.values()}


def test_what_a_title_does_is_no_part_of_it(tmp_path: Path) -> None:
    zh, en = types_found(
        tmp_path,
        [
            Unit(
                900 + n,
                f"海港檢疫規則規定辦理者，{n}號。",
                f"The Harbor Quarantine Rules shall govern {n}.",
            )
            for n in range(5)
        ],
    )
    assert "海港檢疫規則" in zh and "Harbor Quarantine Rules" in en
    assert not any("規定" in each for each in zh) and not any("shall" in each for each in en)


def test_a_term_closes_the_brackets_that_it_opens(tmp_path: Path) -> None:
    zh, en = types_found(
        tmp_path,
        [
            Unit(
                900 + n,
                f"依海港檢疫規則（以下簡稱本法）{n}",
                f"the Harbor Quarantine Rules (hereinafter referred {n}",
            )
            for n in range(5)
        ],
    )
    assert "海港檢疫規則" in zh and "Harbor Quarantine Rules" in en
    assert not any(each.count("（") != each.count("）") for each in zh)
    assert not any(each.count("(") != each.count(")") for each in en)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("依水利法等有關法規", ["水利", "法"]),
        ("符合法律扶助法所定申請要件", ["扶助", "法"]),
        ("品種或依公平交易法所保護之權利", ["公平交易", "法"]),
    ],
)
def test_grammar_that_is_glued_to_a_word_is_cut_off(text: str, words: list[str]) -> None:
    cut = chinese(text)
    tokens = [text[a:b] for a, b in zip(cut.start, cut.end, strict=True)]
    at = tokens.index(words[0])
    assert tokens[at : at + 2] == words
    assert cut.edges[at + 1] & MAY_END


def test_a_type_may_stand_in_more_units_than_its_longest_use(tmp_path: Path) -> None:
    records = np.array([(7, 10, 3), (9, 10, 5)], runs.RECORD)
    table = types.table(records)
    use = np.array([10, 0])
    assert types.types_of(table, use).keys.tolist() == ([9] if 5 & 1 else [])


# ---------------------------------------------------------------- order, processes, stops


def same(one: MinedMemory, other: MinedMemory) -> bool:
    return one.proposals == other.proposals and one.document == other.document


@pytest.fixture
def small_batches(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "BATCH", 90)


@pytest.mark.usefixtures("small_batches")
def test_batches_do_not_change_what_is_found(tmp_path: Path, found: MinedMemory) -> None:
    assert same(mined(tmp_path / "w"), found)


@pytest.mark.usefixtures("small_batches")
def test_the_number_of_processes_does_not_change_what_is_found(
    tmp_path: Path, found: MinedMemory
) -> None:
    assert same(mined(tmp_path / "w", processes=2), found)


@pytest.mark.usefixtures("small_batches")
def test_the_order_in_which_batches_end_does_not_change_what_is_found(
    tmp_path: Path, found: MinedMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    done = Runner._mapped
    monkeypatch.setattr(Runner, "_mapped", lambda s, w, jobs: done(s, w, list(jobs)[::-1]))
    assert same(mined(tmp_path / "w"), found)


class Stopped(Exception):
    pass


@pytest.mark.usefixtures("small_batches")
@pytest.mark.parametrize("after", [2, 9, 40, 80])
def test_a_run_that_was_stopped_goes_on_where_it_was(
    tmp_path: Path, found: MinedMemory, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    writes, write = Counter[str](), runs.write

    def stopping(path: Path, array: np.ndarray) -> None:  # type: ignore[type-arg]
        if sum(writes.values()) == after:
            path.with_suffix(".part").write_bytes(b"half")
            raise Stopped
        writes[path.name] += 1
        write(path, array)

    monkeypatch.setattr(runs, "write", stopping)
    with pytest.raises(Stopped):
        mined(tmp_path / "w")
    again = Counter[str]()
    monkeypatch.setattr(runs, "write", lambda p, a: (again.update([p.name]), write(p, a))[1])
    assert same(mined(tmp_path / "w"), found)
    counted = {name for name in writes if name.endswith(".run")}
    assert not set(again) & counted


COUNTED = """
import sys
from pathlib import Path
from glossary.mining.corpus.counting import described_pairs
from glossary.mining.corpus.progress import Meter
from glossary.mining.corpus.runner import Runner
from glossary.operations.memory_files import units_of_file
from tests.mining.digests import counted_digest
with Runner(Path(sys.argv[2]), 1, Meter(lambda step: None)) as run:
    run.take(units_of_file(Path(sys.argv[1]), lambda number, reason: None))
    described_pairs(run, 3)
print(counted_digest(run.folder))
"""


def test_how_python_hashes_does_not_change_what_is_counted(tmp_path: Path) -> None:
    found = []
    for seed in ("1", "2"):
        (tmp_path / seed).mkdir()
        command = [sys.executable, "-c", COUNTED, str(LAWS), str(tmp_path / seed)]
        environment = {**os.environ, "PYTHONHASHSEED": seed}
        root = Path(__file__).parents[2]
        done = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
        found.append(done.stdout)
    assert len(found[0]) == 17 and found[0] == found[1]


def test_units_are_read_to_their_end_before_any_is_counted(tmp_path: Path) -> None:
    def broken() -> Iterator[Unit]:
        yield from laws()[:50]
        raise Stopped

    with pytest.raises(Stopped):
        mined(tmp_path / "w", broken())
    assert not (tmp_path / "w" / "taken.npy").exists()


def test_a_memory_of_more_units_than_a_place_can_count_is_refused() -> None:
    """Their places ran into one another, and pairs were lost without a word."""
    assert encoded([Unit(MOST, "法院", "court")]).numbers.tolist() == [MOST]
    with pytest.raises(InvalidInput, match="more than 134,217,727 units"):
        encoded([Unit(MOST + 1, "法院", "court")])


# ---------------------------------------------------------------- parts


@pytest.mark.parametrize(
    ("origin", "text"),
    [
        ("B0000001-765-0", "B0000001"),
        ("contract.txt:12", "contract.txt"),
        ("EN-16931", "EN"),
        ("", ""),
        ("A/B", "A/B"),
    ],
)
def test_the_text_that_an_origin_names(origin: str, text: str) -> None:
    assert text_of(origin) == text


def test_types_and_pairs_are_put_into_one_key_and_read_back() -> None:
    zh, en = np.array([0, 5, 2**31]), np.array([1, together.NO_TYPE, 7])
    assert [each.tolist() for each in together.types_in(together.pair_keys(zh, en))] == [
        zh.tolist(),
        en.tolist(),
    ]


def test_progress_tells_units() -> None:
    told: list[str] = []
    meter = Meter(told.append)
    meter.stage("counting")
    meter.done(1_000, 4_000)
    meter.done(2_000)
    assert told == ["counting", "counting, 1,000 of 4,000 units", "counting, 2,000 units"]


def test_a_killed_process_is_told_with_the_way_out() -> None:
    """It was a BrokenProcessPool, with its traceback."""
    kill: Any = iter([(signal.SIGKILL,)])
    with (
        ProcessPoolExecutor(1, get_context("spawn")) as pool,
        pytest.raises(GlossaryError, match="start it again with fewer --processes"),
    ):
        list(runner._as_they_end(pool, signal.raise_signal, kill, 1))
