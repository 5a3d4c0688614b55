"""Opens the file of an old register, whatever it is: text, gzipped text, or a workbook. What it is shows in
its first bytes, not in its name."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, cast

from workflow.errors import DefinitionInvalid
from workflow.importers.decoding import text_lines, unreadable
from workflow.importers.mapping import RegisterMapping
from workflow.importers.sheet import sheet_lines
from workflow.importers.table import Table, read_table, read_text
from workflow.source import Source

CHUNK = 65_536
_GZIP, _ZIP, _OLE = b"\x1f\x8b", b"PK", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED = (
    "The file is a workbook with a password, or one of Excel before 2007 (.xls): "
    "open it and save it as .xlsx without a password."
)


@contextmanager
def opened_table(path: Path, mapping: RegisterMapping, source: Source) -> Iterator[Table]:
    """The register's table while its file is open. Raises DefinitionInvalid, also later while rows are read,
    for a file that is damaged, of another kind, or lacks what the mapping names."""
    with path.open("rb") as raw:
        first = raw.read(8)
        raw.seek(0)
        if first.startswith(_OLE):
            raise unreadable(str(path), 1, 1, _LOCKED)
        if first.startswith(_ZIP):
            lines = sheet_lines(raw, mapping.sheet, str(path))
            yield read_table(lines, mapping, source, str(path), is_sheet=True)
        elif mapping.sheet:
            line, column = source.position(("sheet",))
            said = f"The mapping names a sheet, but {path.name} is no XLSX workbook."
            raise unreadable(source.file, line, column, said)
        else:
            chunks = _unzipped(raw, str(path)) if first.startswith(_GZIP) else _chunks(raw)
            yield read_text(text_lines(chunks, mapping.encoding, str(path)), mapping, source, str(path))


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    while chunk := stream.read(CHUNK):
        yield chunk


def _unzipped(raw: BinaryIO, file: str) -> Iterator[bytes]:
    lines = 1
    try:
        with gzip.open(raw) as stream:
            for chunk in _chunks(cast(BinaryIO, stream)):
                lines += chunk.count(b"\n")
                yield chunk
    except (EOFError, zlib.error, gzip.BadGzipFile) as error:
        raise _broken_off(file, lines, error) from error


def _broken_off(file: str, line: int, error: Exception) -> DefinitionInvalid:
    said = f"The gzip file breaks off or is damaged about here ({error}); copy it again."
    return unreadable(file, line, 1, said)
