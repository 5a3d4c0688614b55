"""Find a deployed case type: by name and day of receipt, or the newest of a name. Reads only."""

from __future__ import annotations

from datetime import date

from models import definitions
from models.session import Session
from workflow.case_type.model import CaseType
from workflow.operations.steps.library import library
from workflow.operations.steps.migrating import sha256_of_version


def version_for(session: Session, name: str, received_on: date) -> CaseType | None:
    """The newest version whose validity covers the day (decision 7), or None."""
    sha256 = definitions.newest_for(session, name, received_on)
    return None if sha256 is None else library(session).case_type(sha256)


def newest_version(session: Session, name: str) -> CaseType | None:
    """The version deployed last, or None."""
    found = definitions.versions(session, "case_type", name)
    return library(session).case_type(str(found[0]["sha256"])) if found else None


def named_version(session: Session, name: str, version: str) -> CaseType:
    """The deployed version of this name. Raises NotFound (`why` no-such-type, no-such-version)."""
    return library(session).case_type(sha256_of_version(session, name, version))
