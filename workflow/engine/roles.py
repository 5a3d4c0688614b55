"""Who holds which role of a case, conflicts of interest minded (decisions 3 and 17). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from workflow.access.actor import Actor, Grant
from workflow.case_type.model import CaseType, Role, Transition
from workflow.engine.decision import ReasonCode
from workflow.engine.facts import Attempt, CaseFacts
from workflow.engine.sentences import reason
from workflow.errors import Reason


def acting_grant(
    case_type: CaseType, facts: CaseFacts, attempt: Attempt, transition: Transition
) -> Grant | None:
    """The grant under which the actor may take the transition: an own one before one held for somebody
    else."""
    names = (transition.second,) if attempt.confirming and transition.second else transition.by
    found = [holds_role(case_type.roles[name], facts, attempt.actor) for name in names]
    held = [grant for grant in found if grant is not None]
    return min(held, key=lambda grant: grant.on_behalf_of is not None, default=None)


def holds_any(case_type: CaseType, facts: CaseFacts, actor: Actor, names: Iterable[str]) -> bool:
    """Whether the actor holds one of these roles of the case type, conflicts of interest minded."""
    return any(holds_role(case_type.roles[name], facts, actor) is not None for name in names)


def lead_reasons(case_type: CaseType, facts: CaseFacts, users: Iterable[UUID]) -> list[Reason]:
    """Why one of the users may not lead the case: whoever is barred from a role of the lead (decision 3)."""
    named = frozenset(users)
    if case_type.sealed and any(barred & named for barred in facts.barred.values()):
        # Nobody barred is let into a sealed case by any part of it: to be named is to see it.
        title = next((one.title for one in case_type.fields.values() if one.type == "respondent"), None)
        return [reason(ReasonCode.CONFLICT, "sealed", title)]
    return [
        reason(ReasonCode.CONFLICT, name, role.title)
        for name, role in case_type.roles.items()
        if role.is_ == "lead" and any(facts.barred.get(one, frozenset()) & named for one in role.never)
    ]


def holds_role(role: Role, facts: CaseFacts, actor: Actor, *, ignore_conflict: bool = False) -> Grant | None:
    """The grant under which the actor holds the role on this case, an own one first, or None."""
    if not ignore_conflict and any(facts.barred.get(name, frozenset()) & actor.people for name in role.never):
        return None
    for grant in sorted(actor.grants, key=lambda grant: grant.on_behalf_of is not None):
        person = grant.on_behalf_of or actor.user_id
        if (
            grant.role == role.holds
            and _stands_at(role.at, grant, facts)
            and _is_assignee(role.is_, person, facts)
        ):
            return grant
    return None


def _stands_at(at: str, grant: Grant, facts: CaseFacts) -> bool:
    places = {grant.org_id, grant.office_id}
    match at:
        case "office":
            return grant.office_id == facts.place.org_id
        case "office.above":
            return bool(facts.place.above) and facts.place.above[0] in places
        case "office.inspected_by":
            return bool(facts.place.inspected_by & places)
        case "lead":
            return bool(facts.lead_orgs & places)
        case "coordinating":
            return bool(facts.coordinating_orgs & places)
    return False


def _is_assignee(is_: str | None, person: UUID | None, facts: CaseFacts) -> bool:
    if is_ is None:
        return True
    return person in (facts.leads if is_ == "lead" else facts.coordinating)


def role_titles(case_type: CaseType, names: Iterable[str]) -> tuple[str, str]:
    """What roles are called, in Vietnamese and English."""
    titles = [case_type.roles[name].title for name in names if name in case_type.roles]
    vi = ", ".join(title.vi if title else name for title, name in zip(titles, names, strict=False))
    en = ", ".join(title.say("en") if title else name for title, name in zip(titles, names, strict=False))
    return vi, en
