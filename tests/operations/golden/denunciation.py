"""Golden scenarios of a denunciation and of the protection of a denouncer; every day is reasoned by hand."""

from __future__ import annotations

from tests.operations.golden.denunciation_above import (
    SEAL_2026,
    SEAL_BEFORE,
    UP_2026,
    UP_BEFORE,
    way_under_seal,
    ways_above,
)
from tests.operations.golden.denunciation_accepted import FORMERLY_TO_8_JULY, TO_8_JULY, ways_after_acceptance
from tests.operations.golden.denunciation_end_2019 import END_2019
from tests.operations.golden.denunciation_end_2026 import END_2026
from tests.operations.golden.denunciation_extended import EXTENDED
from tests.operations.golden.denunciation_parts import BEFORE_JULY, IN_2026
from tests.operations.golden.denunciation_screening import ways_before_acceptance
from tests.operations.golden.protection import PROTECTIONS

SCENARIOS = [
    *ways_before_acceptance("2026.1", IN_2026),
    END_2026,
    EXTENDED,
    *ways_after_acceptance("2026.1", TO_8_JULY),
    *ways_above("2026.1", UP_2026),
    way_under_seal("2026.1", "chair", SEAL_2026),
    way_under_seal("2026.1", "deputy", SEAL_2026),
    *ways_before_acceptance("2019.1", BEFORE_JULY),
    END_2019,
    *ways_after_acceptance("2019.1", FORMERLY_TO_8_JULY),
    *ways_above("2019.1", UP_BEFORE),
    way_under_seal("2019.1", "chair", SEAL_BEFORE),
    way_under_seal("2019.1", "deputy", SEAL_BEFORE),
    *PROTECTIONS,
]
