"""Replays an event log, batch by batch: each batch is one verb in one transaction, every event is accounted
for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from models import people
from models.errors import Duplicate
from models.session import Database, Session
from workflow.access.actor import Actor, Grant
from workflow.audit.kinds import EventKind
from workflow.errors import DeadlineRefused, InvalidInput, NotFound
from workflow.importers.log import LogTrace
from workflow.importers.log_case import OldTrace, RejectedTrace, read_trace
from workflow.importers.log_mapping import LogMapping
from workflow.importers.log_survey import Survey
from workflow.importers.register import VersionFor
from workflow.operations.case.replay_case import Deviation, Log, Replay, replay_cases
from workflow.operations.people.end_user import end_user
from workflow.operations.people.give_role import give_role
from workflow.operations.people.record_user import record_user
from workflow.operations.steps.acting import Act, derived_id
from workflow.operations.steps.chains import append
from workflow.workers.batches import done_or_tried, in_batches

MOST_LISTED = 1000
"""How many deviations a result keeps; every one of them was handed to `told` before."""


@dataclass(slots=True)
class Replayed:
    """What became of a log: every event is taken, deviating, passed over (another lifecycle) or outside
    with its rejected case. `known` cases came in by an earlier run, whose record is counted here again."""

    cases: int = 0
    imported: int = 0
    known: int = 0
    events: int = 0
    taken: int = 0
    deviating: int = 0
    passed_over: int = 0
    outside: int = 0
    reasons: Counter[str] = field(default_factory=Counter)
    activities: Counter[str] = field(default_factory=Counter)
    deviations: list[Deviation] = field(default_factory=list)
    rejected: list[RejectedTrace] = field(default_factory=list)

    @property
    def share(self) -> float:
        """The part of all events that the definition allowed, 0 to 1."""
        return self.taken / self.events if self.events else 0.0

    def counts(self) -> dict[str, int]:
        """The numbers alone."""
        names = ("cases", "imported", "known", "events", "taken", "deviating", "passed_over", "outside")
        return {name: getattr(self, name) for name in names} | {"rejected": len(self.rejected)}

    def as_json(self) -> dict[str, Any]:
        """The result as the command line prints it."""
        return {
            **self.counts(),
            "share": round(self.share, 6),
            "reasons": dict(self.reasons.most_common()),
            "activities": dict(self.activities.most_common()),
            "deviations": [one.as_json() for one in self.deviations],
            "not_listed": self.deviating - len(self.deviations),
            "rejected_cases": [one.as_json() for one in self.rejected],
        }


def replay_log(
    database: Database,
    make_act: Callable[[], Act],
    log: Log,
    mapping: LogMapping,
    found: Survey,
    version_for: VersionFor,
    traces: Iterable[LogTrace],
    *,
    size: int = 50,
    dry_run: bool = False,
    told: Callable[[Deviation], None] = lambda deviation: None,
    progress: Callable[[int], None] = lambda count: None,
) -> Replayed:
    """Replay every trace of a log. A dry run does everything but commit.

    `log.actors` is made here, of the resources that `found` names. A case goes in wholly or not: what cannot
    be one is rejected with its line; where a batch fails it is done again case by case, so that only the
    case at fault stays outside. Killed and run again, it goes on where it was. `told` hears every deviation
    once its case is stored.
    """
    with_actors = replace(log, actors=_actors(database, make_act, log, mapping, found, dry_run))
    run = _Run(database, make_act, with_actors, dry_run, told, Replayed())
    seen: set[str] = set()
    for batch in in_batches(traces, size):
        good: list[OldTrace] = []
        for trace in batch:
            case = read_trace(mapping, version_for, trace, make_act().at)
            run.result.cases += 1
            run.result.events += len(trace.events)
            if isinstance(case, RejectedTrace):
                run.reject(case)
            elif case.key in seen:
                said = f"{mapping.case} {case.key!r} stands twice in the file"
                run.reject(RejectedTrace(trace.line, trace.column, case.key, said, len(trace.events)))
            else:
                seen.add(case.key)
                good.append(case)
        run.store(good)
        progress(len(batch))
    if not dry_run:
        _note(database, make_act(), with_actors, run.result)
    return run.result


@dataclass(slots=True)
class _Run:
    """One run over a log, and what it came to so far."""

    database: Database
    make_act: Callable[[], Act]
    log: Log
    dry_run: bool
    told: Callable[[Deviation], None]
    result: Replayed

    def reject(self, one: RejectedTrace) -> None:
        self.result.rejected.append(one)
        self.result.outside += one.events

    def store(self, good: Sequence[OldTrace]) -> None:
        """Replay cases in one transaction; where it fails, each in one of its own."""
        if not good:
            return
        try:
            replays = done_or_tried(
                self.database,
                lambda session: replay_cases(session, self.make_act(), self.log, good),
                dry_run=self.dry_run,
            )
        except (Duplicate, InvalidInput, DeadlineRefused, NotFound) as error:
            if len(good) > 1:
                for one in good:
                    self.store([one])
                return
            only = good[0]
            events = len(only.events) + only.passed_over
            self.reject(RejectedTrace(only.line, only.column, only.key, _because(only, error), events))
            return
        for trace, replay in zip(good, replays, strict=True):
            self.result.passed_over += trace.passed_over
            self._count(replay)

    def _count(self, replay: Replay) -> None:
        result = self.result
        result.known += replay.known
        result.imported += not replay.known
        result.taken += replay.taken
        result.deviating += replay.deviating
        for one in replay.deviations:
            result.reasons[one.code] += 1
            result.activities[one.activity] += 1
            if len(result.deviations) < MOST_LISTED:
                result.deviations.append(one)
            self.told(one)


def _because(case: OldTrace, error: Exception) -> str:
    if isinstance(error, Duplicate):
        return f"the office has another case with the number {case.number!r}"
    if isinstance(error, InvalidInput):
        return "; ".join(f"{fault.path}: {fault.code}" for fault in error.errors)
    return str(error)


def _actors(
    database: Database,
    make_act: Callable[[], Act],
    log: Log,
    mapping: LogMapping,
    found: Survey,
    dry_run: bool,
) -> Mapping[str, Actor]:
    """The log's resources as actors with the roles the mapping gives them: users without a login, active
    from the log's first day to its last and never again."""
    actors = {"": Actor(f"import:{log.name}"[:60], grants=_grants(log, mapping.default))}
    for resource in sorted(found.resources):
        user_id = derived_id("log actor", log.name, resource)
        actors[resource] = Actor("user", user_id, resource, _grants(log, mapping.roles_of(resource)))
    if not dry_run and found.first is not None and found.last is not None:
        with database.transaction() as session:
            for actor in actors.values():
                _record(session, make_act(), log, actor, found.first, found.last)
    return actors


def _grants(log: Log, roles: Sequence[str]) -> tuple[Grant, ...]:
    return tuple(Grant(role, log.org_id, log.org_id) for role in dict.fromkeys(roles))


def _record(session: Session, act: Act, log: Log, actor: Actor, first: date, last: date) -> None:
    if actor.user_id is None or people.read_user(session, actor.user_id) is not None:
        return
    username = f"log-{actor.user_id.hex[:24]}"
    shown = actor.display_name or username
    record_user(session, act, username, shown, log.org_id, first, actor.user_id, imported=True)
    for grant in actor.grants:
        try:
            give_role(session, act, actor.user_id, grant.role, grant.org_id, first, last)
        except InvalidInput as error:
            # Somebody of ours held the office's one chair in those days. The log's actor acts in that role
            # all the same, for so the mapping reads the past; nobody is said to have held it twice.
            if error.errors[0].code != "held-by-another":
                raise
    end_user(session, act, actor.user_id, last)


def _note(database: Database, act: Act, log: Log, result: Replayed) -> None:
    body = {"register": log.name, "file": log.file_sha256, "mapping": log.mapping_sha256, **result.counts()}
    with database.transaction() as session:
        append(session, act, "registers", EventKind.REGISTER_IMPORTED, act.at, body, organisation=log.org_id)
