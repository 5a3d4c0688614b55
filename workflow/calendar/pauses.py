"""The pauses of a clock put in order: clipped to its start, joined where they overlap, so that no day is
counted twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from workflow.calendar.period import Pause
from workflow.errors import DeadlineRefused


def merged(start: date, pauses: Sequence[Pause]) -> tuple[Pause, ...]:
    """Pauses in order of their day, none reaching back before `start` or over another; an open one is the
    last.

    Pauses that cover no day are left out. Raises DeadlineRefused where one ends before it begins."""
    in_order: list[Pause] = []
    for pause in sorted(pauses, key=lambda one: one.from_day):
        if pause.to_day is not None and pause.to_day < pause.from_day:
            raise DeadlineRefused(
                f"The pause of {pause.from_day.isoformat()} ends before it begins.", why="pause-backwards"
            )
        reached = start
        if in_order:
            before = in_order[-1].to_day
            if before is None:
                break
            reached = max(start, before)
        clipped = replace(pause, from_day=max(pause.from_day, reached))
        if clipped.to_day is None or clipped.to_day > clipped.from_day:
            in_order.append(clipped)
    return tuple(in_order)
