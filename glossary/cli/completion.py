"""completion: commands and options completed by the shell, with click's own scripts."""

from __future__ import annotations

import os
import shlex
from pathlib import Path

import click

from glossary.cli.common import quiet_option, say
from glossary.errors import InvalidInput, UnwritableFile

SHELLS = ("bash", "zsh", "fish")
_MARK = "# completion of glossary"
_SOURCED = {
    "bash": f"[ -r FILE ] && . FILE  {_MARK}",
    "zsh": "(( $+functions[compdef] )) || { autoload -Uz compinit && compinit; }; "
    f"[ -r FILE ] && . FILE  {_MARK}",
}
"""The line in the start-up file of a shell that does not look for completions by itself."""


@click.command("completion")
@click.argument("act", type=click.Choice(["install", "show"]))
@click.option("--shell", type=click.Choice(SHELLS), help="For this shell; else for yours (SHELL).")
@quiet_option
@click.pass_context
def completion_command(context: click.Context, act: str, shell: str | None) -> None:
    """Install the completion of commands and options by the tab key, or show its script.

    Says which files it wrote. Done again, it writes only what has changed.
    """
    shell = shell or _shell_of_the_user()
    script = _script(context, shell)
    if act == "show":
        click.echo(script)
        return
    file = _place(shell)
    _tell(file, _write(file, script))
    if line := _SOURCED.get(shell):
        start = _start_up_file(shell)
        _tell(start, _add_line(start, line.replace("FILE", shlex.quote(str(file)))))
    say(f"It works in every new {shell}.")


def _shell_of_the_user() -> str:
    name = Path(os.environ.get("SHELL", "")).name
    if name not in SHELLS:
        known = ", ".join(SHELLS)
        raise InvalidInput(f"no completion for the shell {name or 'of yours'}: --shell {known}")
    return name


def _script(context: click.Context, shell: str) -> str:
    from click.shell_completion import get_completion_class

    made = get_completion_class(shell)
    assert made
    # Not `source`: it starts a shell to ask for its version, which may be another machine's.
    template: str = made.source_template
    return template % made(context.find_root().command, {}, "glossary", _VARIABLE).source_vars()


_VARIABLE = "_GLOSSARY_COMPLETE"  # as click calls it where it completes


def _place(shell: str) -> Path:
    if shell == "fish":  # which reads this folder by itself
        return _folder("XDG_CONFIG_HOME", ".config") / "fish" / "completions" / "glossary.fish"
    return _folder("XDG_DATA_HOME", ".local/share") / "glossary" / f"completion.{shell}"


def _folder(variable: str, usual: str) -> Path:
    given = os.environ.get(variable, "")
    return Path(given) if os.path.isabs(given) else Path.home() / usual


def _start_up_file(shell: str) -> Path:
    if shell == "zsh":
        return Path(os.environ.get("ZDOTDIR") or Path.home()) / ".zshrc"
    return Path.home() / ".bashrc"


def _write(file: Path, text: str) -> bool:
    """Write a file unless it holds that already; whether it was written."""
    try:
        if file.exists() and file.read_text(encoding="utf-8") == text:
            return False
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
    except (OSError, ValueError) as error:
        raise UnwritableFile(f"{file}: cannot be written: {error}") from error
    return True


def _add_line(file: Path, line: str) -> bool:
    """Put the line at the end of a file, in place of an earlier one of ours; whether it was."""
    try:
        text = file.read_text(encoding="utf-8") if file.exists() else ""
    except (OSError, ValueError) as error:
        raise UnwritableFile(f"{file}: cannot be read: {error}; add to it: {line}") from error
    if line in text.splitlines():
        return False
    kept = [each for each in text.splitlines() if not each.endswith(_MARK)]
    return _write(file, "\n".join([*kept, line]) + "\n")


def _tell(file: Path, is_written: bool) -> None:
    say(f"{file}: {'written' if is_written else 'is as it should be already'}")
