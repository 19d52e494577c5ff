"""The units for systemd, their environment and the container: what they name exists, and systemd
finds nothing wrong with them."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from glossary.cli import cli

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
SERVICE = (DEPLOY / "glossary.service").read_text(encoding="utf-8")
ENVIRONMENT = (DEPLOY / "glossary.env").read_text(encoding="utf-8")
CONTAINER = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
PROGRAM = "/opt/glossary/bin/glossary"
EXPOSURE = "20"
"""The most that systemd may find exposed, in tenths. Chosen: it finds 1.5; what compiles code at
its start and is asked over the network cannot have 0."""


def analyzed(folder: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """What `systemd-analyze` says of the units, whose program is there; it is required in CI."""
    if not shutil.which("systemd-analyze"):
        message = "systemd-analyze is not installed here (Debian: systemd)"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    assert PROGRAM in SERVICE
    service = SERVICE.replace(PROGRAM, sys.executable)
    (folder / "glossary.service").write_text(service, encoding="utf-8")
    shutil.copy(DEPLOY / "glossary.socket", folder)
    return subprocess.run(
        ["systemd-analyze", *command], cwd=folder, capture_output=True, text=True, timeout=120
    )


def test_systemd_understands_the_units(tmp_path: Path) -> None:
    files = [str(tmp_path / f"glossary.{kind}") for kind in ("service", "socket")]
    done = analyzed(tmp_path, "verify", "--man=no", *files)
    own = [line for line in done.stderr.splitlines() if "glossary" in line]
    assert (done.returncode, own) == (0, []), done.stderr


def test_little_is_exposed(tmp_path: Path) -> None:
    unit = str(tmp_path / "glossary.service")
    done = analyzed(tmp_path, "security", "--offline=true", f"--threshold={EXPOSURE}", unit)
    assert done.returncode == 0, done.stdout[-300:] + done.stderr


def parsed(words: list[str]) -> dict[str, object]:
    """The options of a `glossary serve`, as the program reads them."""
    assert words[0] == "serve"
    command = cli.get_command(click.Context(cli), "serve")
    assert command
    return command.make_context("serve", words[1:]).params


def of_environment(name: str) -> str:
    found = re.search(rf"^{name}=(.*)$", ENVIRONMENT, re.M)
    assert found
    return found[1]


def test_the_service_is_one_that_the_program_understands() -> None:
    started = re.search(rf"^ExecStart={PROGRAM} (.*)$", SERVICE, re.M)
    assert started
    options = started[1].replace("$GLOSSARY_OPTIONS", of_environment("GLOSSARY_OPTIONS"))
    told = parsed(shlex.split(options))
    assert told["log"] == "json" and told["behind_proxy"] and told["allowed_host"]
    stop = re.search(r"^TimeoutStopSec=(\d+)$", SERVICE, re.M)
    assert stop and int(stop[1]) >= float(str(told["grace"])) + 3
    state = re.search(r"^StateDirectory=(\w+)$", SERVICE, re.M)
    assert state and of_environment("GLOSSARY_DB").startswith(f"/var/lib/{state[1]}/")


def test_the_container_starts_what_the_program_understands() -> None:
    started = re.search(r"^CMD (\[.*\])$", CONTAINER, re.M)
    assert started
    told = parsed([str(word) for word in json.loads(started[1])])
    assert told["host"] == "0.0.0.0" and float(str(told["grace"])) < 10, "it is killed after ten"
    assert "USER glossary" in CONTAINER and "VOLUME /data" in CONTAINER
    assert "/api/v1/readyz" in CONTAINER


def test_nothing_names_the_token() -> None:
    assert of_environment("GLOSSARY_TOKEN") == ""


def test_one_name_and_one_address_in_all_files() -> None:
    site = (DEPLOY / "nginx.conf").read_text(encoding="utf-8")
    socket = (DEPLOY / "glossary.socket").read_text(encoding="utf-8")
    names = set(re.findall(r"server_name (.*);", site))
    assert names == {"glossary.example.org"} and names.pop() in of_environment("GLOSSARY_OPTIONS")
    listens = re.search(r"^ListenStream=(.*)$", socket, re.M)
    assert listens and f"server {listens[1]};" in site
