"""Every way a Vietnamese text may have been kept is read back, and none is taken for another."""

from __future__ import annotations

import codecs
import csv
import unicodedata
from itertools import product
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.importers.old_writing import has_all_letters, in_fonts, in_windows_1258
from workflow.errors import DefinitionInvalid
from workflow.importers.decoding import codec_of, guess_encoding, text_lines
from workflow.importers.misread import is_syllable, misreading
from workflow.importers.names import Ambiguous, alike, found_among
from workflow.importers.old_letters import to_unicode

TEXT = (
    "Ngày tiếp;Họ tên, địa chỉ;Nội dung vụ việc\n"
    "03/07/2026;Nguyễn Thị Bưởi, thôn Đông;khiếu nại việc thu hồi đất, đã được hướng dẫn kỹ\n"
    "04/07/2026;Đỗ Văn Ổi, xóm Thượng;phản ánh ô nhiễm, tiếng ồn ở chợ\n"
)
KEPT = {
    "utf-8": TEXT.encode(),
    "utf-8 with a mark": codecs.BOM_UTF8 + TEXT.encode(),
    "utf-16": TEXT.encode("utf-16"),
    "windows-1258": in_windows_1258(TEXT),
    "tcvn3": in_fonts(TEXT.lower(), "tcvn3").encode("cp1252"),
    "vni": in_fonts(TEXT, "vni").encode("cp1252"),
}
NAMES = {"utf-8 with a mark": "utf-8"}


def read(raw: bytes, encoding: str, size: int = 7) -> str:
    chunks = [raw[start : start + size] for start in range(0, len(raw), size)] if size else [raw]
    text = "".join(text_lines(chunks, encoding, "so.csv"))
    return unicodedata.normalize("NFC", to_unicode(text, codec_of(encoding)[1] or "unicode"))


@pytest.mark.parametrize("letters", ["tcvn3", "vni"])
def test_the_tables_have_every_letter(letters: str) -> None:
    assert has_all_letters(letters)


@pytest.mark.parametrize("kept", KEPT)
def test_each_encoding_is_read_back(kept: str) -> None:
    wanted = TEXT.lower() if kept == "tcvn3" else TEXT
    assert read(KEPT[kept], NAMES.get(kept, kept), size=0) == wanted


ENCODINGS = ("utf-8", "utf-16", "windows-1258", "tcvn3", "vni")
WRONG = [(kept, said) for kept, said in product(KEPT, ENCODINGS) if NAMES.get(kept, kept) != said]


@pytest.mark.parametrize(("kept", "said"), WRONG)
def test_no_encoding_is_taken_for_another(kept: str, said: str) -> None:
    with pytest.raises(DefinitionInvalid) as caught:
        read(KEPT[kept], said, size=0)
    (finding,) = caught.value.findings
    assert f"This is not {said}." in finding.message
    assert f"encoding: {NAMES.get(kept, kept)}`" in finding.message


def test_a_byte_that_does_not_belong_is_told_with_line_and_column() -> None:
    raw = TEXT.encode()
    place = raw.index("Bưởi".encode()) + 1
    with pytest.raises(DefinitionInvalid) as caught:
        read(raw[:place] + b"\xff" + raw[place:], "utf-8")
    (finding,) = caught.value.findings
    assert (finding.line, finding.column) == (2, TEXT.splitlines()[1].index("ưởi") + 1)


@given(st.integers(1, 40))
def test_how_the_bytes_arrive_does_not_matter(size: int) -> None:
    assert read(KEPT["utf-8"], "utf-8", size) == TEXT
    assert read(KEPT["utf-16"], "utf-16", max(size, 2)) == TEXT


@pytest.mark.parametrize(
    ("old", "letters", "new"),
    [
        ("NguyÔn V¨n An", "tcvn3", "Nguyễn Văn An"),
        ("CéNG HßA X· HéI", "tcvn3", "CỘNG HÒA XÃ HỘI"),
        ("UBND x· Hµ T©y", "tcvn3", "UBND xã Hà Tây"),
        ("T« Hµ", "tcvn3", "Tô Hà"),
        ("Nguyeãn Vaên An", "vni", "Nguyễn Văn An"),
        ("COÄNG HOØA", "vni", "CỘNG HÒA"),
        ("Nguyễn Văn An", "tcvn3", "Nguyễn Văn An"),
        ("plain ASCII 12", "vni", "plain ASCII 12"),
    ],
)
def test_old_letters_become_unicode(old: str, letters: str, new: str) -> None:
    assert to_unicode(old, letters) == new


@pytest.mark.parametrize(
    ("text", "letters", "reading"),
    [
        ("NguyÔn V¨n An", "unicode", "tcvn3"),
        ("§¬n khiÕu n¹i", "unicode", "tcvn3"),
        ("Nguyeãn Vaên An", "unicode", "vni"),
        ("baùo caùo", "unicode", "vni"),
        ("NguyÔn V¨n An", "vni", "tcvn3"),
        ("Nguyeãn Vaên An", "tcvn3", "vni"),
        ("Nguyá»…n VÄƒn", "unicode", "utf-8-twice"),
        ("Nguy?n V?n Tr?n", "unicode", "lost"),
        ("Nguy\ufffdn", "unicode", "lost"),
        ("NguyÔn V¨n An", "tcvn3", None),
        ("Nguyễn Văn An", "unicode", None),
        ("Nguyễn Văn An", "tcvn3", None),
        ("Ông Müller và bà Noël ở phố Zürich", "unicode", None),
        ("François, Nuñez, Søren", "unicode", None),
        ("Hòan thành qúa trình, tiền 5½ m² × 3", "unicode", None),
        ("Ai? Sao?", "unicode", None),
    ],
)
def test_a_wrong_reading_is_noticed_and_a_right_one_is_let_be(
    text: str, letters: str, reading: str | None
) -> None:
    assert misreading(text, letters) == reading


def test_ordinary_vietnamese_is_never_taken_for_old_letters(shared_folder: Path) -> None:
    files = ("vietnamese/names_vn.csv", "vietnamese/sentences_vtb.csv", "units/units_2025.csv")
    cells = []
    for name in files:
        with (shared_folder / "data" / name).open(encoding="utf-8", newline="") as file:
            cells += [cell for row in csv.reader(file) for cell in row]
    assert len(cells) > 10_000
    assert [cell for cell in cells if misreading(cell, "unicode")] == []
    prose = [cell for cell in cells if len(cell) > 40 and not cell.isascii()]
    # Read without their fonts, they are noticed, but for a few that look the same.
    for letters in ("tcvn3", "vni"):
        missed = [cell for cell in prose if misreading(in_fonts(cell, letters), "unicode") != letters]
        assert len(missed) < len(prose) / 100


@pytest.mark.parametrize(
    ("word", "is_one"),
    [("khuyển", True), ("nghiêng", True), ("hoà", True), ("hòa", True), ("ươn", True), ("thoát", True)]
    + [("nguyôn", False), ("vieät", False), ("mỹller", False), ("été", False), ("zoở", False)],
)
def test_syllables(word: str, is_one: bool) -> None:
    assert is_syllable(word) is is_one
    assert is_syllable(unicodedata.normalize("NFD", word)) is is_one


def test_a_short_sample_of_ascii_says_nothing() -> None:
    assert guess_encoding(b"id;day\n1;2026-07-01\n") is None


HEADER = ["Số thứ tự", "Hoà giải", "NGÀY TIẾP", "ngày  tiếp", "Địa chỉ\n(thôn)"]


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("Số thứ tự", "Số thứ tự"),
        (unicodedata.normalize("NFD", "Số thứ tự"), "Số thứ tự"),
        (" số  THỨ tự ", "Số thứ tự"),
        ("hòa giải", "Hoà giải"),
        ("NGÀY TIẾP", "NGÀY TIẾP"),
        ("Địa chỉ (thôn)", "Địa chỉ\n(thôn)"),
        ("So thu tu", None),
    ],
)
def test_names_are_found_however_they_are_typed(name: str, found: str | None) -> None:
    assert found_among(name, HEADER) == found


def test_a_name_that_may_be_two_is_refused() -> None:
    with pytest.raises(Ambiguous) as caught:
        found_among("Ngày tiếp", HEADER)
    assert caught.value.names == ("NGÀY TIẾP", "ngày  tiếp")


@given(st.text(alphabet="aàâoòôuưiếyêđ ĐÀ", max_size=20))
def test_alike_is_settled(text: str) -> None:
    assert alike(alike(text)) == alike(text) == alike(unicodedata.normalize("NFD", text).upper())
