"""Options and values with a former name, which is understood and no longer shown.

Options and the parameters of the API have one word for one thing; `docs/http.md` lists the former
ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import click


class Renamed(click.Option):
    """An option that is also understood by its `former` names."""

    def __init__(self, *arguments: Any, former: tuple[str, ...] = (), **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.former = former

    def add_to_parser(self, parser: Any, ctx: click.Context) -> None:
        shown = self.opts
        self.opts = [*shown, *self.former]
        try:
            super().add_to_parser(parser, ctx)
        finally:
            self.opts = shown


class RenamedChoice(click.Choice):  # type: ignore[type-arg]
    """A choice whose values are also understood by `former` words."""

    def __init__(self, choices: tuple[str, ...], former: Mapping[str, str]) -> None:
        super().__init__(choices)
        self.former = former

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return super().convert(self.former.get(value, value), param, ctx)
