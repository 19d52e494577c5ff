"""The libraries of the page: what is recorded lies there, with its licence, and is light."""

from __future__ import annotations

import json
import re
import shutil
from itertools import accumulate

from api import create_app
from api.resources.pages import is_basic
from glossary.termbase import Termbase
from glossary.text.script import only_in_one_script
from tests import vendor
from tests.web.conftest import missing

STATIC = vendor.VENDOR.parent
WEIGHT = 150 * 1024 * 1.01
"""Bytes, compressed, of all that the desk may load; a hundredth more: versions of zlib differ."""


def test_the_record_names_what_lies_there() -> None:
    listed = json.loads((vendor.VENDOR / vendor.RECORD).read_text(encoding="utf-8"))
    assert listed == json.loads(vendor.record())
    files = {name for library in listed for name in library["files"]}
    there = {p.relative_to(vendor.VENDOR).as_posix() for p in vendor.VENDOR.rglob("*.js")}
    assert there == files
    assert (vendor.VENDOR / "LICENSE-htm").read_text().lstrip().startswith("Apache License")


def test_libraries_are_as_they_were_published() -> None:
    if not shutil.which("npm"):
        missing("npm")
    for library in vendor.LIBRARIES:
        for name, content in vendor.vendored(library).items():
            assert (vendor.VENDOR / name).read_bytes() == content, name


IMPORTED = re.compile(r"""\b(?:import|export)\b[^"';()]*\bfrom\s*"([^"]+)"|\bimport\("([^"]+)"\)""")


def test_modules_import_by_path_alone() -> None:
    imports = 0
    for module in STATIC.rglob("*.js"):
        text = module.read_text(encoding="utf-8")
        for target in filter(
            None, (target for found in IMPORTED.findall(text) for target in found)
        ):
            assert target.startswith("."), (module.name, target)
            assert (module.parent / target).resolve().exists(), (module.name, target)
            imports += 1
        assert "sourceMappingURL" not in text
    assert imports > 50


def test_the_page_weighs_little(termbase: Termbase) -> None:
    """All files as they are sent, of the words one language, and what the server makes."""
    client = create_app(termbase).test_client()

    def weight(address: str) -> int:
        answer = client.get(address, headers={"Accept-Encoding": "gzip"})
        assert answer.status_code == 200, address
        return len(answer.data)

    files = [p for p in STATIC.glob("*/**/*") if p.suffix in (".js", ".css")]
    assert len(files) > 50
    loaded = sum(weight(f"/static/{p.relative_to(STATIC).as_posix()}") for p in files)
    words = max(weight(f"/static/words/{p.name}") for p in STATIC.rglob("*.ftl"))
    assert loaded + words + sum(map(weight, ("/", "/scripts.json"))) <= WEIGHT


def test_the_scripts_are_sent_whole(termbase: Termbase) -> None:
    sent = create_app(termbase).test_client().get("/scripts.json").json
    for name, chars in zip(("hant", "hans"), only_in_one_script(), strict=True):
        places = accumulate(ord(step) - 0x20 for step in sent[name])
        assert set(map(chr, places)) == set(filter(is_basic, chars))
