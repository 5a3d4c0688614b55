"""The rules of the definitions against the table of the law, their days in force, and their caps."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from tests.calendar.calendars import sources, vn
from tests.law.books import law
from workflow.calendar.period import Length
from workflow.errors import DeadlineRefused
from workflow.law.preview import preview
from workflow.law.rule import CONFIDENCE
from workflow.law.terms import extensions, terms

# rule: family, kind, and the lengths of the law's table: the plain one and those of each set of variants
TABLE: dict[str, tuple[str, str, str, dict[str, str]]] = {
    "KN-LIM": ("complaint.limitation", "window", "90 days", {}),
    "KN-ACC2-2012": ("complaint.acceptance", "duty", "10 working_days", {}),
    "KN-ACC2": ("complaint.acceptance", "duty", "10 working_days", {}),
    "KN-ACC3": ("complaint.acceptance", "duty", "7 working_days", {}),
    "KN-R1": ("complaint.resolution_first", "duty", "30 days",
              {"complex": "45 days", "remote": "45 days", "complex remote": "60 days"}),
    "KN-R2": ("complaint.resolution_second", "duty", "45 days",
              {"complex": "60 days", "remote": "60 days", "complex remote": "70 days"}),
    "KN-S1": ("complaint.send_first", "duty", "3 working_days", {}),
    "KN-S2": ("complaint.send_second", "duty", "7 days", {}),
    "KN-P2-2012": ("complaint.publish_second", "duty", "15 days", {}),
    "KN-P2": ("complaint.publish_second", "duty", "15 days", {}),
    "KN-P2-POST-2012": ("complaint.posting_second", "effect", "15 days", {}),
    "KN-P2-POST": ("complaint.posting_second", "effect", "15 days", {}),
    "KN-P2-MEET-2012": ("complaint.publishing_meeting_notice", "notice", "3 working_days", {}),
    "KN-P2-MEET": ("complaint.publishing_meeting_notice", "notice", "3 working_days", {}),
    "KN-2ND": ("complaint.second_filing_window", "window", "30 days", {"remote": "45 days"}),
    "KN-EFF": ("complaint.effect_first", "effect", "30 days", {"remote": "45 days"}),
    "KN-EFF2": ("complaint.effect_second", "effect", "30 days", {"remote": "45 days"}),
    "KN-INF-2012": ("complaint.information_request", "duty", "7 working_days", {}),
    "KN-INF": ("complaint.information_request", "duty", "7 working_days", {}),
    "KN-DLG-2020": ("complaint.dialogue_notice", "notice", "5 days", {}),
    "KN-DLG": ("complaint.dialogue_notice", "notice", "5 days", {}),
    "KN-SUSP": ("complaint.send_suspension", "duty", "3 working_days", {}),
    "KN-CONT": ("complaint.continuing_window", "window", "30 days", {}),
    "KN-ARC": ("complaint.archive", "duty", "30 days", {}),
    "KN-DIS": ("disciplinary_complaint.limitation", "window", "15 days",
               {"second": "10 days", "second_dismissal": "30 days"}),
    "KN-DIS-ACC": ("disciplinary_complaint.acceptance", "duty", "10 days", {}),
    "KN-DIS2": ("disciplinary_complaint.resolution", "duty", "30 days", {"complex": "45 days"}),
    "TC-INIT": ("denunciation.initial_processing", "duty", "7 working_days",
                {"several_places": "10 working_days", "delegated": "10 working_days",
                 "delegated several_places": "10 working_days"}),
    "TC-FWD": ("denunciation.transfer", "duty", "5 working_days", {}),
    "TC-NOT": ("denunciation.notices", "duty", "5 working_days", {}),
    "TC-RES-2019": ("denunciation.resolution", "duty", "30 days",
                    {"complex": "60 days", "especially_complex": "90 days",
                     "complex especially_complex": "90 days"}),
    "TC-RES": ("denunciation.resolution", "duty", "30 days",
               {"complex": "60 days", "especially_complex": "90 days",
                "complex especially_complex": "90 days"}),
    "TC-SUSP": ("denunciation.send_suspension", "duty", "5 working_days", {}),
    "TC-SEND": ("denunciation.send_conclusion", "duty", "5 working_days", {}),
    "TC-ACT": ("denunciation.act_on_conclusion", "duty", "7 working_days", {}),
    "TC-ACTR": ("denunciation.report_result", "duty", "5 working_days", {}),
    "TC-PUB-2019": ("denunciation.publish_conclusion", "duty", "7 working_days", {}),
    "TC-PUB": ("denunciation.publish_conclusion", "duty", "7 working_days", {}),
    "TC-POST": ("denunciation.posting", "effect", "15 days", {}),
    "TC-AGAIN": ("denunciation.continued_review", "duty", "20 days", {}),
    "TC-LATE1": ("denunciation.overdue_request", "duty", "5 working_days", {}),
    "TC-LATE2": ("denunciation.overdue_report", "duty", "5 working_days", {}),
    "TC-REF": ("denunciation.reply_to_referrer", "duty", "20 days", {}),
    "TCD-REPLY": ("reception.reply", "duty", "10 working_days", {}),
    "TCD-POST": ("reception.schedule_posting", "notice", "5 working_days", {}),
    "TCD-REFUSE": ("reception.refusal_notice", "duty", "3 working_days", {}),
    "TCD-REF7": ("reception.report_to_referrer", "duty", "7 working_days", {}),
    "TCD-REF5": ("reception.tell_citizen", "duty", "5 working_days", {}),
    "TCD-ONLINE": ("reception.online_notice", "notice", "5 working_days", {}),
    "TCD-ONTEST": ("reception.online_test", "notice", "1 working_days", {}),
    "TCD-IDLE": ("reception.inactivity", "effect", "45 days", {}),
    "XLD-2014": ("petition.processing", "duty", "10 working_days", {}),
    "XLD": ("petition.processing", "duty", "10 working_days", {}),
    "LD-NOT": ("land_mediation.notice", "duty", "3 working_days", {}),
    "LD-MED-2013": ("land_mediation.mediation", "duty", "45 days", {}),
    "LD-MED-2013-OPEN": ("land_mediation.mediation", "duty", "45 days", {}),
    "LD-MED": ("land_mediation.mediation", "duty", "30 days", {}),
    "LD-OPINION-2014": ("land_mediation.different_opinion", "window", "10 days", {}),
    "LD-OPINION": ("land_mediation.different_opinion", "window", "10 days", {}),
    "LD-BOUNDARY-2014": ("land_mediation.boundary_change", "duty", "30 days", {}),
    "LD-BOUNDARY": ("land_mediation.boundary_change", "duty", "30 working_days", {}),
    "LDR-NOT": ("land_dispute.acceptance_notice", "duty", "5 working_days", {}),
    "LDR-RES": ("land_dispute.resolution", "duty", "45 days",
                {"difficult_area": "55 days", "province": "50 days", "difficult_area province": "60 days"}),
    "LDR-WINDOW": ("land_dispute.filing_window", "window", "30 days", {}),
    "LDR-EFF": ("land_dispute.effect", "effect", "30 days", {}),
    "HG-COURT": ("mediation.court_recognition", "window", "6 months", {}),
    "TC-MONTHLY": ("denunciation.execution_report", "duty", "1 months", {}),
    "HG-START": ("mediation.start", "duty", "3 days", {}),
    "TTR-DIRECT": ("post_inspection.directing_document", "duty", "15 days",
                   {"government_inspectorate": "30 days"}),
    "KH-6M": ("local_reporting.six_month_report", "duty", "1 days", {}),
    "KH-YEAR": ("local_reporting.annual_report", "duty", "1 days", {}),
}  # fmt: skip

# The names of the clocks in the product (law.md, 11.9).
NAMES = {
    "complaint_first": "limitation acceptance resolution send_decision legal_effect information_request "
    "dialogue_notice send_suspension archive",
    "complaint_second": "acceptance resolution send_decision publish_decision filing_window legal_effect "
    "information_request dialogue_notice send_suspension archive",
    "disciplinary_complaint": "limitation acceptance resolution",
    "denunciation": "initial_processing transfer notices resolution send_suspension send_conclusion "
    "act_on_conclusion publish_conclusion report_result continued_review overdue_request overdue_report "
    "reply_to_referrer",
    "citizen_reception": "reply_to_citizen schedule_posting refusal_notice report_to_referrer tell_citizen "
    "online_notice",
    "petition": "processing",
    "land_mediation": "notice mediation different_opinion boundary_change",
    "land_dispute": "acceptance_notice resolution filing_window",
    "grassroots_mediation": "start_mediation",
    "post_inspection": "directing_document",
    "local_reporting": "six_month_report annual_report",
}


def test_the_table_is_whole() -> None:
    assert set(TABLE) == {rule.id for rule in law().rules}
    named = {(procedure, clock) for procedure, clocks in NAMES.items() for clock in clocks.split()}
    assert named <= set(law().procedures)


@pytest.mark.parametrize("name", TABLE)
def test_the_table_of_the_law(name: str) -> None:
    rule, (family, kind, length, cells) = law().rule_by_id(name), TABLE[name]
    assert (rule.family, rule.kind, rule.total(frozenset())) == (family, kind, Length.parse(length))
    known = [frozenset({one}) for one in rule.variants] + list(rule.cells)
    assert {" ".join(sorted(names)): str(rule.total(names)) for names in known} == cells
    with pytest.raises(DeadlineRefused):
        rule.total(frozenset({"unheard_of"}))


def test_every_rule_names_law_article_and_confidence() -> None:
    for rule in law().rules:
        assert rule.because and rule.because_en and rule.citations and rule.first_day and rule.sha256
        for citation in rule.citations:
            assert citation.law and citation.confidence in CONFIDENCE
            assert citation.article or citation.part or citation.confidence != "H" or rule.id == "KN-INF-2012"
            assert citation.place in rule.source


def test_every_text_of_the_packs_is_in_both_languages() -> None:
    """The Vietnamese is what a ledger says; the English stands beside it for who reads the packs."""

    def texts(value: Any) -> Iterator[Any]:
        if isinstance(value, dict):
            for key, inner in value.items():
                if key in ("because", "title", "transition"):
                    yield inner
                else:
                    yield from texts(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from texts(inner)

    for source in sources("rules", "*.yaml"):
        assert all(set(text) - {"cites"} == {"vi", "en"} for text in texts(source.value)), source.file


@pytest.mark.parametrize(
    ("family", "day", "rule"),
    [
        ("complaint.acceptance", date(2026, 6, 30), "KN-ACC2"),
        ("complaint.acceptance", date(2026, 7, 1), "KN-ACC3"),
        ("complaint.acceptance", date(2012, 7, 1), "KN-ACC2-2012"),
        ("complaint.acceptance", date(2020, 12, 10), "KN-ACC2"),
        ("land_mediation.mediation", date(2024, 7, 31), "LD-MED-2013-OPEN"),
        ("land_mediation.mediation", date(2024, 8, 1), "LD-MED"),
        ("denunciation.resolution", date(2019, 5, 27), "TC-RES-2019"),
        ("denunciation.resolution", date(2019, 5, 28), "TC-RES"),
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
    for (procedure, clock), family in law().procedures.items():
        # A day on which the family has a rule: in August 2026, or where it ended before, its last day.
        last = max(rule.last_day or date(2026, 8, 3) for rule in law().rules if rule.family == family)
        start = vn().midnight(last)
        found = preview(law(), vn(), procedure, clock, start).as_json()
        assert found["ledger"]
        assert found["provisional"] is (clock in ("six_month_report", "court_recognition")), "it ends in 2027"


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


def test_a_second_extension_comes_only_after_the_first() -> None:
    rule = law().rule_by_id("TC-RES")
    assert [one.length.count for one in extensions(rule, ["complex", "especially_complex"])] == [30, 30]
    assert [one.length.count for one in extensions(rule, ["especially_complex"], frozenset({"complex"}))] == [
        30
    ]
    for steps in (
        ["especially_complex"],
        ["complex", "complex"],
        ["complex", "especially_complex", "complex"],
    ):
        with pytest.raises(DeadlineRefused) as refused:
            extensions(rule, steps)
        assert refused.value.facts["why"] == "past-cap"
