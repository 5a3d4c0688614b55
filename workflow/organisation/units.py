"""The offices that a register and the regime of its day ask for: units, and the bodies beside them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from workflow.organisation.regime import Body, Regime
from workflow.text.fold import fold, spelled


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit as a register has it; `parent` is the code of the unit above, empty at the top."""

    line: int
    code: str
    full_name: str
    level: str
    parent: str


@dataclass(frozen=True, slots=True)
class Wanted:
    """An office as it stands from the register's day on; `above` and `inspectors` are codes."""

    code: str
    name: str
    short_name: str
    kind: str
    above: str | None
    inspectors: frozenset[str]


def wanted_offices(units: Sequence[Unit], regime: Regime, day: date) -> tuple[Wanted, ...]:
    """Every unit of the register, and every body that inspects somebody on that day."""
    by_code = {unit.code: unit for unit in units}
    inspectors = _inspectors(regime, day)
    found = [
        Wanted(
            unit.code,
            unit.full_name,
            regime.short.format(initials=initials(unit.full_name), code=unit.code),
            unit.level,
            unit.parent or None,
            frozenset(
                _code(body, unit, by_code)
                for body in inspectors.get(unit.level, ())
                if body.of is None or _ancestor(unit, body.of, by_code) is not None
            ),
        )
        for unit in units
    ]
    acting = {body.name: body for bodies in inspectors.values() for body in bodies}
    return (*found, *_bodies(acting.values(), units))


def name_key(name: str) -> str:
    """The same for names that differ in case, spaces or the place of a tone: Hoà and Hòa."""
    return spelled(" ".join(name.split())).casefold()


def is_same_name(recorded: str, registered: str) -> bool:
    """Whether an office's recorded name is that of a unit of a register. An office may be recorded by its
    full title ("Ủy ban nhân dân xã Hóa Quỳ"), of which the unit's name is the end."""
    one, other = name_key(recorded), name_key(registered)
    return one == other or one.endswith(" " + other)


def initials(name: str) -> str:
    """The first letters of a name's words, without marks: XHQ of "Xã Hóa Quỳ"."""
    return "".join(word[0] for word in fold(name).upper().split() if word[0].isalnum())


def _inspectors(regime: Regime, day: date) -> Mapping[str, tuple[Body, ...]]:
    found: dict[str, tuple[Body, ...]] = {}
    for one in regime.inspecting(day):
        for level in one.levels:
            found[level] = (*found.get(level, ()), regime.bodies[one.body])
    return found


def _ancestor(unit: Unit, level: str, by_code: Mapping[str, Unit]) -> Unit | None:
    """The unit itself or one above it that is of a level."""
    at: Unit | None = unit
    for _ in range(len(by_code)):
        if at is None or at.level == level:
            return at
        at = by_code.get(at.parent)
    return None


def _code(body: Body, unit: Unit, by_code: Mapping[str, Unit]) -> str:
    beside = _ancestor(unit, body.of, by_code) if body.of else None
    return body.code.format(code=beside.code if beside else "")


def _bodies(acting: Iterable[Body], units: Sequence[Unit]) -> Iterator[Wanted]:
    for body in acting:
        if body.of is None:
            yield Wanted(body.code, body.title, body.short, body.kind, None, frozenset())
            continue
        for unit in units:
            if unit.level == body.of:
                yield Wanted(
                    body.code.format(code=unit.code),
                    body.title.format(unit=unit.full_name[:1].lower() + unit.full_name[1:]),
                    body.short.format(code=unit.code),
                    body.kind,
                    unit.code,
                    frozenset(),
                )
