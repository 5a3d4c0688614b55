"""What one case carries over to another: values as they would be entered by hand, personal ones opened and
kept anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from models import cases, evidence
from models.session import Session
from workflow.case_type.model import CaseType, Field
from workflow.engine.entry import PARTY_KEYS
from workflow.operations.steps.work import CaseWork


def entered_anew(
    session: Session,
    source: CaseWork,
    pairs: Iterable[Sequence[str]],
    target: CaseType,
    taken: Sequence[str],
) -> dict[str, Any]:
    """The values of the carried fields that the target takes at its opening, in the form in which they are
    entered; each pair names the field here and the field there.

    A field that the target does not declare, or declares with another type, is left out, and so is a sealed
    one: only the act of revealing opens it. The personal texts live in memory for the length of the opening
    and nowhere else.
    """
    entered: dict[str, Any] = {}
    for here, there in pairs:
        declared = source.case_type.fields.get(here)
        wanted = target.fields.get(there)
        if (
            declared is None
            or wanted is None
            or there not in taken
            or declared.type != wanted.type
            or declared.sealed
        ):
            continue
        value = _value(session, source, declared)
        if value is not None:
            entered[there] = value
    return entered


def _value(session: Session, source: CaseWork, declared: Field) -> Any:
    stored = source.row["fields"].get(declared.name)
    if stored is None:
        return None
    if declared.type == "parties":
        return [_party(row, texts) for row, texts in _people(session, source, declared)]
    if declared.type == "respondent":
        return next((_respondent(row, texts) for row, texts in _people(session, source, declared)), None)
    if declared.personal:
        value_id = UUID(stored["value"])
        text = evidence.open_values(session, source.case_id, [value_id])[value_id]
        return text.split("\n") if declared.type == "recipients" else text
    return stored


def _people(
    session: Session, source: CaseWork, declared: Field
) -> list[tuple[Mapping[str, Any], Mapping[str, str]]]:
    found: list[tuple[Mapping[str, Any], Mapping[str, str]]] = []
    for row in cases.read_parties(session, source.case_id):
        if row["field"] == declared.name:
            ids = {key: row[f"{key}_value"] for key in PARTY_KEYS if row[f"{key}_value"] is not None}
            opened = evidence.open_values(session, source.case_id, ids.values())
            found.append((dict(row), {key: opened[value_id] for key, value_id in ids.items()}))
    return found


def _party(row: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    return {"kind": row["kind"], "representative": row["representative"], **texts}


def _respondent(row: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    known = {"user": row["user_id"], "organisation": row["org_id"]}
    named = {key: str(value) for key, value in known.items() if value is not None}
    return {"kind": row["kind"], **named, **({"name": texts["name"]} if "name" in texts else {})}
