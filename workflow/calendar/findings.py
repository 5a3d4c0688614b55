"""What a schema objects to, turned into findings with their place in the file. Shared by calendars and
rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from difflib import get_close_matches
from typing import Any

from workflow.errors import DefinitionInvalid, Finding
from workflow.source import Path, Source

CITATION_KEYS = frozenset({"source", "cites", "law"})
TEXT_KEYS = frozenset({"because", "title", "vi"})

_WANTED = {
    "no-citation": ": say on which law, article or notice this rests.",
    "no-text": ": people read it, so write it.",
}
_UNKNOWN = "Unknown field."
_MISSING = "Missing data for required field."


def coded(code: str, message: str) -> str:
    """A schema message that carries its stable code."""
    return f"{code}\x1f{message}"


def schema_findings(errors: Any, source: Source, known: Callable[[Path], Iterable[str]]) -> list[Finding]:
    """The findings behind a schema's tree of errors; `known` gives the names that may stand beside a path."""
    return [_finding(source, path, message, known(path)) for path, message in _leaves(errors, ())]


def near(name: str, known: Iterable[str]) -> str:
    """A sentence that offers the nearest known name, or nothing."""
    found = get_close_matches(name, list(known), n=1)
    return f" Did you mean {found[0]}?" if found else ""


def refuse(findings: list[Finding]) -> None:
    """Raise DefinitionInvalid when there is any finding, in the order of the file."""
    if findings:
        raise DefinitionInvalid(sorted(findings, key=lambda one: (one.file, one.line, one.column)))


def _leaves(errors: Any, path: Path) -> Iterator[tuple[Path, str]]:
    if isinstance(errors, Mapping):
        for key, below in errors.items():
            yield from _leaves(below, path if key in ("_schema", "value", "key") else (*path, key))
    elif isinstance(errors, list):
        for message in errors:
            yield from _leaves(message, path)
    else:
        yield path, str(errors)


def _finding(source: Source, path: Path, message: str, known: Iterable[str]) -> Finding:
    name = str(path[-1]) if path else source.file
    if message == _UNKNOWN:
        text = f'"{name}" is not known here.{near(name, known)}'
        return source.finding(path, "unknown-name", text, key=True)
    if message == _MISSING or message == "Field may not be null.":
        code = "no-citation" if name in CITATION_KEYS else "no-text" if name in TEXT_KEYS else "wrong-type"
        return source.finding(path, code, f'"{name}" is missing{_WANTED.get(code, ".")}')
    code, mark, text = message.partition("\x1f")
    return source.finding(path, code if mark else "wrong-type", f'"{name}": {text if mark else message}')
