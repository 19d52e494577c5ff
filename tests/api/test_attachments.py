"""Files that are sent: their names, and that they are what their media type says."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from lxml import etree
from werkzeug.http import parse_options_header
from werkzeug.test import TestResponse

from api.attachments import attachment, named
from glossary.exchange.profiles import PROFILES

FILES = [(p.name, target.format) for p in PROFILES.values() for target in p.targets]
MEDIA = {
    "tbx": "application/x-tbx",
    "tmx": "application/x-tmx+xml",
    "csv": "text/csv; charset=utf-8",
    "tsv": "text/tab-separated-values; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def rows(data: bytes, delimiter: str) -> bool:
    return len(list(csv.reader(io.StringIO(data.decode("utf-8-sig")), delimiter=delimiter))) > 1


IS: dict[str, Callable[[bytes], object]] = {
    "tbx": lambda data: etree.fromstring(data).tag.rpartition("}")[2] in ("tbx", "martif", "TBX"),
    "tmx": lambda data: etree.fromstring(data).tag == "tmx",
    "csv": lambda data: rows(data, ","),
    "tsv": lambda data: rows(data, "\t"),
    "xlsx": lambda data: "xl/workbook.xml" in zipfile.ZipFile(io.BytesIO(data)).namelist(),
}


def name_of(response: TestResponse) -> str | None:
    """The name under which a browser saves it."""
    kind, options = parse_options_header(response.headers["Content-Disposition"])
    assert kind == "attachment"
    return options.get("filename")


@pytest.mark.parametrize(("profile", "format"), FILES)
def test_the_file_of_each_profile(client: FlaskClient, profile: str, format: str) -> None:
    response = client.get(f"/api/v1/export/{format}?profile={profile}")
    assert response.status_code == 200, response.text
    assert response.headers["Content-Type"] == MEDIA[format]
    assert name_of(response) == f"termbase-{profile}.{format}"
    assert IS[format](response.data)


def test_without_a_profile_it_is_named_by_its_format(client: FlaskClient) -> None:
    for format in MEDIA:
        response = client.get(f"/api/v1/export/{format}")
        assert response.headers["Content-Disposition"] == f"attachment; filename=termbase.{format}"


def test_a_name_in_chinese_is_sent_whole_and_in_ascii(client: FlaskClient) -> None:
    told = client.post("/api/v1/export/csv", json={"subject": "海事/法"}).headers
    assert told["Content-Disposition"] == (
        "attachment; filename=termbase-____.csv; "
        "filename*=UTF-8''termbase-%E6%B5%B7%E4%BA%8B_%E6%B3%95.csv"
    )
    assert parse_options_header(told["Content-Disposition"])[1]["filename"] == (
        "termbase-海事_法.csv"
    )


@pytest.mark.parametrize("part", ["../../etc/passwd", 'a"b\r\nX: y', "a\\b", "..", "\x00", "CON:"])
def test_no_name_leads_out_of_a_folder_or_a_header(part: str) -> None:
    name = named("csv", part)
    assert not set(name) & set('/\\"\r\n\x00:') and ".." not in name
    assert parse_options_header(attachment(name))[1]["filename"] == name


def test_a_name_fits_a_file_system() -> None:
    assert len(named("csv", "海" * 10_000).encode()) < 255
