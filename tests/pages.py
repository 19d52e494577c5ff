"""Pages of Markdown: their headings, sections and blocks of code, run as a reader would run them.

A block of `sh` is run line by line. In a block without a language a line `$ command` is followed by
its output, where `…` stands for any text. `python` is a script that must print something. A comment
`<!-- mark -->` before a block names what is run elsewhere, or cannot be.
"""

from __future__ import annotations

import os
import pty
import re
import select
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

from pdf_maker import make_pdf  # in tests/documents

ROOT = Path(__file__).parents[1]
DOCS = sorted(ROOT.glob("docs/*.md"))
FOR_USERS = [ROOT / "README.md", *(page for page in DOCS if page.stem != "architecture")]
FOR_ENGINEERS = [ROOT / "CONTRIBUTING.md", ROOT / "docs" / "architecture.md"]
ADDRESS = "http://127.0.0.1:8000"
_FENCED = re.compile(r"(?:<!-- (?P<mark>[^>]*) -->\n)?```(?P<language>\w*)\n(?P<body>.*?)```", re.S)
_HEADING = re.compile(r"^(#+) (.+)$", re.M)
_SPAN = re.compile(r"`([^`\n]+)`")
_COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
INTERACTIVE = {"glossary review": (b"? this help", b"q")}
"""What is typed when a command has printed something."""


class CodeBlock(NamedTuple):
    mark: str
    language: str
    body: str


class Section(NamedTuple):
    """A heading and the text below it, up to the next heading of any level."""

    heading: str
    text: str


def blocks(page: str) -> list[CodeBlock]:
    """The blocks of code, in order."""
    return [
        CodeBlock(found["mark"] or "", found["language"], found["body"])
        for found in _FENCED.finditer(page)
    ]


def sections(page: str) -> list[Section]:
    """The headings outside of code, in order, each with its text."""
    blank = _FENCED.sub(lambda found: re.sub(r"[^\n]", " ", found[0]), page)
    heads = list(_HEADING.finditer(blank))
    ends = [*(head.start() for head in heads[1:]), len(page)]
    return [
        Section(page[head.start(2) : head.end(2)], page[head.end() : end])
        for head, end in zip(heads, ends, strict=False)
    ]


@cache
def documented(page: str) -> dict[str, Section]:
    """The sections of a page of `docs/` whose heading is code, by the start of that code: a command
    (`glossary mine`, `glossary people add`), a route (`GET /healthz`) or a method
    (`Termbase.mine`)."""
    found: dict[str, Section] = {}
    for section in sections(text(ROOT / "docs" / page)):
        if name := re.match(r"`(glossary(?: [a-z]+)+|(?:[A-Z]+ )?[^ `]+)", section.heading):
            assert name[1] not in found, f"{page} has {name[1]} twice"
            found[name[1]] = section
    return found


@cache
def text(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def spans(page: str) -> list[str]:
    """The code in sentences and tables."""
    return _SPAN.findall(_FENCED.sub("", page))


def first_cells(section: str) -> list[str]:
    """The code in the first column of the tables."""
    rows = re.findall(r"^\| (.+?) \|", section, re.M)
    return [span for row in rows for span in _SPAN.findall(row)]


def code_in(page: str) -> str:
    """All code of a page, in blocks and in sentences."""
    return "\n".join([*spans(page), *(block.body for block in blocks(page))])


def commands(language: str, body: str) -> Iterator[tuple[str, str]]:
    """(command, its output, or "" if that is not shown)."""
    if language == "sh":
        for line in body.splitlines():
            if command := re.sub(r"\s+#.*", "", line).strip():
                yield command, ""
    elif not language:
        for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
            command, _, printed = part.partition("\n")
            yield command, printed.rstrip()


# ---------------------------------------------------------------- running


def readers_folder(folder: Path, demonstrated: Path) -> Path:
    """The folder of a reader after the README's first command, with some files of their own."""
    shutil.copytree(demonstrated, folder, dirs_exist_ok=True)
    (folder / "seeds").symlink_to(ROOT / "seeds")
    text = "信任建立措施（confidence-building measures）能降低風險。"
    (folder / "paper.pdf").write_bytes(make_pdf([[(72, 700, 12, text)]]))
    import docx

    article = docx.Document()
    article.add_paragraph(text)
    article.save(str(folder / "article.docx"))
    return folder


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the reader's server."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    command = [sys.executable, "-m", "glossary", "serve", "--port", str(number)]
    process = subprocess.Popen(
        command, cwd=folder, env=environment(folder), text=True, stderr=subprocess.PIPE
    )
    try:
        assert process.stderr and "Glossary is at" in process.stderr.readline()
        yield f"http://127.0.0.1:{number}"
    finally:
        process.terminate()
        process.wait(30)


def environment(folder: Path) -> dict[str, str]:
    own = {k: v for k, v in os.environ.items() if k != "GLOSSARY_DB"}
    path = f"{Path(sys.executable).parent}{os.pathsep}{own.get('PATH', '')}"
    data = {"XDG_DATA_HOME": str(folder / "data"), "HOME": str(folder), "TERM": "xterm"}
    return own | data | {"PATH": path, "COLUMNS": "110", "NO_COLOR": "1"}


def run_page(page: list[CodeBlock], folder: Path, address: str) -> int:
    """Run the blocks in order, since they depend on one another; returns how many commands there
    were."""
    count = 0
    for _, language, body in page:
        if language == "python":
            (folder / "example.py").write_text(body, encoding="utf-8")
            printed = on_a_terminal(f"{sys.executable} example.py", folder)
            assert printed.strip() and "Traceback" not in printed
        for command, shown in commands(language, body):
            printed = on_a_terminal(command.replace(ADDRESS, address), folder)
            count += 1
            if shown:
                assert_shows(printed.replace(address, ADDRESS), shown)
    return count


def on_a_terminal(command: str, folder: Path) -> str:
    """The output of a command on a terminal; it must succeed."""
    master, slave = pty.openpty()
    with (folder / "stderr.txt").open("wb") as told:
        process = subprocess.Popen(
            ["bash", "-c", command],
            cwd=folder,
            env=environment(folder),
            stdin=slave,
            stdout=slave,
            stderr=told,
        )
    os.close(slave)
    prompt, keys = INTERACTIVE.get(command, (b"", b""))
    printed, end = b"", time.monotonic() + 300
    while time.monotonic() < end:
        ready, _, _ = select.select([master], [], [], 1)
        try:
            piece = os.read(master, 65_536) if ready else b""
        except OSError:  # Linux: the other side is closed
            break
        printed += piece
        if keys and prompt in printed and not ready:  # it waits; earlier output is discarded
            os.write(master, keys)
        if not piece and process.poll() is not None:
            break
    os.close(master)
    text = _COLOUR.sub("", printed.decode()).replace("\r\n", "\n")
    told_too = (folder / "stderr.txt").read_text(encoding="utf-8")
    assert process.wait(10) == 0, f"{command}\n{text[-2000:]}\n{told_too}"
    return text


def assert_shows(printed: str, shown: str) -> None:
    """Assert that the output is as shown, ignoring line breaks and whitespace: wide output is cut
    here."""
    words, wanted = (re.sub("─+", "─", " ".join(text.split())) for text in (printed, shown))
    pattern = ".*?".join(re.escape(part.strip()) for part in wanted.split("…"))
    found = re.fullmatch(pattern, words, re.S)
    assert found, f"shown:\n{shown}\n\nprinted:\n{printed[:2000]}"
