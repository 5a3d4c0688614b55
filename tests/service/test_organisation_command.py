"""`tiepdan organisation load`, `succession` and `succeed`, as an operator calls them."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import pytest

from tests.operations.journeys import DISPUTE
from tests.operations.merged import EXAMPLE, HA_TRUNG, LAST, bearer, load_before, staffed
from tests.service.test_commands import Office
from tests.world import make_world

BEFORE = ("load", str(EXAMPLE / "truoc_2025-07-01.csv"), "--register", "2024", "--as-of", "2025-03-01")
AFTER = ("load", str(EXAMPLE / "tu_2025-07-01.csv"), "--register", "2025", "--as-of", "2025-07-01")
WHO = ("succession", str(EXAMPLE / "ke_thua.csv"), "--as-of", "2025-07-01", "--source", "Nghị quyết")
SPLIT = ("succeed", HA_TRUNG, "--as-of", "2025-07-01")


class Offices(Office):
    """The command line over a town with open cases, which is split."""

    def __init__(self, folder: Path, numbers: list[str]) -> None:
        super().__init__(folder)
        self.numbers = numbers

    def organisation(self, *arguments: str, code: int = 0) -> Any:
        """What `tiepdan organisation …` prints as JSON."""
        return self.told("organisation", *arguments, code=code)


@pytest.fixture
def town(sqlite_url: str, tmp_path: Path) -> Offices:
    """Hà Trung before it was split, with three open cases."""
    world = make_world(sqlite_url, tmp_path)
    load_before(world)
    staffed(world, "ht", bearer(world, HA_TRUNG, LAST))
    numbers = [world.open("ht_reception", "dispute", DISPUTE, org="ht").number for _ in range(3)]
    world.database.engine.dispose()
    (tmp_path / "cases.sqlite").rename(tmp_path / "tiepdan.sqlite")
    return Offices(tmp_path, numbers)


def test_a_town_is_split(town: Offices, tmp_path: Path) -> None:
    assert town.organisation(*BEFORE)["fresh"] is False
    tried = town.organisation(*AFTER, "--dry-run")
    assert (tried["begun"], tried["going_on"], tried["ended"]) == (2, 4, 12)
    assert town.organisation(*AFTER) == tried
    found = town.organisation(*WHO)
    assert (found["recorded"], found["unchanged"], found["rejected"]) == (10, 1, [])
    # Nobody has chosen: everything waits, and says so.
    left = tmp_path / "left.csv"
    told = town.organisation(*SPLIT, "--dry-run", "--left", str(left))
    assert (told["passed"], told["waiting"]) == (0, 3)
    assert {one["why"] for one in told["cases"]} == {"choice_needed"}
    with left.open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["number"] for row in rows] == town.numbers
    assert "15271 Xã Hà Trung" in rows[0]["choose_from"] and "15286 Xã Hoạt Giang" in rows[0]["choose_from"]
    # The file filled in for two of them.
    for row, code in zip(rows, ("15271", "15286", ""), strict=True):
        row["successor"] = code
    with left.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    chosen = (*SPLIT, "--choices", str(left), "--because", "Sắp xếp", "--cites", "Nghị quyết")
    ahead = town.organisation(*chosen, "--dry-run")
    done = town.organisation(*chosen)
    assert {**done, "dry_run": True} == ahead
    assert [(one["to_name"], one["passed"]) for one in done["cases"]] == [
        ("Xã Hà Trung", True),
        ("Xã Hoạt Giang", True),
        (None, False),
    ]
    again = town.organisation(*chosen)
    assert (again["passed"], again["moved_before"], again["waiting"]) == (0, 2, 1)
    rest = town.organisation(*SPLIT, "--to", "15286")
    assert [(one["number"], one["to_name"]) for one in rest["cases"]] == [(town.numbers[2], "Xã Hoạt Giang")]
    assert town.told("audit", "verify")["ok"] is True


def test_what_people_read(town: Offices) -> None:
    for arguments in (AFTER, WHO):
        assert town.run("organisation", *arguments).exit_code == 0
    shown = town.run("organisation", *SPLIT, "--to", "15271", "--dry-run").stdout
    assert "15271 Thị trấn Hà Trung, ngày 2025-07-01:" in shown
    assert "→ 15286 Xã Hoạt Giang: một phần" in shown
    assert all(number in shown for number in town.numbers)
    assert "Chạy thử: chuyển 3, đã chuyển trước 0, ở lại 0, chờ chọn 0." in shown


def test_a_user_is_given_a_post_in_an_office_that_has_ended(town: Offices) -> None:
    for arguments in (AFTER, WHO):
        assert town.run("organisation", *arguments).exit_code == 0
    post = ("user", "add", "luutru", "--display", "Lưu trữ", "--role")
    refused = town.run(*post, "clerk@16204")
    assert refused.exit_code == 1 and "16204" in refused.stderr
    assert town.told(*post, "clerk@16204@2025-06-30")["username"] == "luutru"
    wrong = town.run("user", "add", "x", "--display", "X", "--role", "clerk@16204@soon")
    assert wrong.exit_code == 1 and "2025-06-30" in wrong.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("load", "FILE", "--register", "x", "--as-of", "soon"), 2, "is not a day"),
        (("load", "FILE", "--register", "", "--as-of", "2025-03-01"), 2, "1 to 60"),
        (("load", "FILE", "--register", "x", "--as-of", "2025-07-01"), 1, 'no level "district"'),
        (("load", "FILE", "--register", "x", "--as-of", "2024-01-01"), 1, "in the order of their days"),
        (("succeed", "99999"), 1, "has ever borne"),
        (("succeed", "16204"), 1, "no successor"),
        (("succeed", "16204@soon"), 1, "2025-06-30"),
        (("succeed", "16204", "--to", "nowhere"), 1, "nowhere"),
        (("succession", "FILE", "--as-of", "2025-07-01"), 1, "old_code"),
        (("succession", "LATIN", "--as-of", "2025-07-01"), 1, "UTF-8"),
    ],
)
def test_what_is_refused_says_why(
    town: Offices, tmp_path: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    latin = tmp_path / "latin.csv"
    latin.write_bytes("old_code,new_code,extent\n1,2,whole\n,Xã Hòa,\n".encode("utf-16"))
    files = {"FILE": str(EXAMPLE / "truoc_2025-07-01.csv"), "LATIN": str(latin)}
    result = town.run("organisation", *(files.get(one, one) for one in arguments))
    assert result.exit_code == code and said in result.stderr, result.stderr
