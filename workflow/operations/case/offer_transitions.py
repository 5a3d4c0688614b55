"""What an actor may do with a case now, and why not the rest. Reads only."""

from __future__ import annotations

from dataclasses import dataclass

from models.session import Session
from workflow.access.policy import Depth
from workflow.case_type.model import CaseType
from workflow.engine.decide import confirm_reasons, offers
from workflow.engine.decision import Offer
from workflow.engine.facts import CaseFacts, Happened
from workflow.errors import CaseNotFound, Reason
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import library
from workflow.operations.steps.loading import find_visible, read_facts


@dataclass(frozen=True, slots=True)
class Offered:
    """The case's type and facts with every act its state knows for this actor. `confirm`: reasons against
    confirming the open proposal (empty: the actor may), or None where nothing is proposed."""

    case_type: CaseType
    facts: CaseFacts
    offers: tuple[Offer, ...]
    confirm: tuple[Reason, ...] | None


def offer_transitions(session: Session, act: Act, ref: str) -> Offered:
    """Every transition of the present state, possible or refused with reasons. Raises CaseNotFound."""
    held = library(session)
    row, seen = find_visible(session, held, act, ref)
    if seen is not Depth.FULL:
        raise CaseNotFound()
    case_type = held.case_type(row["definition_sha256"])
    facts = read_facts(session, held, row, act)
    now = Happened(held.calendar(case_type.calendar).local_day(act.at), act.at)
    against = None if facts.proposal is None else confirm_reasons(case_type, facts, act.actor, now, act.at)
    return Offered(case_type, facts, offers(case_type, facts, act.actor, now, act.at), against)
