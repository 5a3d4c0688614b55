"""All golden scenarios, of every procedure and version."""

from __future__ import annotations

from tests.operations.golden import (
    denunciation,
    intake_more,
    petition_more,
    test_complaint_golden,
    test_dispute,
    test_gate_checklist,
    test_intake,
    test_land_dispute,
    test_land_mediation,
    test_land_mediation_2014,
    test_obligation,
    test_petition,
    test_post_inspection,
)
from tests.operations.golden.scenario import Scenario

EVERY: tuple[Scenario, ...] = (
    *test_complaint_golden.SCENARIOS,
    *denunciation.SCENARIOS,
    *test_dispute.SCENARIOS,
    *test_gate_checklist.SCENARIOS,
    *test_intake.SCENARIOS,
    *intake_more.MORE,
    *test_land_dispute.SCENARIOS,
    *test_land_mediation.NEW,
    *test_land_mediation_2014.OLD,
    *test_obligation.SCENARIOS,
    *test_petition.SCENARIOS,
    *petition_more.MORE,
    *test_post_inspection.PARENT,
    *test_post_inspection.ITEMS,
)
