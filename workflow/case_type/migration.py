"""The map of a migration: where each state goes, and the legal reason for each date that may move. Pure."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.case_type.model import CaseType, Text
from workflow.case_type.problems import Problem, nearest, place
from workflow.errors import DefinitionInvalid
from workflow.source import Source

KEYS = ("states", "reasons")


@dataclass(frozen=True, slots=True)
class LegalReason:
    """Why the dates of a clock may move: a sentence, and the article (or the office's decision) it rests
    on."""

    because: Text
    cites: str


@dataclass(frozen=True, slots=True)
class MigrationMap:
    """Old state → new state where the name changes, clock → reason; `text` and its `sha256` as written."""

    states: Mapping[str, str] = field(default_factory=dict)
    reasons: Mapping[str, LegalReason] = field(default_factory=dict)
    text: str = ""
    sha256: str = hashlib.sha256(b"").hexdigest()

    def target(self, state: str, b: CaseType) -> str | None:
        """Where a case in `state` would stand in `b`: as mapped, else in the state of the same name; None
        where there is neither."""
        return self.states.get(state, state if state in b.states else None)


def read_map(source: Source | None, a: CaseType, b: CaseType) -> MigrationMap:
    """The map of a text (None: every state keeps its name, no date may move), checked against both versions.

    Raises DefinitionInvalid with every fault and its place: unknown-name, into-ending, ending-stays,
    wrong-type, no-text, no-citation."""
    if source is None:
        return MigrationMap()
    value = source.value if source.value is not None else {}
    problems = list(_problems(value, a, b))
    if problems:
        raise DefinitionInvalid(place(problems, source))
    reasons = {name: _reason(written) for name, written in (value.get("reasons") or {}).items()}
    return MigrationMap(dict(value.get("states") or {}), reasons, source.text, source.sha256)


def digest(map_sha256: str, a: CaseType, b: CaseType) -> str:
    """The SHA-256 that two persons agree on: of the map's and both versions' hashes, one per line."""
    return hashlib.sha256("\n".join((map_sha256, a.sha256, b.sha256)).encode()).hexdigest()


def _reason(written: Mapping[str, Any]) -> LegalReason:
    because = written["because"]
    text = Text(because) if isinstance(because, str) else Text(because["vi"], because.get("en"))
    return LegalReason(text, written["cites"])


def _problems(value: Any, a: CaseType, b: CaseType) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem((), "wrong-type", "A migration map begins with `states:` or `reasons:`.")
        return
    for key in value:
        if key not in KEYS:
            said = f"A migration map has no {key}; it has {' and '.join(KEYS)}{nearest(key, KEYS)}."
            yield Problem((key,), "unknown-name", said, key=True)
    for key in KEYS:
        if value.get(key) is not None and not isinstance(value[key], dict):
            yield Problem((key,), "wrong-type", f"Under `{key}:` write one line for each name.", key=True)
    states, reasons = value.get("states"), value.get("reasons")
    if isinstance(states, dict):
        for name, target in states.items():
            yield from _state_problems(name, target, a, b)
    if isinstance(reasons, dict):
        for name, written in reasons.items():
            yield from _reason_problems(name, written, a, b)


def _state_problems(name: str, target: Any, a: CaseType, b: CaseType) -> Iterator[Problem]:
    path = ("states", name)
    if name not in a.states:
        said = f"{a.name} {a.version} has no state {name}{nearest(name, a.states)}."
        yield Problem(path, "unknown-name", said, key=True)
    elif a.states[name].ending:
        said = f"{name} is an ending of {a.version}: a closed case stays as it was judged; remove the line."
        yield Problem(path, "ending-stays", said, key=True)
    if not isinstance(target, str):
        yield Problem(path, "wrong-type", f"Write the name of one state of {b.version} behind {name}.")
    elif target not in b.states:
        said = f"{b.name} {b.version} has no state {target}{nearest(target, b.states)}."
        yield Problem(path, "unknown-name", said)
    elif b.states[target].ending:
        said = (
            f"{target} is an ending of {b.version}: a case is closed by an act with its ground and document, "
            "never by a migration; name an open state."
        )
        yield Problem(path, "into-ending", said)


def _reason_problems(name: str, written: Any, a: CaseType, b: CaseType) -> Iterator[Problem]:
    path = ("reasons", name)
    clocks = {**a.clocks, **b.clocks}
    if name not in clocks:
        said = f"Neither {a.version} nor {b.version} has a clock {name}{nearest(name, clocks)}."
        yield Problem(path, "unknown-name", said, key=True)
    if not isinstance(written, dict):
        yield Problem(path, "wrong-type", "Write a reason as {because: …, cites: …}.", key=True)
        return
    for key in written:
        if key not in ("because", "cites"):
            said = f"A reason has no {key}; it has because and cites."
            yield Problem((*path, key), "unknown-name", said, key=True)
    if not _is_text(written.get("because")):
        said = f"Say why the dates of {name} may move: `because: {{vi: …, en: …}}`."
        yield Problem((*path, "because"), "no-text", said)
    cites = written.get("cites")
    if not isinstance(cites, str) or not cites.strip():
        said = (
            f"No date moves without a legal reason: name the article (or the decision) for {name} in `cites`."
        )
        yield Problem((*path, "cites"), "no-citation", said)


def _is_text(value: Any) -> bool:
    if isinstance(value, dict):
        return set(value) <= {"vi", "en"} and all(_is_text(value.get(one)) for one in {"vi", *value})
    return isinstance(value, str) and bool(value.strip())
