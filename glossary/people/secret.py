"""Passwords, and the random secrets of tokens and sessions. Stored are only their hashes.

A password is hashed by Argon2id, which takes time and memory, so that one who has the database
cannot try many. A random secret of 256 bits cannot be tried out: SHA-256 does.
"""

from __future__ import annotations

import hashlib
import secrets
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from glossary.errors import BrokenInstallation, InvalidInput

if TYPE_CHECKING:
    from argon2 import PasswordHasher

SHORTEST, LONGEST = 8, 1000
"""Characters of a password. Given by NIST SP 800-63B for the shortest; chosen for the longest,
beyond any phrase: half or double changes nothing but the work that a request may ask for."""
PASSES, MEMORY, LANES = 2, 19 * 1024, 1
"""Of Argon2id, the memory in KB. Given by OWASP's advice for storing passwords."""
BYTES = 32
"""Of a random secret. Chosen: 256 bits; half could not be guessed either, double is longer to
copy."""
TOKEN_START = "glossary_"
"""How tokens begin, so that programs that look for secrets in files find them."""


def hashed_password(password: str) -> str:
    """The hash of a password. Raises InvalidInput if it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise InvalidInput(f"a password has {SHORTEST} to {LONGEST} characters")
    return _hasher().hash(_one_form(password))


def is_password(password: str, stored: str | None) -> bool:
    """Whether the hash is of this password; without a hash False, after the same time."""
    from argon2.exceptions import InvalidHashError, VerificationError

    if len(password) > LONGEST:
        return False
    try:
        right = _hasher().verify(stored or _of_nobody(), _one_form(password))
    except (VerificationError, InvalidHashError):
        return False
    return right and stored is not None


def is_outdated(stored: str) -> bool:
    """Whether a hash was made with less work than is asked for now."""
    return _hasher().check_needs_rehash(stored)


def new_secret(start: str = "") -> str:
    return start + secrets.token_urlsafe(BYTES)


def digest(secret: str) -> str:
    """What is stored of a random secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def _one_form(password: str) -> bytes:
    """The same bytes for a password, however a keyboard composes its characters."""
    return unicodedata.normalize("NFKC", password).encode("utf-8", "surrogatepass")


@cache
def _hasher() -> PasswordHasher:
    try:
        from argon2 import PasswordHasher
    except ImportError as error:
        raise BrokenInstallation("accounts need argon2-cffi: pip install argon2-cffi") from error
    return PasswordHasher(PASSES, MEMORY, LANES)


@cache
def _of_nobody() -> str:
    """A hash for names without an account, so that the time does not tell them apart."""
    return _hasher().hash(secrets.token_bytes(BYTES))
