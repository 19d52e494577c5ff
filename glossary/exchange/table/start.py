"""Find where a table begins: titles above it, its heads, and which of its columns is Chinese."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from glossary.errors import InvalidInput, UnreadableFile
from glossary.exchange.options import OnRecord
from glossary.exchange.table.columns import Column, headless, heads, mapped
from glossary.text.script import has_han
from glossary.text.tags import language_of

Row = tuple[int, list[str]]
TITLES = 20
"""So many rows may stand above the heads: chosen. Half or double reads the same
tables in the tests; fewer lose heads under a long title page, more are looked at once a file."""
_SHOWN = 8  # cells in a line for a person: chosen, and decides nothing
_ENOUGH = 5
"""Rows that say something about a column: chosen. It decides what is told, not what is read: double
says nothing of a short table under wrong heads, half speaks of two rows."""
_SOME = 0.1
"""The share of a column's cells with Chinese from which a table without named languages has any:
chosen. Half or double reads the same tables in the tests; double refuses a glossary of which
every sixth row is translated, half takes one in which every fifteenth has a Chinese name."""
_MOST = 0.5
"""The share from which a column is Chinese: chosen. Half takes columns for Chinese whose heads and
titles alone are; at double none ever is, and nothing is told of one under a wrong head."""
MAP = "--mapping 1=term:en --mapping 2=term:zh-Hant-TW (a column's number or its head)"


class NoTerms(UnreadableFile):
    """A table in which no columns of terms are recognised."""


@dataclass(frozen=True, slots=True)
class Start:
    """The start of a table: its columns, its row of heads (None if it has none), the rows above,
    and the remaining rows of the sample.

    `roles`: the languages of source and target. `mistaken`: the first row, read as an entry, may be
    heads in unknown words.
    """

    columns: list[Column]
    head: list[str] | None
    above: list[Row]
    rows: list[Row]
    roles: dict[str, str]
    mistaken: bool = False


def start_of(
    sample: Sequence[Row], name: str, mapping: Mapping[str, str] | None, remarks: bool = False
) -> Start:
    """The start of the table whose first rows are `sample`; for `remarks` see `is_remark`.

    Raises NoTerms, and InvalidInput for a mapping that does not fit.
    """
    if mapping:
        return _mapped(sample, mapping)
    for at, (_, cells) in enumerate(sample[: TITLES + 1]):
        below = [row for _, row in sample[at + 1 :]]
        if any(_is_pair(row) for _, row in sample[:at]):
            break
        if columns := heads(cells, below):
            roles = _roles(columns, sample[at + 1 :], name, sample[at][0], cells)
            return Start(columns, cells, list(sample[:at]), list(sample[at + 1 :]), roles)
    rows = [row for row in sample if not is_remark(row[1], remarks)]
    if not rows:
        raise NoTerms(name, "no rows in it but remarks")
    columns, roles = _headless(rows, name)
    return Start(columns, None, [], list(sample), roles, _may_be_heads(rows))


def is_remark(row: Sequence[str], remarks: bool) -> bool:
    """Whether a row of a table without heads is a remark: it begins with #, and has no other cell
    unless `remarks` (OmegaT)."""
    return row[0].startswith("#") and (remarks or not any(map(str.strip, row[1:])))


def _headless(sample: Sequence[Row], name: str) -> tuple[list[Column], dict[str, str]]:
    """(columns, roles) of a table without heads."""
    line, first = sample[0]
    columns = headless([row for _, row in sample])
    if columns is None:
        shown = ", ".join(cell.strip()[:30] for cell in first[:_SHOWN])
        raise NoTerms(name, f"no columns of terms known ({shown}); name them: {MAP}", line)
    return columns, _roles(columns, sample, name, line, first)


def _mapped(sample: Sequence[Row], mapping: Mapping[str, str]) -> Start:
    """The start by the user's mapping: the first row with the named heads or, for column numbers,
    the first with a term in these columns."""
    failed: InvalidInput | None = None
    for at, (_, cells) in enumerate(sample[: TITLES + 1]):
        try:
            columns, by_head = mapped(cells, mapping)
        except InvalidInput as error:
            failed = failed or error
            continue
        terms = [n for n, column in enumerate(columns) if column.field == "term"]
        if not by_head and not any(cells[n].strip() for n in terms):
            continue
        rest = list(sample[at + 1 :] if by_head else sample[at:])
        return Start(columns, cells if by_head else None, list(sample[:at]), rest, {})
    raise failed or InvalidInput(f"no row has a term in the columns {', '.join(mapping)}")


def _is_pair(row: Sequence[str]) -> bool:
    """Whether a row has a text with Chinese and one without, as entries have and titles have
    not."""
    found = [cell for cell in row if any(map(str.isalpha, cell))]
    return len(found) > 1 and len(set(map(has_han, found))) == 2


def _roles(
    columns: Sequence[Column], rows: Sequence[Row], name: str, line: int, first: Sequence[str]
) -> dict[str, str]:
    """The languages of `source` and `target`, by their cells.

    Raises NoTerms if neither has Chinese or both do: nothing is stored as Chinese on a guess.
    """
    places = {
        column.language: at
        for at, column in reversed(list(enumerate(columns)))
        if column.field == "term" and column.language in ("source", "target")
    }
    named = {language_of(c.language) for c in columns if c.field == "term"} - places.keys()
    if len(places) == 1 and len(named & {"en", "zh"}) == 1:
        return dict.fromkeys(places, "zh" if "en" in named else "en")
    if not places or any(column.field == "tag" for column in columns):
        return _chinese(places, rows)
    shares = {role: _share(rows, at) for role, at in places.items()}
    shown = ", ".join(cell.strip()[:30] for cell in first[:_SHOWN])
    if rows and not named and max(shares.values()) < _SOME:
        raise NoTerms(
            name, f"no Chinese in its columns ({shown}); if there is, name them: {MAP}", line
        )
    if len(shares) == 2 and min(shares.values()) > _MOST:
        raise NoTerms(name, f"both its columns are Chinese ({shown}); name them: {MAP}", line)
    return _chinese(places, rows)


def _chinese(places: Mapping[str, int], rows: Sequence[Row]) -> dict[str, str]:
    shares = {role: _share(rows, at) for role, at in places.items()}
    chinese = shares.get("source", 0.0) > shares.get("target", 0.0)
    return {"source": "zh", "target": "en"} if chinese else {"source": "en", "target": "zh"}


def _share(rows: Sequence[Row], at: int) -> float:
    """The share of the column's filled cells that contain Chinese."""
    cells = [row[at] for _, row in rows if at < len(row) and row[at].strip()]
    return sum(map(has_han, cells)) / len(cells) if cells else 0.0


def _may_be_heads(rows: Sequence[Row]) -> bool:
    """Whether, in a column, only the first row has Chinese or only the first has none."""
    for at in (0, 1):
        shows = [has_han(cells[at]) for _, cells in rows if len(cells) > at]
        if len(shows) > 1 and len(set(shows[1:])) == 1 and shows[0] != shows[1]:
            return True
    return False


def tell_start(start: Start, tell: OnRecord, sure: bool = False) -> None:
    """Report what was not read and, unless the columns were named, what may be misunderstood."""
    for line, cells in start.above:
        shown = ", ".join(filter(None, map(str.strip, cells)))
        tell(line, f"not read, it stands above the heads: {shown[:80]}")
    line = start.rows[0][0] if start.rows else 1
    for column in start.columns:
        if column.doubtful:
            what = f"the column {column.head!r} is kept as a remark, its cells do not look like a"
            tell(
                line,
                f"{what} language; if they are, give a mapping: --mapping {column.head}=term:TAG",
            )
    for what in () if sure else _at_odds(start):
        tell(line, what)
    if start.mistaken and not sure:
        tell(line, f"taken for a term; if these are heads, give a mapping such as {MAP}")


def _at_odds(start: Start) -> Iterator[str]:
    """Messages for columns under a Chinese head without Chinese, or under an English head with
    mostly Chinese."""
    for at, column in enumerate(start.columns):
        if column.field != "term" or len(start.rows) < _ENOUGH:
            continue
        language, share = language_of(column.language), _share(start.rows, at)
        if (language == "zh" and not share) or (language == "en" and share > _MOST):
            holds = f"({column.language}) holds {'no' if language == 'zh' else 'mostly'} Chinese"
            yield f"column {at + 1} {holds}; if that is wrong: {MAP}"
