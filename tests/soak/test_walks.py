"""Every golden scenario through the pages, not only those that `make test` walks."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.walk import walked
from tests.browser.walks import children, walks
from tests.operations.golden.every import EVERY
from tests.operations.golden.scenario import Scenario

# The test server leaves the file of an answer that nobody waits for to the collector, which says so.
pytestmark = [
    pytest.mark.soak,
    pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning"),
]

OTHERS = [one for one in EVERY if one not in walks().values() and one.case_type not in children()]


@pytest.mark.parametrize("scenario", OTHERS, ids=repr)
def test_a_scenario_is_played_through_the_pages(
    browser: Browser, sqlite_template: Path, tmp_path: Path, scenario: Scenario
) -> None:
    walked(browser, sqlite_template, tmp_path, scenario)
