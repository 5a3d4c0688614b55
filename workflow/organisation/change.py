"""What a register changes: which offices go on, which begin, which end, and who oversees what an ended one
leaves. A code is not an identity: an office goes on where code and name are the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from workflow.organisation.units import Wanted, is_same_name


@dataclass(frozen=True, slots=True)
class Known:
    """An office that bears a code on the register's day. `register`: None where it was recorded by hand."""

    org_id: UUID
    code: str
    name: str
    short_name: str
    from_day: date
    to_day: date | None
    register: str | None
    register_on: date | None
    above: UUID | None
    inspectors: frozenset[UUID]


@dataclass(frozen=True, slots=True)
class Ended:
    """An office that the register no longer has, and who stands above what it leaves (None: nobody known)."""

    office: Known
    overseer: UUID | None


@dataclass(frozen=True, slots=True)
class Change:
    """What a register changes. `taken`: codes that an office recorded by hand bears under another name, or
    several offices bear at once; with any of these the register cannot come in."""

    begin: tuple[Wanted, ...]
    go_on: tuple[tuple[Known, Wanted], ...]
    end: tuple[Ended, ...]
    taken: tuple[tuple[str, str], ...]


def changed(
    wanted: Sequence[Wanted], known: Iterable[Known], above: Mapping[UUID, UUID], *, is_part: bool
) -> Change:
    """Compare a register with what stands on its day; `above`: who stands above whom there, of all offices.

    With `is_part` the register has some top units only: offices below others stay as they are.
    """
    by_code: defaultdict[str, list[Known]] = defaultdict(list)
    for office in known:
        by_code[office.code].append(office)
    begin, go_on, taken = [], [], []
    for one in wanted:
        same = [office for office in by_code[one.code] if is_same_name(office.name, one.name)]
        others = [office for office in by_code[one.code] if office not in same and office.register is None]
        if len(same) > 1 or others:
            taken += [(one.code, office.name) for office in (same if len(same) > 1 else others)]
        elif same:
            go_on.append((same[0], one))
        else:
            begin.append(one)
    staying = {office.org_id for office, _ in go_on}
    tops = {one.code for one in wanted if one.above is None}
    codes = {office.org_id: office.code for offices in by_code.values() for office in offices}
    end = []
    for office in (one for offices in by_code.values() for one in offices):
        chain = chain_above(office.org_id, above)
        within = not is_part or codes.get((office.org_id, *chain)[-1]) in tops
        if office.org_id not in staying and office.register is not None and within:
            overseer = next((one for one in chain if one in staying), chain[-1] if chain else None)
            end.append(Ended(office, overseer))
    return Change(tuple(begin), tuple(go_on), tuple(end), tuple(taken))


def chain_above(org_id: UUID, above: Mapping[UUID, UUID]) -> tuple[UUID, ...]:
    """The offices above, nearest first, ending where a circle would close."""
    found: list[UUID] = []
    at = above.get(org_id)
    while at is not None and at not in found and at != org_id:
        found.append(at)
        at = above.get(at)
    return tuple(found)
