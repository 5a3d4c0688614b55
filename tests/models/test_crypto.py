"""Keys, sealed values and document bytes."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag

from models.blobs import BlobStore
from models.crypto import KeyRing, load_keys, salted_digest
from models.errors import Busy

CASE, OTHER, VALUE = UUID(int=1), UUID(int=2), UUID(int=3)
KEYS = KeyRing("k2", {"k1": b"a" * 32, "k2": b"b" * 32}, b"i" * 32)


def test_a_value_opens_only_in_its_own_row() -> None:
    sealed = KEYS.seal(CASE, VALUE, "Thôn 3", b"n" * 12, b"s" * 16)
    assert KEYS.open(CASE, VALUE, sealed) == "Thôn 3"
    assert "Thôn".encode() not in sealed.cipher
    with pytest.raises(InvalidTag):
        KEYS.open(OTHER, VALUE, sealed)


def test_an_older_key_still_opens_what_it_sealed() -> None:
    before = KeyRing("k1", {"k1": b"a" * 32}, b"i" * 32)
    assert KEYS.open(CASE, VALUE, before.seal(CASE, VALUE, "x", b"n" * 12, b"s" * 16)) == "x"


def test_digests_and_tokens_tell_texts_apart_and_nothing_else() -> None:
    assert salted_digest(b"1" * 16, "x") != salted_digest(b"2" * 16, "x")
    assert KEYS.token("name", "x") == KEYS.token("name", "x") != KEYS.token("identity", "x")
    assert KeyRing("k1", {"k1": b"a" * 32}, b"j" * 32).token("name", "x") != KEYS.token("name", "x")


def test_processes_that_start_together_agree_on_one_key_that_only_the_owner_reads(tmp_path: Path) -> None:
    place = tmp_path / "new" / "keys.json"
    with ThreadPoolExecutor(8) as pool:
        rings = list(pool.map(lambda _: load_keys(place), range(8)))
    assert len({ring.token("name", "x") for ring in rings}) == 1
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert [one.name for one in place.parent.iterdir()] == ["keys.json"]


def test_bytes_are_found_by_their_digest_and_never_given_altered(tmp_path: Path) -> None:
    store = BlobStore(tmp_path)
    sha256 = store.put(b"%PDF-1.7 x")
    assert store.put(b"%PDF-1.7 x") == sha256
    assert store.get(sha256) == b"%PDF-1.7 x"
    (tmp_path / sha256[:2] / sha256[2:]).write_bytes(b"other")
    with pytest.raises(ValueError, match="digest"):
        store.get(sha256)


def test_a_store_that_refuses_is_busy_and_leaves_nothing(tmp_path: Path) -> None:
    blocked = tmp_path / "documents"
    blocked.write_text("a file where the folder should be")
    with pytest.raises(Busy):
        BlobStore(blocked).put(b"x")
