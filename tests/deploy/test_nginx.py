"""The site for nginx, before a real server: TLS, look-ups, large uploads, events, who asks."""

from __future__ import annotations

import http.client
import json
import os
import re
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest

from api import MAX_BODY
from api.server.streams import MAX_HEAD
from glossary.jobs.queue import JobQueue, Sent
from glossary.termbase import Termbase
from tests.served import served

SITE = Path(__file__).parents[2] / "deploy" / "nginx.conf"
NAME = "glossary.example.org"
TOKEN = "a-token-of-the-test"
MAIN = """
daemon off;
pid {folder}/nginx.pid;
error_log stderr;
{user}
worker_processes 2;
events {{ worker_connections 100; }}
http {{
    access_log off;
    client_body_temp_path {folder}/body;
    proxy_temp_path {folder}/proxy;
    fastcgi_temp_path {folder}/fastcgi;
    uwsgi_temp_path {folder}/uwsgi;
    scgi_temp_path {folder}/scgi;
    include {folder}/site.conf;
}}
"""
"""What Debian's own configuration has around a site, in a folder of its own."""


def nginx() -> str:
    """The program; in CI it must be there."""
    found = shutil.which("nginx", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if not found:
        message = "nginx is not installed here (Debian: nginx-light)"
        pytest.fail(message) if os.environ.get("CI") else pytest.skip(message)
    return found


def free_ports(count: int) -> list[int]:
    with_ports = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [each.getsockname()[1] for each in with_ports]
    for each in with_ports:
        each.close()
    return ports


def replaced(text: str, old: str, new: str) -> str:
    assert old in text, old
    return text.replace(old, new)


@dataclass(frozen=True, slots=True)
class ProxiedSite:
    """The site as it runs: its ports for HTTP and TLS, the certificate to trust, and the
    termbase."""

    plain: int
    tls: int
    certificate: Path
    database: Path

    def connected(self, source: str = "127.0.0.1") -> http.client.HTTPSConnection:
        trusting = ssl.create_default_context(cafile=str(self.certificate))
        return http.client.HTTPSConnection(
            "127.0.0.1", self.tls, context=trusting, timeout=60, source_address=(source, 0)
        )

    def ask(
        self, method: str, path: str, body: Any = None, source: str = "127.0.0.1", **headers: str
    ) -> tuple[int, Any, http.client.HTTPMessage]:
        """(status, JSON, headers) of a request by the site's name, with the token."""
        usual = {"Host": NAME, "Authorization": f"Bearer {TOKEN}"}
        if body is not None:
            usual["Content-Type"] = "application/json"
        connection = self.connected(source)
        data = None if body is None else json.dumps(body).encode()
        connection.request(method, path, data, usual | headers)
        answer = connection.getresponse()
        said = answer.read()
        connection.close()
        is_json = "json" in answer.headers.get("Content-Type", "")
        return answer.status, json.loads(said) if is_json else said, answer.headers


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ProxiedSite]:
    """The site file with free ports and a certificate of the test, before a server of two
    workers."""
    program, folder = nginx(), tmp_path_factory.mktemp("site")
    plain, tls = free_ports(2)
    certificate = certified(folder)
    with Termbase.open(folder / "terms.db") as termbase:
        termbase.add("小院高牆", "small yard, high fence")
        JobQueue(termbase.store, termbase.clock).submit(Sent("mine", "waits"))
    options = ("--workers", "2", "--jobs", "0", "--allowed-host", NAME, "--behind-proxy")
    with served(folder / "terms.db", *options, "--token", TOKEN) as server:
        text = SITE.read_text(encoding="utf-8")
        text = replaced(text, "listen 80;", f"listen 127.0.0.1:{plain};")
        text = replaced(text, "listen 443 ssl http2;", f"listen 127.0.0.1:{tls} ssl http2;")
        text = re.sub(r"^ *listen \[::\].*\n", "", text, flags=re.M)
        text = replaced(text, "server 127.0.0.1:8000;", f"server 127.0.0.1:{server.port};")
        text = replaced(text, "/etc/ssl/glossary/", f"{folder}/")
        (folder / "site.conf").write_text(text, encoding="utf-8")
        user = "user root;" if os.geteuid() == 0 else ""
        (folder / "main.conf").write_text(MAIN.format(folder=folder, user=user), encoding="utf-8")
        command = [program, "-p", str(folder), "-c", str(folder / "main.conf"), "-e", "stderr"]
        checked = subprocess.run([*command, "-t"], capture_output=True, text=True, timeout=60)
        assert checked.returncode == 0, checked.stderr
        assert "[warn]" not in checked.stderr, checked.stderr
        with (folder / "nginx.log").open("w") as log, subprocess.Popen(command, stderr=log) as run:
            try:
                found = ProxiedSite(plain, tls, certificate, folder / "terms.db")
                until_it_listens(tls)
                yield found
            finally:
                run.terminate()
                run.wait(30)


def certified(folder: Path) -> Path:
    """A certificate that signs itself, for the name of the site and for loopback."""
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"),
            *("-subj", f"/CN={NAME}", "-addext", f"subjectAltName=DNS:{NAME},IP:127.0.0.1"),
            *("-keyout", str(folder / "key.pem"), "-out", str(folder / "certificate.pem")),
        ],
        check=True,
        capture_output=True,
        timeout=60,
    )
    return folder / "certificate.pem"


def until_it_listens(port: int) -> None:
    end = time.monotonic() + 120
    while True:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=5).close()
        except ConnectionRefusedError:
            assert time.monotonic() < end
            time.sleep(0.05)


# ---------------------------------------------------------------- what is asked


def test_a_look_up(site: ProxiedSite) -> None:
    status, said, headers = site.ask("GET", "/api/v1/terms?q=xiaoyuan")
    assert status == 200 and said["items"][0]["concept_id"] == "small-yard-high-fence"
    assert "max-age" in headers["Strict-Transport-Security"]
    assert re.fullmatch("[0-9a-f]{32}", headers["X-Request-ID"]), "that of nginx"


def test_a_long_query(site: ProxiedSite) -> None:
    """The longest that the server takes."""
    assert site.ask("GET", f"/api/v1/terms?q={'%E5%AE%89' * 10_000}")[0] == 200


def test_only_with_tls(site: ProxiedSite) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.plain, timeout=60)
    connection.request("GET", "/review?a=b", headers={"Host": NAME})
    answer = connection.getresponse()
    assert (answer.status, answer.headers["Location"]) == (301, f"https://{NAME}/review?a=b")
    connection.close()


def test_a_large_file(site: ProxiedSite) -> None:
    rows = "".join(f"ship {n},船{n}\n" for n in range(400_000))
    text = f"en,zh\n{rows}"
    body = {"text": text, "name": "a.csv", "dry_run": True}
    status, said, _ = site.ask("POST", "/api/v1/import/preview", {"text": text, "name": "a.csv"})
    assert len(json.dumps(body)) > 8_000_000
    assert status == 200, said


def test_what_is_too_large_is_refused_before_it_is_sent(site: ProxiedSite) -> None:
    connection = site.connected()
    connection.putrequest("POST", "/api/v1/import", skip_host=True)
    for name, value in {
        "Host": NAME,
        "Authorization": f"Bearer {TOKEN}",
        "Content-Type": "application/json",
        "Content-Length": str(MAX_BODY + 2 * 1024 * 1024),
    }.items():
        connection.putheader(name, value)
    connection.endheaders()
    assert connection.getresponse().status == 413
    connection.close()


def test_the_limits_are_those_of_the_server() -> None:
    text = SITE.read_text(encoding="utf-8")
    assert f"client_max_body_size {MAX_BODY // 1024**2 + 1}m;" in text
    assert f"large_client_header_buffers 4 {MAX_HEAD // 1024}k;" in text


def test_events_arrive_as_they_happen(site: ProxiedSite) -> None:
    connection = site.connected()
    headers = {"Host": NAME, "Authorization": f"Bearer {TOKEN}"}
    connection.request("GET", "/api/v1/jobs/1/events", headers=headers)
    stream = connection.getresponse()
    assert stream.status == 200 and stream.headers["Content-Type"].startswith("text/event-stream")
    assert states(stream, 1) == ["waiting"], "while the stream goes on"
    with Termbase.open(site.database) as termbase:
        job = termbase.store.job(1)
        with termbase.store.transaction():
            termbase.store.put_job(replace(job, state="running", attempt=1), was=job)
        assert states(stream, 1) == ["running"]
        job = termbase.store.job(1)
        with termbase.store.transaction():
            termbase.store.put_job(replace(job, state="failed", message="enough"), was=job)
    assert states(stream, 1) == ["failed"] and stream.read() == b""
    connection.close()


def states(stream: http.client.HTTPResponse, count: int) -> list[str]:
    """The states in the next events."""
    found: list[str] = []
    while len(found) < count:
        line = stream.readline().decode()
        assert line, "the stream has ended"
        if line.startswith("data: "):
            found.append(json.loads(line[6:])["state"])
            stream.readline()
    return found


# ---------------------------------------------------------------- who asks


def test_by_its_name_alone(site: ProxiedSite) -> None:
    assert site.ask("GET", "/healthz")[0] == 200
    assert site.ask("GET", "/healthz", Host="elsewhere.example.org")[0] == 421


def test_a_page_of_the_site_may_change_and_one_from_elsewhere_not(site: ProxiedSite) -> None:
    body = {"zh": "一艘船", "en": "a ship"}
    origin = {"Origin": f"https://{NAME}", "Sec-Fetch-Site": "same-origin"}
    assert site.ask("POST", "/api/v1/concepts", body, **origin)[0] == 201
    assert site.ask("POST", "/api/v1/concepts", body, Origin="https://evil.example.org")[0] == 403


def test_figures_are_not_for_the_world(site: ProxiedSite) -> None:
    assert site.ask("GET", "/metrics")[0] == 404


def test_who_guesses_is_known_by_his_own_address(site: ProxiedSite) -> None:
    """Whatever he says that it is."""
    guesses = [
        site.ask("GET", "/api/v1/terms?q=a", None, "127.0.0.2", **wrong(n))[0] for n in range(12)
    ]
    assert guesses[0] == 401 and guesses[-1] == 429
    assert site.ask("GET", "/api/v1/terms?q=a", None, "127.0.0.3", **wrong(0))[0] == 401


def wrong(number: int) -> dict[str, str]:
    return {"Authorization": f"Bearer guess{number}", "X-Forwarded-For": f"10.0.0.{number}"}
