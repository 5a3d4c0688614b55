"""Golden scenario: extensions decided shorter than the law allows ("at most thirty days")."""

from __future__ import annotations

from tests.operations.golden.denunciation_parts import DEPUTY, assigned, received, screened, submitted
from tests.operations.golden.scenario import Scenario, act, refused

EXTEND = ("2026-08-03", "chair", "extend")
PLACES = {"complexity": ["places"]}
AGAIN = {"high_complexity": ["places", "bodies"]}
TOO_LONG = ("beyond-extension", "resolution")

EXTENDED = Scenario(
    "denunciation",
    "2026.1",
    "extended by less than the law allows, then by all of it",
    received("2026-07-06", "2026-07-15", "2026-07-13"),
    screened("2026-07-07"),
    submitted("2026-07-08"),
    act("2026-07-09", "chair", "accept", {}, ("acceptance",), to="accepted", due={
        "resolution": "2026-08-10", "notices": "2026-07-16",
    }),
    assigned("2026-07-10", secretary="@clerk", second_member="@deputy"),
    refused(*EXTEND, {**PLACES, "extension_days": 31}, ("extension",), because=TOO_LONG),
    refused(*EXTEND, {**PLACES, "extension_days": 0}, ("extension",), because=TOO_LONG),
    # The raw end is Saturday 8 August; twelve days more end on Thursday 20 August.
    act(*EXTEND, {**PLACES, "extension_days": 12}, ("extension",), due={"resolution": "2026-08-20"}),
    # A second extension chains on that end: thirty days more are Saturday 19 September, so Monday 21.
    act("2026-08-17", "chair", "extend_again", AGAIN, ("second_extension",),
        due={"resolution": "2026-09-21"}),
    refused("2026-08-18", "chair", "extend", {**PLACES, "extension_days": 1}, ("extension",),
            because=("cap-reached", "resolution")),
    people=DEPUTY,
)  # fmt: skip
