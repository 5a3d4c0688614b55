"""eGov DIGIT's public grievance redressal (PGR): states with actions by role, service levels, escalation."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.foreign.translation import (
    Sections,
    Translation,
    Unsaid,
    Untranslatable,
    both,
    code_list,
    head,
    only,
    word,
    write,
)

STAGES = {
    "PENDINGFORASSIGNMENT": "received",
    "PENDINGFORREASSIGNMENT": "classified",
    "PENDINGATLME": "assigned",
    "PENDINGATSUPERVISOR": "escalated",
}
HOLDS = {
    "CITIZEN": "receptionist",
    "CSR": "receptionist",
    "CFC": "receptionist",
    "GRO": "clerk",
    "PGR_VIEWER": "clerk",
    "PGR_LME": "officer",
    "SUPERVISOR": "chair",
}
SYSTEM = {"AUTO_ESCALATE", "SYSTEM"}
MINUTE = 60_000
TARGET = {"because": both("Service level of the original")}


def translate(folder: Path) -> Translation:
    """The three files as one case type and one code list."""
    (service,) = json.loads((folder / "egov_pgr.json").read_text(encoding="utf-8"))["BusinessServices"]
    (levels,) = json.loads((folder / "egov_pgr_escalation.json").read_text(encoding="utf-8"))
    with (folder / "egov_pgr_servicedefs.csv").open(encoding="utf-8", newline="") as file:
        kinds = list(csv.DictReader(file))
    only(service, "tenantId", "businessService", "business", "businessServiceSla", "states")
    only(levels, "maxDepth", "defaultSlaByLevel", "overrides")
    states = [one for one in service["states"] if not one["isStartState"]]
    acts = [act for one in states for act in one["actions"] or ()]
    unsaid: list[Unsaid] = [
        *_of_states(service["states"]),
        *_of_actions(service["states"]),
        *_of_kinds(kinds),
    ]
    sections: Sections = head("egov_pgr", "Public grievance redressal")
    sections["roles"] = {word(role): {"holds": staff, "title": both(role)} for role, staff in HOLDS.items()}
    opening = [act for one in service["states"] if one["isStartState"] for act in one["actions"] or ()]
    sections["opened"] = {"by": [word(role) for act in opening for role in act["roles"]]}
    sections["fields"] = {
        "service": {
            "type": "choice", "of": "code_list.egov_service", "required": True, "title": both("Service"),
        },
        "subject": {"type": "line", "required": True, "title": both("Subject")},
    }  # fmt: skip
    sections["states"] = {word(one["state"]): _state(one) for one in states}
    sections["transitions"] = _transitions(states, unsaid)
    sections["clocks"] = _clocks(service, states, levels, kinds)
    sections["rungs"] = {"above": {"at": "reached", "tell": "office.above"}}
    lists = {
        "egov_service": code_list(
            "egov_service", "eGov PGR", {word(k["service_code"]): k["name"] for k in kinds}
        )
    }
    return Translation(write(sections), tuple(unsaid), {"states": len(states), "changes": len(acts)}, lists)


def _state(one: dict[str, Any]) -> dict[str, Any]:
    if one["isTerminateState"]:
        return {"ending": True, "title": both(one["state"])}
    return {"stage": STAGES[one["state"]], "title": both(one["state"])}


def _transitions(states: list[dict[str, Any]], unsaid: list[Unsaid]) -> dict[str, Any]:
    """Actions with one name, goal and roles are one transition; the system's half of an action is another."""
    groups: dict[tuple[str, str, tuple[str, ...]], list[str]] = {}
    for one in states:
        for act in one["actions"] or ():
            people = tuple(role for role in act["roles"] if role not in SYSTEM)
            stays = act["nextState"] == one["state"]
            goal = "same" if stays else word(act["nextState"])
            for roles in ([people] if people else []) + ([()] if SYSTEM & set(act["roles"]) else []):
                groups.setdefault((act["action"], goal, roles), []).append(word(one["state"]))
    found: dict[str, Any] = {}
    for (action, goal, roles), sources in groups.items():
        if roles:
            several = [other for other in groups if other[0] == action and other[2]]
            name = word(action) if len(several) == 1 else f"{word(action)}_to_{goal}"
            by: Any = [word(role) for role in roles]
            found[name] = {"from": sources, "to": goal, "by": by, "title": both(action)}
            if len(several) > 1:
                unsaid.append(
                    Unsaid(
                        "one act with a goal for each source", f"{action} to {goal}", f"{name}, same title"
                    )
                )
        elif any(
            kept["by"] == "system" and (kept["from"], kept["to"]) == (sources, goal)
            for kept in found.values()
        ):
            unsaid.append(
                Unsaid(
                    "a second automatic action that the first always forestalls", action, "left to the first"
                )
            )
        else:
            on = "level_1.reached"
            found[word(action)] = {
                "from": sources,
                "to": goal,
                "by": "system",
                "on": on,
                "title": both(action),
            }
    return found


def _clocks(
    service: dict[str, Any], states: list[dict[str, Any]], levels: dict[str, Any], kinds: list[dict[str, str]]
) -> dict[str, Any]:
    lengths = {word(kind["service_code"]): f"{kind['sla_hours']} hours" for kind in kinds}
    whole = {"by": "service", "of": lengths, "otherwise": _length(service["businessServiceSla"])}
    found: dict[str, Any] = {
        "whole": {
            "promise": whole, **TARGET, "starts": ["opened", "reopen"], "stops": "any_ending",
            "rungs": ["late"], "title": both("Service level"),
        }
    }  # fmt: skip
    for one in states:
        if one["sla"] is not None:
            name = word(one["state"])
            found[f"in_{name}"] = _in_states([name], _length(one["sla"]), one["isTerminateState"])
    automatic = [
        word(one["state"])
        for one in states
        for act in one["actions"] or ()
        if act["roles"] == ["AUTO_ESCALATE"]
    ]
    if levels["maxDepth"] != len(levels["defaultSlaByLevel"]) or levels["overrides"]:
        raise Untranslatable("escalation levels beyond the defaults")
    for depth, length in enumerate(levels["defaultSlaByLevel"], 1):
        where = automatic if depth == 1 else ["pendingatsupervisor"]
        found[f"level_{depth}"] = _in_states(
            where, _length(length), False, "reached" if depth == 1 else "above"
        )
    return found


def _in_states(names: list[str], length: str, outlives: bool, rung: str = "reached") -> dict[str, Any]:
    clock: dict[str, Any] = {
        "promise": length, **TARGET,
        "starts": [f"entered.{name}" for name in names], "stops": [f"left.{name}" for name in names],
        "rungs": [rung], "title": both(f"Time in {', '.join(names)}"),
    }  # fmt: skip
    return clock | ({"outlives": True} if outlives else {})


def _length(milliseconds: int) -> str:
    minutes, rest = divmod(milliseconds, MINUTE)
    if rest:
        raise Untranslatable(f"{milliseconds} ms is no whole minute")
    return f"{minutes // 60} hours" if minutes % 60 == 0 else f"{minutes} minutes"


def _of_states(states: list[dict[str, Any]]) -> Iterator[Unsaid]:
    yield Unsaid("tenant", "every tenantId", "an office owns its cases; a definition belongs to none")
    for one in states:
        only(
            one, "tenantId", "sla", "state", "applicationStatus", "docUploadRequired", "isStartState",
            "isTerminateState", "isStateUpdatable", "actions",
        )  # fmt: skip
        if one["docUploadRequired"] or one["applicationStatus"] != one["state"]:
            raise Untranslatable(f"{one['state']} has papers, or another name outside")
        if one["isStartState"]:
            yield Unsaid("a start state that is null", "states[0]", "opening a case is no transition")
        if one["isStateUpdatable"]:
            yield Unsaid(
                "fields may be changed in a state",
                one["state"] or "the start state",
                "each act says what it asks",
            )


def _of_actions(states: list[dict[str, Any]]) -> Iterator[Unsaid]:
    for one in states:
        for act in one["actions"] or ():
            only(act, "tenantId", "currentState", "action", "nextState", "roles", "active", "notifications")
            if not act["active"]:
                raise Untranslatable(f"{act['action']} is switched off")
            if act["currentState"] != one["state"]:
                yield Unsaid(
                    "an id where a state is meant", f"{act['action']}.currentState", "read by its place"
                )
            for told in act.get("notifications", ()):
                yield Unsaid(
                    "a message to citizens or officers when an act is taken",
                    f"{act['action']}: {told['audience']} by {told['channel']}",
                    "rungs tell staff; an act tells nobody",
                )
    yield Unsaid("a citizen who acts", "role CITIZEN", "the reception acts in the citizen's name")


def _of_kinds(kinds: list[dict[str, str]]) -> Iterator[Unsaid]:
    for kind in kinds:
        only(kind, "service_code", "name", "department", "sla_hours", "active")
        if kind["active"] != "True":
            raise Untranslatable(f"{kind['service_code']} is switched off")
    yield Unsaid("the department of each service", "servicedefs.department", "assignment is an act, no rule")
    yield Unsaid("whose superior is meant at levels 2 and 3", "maxDepth 3", "the level above is told")
