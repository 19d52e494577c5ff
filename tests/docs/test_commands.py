"""The pages and the command line agree: nothing is undocumented or invented.

A command has a heading in code that begins with its name, and a table whose first column has its
options. Conversely, every option there must exist, and every command line and option that a page
mentions must be valid.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from pages import (
    DOCS,
    FOR_USERS,
    ROOT,
    Section,
    blocks,
    commands,
    documented,
    first_cells,
    sections,
    spans,
    text,
)

from glossary.cli import cli
from glossary.cli.sitting import HELP
from glossary.documents import FORMATS as DOCUMENT_FORMATS
from glossary.exchange.formats import FORMATS as FILE_FORMATS
from glossary.exchange.profiles import PROFILES
from glossary.model import KINDS, METHODS

OPTION = re.compile(r"(?<![\w-])--[a-z][a-z-]*[a-z]")
MENTION = re.compile(r"\bglossary ([a-z]+)\b")


def tree(group: click.Group = cli, name: str = "glossary") -> Iterator[tuple[str, click.Command]]:
    context = click.Context(group)
    for each in group.list_commands(context):
        command = group.get_command(context, each)
        assert command
        yield f"{name} {each}", command
        if isinstance(command, click.Group):
            yield from tree(command, f"{name} {each}")


COMMANDS = dict(tree())


def options(command: click.Command) -> list[click.Option]:
    return [p for p in command.params if isinstance(p, click.Option) and not p.hidden]


def longest(option: click.Option) -> str:
    return max(option.opts, key=len)


EVERY_OPTION = {
    each
    for command in (cli, *COMMANDS.values())
    for o in options(command)
    for each in (*o.opts, *getattr(o, "former", ()))
} | {"--help"}


def described() -> dict[str, Section]:
    """The sections of commands, on any page; one for each command."""
    found = [
        (name, section)
        for page in DOCS
        for name, section in documented(page.name).items()
        if name.startswith("glossary ")
    ]
    assert len(dict(found)) == len(found), "a command is described twice"
    return dict(found)


# ---------------------------------------------------------------- from the program to the pages


def test_every_command_has_a_section_and_every_such_section_a_command() -> None:
    assert described().keys() == COMMANDS.keys()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_option_stands_in_the_table_of_its_command(name: str) -> None:
    listed = [cell for cell in first_cells(described()[name].text) if cell.startswith("-")]
    taken = [each for option in options(COMMANDS[name]) for each in option.opts]
    assert [longest(o) for o in options(COMMANDS[name]) if longest(o) not in listed] == []
    assert [each for each in listed if each not in taken] == []
    assert len(listed) == len(set(listed))


@pytest.mark.parametrize("name", COMMANDS)
def test_arguments_choices_and_defaults_stand_there_too(name: str) -> None:
    section = described()[name]
    for argument in COMMANDS[name].params:
        if isinstance(argument, click.Argument):
            assert argument.make_metavar(click.Context(COMMANDS[name])) in section.heading
    for option in options(COMMANDS[name]):
        row = next(r for r in section.text.splitlines() if longest(option) in first_cells(r))
        if isinstance(option.type, click.Choice):
            assert set(option.type.choices) <= set(spans(row))
        if isinstance(option.default, str | int) and option.default and not option.is_flag:
            assert str(option.default) in row


def test_the_options_of_the_whole_program_stand_in_the_index() -> None:
    index = spans(text(ROOT / "docs" / "index.md"))
    for option in options(cli):
        assert longest(option) in " ".join(index)
        assert option.envvar is None or option.envvar in index


def test_the_index_leads_to_every_command() -> None:
    assert set(COMMANDS) <= set(spans(text(ROOT / "docs" / "index.md")))


def test_profiles_and_suffixes_are_listed_whole() -> None:
    manager = text(ROOT / "docs" / "project-manager.md")
    profiles = next(each for each in sections(manager) if each.heading == "Profiles")
    assert set(first_cells(profiles.text)) == set(PROFILES)
    importing = documented("project-manager.md")["glossary import"].text
    suffixes = {suffix for format in FILE_FORMATS for suffix in format.suffixes}
    assert {cell for cell in first_cells(importing) if cell.startswith(".")} == suffixes
    assert {format.name for format in FILE_FORMATS} <= set(spans(importing))


def test_what_is_mined_and_the_keys_of_review_are_listed_whole() -> None:
    mining = documented("terminologist.md")["glossary mine"].text
    assert set(DOCUMENT_FORMATS) <= set(spans(mining))
    assert set(METHODS) == {cell for cell in first_cells(mining) if not cell.startswith("-")}
    assert set(KINDS) <= set(spans(mining))
    keys = set(re.findall(r"(?:^|   )(\S) ", HELP, re.M))
    reviewing = first_cells(documented("terminologist.md")["glossary review"].text)
    assert keys and {cell for cell in reviewing if len(cell) == 1} == keys


# ---------------------------------------------------------------- from the pages to the program


def command_lines(page: Path) -> Iterator[list[str]]:
    """The words of every call of `glossary` in a page: in its blocks, and in its sentences."""
    lines = [c for block in blocks(text(page)) for c, _ in commands(block.language, block.body)]
    for line in [*lines, *spans(text(page))]:
        for part in re.split(r" [|&;]+ ", line):
            if part.startswith("glossary "):
                yield shlex.split(part)[1:]


@pytest.mark.parametrize("page", FOR_USERS, ids=lambda page: page.name)
def test_command_lines_are_understood(page: Path) -> None:
    """Parsed by the program's own parser; values are not checked."""
    for words in command_lines(page):
        name, *rest = words[2:] if words[0] == "--db" else words
        if rest and f"glossary {name} {rest[0]}" in COMMANDS:
            name, rest = f"{name} {rest[0]}", rest[1:]
        if name.isupper() or name.startswith("-"):
            continue  # `glossary COMMAND --help`, `glossary --version`
        assert f"glossary {name}" in COMMANDS, words
        command = COMMANDS[f"glossary {name}"]
        parser = command.make_parser(click.Context(command))
        parser.parse_args([word for word in rest if word != "--help"])


@pytest.mark.parametrize("page", FOR_USERS, ids=lambda page: page.name)
def test_options_named_in_a_sentence_exist(page: Path) -> None:
    named = {name for span in spans(text(page)) for name in OPTION.findall(span)}
    assert named - EVERY_OPTION == set()


def test_what_the_help_of_a_command_names_exists() -> None:
    for name, command in COMMANDS.items():
        for said in (command.help or "", *(o.help or "" for o in options(command))):
            assert set(OPTION.findall(said)) - EVERY_OPTION == set(), name
            assert {f"glossary {each}" for each in MENTION.findall(said)} <= COMMANDS.keys(), name


def test_a_command_line_that_is_wrong_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("Say `glossary mine FILE --gentle`.\n", encoding="utf-8")
    with pytest.raises(click.NoSuchOption, match="--gentle"):
        test_command_lines_are_understood(page)
    with pytest.raises(AssertionError, match="--gentle"):
        test_options_named_in_a_sentence_exist(page)
