"""Builds the demo in a data folder: once, and on from where it was when it was interrupted."""

from __future__ import annotations

import itertools
import json
import os
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from api.request.passwords import hash_password
from models.session import Database
from service.acting import OPERATOR
from service.demo.duties import duty_scenes
from service.demo.office import ActFor, record_office
from service.demo.playing import Stage, play
from service.demo.scenes import Story, read_story, reading_scenes, scenes_of
from service.secrets import new_password
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.operations.steps.acting import Act, derived_id
from workflow.operations.steps.library import HOME_CALENDAR, library

FOUNDED = datetime(2025, 7, 1, 1, 0, tzinfo=UTC)
"""The morning on which the office of the story began its work."""


@dataclass(frozen=True, slots=True)
class Notebook:
    """What the demo remembers beside its database: the day it was built for, whether it is whole, and the
    passwords by username."""

    as_of: date
    built: bool
    passwords: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Built:
    """What a build did: cases of the story, acts played, and acts that the rules refused."""

    cases: int
    acts: int
    refused: tuple[str, ...]


def build_demo(database: Database, definitions: Path, notebook: Path, today: date) -> Built | None:
    """Build the demo, or None where it is whole already. The database is migrated and the definitions are
    deployed."""
    story = read_story(definitions)
    with database.transaction(read_only=True) as session:
        calendar = library(session).calendar(HOME_CALENDAR)
    known = read_notebook(notebook)
    if known is None:
        known = Notebook(demo_day(calendar, today), False, _passwords(story))
        write_notebook(notebook, known)
    if known.built:
        return None
    hashes = _hashes(known.passwords)
    with database.transaction() as session:
        office = record_office(session, _founding(), story, hashes)
    stage = Stage(database, calendar, office, story.plans)
    told = (scenes_of, duty_scenes, reading_scenes)
    scenes = [scene for tell in told for scene in tell(story, calendar, known.as_of)]
    play(stage, sorted(scenes, key=lambda scene: (scene.at, scene.case, scene.place)), known.as_of)
    write_notebook(notebook, Notebook(known.as_of, True, known.passwords))
    return Built(stage.cases, stage.acts, tuple(stage.refused))


def demo_day(calendar: WorkingCalendar, today: date) -> date:
    """The day the demo is built for: today, or the last day of the last calendar loaded where today lies
    beyond it."""
    last = max(calendar.filed, default=today.year)
    return min(today, date(last, 12, 31))


def read_notebook(path: Path) -> Notebook | None:
    """The notebook, or None where there is none."""
    if not path.exists():
        return None
    stored = json.loads(path.read_text(encoding="utf-8"))
    return Notebook(date.fromisoformat(stored["as_of"]), stored["built"], stored["passwords"])


def write_notebook(path: Path, notebook: Notebook) -> None:
    """Write it whole or not at all, for its owner's eyes only: it holds passwords."""
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    text = json.dumps(
        {"as_of": notebook.as_of.isoformat(), "built": notebook.built, "passwords": dict(notebook.passwords)},
        indent=2,
    )
    with os.fdopen(
        os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8"
    ) as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def _hashes(passwords: Mapping[str, str]) -> dict[str, str]:
    """The hashes by username; each takes a core a fifth of a second."""
    with ThreadPoolExecutor() as threads:
        return dict(zip(passwords, threads.map(hash_password, passwords.values()), strict=True))


def _passwords(story: Story) -> dict[str, str]:
    return {name: new_password(os.urandom) for name in story.office["people"]}


def _founding() -> ActFor:
    numbers = itertools.count()

    def act_for(words: str) -> Act:
        return Act(
            OPERATOR,
            FOUNDED,
            lambda: derived_id("demo", words, str(next(numbers))),
            os.urandom,
            f"demo:{words}",
        )

    return act_for
