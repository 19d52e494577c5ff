"""The files of the page as they are sent: smaller, and the same."""

from __future__ import annotations

import gzip
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from api import create_app
from api.sent import sent
from glossary.termbase import Termbase
from tests.web.conftest import missing

STATIC = Path(__file__).parents[2] / "api" / "web" / "static"
SCRIPT = """// said to who reads
import { a } from "./a.js";
/** What it
 *  does. */
const address = "https://example.org//b"; // stays
const shown = html`<${Part}>//c<//>`;
/*! © someone */
"""


@pytest.fixture
def client(tmp_path: Path) -> Iterator[FlaskClient]:
    with Termbase.open(tmp_path / "terms.db") as termbase:
        yield create_app(termbase).test_client()


def test_comments_stay_behind_and_lines_keep_their_numbers(tmp_path: Path) -> None:
    path = tmp_path / "a.js"
    path.write_text(SCRIPT, encoding="utf-8")
    assert sent(path).plain.decode() == (
        '\nimport { a } from "./a.js";\n\n\n'
        'const address = "https://example.org//b"; // stays\n'
        "const shown = html`<${Part}>//c<//>`;\n/*! © someone */\n"
    )


def test_a_changed_file_is_sent_anew(tmp_path: Path) -> None:
    path = tmp_path / "a.css"
    path.write_text("a { color: red }")
    before = sent(path)
    path.write_text("a { color: green }")
    assert sent(path).plain == b"a { color: green }"
    assert sent(path).tag != before.tag


def test_every_script_is_still_one(tmp_path: Path) -> None:
    if not shutil.which("node"):
        missing("node")
    scripts = list(STATIC.rglob("*.js"))
    for number, script in enumerate(scripts):
        (tmp_path / f"{number}.mjs").write_bytes(sent(script).plain)
    for number, script in enumerate(scripts):
        command = ["node", "--check", str(tmp_path / f"{number}.mjs")]
        checked = subprocess.run(command, capture_output=True, text=True)
        assert checked.returncode == 0, (script, checked.stderr)


def test_it_is_compressed_for_who_takes_it(client: FlaskClient) -> None:
    address = "/static/desk/app.js"
    plain = client.get(address)
    packed = client.get(address, headers={"Accept-Encoding": "br, gzip"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.data) == plain.data
    assert plain.headers["Vary"] == packed.headers["Vary"] == "Accept-Encoding"
    assert (
        "Content-Encoding"
        not in client.get(address, headers={"Accept-Encoding": "gzip;q=0"}).headers
    )


def test_who_has_it_is_told_so(client: FlaskClient) -> None:
    address = "/static/style/base.css"
    first = client.get(address, headers={"Accept-Encoding": "gzip"})
    tags = {"Accept-Encoding": "gzip", "If-None-Match": first.headers["ETag"]}
    assert client.get(address, headers=tags).status_code == 304
    assert client.get(address, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


@pytest.mark.parametrize(
    "path", ["desk/none.js", "../sent.py", "desk/%2e%2e/%2e%2e/%2e%2e/sent.py"]
)
def test_nothing_else_is_sent(client: FlaskClient, path: str) -> None:
    assert client.get(f"/static/{path}").status_code == 404
