"""Roles: what somebody may do in a termbase. Each may do what those before it may."""

from __future__ import annotations

from glossary.errors import InvalidInput

ROLES = ("none", "reader", "contributor", "reviewer", "administrator")
"""A reader looks up and exports; a contributor also proposes and comments; a reviewer decides and
changes; an administrator also sees the audit and gives roles."""

EVERYWHERE = ""
"""Stands for all termbases of a server; what is said of one of them goes before it."""
PLAIN = "/"
"""The name of the termbase that a server has at its root."""


def includes(role: str, least: str) -> bool:
    """Whether a role may do what `least` may."""
    return ROLES.index(role) >= ROLES.index(least)


def lower(one: str, other: str) -> str:
    """The role of the two that may less."""
    return min(one, other, key=ROLES.index)


def checked_role(role: str) -> str:
    """The role. Raises InvalidInput for an unknown one."""
    if role not in ROLES:
        raise InvalidInput(f"there is no role {role!r}; known are {', '.join(ROLES)}")
    return role
