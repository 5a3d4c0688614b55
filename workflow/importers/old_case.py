"""One case of an old register, as our verbs take it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workflow.engine.facts import Happened


@dataclass(frozen=True, slots=True)
class OldCase:
    """One case of an old register. `acts` are the transitions it is known to have taken, in order, each with
    its true time;
    `state` is where it stands; `fields` are typed values; `line` is where it stood in the file;
    `definition_sha256` names the version of its case type."""

    key: str
    number: str
    received: Happened
    state: str
    fields: Mapping[str, Any]
    acts: tuple[tuple[str, Happened], ...] = ()
    channel: str = "in_person"
    line: int = 0
    definition_sha256: str = ""
