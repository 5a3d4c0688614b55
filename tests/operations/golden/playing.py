"""Plays a golden scenario in a world, by the verbs, holds every step against what it says, and fills every
letter. The browser plays the same tables through the pages (`tests/browser/walk.py`)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from uuid import UUID

import pytest

from models import cases, definitions, organisations, people
from models.session import Session
from tests.operations.golden.filling import faults, written
from tests.operations.golden.scenario import Days, Scenario, Step
from tests.operations.journeys import at_nine
from tests.operations.record import Record, chains_hold, codes, read, sweep
from tests.world import World, paper
from workflow.case_type.beginning import DESK
from workflow.case_type.model import CaseType
from workflow.errors import TransitionRefused
from workflow.operations.case.answer_request import answer_request
from workflow.operations.case.confirm_proposal import confirm_proposal
from workflow.operations.case.send_request import send_request
from workflow.operations.evidence.record_receipt import record_receipt
from workflow.operations.steps.acting import Told
from workflow.operations.steps.library import library
from workflow.workers.opener import deliver

LONG_AGO = date(2015, 1, 1)
EAST_OF_GREENWICH = timedelta(hours=7)


def play(world: World, scenario: Scenario) -> Record:
    """Play a scenario from its first step by the verbs; gives the record of the case as it ends."""
    settle(world, scenario)
    return run_through(Played(world, scenario))


def run_through(played: Played) -> Record:
    """Take every step of a scenario whose world is settled; gives the record of the case as it ends."""
    world, scenario = played.world, played.scenario
    for number, step in enumerate(scenario.steps, 1):
        played.take(step, f"step {number}, {step.day} {step.kind} {step.name}")
    chains_hold(world)
    found = read(world, played.cases[""])
    assert found.row["version"] == scenario.version
    return found


def settle(world: World, scenario: Scenario) -> None:
    """Put the world to the scenario's first day, with its further people and traits."""
    at_nine(world, date.fromisoformat(scenario.steps[0].day))
    for name, (role, place) in scenario.people.items():
        if name in world.users:
            continue
        user_id = world.users[name] = world.new_id()
        user = {"username": name, "display_name": name.capitalize(), "password_hash": None, "imported": False}
        dates = {"active_from": LONG_AGO, "active_to": None, "recorded_at": world.at}
        world.run(people.insert_people_row, "user", {"user_id": user_id, **user, **dates})
        held = {"user_id": user_id, "role": role, "org_id": world.orgs[place]}
        world.run(people.insert_people_row, "role", {**held, "from_day": LONG_AGO, "to_day": None})
    own = {"org_id": world.orgs[scenario.org], "from_day": LONG_AGO, "to_day": None}
    rows = [{**own, "trait": trait, "value": True, "because": "Thử"} for trait in scenario.traits]
    world.run(organisations.insert_organisation_rows, "trait", rows)


class Played:
    """The cases of one play by the case type that names them; the scenario's own is "". A step of a kind is
    taken by `step_KIND`."""

    def __init__(self, world: World, scenario: Scenario) -> None:
        self.world, self.scenario = world, scenario
        self.cases: dict[str, UUID] = {}
        self.proposed: dict[str, tuple[str, ...]] = {}
        self._earlier: Record | None = None

    def take(self, step: Step, where: str) -> None:
        self._come_to(step, where)
        before = read(self.world, self.cases[step.of]) if step.of in self.cases else None
        getattr(self, f"step_{step.kind}")(step)
        after = read(self.world, self.cases[step.of])
        if step.kind == "refused":
            assert after == before, f"{where}: a refusal changed the record"
            return
        wanted = step.to or (before.row["state"] if before else after.row["state"])
        assert after.row["state"] == wanted, f"{where}: {after.row['state']}, not {wanted}"
        earlier = self._earlier if step.kind == "wait" else before
        compare(earlier.timers if earlier else (), after.timers, step.due, where)

    def _come_to(self, step: Step, where: str) -> None:
        """Time goes on to the step's hour; for a step that is no `wait`, nothing may come due unseen."""
        at = self._instant(step)
        assert at >= self.world.at, f"{where}: time does not run backwards"
        self._earlier = read(self.world, self.cases[step.of]) if step.of in self.cases else None
        known = {name: read(self.world, case).row["state"] for name, case in self.cases.items()}
        self.world.at = at
        sweep(self.world)
        if step.kind == "wait":
            return
        for name, case in self.cases.items():
            found = read(self.world, case)
            assert found.row["state"] == known[name], f"{where}: the system moved it to {found.row['state']}"
        if self._earlier is not None:
            now = read(self.world, self.cases[step.of])
            compare(self._earlier.timers, now.timers, {}, f"before {where}")

    def _instant(self, step: Step) -> datetime:
        day, hour = date.fromisoformat(step.day), step.more.get("hour")
        midnight = datetime.combine(day, time(), UTC) - EAST_OF_GREENWICH
        at = midnight + timedelta(hours=9 if hour is None else hour)
        return max(at, self.world.at) if hour is None and self.world.today() == day else at

    def step_open(self, step: Step) -> None:
        more = dict(step.more)
        received = date.fromisoformat(more.pop("received", step.day))
        doors = self._case_type().opened.doors
        made = self.world.open(
            step.who, self.scenario.case_type, self.values(step.fields), org=self.scenario.org,
            papers=tuple(paper(kind) for kind in step.papers), received_on=received,
            door=DESK if DESK in doors else doors[0], **more,
        )  # fmt: skip
        self.cases[step.of] = made.case_id

    def _case_type(self) -> CaseType:
        """The version that the scenario plays: what only another case opens is opened here as if by one."""

        def found(session: Session) -> CaseType:
            row = definitions.find_version(
                session, "case_type", self.scenario.case_type, self.scenario.version
            )
            assert row is not None
            return library(session).case_type(str(row["sha256"]))

        return self.world.read(found)  # type: ignore[no-any-return]

    def step_act(self, step: Step) -> None:
        self._take(step)
        if self.world.read(cases.read_proposal, self.cases[step.of]) is None:
            self._print(step, step.papers)
        else:
            self.proposed[step.of] = step.papers

    def _print(self, step: Step, papers: tuple[str, ...]) -> None:
        letters = written(self.world, self.cases[step.of], step.who, papers)
        assert [fault for letter in letters for fault in faults(letter)] == [], f"{step.day} {step.name}"

    def _take(self, step: Step) -> None:
        case = self.cases[step.of]
        happened = step.more.get("happened")
        self.world.take(
            step.who, case, step.name, self.values(step.fields), step.papers,
            date.fromisoformat(happened) if happened else None, step.more.get("late_reason", ""),
        )  # fmt: skip

    def step_refused(self, step: Step) -> None:
        with pytest.raises(TransitionRefused) as caught:
            self._take(step)
        assert codes(caught.value) == step.more["because"]

    def step_wait(self, step: Step) -> None:
        """The sweep of `_come_to` is all that happens."""
        assert step.due or step.to, f"{step.day}: nothing is said of what this time brings"

    def step_receipt(self, step: Step) -> None:
        case = self.cases[step.of]
        named = [one for one in read(self.world, case).parties if one["field"] == step.name]
        party = named[step.more["place"]]["party_id"]
        told = Told(date.fromisoformat(step.day))
        self.world.run(record_receipt, self.world.act(step.who), str(case), party, told)

    def step_ask(self, step: Step) -> None:
        case, org = self.cases[step.of], self.world.orgs[step.more["org"]]
        self.world.run(send_request, self.world.act(step.who), str(case), step.name, org, "Đề nghị cung cấp.")

    def step_answer(self, step: Step) -> None:
        case = self.cases[step.of]
        sent = [one.body for one in read(self.world, case).events if str(one.kind) == "request_sent"]
        request = next(UUID(one["request"]) for one in reversed(sent) if one["request_kind"] == step.name)
        self.world.run(answer_request, self.world.act(step.who), str(case), request, "Đã cung cấp.")

    def step_confirm(self, step: Step) -> None:
        self.world.run(confirm_proposal, self.world.act(step.who), str(self.cases[step.of]))
        self._print(step, self.proposed.pop(step.of))

    def step_deliver(self, step: Step) -> None:
        done = deliver(self.world.database, self.world.act)
        assert done.failed == () and len(done.opened) == 1, done
        row = read(self.world, done.opened[0]).row
        assert row["case_type"] == step.of, row["case_type"]
        self.cases[step.of] = done.opened[0]

    def values(self, value: Any) -> Any:
        """A written value with its people, offices and case numbers."""
        if isinstance(value, str) and value.startswith("#"):
            return read(self.world, self.cases[value[1:]]).row["number"]
        if isinstance(value, str) and value.startswith("@@"):
            return str(self.world.orgs[value[2:]])
        if isinstance(value, str) and value.startswith("@"):
            return self.world.user(value[1:])
        if isinstance(value, Mapping):
            return {key: self.values(one) for key, one in value.items()}
        if isinstance(value, list | tuple):
            return [self.values(one) for one in value]
        return value


Timers = Iterable[Mapping[str, Any]]


def compare(before: Timers, after: Timers, due: Mapping[str, Days], where: str) -> None:
    """What `due` says holds, and it says something of every clock that was started, moved or stopped late.
    Of a timer these are read: timer_id, clock, running, verdict, legal_due."""
    standing = {one["timer_id"]: _said(one, "") for one in before}
    wanted = {clock: sorted([days] if isinstance(days, str) else days) for clock, days in due.items()}
    found: dict[str, list[str]] = {}
    for timer in after:
        now, clock = _said(timer, ""), timer["clock"]
        if standing.get(timer["timer_id"]) != now and (clock in wanted or now not in UNSAID):
            long = any(" of " in one for one in wanted.get(clock, ()))
            found.setdefault(clock, []).append(_said(timer, " of ") if long else now)
    # One day may be written for all parties alike.
    seen = {
        clock: sorted(set(days)) if len(wanted.get(clock, ())) == 1 else sorted(days)
        for clock, days in found.items()
    }
    assert seen == wanted, f"{where}: found {seen}, the scenario says {wanted}"


UNSAID = ("in_time", "none")
"""Stopped in time, or without a verdict: what needs no word."""


def _said(timer: Mapping[str, Any], of: str) -> str:
    """How a timer stands, as `due` writes it."""
    if timer["running"] == "stopped":
        return str(timer["verdict"]) + (f"{of}{timer['legal_due'].isoformat()}" if of else "")
    return "paused" if timer["running"] == "paused" else str(timer["legal_due"].isoformat())
