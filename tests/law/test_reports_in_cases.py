"""A clock of a case that follows a rule of the year: the same day, citation and ledger as the preview,
however it is started."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.calendar.calendars import vn
from tests.law.books import law
from workflow.calendar.period import Length
from workflow.case_type.model import Clock, Text, Trigger
from workflow.engine.terms import Reckoning, due_of, moment_of_end
from workflow.law.preview import preview

FAMILY = "local_reporting.annual_report"
BY_THE_YEAR, BY_OPENING = Trigger("calendar_date", "11-10"), Trigger("opened")


def clock(start: Trigger, promise: Length | None = None) -> Clock:
    return Clock("report", "duty", Text("Báo cáo", "Report"), (start,), rule=FAMILY, promise=promise)


@pytest.mark.parametrize(("start", "acts"), [(BY_THE_YEAR, {"before": "2024-11-10"}), (BY_OPENING, {})])
def test_a_report_of_a_case_rests_on_its_rule(start: Trigger, acts: dict[str, str]) -> None:
    due, rule = due_of(clock(start), date(2024, 1, 1), acts, Reckoning(law(), vn()))
    shown = preview(law(), vn(), "local_reporting", "annual_report", datetime(2024, 1, 1, 2, tzinfo=UTC))
    assert (due, rule) == (shown.due, "KH-YEAR")
    assert (due.raw, due.legal) == (date(2024, 11, 9), date(2024, 11, 8))
    assert "Kế hoạch" in due.ledger[0].source and due.ledger[-1].to == due.legal
    assert moment_of_end(clock(start), due, acts, vn()) == (datetime(2024, 11, 8, 17, tzinfo=UTC), "day")


def test_an_office_may_promise_its_report_earlier() -> None:
    due, _ = due_of(
        clock(BY_OPENING, Length(6, "working_days")), date(2024, 1, 1), {}, Reckoning(law(), vn())
    )
    assert (due.legal, due.promised) == (date(2024, 11, 8), date(2024, 11, 1))
