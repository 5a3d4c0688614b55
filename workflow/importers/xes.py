"""Reads an event log in XES (IEEE 1849) piece by piece: one trace in memory at a time, whatever the file's
length.

A document type is refused, and with it every entity: nothing can unfold and nothing is fetched. Attributes
inside attributes are passed over; a list or container holds no value of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from workflow.errors import DefinitionInvalid
from workflow.importers.log import BROKEN, LONGEST_VALUE, MOST_EVENTS, LogEvent, LogTrace, unreadable

VALUES = frozenset(("string", "date", "int", "float", "boolean", "id"))
DEEPEST = 40
LARGEST_ELEMENT = 1_000_000
"""How many bytes one tag, text or comment may take: the parser holds it whole."""


@dataclass(slots=True)
class _Open:
    """A trace or event whose end has not come yet."""

    line: int
    column: int
    values: dict[str, str] = field(default_factory=dict)


class _Reading:
    """The state of one reading: where we stand in the tree, what is open, and the traces that are whole."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.parser = expat.ParserCreate()
        self.path: list[str] = []
        self.trace: _Open | None = None
        self.event: _Open | None = None
        self.events: list[LogEvent] = []
        self.whole: list[LogTrace] = []
        self.touched = 0
        # Texts and comments are heard too, so that `touched` tells how far the parser really came.
        heard = {"StartElement": self._start, "EndElement": self._end, "Default": self._touch}
        heard |= {"StartDoctypeDecl": self._doctype, "EntityDecl": self._doctype}
        for name, listener in heard.items():
            setattr(self.parser, f"{name}Handler", listener)

    def fault(self, said: str) -> DefinitionInvalid:
        return unreadable(self.file, self.line, self.column, said)

    @property
    def line(self) -> int:
        return max(1, self.parser.CurrentLineNumber)

    @property
    def column(self) -> int:
        return max(0, self.parser.CurrentColumnNumber) + 1

    def _touch(self, _text: str = "") -> None:
        self.touched = self.parser.CurrentByteIndex

    def _doctype(self, *_told: object) -> None:
        raise self.fault("A log needs no document type and no entities; such a file is not read.")

    def _start(self, name: str, attributes: Mapping[str, str]) -> None:
        self._touch()
        name = name.rpartition(":")[2]
        if not self.path and name != "log":
            raise self.fault(f"This is not an event log: its outermost element is <{name[:40]}>, not <log>.")
        if len(self.path) >= DEEPEST:
            raise self.fault(f"Nested deeper than {DEEPEST} levels.")
        self.path.append(name)
        if self.path == ["log", "trace"]:
            self.trace, self.events = _Open(self.line, self.column), []
        elif self.path == ["log", "trace", "event"]:
            self.event = _Open(self.line, self.column)
        elif name in VALUES and self.trace is not None:
            self._value(attributes)

    def _value(self, attributes: Mapping[str, str]) -> None:
        holder = self.event if len(self.path) == 4 else self.trace if len(self.path) == 3 else None
        if holder is None or (len(self.path) == 4 and self.path[2] != "event"):
            return
        key, value = attributes.get("key"), attributes.get("value")
        if key is None or value is None:
            raise self.fault("An attribute needs its key and its value.")
        if len(value) > LONGEST_VALUE:
            raise self.fault(f"A value is longer than {LONGEST_VALUE} characters.")
        holder.values[key] = value

    def _end(self, _name: str) -> None:
        self._touch()
        if self.event is not None and len(self.path) == 3:
            self.events.append(LogEvent(self.event.line, self.event.column, self.event.values))
            self.event = None
            if len(self.events) > MOST_EVENTS:
                raise self.fault(f"A trace has more than {MOST_EVENTS} events.")
        elif self.trace is not None and len(self.path) == 2:
            trace = self.trace
            self.whole.append(LogTrace(trace.line, trace.column, trace.values, tuple(self.events)))
            self.trace, self.events = None, []
        self.path.pop()


def read_xes(pieces: Iterable[bytes], file: str) -> Iterator[LogTrace]:
    """The traces of a log whose bytes come in pieces; `file` is the name in findings.

    Raises DefinitionInvalid with line and column for what is not XML, not a log, breaks off, declares
    entities, or holds an element too large. `pieces` may fail as a packed file does that breaks off.
    """
    reading, fed = _Reading(file), 0
    try:
        for piece in pieces:
            fed += len(piece)
            reading.parser.Parse(piece, False)
            if fed - reading.touched > LARGEST_ELEMENT:
                raise reading.fault(f"One element is larger than {LARGEST_ELEMENT} bytes.")
            yield from _taken(reading)
        reading.parser.Parse(b"", True)
        yield from _taken(reading)
    except expat.ExpatError as error:
        said = f"The file is not XML here, or breaks off: {expat.ErrorString(error.code)}."
        raise unreadable(file, error.lineno, error.offset + 1, said) from error
    except BROKEN as error:
        raise reading.fault(f"The file breaks off after this place, or is damaged: {error}.") from error
    except (LookupError, ValueError) as error:
        raise reading.fault(f"The file's encoding cannot be read: {error}.") from error


def _taken(reading: _Reading) -> Iterator[LogTrace]:
    whole, reading.whole = reading.whole, []
    yield from whole
