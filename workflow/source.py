"""YAML text to plain values with the place of every name, and the hash of the text.

The only module that imports the YAML library (YAML 1.2: `no` is a word, `1.10` is not silently the number
1.1). It works on the parser's events: no object of the library survives, and parsing costs about half of what
round-trip objects cost.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.events import (
    AliasEvent,
    DocumentStartEvent,
    Event,
    MappingEndEvent,
    MappingStartEvent,
    NodeEvent,
    ScalarEvent,
    SequenceEndEvent,
)

from workflow.errors import DefinitionInvalid, Finding

LARGEST_TEXT = 1_000_000
LARGEST_TREE = 200_000
DEEPEST = 40

Path = tuple[str | int, ...]
Place = tuple[int, int]

_DATE = re.compile(r"\d{4}-\d\d-\d\d\Z")
_INTEGER = re.compile(r"[-+]?(0|[1-9][0-9]{0,17})\Z")
_NUMBER = re.compile(
    r"[-+]?((\d+(\.\d*)?|\.\d+)([eE][-+]?\d+)?|0o[0-7]+|0x[0-9a-fA-F]+|\.(inf|Inf|INF))\Z|\.(nan|NaN|NAN)\Z",
    re.ASCII,
)
_WORDS: Mapping[str, bool | None] = {
    "": None, "~": None, "null": None, "Null": None, "NULL": None,
    "true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Source:
    """One parsed text: `value` holds dict, list, str, int, bool, None and datetime.date only.

    Keys are always text, as written. `sha256` is the hex hash of the UTF-8 text, so it changes with a
    comment too."""

    file: str
    text: str
    sha256: str
    value: Any
    _places: Mapping[Path, Place] = field(default_factory=dict, repr=False)
    _keys: Mapping[Path, Place] = field(default_factory=dict, repr=False)

    def position(self, path: Path, *, key: bool = False) -> Place:
        """Line and column, 1-based, of the thing at `path`, or of its nearest known parent.

        A mapping or list under a key is placed at its key, a single value where it is written; `key` asks for
        the key."""
        while path:
            place = (self._keys.get(path) if key else None) or self._places.get(path)
            if place:
                return place
            path, key = path[:-1], False
        return self._places.get((), (1, 1))

    def finding(
        self, path: Path, code: str, message: str, *, severity: str = "error", key: bool = False
    ) -> Finding:
        """A finding about the thing at `path`."""
        line, column = self.position(path, key=key)
        return Finding(self.file, line, column, code, severity, message)


class _Refused(Exception):
    """Reading cannot go on; the finding is already written."""


@dataclass(slots=True)
class _Reading:
    """The state of one reading: events still to come, places seen, findings so far, size of the tree."""

    file: str
    events: Iterator[Event]
    places: dict[Path, Place] = field(default_factory=dict)
    keys: dict[Path, Place] = field(default_factory=dict)
    anchors: dict[str, tuple[Any, int]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    size: int = 0

    def fault(self, event: Event, code: str, message: str) -> None:
        line, column = _place(event)
        self.findings.append(Finding(self.file, line, column, code, "error", message))

    def refuse(self, event: Event, code: str, message: str) -> _Refused:
        self.fault(event, code, message)
        return _Refused()

    def read(self, event: Event, path: Path) -> Any:
        """The value that starts with `event`."""
        self.size += 1
        if self.size > LARGEST_TREE:
            raise self.refuse(
                event, "too-large", f"The text unfolds to more than {LARGEST_TREE} values; split the file."
            )
        self.places.setdefault(path, _place(event))
        if isinstance(event, AliasEvent):
            return self._alias(event)
        before = self.size
        if isinstance(event, ScalarEvent):
            value = self._scalar(event)
        elif len(path) >= DEEPEST:
            raise self.refuse(event, "too-deep", f"Nested deeper than {DEEPEST} levels; write it flatter.")
        elif isinstance(event, MappingStartEvent):
            value = self._mapping(event, path)
        else:
            value = self._sequence(event, path)
        if isinstance(event, NodeEvent) and event.anchor is not None:
            self.anchors[event.anchor] = (value, self.size - before + 1)
        return value

    def _alias(self, event: AliasEvent) -> Any:
        if event.anchor not in self.anchors:
            raise self.refuse(
                event, "bad-syntax", f"There is no earlier value marked &{event.anchor}; write the value out."
            )
        value, size = self.anchors[event.anchor]
        self.size += size
        return value

    def _mapping(self, start: MappingStartEvent, path: Path) -> dict[str, Any]:
        self._no_tag(start)
        value: dict[str, Any] = {}
        while not isinstance(event := next(self.events), MappingEndEvent):
            if not isinstance(event, ScalarEvent):
                raise self.refuse(
                    event, "bad-syntax", "A key must be a plain word; found a list, a mapping or an alias."
                )
            self._no_tag(event)
            key, here = str(event.value), (*path, str(event.value))
            if key in value:
                first = self.keys[here]
                self.fault(
                    event,
                    "duplicate-key",
                    f'"{key}" is written twice (first on line {first[0]}); keep one of them.',
                )
                self.read(next(self.events), (*path, f"{key}(again)"))
                continue
            self.keys[here] = _place(event)
            item = next(self.events)
            if not isinstance(item, ScalarEvent):
                self.places[here] = self.keys[here]
            value[key] = self.read(item, here)
        return value

    def _sequence(self, start: Event, path: Path) -> list[Any]:
        self._no_tag(start)
        value: list[Any] = []
        while not isinstance(event := next(self.events), SequenceEndEvent):
            value.append(self.read(event, (*path, len(value))))
        return value

    def _no_tag(self, event: Any) -> None:
        if event.tag is not None:
            self.fault(
                event, "bad-syntax", f"The tag {event.tag} is not allowed; write the value without it."
            )

    def _scalar(self, event: ScalarEvent) -> Any:
        self._no_tag(event)
        text = str(event.value)
        if event.style is not None:
            return text
        if text in _WORDS:
            return _WORDS[text]
        if _INTEGER.match(text):
            return int(text)
        if _DATE.match(text):
            return self._date(event, text)
        if _NUMBER.match(text):
            self.fault(
                event,
                "unquoted-number",
                f'{text[:40]} could be read in two ways; quote it ("{text[:40]}") or write a whole number.',
            )
        return text

    def _date(self, event: ScalarEvent, text: str) -> date | str:
        try:
            return date.fromisoformat(text)
        except ValueError:
            self.fault(
                event,
                "bad-date",
                f"There is no day {text} in the calendar; correct it, or quote it if it is a text.",
            )
            return text


def read_source(text: str, file: str) -> Source:
    """Read one YAML document; `file` is only the name shown in findings.

    Raises DefinitionInvalid with all findings: bad-syntax, duplicate-key, unquoted-number, bad-date,
    too-large, too-deep."""
    try:
        raw = text.encode("utf-8")
    except UnicodeEncodeError:
        raise _invalid(
            file, "bad-syntax", "The text holds half of a character pair; save the file as UTF-8."
        ) from None
    if len(raw) > LARGEST_TEXT:
        raise _invalid(file, "too-large", f"The file is larger than {LARGEST_TEXT} bytes; split it.")
    events = _events(text, file)
    reading = _Reading(file, iter(events))
    value = None
    try:
        for event in reading.events:
            if isinstance(event, DocumentStartEvent):
                if value is not None:
                    raise reading.refuse(
                        event,
                        "bad-syntax",
                        "A file holds one document; remove the second --- and what follows.",
                    )
                value = reading.read(next(reading.events), ())
    except _Refused:
        pass
    if reading.findings:
        raise DefinitionInvalid(reading.findings)
    return Source(file, text, hashlib.sha256(raw).hexdigest(), value, reading.places, reading.keys)


def canonical(value: Any) -> Any:
    """The same value ready for JSON: dates become ISO strings, tuples lists; everything else stays."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: canonical(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [canonical(item) for item in value]
    return value


def _events(text: str, file: str) -> list[Event]:
    try:
        return list(YAML(typ="safe", pure=True).parse(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = (mark.line + 1, mark.column + 1) if mark else (1, 1)
        raise _invalid(
            file, "bad-syntax", f"This is not YAML: {error.problem or error.context}.", place
        ) from None
    except YAMLError as error:
        raise _invalid(file, "bad-syntax", f"This is not YAML: {str(error).splitlines()[0]}.") from None
    except (
        Exception
    ) as error:  # The library's scanner leaks ValueError, IndexError and others on damaged text.
        raise _invalid(
            file, "bad-syntax", f"This is not YAML ({type(error).__name__} while reading)."
        ) from None


def _place(event: Event) -> Place:
    return event.start_mark.line + 1, event.start_mark.column + 1


def _invalid(file: str, code: str, message: str, place: Place = (1, 1)) -> DefinitionInvalid:
    return DefinitionInvalid([Finding(file, place[0], place[1], code, "error", message)])
