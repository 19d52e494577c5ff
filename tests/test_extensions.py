"""An extension (a format, a profile, a miner and so on) is one new file and one line in one list.

Each test makes a copy of the packages, adds a toy extension, counts what that touched, and uses it
through the public interface.
"""

from __future__ import annotations

import difflib
import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PACKAGES = ("glossary", "api")


@dataclass(frozen=True)
class Extension:
    """A new file, and the new line after the one that opens a list."""

    file: str
    text: str
    listed_in: str
    opening: str
    line: str


class Copy:
    """The packages in a folder of their own: links to the files, until one is changed."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for package in PACKAGES:
            ignored = shutil.ignore_patterns("__pycache__")
            shutil.copytree(
                ROOT / package, folder / package, copy_function=os.symlink, ignore=ignored
            )

    def add(self, extension: Extension) -> None:
        (self.folder / extension.file).write_text(extension.text, encoding="utf-8")
        listed = self.folder / extension.listed_in
        text = listed.read_text(encoding="utf-8")
        assert text.count(f"\n{extension.opening}\n") == 1
        listed.unlink()
        opened = f"\n{extension.opening}\n"
        listed.write_text(text.replace(opened, f"{opened}{extension.line}\n"), encoding="utf-8")

    def touched(self) -> tuple[list[str], dict[str, list[str]]]:
        """(new files, {changed file: its changed lines})."""
        own = [path for path in self.folder.rglob("*.py") if not path.is_symlink()]
        names = sorted(path.relative_to(self.folder).as_posix() for path in own)
        changed = {name: self._changes(name) for name in names if (ROOT / name).exists()}
        return [name for name in names if name not in changed], changed

    def _changes(self, name: str) -> list[str]:
        old, new = (
            (folder / name).read_text(encoding="utf-8").splitlines()
            for folder in (ROOT, self.folder)
        )
        return [line for line in difflib.ndiff(old, new) if line[:2] in ("+ ", "- ")]

    def python(self, *arguments: str) -> str:
        """The output of an interpreter that imports the copy."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=self.folder,
            env={**os.environ, "PYTHONPATH": str(self.folder), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            encoding="utf-8",
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def glossary(self, *arguments: str, db: str = "terms.db") -> str:
        return self.python("-m", "glossary", "--db", db, *arguments)


@pytest.fixture
def copy(tmp_path: Path) -> Copy:
    return Copy(tmp_path)


def extended(copy: Copy, extension: Extension) -> None:
    """Add the extension: one new file, and one line in one list."""
    copy.add(extension)
    new, changed = copy.touched()
    assert new == [extension.file]
    assert changed == {extension.listed_in: [f"+ {extension.line}"]}


FORMATS = {"listed_in": "glossary/exchange/formats.py", "opening": "FORMATS = ("}
READER = """
from glossary.model import ConceptEntry, LanguageSection, TermSection, TranslationUnit, Variant


def pairs(source, name, options):
    for number, line in enumerate(source.read().decode().splitlines(), 1):
        zh, sign, en = line.partition("=")
        if sign:
            yield number, zh, en
        else:
            options.refuse(name, number, "no pair")


def read_entries(source, name, options):
    for number, zh, en in pairs(source, name, options):
        sections = [LanguageSection(tag, (TermSection(t),)) for tag, t in (("en", en), ("zh", zh))]
        yield number, ConceptEntry(f"t{number}", tuple(sections))


def read_units(source, name, options):
    for number, zh, en in pairs(source, name, options):
        yield number, TranslationUnit(Variant("zh", zh), Variant("en", en))
"""


def test_a_reader_of_terms(copy: Copy) -> None:
    line = '    Format("toy", (".toy",), read_entries="toy.read_entries"),'
    extended(copy, Extension("glossary/exchange/toy.py", READER, **FORMATS, line=line))
    (copy.folder / "pairs.toy").write_text("灰犀牛=grey rhino\nno sign\n", encoding="utf-8")
    said = copy.glossary("import", "pairs.toy", "--keep-good")
    assert "(toy): 1 new, 1 refused" in said and "refused, line 2: no pair" in said
    (found,) = map(json.loads, copy.glossary("search", "灰犀牛", "--format", "jsonl").splitlines())
    assert found["en"] == ["grey rhino"]


def test_a_reader_of_translation_units(copy: Copy) -> None:
    line = '    Format("toy", (".toy",), read_units="toy.read_units"),'
    extended(copy, Extension("glossary/exchange/toy.py", READER, **FORMATS, line=line))
    (copy.folder / "memory.toy").write_text("狼來了。=The wolf is here.\n", encoding="utf-8")
    assert "1 translation units" in copy.glossary("import", "memory.toy")
    assert "The wolf is here." in copy.glossary("concordance", "狼來了")


WRITER = """
def write(entries, target, options):
    yield b"toy\\n"
    for entry in entries:
        for tag, term in (*entry.terms("en"), *entry.terms("zh")):
            yield f"{entry.id} {tag} {term.text} {term.status}\\n".encode()
"""
DOWNLOAD = """
from api import create_app

sent = create_app("terms.db").test_client().get("/api/v1/export/toy")
print(sent.status_code, sent.content_type, sent.text)
"""


def test_a_writer(copy: Copy) -> None:
    line = '    Format("toy", (".toy",), write_entries="toy.write", media_type="application/toy"),'
    extended(copy, Extension("glossary/exchange/toy.py", WRITER, **FORMATS, line=line))
    copy.glossary("add", "灰犀牛", "grey rhino", "--zh-tag", "zh-Hant-TW")
    copy.glossary("export", "terms.toy")
    written = (copy.folder / "terms.toy").read_text(encoding="utf-8")
    assert written == (
        "toy\ngrey-rhino en grey rhino preferred\ngrey-rhino zh-Hant-TW 灰犀牛 preferred\n"
    )
    assert copy.python("-c", DOWNLOAD) == f"200 application/toy {written}\n"


PROFILE = """
from glossary.exchange.profiles.base import Profile, TableShape, table_target

COLUMNS = TableShape((("Toy English", "term", "en"), ("Toy Chinese", "term", "zh")))
PROFILES = (Profile("toy", "a toy", (table_target("csv", COLUMNS),)),)
"""


def test_a_profile(copy: Copy) -> None:
    extended(
        copy,
        Extension(
            "glossary/exchange/profiles/toy.py",
            PROFILE,
            "glossary/exchange/profiles/__init__.py",
            "TOOLS = (",
            '    "toy",',
        ),
    )
    copy.glossary("add", "灰犀牛", "grey rhino", "--zh-tag", "zh-Hant-TW")
    copy.glossary("export", "terms.csv", "--profile", "toy")
    written = (copy.folder / "terms.csv").read_bytes().decode()
    assert written == "Toy English,Toy Chinese\r\ngrey rhino,灰犀牛\r\n"


DOCUMENT = """
from glossary.documents.builder import Builder


def parse(data, name):
    builder = Builder(name)
    for line in data.decode().split("|"):
        builder.add("paragraph", line)
    return builder.text, builder.blocks
"""


def test_a_kind_of_document(copy: Copy) -> None:
    extended(
        copy,
        Extension(
            "glossary/documents/toy.py",
            DOCUMENT,
            "glossary/documents/__init__.py",
            "FORMATS = {  # suffix -> module; loaded when needed",
            '    ".toy": "toy",',
        ),
    )
    (copy.folder / "text.toy").write_text("one|two", encoding="utf-8")
    assert copy.glossary("text", "text.toy") == "one\n\ntwo\n\n"


MINER = """
import re

from glossary.model import Evidence, Proposal


def mine(run):
    for document in run.documents:
        for found in re.finditer("(灰犀牛)⇔(grey rhino)", document.text):
            evidence = Evidence(
                document.name, document.sha256, found[0], found[0], found.span(1), found.span(2),
                document.line(found.start()), "gloss", 0.9,
            )
            yield Proposal(found[1], found[2], "term", "gloss", 0.9, (evidence,))
"""


def test_a_miner(copy: Copy) -> None:
    extended(
        copy,
        Extension(
            "glossary/mining/toy.py",
            MINER,
            "glossary/mining/__init__.py",
            "MINERS = {",
            '    "toy": "glossary.mining.toy",',
        ),
    )
    (copy.folder / "text.txt").write_text("這是灰犀牛⇔grey rhino的故事。\n", encoding="utf-8")
    copy.glossary("mine", "text.txt")
    (mined,) = map(json.loads, copy.glossary("review", "--list").splitlines())
    assert (mined["zh"], mined["en"]) == ("灰犀牛", "grey rhino")


STORE = """
from pathlib import Path

from glossary.store.sqlite.store import SqliteStore


def opened(rest):
    Path("asked").touch()
    return SqliteStore(Path(f"{rest}.toy"))
"""


def test_a_store(copy: Copy) -> None:
    extended(
        copy,
        Extension(
            "glossary/store/toy.py",
            STORE,
            "glossary/store/__init__.py",
            "STORES = {",
            '    "toy": "toy.opened",',
        ),
    )
    copy.glossary("add", "灰犀牛", "grey rhino", db="toy://kept")
    assert (copy.folder / "kept.toy").exists() and (copy.folder / "asked").exists()
    assert "灰犀牛" in copy.glossary("show", "grey-rhino", db="toy://kept")


RESOURCE = '''
from apiflask import APIBlueprint

from api.context import termbase

blueprint = APIBlueprint("toy", __name__, url_prefix="/api/v1", tag="Toy")


@blueprint.get("/toy")
def toy():
    """How many concepts there are"""
    return {"toys": termbase().stats()["concepts"]}
'''
ASK = """
from api import create_app

client = create_app("terms.db").test_client()
described = client.get("/api/v1/openapi.json").json["paths"]
print(client.get("/api/v1/toy").json, "/api/v1/toy" in described)
"""


def test_a_resource(copy: Copy) -> None:
    extended(
        copy,
        Extension(
            "api/resources/toy.py", RESOURCE, "api/__init__.py", "RESOURCES = (", '    "toy",'
        ),
    )
    copy.glossary("add", "灰犀牛", "grey rhino")
    assert copy.python("-c", ASK) == "{'toys': 1} True\n"


COMMAND = '''
import click

from glossary.cli.common import termbase


@click.command("toy")
@click.pass_context
def toy_command(context):
    """Count the toys."""
    with termbase(context) as opened:
        click.echo(f"{opened.stats()['concepts']} toys")
'''


def test_a_command(copy: Copy) -> None:
    extended(
        copy,
        Extension(
            "glossary/cli/toy.py",
            COMMAND,
            "glossary/cli/__init__.py",
            "COMMANDS = {  # name: (module, short help)",
            '    "toy": ("toy", "Count the toys."),',
        ),
    )
    assert "Count the toys." in copy.glossary("--help")
    assert copy.glossary("toy") == "0 toys\n"
