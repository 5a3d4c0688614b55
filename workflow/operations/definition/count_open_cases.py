"""Where the open cases of a version stand. Reads only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from models import definitions
from models.session import Session

MOST_NAMED = 1000
"""Cases that are named; the counts are of all."""


@dataclass(frozen=True, slots=True)
class OpenCases:
    """Open cases of a version by state: how many in all, and the numbers of those in the states asked for
    (the first thousand)."""

    counts: dict[str, int]
    numbers: dict[str, tuple[str, ...]]


def count_open_cases(session: Session, name: str, sha256: str, states: Sequence[str]) -> OpenCases:
    """The open cases of the version with this hash, by state."""
    counts = definitions.open_by_state(session, name, sha256)
    numbers: dict[str, list[str]] = {}
    for state, number in definitions.numbers_in_states(session, name, sha256, states, MOST_NAMED):
        numbers.setdefault(state, []).append(number)
    return OpenCases(counts, {state: tuple(found) for state, found in numbers.items()})
