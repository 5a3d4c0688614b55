"""Several writes as one statement: PostgreSQL lets a statement carry others in its WITH.

All of them see the table as it was before, so only writes that cannot meet in a row are joined: any inserts,
and updates that name different rows, those of one table by keys of the same parts.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import Any

from models.prepared import Form

MOST = 24
"""Longer than this a statement takes longer to be planned than to be sent in parts."""
_PLACE = re.compile(r"\$(\d+)")


@dataclass(frozen=True, slots=True)
class Write:
    """A prepared write that waits: how it is written, the values of each row, how many rows it must touch."""

    form: Form
    values: Sequence[tuple[Any, ...]]
    touches: int | None


@dataclass(frozen=True, slots=True)
class Joined:
    """One statement for several: its text, its values, and how many rows the last of them must touch."""

    text: str
    values: tuple[Any, ...]
    touches: int | None


def join(writes: Sequence[Write]) -> Joined | None:
    """The writes as one statement, or None where that would not do the same."""
    if sum(len(one.values) for one in writes) > MOST or not _apart(writes):
        return None
    checked = [one for one in writes if one.touches is not None]
    if len(checked) > 1 or any(len(one.values) > 1 for one in checked):
        return None
    ordered = [one for one in writes if one.touches is None] + checked
    text = _joined(tuple(one.form.text for one in ordered for _ in one.values))
    values = tuple(chain.from_iterable(values for one in ordered for values in one.values))
    return Joined(text, values, checked[0].touches if checked else None)


def _apart(writes: Sequence[Write]) -> bool:
    """Whether no row is changed twice."""
    updates = [one for one in writes if one.form.changes is not None]
    if len({one.form.changes for one in updates}) == sum(len(one.values) for one in updates):
        return True
    by: dict[str, int] = {}
    rows: set[tuple[Any, ...]] = set()
    for one in updates:
        table = str(one.form.changes)
        if by.setdefault(table, len(one.form.key)) != len(one.form.key):
            return False
        for values in one.values:
            row = (table, *(values[place] for place in one.form.key))
            if row in rows:
                return False
            rows.add(row)
    return True


@lru_cache(maxsize=1000)
def _joined(texts: tuple[str, ...]) -> str:
    """Acts of a kind write alike, so that few texts serve all."""
    counted, passed = [], 0
    for text in texts:
        counted.append(_shifted(text, passed))
        passed += max(map(int, _PLACE.findall(text)), default=0)
    if len(counted) == 1:
        return counted[0]
    carried = ", ".join(f"w{turn} AS ({text})" for turn, text in enumerate(counted[:-1]))
    return f"WITH {carried} {counted[-1]}"


def _shifted(text: str, by: int) -> str:
    return _PLACE.sub(lambda found: f"${int(found[1]) + by}", text)
