"""A register's rows: the header is found, its columns are matched with the mapping's, and every cell is read
in the letters it was typed in. What the rows come from (text or sheet) does not show any more."""

from __future__ import annotations

import csv
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from itertools import chain, islice

from workflow.case_type.model import CaseType
from workflow.errors import DefinitionInvalid
from workflow.importers.columns import Faults
from workflow.importers.decoding import codec_of, unreadable
from workflow.importers.mapping import DELIMITERS, RegisterMapping
from workflow.importers.misread import SAID, misreading
from workflow.importers.names import Ambiguous, alike, found_among
from workflow.importers.old_letters import to_unicode
from workflow.source import Source
from workflow.text.fold import fold

LONGEST_CELL = 100_000
SEARCHED = 30
"""Rows among which the header is looked for where the mapping does not say."""

Line = tuple[int, Sequence[str]]
"""A row as it stands in the file: its line (or the sheet's row), and the texts of its cells."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row by the mapping's columns. `fault` says why it is none, `column` where."""

    line: int
    cells: Mapping[str, str]
    fault: str = ""
    column: str = ""


@dataclass(frozen=True, slots=True)
class Table:
    """A register whose header was found at `line`. `columns` gives the position (0-based) of each column that
    the mapping reads; `rows` come as they are read, once."""

    file: str
    line: int
    header: tuple[str, ...]
    columns: Mapping[str, int]
    rows: Iterator[Row]
    is_sheet: bool = False

    def place(self, line: int, column: str) -> str:
        """Where a cell stands, as a person looks for it: "C7" in a sheet, else "7:3" (line and column)."""
        if column not in self.columns:
            return str(line)
        return place(line, self.columns[column] + 1, is_sheet=self.is_sheet)


def place(line: int, column: int, *, is_sheet: bool) -> str:
    """A cell's place: line and column are 1-based."""
    if not is_sheet:
        return f"{line}:{column}"
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return f"{letters}{line}"


def read_text(lines: Iterable[str], mapping: RegisterMapping, source: Source, file: str) -> Table:
    """The table of a text file with separated cells. Raises DefinitionInvalid for a file that is no such
    text, whose header lacks a column the mapping names, or names one twice."""
    waiting = iter(lines)
    sample = list(islice(waiting, SEARCHED + mapping.header_row))
    tried = [mapping.delimiter] if mapping.delimiter else list(DELIMITERS)
    best = max(tried, key=lambda delimiter: _best_header(_sampled(sample, delimiter), mapping)[0])
    return read_table(_separated(chain(sample, waiting), best, file), mapping, source, file)


def read_table(
    lines: Iterable[Line], mapping: RegisterMapping, source: Source, file: str, *, is_sheet: bool = False
) -> Table:
    """The table of rows read elsewhere (a sheet's). Raises DefinitionInvalid as `read_text` does."""
    letters = mapping.letters or codec_of(mapping.encoding)[1]
    waiting = iter(lines)
    sample = list(islice(waiting, SEARCHED + mapping.header_row))
    if not sample:
        raise unreadable(file, 1, 1, "The file is empty.")
    _, start = _best_header(sample, mapping)
    line, names = sample[start]
    header = tuple(_named(names, line, letters, file, is_sheet))
    columns = _columns(header, mapping, source)
    rows = _rows(chain(sample[start + 1 :], waiting), header, columns, letters, file, is_sheet)
    return Table(file, line, header, columns, rows, is_sheet)


def check_names(mapping: RegisterMapping, case_type: CaseType, source: Source) -> None:
    """Refuse a mapping that names states, fields or transitions which the case type has not."""
    faults = Faults(source)
    for name in mapping.fields:
        if name not in case_type.fields:
            faults.add(("fields", name), "unknown-name", f"{case_type.name} has no field {name!r}.")
    for number, (transition, _) in enumerate(mapping.acts):
        if transition not in case_type.transitions:
            faults.add(
                ("acts", number), "unknown-name", f"{case_type.name} has no transition {transition!r}."
            )
    states = [*mapping.state.values.values(), mapping.state.fixed, mapping.state.default]
    for state in dict.fromkeys(str(one) for one in states if one is not None):
        if state not in case_type.states:
            faults.add(("state",), "unknown-name", f"{case_type.name} has no state {state!r}.")
    faults.done()


def _separated(lines: Iterable[str], delimiter: str, file: str) -> Iterator[Line]:
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    begins = 1
    try:
        for cells in reader:
            yield begins, cells
            begins = reader.line_num + 1
    except csv.Error as error:
        said = f"The file is not readable from here on: {error}. Is a quotation mark never closed?"
        raise unreadable(file, begins, 1, said) from error


def _sampled(sample: Sequence[str], delimiter: str) -> list[Line]:
    found: list[Line] = []
    try:
        found.extend(_separated(sample, delimiter, ""))
    except DefinitionInvalid:
        # A sample may end inside a cell; whether the file is sound is told when it is read.
        return found
    return found


def _best_header(sample: Sequence[Line], mapping: RegisterMapping) -> tuple[int, int]:
    """(how many of the mapping's columns it has, its place in the sample) of the row that is the header."""
    letters = mapping.letters or codec_of(mapping.encoding)[1]
    wanted = {alike(name) for name in mapping.columns()}
    best = (0, 0)
    for number, (line, cells) in enumerate(sample):
        if mapping.header_row and line != mapping.header_row:
            continue
        count = len(wanted & {alike(to_unicode(cell, letters or "unicode")) for cell in cells})
        if count > best[0] or (mapping.header_row and best[0] == 0):
            best = (count, number)
    return best


def _named(names: Sequence[str], line: int, letters: str, file: str, is_sheet: bool) -> Iterator[str]:
    seen: dict[str, int] = {}
    for number, raw in enumerate(names, 1):
        at = place(line, number, is_sheet=is_sheet)
        wrong = misreading(raw, letters or "unicode")
        if wrong and letters != "unicode":
            raise unreadable(file, line, number, f"{at}: a column's name is not readable: {SAID[wrong]}.")
        name = clean(to_unicode(raw, letters or "unicode"))
        if name and name in seen:
            first = place(line, seen[name], is_sheet=is_sheet)
            raise unreadable(
                file, line, number, f"{at}: {name!r} stands at {first} too; name each column once."
            )
        seen[name] = number
        yield name


def _columns(header: Sequence[str], mapping: RegisterMapping, source: Source) -> dict[str, int]:
    faults, found = Faults(source), {}
    names = [name for name in header if name]
    for column, path in mapping.columns().items():
        try:
            name = found_among(column, names)
        except Ambiguous as error:
            faults.add(path, "ambiguous", f"{column!r} may be any of: {error}. Write it as the file does.")
            continue
        if name is None:
            hint = _nearest(column, names)
            faults.add(path, "missing-column", f"The file has no column {column!r}.{hint}")
        else:
            found[column] = header.index(name)
    faults.done()
    return found


def _nearest(column: str, names: Sequence[str]) -> str:
    plain = {fold(name): name for name in names}
    near = get_close_matches(fold(column), plain, 1)
    if near:
        return f" Did you mean {plain[near[0]]!r}?"
    return f" It has: {', '.join(names[:20]) or 'none'}."


def _rows(
    lines: Iterable[Line],
    header: Sequence[str],
    columns: Mapping[str, int],
    letters: str,
    file: str,
    is_sheet: bool,
) -> Iterator[Row]:
    width = len(header)
    for line, raw in lines:
        if not any(raw):
            continue
        count = len(raw)
        if is_sheet and count != width:
            # A sheet keeps no empty cells: only what stands beyond the header is too much.
            raw = [*raw[:width], *[""] * (width - count), *(one for one in raw[width:] if one)]
            count = len(raw)
        if count != width:
            said = f"the row has {count} cells, the header {width}"
            yield Row(line, {}, said)
            continue
        cells = {name: clean(raw[number]) for name, number in columns.items()}
        yield _in_letters(line, cells, columns, letters, file, is_sheet)


def _in_letters(
    line: int,
    cells: dict[str, str],
    columns: Mapping[str, int],
    letters: str,
    file: str,
    is_sheet: bool,
) -> Row:
    """The row in Unicode. Raises DefinitionInvalid where it was typed in other letters than the file is said
    to be in: its other rows are so too, and none may come in garbled."""
    for name, cell in cells.items():
        if len(cell) > LONGEST_CELL:
            return Row(line, {}, f"the cell has {len(cell)} characters", name)
        wrong = misreading(cell, letters or "unicode")
        if wrong and letters != "unicode":
            number = columns[name] + 1
            at = place(line, number, is_sheet=is_sheet)
            raise unreadable(file, line, number, f"{at}: the text is not readable: {SAID[wrong]}.")
        if letters and letters != "unicode":
            cells[name] = unicodedata.normalize("NFC", to_unicode(cell, letters))
    return Row(line, cells)


def clean(cell: str) -> str:
    """A cell's text without spaces around it, composed (NFC)."""
    return cell.strip() if cell.isascii() else unicodedata.normalize("NFC", cell).strip()
