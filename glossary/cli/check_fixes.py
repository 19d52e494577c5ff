"""The fixes of a check: those that are certain, or each that a person takes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import click

from glossary.checking.finding import Finding
from glossary.checking.fix import certain, fixed
from glossary.checking.spool import FindingSpool
from glossary.cli.check_table import lines_of
from glossary.cli.common import say
from glossary.cli.tables import width_of_output
from glossary.errors import InvalidInput, UnreadableFile
from glossary.whole_file import whole_file

_LARGEST = 50_000_000
"""Bytes of a file that is mended: it is held whole, with a place for each character of its targets,
some 20 bytes for each of its own. Chosen, for memory alone."""


@dataclass(frozen=True, slots=True)
class Mending:
    """Whether fixes are made, or asked for, and where the mended file goes."""

    fix: bool
    interactive: bool
    output: Path | None

    @property
    def is_wanted(self) -> bool:
        return self.fix or self.interactive


def refuse_large(file: Path) -> None:
    """Raises InvalidInput for a file that is too large to be mended."""
    try:
        size = file.stat().st_size
    except OSError as error:
        raise UnreadableFile(str(file), error.strerror or str(error)) from error
    if size > _LARGEST:
        raise InvalidInput(
            f"{file}: it has {size // 10**6:,} MB, and {_LARGEST // 10**6} MB can be mended; split "
            "it, or check it without --fix and --interactive"
        )


def mend(file: Path, findings: FindingSpool, mending: Mending) -> FindingSpool:
    """Write the file with the fixes in it; returns the findings that are left. Raises
    UnreadableFile, UnwritableFile, InvalidInput."""
    taken = _asked(findings) if mending.interactive else certain(findings)
    try:
        data = file.read_bytes()
    except OSError as error:
        raise UnreadableFile(str(file), error.strerror or str(error)) from error
    after, made = fixed(data, str(file), taken)
    target = mending.output or file
    if made or mending.output:
        with whole_file(target) as stream:
            stream.write(after)
    say(f"{target}: {len(made)} mended")
    done = frozenset(made)
    return findings.only(lambda each: each not in done)


def _asked(findings: Iterable[Finding]) -> list[Finding]:
    """The findings whose fix a person takes: y, n, or q for no more."""
    taken = []
    for finding in findings:
        if finding.fix is None:
            continue
        click.echo("\n".join(lines_of(finding, width_of_output())), err=True)
        answer = click.prompt("Take it?", type=click.Choice(["y", "n", "q"]), err=True)
        if answer == "q":
            break
        if answer == "y":
            taken.append(finding)
    return taken
