"""Who succeeds an office on a day, and to whom each of its open cases goes."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

WHOLE, PART = "whole", "part"


class Why(StrEnum):
    """Why a case goes where it goes. The value is stored with the act and never renamed."""

    ONLY_SUCCESSOR = "only_successor"  # the whole office has one successor
    CHOSEN = "chosen"  # somebody chose for this case
    CHOSEN_FOR_ALL = "chosen_for_all"  # somebody chose for every case that has no choice of its own
    WITH_PARENT = "with_parent"  # it goes with the case it is a child of
    STAYS = "stays"  # somebody chose that it stays, for the office goes on
    CHOICE_NEEDED = "choice_needed"  # several successors, and nobody has chosen


@dataclass(frozen=True, slots=True)
class Link:
    """`other` succeeds an office, wholly or in part; `extent` None where nobody said. `source`: where it is
    written."""

    other: UUID
    extent: str | None
    source: str | None


@dataclass(frozen=True, slots=True)
class Successor:
    """An office that a case may go to. `through`: the ended offices on the way, the first successor first."""

    org_id: UUID
    extent: str
    through: tuple[UUID, ...]
    source: str | None


def successors(
    old: UUID, links: Mapping[UUID, Sequence[Link]], ended: Collection[UUID]
) -> tuple[Successor, ...]:
    """The offices that succeed `old` and have not ended themselves; a successor that has ended is followed to
    its own successors. Each office once; `part` where any link on the way is."""
    found: dict[UUID, Successor] = {}
    seen = {old}
    waiting: list[tuple[UUID, tuple[UUID, ...], str]] = [(old, (), WHOLE)]
    while waiting:
        at, through, extent = waiting.pop(0)
        for link in links.get(at, ()):
            if link.other in seen:
                continue
            seen.add(link.other)
            reached = PART if PART in (extent, link.extent) else WHOLE
            if link.other in ended and links.get(link.other):
                waiting.append((link.other, (*through, link.other), reached))
            else:
                found[link.other] = Successor(link.other, reached, through, link.source)
    return tuple(found.values())


@dataclass(frozen=True, slots=True)
class Going:
    """Where a case goes (None: it waits for a choice, or stays), and why."""

    to: UUID | None
    why: Why


def destinations(
    waiting: Mapping[UUID, UUID | None],
    old: UUID,
    found: Sequence[Successor],
    chosen: Mapping[UUID, UUID],
    for_all: UUID | None,
) -> dict[UUID, Going]:
    """For each open case (id → the case it is a child of, or None) where it goes.

    A choice of its own comes first, then that of its parent, then the one made for all; without any, the one
    successor of a whole office takes it. Of several successors, or of a part, nobody but a person can say.
    """
    only = found[0].org_id if len(found) == 1 and found[0].extent == WHOLE else None

    def going(case_id: UUID, met: tuple[UUID, ...] = ()) -> Going:
        if case_id in chosen:
            to = chosen[case_id]
            return Going(None, Why.STAYS) if to == old else Going(to, Why.CHOSEN)
        parent = waiting[case_id]
        if parent is not None and parent in waiting and parent not in met:
            up = going(parent, (*met, case_id))
            if up.why in (Why.CHOSEN, Why.WITH_PARENT, Why.STAYS):
                return Going(up.to, Why.STAYS if up.to is None else Why.WITH_PARENT)
        if for_all is not None:
            return Going(for_all, Why.CHOSEN_FOR_ALL)
        if only is not None:
            return Going(only, Why.ONLY_SUCCESSOR)
        return Going(None, Why.CHOICE_NEEDED)

    return {case_id: going(case_id) for case_id in waiting}
