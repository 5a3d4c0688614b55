"""The commands over a database, what they print, and what they say when something is wrong."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from service.cli import main
from service.cli.manual import manual
from service.definition_files import HERE
from tests.world import World, make_world

PROJECT = Path(__file__).resolve().parents[2]


class Office:
    """A data folder and the command line over it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def run(self, *arguments: str, typed: str = "") -> Result:
        """Run a command; only a clean exit is let through."""
        environment = {"TIEPDAN_DATA_DIR": str(self.folder)}
        result = CliRunner().invoke(main, list(arguments), env=environment, input=typed)
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.stderr
        return result

    def told(self, *arguments: str, code: int = 0) -> Any:
        """What a command prints with --json."""
        result = self.run(*arguments, "--json")
        assert result.exit_code == code, result.stderr
        return json.loads(result.stdout)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office whose database was made by `db upgrade`, with an office in it."""
    made = Office(tmp_path_factory.mktemp("office"))
    first = made.told("db", "upgrade")
    assert first["definitions_deployed"] > 20
    assert made.told("db", "upgrade") == {**first, "definitions_deployed": 0}
    return made


@pytest.fixture
def peopled(sqlite_url: str, tmp_path: Path) -> Office:
    """The command line over the world of the tests."""
    world: World = make_world(sqlite_url, tmp_path)
    world.database.engine.dispose()
    (tmp_path / "cases.sqlite").rename(tmp_path / "tiepdan.sqlite")
    return Office(tmp_path)


def test_before_the_first_upgrade_every_command_says_what_to_do(tmp_path: Path) -> None:
    for arguments in (["serve"], ["web"], ["scheduler"], ["selftest"], ["audit", "verify"]):
        result = Office(tmp_path).run(*arguments)
        assert result.exit_code == 1 and "tiepdan db upgrade" in result.stderr, arguments


def test_a_wrong_setting_is_named(tmp_path: Path) -> None:
    result = CliRunner().invoke(
        main, ["selftest"], env={"TIEPDAN_DATA_DIR": str(tmp_path), "TIEPDAN_PORT": "many"}
    )
    assert result.exit_code == 1 and "TIEPDAN_PORT" in result.stderr


def test_the_selftest_passes(office: Office) -> None:
    found = office.told("selftest")
    assert found["passed"] is True and found["failure"] is None and found["lateness_ms"] >= 0
    assert office.run("selftest").exit_code == 0


def test_the_record_is_verified_and_a_break_is_named(office: Office, tmp_path: Path) -> None:
    found = office.told("audit", "verify")
    assert found["ok"] is True and found["events"] > 20 and found["first_break"] is None
    copy = Office(tmp_path)
    for name in ("keys.json", "tiepdan.sqlite"):
        (tmp_path / name).write_bytes((office.folder / name).read_bytes())
    with sqlite3.connect(tmp_path / "tiepdan.sqlite") as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        (row,) = (connection.execute("SELECT max(rowid) FROM audit_event WHERE seq = 2").fetchone(),)
        connection.execute(
            "UPDATE audit_event SET text = replace(text, '\"seq\":2', '\"seq\":3') WHERE rowid = ?", row
        )
    connection.close()
    broken = copy.told("audit", "verify", code=1)
    assert (
        broken["ok"] is False
        and broken["first_break"]["what"] == "altered"
        and broken["first_break"]["seq"] == 2
    )
    assert "2" in copy.run("audit", "verify").stderr


def test_users_and_tokens(peopled: Office) -> None:
    with sqlite3.connect(peopled.folder / "tiepdan.sqlite") as connection:
        connection.execute("UPDATE organisation_name SET code = '16186' WHERE short_name = 'CO'")
    connection.close()
    added = peopled.told(
        "user", "add", "thu", "--display", "Thu", "--role", "clerk@16186", "--role", "officer@16186"
    )
    assert len(added["password"]) == 19
    typed = peopled.run(
        "user",
        "add",
        "linh",
        "--display",
        "Linh",
        "--role",
        "clerk@16186",
        "--password-stdin",
        typed="mật khẩu rất dài\n",
    )
    assert typed.exit_code == 0 and "Password" not in typed.stdout
    issued = peopled.told("token", "issue", "thu", "--scope", "open_case", "--days", "3", "--label", "thử")
    assert len(issued["secret"]) == 43
    for arguments, said in (
        (["user", "add", "thu", "--display", "T", "--role", "clerk@16186"], "username"),
        (["user", "add", "nam", "--display", "T", "--role", "clerk@99999"], "99999"),
        (["user", "add", "nam", "--display", "T", "--role", "no_such@16186"], "role"),
        (["token", "issue", "nobody", "--scope", "open_case", "--label", "x"], "nobody"),
        (["token", "issue", "thu", "--scope", "no_such", "--label", "x"], "scopes"),
    ):
        result = peopled.run(*arguments)
        assert result.exit_code == 1 and said in result.stderr and result.stdout == "", arguments
    assert peopled.run("user", "add", "nam", "--display", "T", "--role", "clerk").exit_code == 2
    assert peopled.told("audit", "verify")["ok"] is True


def test_checking_needs_no_database(tmp_path: Path) -> None:
    shipped = sorted(str(path) for path in HERE.glob("*/**/*.yaml") if "demo" not in path.parts)
    shipped.append(str(HERE / "roles.yaml"))
    nowhere = Office(tmp_path / "nowhere")
    assert [one for one in nowhere.told("definition", "check", *shipped) if one["severity"] == "error"] == []
    assert not nowhere.folder.exists()
    wrong = tmp_path / "wrong.yaml"
    text = (HERE / "case_types" / "dispute" / "2026.1.yaml").read_text(encoding="utf-8")
    wrong.write_text(text.replace("holds: receptionist", "holds: porter"), encoding="utf-8")
    (found,) = nowhere.told("definition", "check", str(wrong), code=1)
    assert (found["file"], found["code"], found["severity"]) == (str(wrong), "unknown-name", "error")
    assert found["line"] > 1 and found["column"] > 1 and "porter" in found["message"]
    assert set(found) == {"file", "line", "column", "code", "severity", "message"}
    assert "unknown-name" in nowhere.run("definition", "check", str(wrong)).stdout
    (gone,) = nowhere.told("definition", "check", str(tmp_path / "gone.yaml"), code=1)
    assert gone["code"] == "unreadable"


def test_a_file_is_checked_beside_the_files_named_with_it(tmp_path: Path) -> None:
    nowhere = Office(tmp_path / "nowhere")
    case_type, codes = tmp_path / "one.yaml", tmp_path / "codes.yaml"
    text = (HERE / "case_types" / "dispute" / "2026.1.yaml").read_text(encoding="utf-8")
    case_type.write_text(text.replace("code_list.hg_subject", "code_list.fresh"), encoding="utf-8")
    codes.write_text(
        "code_list: fresh\ntitle: {vi: Mới, en: Fresh}\noptions:\n  one: {vi: Một, en: One}\n",
        encoding="utf-8",
    )
    assert nowhere.told("definition", "check", str(case_type), code=1)
    assert nowhere.told("definition", "check", str(case_type), str(codes)) == []


def test_diagrams(tmp_path: Path) -> None:
    office = Office(tmp_path)
    file = str(HERE / "case_types" / "dispute" / "2026.1.yaml")
    assert "<svg" in office.run("definition", "diagram", file).stdout
    assert office.run("definition", "diagram", file, "--format", "mermaid").stdout.startswith("stateDiagram")
    assert office.run("definition", "diagram", file, "--output", str(tmp_path / "one.svg")).stdout == ""
    assert "</svg>" in (tmp_path / "one.svg").read_text(encoding="utf-8")


def test_deploying_prints_what_changed_and_refuses_with_the_place(office: Office, tmp_path: Path) -> None:
    text = (HERE / "case_types" / "dispute" / "2026.1.yaml").read_text(encoding="utf-8")
    fresh = tmp_path / "dispute.yaml"
    fresh.write_text(
        text.replace('"2026.1"', '"2026.2"').replace("promise: 30 days", "promise: 25 days"), encoding="utf-8"
    )
    (deployed,) = office.told("definition", "deploy", str(fresh))
    assert deployed["version"] == "2026.2" and any(
        "clocks.mediation" in change for change in deployed["changes"]
    )
    assert "there already" in office.run("definition", "deploy", str(fresh)).stdout
    fresh.write_text(text.replace("holds: clerk", "holds: porter"), encoding="utf-8")
    refused = office.run("definition", "deploy", str(fresh))
    assert refused.exit_code == 1 and "dispute.yaml:" in refused.stderr and "unknown-name" in refused.stderr


def test_a_calendar_moves_open_clocks_and_says_which(sqlite_url: str, tmp_path: Path) -> None:
    world = make_world(sqlite_url, tmp_path)
    entered = {"requesters": [{"name": "Bên A"}], "content": "Nội dung.", "subject": "Lối đi"}
    number = world.open("reception", "dispute", entered).number
    world.database.engine.dispose()
    (tmp_path / "cases.sqlite").rename(tmp_path / "tiepdan.sqlite")
    file = tmp_path / "vn_2026.yaml"
    text = (HERE / "calendars" / "vn_2026.yaml").read_text(encoding="utf-8")
    day = "  - {day: 2026-07-08, because: Nghỉ bão, source: Công điện}"
    file.write_text(text.replace("off:", f"off:\n{day}", 1), encoding="utf-8")
    office = Office(tmp_path)
    assert office.told("definition", "check", str(file)) == []
    moved = office.told("calendar", "deploy", str(file))["moved"]
    by_clock = {one["clock"]: (one["number"], one["before"], one["after"]) for one in moved}
    assert by_clock["classification"] == (number, "2026-07-09", "2026-07-10")
    again = office.told("calendar", "deploy", str(file))
    assert again["moved"] == [] and again["calendars"][0]["fresh"] is False
    assert office.told("audit", "verify")["ok"] is True


def test_the_reference_page_is_what_the_commands_say() -> None:
    page = (PROJECT / "docs" / "reference" / "command-line.md").read_text(encoding="utf-8")
    assert page == manual(main), (
        "write it anew: python -m service.cli.manual is docs/reference/command-line.md"
    )
    for command in (
        "serve",
        "web",
        "scheduler",
        "demo",
        "db upgrade",
        "definition check",
        "definition diagram",
    ):
        assert f"## tiepdan {command}\n" in page
    for command in (
        "definition deploy",
        "calendar deploy",
        "deadline",
        "audit verify",
        "user add",
        "token issue",
    ):
        assert f"## tiepdan {command}\n" in page


def test_an_unknown_command_is_a_usage_error() -> None:
    result = CliRunner().invoke(main, ["nonsense"])
    assert result.exit_code == 2 and "nonsense" in result.stderr
