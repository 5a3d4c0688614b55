"""Who stands above whom and who inspects whom, level by level, each from a day to a day, with its
citation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Span:
    """The days on which something holds, both ends included; None is open."""

    first: date | None
    last: date | None

    def covers(self, day: date) -> bool:
        """Whether it holds on a day."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)

    def meets(self, other: Span) -> bool:
        """Whether some day lies in both."""
        begins = self.first is None or other.last is None or self.first <= other.last
        return begins and (other.first is None or self.last is None or other.first <= self.last)


@dataclass(frozen=True, slots=True)
class Cite:
    """Where it is written, and how sure that is: H (read), H* (unofficial transcription), M (from memory),
    L."""

    law: str
    article: str | None
    confidence: str


@dataclass(frozen=True, slots=True)
class Standing:
    """Units of `level` stand under a unit of level `above` (None: under nobody here) while `span` holds."""

    level: str
    above: str | None
    span: Span
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Body:
    """An inspecting body: one beside each unit of level `of`, or a single one (None). The texts are patterns:
    {unit} is the unit's full name in a sentence, {code} its code."""

    name: str
    kind: str
    of: str | None
    title: str
    short: str
    code: str


@dataclass(frozen=True, slots=True)
class Inspection:
    """A body inspects the units of these levels, below its own unit, while `span` holds."""

    body: str
    levels: tuple[str, ...]
    span: Span
    cites: tuple[Cite, ...]


@dataclass(frozen=True, slots=True)
class Regime:
    """The rules of all days. `levels`: level → its title in Vietnamese, highest first; `short`: the pattern
    of a unit's short name, where {initials} are those of its full name."""

    name: str
    levels: Mapping[str, str]
    short: str
    standings: tuple[Standing, ...]
    bodies: Mapping[str, Body]
    inspections: tuple[Inspection, ...]
    sha256: str

    def standing(self, level: str, day: date) -> Standing | None:
        """How a level stands on a day; None where there is no such level then."""
        return next((one for one in self.standings if one.level == level and one.span.covers(day)), None)

    def inspecting(self, day: date) -> tuple[Inspection, ...]:
        """Which bodies inspect whom on a day."""
        return tuple(one for one in self.inspections if one.span.covers(day))

    @property
    def kinds(self) -> frozenset[str]:
        """The kinds of office that a register rules: its levels, and the bodies beside them."""
        return frozenset(self.levels) | {body.kind for body in self.bodies.values()}
