"""The rules of the definitions against the table of the law, their days in force, and their caps."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from tests.calendar.calendars import vn
from tests.law.books import law
from workflow.calendar.period import Length
from workflow.errors import DeadlineRefused
from workflow.law.preview import preview
from workflow.law.terms import extensions, terms

# rule: family, kind, and the table's cells: normal, complex, remote, remote and complex
TABLE = [
    ("KN-LIM", "complaint.limitation", "window", "90 days", None, None, None),
    ("KN-ACC2", "complaint.acceptance", "duty", "10 working_days", None, None, None),
    ("KN-ACC3", "complaint.acceptance", "duty", "7 working_days", None, None, None),
    ("KN-R1", "complaint.resolution_first", "duty", "30 days", "45 days", "45 days", "60 days"),
    ("KN-R2", "complaint.resolution_second", "duty", "45 days", "60 days", "60 days", "70 days"),
    ("KN-S1", "complaint.send_first", "duty", "3 working_days", None, None, None),
    ("KN-S2", "complaint.send_second", "duty", "7 days", None, None, None),
    ("KN-2ND", "complaint.second_filing_window", "window", "30 days", None, "45 days", None),
    ("KN-EFF", "complaint.effect_first", "effect", "30 days", None, "45 days", None),
    ("KN-EFF2", "complaint.effect_second", "effect", "30 days", None, "45 days", None),
    ("KN-INF", "complaint.information_request", "duty", "7 working_days", None, None, None),
    ("KN-DLG", "complaint.dialogue_notice", "notice", "5 days", None, None, None),
    ("KN-SUSP", "complaint.send_suspension", "duty", "3 working_days", None, None, None),
    ("KN-ARC", "complaint.archive", "duty", "30 days", None, None, None),
    ("TCD-REPLY", "reception.reply", "duty", "10 working_days", None, None, None),
    ("HG-START", "mediation.start", "duty", "3 days", None, None, None),
]
CELLS = ((), ("complex",), ("remote",), ("remote", "complex"))


@pytest.mark.parametrize("row", TABLE, ids=[row[0] for row in TABLE])
def test_the_table_of_the_law(row: tuple[str | None, ...]) -> None:
    rule = law().rule_by_id(str(row[0]))
    assert (rule.family, rule.kind) == row[1:3]
    for names, cell in zip(CELLS, row[3:], strict=True):
        if cell is None:
            with pytest.raises(DeadlineRefused):
                rule.total(frozenset(names))
        else:
            assert rule.total(frozenset(names)) == Length.parse(cell)


def test_every_rule_names_law_article_and_confidence() -> None:
    for rule in law().rules:
        assert rule.because and rule.because_en and rule.citations and rule.first_day and rule.sha256
        for citation in rule.citations:
            assert citation.law and citation.confidence in ("H", "H*", "M", "L")
            assert citation.article or rule.id == "KN-INF"
            assert rule.source.count("Điều") >= len([one for one in rule.citations if one.article])


@pytest.mark.parametrize(
    ("family", "day", "rule"),
    [
        ("complaint.acceptance", date(2026, 6, 30), "KN-ACC2"),
        ("complaint.acceptance", date(2026, 7, 1), "KN-ACC3"),
        ("complaint.acceptance", date(2012, 7, 1), "KN-ACC2"),
        ("complaint.send_suspension", date(2026, 7, 1), "KN-SUSP"),
        ("complaint.resolution_first", date(2026, 6, 30), "KN-R1"),
        ("reception.reply", date(2014, 7, 1), "TCD-REPLY"),
    ],
)
def test_the_rule_in_force_on_the_day_of_the_start(family: str, day: date, rule: str) -> None:
    assert law().rule_for(family, day).id == rule


def test_no_rule_before_its_day_and_none_of_an_unknown_family() -> None:
    for family, day in [
        ("complaint.send_suspension", date(2026, 6, 30)),
        ("complaint.resolution_first", date(2012, 6, 30)),
        ("complaint.nothing", date(2026, 6, 30)),
    ]:
        with pytest.raises(DeadlineRefused):
            law().rule_for(family, day)
    with pytest.raises(DeadlineRefused):
        law().rule_by_id("KN-R9")


def test_every_named_clock_can_be_reckoned() -> None:
    assert len(law().procedures) == 23
    for procedure, clock in law().procedures:
        start = datetime.fromisoformat("2026-08-03T09:00:00+07:00")
        found = preview(law(), vn(), procedure, clock, start).as_json()
        assert found["provisional"] is False and found["ledger"]


def test_a_place_changes_the_length_and_a_finding_chains() -> None:
    rule = law().rule_by_id("KN-R1")
    remote = terms(rule, frozenset({"remote"}))
    assert (remote.length, remote.additions) == (Length(45, "days"), ())
    assert "vùng sâu" in remote.because
    both = terms(rule, frozenset({"remote", "complex"}), found_by={"complex": "12/TB-UBND"})
    assert (both.length, both.additions[0].length) == (Length(45, "days"), Length(15, "days"))
    assert "12/TB-UBND" in both.additions[0].because and "3a" in both.additions[0].source


def test_extensions_stop_at_the_cap() -> None:
    rule = law().rule_by_id("KN-R2")
    assert [one.length.count for one in extensions(rule, ["complex"])] == [15]
    assert [one.length.count for one in extensions(rule, [None], frozenset({"remote"}))] == [10]
    for steps, variants in [(["complex", "complex"], frozenset()), (["complex"], frozenset({"complex"}))]:
        with pytest.raises(DeadlineRefused) as refused:
            extensions(rule, steps, variants)
        assert refused.value.facts["why"] == "past-cap"
    with pytest.raises(DeadlineRefused) as refused:
        extensions(rule, ["sideways"])
    assert refused.value.facts["known"] == ["complex"]
    with pytest.raises(DeadlineRefused):
        extensions(law().rule_by_id("KN-S1"), [None])
