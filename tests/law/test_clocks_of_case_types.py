"""Every clock of every case type stands on a rule of the packs, on a day that a paper gives, or says in both
languages that it is the office's own."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from tests.calendar.calendars import sources
from tests.law.books import law

Clock = dict[str, Any]


def clocks() -> Iterator[tuple[str, Clock]]:
    for source in sources("case_types", "*/*.yaml"):
        named = source.value
        for name, clock in (named.get("clocks") or {}).items():
            yield f"{named['case_type']}@{named['version']} {name}", clock


ALL = dict(clocks())


@pytest.mark.parametrize("name", ALL)
def test_a_clock_says_what_it_stands_on(name: str) -> None:
    clock = ALL[name]
    if "rule" in clock:
        assert clock["rule"] in law().families
        return
    assert ("promise" in clock) is not ("given" in clock)
    own = clock.get("because")
    assert (own and set(own) == {"vi", "en"}) or clock.get("cites")


def test_the_families_that_no_case_type_uses_are_known() -> None:
    """Asked of the command alone: notices about a reception itself, disciplinary complaints, and what is
    noted on another's case. A family that falls out of use is told here."""
    used = {clock["rule"] for clock in ALL.values() if "rule" in clock}
    assert set(law().families) - used == {
        "complaint.continuing_window",
        "disciplinary_complaint.acceptance",
        "disciplinary_complaint.limitation",
        "disciplinary_complaint.resolution",
        "reception.inactivity",
        "reception.online_notice",
        "reception.online_test",
        "reception.report_to_referrer",
        "reception.schedule_posting",
        "reception.tell_citizen",
    }
