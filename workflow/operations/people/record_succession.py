"""Record who succeeds whom from a day on, from a table of successions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from models import registers
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.errors import NotPermitted
from workflow.importers.unit_register import Succession
from workflow.operations.steps import chains
from workflow.operations.steps.acting import Act
from workflow.organisation.succession import WHOLE
from workflow.organisation.units import is_same_name

SUBJECT = "organisations"
SUCCESSOR, ABOVE = "successor", "above"


@dataclass(frozen=True, slots=True)
class SuccessionTable:
    """A table: where it is from, the first day of the successors, the file's SHA-256, its rows."""

    source: str
    day: date
    file_sha256: str
    rows: Sequence[Succession]


@dataclass(frozen=True, slots=True)
class RecordedSuccession:
    """How many successors were recorded, were there already, or are no succession because the office goes on;
    how many ended offices now stand under a successor of who stood above them; and the rows that were not
    taken, as (line, code of the reason, what stands there)."""

    recorded: int
    known: int
    unchanged: int
    relinked: int
    rejected: tuple[tuple[int, str, str], ...]


def record_succession(session: Session, act: Act, table: SuccessionTable) -> RecordedSuccession:
    """Take each row whose offices are found: the old one by its code on the day before, the new one on the
    day itself, both under the names the table gives. Every other row is listed. The same table again changes
    nothing. Raises NotPermitted for anybody but the product itself."""
    if act.actor.user_id is not None:
        raise NotPermitted(permission="manage_organisations")
    day = table.day
    before, now = _by_code(session, day - timedelta(days=1)), _by_code(session, day)
    known = {(row["org_id"], row["other_id"]) for row in registers.links_on(session, (SUCCESSOR,), day)}
    fresh: dict[tuple[UUID, UUID], dict[str, Any]] = {}
    rejected: list[tuple[int, str, str]] = []
    there = unchanged = 0
    for row in table.rows:
        old, reason = _found(before, row.old_code, row.old_name, row.is_sure)
        new, new_reason = _found(now, row.new_code, row.new_name, True)
        if old is None or new is None:
            rejected.append((row.line, f"old-{reason}" if old is None else f"new-{new_reason}", row.old_name))
        elif old == new:
            unchanged += 1
        elif (old, new) in known or (old, new) in fresh:
            there += 1
        else:
            link = {"org_id": old, "relation": SUCCESSOR, "other_id": new, "from_day": day, "to_day": None}
            fresh[old, new] = {**link, "extent": row.extent, "source": table.source}
    registers.insert_offices(session, [], [], list(fresh.values()))
    relinked = _relink(session, table, fresh)
    result = RecordedSuccession(len(fresh), there, unchanged, relinked, tuple(rejected))
    if fresh or relinked:
        _record(session, act, table, result)
    return result


def _by_code(session: Session, day: date) -> Mapping[str, list[tuple[UUID, str]]]:
    found: defaultdict[str, list[tuple[UUID, str]]] = defaultdict(list)
    for row in registers.named_by_code(session, day):
        found[row["code"]].append((row["org_id"], row["name"]))
    return found


def _found(
    by_code: Mapping[str, list[tuple[UUID, str]]], code: str, name: str, is_sure: bool
) -> tuple[UUID | None, str]:
    """The office, or None and why not: no code in the table, unknown code, another name, several offices."""
    if not code:
        return None, "no-code"
    bearers = by_code.get(code, [])
    fitting = [one for one in bearers if not (name and is_sure) or is_same_name(one[1], name)]
    if len(fitting) == 1:
        return fitting[0][0], ""
    if len(fitting) > 1:
        return None, "several"
    return None, "other-name" if bearers else "unknown"


def _relink(
    session: Session, table: SuccessionTable, fresh: Mapping[tuple[UUID, UUID], Mapping[str, Any]]
) -> int:
    """An ended office that stood under another ended one is overseen by its successor from now on."""
    day = table.day
    whole = {old: new for (old, new), link in fresh.items() if link["extent"] == WHOLE}
    if not whole:
        return 0
    alive = set(registers.names_held(session, list(whole), day))
    moved = [
        row
        for row in registers.links_on(session, (ABOVE,), day)
        if row["other_id"] in whole
        and row["other_id"] not in alive
        and row["org_id"] != whole[row["other_id"]]
    ]
    registers.end_links(
        session, [(row["org_id"], ABOVE, row["other_id"]) for row in moved], day - timedelta(days=1)
    )
    rows = [
        {
            "org_id": row["org_id"],
            "relation": ABOVE,
            "other_id": whole[row["other_id"]],
            "from_day": day,
            "to_day": None,
            "extent": None,
            "source": table.source,
        }
        for row in moved
    ]
    registers.insert_offices(session, [], [], rows)
    return len(rows)


def _record(session: Session, act: Act, table: SuccessionTable, result: RecordedSuccession) -> None:
    body = {
        "changed": "successors",
        "source": table.source,
        "from": table.day.isoformat(),
        "to": None,
        "file": table.file_sha256,
        "rows": len(table.rows),
        "recorded": result.recorded,
        "known": result.known,
        "unchanged": result.unchanged,
        "relinked": result.relinked,
        "rejected": len(result.rejected),
    }
    chains.append(session, act, SUBJECT, EventKind.ORGANISATION_RECORDED, table.day, body)
