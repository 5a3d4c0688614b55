"""Document bytes outside the database, addressed by their content, on disk before any row names them
(decision 21)."""

from __future__ import annotations

import errno
import hashlib
import os
import tempfile
from pathlib import Path

from models.errors import Busy, Full

_NO_ROOM = {errno.ENOSPC, errno.EDQUOT}


class BlobStore:
    """A folder of files named by the SHA-256 of their bytes."""

    MOST = 10_000

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lasting: set[str] = set()  # names that this process has seen onto the disk, so many at most

    def put(self, content: bytes) -> str:
        """Write `content` durably and give its sha256 in hex. Writing the same bytes twice is harmless.
        Raises Full when there is no room, Busy when the disk refuses otherwise."""
        sha256 = hashlib.sha256(content).hexdigest()
        place = self._place(sha256)
        try:
            if place.exists():
                # Whoever wrote it may have been stopped, or refused, before the name was on the disk too.
                if sha256 not in self._lasting:
                    _sync_folder(place.parent)
                return self._lasts(sha256)
            place.parent.mkdir(parents=True, exist_ok=True)
            _sync_folder(self.folder)
            handle, name = tempfile.mkstemp(dir=place.parent, prefix=".new-")
            try:
                with os.fdopen(handle, "wb") as file:
                    file.write(content)
                    file.flush()
                    os.fsync(file.fileno())
                os.replace(name, place)
            except OSError:
                Path(name).unlink(missing_ok=True)
                raise
            _sync_folder(place.parent)
        except OSError as error:
            kind = Full if error.errno in _NO_ROOM else Busy
            raise kind("the document store refused the file") from error
        return self._lasts(sha256)

    def get(self, sha256: str) -> bytes:
        """The bytes; raises FileNotFoundError when they are gone and ValueError when they are not what the
        name says."""
        content = self._place(sha256).read_bytes()
        if hashlib.sha256(content).hexdigest() != sha256:
            raise ValueError("the stored document does not match its digest")
        return content

    def _lasts(self, sha256: str) -> str:
        if len(self._lasting) >= self.MOST:
            self._lasting = set()
        self._lasting.add(sha256)
        return sha256

    def _place(self, sha256: str) -> Path:
        return self.folder / sha256[:2] / sha256[2:]


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
