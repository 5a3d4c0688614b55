"""Documents by their digest: durable before the row, and made so once by each process."""

from __future__ import annotations

from pathlib import Path

import pytest

from models import blobs
from models.blobs import BlobStore


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were brought onto the disk."""
    seen: list[Path] = []
    really = blobs._sync_folder

    def note(folder: Path) -> None:
        seen.append(folder)
        really(folder)

    monkeypatch.setattr(blobs, "_sync_folder", note)
    return seen


def test_the_same_bytes_are_made_durable_once(tmp_path: Path, synced: list[Path]) -> None:
    store = BlobStore(tmp_path)
    sha256 = store.put(b"on")
    first = len(synced)
    assert first and store.put(b"on") == sha256 and len(synced) == first
    # Another process does not know that whoever wrote the name was not stopped before the folder was synced.
    assert BlobStore(tmp_path).put(b"on") == sha256 and len(synced) == first + 1


def test_what_is_known_to_last_is_bounded(
    tmp_path: Path, synced: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(BlobStore, "MOST", 2)
    store = BlobStore(tmp_path)
    for content in (b"a", b"b", b"c"):
        store.put(content)
    before = len(synced)
    store.put(b"a")
    assert len(synced) == before + 1
    assert store.get(store.put(b"c")) == b"c"
