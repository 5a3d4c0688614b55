"""What one case carries over to another: values as they would be entered by hand, personal ones opened and
kept anew."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType
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
    then: Mapping[str, Any] = MappingProxyType({}),
    seq: int | None = None,
) -> dict[str, Any]:
    """The values of the carried fields that the target takes at its opening, in the form in which they are
    entered; each pair names the field here and the field there; `then`: what was stored under a field at the
    act that carries it, where it may be another now; `seq`: that act, for the people named.

    A field that the target does not declare, or declares with another type, is left out, and so is a sealed
    one, which only the act of revealing opens; between two sealed types it goes on from seal to seal. The
    personal texts live in memory for the length of the opening and nowhere else.
    """
    entered: dict[str, Any] = {}
    for here, there in pairs:
        here, _, part = here.partition(".")
        declared = source.case_type.fields.get(here)
        wanted = target.fields.get(there)
        if (
            declared is None
            or wanted is None
            or there not in taken
            or (declared.type != wanted.type and not part)
            or (declared.sealed and not (source.case_type.sealed and target.sealed and wanted.sealed))
        ):
            continue
        if part:
            value = _in_words(_people(session, source, declared, seq), part)
        else:
            value = _value(session, source, declared, then.get(here, source.row["fields"].get(here)), seq)
        if value is not None:
            entered[there] = value
    return entered


def _value(session: Session, source: CaseWork, declared: Field, stored: Any, seq: int | None) -> Any:
    if stored is None:
        return None
    if declared.type == "parties":
        return [_party(row, texts) for row, texts in _people(session, source, declared, seq)]
    if declared.type == "respondent":
        return next((_respondent(row, texts) for row, texts in _people(session, source, declared, seq)), None)
    if declared.personal or declared.sealed:
        value_id = UUID(stored["value"])
        text = evidence.open_values(session, source.case_id, [value_id], sealed=declared.sealed)[value_id]
        return text.split("\n") if declared.type == "recipients" else text
    return stored


def _people(
    session: Session, source: CaseWork, declared: Field, seq: int | None
) -> list[tuple[Mapping[str, Any], Mapping[str, str]]]:
    found: list[tuple[Mapping[str, Any], Mapping[str, str]]] = []
    stood = (
        cases.read_parties(session, source.case_id)
        if seq is None
        else cases.read_parties_at(session, source.case_id, seq)
    )
    for row in stood:
        if row["field"] == declared.name:
            ids = {key: row[f"{key}_value"] for key in PARTY_KEYS if row[f"{key}_value"] is not None}
            opened = evidence.open_values(session, source.case_id, ids.values())
            found.append((dict(row), {key: opened[value_id] for key, value_id in ids.items()}))
    return found


def _in_words(people: Sequence[tuple[Mapping[str, Any], Mapping[str, str]]], part: str) -> str | None:
    """A part of the first person named; `others`: everybody else with what is known of them, a line each."""
    if part == "others":
        lines = [" – ".join(texts[key] for key in PARTY_KEYS if key in texts) for _, texts in people[1:]]
        return "\n".join(lines) or None
    return people[0][1].get(part) if people else None


def _party(row: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    return {"kind": row["kind"], "representative": row["representative"], **texts}


def _respondent(row: Mapping[str, Any], texts: Mapping[str, str]) -> dict[str, Any]:
    known = {"user": row["user_id"], "organisation": row["org_id"]}
    named = {key: str(value) for key, value in known.items() if value is not None}
    return {"kind": row["kind"], **named, **({"name": texts["name"]} if "name" in texts else {})}
