"""Exports: verified by our reader and by the program of the reference page; safe in a spreadsheet."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.audit.samples import chain, entries, heads
from workflow.audit.breaks import Break, What
from workflow.audit.entry import Entry, canonical_text, digest
from workflow.audit.formats import csv_rows, jsonl
from workflow.audit.kinds import EventKind, title
from workflow.errors import ChainBroken

PAGE = (Path(__file__).parents[2] / "docs" / "reference" / "audit-record.md").read_text(encoding="utf-8")
ROWS = chain(3, "a") + chain(4, "b")
EXPORT = list(jsonl.lines(ROWS, {"organisation": "xã 1", "until": "2026-11-20"}))


def test_the_page_lists_every_kind_once() -> None:
    listed = re.findall(
        r"^\| `(\w+)` \| [^|]+ \| [^|]+ \|$", PAGE.split("## What is recorded")[1].split("## ")[0], re.M
    )
    assert sorted(listed) == sorted(kind.value for kind in EventKind)


@pytest.mark.parametrize("kind", list(EventKind))
def test_every_kind_has_its_titles(kind: EventKind) -> None:
    assert title(kind) and title(kind, "en") and title(kind) != title(kind, "en")


def test_the_page_lists_every_member() -> None:
    table = PAGE.split("## An event")[1].split("## ")[0]
    listed = [
        name
        for line in table.splitlines()
        if line.startswith("| `")
        for name in re.findall(r"`(\w+)`", line[: line.index(" | ")])
    ]
    assert sorted(listed) == sorted(json.loads(ROWS[0][2]))


def test_an_export_is_verified_by_whoever_has_it() -> None:
    verdict = jsonl.verify_lines(EXPORT, heads(ROWS))
    assert (verdict.ok, verdict.events, verdict.chains) == (True, 7, 2)
    assert list(jsonl.rows_of(EXPORT)) == ROWS
    assert jsonl.scope_of(EXPORT[0]) == {"organisation": "xã 1", "until": "2026-11-20"}
    assert jsonl.verify_lines(jsonl.lines([], {})).ok


@given(st.permutations(range(9)), st.integers(0, 9))
def test_any_other_order_or_choice_of_lines_is_found(order: list[int], kept: int) -> None:
    assert jsonl.verify_lines([EXPORT[place] for place in order]).ok is (order == list(range(9)))
    assert jsonl.verify_lines([EXPORT[place] for place in sorted(order[:kept])]).ok is (kept == 9)


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (EXPORT[:-1], Break("", 9, What.TRUNCATED)),
        (EXPORT[:-2] + EXPORT[-1:], Break("", 8, What.ALTERED)),
        (EXPORT + EXPORT[1:2], Break("", 10, What.INSERTED)),
        ([EXPORT[0], "{not json", *EXPORT[1:]], Break("", 2, What.ALTERED)),
        ([EXPORT[0], '{"text":1,"hash":"x"}\n', *EXPORT[1:]], Break("", 2, What.ALTERED)),
        (EXPORT[:2] + EXPORT[3:], Break("a", 2, What.DELETED)),
        ([*EXPORT[:2], EXPORT[2].replace("tiepdan/event/1", "x"), *EXPORT[3:]], Break("a", 2, What.ALTERED)),
        ([*EXPORT[:2], EXPORT[2].replace("Ghi", "GHI"), *EXPORT[3:]], Break("a", 2, What.ALTERED)),
        ([EXPORT[0], EXPORT[2], EXPORT[1], *EXPORT[3:]], Break("a", 1, What.REORDERED)),
        (EXPORT[:3] + EXPORT[2:], Break("a", 2, What.INSERTED)),
        ([], Break("", 1, What.TRUNCATED)),
        (["[]"], Break("", 1, What.ALTERED)),
    ],
)
def test_what_is_wrong_with_a_file_is_named(lines: list[str], expected: Break) -> None:
    assert jsonl.verify_lines(lines).first_break == expected


def test_a_file_of_another_schema_is_refused() -> None:
    with pytest.raises(ChainBroken):
        jsonl.scope_of('{"schema":"tiepdan/export/9","scope":{}}')


def test_the_program_of_the_page_gives_the_same_verdict() -> None:
    found = re.search(r"```python\n(.*?)```", PAGE, re.S)
    assert found
    room: dict[str, Any] = {"__name__": "page"}
    exec(compile(found[1], "audit-record.md", "exec"), room)
    verify = cast(Callable[[list[str]], str], room["verify"])
    assert verify(EXPORT) == "7 events hold"
    assert verify(EXPORT[:-2] + EXPORT[-1:]) == "the file was cut or its last line changed"
    assert (
        verify([line.replace("Ghi chú 2", "Ghi chú 3") for line in EXPORT]) == "chain a: event 2 was altered"
    )
    assert verify(EXPORT[:2] + EXPORT[3:]) == "chain a: broken at event 2"


@given(entries())
def test_csv_gives_back_what_the_event_holds(one: Entry) -> None:
    text = canonical_text(one)
    export = "".join(csv_rows.lines([(one.chain_id, one.seq, text, digest(text))]))
    assert export.startswith("\ufeff")
    first, row = csv.reader(io.StringIO(export[1:], newline=""), strict=True)
    assert first[0] == "Chuỗi (chain_id)" and len(first) == len(row) == len(csv_rows.COLUMNS)
    cells = dict(zip((name for name, _ in csv_rows.COLUMNS), row, strict=True))
    assert json.loads(cells["body"]) == one.body
    assert cells["chain_id"] in (one.chain_id, "'" + one.chain_id)
    assert (cells["seq"], cells["hash"], cells["kind"]) == (str(one.seq), digest(text), one.kind)
    assert not any(cell.lstrip()[:1] in tuple("=+-@＝＋－＠") for cell in row if cell)  # noqa: RUF001
    assert not any(cell.startswith(("\t", "\r", "\n")) for cell in row)


@pytest.mark.parametrize("start", list("=+-@\t\r\n＝＋－＠"))  # noqa: RUF001
def test_formulas_are_shown_and_not_run(start: str) -> None:
    assert csv_rows.guarded(f"{start}1+1") == f"'{start}1+1"
    if not start.isspace():
        assert csv_rows.guarded(f"  {start}x") == f"'  {start}x"


def test_plain_values_stay_plain() -> None:
    assert [csv_rows.guarded(value) for value in ("a=b", "", None, -5, "5-3")] == ["a=b", "", "", -5, "5-3"]


def test_csv_lines_follow_rfc_4180() -> None:
    lines = list(csv_rows.lines(ROWS, byte_order_mark=False, language="en"))
    assert len(lines) == 8 and all(line.endswith("\r\n") for line in lines)
    assert lines[0].startswith("chain_id,seq,kind,")
    assert '"{""calendar"":' in lines[1] and ",Assigned," in lines[1]
