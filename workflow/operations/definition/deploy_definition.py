"""Deploy a text: a case type, a rule pack, a code list, the role list. Checked first; the row is never
changed afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from models import definitions
from models.session import Session
from workflow.audit.kinds import EventKind
from workflow.case_type.checks import check
from workflow.case_type.difference import differences
from workflow.case_type.model import CaseType
from workflow.case_type.schema import load_case_type, load_code_list, load_roles
from workflow.errors import DefinitionInvalid, Finding, NotPermitted
from workflow.law.schema import build_law, law_from_values
from workflow.operations.steps.acting import Act
from workflow.operations.steps.chains import append
from workflow.operations.steps.library import Library, library, names_known
from workflow.source import Source, canonical


@dataclass(frozen=True, slots=True)
class Deployed:
    """A deployed text. `fresh` is False when the same text was there already; `changes` tell it from the
    version before."""

    kind: str
    name: str
    version: str
    sha256: str
    fresh: bool
    changes: Sequence[str] = ()


def deploy_definition(session: Session, act: Act, source: Source) -> Deployed:
    """Check a definition's text and store it as a new immutable version.

    What it is, its own first key says (`case_type`, `code_list`, `roles`, `subject`). The same text again
    changes nothing. Raises DefinitionInvalid with every finding (live versions stay untouched), NotPermitted.
    """
    held = library(session)
    _demand(act, held)
    kind = kind_of(source)
    known = definitions.read_definition(session, kind, source.sha256)
    if known is not None:
        return Deployed(kind, known["name"], known["version"], source.sha256, False)
    row, changes = _READERS[kind](session, held, source)
    _refuse_other_text(session, kind, row, source)
    values = {
        "kind": kind,
        "sha256": source.sha256,
        "text": source.text,
        "canonical": canonical(source.value),
        "valid_from": None,
        "valid_to": None,
        "deployed_at": act.at,
        "deployed_by": act.actor_name,
        **row,
    }
    definitions.insert_definition(session, values)
    body = {"kind": kind, "name": row["name"], "version": row["version"], "sha256": source.sha256}
    event = EventKind.RULES_DEPLOYED if kind == "rules" else EventKind.DEFINITION_DEPLOYED
    append(session, act, "definitions", event, act.at, {**body, "changes": list(changes)})
    return Deployed(kind, row["name"], row["version"], source.sha256, True, changes)


def kind_of(source: Source) -> str:
    """What a text defines, from its keys. Raises DefinitionInvalid for anything else."""
    value = source.value if isinstance(source.value, dict) else {}
    for key, kind in (
        ("case_type", "case_type"),
        ("code_list", "code_list"),
        ("roles", "roles"),
        ("subject", "rules"),
    ):
        if key in value and not (key == "roles" and "states" in value):
            return kind
    said = "The text is neither a case type, a code list, the roles nor a rule pack; begin with its key."
    raise DefinitionInvalid([Finding(source.file, 1, 1, "wrong-type", "error", said)])


def _demand(act: Act, held: Library) -> None:
    """Definitions rule every office: whoever deploys them holds the permission anywhere, or is the product's
    own command line."""
    if act.actor.user_id is None:
        return
    roles = held.roles()
    if not any(
        "deploy_definitions" in roles[grant.role].may for grant in act.actor.grants if grant.role in roles
    ):
        raise NotPermitted(permission="deploy_definitions")


def _refuse_other_text(session: Session, kind: str, row: dict[str, Any], source: Source) -> None:
    """A version is a promise: under a known version number no other text may come."""
    if (
        kind == "case_type"
        and definitions.find_version(session, kind, row["name"], row["version"]) is not None
    ):
        line, column = source.position(("version",))
        taken = f"{row['name']} {row['version']}"
        said = f"{taken} is deployed with another text; give this one a new version."
        raise DefinitionInvalid([Finding(source.file, line, column, "version-taken", "error", said)])


def _case_type(session: Session, held: Library, source: Source) -> tuple[dict[str, Any], list[str]]:
    names = names_known(session, held)
    case_type = load_case_type(source, names)
    findings = check(case_type, source, names)
    if any(finding.severity == "error" for finding in findings):
        raise DefinitionInvalid(findings)
    row = {
        "name": case_type.name,
        "version": case_type.version,
        "valid_from": case_type.received_from,
        "valid_to": case_type.received_to,
    }
    return row, _changes(session, held, case_type)


def _changes(session: Session, held: Library, case_type: CaseType) -> list[str]:
    day = case_type.received_from or date.max
    before = definitions.newest_for(session, case_type.name, day)
    if before is None:
        return []
    return [str(change) for change in differences(held.case_type(before), case_type)]


def _code_list(session: Session, held: Library, source: Source) -> tuple[dict[str, Any], list[str]]:
    name, _ = load_code_list(source)
    return {"name": name, "version": source.sha256[:12]}, []


def _roles(session: Session, held: Library, source: Source) -> tuple[dict[str, Any], list[str]]:
    load_roles(source)
    return {"name": "roles", "version": source.sha256[:12]}, []


def _rules(session: Session, held: Library, source: Source) -> tuple[dict[str, Any], list[str]]:
    """A pack must be sound alone and beside the packs of the other subjects."""
    build_law([source])
    subject = source.value["subject"]
    others = [row for row in definitions.newest_of_kind(session, "rules") if row["name"] != subject]
    packs = [(row["canonical"], str(row["sha256"])) for row in others]
    law_from_values([*packs, (canonical(source.value), source.sha256)], source.sha256)
    return {"name": subject, "version": source.sha256[:12]}, []


_READERS = {"case_type": _case_type, "code_list": _code_list, "roles": _roles, "rules": _rules}
