"""Which stored files some row names: what housekeeping asks before it removes one."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select

from models.session import Session
from models.tables.evidence import documents


def named_files(session: Session, sha256s: Iterable[str]) -> set[str]:
    """Those of the hashes that a document row names."""
    wanted = list(sha256s)
    found: set[str] = set()
    for start in range(0, len(wanted), 500):
        statement = (
            select(documents.c.sha256).where(documents.c.sha256.in_(wanted[start : start + 500])).distinct()
        )
        found |= set(session.execute(statement).scalars())
    return found
