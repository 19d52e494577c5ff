"""The reliability diagram says in a picture, and in words, what the figures say."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from glossary.errors import UnwritableFile
from glossary.mining.fit.diagram import reliability_diagram, wilson, write_diagram
from glossary.mining.fit.figures import MeasuredPairs

SVG = "{http://www.w3.org/2000/svg}"
MEASURED = MeasuredPairs([(0.9, True)] * 9 + [(0.9, False)] + [(0.35, False)] * 30, wanted=12)


def drawn(measured: MeasuredPairs = MEASURED, documents: int = 2) -> ET.Element:
    return ET.fromstring(reliability_diagram(measured, documents))


def looking(svg: ET.Element, look: str) -> list[dict[str, str]]:
    return [each.attrib for each in svg.iter() if each.get("class") == look]


def words(svg: ET.Element) -> str:
    return " ".join(each.text or "" for each in svg.iter(f"{SVG}text"))


def at(value: dict[str, str], name: str) -> float:
    return float(value[name])


def test_a_point_stands_where_what_was_said_meets_what_is_right() -> None:
    svg = drawn()
    (ideal,) = looking(svg, "ideal")
    low, high = looking(svg, "point")
    side = at(ideal, "x2") - at(ideal, "x1")
    assert side == at(ideal, "y1") - at(ideal, "y2"), "the scale of both axes is one"
    assert (at(low, "cx") - at(ideal, "x1")) / side == pytest.approx(0.35, abs=1e-3)
    assert at(low, "cy") == at(ideal, "y1")
    assert at(high, "cx") - at(ideal, "x1") == pytest.approx(0.9 * side, abs=0.01)
    assert at(high, "cy") == pytest.approx(at(ideal, "y1") - 0.9 * side, abs=0.01)
    assert at(low, "r") > at(high, "r"), "three times as many pairs"


def test_the_bars_of_the_histogram_are_as_high_as_there_are_pairs() -> None:
    svg = drawn()
    low, high = looking(svg, "count")
    assert at(low, "height") == pytest.approx(3 * at(high, "height"))
    assert at(low, "x") < at(high, "x")
    assert {"10", "30"} <= set(words(svg).split())


def test_everything_is_inside_the_picture() -> None:
    svg = drawn(MeasuredPairs([((n + 0.5) / 10, n % 2 == 0) for n in range(10)] + [(1.0, True)]))
    _, _, width, height = map(float, (svg.get("viewBox") or "").split())
    places = [
        (each.get(x), each.get(y))
        for each in svg.iter()
        for x, y in (("x", "y"), ("x1", "y1"), ("x2", "y2"), ("cx", "cy"))
    ]
    inside = [(float(x), float(y)) for x, y in places if x and y]
    assert len(inside) > 50
    assert all(0 <= x <= width and 0 <= y <= height for x, y in inside)


def test_it_says_in_words_what_is_drawn() -> None:
    svg = drawn()
    assert svg.get("role") == "img"
    title, about = svg.find(f"{SVG}title"), svg.find(f"{SVG}desc")
    assert title is not None and about is not None
    assert svg.get("aria-labelledby") == f"{title.get('id')} {about.get('id')}"
    assert "40 pairs found in 2 documents; 22 % are right" in (about.text or "")
    assert "Confidence 0.9-1.0: 10 pairs, said 0.90, right 0.90 (95 % interval 0.60 to 0.98)" in (
        about.text or ""
    )
    said = words(svg)
    error = f"calibration error {MEASURED.calibration_error:.3f}"
    assert f"{MEASURED.brier_line}; {error}" in said
    assert "confidence said" in said and "share that is right" in said
    assert "prefers-color-scheme: dark" in (svg.findtext(f"{SVG}style") or "")


def test_nothing_found_is_a_diagram_without_points() -> None:
    svg = drawn(MeasuredPairs(wanted=3), documents=1)
    assert looking(svg, "point") == [] and looking(svg, "count") == []
    assert "0 pairs found in 1 document;" in words(svg)


@pytest.mark.parametrize(
    ("right", "of", "low", "high"),
    [(8, 10, 0.4902, 0.9433), (0, 10, 0.0, 0.2775), (10, 10, 0.7225, 1.0), (1, 1, 0.2065, 1.0)],
)
def test_the_interval_is_wilsons(right: int, of: int, low: float, high: float) -> None:
    assert wilson(right / of, of) == pytest.approx((low, high), abs=1e-4)


def test_the_same_pairs_are_the_same_bytes(tmp_path: Path) -> None:
    write_diagram(tmp_path / "a.svg", MEASURED, 2)
    assert (tmp_path / "a.svg").read_bytes() == reliability_diagram(MEASURED, 2)
    assert [path.name for path in tmp_path.iterdir()] == ["a.svg"]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    with pytest.raises(UnwritableFile, match="nowhere"):
        write_diagram(tmp_path / "nowhere" / "a.svg", MEASURED, 2)
