"""Commands meet servers that are not theirs, too old, full: one line, and nothing is lost."""

from __future__ import annotations

import os
import shutil
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from glossary.errors import StoreError
from glossary.model import TranslationUnit, Variant
from glossary.termbase import Termbase
from tests.postgres.cluster import USER, Cluster
from tests.samples import AT
from tests.served import environment


def refused(url: str, *command: str) -> str:
    """What the command line says of an address; it ends with 1."""
    call = [sys.executable, "-m", "glossary", "--db", url, *(command or ("stats",))]
    done = subprocess.run(call, capture_output=True, text=True, env=environment(), timeout=60)
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.startswith("Error: ") and done.stderr.count("\n") == 1, done.stderr
    assert "secret" not in done.stderr and "wrong" not in done.stderr
    return done.stderr


def test_who_is_not_let_in(postgres: Cluster, url: str) -> None:
    database = url.rpartition("/")[2]
    assert "refuses this user or password" in refused(postgres.url(database, USER, "wrong"))
    assert "no such database" in refused(postgres.url("none"))


@pytest.mark.parametrize("host", ["127.0.0.1:1", "no-such-host.invalid", "h:99999999", "[::1"])
def test_an_address_that_leads_nowhere(postgres: Cluster, host: str) -> None:
    refused(f"postgresql://ada:secret@{host}/terms")


def test_a_server_that_is_too_old() -> None:
    pytest.importorskip("psycopg", reason="pip install '.[postgres]'")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=_answer_as_an_old_one, args=(listening,), daemon=True).start()
        port = listening.getsockname()[1]
        said = refused(
            f"postgresql://ada@127.0.0.1:{port}/terms?sslmode=disable&gssencmode=disable"
        )
    assert "PostgreSQL 9 is too old; upgrade the server to" in said


def _answer_as_an_old_one(listening: socket.socket) -> None:
    """Let in whoever comes, and say that this is 9.6."""
    with suppress(OSError):
        connection, _ = listening.accept()
        connection.recv(4096)
        version = b"server_version\x009.6.24\x00"
        encoding = b"client_encoding\x00UTF8\x00"
        messages = [(b"R", struct.pack("!i", 0)), (b"S", version), (b"S", encoding), (b"Z", b"I")]
        for kind, body in messages:
            connection.sendall(kind + struct.pack("!i", len(body) + 4) + body)
        connection.recv(4096)


def test_a_schema_that_is_dropped_in_use_is_told_and_not_made_anew(
    postgres: Cluster, url: str, tmp_path: Path
) -> None:
    with Termbase.open(url, lambda: AT) as termbase:
        termbase.add("安全困境", "security dilemma", by="ada")
        termbase.backup(tmp_path / "copy.dump")
        postgres.sql("DROP SCHEMA glossary CASCADE", database=url.rpartition("/")[2])
        for act in (
            termbase.count_concepts,
            termbase.stats,
            lambda: termbase.add("小院", "yard", by="ada"),
        ):
            with pytest.raises(StoreError, match="removed while in use; restore a back") as error:
                act()
            assert "\n" not in str(error.value)
    with Termbase.open(url) as termbase:
        termbase.restore(tmp_path / "copy.dump", by="ada")
        assert termbase.count_concepts() == 1


@pytest.fixture
def small_disk(postgres: Cluster) -> Iterator[str]:
    """The URL of a database on a disk of 24 MB."""
    place = postgres.data.parent / "small"
    place.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "tmpfs", str(place)])
    if os.geteuid() or mounted.returncode:
        place.rmdir()
        pytest.skip("a small disk can be mounted by root alone")
    shutil.chown(place, USER, USER)
    try:
        postgres.sql(f"CREATE TABLESPACE small LOCATION '{place}'")
        postgres.sql("CREATE DATABASE small TABLESPACE small")
        yield postgres.url("small")
    finally:
        postgres.sql("DROP DATABASE IF EXISTS small WITH (FORCE)")
        postgres.sql("DROP TABLESPACE IF EXISTS small")
        subprocess.run(["umount", str(place)], check=True)


def test_a_disk_that_is_full_takes_nothing_of_a_step_and_loses_none_before(small_disk: str) -> None:
    with Termbase.open(small_disk, lambda: AT) as termbase:
        stored = 0
        with pytest.raises(StoreError, match="disk of the server is full; nothing") as error:
            for n in range(200):
                units = [
                    TranslationUnit(
                        Variant("zh-Hant", f"第{n}之{k}句。" * 20), Variant("en", f"{n} {k}")
                    )
                    for k in range(200)
                ]
                stored += termbase.add_units(units, by="ada")
        assert "\n" not in str(error.value)
        assert termbase.stats()["units"] == stored > 0
        assert [unit.en.text for unit in termbase.store.units([4])] == ["0 3"]
