"""A replayed case stands as it would if the same acts had been taken day by day."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from models import audit, cases, clocks
from tests.importers.log_samples import WHOLE, bring_in, world, xes
from tests.operations.worlds import pg_made, pg_world, sqlite_made, sqlite_world
from tests.world import World
from workflow.audit.entry import Entry, parse
from workflow.operations.clock.fire_rungs import fire_rungs
from workflow.operations.steps.acting import derived_id

__all__ = ["pg_made", "pg_world", "sqlite_made", "sqlite_world", "world"]


def of_log(key: str) -> UUID:
    return derived_id("log", "errands", key)


def chain(world: World, case_id: UUID) -> list[Entry]:
    return [parse(row["text"]) for row in world.read(audit.read_events, case_id)]


def test_a_replay_leaves_what_the_same_acts_leave_when_they_are_taken_day_by_day(world: World) -> None:
    bring_in(world, xes({"a": WHOLE}))
    now = world.at
    ref = _live(world)
    world.at = now
    ours, theirs = (_standing(world, case_id) for case_id in (of_log("a"), ref))
    assert ours == theirs


def _live(world: World) -> UUID:
    """The same case by the public verbs, each at its own time, the sweeper awake in between."""
    times = [datetime.fromisoformat(time) for _, time, _ in WHOLE]
    world.at = times[0]
    fields = {"subject": "a – Start", "due": "2026-01-20T17:00:00+07:00", "who": "Người a"}
    ref = world.open("clerk", "errand", fields).case_id
    for at, (who, name, entered) in zip(
        times[1:],
        [("clerk", "count", {"people": 3}), ("clerk", "examine", {}), ("chair", "decide", {})],
        strict=False,
    ):
        world.at = at
        world.take(who, ref, name, entered)
    world.at = times[-1] - timedelta(hours=1)
    while due := world.read(clocks.due_rungs, world.at, 50):
        world.run(fire_rungs, world.act(), [(one["case_id"], one["timer_id"], one["rung"]) for one in due])
    world.at = times[-1]
    world.take("clerk", ref, "close", {"result": "yes"})
    return ref


def _standing(world: World, case_id: UUID) -> dict[str, Any]:
    row = world.read(cases.read_case, case_id)
    columns = (
        "state",
        "stage",
        "previous_state",
        "received_on",
        "closed_at",
        "moved_at",
        "due_at",
        "due_clock",
    )
    shown = {name: row[name] for name in (*columns, "paused", "subject", "marked_late")}
    shown["fields"] = {name: value for name, value in row["fields"].items() if name != "who"}
    names = (
        "clock", "kind", "running", "started_on", "raw_due", "legal_due", "due_at", "precision", "verdict",
        "stopped_on", "stopped_at",
    )  # fmt: skip
    timers = world.read(clocks.read_timers, case_id)
    # A live opening is told by its day, the log's by its instant; what a timer starts from is the day.
    shown["timers"] = sorted([tuple(one[name] for name in names) for one in timers], key=str)
    took = [one for one in chain(world, case_id) if one.kind == "transition_taken"]
    shown["acts"] = [(one.body["transition"], one.body["to"], one.happened) for one in took]
    return shown
