"""Second complaints apart: who may never resolve them, and what held before 1 July 2026."""

from tests.operations.golden.complaint_second_resolution import (
    DUE,
    FIRST,
    NEW,
    OLD,
    OURS,
    PEOPLE,
    TYPE,
    at_the_province,
)
from tests.operations.golden.scenario import Scenario, act, opened, refused
from tests.operations.journeys import complaint

# Whoever resolved first never resolves second, nor does an office without that competence. At a commune such
# a case does not even begin: tests/operations/test_opening.py.
GUARDS = (
    Scenario(
        TYPE, NEW, "an office without the competence never resolves a second complaint",
        opened("2026-07-06", "p_reception",
               complaint(first_resolver={"kind": "organisation", "name": "Xã bên"}),
               ("petition",), to="received", due=DUE[NEW]),
        act("2026-07-07", "p_reception", "classify", OURS, ("first_decision",), to="classified"),
        refused("2026-07-08", "p_chair", "accept", {}, ("acceptance_notice",),
                because=("sentry", "second_level")),
        people=PEOPLE, org="province",
    ),
    at_the_province(
        NEW, "whoever resolved first and now presides above does not resolve second",
        opened("2026-07-06", "p_reception",
               complaint(first_resolver={"kind": "official", "user": "@p_chair"}),
               ("petition",), to="received", due=DUE[NEW]),
        act("2026-07-07", "p_reception", "classify", OURS, ("first_decision",), to="classified"),
        refused("2026-07-08", "p_chair", "accept", {}, ("acceptance_notice",),
                because=("conflict-of-interest", "chair")),
    ),
)  # fmt: skip

# Wholly before the new law. Ten working days from 4 May end on the 18th; the window opened on 10 April
# closes on Sunday 10 May; forty-five days from 6 May are Saturday 20 June, sixty Sunday 5 July.
OLD_VERIFYING = (
    opened("2026-05-04", "p_reception", complaint(**FIRST), ("petition",), to="received",
           due={"acceptance": "2026-05-18", "reply_to_citizen": "2026-05-18", "unassigned": "2026-05-06"}),
    act("2026-05-05", "p_reception", "classify", {**OURS, "window_opened_on": "2026-04-10"},
        ("first_decision",),
        to="classified", due={"limitation": "none of 2026-05-11"}),
    act("2026-05-06", "p_chair", "accept", {}, ("acceptance_notice",), to="accepted",
        due={"resolution": "2026-06-22", "assignment": "2026-05-08"}),
    act("2026-05-06", "p_chair", "assign", {"lead": "@p_officer"}, ("assignment",), to="assigned"),
    act("2026-05-07", "p_officer", "start_verification", to="verifying"),
)  # fmt: skip
BEFORE = (
    at_the_province(
        OLD, "complex by word of mouth, talked over on the former form, posted, in force",
        *OLD_VERIFYING,
        act("2026-05-19", "p_chair", "find_complex_before", {"complexity": ["places"]},
            due={"resolution": "2026-07-06"}),
        act("2026-05-20", "p_officer", "report", {}, ("verification_report",), to="dialogue"),
        act("2026-05-27", "p_chair", "hold_dialogue_before", {}, ("dialogue_record",), to="deciding"),
        act("2026-06-01", "p_chair", "decide", {"outcome": "right"}, ("decision",), to="decided",
            due={"send_decision": "2026-06-08", "publish_decision": "2026-06-16",
                 "legal_effect": "2026-07-02"}),
        act("2026-06-17", "upper", "publish_by_posting", {}, ("publishing_record",),
            due={"publish_decision": "late", "posting": "2026-07-03"}),
    ),
    # Thirty days from 20 May are 19 June.
    at_the_province(
        OLD, "withdrawn before the new law",
        *OLD_VERIFYING,
        act("2026-05-20", "p_chair", "withdraw_before", {"ground_terminated": "withdrawn"},
            ("withdrawal", "former_termination"), to="terminated", due={"archive": "2026-06-19"}),
    ),
)  # fmt: skip

SCENARIOS = (*GUARDS, *BEFORE)
