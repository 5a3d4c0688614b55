"""The demo on a fixed day: every state, everything by acts, whole after being killed, and not built twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from models.migrate import upgrade
from models.session import Database
from models.tables.audit import audit_events
from models.tables.cases import cases, parties, proposals, requests
from models.tables.clocks import rungs
from models.tables.people import users
from service.acting import OPERATOR, act_source
from service.definition_files import HERE, deploy_folder
from service.demo import playing
from service.demo.building import build_demo, demo_day, read_notebook
from service.demo.running import demo_settings, welcome
from service.demo.scenes import read_story
from service.settings import read_settings
from service.wiring import make_database
from tests.calendar.calendars import vn
from workflow.operations.audit.verify_audit import verify_audit

AS_OF = date(2026, 11, 23)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


def prepared(folder: Path) -> Database:
    """A migrated database with the definitions, in a data folder of its own."""
    settings = demo_settings(read_settings({"TIEPDAN_DATA_DIR": str(folder)}))
    database = make_database(settings)
    upgrade(settings.database_url)
    deploy_folder(database, act_source(OPERATOR)(), HERE)
    return database


@pytest.fixture(scope="module")
def database(folder: Path) -> Iterator[Database]:
    """The demo, built once."""
    made = prepared(folder)
    built = build_demo(made, HERE, folder / "demo.json", AS_OF)
    assert built is not None and built.refused == () and built.cases == 50
    yield made
    made.engine.dispose()


def rows(database: Database, table: Any) -> list[Any]:
    with database.transaction(read_only=True) as session:
        return list(session.execute(table.select()).mappings())


def test_every_state_of_both_procedures_is_there(database: Database) -> None:
    found = {(row["case_type"], row["state"]) for row in rows(database, cases)}
    dispute = (
        "received noticed classified assigned mediating failed escalated agreed decided monitored "
        "guided kept withdrawn closed"
    )
    complaint = (
        "received classified accepted assigned verifying dialogue deciding suspended decided sent "
        "awaiting_effect effective escalated executing rejected returned kept split terminated closed"
    )
    wanted = {("dispute", state) for state in dispute.split()}
    wanted |= {("complaint_first", state) for state in complaint.split()}
    assert found == wanted


def test_every_stage_has_cases(database: Database) -> None:
    counts = Counter(row["stage"] for row in rows(database, cases))
    assert counts == {
        "received": 4, "classified": 3, "assigned": 11, "mediated": 8, "escalated": 4, "resolved": 7,
        "follow_up": 3, "closed": 10,
    }  # fmt: skip


def test_the_kinds_of_cases_that_an_office_worries_about(database: Database) -> None:
    stored = rows(database, cases)
    open_ones = [row for row in stored if row["stage"] != "closed"]
    morning = vn().opening(AS_OF)
    assert sum(row["due_at"] < morning for row in open_ones) >= 3, "overdue"
    assert sum(row["marked_late"] for row in open_ones) >= 3
    week = vn().midnight(date(2026, 11, 30))
    assert sum(morning <= row["due_at"] < week for row in open_ones) >= 5, "due soon"
    assert sum(row["paused"] for row in stored) == 1
    assert sum(row["unconfirmed"] for row in stored) == 1
    assert max(row["fields"].get("people", 0) for row in stored) == 14
    versions = Counter(row["version"] for row in stored if row["case_type"] == "complaint_first")
    assert versions["2020.1"] == 2
    assert [row["outcome"] for row in rows(database, proposals)].count("open") == 1
    asked = rows(database, requests)
    assert sorted(row["answered_at"] is None for row in asked) == [False, True, True]
    assert len({row["number"] for row in stored}) == len(stored) == 50


def test_the_record_holds_and_no_warning_is_left_behind(database: Database) -> None:
    with database.transaction(read_only=True) as session:
        verdict = verify_audit(session)
    assert verdict.ok and verdict.events > 350
    waiting = [row for row in rows(database, rungs) if row["standing"] == "armed"]
    assert waiting and all(row["fires_at"] > vn().opening(AS_OF) for row in waiting)
    events = rows(database, audit_events)
    recorded = [row["recorded_at"] for row in events if row["kind"] == "case_opened"]
    assert max(recorded) < vn().midnight(AS_OF), "people act on the days before"


def shortened(folder: Path) -> Path:
    """The story with a few cases of the last two weeks."""
    (folder / "demo").mkdir(parents=True)
    for name in ("office", "routes", "cases"):
        text = (HERE / "demo" / f"{name}.yaml").read_text(encoding="utf-8")
        if name == "cases":
            kept = ("{at: late_entry", "{at: answered", "{at: assigned", "{at: grouped")
            lines = text.splitlines(keepends=True)
            text = "".join(one for one in lines if "{at:" not in one or any(word in one for word in kept))
        (folder / "demo" / f"{name}.yaml").write_text(text, encoding="utf-8")
    return folder


def test_being_killed_doubles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was built in two goes, the second on another day, is what is built in one."""
    story = shortened(tmp_path / "story")
    straight, broken = (prepared(tmp_path / name) for name in ("straight", "broken"))
    assert build_demo(straight, story, tmp_path / "straight" / "demo.json", AS_OF) is not None
    left, play_one = iter(range(11)), playing._play

    def killed(*arguments: Any) -> None:
        if next(left, None) is None:
            raise KeyboardInterrupt
        play_one(*arguments)

    with monkeypatch.context() as patch:
        patch.setattr(playing, "_play", killed)
        with pytest.raises(KeyboardInterrupt):
            build_demo(broken, story, tmp_path / "broken" / "demo.json", AS_OF)
    built = build_demo(broken, story, tmp_path / "broken" / "demo.json", date(2026, 12, 1))
    assert built is not None and built.refused == () and built.acts > 11
    for table in (cases, parties, requests, proposals, users, rungs):
        assert len(rows(straight, table)) == len(rows(broken, table)) > 0 or table is proposals, table.name
    once, twice = (Counter(row["kind"] for row in rows(one, audit_events)) for one in (straight, broken))
    assert once == twice
    told = [
        sorted((row["number"], row["state"], row["due_at"]) for row in rows(one, cases))
        for one in (straight, broken)
    ]
    assert told[0] == told[1]
    for one in (straight, broken):
        one.engine.dispose()


def test_a_second_start_changes_nothing(database: Database, folder: Path) -> None:
    before = len(rows(database, audit_events))
    assert build_demo(database, HERE, folder / "demo.json", date(2026, 12, 24)) is None
    assert len(rows(database, audit_events)) == before


def test_logins_are_kept_for_the_owner_alone_and_printed(database: Database, folder: Path) -> None:
    notebook = read_notebook(folder / "demo.json")
    assert notebook is not None and notebook.built and notebook.as_of == AS_OF
    assert (folder / "demo.json").stat().st_mode & 0o777 == 0o600
    assert len(set(notebook.passwords.values())) == len(rows(database, users)) == 10
    everywhere = {"TIEPDAN_HOST": "0.0.0.0", "TIEPDAN_DATA_DIR": str(folder)}
    settings = demo_settings(read_settings(everywhere))
    roles = "receptionist clerk officer chair mediator team_leader police inspector supervisor administrator"
    titles = {role: role.upper() for role in roles.split()}
    lines = list(welcome(settings, read_story(HERE), notebook, titles))
    assert "http://127.0.0.1:8080" in lines[0]
    assert all(password in "\n".join(lines) for password in notebook.passwords.values())
    assert any("CHAIR" in line for line in lines)


def test_the_day_is_never_beyond_the_calendars() -> None:
    assert demo_day(vn(), date(2026, 11, 23)) == date(2026, 11, 23)
    assert demo_day(vn(), date(2031, 1, 5)) == date(2027, 12, 31)
