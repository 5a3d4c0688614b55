"""The rows of an XLSX workbook's sheet, as texts. The only import of the library that reads workbooks.

openpyxl streams a sheet row by row in constant memory. python-calamine is some twenty times faster, but holds
the whole sheet: 85 MB for 50,000 rows where this needs 29.
"""

from __future__ import annotations

import warnings
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO

from openpyxl import load_workbook

from workflow.errors import DefinitionInvalid
from workflow.importers.decoding import unreadable
from workflow.importers.table import Line

LARGEST = 2_000_000_000
"""Bytes of a workbook unpacked. A sheet of a million rows stays below."""
LARGEST_SHARED = 200_000_000
"""Bytes of the part that is held in memory while the rows are read: the texts that cells share."""
MOST_RATIO = 200
"""How many times its size a large part may grow when unpacked; registers grow five to twenty times."""
MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384


def sheet_lines(stream: BinaryIO, name: str, file: str) -> Iterator[Line]:
    """(row number, texts) of the sheet called `name`, or of the first that is shown. Formulas give the value
    that was stored with them; dates are ISO texts, with a time only where there is one.

    Raises DefinitionInvalid for what is no workbook, grows too large, or has no such sheet.
    """
    _check_size(stream, file)
    try:
        book = _loaded(stream)
    except Exception as error:
        # Whatever a library says over a broken file: it is not a workbook that anybody can read.
        raise _broken(file, error) from error
    sheet = _chosen(book, name, file)
    # What a sheet says of its own size may be wrong; without it every row is read.
    sheet.reset_dimensions()
    rows, number = sheet.iter_rows(values_only=True), 0
    while True:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                values = next(rows, None)
        except Exception as error:
            raise unreadable(
                file, number + 1, 1, f"The sheet cannot be read from row {number + 1} on."
            ) from error
        number += 1
        if values is None:
            return
        if number > MOST_ROWS or len(values) > MOST_COLUMNS:
            raise unreadable(file, number, 1, "The sheet has more rows or columns than a sheet can have.")
        yield number, [_text(value) for value in values]


def _loaded(stream: BinaryIO) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return load_workbook(stream, read_only=True, data_only=True, keep_links=False)


def _check_size(stream: BinaryIO, file: str) -> None:
    try:
        parts = zipfile.ZipFile(stream).infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise _broken(file, error) from error
    stream.seek(0)
    for part in parts:
        is_swollen = part.file_size > 10_000_000 and part.file_size > MOST_RATIO * max(part.compress_size, 1)
        is_shared = part.filename.lower().endswith("sharedstrings.xml")
        if is_swollen or (is_shared and part.file_size > LARGEST_SHARED):
            grown = part.file_size // 1_000_000
            said = f"{part.filename} grows to {grown} MB when unpacked: no register does so."
            raise unreadable(file, 1, 1, said)
    if sum(part.file_size for part in parts) > LARGEST:
        raise unreadable(file, 1, 1, f"The workbook grows beyond {LARGEST // 1_000_000} MB when unpacked.")


def _chosen(book: Any, name: str, file: str) -> Any:
    sheets = {sheet.title: sheet for sheet in book.worksheets}
    shown = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
    if name in sheets:
        return sheets[name]
    if name or not shown:
        said = f"The workbook has no sheet {name!r}; it has: {', '.join(sheets) or 'none'}."
        raise unreadable(file, 1, 1, said)
    return shown[0]


def _broken(file: str, error: Exception) -> DefinitionInvalid:
    said = (
        f"The file is not an XLSX workbook that can be read ({type(error).__name__}); save it again as .xlsx."
    )
    return unreadable(file, 1, 1, said)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "1" if value else "0"
    if isinstance(value, datetime):
        return _moment(value)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)


def _moment(value: datetime) -> str:
    # A sheet counts in fractions of a day, so that ten o'clock may come a millionth of a second early.
    rounded = (value + timedelta(milliseconds=500)).replace(microsecond=0)
    if rounded.time() == time():
        return rounded.date().isoformat()
    return rounded.isoformat(sep=" ")
