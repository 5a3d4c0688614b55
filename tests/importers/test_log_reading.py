"""A log's traces and its mapping: every fault with its line and column; no case comes in by halves."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.importers.log_samples import ERRAND, MAPPING, WHOLE, mapping, traces, xes
from workflow.case_type.build import build_case_type
from workflow.case_type.model import CaseType
from workflow.engine.facts import Happened
from workflow.errors import DefinitionInvalid
from workflow.importers.log_case import OldTrace, RejectedTrace, moment_of, read_trace
from workflow.importers.log_mapping import read_log_mapping
from workflow.importers.log_survey import check_log_mapping, survey
from workflow.source import read_source

NOW = datetime(2026, 7, 6, 2, tzinfo=UTC)
STAFF = ("clerk", "chair", "officer")


@pytest.fixture(scope="module")
def errand() -> CaseType:
    source = read_source(ERRAND, "errand.yaml")
    return build_case_type(source.value, source.sha256, {})


def case_of(text: str, errand: CaseType, mapped: str = MAPPING) -> OldTrace | RejectedTrace:
    (trace,) = traces(text)
    return read_trace(mapping(mapped), lambda day: errand, trace, NOW)


def test_events_are_put_in_order_where_the_mapping_says_so(errand: CaseType) -> None:
    turned = [WHOLE[1], WHOLE[0], WHOLE[2]]
    rejected = case_of(xes({"a": turned}), errand)
    assert isinstance(rejected, RejectedTrace)
    assert (rejected.line, rejected.column, rejected.events) == (10, 1, 3)
    assert "before it starts" in rejected.reason
    case = case_of(xes({"a": turned}), errand, MAPPING + 'order: "time:timestamp"\n')
    assert isinstance(case, OldTrace)
    assert [(one.activity, one.position, one.line) for one in case.events] == [
        ("Start", 1, 10),
        ("Count", 2, 7),
        ("Look", 3, 13),
    ]


def test_midnight_may_mean_the_day_alone(errand: CaseType) -> None:
    text = xes(
        {"a": [("Start", "2026-01-05T08:00:00+07:00", "Anh"), ("Count", "2026-01-05T00:00:00+07:00", "A")]}
    )
    assert isinstance(case_of(text, errand), RejectedTrace)
    case = case_of(text, errand, MAPPING + "midnight: day\n")
    assert isinstance(case, OldTrace)
    assert [one.happened.precision for one in case.events] == ["instant", "day"]


@pytest.mark.parametrize(
    ("old", "new", "line", "words"),
    [
        ('<string key="concept:name" value="Count"/>', "", 10, "no concept:name"),
        ('<date key="time:timestamp" value="2026-01-05T09:00:00+07:00"/>', "", 10, "no time:timestamp"),
        ("2026-01-05T09:00:00+07:00", "2026-02-30T09:00:00", 10, "is no time"),
        ("2026-01-05T09:00:00+07:00", "05/01/2026", 10, "is no time"),
        ("2026-01-05T09:00:00+07:00", "2036-01-05T09:00:00+07:00", 10, "lies in the future"),
        ("2026-01-05T09:00:00+07:00", "1776-07-04T09:00:00+07:00", 10, "outside 1900"),
        ("2026-01-05T09:00:00+07:00", "2026-01-04T09:00:00+07:00", 10, "ends before it starts"),
        ('<string key="concept:name" value="a"/>', "", 3, "needs a key"),
        ('value="Start"', 'value="Begin"', 3, "none of its events opens"),
        ('value="2026-01-20T17:00:00+07:00"', 'value="soon"', 7, "due: 'soon' is no time"),
        ('<int key="count" value="3"/>', '<int key="count" value="three"/>', 10, "people: invalid literal"),
    ],
)
def test_a_trace_at_fault_is_rejected_with_line_and_column(
    errand: CaseType, old: str, new: str, line: int, words: str
) -> None:
    text = xes({"a": WHOLE})
    assert old in text
    found = case_of(text.replace(old, new, 1), errand)
    assert isinstance(found, RejectedTrace)
    assert words in found.reason
    assert (found.line, found.column, found.events) == (line, 1, 5)


def test_a_trace_without_events_or_version_is_rejected(errand: CaseType) -> None:
    empty = case_of(xes({"a": []}), errand)
    assert isinstance(empty, RejectedTrace) and "no concept:name" not in empty.reason
    (trace,) = traces(xes({"a": WHOLE}))
    uncovered = read_trace(mapping(), lambda day: None, trace, NOW)
    assert isinstance(uncovered, RejectedTrace)
    assert "no version of errand covers 2026-01-05" in uncovered.reason


def test_other_lifecycles_are_passed_over_and_counted(errand: CaseType) -> None:
    some = MAPPING + 'lifecycle: {attribute: "org:resource", takes: [Anh, Chief]}\n'
    case = case_of(xes({"a": WHOLE}), errand, some)
    assert isinstance(case, OldTrace)
    assert ([one.activity for one in case.events], case.passed_over) == (["Start", "Count", "Decide it"], 2)


def test_the_longest_beginning_counts_and_an_exact_name_before_it() -> None:
    wanted = mapping(MAPPING.replace("  Agree: agree\n", "  Decide on*: agree\n  Decide once: close\n"))
    assert wanted.transitions_of("Decide it") == ("decide",)
    assert wanted.transitions_of("Decide on it") == ("agree",)
    assert wanted.transitions_of("Decide once") == ("close",)
    assert wanted.transitions_of("Dec") == ()


def test_a_time_without_offset_needs_a_zone() -> None:
    naked = xes({"a": [("Start", "2026-01-05T08:00:00", "Anh")]})
    wanted = mapping(MAPPING.replace("zone: Asia/Ho_Chi_Minh\n", ""))
    with pytest.raises(DefinitionInvalid) as caught:
        survey(wanted, traces(naked), "log.xes", NOW)
    (found,) = caught.value.findings
    assert (found.line, found.column) == (7, 1)
    assert "say `zone:`" in found.message
    assert survey(mapping(), traces(naked), "log.xes", NOW).first == date(2026, 1, 5)
    happened = moment_of(mapping(), "2026-01-05T01:00:00")
    assert happened == Happened(date(2026, 1, 5), datetime(2026, 1, 4, 18, tzinfo=UTC), "instant")
    assert moment_of(mapping(), "2026-01-05") is not None
    york = mapping(MAPPING.replace("Asia/Ho_Chi_Minh", "America/New_York"))
    with pytest.raises(ValueError, match="skipped"):
        moment_of(york, "2026-03-08T02:30:00")


def test_a_survey_says_what_the_log_holds() -> None:
    late = [*WHOLE, ("Count", "2026-13-01", "Anh")]
    found = survey(mapping(), traces(xes({"a": WHOLE, "b": late})), "log.xes", NOW)
    assert (found.traces, found.events, found.first, found.last) == (
        2,
        11,
        date(2026, 1, 5),
        date(2026, 1, 12),
    )
    assert found.resources == {"Anh", "Binh", "Chief"}
    assert {"case:due", "count", "time:timestamp"} <= found.attributes
    with pytest.raises(DefinitionInvalid, match="ends before its first trace"):
        survey(mapping(), traces("<log/>"), "log.xes", NOW)


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ("log: errands\n", "", (2, 1), "must say 'log'"),
        ("zone: Asia/Ho_Chi_Minh", "zone: Asia/Hochiminh", (5, 7), "no time zone"),
        ("opens: {", "openz: {", (11, 1), "Did you mean 'opens'"),
        ("  Close: close", "  Close: [close, 1]", (17, 18), "one name"),
        ("roles: {Chief: chair", "roles: {Chief: 7", (27, 18), "one name"),
        ('number: "OLD-{key}"', 'number: "OLD-{id}"', (10, 9), "Only {key}"),
        ('due: "case:due"', "due: {atribute: x}", (20, 3), "Write an attribute's name"),
        ('due: "case:due"', "due: {of: Start}", (20, 3), "Say which attribute"),
        ("log: errands", "log: errands\nmidnight: noon", (3, 11), "Write `day`"),
    ],
)
def test_a_mapping_at_fault_is_refused_with_line_and_column(
    old: str, new: str, place: tuple[int, int], words: str
) -> None:
    assert old in MAPPING
    with pytest.raises(DefinitionInvalid) as caught:
        read_log_mapping(read_source(MAPPING.replace(old, new, 1), "log.yaml"))
    found = caught.value.findings[0]
    assert words in found.message
    assert (found.file, found.line, found.column) == ("log.yaml", *place)


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ('time: "time:timestamp"', 'time: "time:timestemp"', (8, 7), "Did you mean 'time:timestamp'"),
        ('due: "case:due"', 'due: "case:duue"', (20, 8), "Did you mean 'case:due'"),
        ("{Start: open}", "{Start: examined}", (11, 16), "no start state of errand"),
        ("[give_back, examine]", "[give_back, examin]", (14, 21), "Did you mean 'examine'"),
        ("Agree: agree", "Agree: take_effect", (16, 10), "taken by the system itself"),
        ("Agree: agree", "Agree: pass_on", (16, 10), "must not open one today"),
        ('due: "case:due"', 'dew: "case:due"', (20, 8), "no field 'dew'"),
        ("roles: {Chief: chair", "roles: {Chief: king", (27, 18), "no role 'king'"),
        ("default: clerk", "default: clark", (26, 12), "Did you mean 'clerk'"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused_with_line_and_column(
    errand: CaseType, old: str, new: str, place: tuple[int, int], words: str
) -> None:
    assert old in MAPPING
    source = read_source(MAPPING.replace(old, new, 1), "log.yaml")
    wanted = read_log_mapping(source)
    found = survey(wanted, traces(xes({"a": WHOLE})), "log.xes", NOW)
    with pytest.raises(DefinitionInvalid) as caught:
        check_log_mapping(wanted, errand, found, STAFF, source)
    (fault,) = caught.value.findings
    assert words in fault.message
    assert (fault.line, fault.column) == place


def test_the_samples_mapping_fits(errand: CaseType) -> None:
    source = read_source(MAPPING, "log.yaml")
    found = survey(mapping(), traces(xes({"a": WHOLE})), "log.xes", NOW)
    check_log_mapping(mapping(), errand, found, STAFF, source)
    assert read_log_mapping(source, "other").case_type == "other"
