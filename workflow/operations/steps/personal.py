"""Takes personal values out of what was entered: they go encrypted to their own table, ids and salted digests
go on (decision 15)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from models import cases, evidence
from models.crypto import salted_digest
from models.session import Session
from workflow.case_type.model import CaseType, Field, Text
from workflow.engine.entry import PARTY_KEYS
from workflow.operations.steps.acting import Act
from workflow.text.fold import fold


@dataclass(slots=True)
class Kept:
    """What is stored in the case's fields, what the record says, and the rows that hold the values
    themselves.

    `stored` marks a personal text by {"value": id}, parties by {"parties": n}: never the value. `recorded`
    adds digests.
    """

    stored: dict[str, Any] = field(default_factory=dict)
    recorded: dict[str, Any] = field(default_factory=dict)
    values: list[dict[str, Any]] = field(default_factory=list)
    tokens: list[dict[str, Any]] = field(default_factory=list)
    parties: list[dict[str, Any]] = field(default_factory=list)
    replaced: list[str] = field(default_factory=list)

    def write(self, session: Session, case_id: UUID, seq: int) -> None:
        """Store the rows; parties of a field entered anew take the place of those before, from event `seq`
        on."""
        for name in self.replaced:
            cases.end_parties(session, case_id, name, seq)
        evidence.insert_personal(session, self.values, self.tokens)
        cases.insert_rows(session, "party", [{**row, "from_seq": seq} for row in self.parties])


def is_kept_apart(declared: Field) -> bool:
    """Whether a field's values go to the table of personal values: by its declaration, or because it names
    people."""
    return declared.personal or declared.sealed or declared.type in ("parties", "respondent", "recipients")


def keep(session: Session, act: Act, case_type: CaseType, case_id: UUID, entered: Mapping[str, Any]) -> Kept:
    """Split what was entered (typed values) into open and personal."""
    kept = Kept()
    for name, value in entered.items():
        declared = case_type.fields[name]
        if declared.type == "parties":
            _keep_parties(session, act, case_id, declared, value, kept)
        elif declared.type == "respondent":
            _keep_respondent(session, act, case_id, declared, value, kept)
        elif is_kept_apart(declared):
            text = value if isinstance(value, str) else "\n".join(str(one) for one in value)
            value_id, mark = _seal(session, act, case_id, declared, text, kept)
            kept.stored[name], kept.recorded[name] = {"value": str(value_id)}, mark
        else:
            kept.stored[name] = kept.recorded[name] = value
    return kept


def seal_text(session: Session, act: Act, case_id: UUID, name: str, text: str) -> tuple[UUID, dict[str, str]]:
    """Keep one personal text that belongs to no declared field (a request's question, an answer). Gives its
    id and its mark."""
    kept = Kept()
    sealed = _seal(session, act, case_id, Field(name, "text", Text(name), personal=True), text, kept)
    evidence.insert_personal(session, kept.values)
    return sealed


def _seal(
    session: Session, act: Act, case_id: UUID, declared: Field, text: str, kept: Kept
) -> tuple[UUID, dict[str, str]]:
    value_id = act.new_id()
    sealed = session.keys.seal(case_id, value_id, text, act.fresh_bytes(12), act.fresh_bytes(16))
    kept.values.append(
        {
            "case_id": case_id,
            "value_id": value_id,
            "field": declared.name,
            "sealed": declared.sealed,
            "key_id": sealed.key_id,
            "nonce": sealed.nonce,
            "cipher": sealed.cipher,
            "salt": sealed.salt,
        }
    )
    return value_id, {"value": str(value_id), "digest": salted_digest(sealed.salt, text)}


def _keep_parties(
    session: Session, act: Act, case_id: UUID, declared: Field, parties: list[dict[str, Any]], kept: Kept
) -> None:
    kept.replaced.append(declared.name)
    marks = []
    for party in parties:
        row = _party_row(act, case_id, declared, party["kind"], party["representative"])
        mark: dict[str, Any] = {"party": str(row["party_id"]), "kind": party["kind"]}
        for key in PARTY_KEYS:
            if key in party:
                value_id, digest = _seal(session, act, case_id, declared, party[key], kept)
                row[f"{key}_value"], mark[key] = value_id, digest
                _index(session, case_id, declared, value_id, key, party[key], kept)
        kept.parties.append(row)
        marks.append(mark)
    kept.stored[declared.name] = {"parties": len(parties)}
    kept.recorded[declared.name] = marks


def _keep_respondent(
    session: Session, act: Act, case_id: UUID, declared: Field, value: Mapping[str, Any], kept: Kept
) -> None:
    """The official complained about is a user id, compared in conflicts of interest; a name is a personal
    value all the same."""
    kept.replaced.append(declared.name)
    row = _party_row(act, case_id, declared, value["kind"], False)
    row["user_id"] = UUID(value["user"]) if "user" in value else None
    row["org_id"] = UUID(value["organisation"]) if "organisation" in value else None
    mark: dict[str, Any] = {
        "party": str(row["party_id"]),
        **{key: value[key] for key in ("kind", "user", "organisation") if key in value},
    }
    words = " – ".join(value[key] for key in ("name", "act") if key in value)
    if words:
        row["name_value"], mark["name"] = _seal(session, act, case_id, declared, words, kept)
    kept.parties.append(row)
    kept.stored[declared.name] = {key: value[key] for key in ("kind", "user", "organisation") if key in value}
    kept.recorded[declared.name] = mark


def _party_row(act: Act, case_id: UUID, declared: Field, kind: str, representative: bool) -> dict[str, Any]:
    return {
        "case_id": case_id,
        "party_id": act.new_id(),
        "field": declared.name,
        "kind": kind,
        "representative": representative,
        "user_id": None,
        "org_id": None,
        "received_decision_on": None,
        **{f"{key}_value": None for key in PARTY_KEYS},
    }


def _index(
    session: Session, case_id: UUID, declared: Field, value_id: UUID, key: str, text: str, kept: Kept
) -> None:
    """Names and identity numbers can be found again by their keyed digest; a sealed field never."""
    if declared.sealed or key not in ("name", "identity"):
        return
    kept.tokens.append(
        {"case_id": case_id, "value_id": value_id, "token": session.keys.token(key, fold(text))}
    )
