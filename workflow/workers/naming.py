"""Whom the product names in a sealed case that it opens: without a name nobody would ever see it."""

from __future__ import annotations

from uuid import UUID

from models import audit, people
from models.session import Session
from workflow.audit.entry import parse
from workflow.case_type.model import CaseType
from workflow.operations.steps.acting import Act
from workflow.operations.steps.library import Library
from workflow.operations.steps.work import CaseWork


def people_named(
    session: Session, held: Library, act: Act, parent: CaseWork, target: CaseType, org_id: UUID, seq: int
) -> tuple[UUID, ...]:
    """The people named in the case that `parent` opens at `org_id` by the act `seq`, the lead first; nobody
    for a type that is not sealed.

    In the same office: the named people of a sealed parent, else whoever took the act. At another office: who
    heads it, for a denunciation goes to the person competent to resolve it (Law on Denunciations, Art 24.2);
    else those who may receive one there.
    """
    if not target.sealed:
        return ()
    if org_id != parent.row["org_id"]:
        return _heads(session, held, act, target, org_id)
    if parent.row["sealed"]:
        rows = sorted(
            parent.around.assignments, key=lambda one: (one["name"] != "lead", one["at"], one["id"])
        )
        return tuple(dict.fromkeys(one["user_id"] for one in rows if one["user_id"]))
    event = audit.read_event(session, parent.case_id, seq)
    actor = parse(event["text"]).actor if event is not None else ""
    return (UUID(actor),) if _is_id(actor) else ()


def _heads(session: Session, held: Library, act: Act, target: CaseType, org_id: UUID) -> tuple[UUID, ...]:
    roles = held.roles()
    receiving = {
        target.roles[name].holds
        for transition in target.transitions.values()
        for name in transition.by
        if target.roles[name].at == "office" and set(transition.sources) & set(target.starts)
    }
    present = people.users_at(session, [org_id], held.today(act.at))
    heads = [one["user_id"] for one in present if roles[one["role"]].one_per_office]
    receivers = [one["user_id"] for one in present if one["role"] in receiving]
    return tuple(dict.fromkeys(heads or receivers))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
