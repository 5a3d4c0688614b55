"""An import that is killed again and again, and what must be true of it in the end."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import func, select

from models.tables.audit import audit_events
from models.tables.cases import cases, filings, holdings, parties
from models.tables.clocks import rungs, timers
from tests.concurrency.mortals import KILLED, Death, Running
from tests.world import World
from workflow.operations.audit.verify_audit import verify_audit
from workflow.workers.bulk import Imported

Bring = Callable[[World], Imported]


@dataclass(frozen=True, slots=True)
class Killed:
    """What a killed import came to: how often it died, how many cases each death left behind, and what the
    run that was let be told."""

    kills: int
    left: tuple[int, ...]
    last: Imported


def kill_at_places(world: World, bring: Bring, kills: int) -> Killed:
    """Kill the import at statements, answers and commits; then let it end."""
    dice = random.Random(kills)
    deaths = [
        Death(dice.choice(["statement", "answer", "commit", "committed"]), dice.randint(1, 12))
        for _ in range(kills)
    ]
    exits = []
    left = []
    for death in deaths:
        exits.append(Running(world, bring, death).wait(120))
        left.append(count(world, cases))
    return Killed(exits.count(KILLED), tuple(left), bring(world))


def kill_at_moments(world: World, bring: Bring, kills: int, longest: float) -> Killed:
    """Kill the import from outside after up to `longest` seconds; then let it end."""
    dice = random.Random(kills)
    exits = []
    left = []
    for _ in range(kills):
        exits.append(Running(world, bring).kill(after=dice.uniform(0.2, longest)))
        left.append(count(world, cases))
    return Killed(exits.count(KILLED), tuple(left), bring(world))


def count(world: World, table: Any) -> int:
    """How many rows a table has."""
    return int(world.read(lambda session: session.scalar(select(func.count()).select_from(table))))


def everything(world: World) -> dict[str, int]:
    """Rows of each table that an import writes: none may be lost, and none doubled."""
    tables = {"cases": cases, "filings": filings, "holdings": holdings, "parties": parties}
    tables |= {"timers": timers, "rungs": rungs}
    found = {name: count(world, table) for name, table in tables.items()}
    imported = select(func.count()).where(audit_events.c.kind == "case_imported")
    return found | {"events": int(world.read(lambda session: session.scalar(imported)))}


def shape(world: World) -> list[tuple[Any, ...]]:
    """The cases as they stand, without what differs between runs: ids of parts and the instant of import."""
    columns = (cases.c.case_id, cases.c.number, cases.c.state, cases.c.received_on, cases.c.due_at)
    statement = select(*columns).order_by(cases.c.number)
    return [tuple(row) for row in world.read(lambda session: session.execute(statement).all())]


def holds(world: World) -> bool:
    """Whether every chain is whole."""
    return bool(world.read(verify_audit).ok)


def counted(result: Imported) -> Imported:
    """A result as a run that met nothing would have told it: what was there counts as brought in."""
    return replace(result, imported=result.imported + result.skipped, skipped=0)
