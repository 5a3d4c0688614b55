"""Reads an event log in CSV: one event a row, the rows of a case one after another."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator

from workflow.importers.log import BROKEN, LONGEST_VALUE, MOST_EVENTS, LogEvent, LogTrace, unreadable


def read_log_csv(lines: Iterable[str], case: str, file: str, delimiter: str = ",") -> Iterator[LogTrace]:
    """The traces of a CSV whose column `case` names the case; one trace in memory at a time.

    Empty cells are no values. Raises DefinitionInvalid with the line for a file that is no CSV, has no such
    column, a row without a case or of another length, or breaks off.
    """
    csv.field_size_limit(LONGEST_VALUE)
    # Lines are counted as the file has them, and a cell may hold several.
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    key, events = "", list[LogEvent]()
    try:
        header = _header(next(reader, []), case, file)
        before = reader.line_num
        for cells in reader:
            line, before = before + 1, reader.line_num
            if not cells:
                continue
            event = _event(header, cells, line, file)
            named = event.values.get(case, "")
            if not named:
                raise unreadable(file, line, header.index(case) + 1, f"The row names no {case}.")
            if named != key and events:
                yield _trace(events)
                events = []
            key = named
            events.append(event)
            if len(events) > MOST_EVENTS:
                raise unreadable(file, line, 1, f"A case has more than {MOST_EVENTS} events.")
    except csv.Error as error:
        said = f"The file is not a readable CSV here: {error}."
        raise unreadable(file, max(1, reader.line_num), 1, said) from error
    except (*BROKEN, UnicodeDecodeError) as error:
        said = f"The file breaks off after this line, is damaged, or has another encoding: {error}."
        raise unreadable(file, max(1, reader.line_num), 1, said) from error
    if events:
        yield _trace(events)


def _header(cells: list[str], case: str, file: str) -> list[str]:
    header = [cell.strip() for cell in cells]
    if not any(header) or len(set(header)) != len(header):
        raise unreadable(file, 1, 1, "The first line must name the columns, each once.")
    if case not in header:
        raise unreadable(file, 1, 1, f"There is no column {case!r}. It has: {', '.join(header[:20])}.")
    return header


def _event(header: list[str], cells: list[str], line: int, file: str) -> LogEvent:
    if len(cells) != len(header):
        said = f"The row has {len(cells)} cells, the header {len(header)}."
        raise unreadable(file, line, 1, said)
    values = {name: cell.strip() for name, cell in zip(header, cells, strict=True) if cell.strip()}
    return LogEvent(line, 1, values)


def _trace(events: list[LogEvent]) -> LogTrace:
    return LogTrace(events[0].line, events[0].column, {}, tuple(events))
