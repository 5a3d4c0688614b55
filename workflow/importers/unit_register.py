"""Registers of administrative units and tables of successions: CSV text to rows. Every fault is a finding
with its line; a register with a fault does not come in."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from workflow.errors import DefinitionInvalid, Finding
from workflow.organisation.regime import Regime
from workflow.organisation.succession import PART, WHOLE
from workflow.organisation.units import Unit

LONGEST_CODE, LONGEST_NAME, LONGEST_LINE = 20, 200, 10_000
HEADERS = frozenset({"number", "case", "case_number", "so", "số", "số hồ sơ", "so_ho_so"})
"""What the first cell of a choices file may say where its first row is a header."""


def read_units(lines: Iterable[str], file: str, regime: Regime, day: date) -> tuple[Unit, ...]:
    """The units of a register (columns code, full_name or name, level, parent_code or parent). Codes are
    text.

    Raises DefinitionInvalid: missing-column, blank, too-long, unknown-level, duplicate-code, unknown-parent,
    and wrong-parent where a unit does not stand under the level that the regime of the day says.
    """
    found: list[Unit] = []
    faults: list[Finding] = []
    for line, row in _rows(lines, file, (("code",), ("full_name", "name"), ("level",))):
        name = row.get("full_name") or row.get("name", "")
        parent = row.get("parent_code") or row.get("parent", "")
        unit = Unit(line, row["code"], name, row["level"], parent)
        if not unit.code or not unit.full_name:
            faults.append(_fault(file, line, "blank", "A unit needs a code and a name."))
        elif len(unit.code) > LONGEST_CODE - 4 or len(unit.full_name) > LONGEST_NAME - 20:
            faults.append(_fault(file, line, "too-long", "The code or the name is too long."))
        found.append(unit)
    faults += _wrong(found, file, regime, day)
    if not found:
        faults.append(_fault(file, 1, "blank", "The register holds no unit."))
    if faults:
        raise DefinitionInvalid(sorted(faults, key=lambda one: one.line))
    return tuple(found)


def _wrong(units: list[Unit], file: str, regime: Regime, day: date) -> Iterator[Finding]:
    by_code: dict[str, Unit] = {}
    for unit in units:
        first = by_code.setdefault(unit.code, unit)
        if first is not unit:
            said = f"The code {unit.code} stands twice, first on line {first.line}."
            yield _fault(file, unit.line, "duplicate-code", said)
    for unit in units:
        standing = regime.standing(unit.level, day)
        if standing is None:
            said = f'On {day} there is no level "{unit.level}"; is {day} the day of this register?'
            yield _fault(file, unit.line, "unknown-level", said)
            continue
        parent = by_code.get(unit.parent)
        if unit.parent and parent is None:
            said = f"The unit above, {unit.parent}, is not in this register."
            yield _fault(file, unit.line, "unknown-parent", said)
        elif (parent.level if parent else None) != standing.above:
            under = parent.level if parent else "nobody"
            said = f'On {day} a "{unit.level}" stands under {standing.above or "nobody"}, not under {under}.'
            yield _fault(file, unit.line, "wrong-parent", said)


@dataclass(frozen=True, slots=True)
class Succession:
    """A row of a table of successions. `is_sure`: False where the table itself tied the old name to its
    code by a guess, so that the two may be spelled differently."""

    line: int
    old_code: str
    old_name: str
    new_code: str
    new_name: str
    extent: str
    is_sure: bool


def read_successions(lines: Iterable[str], file: str) -> tuple[Succession, ...]:
    """The rows of a table (columns old_code, new_code, extent; old_full_name and new_full_name are compared
    where they are there; match `fuzzy` lifts that). An empty code stays: such rows are listed, not taken.

    Raises DefinitionInvalid: missing-column, wrong-extent.
    """
    found, faults = [], []
    for line, row in _rows(lines, file, (("old_code",), ("new_code",), ("extent",))):
        if row["extent"] not in (WHOLE, PART) and row["old_code"]:
            said = f'The extent is "whole" or "part", not "{row["extent"]}".'
            faults.append(_fault(file, line, "wrong-extent", said))
        found.append(
            Succession(
                line,
                row["old_code"],
                row.get("old_full_name", ""),
                row["new_code"],
                row.get("new_full_name", ""),
                row["extent"],
                row.get("match", "") != "fuzzy",
            )
        )
    if faults:
        raise DefinitionInvalid(faults)
    return tuple(found)


def read_choices(lines: Iterable[str], file: str) -> dict[str, tuple[str, int]]:
    """Case number (or id) → (code of the successor, line), of a CSV file with these two columns first. Rows
    without a successor are cases still waiting. Raises DefinitionInvalid for a case that is chosen for
    twice."""
    found: dict[str, tuple[str, int]] = {}
    faults = []
    reader = csv.reader(_sound(lines, file))
    for cells in reader:
        texts = [cell.strip() for cell in (*cells, "", "")[:2]]
        case, successor = texts[0].lstrip("\ufeff"), texts[1]
        if not case or not successor or (reader.line_num == 1 and case.lower() in HEADERS):
            continue
        if found.setdefault(case, (successor, reader.line_num))[0] != successor:
            said = f"The case {case} was chosen for on line {found[case][1]} already."
            faults.append(_fault(file, reader.line_num, "duplicate-key", said))
    if faults:
        raise DefinitionInvalid(faults)
    return found


def _rows(
    lines: Iterable[str], file: str, needed: tuple[tuple[str, ...], ...]
) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.DictReader(_sound(lines, file))
    names = [name.strip().lstrip("\ufeff") for name in reader.fieldnames or ()]
    reader.fieldnames = names
    for choice in needed:
        if not set(choice) & set(names):
            said = f'The header has no column "{choice[0]}".'
            raise DefinitionInvalid([_fault(file, 1, "missing-column", said)])
    for row in reader:
        yield reader.line_num, {key: (value or "").strip() for key, value in row.items() if key in names}


def _sound(lines: Iterable[str], file: str) -> Iterator[str]:
    """The lines, none of which would make the CSV reader break off."""
    for number, line in enumerate(lines, 1):
        if "\0" in line or len(line) > LONGEST_LINE:
            raise DefinitionInvalid(
                [_fault(file, number, "unreadable", "This line is no text of a register.")]
            )
        yield line


def _fault(file: str, line: int, code: str, said: str) -> Finding:
    return Finding(file, line, 1, code, "error", said)
