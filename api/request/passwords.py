"""Password hashing: Argon2id over the NFKC form, for the same Vietnamese password may be typed in two
encodings."""

from __future__ import annotations

import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher()
# One computation takes 64 MiB: more than a few at once would let strangers fill the memory.
_turns = threading.BoundedSemaphore(4)
# A hash of something nobody typed, so that an unknown name takes as long as a known one.
_NOBODY = _hasher.hash("\x00nobody")


def hash_password(password: str) -> str:
    """The Argon2id hash of a password, in its standard text form."""
    with _turns:
        return _hasher.hash(_normal(password))


def is_password(stored: str | None, password: str) -> bool:
    """Whether the password fits; takes as long where nothing is stored."""
    try:
        with _turns:
            return _hasher.verify(stored or _NOBODY, _normal(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def _normal(password: str) -> str:
    return unicodedata.normalize("NFKC", password)
