"""Workbooks as offices have them, made here: titles above the header, real dates, formulas, empty rows
below."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook


def workbook(
    rows: Iterable[Sequence[Any]], *, title: str = "", sheet: str = "Sổ", before: Sequence[str] = ()
) -> bytes:
    """The bytes of a workbook: sheets named `before` that hold nothing of use, then one with the rows, a
    merged title above them, and formatted empty rows below."""
    book = Workbook()
    book.remove(book.active)
    for name in before:
        book.create_sheet(name).append(["Hướng dẫn"])
    page = book.create_sheet(sheet)
    width = 1
    if title:
        page.append([title])
    for row in rows:
        page.append(list(row))
        width = max(width, len(row))
    if title:
        page.merge_cells(start_row=1, start_column=1, end_row=1, end_column=width)
    for below in range(1, 4):
        page.cell(page.max_row + below, 1).number_format = "dd/mm/yyyy"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def typed(path: Path, dates: Iterable[str]) -> list[list[Any]]:
    """The rows of a semicolon-separated file as a clerk's workbook holds them: real dates in the columns
    named, numbers where a cell is a number."""
    with path.open(encoding="utf-8", newline="") as file:
        rows: list[list[Any]] = list(csv.reader(file, delimiter=";"))
    header = next(row for row in rows if set(dates) <= set(row))
    wanted = {header.index(name) for name in dates}
    below = rows[rows.index(header) + 1 :]
    return [header, *[[_typed(cell, place in wanted) for place, cell in enumerate(row)] for row in below]]


def _typed(cell: str, is_date: bool) -> Any:
    if is_date and cell:
        return datetime.strptime(cell, "%d/%m/%Y")
    return int(cell) if cell.isdigit() and len(cell) < 4 else cell or None
