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
from models.tables.cases import filings as filings_table
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
    assert built is not None and built.refused == ()
    assert built.cases == len(rows(made, cases)) > 250
    yield made
    made.engine.dispose()


def rows(database: Database, table: Any) -> list[Any]:
    with database.transaction(read_only=True) as session:
        return list(session.execute(table.select()).mappings())


STATES = {
    "complaint_first": "received classified accepted assigned verifying dialogue deciding suspended decided "
    "sent awaiting_effect effective escalated executing rejected returned kept split terminated closed",
    "complaint_second": "notified file_sent awaiting_result result_received executing in_court",
    "complaint_second_resolution": "received classified assigned verifying dialogue deciding sent suspended "
    "rejected",
    "denunciation": "received screened info_check accepted verifying suspended acting published follow_up "
    "forwarded rejected terminated",
    "dispute": "received noticed classified assigned mediating failed escalated agreed decided monitored "
    "guided kept withdrawn closed",
    "emergency_stay": "proposed ordered over lifted expired",
    "gate_checklist": "received checking appraised passed not_passed dropped",
    "intake": "received classified splitting handed_over split sealed kept transferred guided returned filed "
    "refused withdrawn",
    "land_dispute": "requested accepted verifying decided awaiting_effect escalated executing refused",
    "land_mediation": "requested preparing hearing absent_once failed success closed refused withdrawn",
    "obligation": "planned in_progress submitted closed cancelled",
    "petition": "received classified assigned answered transferred guided kept refused handed_over withdrawn",
    "post_inspection": "received itemised executing closed not_ours",
    "post_inspection_item": "received itemised assigned in_progress verified closed not_feasible",
    "protection": "requested decided protected",
}
"""Where cases of each procedure stand on the fixed day."""


def test_every_procedure_is_shown(database: Database) -> None:
    found: dict[str, set[str]] = {}
    for row in rows(database, cases):
        found.setdefault(row["case_type"], set()).add(row["state"])
    shipped = {path.name for path in (HERE / "case_types").iterdir()} - {"selftest"}
    assert set(found) == shipped == set(STATES)
    assert found == {name: set(states.split()) for name, states in STATES.items()}


LATENESS = {
    "complaint_first": "overdue soon later",
    "complaint_second": "overdue soon later",
    "complaint_second_resolution": "overdue soon later",
    "denunciation": "overdue soon later",
    "dispute": "overdue soon later",
    # Its days are working hours and days of the office alone: nothing of it is due later.
    "emergency_stay": "overdue soon",
    "gate_checklist": "overdue soon later",
    "intake": "overdue soon later",
    "land_dispute": "overdue soon later",
    "land_mediation": "overdue soon later",
    "obligation": "overdue soon later",
    "petition": "overdue soon later",
    "post_inspection": "overdue soon later",
    "post_inspection_item": "overdue soon later",
    "protection": "overdue soon later",
}


def test_every_list_has_what_is_overdue_due_soon_and_in_time(database: Database) -> None:
    morning, week = vn().opening(AS_OF), vn().midnight(date(2026, 11, 30))
    found: dict[str, set[str]] = {name: set() for name in LATENESS}
    for row in rows(database, cases):
        if row["closed_at"] is None and not row["paused"] and row["due_at"].year < 9999:
            late = "overdue" if row["due_at"] < morning else "soon" if row["due_at"] < week else "later"
            found[row["case_type"]].add(late)
    assert found == {name: set(late.split()) for name, late in LATENESS.items()}


def numbered(database: Database, prefix: str) -> list[Any]:
    return [row for row in rows(database, cases) if row["number"].startswith(prefix)]


def test_what_a_person_would_look_for(database: Database) -> None:
    stored = rows(database, cases)
    by_id = {row["case_id"]: row for row in stored}
    assert max(row["fields"].get("people", 0) for row in stored) == 14
    assert {row["version"] for row in stored if row["case_type"] == "complaint_first"} == {"2020.1", "2026.1"}
    assert {by_id[row["parent_id"]]["case_type"] for row in stored if row["parent_id"]} == {
        "complaint_first", "denunciation", "land_mediation", "post_inspection",
    }  # fmt: skip
    assert sorted(row["outcome"] for row in rows(database, proposals)) == [
        "confirmed",
        "confirmed",
        "open",
        "open",
    ]
    answered = [row["answered_at"] is not None for row in rows(database, requests)]
    assert answered.count(True) >= 8 and answered.count(False) >= 5
    assert sum(row["unconfirmed"] for row in stored) == 1
    assert sum(row["paused"] for row in stored) == 3
    (province,) = [row["org_id"] for row in stored if row["number"] == "KN2-TH-2026-0001"]
    above = [row for row in numbered(database, "TC-TH-") if row["org_id"] == province]
    assert [row["state"] for row in above] == ["verifying", "screened"], "denunciations of the chair, above"
    assert all(row["sealed"] for row in [*above, *numbered(database, "TC-HQ-")])
    emptied = [row for row in stored if row["case_type"] == "intake" and row["state"] == "sealed"]
    assert [set(row["fields"]) for row in emptied] == [{"seal_ground"}]
    reports = [row for row in stored if row["case_type"] == "petition" and row["fields"].get("report_due_on")]
    assert {row["channel"] for row in reports} == {"from_above"} and len(reports) >= 3
    filings = Counter(row["case_id"] for row in rows(database, filings_table))
    assert sorted(filings.values())[-1] == 3, "two repeats are kept with the first petition"


def test_the_record_holds_and_no_warning_is_left_behind(database: Database) -> None:
    with database.transaction(read_only=True) as session:
        verdict = verify_audit(session)
    assert verdict.ok and verdict.events > 350
    waiting = [row for row in rows(database, rungs) if row["standing"] == "armed"]
    assert waiting and all(row["fires_at"] > vn().opening(AS_OF) for row in waiting)
    events = rows(database, audit_events)
    recorded = [row["recorded_at"] for row in events if row["kind"] == "case_opened"]
    assert max(recorded) < vn().midnight(AS_OF), "people act on the days before"


REFUSED = """
  - {at: stuck, ago: 12, matter: neighbours, subject: Hòa giải viên tự phân công}
"""
STUCK = """
  stuck:
    after: classified
    acts:
      - [1, tiepdan, assign, {lead: $hoagiai}, [assignment]]
      - [1, hoagiai, start_mediation, {}, [log_entry]]
"""


def shortened(folder: Path) -> Path:
    """The story with a few cases of the last weeks: a late entry, an answer, a group, a child; no duties; and
    one act that nobody may take."""
    (folder / "demo").mkdir(parents=True)
    (folder / "obligations").mkdir()
    kept = (
        "{at: late_entry",
        "{at: answered, ago: 9",
        "{at: assigned, ago: 3",
        "{at: grouped",
        "{at: to_dispute",
    )
    for path in (HERE / "demo").glob("*.yaml"):
        before, cases_line, told = path.read_text(encoding="utf-8").partition("cases:\n")
        lines = [line for line in told.splitlines(keepends=True) if any(word in line for word in kept)]
        if path.stem == "dispute":
            before, lines = before + STUCK.lstrip("\n"), [*lines, REFUSED.lstrip("\n")]
        listed = f"cases:\n{''.join(lines)}" if lines else "cases: []\n"
        (folder / "demo" / path.name).write_text(before + (listed if told else ""), encoding="utf-8")
    return folder


def test_being_killed_doubles_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was built in two goes, the second on another day, is what is built in one."""
    story = shortened(tmp_path / "story")
    straight, broken = (prepared(tmp_path / name) for name in ("straight", "broken"))
    whole = build_demo(straight, story, tmp_path / "straight" / "demo.json", AS_OF)
    assert whole is not None and whole.acts > 25
    (said,) = whole.refused
    assert said.startswith("dispute:03 assign: transition-refused"), (
        "the case goes no further, the others of its day do"
    )
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
    assert built is not None and built.refused == whole.refused and built.acts > 11
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
    assert len(set(notebook.passwords.values())) == len(rows(database, users)) == 16
    everywhere = {"TIEPDAN_HOST": "0.0.0.0", "TIEPDAN_DATA_DIR": str(folder)}
    settings = demo_settings(read_settings(everywhere))
    roles = "receptionist clerk officer chair vice_chair front mediator team_leader police inspector"
    roles += " supervisor administrator"
    titles = {role: role.upper() for role in roles.split()}
    lines = list(welcome(settings, read_story(HERE), notebook, titles))
    assert "http://127.0.0.1:8080" in lines[0]
    assert all(password in "\n".join(lines) for password in notebook.passwords.values())
    assert any("CHAIR" in line for line in lines)


def test_the_day_is_never_beyond_the_calendars() -> None:
    assert demo_day(vn(), date(2026, 11, 23)) == date(2026, 11, 23)
    assert demo_day(vn(), date(2031, 1, 5)) == date(2027, 12, 31)
