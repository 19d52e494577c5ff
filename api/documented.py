"""Parts of the OpenAPI document that views use: failures and headers."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from glossary.exchange import formats as exchange

_MEANING = {
    404: "There is nothing of that name",
    409: "The state does not allow it",
    410: "The number is of a database that was replaced",
    412: "The entry was changed since it was read",
    428: "If-Match is missing",
}


def failures(*statuses: int) -> dict[int, Any]:
    """OpenAPI responses for these statuses, in the common error format."""
    return {status: failure_response(status) for status in statuses}


def failure_response(status: int) -> dict[str, Any]:
    schema = {"$ref": "#/components/schemas/Error"}
    meaning = _MEANING.get(status, HTTPStatus(status).phrase)
    return {"description": meaning, "content": {"application/json": {"schema": schema}}}


_TAG = {"description": "The revision of the entry, for If-Match", "schema": {"type": "string"}}
ETAG: dict[int, Any] = {200: {"headers": {"ETag": _TAG}}}
STEP: dict[str, Any] = {
    "Glossary-Step": {
        "description": "The step that this was, to take it back; none where nothing was changed",
        "schema": {"type": "integer"},
    }
}
CHANGED: dict[int, Any] = {200: {"headers": {"ETag": _TAG, **STEP}}}

IF_NONE_MATCH: dict[str, Any] = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of the answer that is there already: 304 where it still holds.",
    "schema": {"type": "string"},
}
NOT_MODIFIED: dict[str, Any] = {"304": {"description": "The answer is the one that is there"}}
PREFER: dict[str, Any] = {
    "name": "Prefer",
    "in": "header",
    "required": False,
    "description": "`respond-async`: take it as a job, and answer at once.",
    "schema": {"type": "string"},
}
ACCEPTED: dict[str, Any] = {
    "202": {
        "description": "Taken as a job: it was asked for, or is larger than is answered at once",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/JobRecord"}}},
        "headers": {
            "Location": {"description": "Where the job is", "schema": {"type": "string"}},
            "Preference-Applied": {"schema": {"type": "string"}},
        },
    }
}

FORMATS = tuple(format.name for format in exchange.FORMATS if format.is_written)
"""The formats that can be exported."""

PATH_PARAMETERS: dict[str, dict[str, Any]] = {
    "concept_id": {"description": "The id of a concept entry", "example": "small-yard"},
    "comment_id": {"description": "The number of a comment", "example": 1},
    "candidate_id": {"description": "The number of a candidate", "example": 1},
    "sha256": {"description": "The SHA-256 of a document's file"},
    "bead_id": {"description": "The number of a bead", "example": 1},
    "hook_id": {"description": "The number of a hook", "example": 1},
    "job_id": {"description": "The number of a job", "example": 1},
    "conflict_id": {"description": "The number of a conflict", "example": 1},
    "subject_id": {"description": "The id of an entry, or the number of a candidate"},
    "format": {"description": "The kind of file", "schema": {"enum": list(FORMATS)}},
    "source": {"description": "The language of `text`, as in `languages`", "example": "en"},
    "target": {"description": "The language wanted, as in `languages`", "example": "zh_hant"},
    "text": {"description": "A sentence, percent-encoded, slashes too"},
    "name": {"description": "The name of a document", "example": "po/boats.po"},
    "token_id": {"description": "The number of a token", "example": 1},
    "account_name": {"description": "The name of an account", "example": "ada"},
    "work_format": {"description": "The kind of file", "schema": {"enum": ["csv", "xlf"]}},
    "audit_format": {"description": "The kind of file", "schema": {"enum": ["csv", "jsonl"]}},
}
