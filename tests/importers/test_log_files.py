"""Files of logs as they come: XES and CSV, packed or not; what is no log is refused with line and column."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.cli.import_log import read_log
from tests.importers.log_samples import MAPPING, WHOLE, mapping, packed, traces, xes
from workflow.errors import DefinitionInvalid, Finding
from workflow.importers.log import LogTrace
from workflow.importers.log_csv import read_log_csv
from workflow.importers.xes import read_xes


def refused(read: object) -> Finding:
    with pytest.raises(DefinitionInvalid) as caught:
        list(read)  # type: ignore[call-overload]
    return caught.value.findings[0]


def test_a_trace_is_read_with_its_places_and_values() -> None:
    (first, second) = traces(xes({"a": WHOLE[:2], "b": WHOLE[:1]}))
    assert (first.line, first.column, second.line) == (3, 1, 14)
    assert first.values == {"concept:name": "a", "due": "2026-01-20T17:00:00+07:00", "who": "Người a"}
    assert [(one.line, one.column) for one in first.events] == [(7, 1), (10, 1)]
    assert first.events[1].values["count"] == "3"
    assert first.value(first.events[1], "case:who") == "Người a"
    assert (first.value(first.events[0], "count"), first.value(first.events[0], "case:x")) == ("", "")


def test_what_stands_around_and_inside_the_attributes_is_passed_over() -> None:
    inner = (
        '<string key="note" value="x"><string key="deep" value="y"/></string>'
        '<list key="l"><string key="i" value="z"/></list>'
    )
    text = (
        '<x:log xmlns:x="u"><x:global scope="trace"><x:string key="g" value="h"/></x:global>'
        f"<x:trace>{inner}<x:event>{inner}</x:event></x:trace></x:log>"
    )
    (trace,) = traces(text)
    assert trace.values == {"note": "x"}
    assert trace.events[0].values == {"note": "x"}


BOMB = '<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>\n'
OUTSIDE = '<!DOCTYPE log SYSTEM "file:///etc/passwd">\n'


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, 1, "no element found"),
        ("case_id,activity\n1,2\n", 1, 1, "syntax error"),
        ("<html></html>", 1, 1, "not an event log"),
        (xes({"a": WHOLE}, head=BOMB), 2, 15, "no document type"),
        (xes({"a": WHOLE}, head=OUTSIDE), 2, 42, "no document type"),
        (xes({"a": WHOLE})[:-30], 20, 105, "breaks off"),
        (xes({"a": WHOLE[:1]}).replace('value="a"', 'value="&amp;&b;"'), 4, 1, "undefined entity"),
        ("<log><trace><string key='a'/></trace></log>", 1, 13, "key and its value"),
        ("<log><trace><string key='a' value='" + "x" * 20_001 + "'/></trace></log>", 1, 13, "longer than"),
        ("<log>" + "<x>" * 50, 1, 123, "deeper than"),
    ],
)
def test_a_file_that_is_no_log_is_refused_with_line_and_column(
    text: str, line: int, column: int, words: str
) -> None:
    found = refused(traces(text))
    assert words in found.message
    assert (found.file, found.line, found.column) == ("log.xes", line, column)


def test_one_enormous_element_is_refused_before_it_is_held() -> None:
    def pieces() -> object:
        yield b"<log><trace><string key='a' value='"
        for _ in range(10_000):
            yield b"x" * 10_000
            fed.append(1)

    fed: list[int] = []
    found = refused(read_xes(pieces(), "log.xes"))  # type: ignore[arg-type]
    assert "larger than" in found.message
    assert len(fed) < 120


@pytest.mark.parametrize("keep", [0.5, 0.97])
def test_a_packed_log_that_breaks_off_is_refused_where_it_does(tmp_path: Path, keep: float) -> None:
    file = packed(tmp_path, xes({f"c{number}": WHOLE for number in range(300)}))
    assert len(list(read_log(file, mapping()))) == 300
    file.write_bytes(file.read_bytes()[: int(file.stat().st_size * keep)])
    found = refused(read_log(file, mapping()))
    assert "breaks off" in found.message
    assert found.line >= 1 and found.column >= 1


def test_a_packed_log_with_a_flipped_byte_is_refused(tmp_path: Path) -> None:
    file = packed(tmp_path, xes({f"c{number}": WHOLE for number in range(300)}))
    raw = bytearray(file.read_bytes())
    raw[len(raw) // 2] ^= 0xFF
    file.write_bytes(bytes(raw))
    assert refused(read_log(file, mapping())).code == "unreadable"
    file.write_bytes(b"not packed at all")
    assert refused(read_log(file, mapping())).code == "unreadable"


def test_a_name_that_says_neither_is_refused(tmp_path: Path) -> None:
    (tmp_path / "log.txt").write_text("x")
    assert "ends in .xes" in refused(read_log(tmp_path / "log.txt", mapping())).message


CSV = "id,act,at\n1,Start,2026-01-05\n1,Look,2026-01-06\n\n2,Start,2026-01-05\n"


def test_a_csv_gives_the_same_traces() -> None:
    first, second = read_log_csv(CSV.splitlines(True), "id", "log.csv")
    assert [one.values for one in first.events] == [
        {"id": "1", "act": "Start", "at": "2026-01-05"},
        {"id": "1", "act": "Look", "at": "2026-01-06"},
    ]
    assert [one.line for one in (*first.events, *second.events)] == [2, 3, 5]


@pytest.mark.parametrize(
    ("text", "line", "column", "words"),
    [
        ("", 1, 1, "name the columns"),
        ("id,id\n", 1, 1, "each once"),
        ("case,act\n1,a\n", 1, 1, "no column 'id'"),
        ("act,id\na,1\nb\n", 3, 1, "1 cells, the header 2"),
        ("act,id\na,1\nb,\n", 3, 2, "names no id"),
        ('act,id\na,1\n"b,2\n', 3, 1, "not a readable CSV"),
    ],
)
def test_a_csv_that_is_no_log_is_refused_with_its_line(text: str, line: int, column: int, words: str) -> None:
    found = refused(read_log_csv(text.splitlines(True), "id", "log.csv"))
    assert words in found.message
    assert (found.line, found.column) == (line, column)


def test_a_csv_in_another_encoding_is_refused(tmp_path: Path) -> None:
    (tmp_path / "log.csv.gz").write_bytes(gzip.compress("id,act\n1,Tiếp\n".encode("utf-16")))
    wanted = mapping(MAPPING.replace('case: "case:concept:name"', "case: id"))
    assert "encoding" in refused(read_log(tmp_path / "log.csv.gz", wanted)).message
    unknown = mapping(MAPPING.replace('case: "case:concept:name"', "case: id\nencoding: klingon"))
    assert "klingon" in refused(read_log(tmp_path / "log.csv.gz", unknown)).message


@given(st.binary(max_size=400) | st.text(max_size=200).map(lambda text: f"<log>{text}".encode()))
def test_whatever_comes_it_is_traces_or_a_finding(raw: bytes) -> None:
    try:
        found = list(read_xes([raw[:50], raw[50:]], "x.xes"))
    except DefinitionInvalid as error:
        assert error.findings[0].line >= 1 and error.findings[0].column >= 1
    else:
        assert all(isinstance(one, LogTrace) for one in found)


@given(st.text(max_size=300))
def test_whatever_csv_comes_it_is_traces_or_a_finding(text: str) -> None:
    try:
        found = list(read_log_csv(["id,a\n", *text.splitlines(True)], "id", "x.csv"))
    except DefinitionInvalid as error:
        assert error.findings[0].line >= 1
    else:
        assert all(one.events for one in found)
