"""The overview over HTTP."""

from __future__ import annotations

from flask.testing import FlaskClient


def test_counts_lead_to_what_they_count(client: FlaskClient) -> None:
    told = client.get("/api/v1/overview").json
    assert told["entries"] == 3
    assert told["subjects"][0] == {
        "subject": "harbours",
        "entries": 2,
        "statuses": {"admitted": 1, "preferred": 2},
    }
    missing = {tag["tag"]: tag["missing"] for tag in told["tags"]}
    assert missing == {"zh-Hans-CN": 1, "zh-Hant-TW": 0, "zh-Hant-HK": 3, "zh-Hans-SG": 3}
    rows = client.get("/api/v1/concepts/software/regions").json["regions"]
    assert [row["tag"] for row in rows] == list(missing), "the regions of the matrix of an entry"
    for tag, count in missing.items():
        assert client.get(f"/api/v1/concepts?missing={tag}").json["total"] == count
    gap = client.get("/api/v1/concepts?missing=zh_CN").json["items"]
    assert [each["id"] for each in gap] == ["harbour-pilot"]
    (waiting,) = told["waiting"]
    assert (waiting["name"], waiting["tenths"]) == ("memo.txt", [0, 0, 0, 0, 0, 0, 1, 0, 0, 2])
    assert [(each["by"], each["verb"], each["steps"]) for each in told["done"]] == [
        ("ada", "add", 3),
        ("ada", "units", 1),
    ]
    assert (told["growth"][-1]["entries"], told["growth"][-1]["units"]) == (3, 2)
    assert sum(each["entries"] for each in told["forms"]) == 3
