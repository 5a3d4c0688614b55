"""Acts of the product itself: who, at the present instant, with ids and random bytes."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import datetime

from service.wiring import IdSource, utc_now
from workflow.access.actor import SYSTEM, Actor
from workflow.operations.steps.acting import Act

OPERATOR = Actor("cli")
"""Whoever may run the command line holds the keys of the office; the record says that it was done there."""


def act_source(actor: Actor = SYSTEM, clock: Callable[[], datetime] = utc_now) -> Callable[[], Act]:
    """A source of acts at the clock's instant, with ids that ascend."""
    new_id = IdSource(clock)
    return lambda: Act(actor, clock(), new_id, os.urandom)
