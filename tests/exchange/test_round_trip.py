"""Exports are read back: all from the archive, elsewhere all but the reported losses."""

from __future__ import annotations

import io
from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from strategies import columns_of, termbases, zh_tags

from glossary.errors import InvalidInput
from glossary.exchange import (
    PROFILES,
    ReadOptions,
    WriteOptions,
    fitted,
    loss,
    read_entries,
    write_entries,
)
from glossary.exchange.fitting.texts import mapped
from glossary.exchange.xml import valid
from glossary.model import ConceptEntry, Extra

TARGETS = [
    (name, target.format)
    for name, p in PROFILES.items()
    for target in p.targets
    if target.holds == "terms"
]
# Shrinking whole termbases takes minutes; the failing one unshrunk is enough.
slow = settings(
    max_examples=15,
    deadline=None,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


def written(entries: list[ConceptEntry], profile: str, **options: str) -> bytes:
    buffer = io.BytesIO()
    try:
        write_entries(entries, buffer, profile, WriteOptions(**options))
    except InvalidInput as error:  # v2 cannot be empty
        assert "nothing to write" in str(error)
        return b""
    return buffer.getvalue()


@settings(slow, max_examples=60)
@given(termbases(mined=False))
def test_the_archive_gives_everything_back(entries: list[ConceptEntry]) -> None:
    cleaned = [_printable(entry) for entry in entries]
    assert list(read_entries(written(cleaned, "archive"), "x.tbx")) == cleaned
    assert not loss(cleaned, "archive")


@pytest.mark.parametrize(("profile", "format"), TARGETS)
@slow
@given(
    termbases(), st.sampled_from(zh_tags[:5]), st.sampled_from(["en-zh", "zh-en"]), st.booleans()
)
def test_reading_gives_what_fit_said(
    profile: str,
    format: str,
    entries: list[ConceptEntry],
    zh_tag: str,
    direction: str,
    history: bool,
) -> None:
    options = {"zh_tag": zh_tag, "direction": direction, "format": format, "history": history}
    data = written(entries, profile, **options)  # type: ignore[arg-type]
    expected = list(fitted(entries, profile, WriteOptions(**options)))  # type: ignore[arg-type]
    if not data:
        assert not expected
    elif expected:
        mapping = columns_of(profile, format, direction)
        assert list(read_entries(data, f"x.{format}", ReadOptions(mapping=mapping))) == expected


@pytest.mark.parametrize(("profile", "format"), TARGETS)
@slow
@given(termbases())
def test_every_difference_is_told(profile: str, format: str, entries: list[ConceptEntry]) -> None:
    for entry in entries:
        report = loss([entry], profile, WriteOptions(format=format))
        out = list(fitted([entry], profile, WriteOptions(format=format)))
        if out == [entry]:
            assert not report
        else:
            assert report
        told = {name for _, name in report.counts}
        content = _texts(replace(entry, evidence=()))
        for before in content if out and not told & {"text", "language", "term"} else ():
            assert before in set().union(*map(_texts, out)) or _is_told(before, report)


def _is_told(text: str, report) -> bool:  # type: ignore[no-untyped-def]
    return any(text in line.value or text in line.where for line in report.losses)


def _texts(value: object) -> set[str]:
    """Every text in a value."""
    if isinstance(value, str):
        return {value}
    if isinstance(value, tuple):
        return set().union(*map(_texts, value)) if value else set()
    if isinstance(value, Extra):
        return _texts((value.value, value.children, *(v for _, v in value.attributes)))
    if is_dataclass(value):
        return set().union(*(_texts(getattr(value, field.name)) for field in fields(value)))
    return set()


def _printable(value):  # type: ignore[no-untyped-def]
    """A value without the characters that XML cannot hold, no term left empty or blank."""

    def printable(text: str) -> str:
        left = valid(text)
        blank = not left.strip() and text.strip()
        return "x" if blank or (text and not left) else left

    return mapped(value, printable)
