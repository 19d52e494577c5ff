"""Webhooks in memory."""

from __future__ import annotations

from dataclasses import replace

from glossary.errors import NotFound
from glossary.store.base import DeadLetter, Hook
from tests.store.memory.session import MemorySession


class MemoryHooks(MemorySession):
    """See `glossary.store.base.hooks`."""

    def hooks(self) -> list[Hook]:
        return list(self._now.hooks.values())

    def hook(self, hook_id: int) -> Hook:
        if hook_id not in self._now.hooks:
            raise NotFound(f"no hook {hook_id}")
        return self._now.hooks[hook_id]

    def new_hook(self, hook: Hook) -> Hook:
        made = replace(hook, id=self._mine.number("hook"))
        self._mine.hooks[made.id] = made
        return made

    def delete_hook(self, hook_id: int) -> None:
        for letter in self.dead_letters(hook_id):
            self.delete_dead_letter(letter.id)
        self._mine.hooks.pop(hook_id, None)
        self._mine.claims.pop(hook_id, None)

    def claim_hook(self, hook_id: int, owner: str, now: float, until: float) -> bool:
        holder, end = self._now.claims.get(hook_id, (owner, 0.0))
        if hook_id not in self._now.hooks or (holder != owner and end >= now):
            return False
        self._mine.claims[hook_id] = owner, until
        return True

    def put_hook(self, hook: Hook, owner: str = "") -> bool:
        if hook.id not in self._mine.hooks:
            return False
        if owner and self._mine.claims.get(hook.id, ("", 0.0))[0] != owner:
            return False
        held = self._mine.hooks[hook.id]
        fixed = {
            name: getattr(held, name)
            for name in ("url", "kinds", "secret", "by", "created_at", "private")
        }
        self._mine.hooks[hook.id] = replace(hook, **fixed)  # type: ignore[arg-type]
        return True

    def release_hook(self, hook_id: int, owner: str) -> None:
        if self._now.claims.get(hook_id, ("", 0.0))[0] == owner:
            del self._mine.claims[hook_id]

    def dead_letters(self, hook_id: int) -> list[DeadLetter]:
        return [letter for letter in self._now.letters.values() if letter.hook == hook_id]

    def new_dead_letter(self, letter: DeadLetter) -> DeadLetter:
        made = replace(letter, id=self._mine.number("letter"))
        self._mine.letters[made.id] = made
        return made

    def put_dead_letter(self, letter: DeadLetter) -> None:
        held = self._mine.letters[letter.id]
        told = replace(held, error=letter.error, at=letter.at, again=letter.again)
        self._mine.letters[letter.id] = told

    def delete_dead_letter(self, letter_id: int) -> None:
        self._mine.letters.pop(letter_id, None)
