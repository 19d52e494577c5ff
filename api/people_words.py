"""The words of the pages about people, which the server itself writes: one catalogue a language."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path

from flask import request
from markupsafe import Markup, escape

LANGUAGES = {"en": "English", "zh-Hant": "正體中文", "zh-Hans": "简体中文"}
"""Each by its own name."""
WORDS = Path(__file__).parent / "web" / "people" / "words"
_TRADITIONAL = ("zh-hant", "zh-tw", "zh-hk", "zh-mo")


@cache
def catalogue(language: str) -> dict[str, str]:
    words: dict[str, str] = json.loads((WORDS / f"{language}.json").read_text(encoding="utf-8"))
    return words


def language_wanted() -> str:
    """What the address says, else the first of the browser's languages that there is."""
    chosen = request.args.get("lang", "")
    if chosen in LANGUAGES:
        return chosen
    said = (_of_tag(tag.lower()) for tag, _ in request.accept_languages)
    return next(filter(None, said), "en")


def _of_tag(tag: str) -> str:
    if tag.startswith(_TRADITIONAL):
        return "zh-Hant"
    if tag.startswith("zh"):
        return "zh-Hans"
    return "en" if tag.startswith("en") else ""


def speaker(language: str) -> Callable[..., Markup]:
    """A function that says a message, with its arguments escaped."""

    def say(message: str, **arguments: object) -> Markup:
        said = {name: escape(value) for name, value in arguments.items()}
        return Markup(escape(catalogue(language)[message]).format(**said))

    return say
