"""Plays the story: each act by the person it belongs to, at its own instant, and every warning fired on its
morning."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from models.session import Database, Session
from service.demo.office import Office
from service.demo.scenes import Scene
from workflow.access.actor import SYSTEM
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.errors import WorkflowError
from workflow.operations.case.answer_request import answer_request
from workflow.operations.case.confirm_proposal import confirm_proposal
from workflow.operations.case.offer_transitions import offer_transitions
from workflow.operations.case.open_case import Opening, open_case
from workflow.operations.case.send_request import send_request
from workflow.operations.case.take_transition import take_transition
from workflow.operations.evidence.record_receipt import record_receipt
from workflow.operations.steps.acting import Act, Told, derived_id
from workflow.operations.steps.papers import Paper
from workflow.operations.steps.places import actor_of
from workflow.workers.sweeper import sweep

MORNING = timedelta(hours=7, minutes=45)
SEVERAL = 5
"""So many people are named as complainants at most; a larger group names its representatives."""


@dataclass(slots=True)
class Stage:
    """Where the story is played. `refused` names the acts that the rules did not allow, by code: none in a
    sound story."""

    database: Database
    calendar: WorkingCalendar
    office: Office
    names: Sequence[str]
    refs: dict[str, str] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    acts: int = 0


def play(stage: Stage, scenes: Sequence[Scene], until: date) -> None:
    """Play every scene, then fire what is due on the morning of `until`. Played again, it finds what was
    done."""
    swept: date | None = None
    stopped: set[str] = set()
    for scene in scenes:
        day = stage.calendar.local_day(scene.at)
        swept = _mornings(stage, swept or day, day)
        if scene.case in stopped or scene.what == "wait":
            continue
        try:
            _play(stage, scene)
            stage.acts += 1
        except WorkflowError as error:
            stopped.add(scene.case)
            stage.refused.append(f"{scene.case} {scene.what}: {error.code} {error.facts}")
    if swept is not None:
        _mornings(stage, swept, until)


def _mornings(stage: Stage, after: date, until: date) -> date:
    """Fire what falls due on each day that begins before the acts of `until`."""
    day = after
    while day < until:
        day += timedelta(days=1)
        at = stage.calendar.midnight(day) + MORNING
        sweep(stage.database, lambda at=at: _act(stage, "sweep", at))  # type: ignore[misc]
    return max(after, until)


def _act(stage: Stage, key: str, at: datetime) -> Act:
    """An act of the system; ids come of its key, so that what one act made is known to the next."""
    numbers = itertools.count()
    if key == "sweep":
        return Act(
            SYSTEM, at, lambda: derived_id("demo", key, at.isoformat(), os.urandom(8).hex()), os.urandom
        )
    return Act(SYSTEM, at, lambda: _made(key, next(numbers)), os.urandom, f"demo:{key}")


def _made(key: str, number: int) -> UUID:
    return derived_id("demo", key, str(number))


def _play(stage: Stage, scene: Scene) -> None:
    act = _act(stage, f"{scene.case}:{scene.place}", scene.at)
    with stage.database.transaction() as session:
        day = stage.calendar.local_day(scene.at)
        actor = actor_of(session, stage.office.people[scene.who], day)
        assert actor is not None  # the story names nobody who is not at work
        by = Act(actor, act.at, act.new_id, act.fresh_bytes, act.command_id)
        if scene.what == "open":
            stage.refs[scene.case] = _open(session, stage, by, scene)
        else:
            _VERBS.get(scene.what, _take)(session, stage, by, scene)


def _open(session: Session, stage: Stage, act: Act, scene: Scene) -> str:
    told = scene.fields
    chance = Random(scene.case)  # noqa: S311 - a story, not a secret
    count = min(int(told.get("people", 2)), SEVERAL)
    parties = [
        {"name": name, "address": f"Thôn {chance.randint(1, 9)}, xã Hóa Quỳ", "representative": place == 0}
        for place, name in enumerate(chance.sample(list(stage.names), count))
    ]
    fields: dict[str, Any] = {
        "subject": told["subject"],
        "content": f"{told['subject']}. Đề nghị được xem xét, giải quyết.",
    }
    if told["case_type"] == "dispute":
        fields["requesters"] = parties
    else:
        about: dict[str, str] = {
            "kind": "organisation",
            "organisation": str(stage.office.organisations["commune"]),
        }
        if chance.random() < 0.4:
            about = {"kind": "official", "user": str(stage.office.people["chutich"])}
        fields |= {"complainants": parties, "people": told["people"], "respondent": about}
    opening = Opening(
        told["case_type"],
        stage.office.organisations["commune"],
        stage.calendar.local_day(scene.at),
        fields,
        channel=told["channel"] or "in_person",
        state=told["state"],
    )
    return str(open_case(session, act, opening).case_id)


def _take(session: Session, stage: Stage, act: Act, scene: Scene) -> None:
    papers = [Paper(kind, _words(kind, scene), "text/plain", source="written") for kind in scene.papers]
    told = Told(scene.more.get("told"), str(scene.more.get("why", "")))
    take_transition(
        session, act, stage.refs[scene.case], scene.what, _named(stage, scene.fields), papers, told
    )


def _words(kind: str, scene: Scene) -> bytes:
    return f"Văn bản minh họa ({kind}) của hồ sơ {scene.case}, ngày {scene.at:%d/%m/%Y}.".encode()


def _named(stage: Stage, fields: Mapping[str, Any]) -> dict[str, Any]:
    """`$name` stands for a person's id."""
    people = {f"${name}": str(user_id) for name, user_id in stage.office.people.items()}
    return {
        name: people.get(value, value) if isinstance(value, str) else value for name, value in fields.items()
    }


def _confirm(session: Session, stage: Stage, act: Act, scene: Scene) -> None:
    confirm_proposal(session, act, stage.refs[scene.case])


def _receipt(session: Session, stage: Stage, act: Act, scene: Scene) -> None:
    """Every party has received the decision; each receipt is an act of its own."""
    for party in offer_transitions(session, act, stage.refs[scene.case]).facts.parties:
        one = Act(act.actor, act.at, act.new_id, act.fresh_bytes, f"{act.command_id}:{party}")
        record_receipt(session, one, stage.refs[scene.case], party, Told())


def _request(session: Session, stage: Stage, act: Act, scene: Scene) -> None:
    told = scene.fields
    asked = stage.office.organisations[told["org"]]
    send_request(session, act, stage.refs[scene.case], told["kind"], asked, told["question"])


def _answer(session: Session, stage: Stage, act: Act, scene: Scene) -> None:
    # The request was the first thing that the scene before made.
    request_id = _made(f"{scene.case}:{scene.place - 1}", 0)
    answer_request(session, act, stage.refs[scene.case], request_id, scene.fields["text"])


_VERBS: Mapping[str, Callable[[Session, Stage, Act, Scene], None]] = {
    "confirm": _confirm,
    "receipt": _receipt,
    "request": _request,
    "answer": _answer,
}
