"""The tables, one file per subject. `case_id` leads the key of every table of a case (it is the distribution
column)."""

from models.tables import audit, cases, clocks, definitions, epoch, evidence, organisations, people, queues

__all__ = [
    "audit",
    "cases",
    "clocks",
    "definitions",
    "epoch",
    "evidence",
    "organisations",
    "people",
    "queues",
]
