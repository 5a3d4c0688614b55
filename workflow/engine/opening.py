"""Whether a case of a type may begin here: through which door, at an office of which level, by whom. Pure."""

from __future__ import annotations

from workflow.access.actor import Actor, Place
from workflow.case_type.beginning import DESK
from workflow.case_type.model import CaseType, Role
from workflow.engine.decision import ReasonCode
from workflow.engine.roles import role_titles
from workflow.engine.sentences import reason
from workflow.errors import Reason


def opening_reasons(case_type: CaseType, door: str, place: Place, kind: str, actor: Actor) -> list[Reason]:
    """Why no case of this type may be opened, in the definition's own words; nothing where it may. `door`: of
    DOORS; `kind`: the level or kind of the office; the product itself holds no role and needs none."""
    opened = case_type.opened
    if door not in opened.doors:
        return [_said(ReasonCode.OPENED_ELSEWHERE, door, case_type)]
    found = []
    if opened.at and kind not in opened.at:
        found.append(_said(ReasonCode.OTHER_LEVEL, kind, case_type))
    if door == DESK and opened.by and actor.user_id is not None:
        roles = [case_type.roles[name] for name in opened.by]
        if not any(_holds(role, place, actor) for role in roles):
            titles = role_titles(case_type, opened.by)
            found.append(reason(ReasonCode.ROLE, ",".join(opened.by), titles))
    return found


def _said(code: ReasonCode, name: str, case_type: CaseType) -> Reason:
    say = case_type.opened.say
    own = reason(code, name, case_type.title)
    return own if say is None else Reason(own.code, own.name, say.vi, say.say("en"))


def _holds(role: Role, place: Place, actor: Actor) -> bool:
    """Seen from a case that is only beginning: nobody is assigned yet, so that only posts at the office
    count."""
    return (
        role.at == "office"
        and role.is_ is None
        and any(one.role == role.holds and one.office_id == place.org_id for one in actor.grants)
    )
