"""One dated rule of the law, with its citations. Every number comes from a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from workflow.calendar.findings import near
from workflow.calendar.period import Length, SoftLimit
from workflow.errors import DeadlineRefused

CONFIDENCE: Mapping[str, str] = {
    "H": "",
    "H*": " (theo bản chép không chính thức)",
    "M": " (cần đối chiếu)",
    "L": " (chưa chắc chắn)",
}
"""How sure a citation is, and how a reader is told: read; read in an unofficial transcription; from memory;
unsure."""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a rule stands: the law's full title, article and clause (or a `part` of a paper without
    articles), and how sure that is (a key of CONFIDENCE)."""

    law: str
    article: str | None
    clause: str | None
    confidence: str
    part: str | None = None

    @property
    def place(self) -> str:
        """Law, part, article and clause."""
        part = f", {self.part}" if self.part else ""
        article = f", Điều {self.article}" if self.article else ""
        clause = f", khoản {self.clause}" if self.clause else ""
        return f"{self.law}{part}{article}{clause}"

    @property
    def text(self) -> str:
        """The citation as people read it, with its doubt."""
        return f"{self.place}{CONFIDENCE[self.confidence]}"


VARIANT_KINDS = ("place", "matter", "finding")
"""A trait of the owning office's place, or of the matter, changes the length counted; a finding, made while
the clock runs, lengthens it to `length` in all, counted from the start of the clock."""


@dataclass(frozen=True, slots=True)
class Variant:
    """A cell of the law's table, of one of VARIANT_KINDS. `cap`: the absolute cap in such a place or
    matter."""

    name: str
    kind: str
    length: Length
    because: str
    citations: tuple[Citation, ...] = ()
    cap: Length | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """A lawful extension by an act: of its own `length`, or up to the total of a `finding`; at most `times`
    times, and only when the step `after` has been taken."""

    name: str
    because: str
    length: Length | None = None
    finding: str | None = None
    times: int = 1
    citations: tuple[Citation, ...] = ()
    after: str | None = None


@dataclass(frozen=True, slots=True)
class Standstill:
    """Since when the law lets a clock stand still, and on what ground."""

    first_day: date | None
    because: str
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Rule:
    """One time limit in force from `first_day` to `last_day` inclusive (None: open), by the day of the
    clock's start event (decision 7).

    `cells`: totals for sets of several variants; `cap`: no extension goes past it; `before`: the (month, day)
    of every year from which `length` counts back, instead of forward from the start; `sha256`: of the file
    it stands in; `soft_cites`: the citations of each soft limit; `days_confidence`: how sure the days in
    force are (a key of CONFIDENCE); `transition`: what holds for matters begun before, standing on
    `transition_cites`; `english`: its reasons (Vietnamese) in English, for a ledger."""

    id: str
    family: str
    kind: str
    length: Length
    because: str
    citations: tuple[Citation, ...]
    first_day: date | None = None
    last_day: date | None = None
    because_en: str | None = None
    variants: Mapping[str, Variant] = field(default_factory=dict)
    cells: Mapping[frozenset[str], Length] = field(default_factory=dict)
    steps: Mapping[str, Step] = field(default_factory=dict)
    cap: Length | None = None
    soft: tuple[SoftLimit, ...] = ()
    transition: str | None = None
    transition_cites: tuple[Citation, ...] = ()
    standstill: Standstill | None = None
    before: tuple[int, int] | None = None
    soft_cites: tuple[tuple[Citation, ...], ...] = ()
    days_confidence: str = "H"
    note: str | None = None
    sha256: str = ""
    english: Mapping[str, str] = field(default_factory=dict)

    @property
    def source(self) -> str:
        """All citations as one text."""
        return cited(self.citations)

    def covers(self, day: date) -> bool:
        """Whether the rule is in force on `day`."""
        return (self.first_day is None or self.first_day <= day) and (
            self.last_day is None or day <= self.last_day
        )

    def total(self, variants: frozenset[str]) -> Length:
        """The whole length the law's table gives for these variants. Raises DeadlineRefused for an unknown
        variant or an empty cell."""
        if unknown := sorted(variants - self.variants.keys()):
            known = sorted(self.variants)
            raise DeadlineRefused(
                f"{self.id} has no variant {', '.join(unknown)}; it knows: {', '.join(known) or 'none'}."
                f"{near(unknown[0], known)}",
                why="unknown-variant",
                known=known,
            )
        if not variants:
            return self.length
        if len(variants) == 1:
            return self.variants[min(variants)].length
        if variants not in self.cells:
            raise DeadlineRefused(
                f"{self.id} has no length for {' with '.join(sorted(variants))}.", why="no-such-cell"
            )
        return self.cells[variants]

    def places(self, variants: frozenset[str]) -> frozenset[str]:
        """Those of the variants that change the length counted: places and matters, not findings."""
        return frozenset(name for name in variants if self.variants[name].kind != "finding")

    def cap_for(self, variants: frozenset[str]) -> Length | None:
        """The absolute cap at these places and in these matters."""
        caps = [self.variants[name].cap for name in sorted(self.places(variants))]
        return next((cap for cap in caps if cap), self.cap)


def cited(citations: tuple[Citation, ...]) -> str:
    """Several citations as one text."""
    return "; ".join(citation.text for citation in citations)
