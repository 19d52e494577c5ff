"""The findings as one HTML page for a client: no other file, no script, nothing requested."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape

from glossary.checking.finding import SEVERITIES, Finding
from glossary.checking.reports.plain import Checked
from glossary.checking.segment import SegmentSide
from glossary.model import Span

_STYLE = """
:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em}
article{border-inline-start:.3em solid;padding:.2em 1em;margin:1em 0}
.error{border-color:#c62828}.warning{border-color:#b26a00}.note{border-color:#1565c0}
h2{font-size:1rem;margin:0}p{margin:.3em 0}mark{background:#ffe08a;color:#000}
del{color:#c62828}ins{color:#2e7d32;text-decoration:none}
@media(prefers-color-scheme:dark){del{color:#ff8a80}ins{color:#a5d6a7}}
"""


def written(checked: Checked) -> Iterator[str]:
    """The pieces of the page."""
    title = escape(f"Terms in {checked.name}")
    yield f'<!DOCTYPE html>\n<html lang="en">\n<meta charset="utf-8">\n<title>{title}</title>\n'
    yield '<meta name="viewport" content="width=device-width">\n'
    yield '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
    yield f"style-src 'unsafe-inline'\">\n<style>{_STYLE}</style>\n<h1>{title}</h1>\n"
    yield f"<p>{_summary(checked)}</p>\n"
    for finding in checked.findings:
        yield _article(finding)
    for line, reason in checked.refused:
        yield f"<p>Not checked: line {line}, {escape(reason)}</p>\n"
    yield "</html>\n"


def _summary(checked: Checked) -> str:
    counts = Counter(finding.severity for finding in checked.findings)
    said = ", ".join(
        f"{counts[severity]} {severity}{'s' * (counts[severity] != 1)}"
        for severity in SEVERITIES
        if counts[severity]
    )
    return f"{checked.segments:,} segments, {checked.terms:,} terms: {said or 'nothing found'}"


def _article(finding: Finding) -> str:
    segment = finding.segment
    where = f"segment {segment.number}" + (f" ({segment.id})" if segment.id else "")
    lines = [f"<h2>{escape(f'{finding.severity} {finding.rule}, {where}')}</h2>"]
    lines.append(f"<p>{escape(finding.message)}</p>")
    lines.append(_marked(segment.source, finding.source_spans))
    lines.append(_marked(segment.target, finding.target_spans))
    if finding.fix:
        was = segment.target.text[slice(*finding.fix.span)]
        lines.append(f"<p><del>{escape(was)}</del> → <ins>{escape(finding.fix.text)}</ins></p>")
    return f'<article class="{finding.severity}">{"".join(lines)}</article>\n'


def _marked(side: SegmentSide, spans: Sequence[Span]) -> str:
    """A sentence with its places marked, in its own language."""
    parts, at = [], 0
    for start, end in sorted(spans):
        parts += [escape(side.text[at:start]), "<mark>"]
        parts += [escape(side.text[max(at, start) : end]), "</mark>"]
        at = max(at, end)
    parts.append(escape(side.text[at:]))
    return f'<p lang="{escape(side.tag)}">{"".join(parts)}</p>'
