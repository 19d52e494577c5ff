"""The files of jobs in PostgreSQL, in pieces, so that none is ever whole in memory.

They are written without the lock of the termbase, as no number is given for them: nobody waits
while an upload is stored.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import BinaryIO

from glossary.errors import NotFound
from glossary.store.postgres.session import PostgresSession
from glossary.store.tables.session import marks

PIECE = 1 << 20
"""Bytes of a piece. Chosen: storing 100 MB takes as long at half and double; a server that answers
with a file has one in memory."""
_SENDING = "1 day"
"""How old a file without a job must be to be removed. Chosen: between the two there are moments; at
half or double, the disk that a killed sender took is free that much sooner or later."""


class PostgresJobFiles:
    """See `glossary.store.base.jobs.JobFileTable`."""

    def __init__(self, session: PostgresSession) -> None:
        self._session = session

    def put(self, token: str, name: str, source: BinaryIO) -> None:
        sql = "INSERT INTO job_file (token, name, start, piece) VALUES (?, ?, ?, ?)"
        with self._session.private():
            self.remove(token, [name])
            for start, piece in _pieces(source):
                self._session.run(sql, (token, name, start, piece))

    def tokens(self) -> set[str]:
        return {token for (token,) in self._session.rows("SELECT DISTINCT token FROM job_file")}

    def sizes(self, token: str) -> dict[str, int]:
        sql = (
            "SELECT name, sum(length(piece))::bigint FROM job_file WHERE token = ? "
            "GROUP BY name ORDER BY name"
        )
        return dict(self._session.rows(sql, (token,)))

    def piece(self, token: str, name: str, start: int) -> bytes:
        sql = (
            "SELECT substring(piece FROM (? - start + 1)::integer) FROM job_file "
            "WHERE token = ? AND name = ? AND start <= ? ORDER BY start DESC LIMIT 1"
        )
        for (piece,) in self._session.rows(sql, (start, token, name, start)):
            return bytes(piece)
        raise NotFound(f"{name} is no longer kept")

    def remove(self, token: str, names: Collection[str] | None = None) -> None:
        sql, values = "DELETE FROM job_file WHERE token = ?", [token]
        if names is not None:
            sql, values = f"{sql} AND name IN ({marks(list(names))})", [token, *names]
        with self._session.private():
            self._session.run(sql, values)

    def remove_unknown(self) -> None:
        with self._session.private():
            self._session.run(
                f"DELETE FROM job_file f WHERE at < now() - interval '{_SENDING}' "
                "AND NOT EXISTS (SELECT 1 FROM job WHERE job.token = f.token)"
            )


def _pieces(source: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """(where it begins, piece) of a stream; one without a byte has a piece, too."""
    start, piece = 0, source.read(PIECE)
    yield start, piece
    while piece:
        start += len(piece)
        if piece := source.read(PIECE):
            yield start, piece
