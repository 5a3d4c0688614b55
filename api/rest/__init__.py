"""The REST resources: one module per subject, listed here. Each holds `resources = Resources("...")`
(`api/resources.py`)."""

from __future__ import annotations

from api.resources import Resources
from api.rest import (
    audit,
    cases,
    clocks,
    coordination,
    deadlines,
    definitions,
    documents,
    organisations,
    records,
    tokens,
    transitions,
    users,
)

RESOURCES: tuple[Resources, ...] = (
    cases.resources,
    transitions.resources,
    clocks.resources,
    documents.resources,
    coordination.resources,
    records.resources,
    deadlines.resources,
    definitions.resources,
    organisations.resources,
    users.resources,
    tokens.resources,
    audit.resources,
)
"""All subjects, in the order in which the document shows them."""
