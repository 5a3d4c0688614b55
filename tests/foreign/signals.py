"""Amsterdam's Signals: states with the changes allowed between them, and a service level by category."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from tests.foreign.translation import Sections, Translation, Unsaid, both, code_list, head, only, word, write

STAGES = {
    "m": "received", "i": "classified", "b": "assigned", "h": "assigned", "ingepland": "assigned",
    "reopened": "received", "closure requested": "escalated", "reopen requested": "follow_up",
    "reaction requested": "assigned", "reaction received": "assigned", "forward to external": "escalated",
    "ready to send": "escalated", "sent": "escalated", "send failed": "escalated",
    "done external": "resolved",
}  # fmt: skip
ENDINGS = {"o", "a", "s"}
OTHER = "overig"


def translate(folder: Path) -> Translation:
    """The workflow as a case type, the categories as a code list with a length each."""
    original = json.loads((folder / "signals_workflow.json").read_text(encoding="utf-8"))
    only(original, "source", "states", "allowed_status_changes")
    with (folder / "signals_slo.csv").open(encoding="utf-8", newline="") as file:
        categories = list(csv.DictReader(file))
    states = [one for one in original["states"] if one["code"]]
    for one in states:
        only(one, "code", "constant", "label", "settable_via_api")
    changes = original["allowed_status_changes"]
    sections: Sections = head("signals", "Melding openbare ruimte")
    sections["title"] = "Melding openbare ruimte"
    sections["starts"] = [word(code) for code in changes[""]]
    sections["roles"] = {
        "employee": {"holds": "officer", "title": "Medewerker"},
        "exchange": {"holds": "clerk", "title": "Koppeling"},
    }
    sections["fields"] = {
        "category": {
            "type": "choice", "of": "code_list.signals_category", "required": True, "title": "Categorie",
        },
        "subject": {"type": "line", "required": True, "title": "Onderwerp"},
    }  # fmt: skip
    sections["states"] = {word(one["code"]): _state(one) for one in states}
    sections["transitions"] = _transitions(states, changes)
    sections["clocks"] = {"handling": _handling(categories)}
    slugs = {word(one["category_slug"]): one["category_slug"] for one in categories}
    count = sum(len(goals) for code, goals in changes.items() if code)
    lists = {"signals_category": code_list("signals_category", "Amsterdam Signals", slugs)}
    return Translation(write(sections), _unsaid(states), {"states": len(states), "changes": count}, lists)


def _state(one: dict[str, Any]) -> dict[str, Any]:
    if one["code"] in ENDINGS:
        return {"ending": True, "title": one["label"]}
    return {"stage": STAGES[one["code"]], "title": one["label"]}


def _transitions(states: list[dict[str, Any]], changes: dict[str, list[str]]) -> dict[str, Any]:
    """One transition for each goal: a change has no name of its own in the original."""
    found: dict[str, Any] = {}
    for one in states:
        sources = [word(code) for code, goals in changes.items() if code and one["code"] in goals]
        if sources:
            by = "employee" if one["settable_via_api"] else "exchange"
            goal = word(one["code"])
            found[f"to_{goal}"] = {"from": sources, "to": goal, "by": by, "title": one["label"]}
    return found


def _handling(categories: list[dict[str, str]]) -> dict[str, Any]:
    lengths = {word(one["category_slug"]): _length(one) for one in categories}
    return {
        "promise": {"by": "category", "of": lengths, "otherwise": lengths[OTHER]},
        "because": both("Servicebelofte"), "starts": "opened", "stops": "any_ending",
        "rungs": ["half", "due", "late"], "title": "Afhandeling",
    }  # fmt: skip


def _length(one: dict[str, str]) -> str:
    only(one, "category_slug", "n_days", "use_calendar_days")
    return f"{one['n_days']} {'days' if one['use_calendar_days'] == 'true' else 'working days'}"


def _unsaid(states: list[dict[str, Any]]) -> tuple[Unsaid, ...]:
    outside = [one["label"] for one in states if not one["settable_via_api"]]
    return (
        Unsaid("a start state that is an empty text", 'states[0] ""', "opening a case is no transition"),
        Unsaid(
            "which states are endings", "states", "o, a and s by their labels (handled, cancelled, split)"
        ),
        Unsaid("what a change is called", "allowed_status_changes", "named by its goal"),
        Unsaid("who may make a change", "allowed_status_changes", "one role for the staff"),
        *(
            Unsaid("a change that another system makes", label, "a role for the exchange's account")
            for label in outside
        ),
        Unsaid("an English or Vietnamese text", "states.label", "Dutch stands in its place; no-text warns"),
        Unsaid("no service level for other categories", "signals_slo.csv", f"otherwise as {OTHER}"),
    )
