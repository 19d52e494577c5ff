"""Protocols for webhooks: whom to tell of changes, how far each was told, what could not be."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Hook:
    """An address that changes are sent to, of some kinds (all if there are none); `private` if it
    may be on this machine or in its network.

    `position` is the number up to which it was told, in the feed `feed`. After `tries` failures in
    a row, the last with `error`, it is not tried again before `next_at` (seconds since 1970).
    """

    url: str
    kinds: tuple[str, ...] = ()
    secret: str = field(default="", repr=False)
    by: str = ""
    created_at: str = ""
    feed: str = ""
    position: int = 0
    tries: int = 0
    next_at: float = 0.0
    error: str = ""
    delivered_at: str = ""
    private: bool = False
    id: int = 0


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """Changes that a hook could not be told: those after `after`, up to `upto`.

    `again` says that they are to be sent once more.
    """

    hook: int
    after: int
    upto: int
    error: str
    at: str
    again: bool = False
    id: int = 0


class HookReader(Protocol):
    """Reads hooks."""

    def hooks(self) -> list[Hook]: ...
    def hook(self, hook_id: int) -> Hook:
        """The hook of that number. Raises NotFound."""

    def dead_letters(self, hook_id: int) -> list[DeadLetter]:
        """What a hook could not be told, in order."""


class HookWriter(Protocol):
    """Writes hooks.

    A hook is sent to by one program at a time, which claims it for a while.
    """

    def new_hook(self, hook: Hook) -> Hook:
        """Store a hook; the same with its number, which is given once."""

    def delete_hook(self, hook_id: int) -> None:
        """Delete a hook, and what it could not be told."""

    def claim_hook(self, hook_id: int, owner: str, now: float, until: float) -> bool:
        """Claim a hook until a time; False while another has it (or it is gone)."""

    def put_hook(self, hook: Hook, owner: str = "") -> bool:
        """Store how far a hook was told, its failures and its feed; False if it is gone or, with an
        owner, if that one's claim was lost to another."""

    def release_hook(self, hook_id: int, owner: str) -> None:
        """Give up a claim."""

    def new_dead_letter(self, letter: DeadLetter) -> DeadLetter: ...
    def put_dead_letter(self, letter: DeadLetter) -> None:
        """Store its error, time, and whether it is to be sent again."""

    def delete_dead_letter(self, letter_id: int) -> None: ...
