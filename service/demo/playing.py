"""Plays the story: each act by the person it belongs to, at its own instant, every warning fired on its
morning, and every case that an act asked for opened on its evening."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from uuid import UUID

from models.session import Database, Session
from service.demo import duties
from service.demo.office import Office
from service.demo.scenes import NOBODY, Scene
from service.demo.verbs import VERBS, Played, take
from workflow.access.actor import SYSTEM, Actor
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.errors import WorkflowError
from workflow.obligation.plan import Plan
from workflow.operations.steps.acting import Act, derived_id
from workflow.operations.steps.places import actor_of
from workflow.workers.obligations import open_duties
from workflow.workers.opener import deliver
from workflow.workers.sweeper import sweep

MORNING = timedelta(hours=7, minutes=45)
EVENING = timedelta(hours=16, minutes=30)


@dataclass(slots=True)
class Stage:
    """Where the story is played. `refused` names the acts that the rules did not allow, by code: none in a
    sound story."""

    database: Database
    calendar: WorkingCalendar
    office: Office
    plans: Sequence[Plan] = ()
    played: Played = field(default_factory=Played)
    refused: list[str] = field(default_factory=list)
    stopped: set[str] = field(default_factory=set)
    actors: dict[str, Actor] = field(default_factory=dict)
    acts: int = 0
    delivered: set[str] = field(default_factory=set)

    @property
    def cases(self) -> int:
        """How many cases there are: those that people and plans opened, and those that other cases opened."""
        begun = {ref for name, ref in self.played.refs.items() if "/" not in name}
        return len(begun | self.delivered)


def play(stage: Stage, scenes: Sequence[Scene], until: date) -> None:
    """Play every scene, then fire what is due on the morning of `until`. Played again, it finds what was
    done."""
    swept: date | None = None
    for day, todays in groupby(scenes, key=lambda scene: stage.calendar.local_day(scene.at)):
        swept = _mornings(stage, swept or day, day)
        _play_day(stage, list(todays))
        _evening(stage, day)
    if swept is not None:
        _mornings(stage, swept, until)


def _mornings(stage: Stage, after: date, until: date) -> date:
    """Fire what falls due on each day that begins before the acts of `until`."""
    day = after
    while day < until:
        day += timedelta(days=1)
        sweep(stage.database, _worker(stage, "sweep", stage.calendar.midnight(day) + MORNING))
    return max(after, until)


def _evening(stage: Stage, day: date) -> None:
    """Open the cases that the day's acts asked for."""
    at = stage.calendar.midnight(day) + EVENING
    done = deliver(stage.database, _worker(stage, "deliver", at))
    stage.delivered |= {str(one) for one in done.opened}
    for one in done.failed:
        stage.refused.append(f"message of {day.isoformat()}: {one.failure}")


def _worker(stage: Stage, name: str, at: datetime) -> Callable[[], Act]:
    """Acts of the system at one instant; a repeat makes other ids, for part of the work may be done."""

    def new_id() -> UUID:
        return derived_id("demo", name, at.isoformat(), os.urandom(8).hex())

    return lambda: Act(SYSTEM, at, new_id, os.urandom)


def _play_day(stage: Stage, scenes: Sequence[Scene]) -> None:
    """The acts of a day in one transaction; where one of them is refused, each in its own, so that only that
    case goes no further."""
    for scene in scenes:
        if scene.what == duties.OPEN:
            _open_duties(stage, scene)
    acts = [scene for scene in scenes if scene.what not in (duties.OPEN, "wait") and _goes_on(stage, scene)]
    try:
        with stage.database.transaction() as session:
            for scene in acts:
                _play(session, stage, scene)
        stage.acts += len(acts)
    except WorkflowError:
        for scene in acts:
            _play_alone(stage, scene)


def _goes_on(stage: Stage, scene: Scene) -> bool:
    return not any(scene.case == case or scene.case.startswith(f"{case}/") for case in stage.stopped)


def _play_alone(stage: Stage, scene: Scene) -> None:
    if not _goes_on(stage, scene):
        return
    try:
        with stage.database.transaction() as session:
            _play(session, stage, scene)
        stage.acts += 1
    except WorkflowError as error:
        stage.stopped.add(scene.case)
        stage.refused.append(f"{scene.case} {scene.what}: {error.code} {error.facts}")


def _play(session: Session, stage: Stage, scene: Scene) -> None:
    day = stage.calendar.local_day(scene.at)
    key, numbers = f"{scene.case}:{scene.place}", itertools.count()
    by, made = _actor(session, stage, scene.who, day), lambda: derived_id("demo", key, str(next(numbers)))
    act = Act(by, scene.at, made, os.urandom, f"demo:{key}")
    VERBS.get(scene.what, take)(session, stage.office, stage.played, act, day, scene)


def _actor(session: Session, stage: Stage, who: str, day: date) -> Actor:
    """Whoever acts; the story's people hold the same posts from first to last, so each is looked up once."""
    if who not in stage.actors:
        found = actor_of(session, stage.office.people[who], day)
        assert found is not None  # the story names nobody who is not at work
        stage.actors[who] = found
    return stage.actors[who]


def _open_duties(stage: Stage, scene: Scene) -> None:
    assert scene.who == NOBODY
    office = stage.office.organisations[scene.fields["office"]]
    make_act = _worker(stage, duties.OPEN, scene.at)
    for duty in open_duties(stage.database, make_act, stage.plans, office, scene.fields["year"]):
        if duty.number is not None:
            key = duties.duty_key(f"{duty.plan.code}.{duty.task.code}", duty.period.name)
            stage.acts += key not in stage.played.refs
            stage.played.refs[key] = duty.number
