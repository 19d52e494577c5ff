"""The libraries of the page, as they lie in `api/web/static/vendor`: from npm, with their licences.

`python -m tests.vendor` fetches the versions named here by `npm pack` and writes the files, so that
neither a user's machine nor the page itself needs a network or a build. After a change of version,
read the difference and run the tests of the page.
"""

from __future__ import annotations

import json
import re
import subprocess
import tarfile
import tempfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

ROOT = Path(__file__).parents[1]
VENDOR = ROOT / "api" / "web" / "static" / "vendor"
RECORD = "vendored.json"


@dataclass(frozen=True)
class Library:
    """A package, and which of its files are kept under which name."""

    name: str
    version: str
    licence: str
    files: dict[str, str]
    licence_file: str = "LICENSE"


_FLUENT = "builtins bundle index memoizer resolver resource scope types"

LIBRARIES = (
    Library(
        "preact",
        "11.2.0",
        "MIT",
        {"dist/preact.mjs": "preact.js", "hooks/dist/hooks.mjs": "hooks.js"},
    ),
    Library("htm", "3.1.1", "Apache-2.0", {"dist/htm.mjs": "htm.js"}),
    Library(
        "@fluent/bundle",
        "0.19.1",
        "Apache-2.0",
        {f"esm/{name}.js": f"fluent/{name}.js" for name in _FLUENT.split()},
        licence_file="",  # its package has no text of the licence; htm's is the same
    ),
)


def vendored(library: Library) -> dict[str, bytes]:
    """The files of a library as they are kept, by name: no bare import, no source map.

    Raises FileNotFoundError or CalledProcessError where npm cannot fetch it.
    """
    with tarfile.open(fileobj=BytesIO(_packed(library))) as package:
        kept = {kept: _adapted(_read(package, name)) for name, kept in library.files.items()}
        if library.licence_file:
            name = f"LICENSE-{library.name.strip('@').replace('/', '-')}"
            kept[name] = _read(package, library.licence_file)
    return kept


def _packed(library: Library) -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        wanted = f"{library.name}@{library.version}"
        subprocess.run(["npm", "pack", "--silent", wanted], cwd=folder, check=True)
        return next(Path(folder).glob("*.tgz")).read_bytes()


def _read(package: tarfile.TarFile, name: str) -> bytes:
    file = package.extractfile(f"package/{name}")
    assert file is not None, name
    return file.read()


def _adapted(source: bytes) -> bytes:
    """Browsers resolve no bare names; maps and what is only for people who read it stay behind:
    comments, and what indents a line (no text of these libraries goes over two lines)."""
    text = re.sub(r"^ *(?:/\*.*?\*/|//(?!# )[^\n]*)\n", "", source.decode(), flags=re.M | re.S)
    text = re.sub(r"^[ \t]+", "", text, flags=re.M)
    text = re.sub(r'(from\s*)"preact"', r'\1"./preact.js"', text)
    return re.sub(r"\n?//# sourceMappingURL=.*", "", text).rstrip().encode() + b"\n"


def record() -> str:
    """What is kept, and under which licence, as people and the tests read it."""
    listed = [
        {
            "name": library.name,
            "version": library.version,
            "licence": library.licence,
            "files": sorted(library.files.values()),
        }
        for library in LIBRARIES
    ]
    return json.dumps(listed, indent=2) + "\n"


def main() -> None:
    for library in LIBRARIES:
        for name, content in vendored(library).items():
            target = VENDOR / name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
    (VENDOR / RECORD).write_text(record(), encoding="utf-8")
    print(f"{len(LIBRARIES)} libraries in {VENDOR.relative_to(ROOT)}")


if __name__ == "__main__":
    main()
