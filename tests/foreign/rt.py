"""Request Tracker's default life cycle: every state leads to every other, three states to be created in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from tests.foreign.translation import (
    Sections,
    Translation,
    Unsaid,
    Untranslatable,
    both,
    head,
    only,
    word,
    write,
)

STAGES = {"new": "received", "open": "assigned", "stalled": "assigned"}
RIGHTS = {"* -> *": "ModifyTicket", "* -> deleted": "DeleteTicket"}
Group = tuple[str, str, str | None]
"""Label, goal, and what the form of the act is for."""


def translate(folder: Path) -> Translation:
    """The life cycle as a case type: one transition for each label and goal."""
    original = json.loads((folder / "rt_lifecycle_default.json").read_text(encoding="utf-8"))
    only(original, "source", "lifecycle")
    cycle = original["lifecycle"]
    only(cycle, "initial", "active", "inactive", "defaults", "transitions", "rights", "actions")
    if cycle["rights"] != RIGHTS:
        raise Untranslatable("rights of another shape")
    names = [*cycle["initial"], *cycle["active"], *cycle["inactive"]]
    created = cycle["transitions"][""]
    first = cycle["defaults"]["on_create"]
    changes = [(a, b) for a, goals in cycle["transitions"].items() if a for b in goals]
    sections: Sections = head("rt_ticket", "Ticket")
    sections["starts"] = sorted(created, key=lambda name: name != first)
    sections["roles"] = {
        "modifier": {"holds": "officer", "title": both("ModifyTicket")},
        "deleter": {"holds": "chair", "title": both("DeleteTicket")},
    }
    sections["fields"] = {
        "subject": {"type": "line", "required": True, "title": both("Subject")},
        "respond": {"type": "text", "title": both("Reply")},
        "comment": {"type": "text", "title": both("Comment")},
    }
    sections["states"] = {
        name: {"ending": True, "title": both(name)}
        if name in cycle["inactive"]
        else {"stage": STAGES[name], "title": both(name)}
        for name in names
    }
    sections["transitions"] = _transitions(changes, cycle["actions"])
    return Translation(
        write(sections), tuple(_unsaid(cycle)), {"states": len(names), "changes": len(changes)}
    )


def _transitions(changes: list[tuple[str, str]], actions: list[dict[str, str]]) -> dict[str, Any]:
    labelled = {action["on"]: action for action in actions}
    groups: dict[Group, list[str]] = {}
    for source, goal in changes:
        action = labelled.pop(f"{source} -> {goal}", {"label": f"Set {goal}"})
        only(action, "on", "label", "update")
        groups.setdefault((action["label"], goal, action.get("update")), []).append(source)
    if labelled:
        raise Untranslatable(f"labels on changes that are not allowed: {sorted(labelled)}")
    found: dict[str, Any] = {}
    for (label, goal, update), sources in groups.items():
        name = word(label) if word(label) not in found else f"{word(label)}_from_{'_'.join(sources)}"
        entry: dict[str, Any] = {
            "from": sources,
            "to": goal,
            "by": "deleter" if goal == "deleted" else "modifier",
        }
        if update:
            entry["may_ask"] = update.lower()
        found[name] = {**entry, "title": both(label)}
    return found


def _unsaid(cycle: dict[str, Any]) -> list[Unsaid]:
    said = {"on_create"}
    found = [
        Unsaid(
            "what another procedure does here", f"defaults.{name}", "nothing: no such procedure comes with it"
        )
        for name in cycle["defaults"]
        if name not in said
    ]
    found += [
        Unsaid("a right over a pattern of changes", pattern, f"the role of each transition ({right})")
        for pattern, right in cycle["rights"].items()
    ]
    found += [
        Unsaid(
            "a reply that goes to the requester",
            f"{action['on']}: {action['update']}",
            "a text the act may ask",
        )
        for action in cycle["actions"]
        if "update" in action
    ]
    return [
        *found,
        Unsaid("any time limit", "lifecycle", "none is added; no-clock warns of every open state"),
    ]
