"""What is wrong with a file is said with its place, and such a file brings nothing in."""

from __future__ import annotations

import gzip
import io
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest

from service.register_files import opened_table
from tests.importers.old_writing import in_fonts
from tests.importers.samples import EXAMPLE
from tests.importers.workbooks import workbook
from workflow.errors import DefinitionInvalid
from workflow.importers.mapping import read_mapping
from workflow.importers.sheet import sheet_lines
from workflow.importers.table import Row, place
from workflow.source import read_source

MAPPING = (EXAMPLE.parent / "commune_register" / "so_hoa_giai.yaml").read_text(encoding="utf-8")
GOOD = (EXAMPLE.parent / "commune_register" / "so_hoa_giai.csv").read_text(encoding="utf-8")
HEADER, *ROWS = GOOD.splitlines()
NAMES = HEADER.split(";")


def rows_of(folder: Path, content: bytes, mapping: str = MAPPING, name: str = "so.csv") -> list[Row]:
    path = folder / name
    path.write_bytes(content)
    source = read_source(mapping, "m.yaml")
    with opened_table(path, read_mapping(source), source) as found:
        return list(found.rows)


def refusal(
    folder: Path, content: bytes, mapping: str = MAPPING, name: str = "so.csv"
) -> tuple[int, int, str]:
    with pytest.raises(DefinitionInvalid) as caught:
        rows_of(folder, content, mapping, name)
    finding = caught.value.findings[0]
    return finding.line, finding.column, f"{finding.file.rpartition('/')[2]} {finding.message}"


def xml_bomb() -> bytes:
    entities = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    text = (
        f'<!DOCTYPE x [<!ENTITY a0 "lol">{entities}]><worksheet><sheetData><row r="1">&a9;</row></sheetData>'
    )
    return repacked("xl/worksheets/sheet1.xml", f"{text}</worksheet>".encode())


def repacked(part: str, content: bytes | None, size: int = 0) -> bytes:
    """A good workbook with one part put in another's place (None: left out), or swollen."""
    stream = io.BytesIO()
    source = zipfile.ZipFile(io.BytesIO(workbook([NAMES])))
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as target:
        for one in source.infolist():
            if one.filename != part:
                target.writestr(one.filename, source.read(one))
            elif content is not None:
                target.writestr(part, content + b" " * size)
    return stream.getvalue()


SHEET = "xl/worksheets/sheet1.xml"
FILES: dict[str, tuple[bytes, tuple[int, int], str]] = {
    "empty": (b"", (1, 1), "empty"),
    "damaged gzip": (gzip.compress(GOOD.encode())[:40] + b"\0" * 90, (1, 1), "breaks off or is damaged"),
    "gzip in name only": (b"\x1f\x8b" + GOOD.encode(), (1, 1), "damaged"),
    "another encoding": (GOOD.encode("utf-16"), (1, 1), "encoding: utf-16"),
    "old letters in UTF-8": (
        f"{HEADER}\n{ROWS[0]}\n{in_fonts(ROWS[1], 'tcvn3')}\n".encode(),
        (3, 3),
        "3:3: the text is not readable: it looks like TCVN3",
    ),
    "old letters in the header": (in_fonts(GOOD, "vni").encode(), (1, 1), "it looks like VNI"),
    "a quotation mark that is never closed": (
        f'{HEADER}\n{ROWS[0]}\n"HG-8;{"x" * 100}'.encode(),
        (3, 1),
        "quotation",
    ),
    "a cell of ten megabytes": (
        f"{HEADER}\n{ROWS[0]}\nHG-8;{'x' * 10_000_000};".encode(),
        (3, 1_000_000),
        "end",
    ),
    "a cell of two hundred thousand letters": (
        f"{HEADER}\nHG-8;{'x' * 200_000};".encode(),
        (2, 1),
        "field larger",
    ),
    "a column twice": (f"{HEADER};Nội dung tranh chấp\n".encode(), (1, 18), "stands at 1:5 too"),
    "not a workbook": (b"PK\x03\x04" + b"nonsense" * 50, (1, 1), "not an XLSX workbook"),
    "a password": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, (1, 1), "password"),
    "a workbook without its list of parts": (
        repacked("[Content_Types].xml", None),
        (1, 1),
        "not an XLSX workbook",
    ),
    "a workbook whose sheet is no XML": (repacked(SHEET, b"<worksheet><row"), (1, 1), "not an XLSX workbook"),
    "a zip bomb": (repacked(SHEET, b"<worksheet>", 30_000_000), (1, 1), "grows to 30 MB when unpacked"),
    "an XML bomb": (xml_bomb(), (1, 1), "not an XLSX workbook"),
    "a workbook with a column twice": (
        workbook([["Số", "Số", *NAMES[1:]]], title="Sổ"),
        (2, 2),
        "stands at A2 too",
    ),
    "old letters in a workbook": (
        workbook(
            [NAMES, ["HG-1", "01/07/2026", in_fonts("Nguyễn Văn Bưởi", "tcvn3"), *[""] * 14]], title="SỔ"
        ),
        (3, 3),
        "C3: the text is not readable: it looks like TCVN3",
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_cannot_be_read_is_refused_at_its_place(tmp_path: Path, name: str) -> None:
    content, where, said = FILES[name]
    line, column, message = refusal(tmp_path, content)
    assert said in message and message.startswith("so.csv ")
    assert (line, column) == where


def test_a_gzip_file_that_breaks_off_is_refused_about_where_it_does(tmp_path: Path) -> None:
    line, _, message = refusal(tmp_path, gzip.compress(GOOD.encode() * 2000)[:-50])
    assert "breaks off" in message and 9_000 < line <= 10_000


MAPPINGS = [
    ("key: Số", "key: so_", "has no column 'so_'. Did you mean 'Số'?"),
    ("column: Loại việc", "column: Loại việcc", "has no column 'Loại việcc'. Did you mean 'Loại việc'?"),
    ("key: Số", "key: Số\nsheet: Trang 2", "names a sheet, but so.csv is no XLSX workbook"),
]


@pytest.mark.parametrize(("old", "new", "said"), MAPPINGS)
def test_a_mapping_that_does_not_fit_is_refused_at_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    text = MAPPING.replace(old, new, 1)
    line, _, message = refusal(tmp_path, GOOD.encode(), text)
    assert said in message and message.startswith("m.yaml ")
    wrong = new.splitlines()[-1].split(": ")[-1]
    assert wrong in text.splitlines()[line - 1]


def test_a_header_that_may_be_two_is_refused(tmp_path: Path) -> None:
    text = f"{HEADER};kết  quả\n".replace("Kết quả", "KẾT QUẢ")
    _, _, message = refusal(tmp_path, text.encode())
    assert "'Kết quả' may be any of: KẾT QUẢ, kết  quả" in message


def test_a_sheet_that_is_not_there_is_refused_with_those_that_are(tmp_path: Path) -> None:
    content = workbook([NAMES], sheet="Năm 2026", before=("Bìa",))
    text = MAPPING + "sheet: Năm 2025\n"
    _, _, message = refusal(tmp_path, content, text, "so.xlsx")
    assert "no sheet 'Năm 2025'; it has: Bìa, Năm 2026" in message
    assert rows_of(tmp_path, content, MAPPING + "sheet: Năm 2026\n", "so.xlsx") == []


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("zipped", [False, True])
def test_text_comes_in_however_it_is_separated(
    tmp_path: Path, delimiter: str, mark: bytes, zipped: bool
) -> None:
    names = HEADER.replace(";", delimiter)
    content = mark + f"{names}\nHG-1{delimiter}01/07/2026{delimiter * 15}\n{delimiter * 16}\n\n".encode()
    found = rows_of(tmp_path, gzip.compress(content) if zipped else content)
    assert [(one.line, one.cells["Số"], one.cells["Ngày nhận"]) for one in found] == [
        (2, "HG-1", "01/07/2026")
    ]


def test_a_workbook_comes_in_with_its_types(tmp_path: Path) -> None:
    at = datetime(2026, 7, 1, 9, 30)
    made = workbook(
        [
            NAMES,
            [12, at, "Bên A", "", 0.5, True, "=1+1", at.date(), *[None] * 9, "beyond"],
            [13.0, at.date()],
        ],
        title="SỔ HÒA GIẢI",
        before=("Bìa",),
    )
    first, second = rows_of(tmp_path, made, f"{MAPPING}sheet: Sổ\n", "so.xlsx")
    assert (first.line, first.fault) == (3, "the row has 18 cells, the header 17")
    assert (second.line, second.cells["Số"], second.cells["Ngày nhận"]) == (4, "13", "2026-07-01")
    lines = dict(sheet_lines(io.BytesIO(made), "Sổ", "so.xlsx"))
    assert lines[3][:8] == ["12", "2026-07-01 09:30:00", "Bên A", "", "0.5", "1", "", "2026-07-01"]


def test_the_value_stored_with_a_formula_is_taken() -> None:
    cell = b'<row r="1"><c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    made = repacked(SHEET, _sheet(cell))
    assert list(sheet_lines(io.BytesIO(made), "", "so.xlsx")) == [(1, ["2", "#DIV/0!"])]


def test_what_a_sheet_says_of_its_size_is_not_believed() -> None:
    cells = b'<row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row>'
    cells += b'<row r="3"><c r="A3"><v>3</v></c></row>'
    made = repacked(SHEET, _sheet(cells).replace(b"<sheetData>", b'<dimension ref="A1"/><sheetData>'))
    assert list(sheet_lines(io.BytesIO(made), "", "so.xlsx")) == [(1, ["1", "2"]), (2, []), (3, ["3"])]


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (b'<row r="1"><c r="ZZZZZZZ1"><v>1</v></c></row>', "row 1"),
        (b'<row r="99999999999"><c><v>1</v></c></row>', "row"),
        (b'<row r="1"><c r="A1" t="s"><v>999</v></c></row>', "row 1"),
        (b'<row r="1"><c r="A1" t="d"><v>2026-99-99</v></c></row>', "row 1"),
    ],
)
def test_a_sheet_that_lies_is_refused(cells: bytes, said: str) -> None:
    with pytest.raises(DefinitionInvalid, match=said):
        list(sheet_lines(io.BytesIO(repacked(SHEET, _sheet(cells))), "", "so.xlsx"))


@pytest.mark.parametrize(
    ("line", "column", "shown"), [(7, 3, "C7"), (1, 26, "Z1"), (2, 27, "AA2"), (9, 703, "AAA9")]
)
def test_places_read_as_the_sheet_shows_them(line: int, column: int, shown: str) -> None:
    assert place(line, column, is_sheet=True) == shown
    assert place(line, column, is_sheet=False) == f"{line}:{column}"


@pytest.mark.parametrize("cut", range(0, 100, 7))
def test_a_workbook_cut_anywhere_is_refused_or_whole(tmp_path: Path, cut: int) -> None:
    whole = workbook([NAMES, ["HG-1", datetime(2026, 7, 1, tzinfo=UTC).replace(tzinfo=None)]])
    message = refusal(tmp_path, whole[: len(whole) * cut // 100])[2]
    assert message


def _sheet(rows: bytes) -> bytes:
    space = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
    return b"<worksheet " + space + b"><sheetData>" + rows + b"</sheetData></worksheet>"
