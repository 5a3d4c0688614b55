"""`tiepdan definition diff` and `definition migrate`: what they print, and what they refuse."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path

import pytest

from api.request.passwords import hash_password
from tests.operations.matters import FIRST, LONGER, REASON, administrators, deploy, opened, version
from tests.service.test_commands import Office
from tests.world import World, make_world
from workflow.operations.people.set_password import set_password

PASSWORD = "mật khẩu thử nghiệm"
NOBODY = "00000000-0000-7000-8000-000000000001"
NEWER = version("2", LONGER, ("examining", "inquiring"))
MAP = f"states: {{examining: inquiring}}\n{REASON}"


@dataclass
class Desk(Office):
    """The command line over a world with matters, and files to name."""

    folder: Path
    numbers: tuple[str, str]

    def file(self, name: str, text: str) -> str:
        """A file of the test's own."""
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return str(path)

    def migrate(self, *arguments: str) -> tuple[str, ...]:
        """The command's words up to what is asked."""
        return ("definition", "migrate", "matter", *arguments)


@pytest.fixture
def desk(sqlite_url: str, tmp_path: Path) -> Desk:
    """Two open matters, one of them accepted; a second version; two administrators with passwords."""
    world: World = make_world(sqlite_url, tmp_path)
    deploy(world, version("1"))
    administrators(world)
    numbers = (opened(world).number, opened(world, accepted=True).number)
    deploy(world, NEWER)
    for name in ("admin", "second"):
        world.run(set_password, world.act("cli"), world.users[name], hash_password(PASSWORD))
    world.database.engine.dispose()
    (tmp_path / "cases.sqlite").rename(tmp_path / "tiepdan.sqlite")
    return Desk(tmp_path, numbers)


def test_a_difference_between_files_is_read_and_parsed(desk: Desk) -> None:
    a, b = desk.file("a.yaml", FIRST), desk.file("b.yaml", NEWER.text)
    found = desk.told("definition", "diff", a, b)
    changes = {(one["section"], one["name"]): one for one in found["changes"]}
    assert changes[("states", "inquiring")]["change"] == "added"
    assert changes[("states", "examining")]["change"] == "removed"
    assert changes[("transitions", "accept")]["altered"] == {
        "target": {"before": "examining", "after": "inquiring"}
    }
    assert changes[("clocks", "resolution")]["altered"]["rule"] == {
        "before": "complaint.resolution_first", "after": "complaint.resolution_second",
    }  # fmt: skip
    assert found["open_cases"] is None
    touched = {one["state"]: one["by"] for one in found["touched"]}
    assert touched["examining"][0] == "states.examining" and "transitions.rest" in touched["examining"]
    assert "closed" not in touched
    vi = desk.run("definition", "diff", a, b).stdout
    assert "− examining (Đang xem xét): bỏ" in vi and "target: examining → inquiring" in vi
    en = desk.run("definition", "diff", a, b, "--lang", "en").stdout
    assert "+ inquiring (Examined): added" in en and "States touched" in en
    same = desk.run("definition", "diff", a, a)
    assert same.exit_code == 0 and "Không có thay đổi." in same.stdout


def test_a_difference_says_which_open_cases_stand_in_touched_states(desk: Desk) -> None:
    found = desk.told("definition", "diff", "matter@1", "matter@2", "--cases")
    touched = {one["state"]: one for one in found["touched"]}
    assert (touched["examining"]["cases"], touched["examining"]["numbers"]) == (1, [desk.numbers[1]])
    assert found["open_cases"] == {"examining": 1, "received": 1}
    said = desk.run("definition", "diff", "matter@1", "matter@2", "--cases").stdout
    assert f"1 vụ việc đang mở: {desk.numbers[1]}" in said


def test_a_dry_run_tells_every_date(desk: Desk) -> None:
    bare = desk.told(*desk.migrate("--from", "1", "--to", "2"))
    assert (bare["all"], bare["ready"], bare["refused"]) == (2, 1, 1)
    refused = next(one for one in bare["cases"] if one["refused"])
    assert refused["number"] == desk.numbers[1]
    assert [one["code"] for one in refused["refused"]] == ["state-not-mapped", "date-without-reason"]
    assert refused["timers"][0]["before"]["legal"] < refused["timers"][0]["after"]["legal"]
    states_only = desk.file("states.yaml", "states: {examining: inquiring}\n")
    found = desk.told(*desk.migrate("--from", "1", "--to", "2", "--states", states_only))
    refused = next(one for one in found["cases"] if one["refused"])
    assert [(one["code"], one["name"]) for one in refused["refused"]] == [
        ("date-without-reason", "resolution")
    ]
    file = desk.file("map.yaml", MAP)
    whole = desk.told(*desk.migrate("--from", "1", "--to", "2", "--states", file, "--dry-run"))
    assert (whole["ready"], whole["refused"]) == (2, 0)
    moved = next(one for one in whole["cases"] if one["number"] == desk.numbers[1])
    (timer,) = moved["timers"]
    assert (moved["state"], moved["target"], timer["clock"]) == ("examining", "inquiring", "resolution")
    assert timer["before"]["legal"] < timer["after"]["legal"]
    assert timer["before"]["rule"] != timer["after"]["rule"]
    said = desk.run(*desk.migrate("--from", "1", "--to", "2", "--states", file)).stdout
    assert "2 vụ việc đang mở; chuyển được 2, không chuyển 0" in said
    assert re.search(r"ngày hết hạn \d\d/\d\d/2026 → \d\d/\d\d/2026 \(vì Luật mới; KN Điều 37\)", said)
    assert desk.told(*desk.migrate("--from", "1", "--to", "2"))["all"] == 2


def test_two_persons_move_the_cases(desk: Desk) -> None:
    file = desk.file("map.yaml", MAP)
    ways = ("--from", "1", "--to", "2", "--states", file)
    proposed = desk.run(
        *desk.migrate(*ways, "--propose", "--as", "admin", "--password-stdin", "--json"),
        typed=f"{PASSWORD}\n",
    )
    assert proposed.exit_code == 0, proposed.stderr
    told = json.loads(proposed.stdout)
    migration = told["migration"]
    early = desk.run(*desk.migrate("--apply", migration))
    assert early.exit_code == 1 and "tiepdan: not-approved: " in early.stderr
    own = desk.run(
        *desk.migrate("--approve", migration, "--as", "admin", "--password-stdin"), typed=f"{PASSWORD}\n"
    )
    assert own.exit_code == 1 and own.stderr.startswith("tiepdan: second-person: ")
    wrong = desk.run(
        *desk.migrate("--approve", migration, "--as", "second", "--password-stdin"), typed="khác\n"
    )
    assert wrong.exit_code == 1 and "login-refused" in wrong.stderr
    approved = desk.run(
        *desk.migrate("--approve", migration, "--as", "second", "--password-stdin"), typed=f"{PASSWORD}\n"
    )
    assert approved.exit_code == 0 and told["digest"] in approved.stdout, approved.stderr
    shown = desk.run(*desk.migrate("--show", migration)).stdout
    assert "đã duyệt; đề xuất: Admin; duyệt: Second" in shown and "chờ chuyển 2" in shown
    applied = desk.told(*desk.migrate("--apply", migration))
    assert (applied["moved"], applied["left"], applied["standing"]) == (2, 0, "applied")
    assert applied["check"]["cases"] == 2 and applied["check"]["faults"] == []
    again = desk.run(*desk.migrate("--apply", migration))
    assert again.exit_code == 0 and "Lần này chuyển 0, để lại 0." in again.stdout
    assert "Đã kiểm tra 2 vụ việc" in again.stdout
    assert desk.told("audit", "verify")["ok"] is True


REFUSED = [
    (("--from", "1", "--to", "3"), None, "no-such-version: matter has no version 3; deployed are: 1, 2."),
    (("--from", "2", "--to", "2"), None, "same-version: "),
    (("--from", "1", "--to", "2"), "states:\n  examining: closed\n", ":2:14: error: into-ending: "),
    (("--from", "1", "--to", "2"), "states:\n  examin: inquiring\n", ":2:3: error: unknown-name: "),
    (("--from", "1", "--to", "2"), "states:\n  examining: [\n", ": error: bad-syntax: "),
    (("--from", "1", "--to", "2"), "reasons:\n  resolution: {because: Vì}\n", ": error: no-citation: "),
    (("--show", NOBODY), None, "no-such-migration: "),
]


@pytest.mark.parametrize("ways, text, said", REFUSED, ids=[said for *_, said in REFUSED])
def test_bad_input_is_refused_with_place_and_code(
    desk: Desk, ways: tuple[str, ...], text: str | None, said: str
) -> None:
    named = () if text is None else ("--states", desk.file("map.yaml", text))
    result = desk.run(*desk.migrate(*ways, *named))
    assert result.exit_code == 1 and said in result.stderr
    assert text is None or "map.yaml:" in result.stderr


def test_a_proposal_is_named_with_what_it_is_about(desk: Desk) -> None:
    file = desk.file("map.yaml", MAP)
    proposed = desk.run(
        *desk.migrate("--from", "1", "--to", "2", "--states", file, "--propose", "--as", "admin"),
        "--password-stdin", "--json", typed=f"{PASSWORD}\n",
    )  # fmt: skip
    migration = json.loads(proposed.stdout)["migration"]
    other = desk.run("definition", "migrate", "dispute", "--show", migration)
    assert other.exit_code == 1 and "other-migration: " in other.stderr
    assert desk.run(*desk.migrate("--from", "2", "--show", migration)).exit_code == 1


def test_the_command_is_called_one_way_at_a_time(desk: Desk) -> None:
    for ways in (
        (), ("--from", "1"), ("--from", "1", "--to", "2", "--propose", "--dry-run"),
        ("--from", "1", "--to", "2", "--propose"),
    ):  # fmt: skip
        assert desk.run(*desk.migrate(*ways)).exit_code == 2, ways
    a, b = (
        desk.file("a.yaml", FIRST),
        desk.file("b.yaml", FIRST.replace("case_type: matter", "case_type: mat")),
    )
    two = desk.run("definition", "diff", a, b)
    assert two.exit_code == 1 and "two-types: " in two.stderr


def test_a_password_is_not_guessed_at_the_command_line(desk: Desk) -> None:
    ways = desk.migrate("--from", "1", "--to", "2", "--propose", "--as", "admin", "--password-stdin")
    said = [desk.run(*ways, typed="khác\n").stderr for _ in range(6)]
    assert all("login-refused: " in one for one in said[:5]) and "too-many-attempts: " in said[5]
    nobody = desk.run(*desk.migrate("--approve", NOBODY, "--as", "nobody", "--password-stdin"), typed="x\n")
    assert nobody.exit_code == 1 and "no-such-migration: " in nobody.stderr
