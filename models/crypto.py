"""Encryption of personal values, salted digests for the record, and the keyed index that finds duplicates
(decision 15)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM


@dataclass(frozen=True, slots=True)
class Sealed:
    """An encrypted value: AES-256-GCM under key `key_id`, 12-byte nonce, and the 16-byte salt of its
    digest."""

    key_id: str
    nonce: bytes
    cipher: bytes
    salt: bytes


class KeyRing:
    """The keys of one installation. Old keys stay to read; `current` writes. The index key never leaves this
    object."""

    def __init__(self, current: str, keys: Mapping[str, bytes], index_key: bytes) -> None:
        self.current = current
        self._ciphers = {key_id: AESGCM(key) for key_id, key in keys.items()}
        self._index_key = index_key

    def seal(self, case_id: UUID, value_id: UUID, plain: str, nonce: bytes, salt: bytes) -> Sealed:
        """Encrypt `plain` so that it opens only in its own row."""
        cipher = self._ciphers[self.current].encrypt(nonce, plain.encode(), _row(case_id, value_id))
        return Sealed(self.current, nonce, cipher, salt)

    def open(self, case_id: UUID, value_id: UUID, sealed: Sealed) -> str:
        """Decrypt a value in its row; raises cryptography's InvalidTag if it was moved or altered."""
        return (
            self._ciphers[sealed.key_id]
            .decrypt(sealed.nonce, sealed.cipher, _row(case_id, value_id))
            .decode()
        )

    def token(self, purpose: str, text: str) -> bytes:
        """A keyed 32-byte digest: equal texts give equal tokens, and nothing else can be learned without the
        key."""
        return hmac.digest(self._index_key, f"{purpose}\x00{text}".encode(), "sha256")


def _row(case_id: UUID, value_id: UUID) -> bytes:
    return b"personal_value" + case_id.bytes + value_id.bytes


def salted_digest(salt: bytes, plain: str) -> str:
    """sha256(salt ‖ value), in hex: what the audit record holds in place of a personal value."""
    return hashlib.sha256(salt + plain.encode()).hexdigest()


def make_keys(new_key: bytes, index_key: bytes) -> str:
    """The text of a fresh key file with one 32-byte key."""
    return json.dumps(
        {
            "current": "k1",
            "keys": {"k1": base64.b64encode(new_key).decode()},
            "index": base64.b64encode(index_key).decode(),
        }
    )


def load_keys(path: Path) -> KeyRing:
    """Read the key file; on the first start make one that only its owner may read."""
    if not path.exists():
        _make_key_file(path)
    stored = json.loads(path.read_text())
    keys = {key_id: base64.b64decode(key) for key_id, key in stored["keys"].items()}
    return KeyRing(stored["current"], keys, base64.b64decode(stored["index"]))


def _make_key_file(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.urandom(8).hex()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(make_keys(os.urandom(32), os.urandom(32)))
    try:
        # A link appears whole or not at all, so that two processes starting together agree on one key.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink(missing_ok=True)
