"""Every procedure, in each of its versions, walked through the pages from receipt to closure."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.walk import walked
from tests.browser.walks import Version, case_types, children, closes, ordinary, walks
from tests.operations.golden.every import EVERY
from tests.operations.golden.scenario import Scenario, act, opened


@pytest.mark.parametrize("scenario", dict.fromkeys(walks().values()), ids=repr)
def test_a_procedure_is_walked_from_receipt_to_closure(
    browser: Browser, sqlite_template: Path, tmp_path: Path, scenario: Scenario
) -> None:
    promised = {version for version, one in walks().items() if one is scenario}
    assert promised <= walked(browser, sqlite_template, tmp_path, scenario).closed


def test_no_version_is_left_out() -> None:
    assert set(case_types()) - set(walks()) == set()


def test_the_walks_take_steps_of_every_kind() -> None:
    taken = {step.kind for one in walks().values() for step in one.steps}
    assert taken == {step.kind for one in EVERY for step in one.steps}


def test_an_ordinary_ending_is_an_ending() -> None:
    for (name, _), case_type in case_types().items():
        known = [one for one in ordinary(name) if one in case_type.states]
        assert known and all(case_type.states[one].ending for one in known), name


def test_whatever_is_only_a_child_is_opened_by_another_case() -> None:
    opens = {act.opens for one in case_types().values() for act in one.transitions.values()}
    assert opens >= children()


def test_a_version_that_no_scenario_closes_is_seen() -> None:
    begun = opened("2026-07-06", "clerk", {}, to="received")
    done = act("2026-07-07", "clerk", "close", to="closed")
    version: Version = ("dispute", "2027.1")
    assert closes(Scenario(*version, "begun", begun)) == set()
    assert closes(Scenario(*version, "closed", begun, done)) == {version}
    # A child's own table begins where no person can: its parent's is walked.
    assert (
        closes(Scenario("protection", "2019.1", "alone", act("2026-07-07", "chair", "end", to="ended")))
        == set()
    )
