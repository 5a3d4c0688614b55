"""What fills the blanks of a form: a field of the case, a fact of it, or somebody's hand. Pure.

from: hand                                    typed by hand when the paper is written
from: subject                                 a field of the case
from: complainants.name                       a part of the first of some people
from: case.number                             a fact: the keys of FACTS
from: clock.resolution                        the due day of a clock, which has its ledger
from: [complainants.name, senders.name]       the first that the case type has and that has a value
from: {suspension: ground_suspended}          by the document of the case that the form is printed for
from: {suspension: is.tam_dinh_chi}           that option of the blank, whatever the case
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from workflow.case_type.names import PARTY_PARTS
from workflow.case_type.plain import Misread, is_word, many
from workflow.case_type.problems import nearest

FACTS: Mapping[str, str] = {
    "case.number": "line", "case.received": "date", "act.day": "date", "act.at": "instant", "act.by": "line",
    "office.name": "line", "office.above": "line", "papers": "text",
}  # fmt: skip
"""Facts that every case has, with the type of each. `act`: the act that issues or attaches the paper, its
day, instant and who takes it; `papers`: the kinds of paper in the file; `office.above` may be nothing."""


@dataclass(frozen=True, slots=True)
class Filled:
    """One source of a blank. `kind`: hand | fact | clock | option | field | part; `name`: the fact, clock,
    option or field; `part`: one of PARTY_PARTS."""

    kind: str
    name: str = ""
    part: str = ""

    def __str__(self) -> str:
        prefix = {"clock": "clock.", "option": "is."}.get(self.kind, "")
        return f"{prefix}{self.name}{'.' if self.part else ''}{self.part}" if self.name else self.kind


Sources = tuple[Filled, ...]
HAND = Filled("hand")


def read_sources(value: Any) -> None:
    """What `from` says: one source, a list of them, or either by document."""
    written = value.values() if isinstance(value, Mapping) else [value]
    if not written:
        raise Misread("Write what fills the blank, or hand.")
    for name in value if isinstance(value, Mapping) else ():
        if not is_word(name):
            raise Misread("Write the name of a document here.")
    for one in written:
        if not many(one):
            raise Misread("Write what fills the blank, or hand.")
        for word in many(one):
            read_source_word(word)


def sources_of(value: Any) -> tuple[Sources, dict[str, Sources]]:
    """What fills a blank on any document, and what does by document, of a value that was read."""
    if isinstance(value, Mapping):
        return (), {name: _sources(one) for name, one in value.items()}
    return _sources(value), {}


def read_source_word(value: Any) -> Filled:
    """One source. Raises Misread."""
    if value == "hand":
        return HAND
    if value in FACTS:
        return Filled("fact", value)
    head, _, rest = value.partition(".") if isinstance(value, str) else ("", "", "")
    if is_word(head) and not rest and head == value:
        return Filled("field", head)
    if head in ("clock", "is") and is_word(rest):
        return Filled("clock" if head == "clock" else "option", rest)
    if is_word(head) and rest in PARTY_PARTS and head not in ("case", "act", "office"):
        return Filled("part", head, rest)
    known = ", ".join((*FACTS, "clock.CLOCK", "is.OPTION", "FIELD", "FIELD.name", "hand"))
    raise Misread(f"There is no source {value}{nearest(value, FACTS)}. Write one of {known}.")


def fault_of(value: Any, options: Mapping[str, Any]) -> str | None:
    """What is wrong with a value of `from` that was read, beside the options of its blank."""
    try:
        read_sources(value)
    except Misread:
        return None  # Told where the value is read.
    for sources in _all(value):
        if HAND in sources[:-1]:
            return "hand comes last: what stands behind it is never looked at."
        for one in sources:
            if one.kind == "option" and one.name not in options:
                return f"The blank has no option {one.name}{nearest(one.name, options)}."
    return None


def _sources(value: Any) -> Sources:
    return tuple(read_source_word(word) for word in many(value))


def _all(value: Any) -> Iterator[Sources]:
    everywhere, by_document = sources_of(value)
    yield everywhere
    yield from by_document.values()
