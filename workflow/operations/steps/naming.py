"""The people and offices that an act names: they must be there, and free of conflicts of interest."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from models import organisations, people
from models.session import Session
from workflow.access.actor import Place
from workflow.case_type.model import CaseType
from workflow.errors import FieldError, InvalidInput


def check_named(
    session: Session, case_type: CaseType, place: Place, fields: Mapping[str, Any], day: date
) -> None:
    """Raise InvalidInput unless officers work at the office or its units on the day, and offices and users
    exist.

    `fields` are typed values by field name.
    """
    errors: list[FieldError] = []
    for name, value in fields.items():
        path = f"fields.{name}"
        match case_type.fields[name].type:
            case "officer":
                errors += absent_users(session, place, [UUID(value)], day, path)
            case "organisation":
                errors += unknown_offices(session, [UUID(value)], path)
            case "units":
                errors += unknown_offices(session, [UUID(one) for one in value], path)
            case "respondent":
                errors += _unknown_respondent(session, value, path)
    if errors:
        raise InvalidInput(errors)


def absent_users(
    session: Session, place: Place, users: Iterable[UUID], day: date, path: str
) -> list[FieldError]:
    """A fault for each user who works neither at the office nor at one of its units on the day."""
    units = [place.org_id, *organisations.units_of(session, place.org_id, day)]
    known = {row["user_id"] for row in people.users_at(session, units, day)}
    return [FieldError(path, "nobody-there", (("id", str(user)),)) for user in users if user not in known]


def unknown_offices(session: Session, offices: Iterable[UUID], path: str) -> list[FieldError]:
    """A fault for each office that is not there."""
    return [
        FieldError(path, "unknown-organisation", (("id", str(one)),))
        for one in offices
        if organisations.read_organisation(session, one) is None
    ]


def _unknown_respondent(session: Session, value: Mapping[str, Any], path: str) -> list[FieldError]:
    errors = []
    if "user" in value and people.read_user(session, UUID(value["user"])) is None:
        errors.append(FieldError(f"{path}.user", "unknown-user", (("id", value["user"]),)))
    if "organisation" in value:
        errors += unknown_offices(session, [UUID(value["organisation"])], f"{path}.organisation")
    return errors
