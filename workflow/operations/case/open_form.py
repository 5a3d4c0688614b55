"""What a form asks for to open a case, and to take a transition. Reads only."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from models import definitions
from models.session import Session
from workflow.case_type.beginning import DESK
from workflow.case_type.model import CaseType, Document, Field, Transition
from workflow.errors import NotFound, Reason
from workflow.operations.steps.acting import Act
from workflow.operations.steps.beginning import beginning_reasons
from workflow.operations.steps.forming import opening_fields
from workflow.operations.steps.library import library
from workflow.operations.steps.places import demand_at


@dataclass(frozen=True, slots=True)
class OpeningForm:
    """The case type version of a day, the fields a case is opened with, and the papers that may come with
    it."""

    case_type: CaseType
    fields: tuple[Field, ...]
    documents: tuple[Document, ...]


@dataclass(frozen=True, slots=True)
class ActForm:
    """A transition's form: fields (needed, optional) and papers (needed, optional)."""

    transition: Transition
    asks: tuple[Field, ...]
    may_ask: tuple[Field, ...]
    needs_papers: tuple[Document, ...]
    may_papers: tuple[Document, ...]


def case_types_for(session: Session, received_on: date) -> list[CaseType]:
    """The case types of which some version covers a day of receipt, by title, whoever opens them."""
    held = library(session)
    names = sorted({str(row["name"]) for row in definitions.versions(session, "case_type")})
    found = [definitions.newest_for(session, name, received_on) for name in names]
    types = [held.case_type(sha256) for sha256 in found if sha256 is not None]
    return sorted(types, key=lambda one: one.title.vi)


def desk_reasons(session: Session, act: Act, case_type: CaseType, org_id: UUID) -> list[Reason]:
    """Why this person may open no case of the type at the desk of an office; nothing where they may. Raises
    NotPermitted."""
    held = library(session)
    place = demand_at(session, held, act.actor, "open_case", org_id, act.at)
    return beginning_reasons(session, act.actor, case_type, place, DESK, held.today(act.at))


def opening_form(session: Session, name: str, received_on: date) -> OpeningForm:
    """The form that opens a case of a type received on a day. Raises NotFound."""
    sha256 = definitions.newest_for(session, name, received_on)
    if sha256 is None:
        raise NotFound("No version of this procedure covers that day.")
    case_type = library(session).case_type(sha256)
    fields = tuple(case_type.fields[one] for one in opening_fields(case_type))
    return OpeningForm(case_type, fields, _entry_papers(case_type))


def _entry_papers(case_type: CaseType) -> tuple[Document, ...]:
    """Papers of the citizen: those the office does not write itself, that no act attaches, and that an act of
    the very first states may still bring."""
    later: set[str] = set()
    for one in case_type.transitions.values():
        later.update((*one.attaches, *one.issues))
        if not set(one.sources) & set(case_type.starts):
            later.update(one.may_attach)
    early = {
        name
        for one in case_type.transitions.values()
        if set(one.sources) & set(case_type.starts)
        for name in one.may_attach
    }
    return tuple(
        document
        for name, document in case_type.documents.items()
        if document.letter is None and (name in early or name not in later)
    )


def act_form(case_type: CaseType, name: str) -> ActForm:
    """The form of a transition. Raises NotFound."""
    transition = case_type.transitions.get(name)
    if transition is None:
        raise NotFound("There is no such act.")
    return ActForm(
        transition,
        tuple(case_type.fields[one] for one in transition.asks),
        tuple(case_type.fields[one] for one in transition.may_ask),
        tuple(case_type.documents[one] for one in (*transition.attaches, *transition.issues)),
        tuple(case_type.documents[one] for one in transition.may_attach),
    )
