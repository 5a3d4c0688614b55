"""A fault on its way to becoming a finding: it still knows its path in the value, so that it can be placed
and waived."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from difflib import get_close_matches

from workflow.errors import Finding
from workflow.source import Source

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault at `path`; `key` places it at the key itself and not at what is written behind it."""

    path: Path
    code: str
    message: str
    severity: str = "error"
    key: bool = False


def nearest(name: object, known: Iterable[str]) -> str:
    """ "; perhaps X" for the closest known name, or nothing: it ends a sentence."""
    close = get_close_matches(str(name), [str(each) for each in known], n=1, cutoff=0.6)
    return f"; perhaps {close[0]}" if close else ""


def place(problems: Iterable[Problem], source: Source) -> list[Finding]:
    """The findings in the order of the text."""
    found = {
        source.finding(p.path, p.code, p.message, severity=p.severity, key=p.key): None for p in problems
    }
    return sorted(found, key=lambda finding: (finding.line, finding.column))
