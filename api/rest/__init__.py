"""The REST resources: one module per subject, listed here. Each holds `resources = Resources("...")`
(`api/resources.py`)."""

from __future__ import annotations

from api.resources import Resources

RESOURCES: tuple[Resources, ...] = ()
"""All subjects, in the order in which the document shows them: `(cases.resources, clocks.resources, ...)`."""
