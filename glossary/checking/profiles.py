"""A customer's way of checking, in a TOML file.

zh-tag = "zh-Hant-TW"
subject = "law"
rules = ["missing", "forbidden", "region", "numbers"]
ignored-entries = ["who"]

[severities]
numbers = "warning"
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from glossary.checking.rules import rules_named
from glossary.checking.settings import CheckSettings
from glossary.errors import InvalidInput, UnreadableFile


def settings_from(path: Path | None, given: Mapping[str, Any]) -> CheckSettings:
    """The settings of a profile, if there is one, of which those `given` are replaced. Raises
    UnreadableFile, InvalidInput."""
    said = {key: value for key, value in given.items() if value}
    if path is None:
        return _known(said)
    try:
        with path.open("rb") as stream:
            profile = tomllib.load(stream)
        own = {key.replace("-", "_"): value for key, value in profile.items()}
        return _known({**own, **said})
    except OSError as error:
        raise UnreadableFile(str(path), error.strerror or str(error)) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, InvalidInput) as error:
        raise UnreadableFile(str(path), str(error)) from error


def _known(fields: Mapping[str, Any]) -> CheckSettings:
    settings = CheckSettings.of(**fields)
    rules_named([*settings.rules, *dict(settings.severities)])
    return settings
