"""The README is true: its commands run in order and print what it shows.

A block of `sh` is run line by line. In a block without a language a line `$ command` is followed by
what it prints, where `…` stands for any text. `python` is a script that must print something.
The long commands are run elsewhere: the demo by `demonstrated`, the tests by whoever runs this,
those that fit weights by whoever wants to know; that they find their inputs, mining/test_fit asks.
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
from pathlib import Path

import pytest
from pdf_maker import make_pdf  # of tests/documents

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8000"
_FENCED = re.compile(r"(?:<!-- (?P<mark>[^>]*) -->\n)?```(?P<language>\w*)\n(?P<body>.*?)```", re.S)
_IN_A_TABLE = re.compile(r"^\|.*?`(glossary export [^`]*)`", re.M)
_COLOUR = re.compile(r"\x1b\[[0-9;?]*[A-Za-z]")
INTERACTIVE = {"glossary review": (b"? this help", b"q")}
"""What is typed once a command has printed something."""


def blocks() -> list[tuple[str, str]]:
    """(language, body) of all blocks but the long commands, in order."""
    return [
        (found["language"], found["body"]) for found in _FENCED.finditer(README)
        if found["mark"] not in ("demo command", "test command", "fit commands")
    ]  # fmt: skip


def commands(language: str, body: str) -> Iterator[tuple[str, str]]:
    """(command, what it prints or "" where that is not shown)."""
    if language == "sh":
        for line in body.splitlines():
            if command := re.sub(r"\s+#.*", "", line).strip():
                yield command, ""
    elif not language:
        for part in re.split(r"^\$ ", body, flags=re.M)[1:]:
            command, _, printed = part.partition("\n")
            yield command, printed.rstrip()


@pytest.fixture(scope="module")
def folder(demonstrated: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What somebody has before them after the README's first command, and some files of theirs."""
    folder = tmp_path_factory.mktemp("readme")
    shutil.copytree(demonstrated, folder, dirs_exist_ok=True)
    (folder / "seeds").symlink_to(ROOT / "seeds")
    text = "信任建立措施（confidence-building measures）能降低風險。"
    (folder / "paper.pdf").write_bytes(make_pdf([[(72, 700, 12, text)]]))
    import docx

    article = docx.Document()
    article.add_paragraph(text)
    article.save(str(folder / "article.docx"))
    return folder


@pytest.fixture(scope="module")
def port(folder: Path) -> Iterator[int]:
    """Where the README's server answers."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        number = free.getsockname()[1]
    command = [sys.executable, "-m", "glossary", "serve", "--port", str(number)]
    process = subprocess.Popen(command, cwd=folder, env=environment(folder), text=True,
                               stderr=subprocess.PIPE)  # fmt: skip
    assert process.stderr and "Glossary is at" in process.stderr.readline()
    yield number
    process.terminate()
    process.wait(30)


def environment(folder: Path) -> dict[str, str]:
    own = {k: v for k, v in os.environ.items() if k != "GLOSSARY_DB"}
    path = f"{Path(sys.executable).parent}{os.pathsep}{own.get('PATH', '')}"
    data = {"XDG_DATA_HOME": str(folder / "data"), "HOME": str(folder), "TERM": "xterm"}
    return own | data | {"PATH": path, "COLUMNS": "110", "NO_COLOR": "1"}


def on_a_terminal(command: str, folder: Path) -> str:
    """What a command prints on a terminal; it must succeed."""
    master, slave = pty.openpty()
    with (folder / "stderr.txt").open("wb") as told:
        process = subprocess.Popen(["bash", "-c", command], cwd=folder, env=environment(folder),
                                   stdin=slave, stdout=slave, stderr=told)  # fmt: skip
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
        if keys and prompt in printed and not ready:  # it waits; what came before is thrown away
            os.write(master, keys)
        if not piece and process.poll() is not None:
            break
    os.close(master)
    text = _COLOUR.sub("", printed.decode()).replace("\r\n", "\n")
    told_too = (folder / "stderr.txt").read_text(encoding="utf-8")
    assert process.wait(10) == 0, f"{command}\n{text[-2000:]}\n{told_too}"
    return text


def assert_shows(printed: str, shown: str) -> None:
    """But for line breaks and white space: what is wide on a terminal is cut here."""
    words, wanted = (re.sub("─+", "─", " ".join(text.split())) for text in (printed, shown))
    pattern = ".*?".join(re.escape(part.strip()) for part in wanted.split("…"))
    found = re.fullmatch(pattern, words, re.S)
    assert found, f"shown:\n{shown}\n\nprinted:\n{printed[:2000]}"


def test_every_command_prints_what_the_readme_shows(folder: Path, port: int) -> None:
    """In order, since they build upon each other."""
    count = 0
    for language, body in blocks():
        if language == "python":
            (folder / "example.py").write_text(body, encoding="utf-8")
            printed = on_a_terminal(f"{sys.executable} example.py", folder)
            assert printed.strip() and "Traceback" not in printed
        for command, shown in commands(language, body):
            address = f"http://127.0.0.1:{port}"
            printed = on_a_terminal(command.replace(ADDRESS, address), folder)
            count += 1
            if shown:
                assert_shows(printed.replace(address, ADDRESS), shown)
    assert count > 20


def test_the_exports_of_its_table(folder: Path) -> None:
    found = _IN_A_TABLE.findall(README)
    assert len(found) >= 3
    for command in found:
        on_a_terminal(command, folder)


def test_paths_in_it_exist() -> None:
    named = re.findall(r"(?<![\w./-])((?:seeds|exports|glossary|api|tests|docs)/[\w./-]*)", README)
    missing = [path for path in named if not (ROOT / path.rstrip(".")).exists()]
    assert named and missing == []


def test_it_shows_the_output_of_a_command_only_where_that_is_compared() -> None:
    assert all(language in ("", "sh", "python") for language, _ in blocks())
    assert all("$ " in body for language, body in blocks() if not language)
