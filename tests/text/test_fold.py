"""Vietnamese spelling: one key for all ways of typing a word, and the order of the alphabet."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workflow.text.fold import fold, sort_key, spelled

MARKS = "̛̣̀́̃̉̂̆"
vietnamese = st.text("aăâbcdđeêghiklmnoôơpqrstuưvxyòóọỏõốạảáàãếềệỷýừứ HOÀ0123456789-" + MARKS, max_size=30)


@pytest.mark.parametrize(
    "spellings",
    [
        ("Đền bù", "đền bù", "den bu", "ĐỀN  BÙ ", unicodedata.normalize("NFD", "Đền bù"), "Ðền bù"),
        ("đất đai", "dat dai", "Đất Đai"),
        ("hòa giải", "hoà giải", "hoa giai"),
        ("Thúy", "Thuý", "thuy"),
        ("ủy ban", "uỷ ban", "UỶ BAN", "uy ban"),
        ("khiếu nại", "khieu nai", "khiêu nai"),
        ("Nguyễn", "nguyen", "NGUYỄN"),
        ("bồi thường", "boi thuong"),
    ],
)
def test_all_ways_of_typing_have_one_key(spellings: tuple[str, ...]) -> None:
    assert {fold(spelling) for spelling in spellings} == {fold(spellings[-1])}


def test_other_words_keep_other_keys() -> None:
    assert len({fold(word) for word in ("đơn", "đon2", "dan", "den", "dong")}) == 5


@given(st.text() | vietnamese)
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(vietnamese)
def test_the_key_of_vietnamese_is_plain_ascii(text: str) -> None:
    assert fold(text).isascii()
    assert fold(text) == fold(unicodedata.normalize("NFD", text)) == fold(text.upper())


@pytest.mark.parametrize(
    ("typed", "school"),
    [
        ("hoà", "hòa"), ("HOÀ", "HÒA"), ("khoẻ", "khỏe"),
        ("thuý", "thúy"), ("uỷ ban", "ủy ban"), ("loà xoà", "lòa xòa"),
        ("hòan", "hoàn"), ("lọai", "loại"), ("khỏan", "khoản"),
        ("hùynh", "huỳnh"), ("qúy", "quý"), ("qủa", "qủa"),
        ("hoàn", "hoàn"), ("thuyền", "thuyền"), ("hoặc", "hoặc"),
        ("quý", "quý"), ("xoáy", "xoáy"), ("khuỷu", "khuỷu"),
        ("Huế", "Huế"), ("của", "của"), ("toàn", "toàn"), ("", ""), ("Thụy", "Thụy"), ("tuỳ", "tùy"),
    ],
)  # fmt: skip
def test_tones_stand_where_the_school_puts_them(typed: str, school: str) -> None:
    assert spelled(typed) == school
    assert spelled(unicodedata.normalize("NFD", typed)) == school


@given(vietnamese)
def test_spelling_changes_no_letter(text: str) -> None:
    assert spelled(spelled(text)) == spelled(text)
    assert fold(spelled(text)) == fold(text)


def list_of(words: str) -> list[str]:
    return words.split()


@pytest.mark.parametrize(
    "ordered",
    [
        list_of("a ă â b c d đ e ê f g h i j k l m n o ô ơ p q r s t u ư v w x y z"),
        list_of("ba bà bả bã bá bạ ban bàn bán bạn băn bân"),
        list_of("ê ề ể ễ ế ệ"),
        list_of("da dương đa đường"),
        ["ba", "ba hoa", "bà", "bà ba", "ban"],
        ["Thôn 2", "Thôn 10", "Thôn Đông"],
        ["An", "Ấn", "Bảo", "Đạt", "Oanh", "Ổn", "Ơn", "Uyên", "Ước"],
    ],
)
def test_the_order_of_the_alphabet(ordered: list[str]) -> None:
    backwards = ordered[::-1]
    backwards.sort(key=sort_key)
    assert backwards == ordered
    assert len({sort_key(text) for text in ordered}) == len(ordered)


@given(st.text() | vietnamese)
def test_the_sort_key_is_ascii_and_knows_no_form_or_case(text: str) -> None:
    assert sort_key(text).isascii()
    assert sort_key(text) == sort_key(unicodedata.normalize("NFD", text))


def test_case_and_punctuation_do_not_count() -> None:
    assert sort_key("TRẦN-văn  an.") == sort_key("Trần Văn An")
    assert sort_key("007") == sort_key("7") != sort_key("70")
