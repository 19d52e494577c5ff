"""What a change of a term touches, over HTTP."""

from __future__ import annotations

from flask.testing import FlaskClient


def test_the_places_come_with_counts_and_sentences(client: FlaskClient) -> None:
    units = [{"zh": "引水人來了。", "en": "Harbour pilots came."}]
    assert client.post("/api/v1/units", json={"units": units}).json["added"] == 1
    told = client.get("/api/v1/concepts/harbour-pilot/impact").json
    assert told["counts"] == {"unit": 1, "document": 0, "entry": 0, "evidence": 0}
    assert told["forms"] == ["harbour pilot", "port pilot", "引水人"]
    chinese, english = told["items"]
    assert chinese["text"] == "引水人來了。" and chinese["spans"] == [[0, 3]]
    assert english["forms"] == ["Harbour pilots"] and english["translation"] == "引水人來了。"
    one = client.get("/api/v1/concepts/harbour-pilot/impact?term=引水人").json
    assert one["total"] == 1 and one["items"] == [chinese]


def test_pages_are_the_list(client: FlaskClient) -> None:
    units = [{"zh": f"軟體{n}。", "en": f"Software {n}."} for n in range(3)]
    client.post("/api/v1/units", json={"units": units})
    address = "/api/v1/concepts/software/impact"
    whole = client.get(address).json
    first = client.get(f"{address}?limit=2").json
    rest = client.get(address, query_string={"cursor": first["cursor"]}).json
    assert first["items"] + rest["items"] == whole["items"]
    assert first["counts"] == whole["counts"] and first["total"] == whole["total"]


def test_what_there_is_not_is_404(client: FlaskClient) -> None:
    assert client.get("/api/v1/concepts/none/impact").status_code == 404
    refused = client.get("/api/v1/concepts/software/impact?term=hardware")
    assert refused.status_code == 404
    assert "software has no term 'hardware'" in refused.json["error"]["message"]
