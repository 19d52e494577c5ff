"""A reliability diagram as SVG: is what was said at 80 % right in eight of ten cases?

    reliability_diagram(measured, documents) -> bytes
    write_diagram(path, measured, documents)

Above, a point for each tenth of confidence: what its pairs said on average, and the share of them
that is right, with the 95 % interval of that share; on the dashed diagonal both are equal. Below,
how many pairs are in each tenth. Colours follow the reader's light or dark setting.
"""

from __future__ import annotations

from math import sqrt
from pathlib import Path
from xml.etree import ElementTree as ET

from glossary.mining.fit.figures import MeasuredPairs, Tenth
from glossary.whole_file import whole_file

# Chosen for the eye: at half the figures overlap, at double the picture is larger than a page.
_WIDTH, _HEIGHT = 600, 790
_LEFT, _TOP, _SIDE = 84, 120, 440  # of the square
_BARS_TOP, _BARS = _TOP + _SIDE + 80, 90  # of the histogram
_RADIUS = (3, 11)  # of a point with hardly any pairs, and with as many as any other
_NORMAL_95 = 1.959964  # quantile of the normal distribution, given: 95 % lie within
_STYLE = """
text { font-family: system-ui, "Segoe UI", "Noto Sans", Arial, sans-serif; font-size: 13px }
text { fill: #1f2328 } .title { font-size: 20px; font-weight: 600 } .small { font-size: 11px }
.paper { fill: #ffffff } .faint { fill: #59636e } .grid { stroke: #d8dee4 }
.axis { stroke: #59636e; fill: none }
.ideal { stroke: #59636e; stroke-width: 1.5; stroke-dasharray: 6 5 }
.interval { stroke: #0b5cad; stroke-width: 2 } .point { fill: #0b5cad; stroke: #ffffff }
.count { fill: #8db8e2 }
@media (prefers-color-scheme: dark) {
text { fill: #e6edf3 } .paper { fill: #0d1117 } .faint { fill: #9aa4af }
.grid { stroke: #2a313a } .axis, .ideal { stroke: #9aa4af }
.interval { stroke: #6cb0f5 } .point { fill: #6cb0f5; stroke: #0d1117 } .count { fill: #2f5f8f }
}
"""


def reliability_diagram(measured: MeasuredPairs, documents: int) -> bytes:
    """The diagram of the pairs found in so many documents, as a whole SVG file in UTF-8."""
    counts = _counts(measured, documents)
    svg = ET.Element("svg", _root_attributes())
    ET.SubElement(svg, "title", id="title").text = "Reliability of mined term pairs"
    ET.SubElement(svg, "desc", id="desc").text = f"{counts}. {_told(measured.tenths)}"
    ET.SubElement(svg, "style").text = _STYLE
    _add(svg, "rect", "paper", width=_WIDTH, height=_HEIGHT)
    _heads(svg, measured, counts)
    _axes(svg)
    most = max((tenth.pairs for tenth in measured.tenths), default=1)
    _histogram(svg, measured.tenths, most)
    for tenth in measured.tenths:
        _point(svg, tenth, tenth.pairs / most)
    ET.indent(svg)
    written: bytes = ET.tostring(svg, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def write_diagram(path: Path, measured: MeasuredPairs, documents: int) -> None:
    """Write the diagram whole, or leave what is there. Raises UnwritableFile."""
    drawn = reliability_diagram(measured, documents)
    with whole_file(path) as stream:
        stream.write(drawn)


def wilson(share: float, of: int) -> tuple[float, float]:
    """The interval in which the true share lies at 95 %, by Wilson's score. `of` is at least 1."""
    z2 = _NORMAL_95**2
    middle = (share + z2 / (2 * of)) / (1 + z2 / of)
    half = _NORMAL_95 * sqrt(share * (1 - share) / of + z2 / (4 * of * of)) / (1 + z2 / of)
    return max(0.0, middle - half), min(1.0, middle + half)


# ---------------------------------------------------------------- what is said in words


def _counts(measured: MeasuredPairs, documents: int) -> str:
    listed = len(measured.listed)
    pairs = f"{listed:,} pairs" if listed != 1 else "1 pair"
    texts = f"{documents:,} documents" if documents != 1 else "1 document"
    return f"{pairs} found in {texts}; {100 * measured.base_rate:.0f} % are right (tier 3 left out)"


def _told(tenths: tuple[Tenth, ...]) -> str:
    return " ".join(f"{_sentence(tenth)}." for tenth in tenths) or "Nothing was found."


def _sentence(tenth: Tenth) -> str:
    low, high = wilson(tenth.right, tenth.pairs)
    return f"{str(tenth).capitalize()} (95 % interval {low:.2f} to {high:.2f})"


def _heads(svg: ET.Element, measured: MeasuredPairs, counts: str) -> None:
    error = f"calibration error {measured.calibration_error:.3f}"
    _text(svg, 24, 36, "Reliability of mined term pairs", "title")
    _text(svg, 24, 60, counts)
    _text(svg, 24, 79, f"{measured.brier_line}; {error}")
    about = "point: a tenth, larger with more pairs; bar: 95 % interval; dashed: said = right"
    _text(svg, 24, 98, about, "faint small")


# ---------------------------------------------------------------- what is drawn


def _axes(svg: ET.Element) -> None:
    bottom = _TOP + _SIDE
    for tick in range(11):
        at = tick / 10
        _line(svg, "grid", (_x(at), _TOP), (_x(at), bottom))
        _line(svg, "grid", (_LEFT, _y(at)), (_LEFT + _SIDE, _y(at)))
        if tick % 2 == 0:
            _text(svg, _x(at), bottom + 18, f"{at:.1f}", anchor="middle")
            _text(svg, _LEFT - 8, _y(at) + 4, f"{at:.1f}", anchor="end")
    _add(svg, "rect", "axis", x=_LEFT, y=_TOP, width=_SIDE, height=_SIDE)
    _line(svg, "ideal", (_x(0), _y(0)), (_x(1), _y(1)))
    _text(svg, _x(0.5), bottom + 40, "confidence said", anchor="middle")
    side = _text(svg, 0, 0, "share that is right", anchor="middle")
    side.set("transform", f"translate(36 {_y(0.5):g}) rotate(-90)")


def _point(svg: ET.Element, tenth: Tenth, size: float) -> None:
    low, high = wilson(tenth.right, tenth.pairs)
    x = _x(tenth.said)
    group = ET.SubElement(svg, "g")
    ET.SubElement(group, "title").text = _sentence(tenth)
    _line(group, "interval", (x, _y(low)), (x, _y(high)))
    for end in (low, high):
        _line(group, "interval", (x - 5, _y(end)), (x + 5, _y(end)))
    least, most = _RADIUS
    radius = least + (most - least) * sqrt(size)
    _add(group, "circle", "point", cx=x, cy=_y(tenth.right), r=radius)


def _histogram(svg: ET.Element, tenths: tuple[Tenth, ...], most: int) -> None:
    bottom = _BARS_TOP + _BARS
    for tenth in tenths:
        height = _BARS * tenth.pairs / most
        left, middle = _x(tenth.low), _x(tenth.low + 0.05)
        bar = _add(
            svg, "rect", "count", x=left + 2, y=bottom - height, width=_SIDE / 10 - 4, height=height
        )
        ET.SubElement(bar, "title").text = _sentence(tenth)
        _text(svg, middle, bottom - height - 4, f"{tenth.pairs:,}", "small", anchor="middle")
    _line(svg, "axis", (_x(0), bottom), (_x(1), bottom))
    _text(svg, _x(0.5), bottom + 22, "pairs in each tenth of confidence", anchor="middle")


def _x(share: float) -> float:
    return _LEFT + _SIDE * share


def _y(share: float) -> float:
    return _TOP + _SIDE * (1 - share)


def _root_attributes() -> dict[str, str]:
    return {
        "xmlns": "http://www.w3.org/2000/svg",
        "viewBox": f"0 0 {_WIDTH} {_HEIGHT}",
        "width": str(_WIDTH),
        "height": str(_HEIGHT),
        "role": "img",
        "aria-labelledby": "title desc",
    }


def _add(parent: ET.Element, tag: str, look: str, **places: float) -> ET.Element:
    rounded = {name: f"{round(value, 2):g}" for name, value in places.items()}
    return ET.SubElement(parent, tag, {"class": look, **rounded})


def _line(
    parent: ET.Element, look: str, begin: tuple[float, float], end: tuple[float, float]
) -> None:
    _add(parent, "line", look, x1=begin[0], y1=begin[1], x2=end[0], y2=end[1])


def _text(
    parent: ET.Element, x: float, y: float, text: str, look: str = "", anchor: str = "start"
) -> ET.Element:
    placed = _add(parent, "text", look, x=x, y=y)
    placed.set("text-anchor", anchor)
    placed.text = text
    return placed
