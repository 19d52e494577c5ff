"""The catalogues: every word of the desk stands in all of them, and none stands in the code."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from glossary.lookup.search.search import BOTH_LANGUAGES
from glossary.lookup.search.ways import WAYS
from glossary.model import STATUSES, TERM_TYPES

STATIC = Path(__file__).parents[2] / "api" / "web" / "static"
CATALOGUES = ("en", "zh-Hant", "zh-Hans")
MESSAGE = re.compile(r"^([a-zA-Z][\w-]*) =", re.M)
CODE = sorted((STATIC / "desk").rglob("*.js"))
MADE = re.compile(r"(?:\bt|orPlain|known)\(\s*`([\w-]+-)\$\{")
"""Names made of a beginning and what the data says: t(`status-${status}`)."""
NAMED = re.compile(r"""(?:\bt|orPlain|known)\(\s*"([\w-]+)\"""")


def messages(language: str) -> dict[str, str]:
    """The text of each message, its arguments and plurals as they are written."""
    text = (STATIC / "words" / f"{language}.ftl").read_text(encoding="utf-8")
    places = [*MESSAGE.finditer(text)]
    ends = [*(place.start() for place in places[1:]), len(text)]
    return {p[1]: text[p.end() : end] for p, end in zip(places, ends, strict=True)}


@pytest.mark.parametrize("language", CATALOGUES[1:])
def test_a_catalogue_has_every_message_with_its_arguments(language: str) -> None:
    english, other = messages("en"), messages(language)
    assert sorted(other) == sorted(english)
    for name, text in english.items():
        arguments = [set(re.findall(r"\$\w+", each)) for each in (text, other[name])]
        assert arguments[0] == arguments[1], name


@pytest.mark.parametrize("language", CATALOGUES)
def test_no_message_stands_twice_or_is_empty(language: str) -> None:
    text = (STATIC / "words" / f"{language}.ftl").read_text(encoding="utf-8")
    names = MESSAGE.findall(text)
    assert len(names) == len(set(names))
    assert all(body.strip() for body in messages(language).values())


def test_chinese_messages_are_in_their_script() -> None:
    from glossary.text.script import only_in_one_script

    hant, hans = only_in_one_script()
    for language, foreign in (("zh-Hant", hans), ("zh-Hans", hant)):
        names = "tag-", "search-example"  # names of the languages themselves may be in either
        for name, text in messages(language).items():
            if not name.startswith(names):
                assert not foreign & set(text), (language, name, foreign & set(text))


def test_every_message_that_the_code_names_is_there() -> None:
    english = messages("en")
    for module in CODE:
        for name in NAMED.findall(module.read_text(encoding="utf-8")):
            assert name in english, f"{module.name}: {name}"
        for beginning in MADE.findall(module.read_text(encoding="utf-8")):
            assert any(known.startswith(beginning) for known in english), (module.name, beginning)


def test_every_message_is_used() -> None:
    code = "\n".join(module.read_text(encoding="utf-8") for module in CODE)
    beginnings = set(MADE.findall(code))
    for name in messages("en"):
        made = any(name.startswith(beginning) for beginning in beginnings)
        assert made or f'"{name}"' in code, name


def test_no_word_stands_in_the_code() -> None:
    """Between tags, and in what is read aloud or shown on hover, there is only what `t` gives."""
    for module in CODE:
        for template in templates(module.read_text(encoding="utf-8")):
            shown = re.sub(r"<!--.*?-->|<[^>]*>", "\0", template)
            assert not re.search(r"[A-Za-z]{2}|[\u4e00-\u9fff]", shown), (module.name, shown)
            said = re.findall(r'(?:aria-label|title|placeholder|alt)="([^"]+)"', template)
            assert not said, (module.name, said)


def templates(code: str) -> list[str]:
    """What stands in html`…`, without what is computed."""
    found: list[str] = []
    _expression(code, 0, found)
    return found


_SKIPPED = re.compile(
    r"""//[^\n]*|/\*.*?\*/|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'"""
    r"""|(?<=[(,=:\[!&|?{};\s])/(?![/*\s])(?:\\.|\[(?:\\.|[^\]\\])*\]|[^/\\\n])+/""",
    re.S,
)
"""Comments, strings and regular expressions."""


def _expression(code: str, at: int, found: list[str]) -> int:
    """Read on to the brace that closes it; the place behind."""
    depth = 0
    while at < len(code):
        if skipped := _SKIPPED.match(code, at):
            at = skipped.end()
            continue
        if code[at] == "`":
            at = _template(code, at + 1, found, code.endswith("html", 0, at))
            continue
        depth += (code[at] == "{") - (code[at] == "}")
        at += 1
        if depth < 0:
            break
    return at


def _template(code: str, at: int, found: list[str], is_html: bool) -> int:
    kept = ""
    while code[at] != "`":
        if code.startswith("${", at):
            at = _expression(code, at + 2, found)
            continue
        kept += code[at]
        at += 2 if code[at] == "\\" else 1
    if is_html:
        found.append(kept)
    return at + 1


def test_what_the_server_names_has_words() -> None:
    english = messages("en")
    for way in (*(way.label for way in WAYS), BOTH_LANGUAGES, "misspelt"):
        assert f"why-{re.sub('[^a-z]+', '-', way)}" in english, way
    for status in STATUSES:
        assert f"status-{status}" in english
    for kind in TERM_TYPES:
        assert f"type-{kind}" in english


def test_a_template_with_a_word_would_be_found() -> None:
    inner = "${/[`]/.test(z) ? html`<b>Go</b>` : ''}"
    bad = "html`<p class=${x ? `a` : { b }}>Save ${t('y')} " + inner + "</p>`"
    assert [re.sub(r"<[^>]*>", "", each).strip() for each in templates(bad)] == ["Go", "Save"]
