"""`glossary completion`: installed by one command, and the shell completes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FILES = {
    "bash": ("data/glossary/completion.bash", ".bashrc"),
    "zsh": ("data/glossary/completion.zsh", ".zshrc"),
    "fish": ("config/fish/completions/glossary.fish", None),
}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name, place in (("HOME", "."), ("XDG_DATA_HOME", "data"), ("XDG_CONFIG_HOME", "config")):
        monkeypatch.setenv(name, str(tmp_path / place))
    monkeypatch.delenv("ZDOTDIR", raising=False)
    return tmp_path


@pytest.mark.parametrize("shell", FILES)
def test_it_says_what_it_wrote_and_writes_it_once(empty, home: Path, shell: str) -> None:
    script, start = FILES[shell]
    if start:
        (home / start).write_text("alias ll='ls -l'", encoding="utf-8")
    first = empty("completion", "install", "--shell", shell).stdout
    written = [name for name in (script, start) if name]
    assert [line for line in first.splitlines() if line.endswith(": written")] == [
        f"{home / name}: written" for name in written
    ]
    before = {name: (home / name).read_text(encoding="utf-8") for name in written}
    again = empty("completion", "install", "--shell", shell).stdout
    assert again.count("is as it should be already") == len(written)
    assert before == {name: (home / name).read_text(encoding="utf-8") for name in written}
    assert before[script].strip() == empty("completion", "show", "--shell", shell).stdout.strip()
    if start:
        assert before[start].splitlines()[0] == "alias ll='ls -l'"
        assert before[start].count("# completion of glossary") == 1


def test_a_line_of_ours_that_has_changed_is_replaced(empty, home: Path) -> None:
    old = "[ -r /old ] && . /old  # completion of glossary"
    (home / ".bashrc").write_text(f"a=1\n{old}\nb=2\n", encoding="utf-8")
    empty("completion", "install", "--shell", "bash")
    lines = (home / ".bashrc").read_text(encoding="utf-8").splitlines()
    assert lines[:2] == ["a=1", "b=2"] and len(lines) == 3 and old not in lines


def test_the_shell_of_the_user_is_taken(empty, home: Path, monkeypatch) -> None:
    monkeypatch.setenv("SHELL", "/usr/bin/fish")
    assert "glossary.fish" in empty("completion", "install").stdout
    monkeypatch.setenv("SHELL", "/bin/tcsh")
    assert "tcsh" in str(empty("completion", "install", code=1).exception)


def test_a_start_up_file_that_is_no_text_is_left_alone(empty, home: Path) -> None:
    (home / ".bashrc").write_bytes(b"\xff\xfe")
    failed = empty("completion", "install", "--shell", "bash", code=1)
    assert ".bashrc" in str(failed.exception)
    assert (home / ".bashrc").read_bytes() == b"\xff\xfe"


@pytest.mark.skipif(not shutil.which("bash"), reason="no bash here")
@pytest.mark.parametrize(
    ("words", "wanted"),
    [
        ("glossary sea", {"search"}),
        ("glossary review --me", {"--method"}),
        ("glossary o", {"open"}),
    ],
)
def test_bash_completes(empty, home: Path, words: str, wanted: set[str]) -> None:
    empty("completion", "install", "--shell", "bash")
    program = home / "bin" / "glossary"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m glossary.cli "$@"\n')
    program.chmod(0o755)
    count = len(words.split()) - 1
    script = (
        f". {home}/.bashrc; COMP_WORDS=({words}); COMP_CWORD={count}; "
        "_glossary_completion glossary; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    path = f"{program.parent}{os.pathsep}{os.environ['PATH']}"
    environment = {**os.environ, "PATH": path, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        ["bash", "--norc", "-c", script], capture_output=True, text=True, env=environment
    )
    assert set(done.stdout.split()) == wanted, done.stderr
