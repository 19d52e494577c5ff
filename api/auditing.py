"""Note in the audit what requests change, and what they are refused.

What was read is not noted, nor requests of nobody: who sends many of them must not fill the disk.
Wrong passwords are noted where they are tried, and get slower.
"""

from __future__ import annotations

import logging

from flask import Flask, Response, g, request

from api.guard import SAFE
from api.identity import Identities, origin
from api.rights import READING
from glossary.errors import GlossaryError

log = logging.getLogger("glossary.api")

NOTED_ELSEWHERE = (
    *("open_session", "close_session", "add_token", "remove_token", "give_role"),
    *("sign_in_here", "sign_out_here", "new_token_here", "end_token_here", "give_role_here"),
)
"""Operations and pages that leave a row of their own, with what they change."""


def note_requests(app: Flask, accounts: Identities) -> None:
    """Have every changing request of who is signed in, and every refusal, leave a row."""

    @app.after_request
    def note(response: Response) -> Response:
        what = (request.endpoint or request.method).rpartition(".")[2]
        is_refused = response.status_code in (401, 403)
        is_change = request.method not in SAFE and what not in (*NOTED_ELSEWHERE, *READING)
        if g.get("person") and (is_refused or is_change):
            _noted(accounts, what, str(response.status_code))
        return response


def _noted(accounts: Identities, what: str, outcome: str) -> None:
    try:
        accounts.people.audit.note(origin(), what, request.path, outcome)
    except GlossaryError as error:  # what was done is done, and has its step of the history
        log.error("the audit could not be written: %s", error)
