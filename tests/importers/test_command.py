"""The command over a real office: what it prints, writes and keeps, and what it does not."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from models import cases
from service.cli import main
from tests.importers.old_writing import in_windows_1258
from tests.importers.samples import EXAMPLE
from tests.importers.workbooks import workbook
from tests.operations.worlds import Made as MadeWorld
from tests.operations.worlds import clone, copy_of, sqlite_made
from tests.world import World

__all__ = ["sqlite_made"]

MAPPING = """\
register: so_nho
case_type: dispute
office: {office}
zone: Asia/Ho_Chi_Minh
dates: ["%d/%m/%Y"]
key: Số
received: Ngày nhận
state: {{column: Kết quả, values: {{Đang hòa giải: mediating, Xong: closed}}}}
channel: {{column: Nguồn, values: {{Trực tiếp: in_person, Bưu chính: post}}, default: in_person}}
acts: [{{transition: start_mediation, column: Ngày bắt đầu}}, {{transition: close, column: Ngày kết thúc}}]
fields: {{content: Nội dung, subject: Trích yếu, requesters: Các bên}}
"""
HEADER = [
    "Số",
    "Ngày nhận",
    "Các bên",
    "Nội dung",
    "Trích yếu",
    "Nguồn",
    "Ngày bắt đầu",
    "Ngày kết thúc",
    "Kết quả",
]


def row(number: int, **changes: str) -> list[str]:
    """A row of the register, good unless changed."""
    day = f"{number % 28 + 1:02d}/07/2026"
    values = [
        f"HG-{number:04d}",
        day,
        "Bên A; Bên B",
        "Lối đi chung",
        "Lối đi",
        "Trực tiếp",
        day,
        "",
        "Đang hòa giải",
    ]
    return [changes.get(name, value) for name, value in zip(HEADER, values, strict=True)]


LINES = "".join(",".join(one) + "\n" for one in (HEADER, row(1), row(2)))


class Office:
    """A commune's data folder, and the command line over it."""

    def __init__(self, made: MadeWorld, folder: Path) -> None:
        self.folder, self.made = folder, made
        world = copy_of(made, folder)
        world.database.engine.dispose()
        (folder / "world.sqlite").rename(folder / "tiepdan.sqlite")
        self.mapping = folder / "so.yaml"
        self.mapping.write_text(MAPPING.format(office=made.orgs["commune"]), encoding="utf-8")

    def bring(self, content: bytes | list[list[str]], *options: str) -> Result:
        """Run the import over a file with this content, or with these rows below the header."""
        file = self.folder / "so.csv"
        if isinstance(content, bytes):
            file.write_bytes(content)
        else:
            with file.open("w", encoding="utf-8", newline="") as stream:
                csv.writer(stream).writerows([HEADER, *content])
        arguments = ["import", "register", str(file), "--mapping", str(self.mapping), *options]
        result = CliRunner().invoke(main, arguments, env={"TIEPDAN_DATA_DIR": str(self.folder)})
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return result

    def told(self, content: bytes | list[list[str]], *options: str) -> Any:
        """What it prints with --json."""
        result = self.bring(content, *options, "--json")
        assert result.exit_code == 0, result.stderr
        return json.loads(result.stdout)

    def numbers(self) -> list[str]:
        """The cases that are there."""
        world: World = clone(self.made, f"sqlite:///{self.folder / 'tiepdan.sqlite'}", self.folder)
        found = [one for number in range(40) for one in world.read(cases.find_cases, f"HG-{number:04d}")]
        world.database.engine.dispose()
        return [one["number"] for one in found]


@pytest.fixture
def office(sqlite_made: MadeWorld, tmp_path: Path) -> Office:
    return Office(sqlite_made, tmp_path)


MIXED = [
    row(1),
    row(2, **{"Ngày nhận": "31/02/2026"}),
    row(3),
    row(1),
    row(4, **{"Ngày kết thúc": "01/01/2026"}),
    row(5, Số=""),
    ["HG-0006", "01/07/2026"],
    row(7),
]
REJECTED = [
    (3, "3:2", "Ngày nhận"),
    (5, "5:1", "Số"),
    (6, "6:8", "Ngày kết thúc"),
    (7, "7:1", "Số"),
    (8, "8", ""),
]


@pytest.mark.parametrize("options", [[], ["--dry-run"]])
def test_every_row_is_accounted_for_and_rejects_are_written(office: Office, options: list[str]) -> None:
    rejects = office.folder / "rejects.csv"
    found = office.told(MIXED, "--rejects", str(rejects), *options)
    assert (found["rows"], found["imported"], found["skipped"], found["left_out"]) == (8, 3, 0, 0)
    assert [(one["line"], one["place"], one["column"]) for one in found["rejected"]] == REJECTED
    assert found["rejections"] == len(REJECTED)
    with rejects.open(encoding="utf-8-sig", newline="") as file:
        written = list(csv.DictReader(file))
    assert [(int(one["line"]), one["place"], one["column"]) for one in written] == REJECTED
    assert office.numbers() == ([] if options else ["HG-0001", "HG-0003", "HG-0007"])


def test_what_a_dry_run_says_comes_true(office: Office) -> None:
    rows = [*(row(number) for number in range(1, 20)), *(row(number) for number in range(10, 30)), row(2)]
    tried = office.told(rows, "--dry-run")
    assert office.numbers() == []
    assert office.told(rows) == tried
    again = office.told(rows)
    assert (again["imported"], again["skipped"]) == (0, tried["imported"])
    assert again["rejected"] == tried["rejected"]
    assert tried["rejected"][0]["reason"] == "the key 'HG-0010' stands twice in the file, first at 11:1"


def test_a_workbook_is_told_by_its_cells(office: Office) -> None:
    found = office.told(workbook([HEADER, row(1), row(2, **{"Ngày nhận": "31/02/2026"})], title="SỔ"))
    assert (found["imported"], found["rejected"][0]["place"]) == (1, "B4")
    said = office.bring(workbook([HEADER, row(1), row(3, Nguồn="?")], title="SỔ")).stdout
    assert "2 dòng; nhập 1, đã có 1, từ chối 0." in said


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "so.csv:1:1: error: unreadable: "),
        (",".join(HEADER).replace("Nguồn", "Nguôn").encode(), "so.yaml:9:19: error: missing-column"),
        (
            in_windows_1258(LINES),
            "so.csv:1:2: error: unreadable: This is not utf-8. It looks like windows-1258",
        ),
        (f'{LINES}"HG-0003'.encode(), "so.csv:4:1: error: unreadable: "),
    ],
)
def test_a_file_that_cannot_be_read_brings_nothing_in(office: Office, content: bytes, said: str) -> None:
    result = office.bring(content)
    assert result.exit_code == 1 and said in result.stderr
    assert office.numbers() == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("in_person, Bưu chính: post", "by_hand", "so.yaml:9:"),
        ("start_mediation", "begin", "has no transition 'begin'"),
        (
            "case_type: dispute",
            "case_type: quarrel",
            "so.yaml:2:12: error: unknown-name: No case type",
        ),
        ("Asia/Ho_Chi_Minh", "Asia/Ha_Noi", "is no time zone"),
        ("key: Số", "key: Số\nencoding: koi8-v", "'koi8-v' is no encoding"),
        ("key: Số", "key: Số\nnumber: HG-{serial}", "Write the number with {key}"),
        ("key: Số", "key: Số\ndelimiter: '|'", "is none of"),
        ("key: Số", "key: Số\nheader_row: first", "Write the number of the row"),
        ("key: Số", "key: Số\nonly: Khiếu nại", "Write `only:` as"),
        ("register: so_nho", f"register: {'x' * 61}", "at most 60 characters"),
        ("Xong: closed", "Xong: closed, xong: received", "a word that is spelled alike"),
    ],
)
def test_a_mapping_with_a_fault_brings_nothing_in(office: Office, old: str, new: str, said: str) -> None:
    text = office.mapping.read_text(encoding="utf-8")
    assert old in text
    office.mapping.write_text(text.replace(old, new, 1), encoding="utf-8")
    result = office.bring([row(1)])
    assert result.exit_code == 1 and said in result.stderr
    assert office.numbers() == []


def test_only_rows_that_are_asked_for_come_in(office: Office) -> None:
    text = office.mapping.read_text(encoding="utf-8")
    office.mapping.write_text(text + "only: {column: Nguồn, is: [bưu chính]}\n", encoding="utf-8")
    found = office.told([row(1), row(2, Nguồn="Bưu chính"), row(3, Nguồn=""), row(4, Nguồn="BƯU CHÍNH")])
    assert (found["rows"], found["imported"], found["left_out"]) == (4, 2, 2)
    assert office.numbers() == ["HG-0002", "HG-0004"]


def test_a_thousand_rejects_are_kept_and_the_rest_counted(office: Office) -> None:
    rejects = office.folder / "rejects.csv"
    rows = [row(number, **{"Ngày nhận": ""}) for number in range(1_200)]
    found = office.told(rows, "--rejects", str(rejects))
    assert (found["rejections"], len(found["rejected"])) == (1_200, 1_000)
    assert len(rejects.read_text(encoding="utf-8-sig").splitlines()) == 1_201
    said = office.bring(rows).stdout
    assert "từ chối 1200" in said and "và 1180 dòng nữa" in said


def test_the_example_names_the_commands_that_are_there() -> None:
    text = (EXAMPLE.parents[1] / "how-to" / "import-a-register.md").read_text(encoding="utf-8")
    for name in ("so_tiep_cong_dan", "so_hoa_giai"):
        assert f"commune_register/{name}.yaml" in text and f"commune_register/{name}.csv" in text
