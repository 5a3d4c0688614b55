"""Worked examples of the law, by the literal table and by the reference file; and what a preview refuses."""

from __future__ import annotations

import csv
import json
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.calendar.calendars import vn
from tests.law.books import law
from tests.law.examples import EXAMPLES, OTHERWISE
from tests.law.vectors import reckoned
from workflow.calendar.period import Length
from workflow.errors import DeadlineRefused
from workflow.law.preview import Preview, preview

Pauses = tuple[tuple[date, date], ...]


def of(
    procedure: str, clock: str, start: str, variants: tuple[str, ...] = (), extend: int = 0,
    pauses: Pauses = (), strict: bool = False,
) -> Preview:  # fmt: skip
    return preview(
        law(), vn(), procedure, clock, datetime.fromisoformat(start), variants, extend, pauses, strict
    )


def assert_shape(found: dict[str, Any]) -> None:
    """The contract of scripts: these names and no others, and a ledger that re-adds."""
    assert set(found) == {"due", "raw", "promised", "provisional", "soft", "ledger"}
    for soft in found["soft"]:
        assert set(soft) == {"due", "raw", "because", "citation"}
    at = date.fromisoformat(found["ledger"][0]["from"])
    for span in found["ledger"]:
        assert set(span) == {"from", "to", "kind", "days", "because", "source"}
        assert span["from"] == at.isoformat() and span["because"] and span["source"]
        to = date.fromisoformat(span["to"])
        assert abs((to - at).days) == span["days"]
        at = to
    assert at.isoformat() == found["due"]
    assert json.loads(json.dumps(found)) == found


@pytest.mark.parametrize("name", EXAMPLES)
def test_worked_examples(name: str) -> None:
    asked, due = EXAMPLES[name]
    found = reckoned(asked).as_json()
    assert found["due"] == due
    assert_shape(found)


def test_the_examples_are_those_of_the_reference_file(shared_folder: Path) -> None:
    with (shared_folder / "law/deadline_examples.csv").open(encoding="utf-8", newline="") as file:
        rows = {row["id"]: row for row in csv.DictReader(file)}
    assert set(rows) == set(EXAMPLES) | OTHERWISE
    for name, (asked, due) in EXAMPLES.items():
        row = rows[name]
        told = (asked["procedure"], asked["clock"], asked["start"], due)
        assert told == (row["procedure"], row["clock"], row["start"], row["expected_due"])
    soft = of("complaint_first", "acceptance", rows["D01"]["start"]).as_json()["soft"]
    assert [one["due"] for one in soft] == [rows["D01"]["expected_due"]]
    first = of("complaint_first", "resolution", rows["D16"]["start"])
    ended = f"{first.due.legal.isoformat()}T23:00:00+07:00"
    assert of("complaint_second", "filing_window", ended).as_json()["due"] == rows["D16"]["expected_due"]


def test_the_law_s_own_ten_days_are_an_earlier_soft_limit() -> None:
    found = of("complaint_first", "acceptance", "2024-04-19T09:30:00+07:00").as_json()
    assert [(one["raw"], one["due"]) for one in found["soft"]] == [("2024-04-29", "2024-05-02")]
    assert "Luật Khiếu nại" in found["soft"][0]["citation"]


def test_the_window_after_an_expired_period_begins_at_its_legal_end() -> None:
    first = of("complaint_first", "resolution", "2026-07-10T09:00:00+07:00")
    assert (first.due.raw, first.due.legal) == (date(2026, 8, 9), date(2026, 8, 10))
    window = of("complaint_second", "filing_window", f"{first.due.legal}T00:00:00+07:00")
    assert window.due.legal == date(2026, 9, 9)


@pytest.mark.parametrize(
    ("variants", "extend", "days"),
    [((), 0, 30), (("complex",), 0, 45), ((), 1, 45), (("remote",), 0, 45), (("remote", "complex"), 0, 60),
     (("remote",), 1, 60)],
)  # fmt: skip
def test_a_finding_and_an_extension_count_from_the_start(
    variants: tuple[str, ...], extend: int, days: int
) -> None:
    found = of("complaint_first", "resolution", "2026-03-02T09:00:00+07:00", variants, extend)
    assert found.due.raw == date(2026, 3, 2) + timedelta(days)
    assumed = [span for span in found.due.ledger if span.kind == "extended"]
    assert bool(assumed) is ("complex" in variants or extend > 0)
    assert all("giả định" in span.because for span in assumed)


def test_a_pause_is_assumed_and_says_whether_the_law_had_one() -> None:
    stood = ((date(2026, 7, 20), date(2026, 8, 17)),)
    after = of("complaint_first", "resolution", "2026-07-06T09:00:00+07:00", pauses=stood)
    paused = [span for span in after.due.ledger if span.kind == "paused"]
    assert "28b" in paused[0].source and "giả định" in paused[0].because
    stood = ((date(2026, 3, 4), date(2026, 3, 10)),)
    silent = of("denunciation", "initial_processing", "2026-03-02T09:00:00+07:00", pauses=stood)
    paused = [span for span in silent.due.ledger if span.kind == "paused"]
    assert "không có căn cứ" in paused[0].because and paused[0].days == 6


@pytest.mark.parametrize("last", [date(2026, 6, 20), date(2026, 7, 6)])
def test_a_pause_from_before_the_law_allowed_one_stops_nothing(last: date) -> None:
    asked = ("complaint_first", "resolution", "2026-06-08T09:00:00+07:00")
    first = date(2026, 6, 15)
    found = of(*asked, pauses=((first, last), (date(2026, 7, 1), date(2026, 7, 3))))
    plain = of(*asked)
    assert (plain.due.raw, found.due.raw) == (date(2026, 7, 8), date(2026, 7, 10))
    spans = [(span.from_, span.to, span.days) for span in found.due.ledger if span.kind == "paused"]
    assert spans == [(first, first, 0), (date(2026, 7, 1), date(2026, 7, 3), 2)]
    assert "pháp luật chưa cho" in next(s.because for s in found.due.ledger if s.kind == "paused")
    assert_shape(found.as_json())


@pytest.mark.parametrize("first", [date(2026, 6, 1), date(2026, 6, 8), date(2026, 7, 20)])
def test_a_pause_too_early_and_outside_the_clock_leaves_no_line(first: date) -> None:
    asked = ("complaint_second", "resolution", "2025-06-08T09:00:00+07:00")
    found = of(*asked, pauses=((first - timedelta(days=365), first),))
    inside = first == date(2026, 7, 20)
    assert [span.days for span in found.due.ledger if span.kind == "paused"] == ([0] if inside else [])
    assert found.due.legal == of(*asked).due.legal


def test_a_pause_too_early_that_ends_before_it_begins_is_refused_all_the_same() -> None:
    with pytest.raises(DeadlineRefused) as refused:
        of("complaint_first", "resolution", "2026-03-02T09:00:00+07:00",
           pauses=((date(2026, 3, 9), date(2026, 3, 8)),))  # fmt: skip
    assert refused.value.facts["why"] == "pause-backwards"


@pytest.mark.parametrize(
    ("asked", "why"),
    [
        (("complaint_third", "acceptance", "2026-03-02T09:00:00+07:00"), "unknown-procedure"),
        (("complaint_first", "acceptence", "2026-03-02T09:00:00+07:00"), "unknown-clock"),
        (("complaint_first", "resolution", "2026-03-02T09:00:00+07:00", ("urgent",)), "unknown-variant"),
        (("complaint_first", "acceptance", "2026-03-02T09:00:00+07:00", ("remote",)), "unknown-variant"),
        (("complaint_first", "resolution", "2026-03-02T09:00:00+07:00", (), 2), "past-cap"),
        (("complaint_first", "resolution", "2026-03-02T09:00:00+07:00", ("complex",), 1), "past-cap"),
        (("complaint_first", "acceptance", "2026-03-02T09:00:00+07:00", (), 1), "past-cap"),
        (("complaint_first", "resolution", "2026-03-02T09:00:00+07:00", (), -1), "past-cap"),
        (("complaint_first", "resolution", "2026-03-02T09:00:00"), "naive-instant"),
        (("denunciation", "resolution", "2026-03-02T09:00:00+07:00", (), 3), "past-cap"),
        (("denunciation", "resolution", "2026-03-02T09:00:00+07:00", ("complex",), 1), "past-cap"),
        (("denunciation", "resolution", "2026-03-02T09:00:00+07:00", ("especially_complex",), 1), "past-cap"),
        (("denunciation", "resolution", "2026-03-02T09:00:00+07:00", ("remote",)), "unknown-variant"),
        (("local_reporting", "annual_report", "2026-03-02T09:00:00+07:00", (), 1), "past-cap"),
        (
            (
                "local_reporting",
                "annual_report",
                "2026-03-02T09:00:00+07:00",
                (),
                0,
                ((date(2026, 3, 9), date(2026, 3, 12)),),
            ),
            "notice-fixed",
        ),
        (("land_dispute", "resolution", "2025-06-30T09:00:00+07:00"), "not-in-force"),
        (("complaint_first", "send_suspension", "2026-06-30T09:00:00+07:00"), "not-in-force"),
        (("complaint_first", "resolution", "2011-03-02T09:00:00+07:00"), "not-in-force"),
        (("complaint_first", "resolution", "2026-12-20T09:00:00+07:00", (), 0, (), True), "provisional-year"),
    ],
)
def test_what_a_preview_refuses(asked: Any, why: str) -> None:
    with pytest.raises(DeadlineRefused) as refused:
        of(*asked)
    assert refused.value.facts["why"] == why


def test_a_provisional_year_is_marked_and_only_strict_refuses() -> None:
    assert of("complaint_first", "resolution", "2026-12-20T09:00:00+07:00").as_json()["provisional"] is True
    strict = of("complaint_first", "resolution", "2026-03-02T09:00:00+07:00", strict=True)
    assert strict.as_json()["provisional"] is False


def test_a_notice_counts_back_from_the_meeting() -> None:
    found = of("complaint_first", "dialogue_notice", "2026-09-07T08:00:00+07:00").as_json()
    assert (found["raw"], found["due"]) == ("2026-09-02", "2026-08-28")
    assert_shape(found)


@pytest.mark.parametrize(("variants", "extend", "lengths"), [
    ((), 0, [30]), ((), 1, [30, 30]), (("complex",), 0, [30, 30]), ((), 2, [30, 30, 30]),
    (("especially_complex",), 0, [30, 30, 30]), (("complex", "especially_complex"), 0, [30, 30, 30]),
])  # fmt: skip
def test_a_denunciation_is_extended_by_acts_or_by_findings_alike(
    variants: tuple[str, ...], extend: int, lengths: list[int]
) -> None:
    found = of("denunciation", "resolution", "2026-03-02T09:00:00+07:00", variants, extend)
    spans = [span for span in found.due.ledger if span.kind in ("counted", "extended")]
    assert [span.days for span in spans] == lengths
    assert all("giả định có văn bản" in span.because for span in spans[1:])
    assert all(f"Điều 30, khoản {place}" in span.source for place, span in enumerate(spans, 1))
    assert bool(found.due.soft) is (len(lengths) > 1), "the other reading speaks of extensions only"


def test_another_reading_of_extensions_and_of_effects_is_a_soft_limit() -> None:
    chained = of("denunciation", "resolution", "2025-08-02T09:00:00+07:00", (), 1).as_json()
    # Day 30 is Mon 1/9/2025, off until Tue 2/9: from there on 1/10, from Wed 3/9 on 3/10.
    assert (chained["due"], [one["due"] for one in chained["soft"]]) == ("2025-10-01", ["2025-10-03"])
    effect = of("complaint_first", "legal_effect", "2026-08-01T09:00:00+07:00").as_json()
    assert (effect["due"], [one["due"] for one in effect["soft"]]) == ("2026-09-01", ["2026-09-04"])
    assert "cần đối chiếu" in effect["soft"][0]["citation"]


def test_a_report_is_due_before_its_day_of_the_year() -> None:
    found = of("local_reporting", "six_month_report", "2026-06-09T09:00:00+07:00")
    assert (found.due.legal, found.rule.kind) == (date(2026, 6, 9), "duty")
    assert of("local_reporting", "six_month_report", "2026-06-10T09:00:00+07:00").due.legal == date(
        2027, 6, 9
    )


@pytest.mark.parametrize(("own", "promised"), [("5 working_days", "2026-03-09"), ("40 days", "2026-04-01")])
def test_the_office_s_own_promise_is_shown_beside_and_never_after_the_law(own: str, promised: str) -> None:
    start = datetime.fromisoformat("2026-03-02T09:00:00+07:00")
    found = preview(law(), vn(), "complaint_first", "resolution", start, promise=Length.parse(own)).as_json()
    assert (found["due"], found["promised"]) == ("2026-04-01", promised)
    plain = preview(law(), vn(), "complaint_first", "resolution", start).as_json()
    assert plain["promised"] is None and plain["ledger"] == found["ledger"]
