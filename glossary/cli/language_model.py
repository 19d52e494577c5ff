"""The options that name a language model to be asked while mining, and what it came to."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from glossary.cli.common import gathered, note
from glossary.operations.mining import language_model

if TYPE_CHECKING:
    from glossary.mining.language_model.model import LanguageModel

F = TypeVar("F", bound=Callable[..., Any])

_OPTIONS = (
    click.option(
        "--model",
        metavar="URL",
        help="Also ask a language model for pairs: a server that speaks OpenAI's chat protocol, "
        "such as http://localhost:8080/v1. Its key, if it wants one, is read from "
        "GLOSSARY_MODEL_KEY.",
    ),
    click.option("--model-name", metavar="NAME", help="With --model: which model."),
    click.option(
        "--model-limit",
        type=click.IntRange(1),
        default=1000,
        show_default=True,
        help="With --model: requests at most; the rest is mined without it.",
    ),
    click.option(
        "--model-timeout",
        type=click.FloatRange(0, 3600, min_open=True),
        default=120,
        show_default=True,
        help="With --model: seconds to wait for an answer.",
    ),
    click.option(
        "--no-model-cache", is_flag=True, help="With --model: neither use nor keep answers on disk."
    ),
)


def model_options(command: F) -> F:
    """Give a command these options and, as its argument `model`, the model that they name; None if
    they name none."""
    command = gathered("model", _named)(command)
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def _named(
    model: str | None,
    model_name: str | None,
    model_limit: int,
    model_timeout: float,
    no_model_cache: bool,
) -> LanguageModel | None:
    if (model is None) != (model_name is None):
        raise click.UsageError("--model and --model-name go together: where, and which")
    if model is None or model_name is None:
        return None
    found = language_model(
        model, model_name, limit=model_limit, timeout=model_timeout, cache=not no_model_cache
    )
    address = found.server.address
    if not address.is_local:
        how = "" if address.scheme == "https" else ", unencrypted"
        note(f"the sentences of these documents leave this machine{how}: they go to {address}")
    return found


def outcome(model: LanguageModel) -> str:
    """What the model brought since this was last asked, in a line; what went wrong is printed."""
    tally = model.take_tally()
    for line in tally.remarks():
        note(f"model {model.server.name}: {line}")
    return f"model {model.server.name}: {tally.line()}"
