"""`docs/python.md` and `glossary.Termbase` agree: every public method and argument."""

from __future__ import annotations

import inspect
import re

import pytest
from pages import DOCS, code_in, documented, spans, text

from glossary.termbase import Termbase


def public() -> dict[str, inspect.Signature]:
    names = [name for name in dir(Termbase) if not name.startswith("_")]
    return {f"Termbase.{name}": inspect.signature(getattr(Termbase, name)) for name in names}


def test_every_method_has_a_section_and_every_such_section_a_method() -> None:
    assert documented("python.md").keys() == public().keys()


@pytest.mark.parametrize("name", public())
def test_every_argument_stands_in_the_section_of_its_method(name: str) -> None:
    named = set(re.findall(r"\w+", " ".join(spans(documented("python.md")[name].text))))
    assert [each for each in public()[name].parameters if each not in named | {"self"}] == []


def test_methods_that_the_pages_call_exist() -> None:
    called = {n for p in DOCS for n in re.findall(r"\b[Tt]ermbase\.(\w+)\(", code_in(text(p)))}
    assert called and [name for name in called if f"Termbase.{name}" not in public()] == []
