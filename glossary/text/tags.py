"""Language tags: BCP 47 as written in files and tools, normalised.

Script and region are separate. A regional tag implies its script (`zh-TW` is `zh-Hant-TW`); a
script never implies a region; bare `zh` gets a script from the characters, and no region.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache

from glossary.errors import InvalidInput
from glossary.text.script import has_han, script_of

_WELL_FORMED = re.compile(
    r"""(?:[a-z]{2,3}(?:-[a-z]{3}){0,3}|[a-z]{4,8})      # language, extended language
        (?:-[a-z]{4})?                                   # script
        (?:-(?:[a-z]{2}|[0-9]{3}))?                      # region
        (?:-(?:[a-z0-9]{5,8}|[0-9][a-z0-9]{3}))*         # variants
        (?:-[a-wy-z0-9](?:-[a-z0-9]{2,8})+)*             # extensions
        (?:-x(?:-[a-z0-9]{1,8})+)?                       # private use
        |x(?:-[a-z0-9]{1,8})+""",
    re.IGNORECASE | re.VERBOSE | re.ASCII,
)
_GRANDFATHERED = {
    tag.lower(): tag
    for tag in """en-GB-oed i-ami i-bnn i-default i-enochian i-hak i-klingon i-lux i-mingo i-navajo
        i-pwn i-tao i-tay i-tsu sgn-BE-FR sgn-BE-NL sgn-CH-DE""".split()
}  # well-formed by name alone (RFC 5646, section 2.1)
_ONE_LANGUAGE = {"cmn": "zh", "zho": "zh", "chi": "zh", "zh-cmn": "zh", "eng": "en"}
_NAMED = {
    "chinese": "zh",
    "english": "en",
    "zh-chs": "zh-Hans",
    "zh-cht": "zh-Hant",
    "chinese simplified": "zh-Hans",
    "simplified chinese": "zh-Hans",
    "chinese (simplified)": "zh-Hans",
    "chinese traditional": "zh-Hant",
    "traditional chinese": "zh-Hant",
    "chinese (traditional)": "zh-Hant",
    "chinese (prc)": "zh-Hans-CN",
    "chinese (china)": "zh-Hans-CN",
    "chinese_prc": "zh-Hans-CN",
    "chinese (simplified, china)": "zh-Hans-CN",
    "chinese (simplified, prc)": "zh-Hans-CN",
    "chinese (singapore)": "zh-Hans-SG",
    "chinese (simplified, singapore)": "zh-Hans-SG",
    "chinese (taiwan)": "zh-Hant-TW",
    "chinese (traditional, taiwan)": "zh-Hant-TW",
    "chinese_taiwan": "zh-Hant-TW",
    "chinese (hong kong)": "zh-Hant-HK",
    "chinese (hong kong s.a.r.)": "zh-Hant-HK",
    "chinese (hong kong sar)": "zh-Hant-HK",
    "chinese (traditional, hong kong sar)": "zh-Hant-HK",
    "chinese_hong_kong": "zh-Hant-HK",
    "chinese (macao)": "zh-Hant-MO",
    "chinese (macau)": "zh-Hant-MO",
    "chinese (traditional, macao sar)": "zh-Hant-MO",
    "english (united states)": "en-US",
    "english (us)": "en-US",
    "english (united kingdom)": "en-GB",
    "english (uk)": "en-GB",
    "中文": "zh",
    "英文": "en",
    "英語": "en",
    "英语": "en",
    "简体中文": "zh-Hans",
    "簡體中文": "zh-Hans",
    "繁體中文": "zh-Hant",
    "繁体中文": "zh-Hant",
    "正體中文": "zh-Hant",
}
_SCRIPT_OF_REGION = {
    "CN": "Hans",
    "SG": "Hans",
    "MY": "Hans",
    "TW": "Hant",
    "HK": "Hant",
    "MO": "Hant",
}


@lru_cache(maxsize=1_000)
def normalise_tag(tag: str) -> str:
    """Normalise a tag: `zh_CN`, `zh-cn` and `Chinese (PRC)` give `zh-Hans-CN`.

    Any well-formed BCP 47 tag is accepted. Raises InvalidInput for anything else.
    """
    cleaned = _cleaned(tag)
    if cleaned.lower() in _GRANDFATHERED:
        return _GRANDFATHERED[cleaned.lower()]
    if not _WELL_FORMED.fullmatch(cleaned):
        shown = tag if len(tag) <= 40 else tag[:40] + "…"
        raise InvalidInput(
            f"{shown!r} is no language tag; give one like en, zh-Hant-TW or zh-Hans-CN"
        )
    parts = _one_language(_cased(cleaned.split("-")))
    if parts[0] == "zh" and len(parts) > 1 and parts[1] in _SCRIPT_OF_REGION:
        parts.insert(1, _SCRIPT_OF_REGION[parts[1]])
    return "-".join(parts)


def _cleaned(tag: str) -> str:
    """The tag in BCP 47 shape, from names used by tools or POSIX locales (`zh_TW.UTF-8`)."""
    spaced = " ".join(tag.split())
    hyphened = re.sub(r"[.@][\w.@-]*$", "", spaced).replace("_", "-")
    return _NAMED.get(spaced.lower()) or _NAMED.get(hyphened.lower()) or hyphened


def _cased(parts: list[str]) -> list[str]:
    """Subtags in their usual case: title case for scripts, capitals for regions, lower case for the
    rest."""
    cased: list[str] = []
    for at, part in enumerate(parts):
        after_singleton = any(len(earlier) == 1 for earlier in parts[:at])
        if at and not after_singleton and part.isalpha() and len(part) in (2, 4):
            cased.append(part.upper() if len(part) == 2 else part.title())
        else:
            cased.append(part.lower())
    return cased


def _one_language(parts: list[str]) -> list[str]:
    """Canonical language subtags: `cmn`, `zho` and `zh-cmn` become `zh`, `eng` becomes `en`."""
    for length in (2, 1):
        short = _ONE_LANGUAGE.get("-".join(parts[:length]))
        if short and len(parts) >= length:
            return [short, *parts[length:]]
    return parts


@lru_cache(maxsize=1_000)
def language_of(tag: str) -> str:
    """The primary language, `zh` for `zh-Hant-TW`; the tag need not be normalised."""
    return re.split("[-_]", tag.strip().lower(), maxsplit=1)[0]


def script_of_tag(tag: str) -> str | None:
    """`Hant` for `zh-Hant-TW`, None if there is no script; the tag must be normalised."""
    for part in tag.split("-")[1:]:
        if len(part) == 1:  # an extension or private use begins
            return None
        if len(part) == 4 and part.isalpha():
            return part
    return None


def tag_for(tag: str, texts: Iterable[str]) -> str:
    """The tag under which `texts` are stored: bare `zh` gets the script of their characters."""
    tag = normalise_tag(tag)
    script = script_of("".join(texts)) if tag == "zh" else None
    return f"zh-{script}" if script else tag


def detect_language(text: str) -> str:
    """`zh` if the text has a Chinese character, else `en`."""
    return "zh" if has_han(text) else "en"


def fallback_chain(wanted: str) -> Sequence[str]:
    """The tags that may stand in for `wanted`, best first: `zh-Hant-TW`, then `zh-Hant`.

    Never another region or the other script, and `zh` only where `zh` is asked for.
    """
    wanted = normalise_tag(wanted)
    parts = wanted.split("-")
    shorter = [parts[:n] for n in range(len(parts), 0, -1)]
    return [
        tag
        for piece in shorter
        if len(piece[-1]) > 1 and ((tag := "-".join(piece)) != "zh" or wanted == "zh")
    ]
