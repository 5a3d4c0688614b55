"""Conditions over partly known facts: may one hold, given field values and a guess about clocks and the
office?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from workflow.case_type.model import Condition, Field

Environment = Mapping[tuple[str, str], Any]
"""("clock", NAME) → the clock's condition, ("office", TRAIT) → whether the office has it."""

_COUNTED = ("integer", "parties", "units", "recipients")


def parts(condition: Condition) -> Iterator[Condition]:
    """The leaves of a condition's tree."""
    if condition.parts:
        for part in condition.parts:
            yield from parts(part)
    else:
        yield condition


def values_of(field: Field, tests: Sequence[Condition]) -> tuple[Any, ...]:
    """The recorded values of a field that its tests can tell apart; an integer only around its thresholds."""
    if field.type in ("choice", "choices"):
        if all(test.test in ("present", "absent") for test in tests):
            return (field.options[0].code,)
        return tuple(option.code for option in field.options)
    if field.type == "yes_no":
        return (True, False)
    if field.type not in _COUNTED:
        return ("recorded",)
    found: set[int] = set()
    for test in tests:
        if test.test in ("below", "at_least"):
            found |= {test.value - 1, test.value}
        elif test.test in ("is", "in"):
            known = test.value if isinstance(test.value, tuple) else (test.value,)
            found |= {each + step for each in known for step in (-1, 0, 1)}
    low = field.at_least if field.at_least is not None else min(found, default=0)
    high = field.at_most if field.at_most is not None else max(found, default=0)
    return tuple(sorted(each for each in found if low <= each <= high)) or (low,)


def may_hold(condition: Condition, values: Mapping[str, Any], env: Environment | None) -> bool:
    """True unless the condition is certainly false. Without `env` clocks and traits are free; documents
    always are."""
    return _truth(condition, values, env)[0]


def _truth(condition: Condition, values: Mapping[str, Any], env: Environment | None) -> tuple[bool, bool]:
    """(may be true, may be false)."""
    if condition.kind == "not":
        true, false = _truth(condition.parts[0], values, env)
        return false, true
    if condition.kind in ("all", "any"):
        found = [_truth(part, values, env) for part in condition.parts]
        trues, falses = [true for true, _ in found], [false for _, false in found]
        return (all(trues), any(falses)) if condition.kind == "all" else (any(trues), all(falses))
    if condition.kind == "field" and condition.name in values:
        holds = field_holds(condition, values[condition.name])
        return holds, not holds
    if env is not None and (condition.kind, condition.name) in env:
        known = env[condition.kind, condition.name]
        holds = known in condition.value if condition.kind == "clock" else known == condition.value
        return holds, not holds
    return True, True


def field_holds(condition: Condition, value: Any) -> bool:
    """Whether a field's test holds for one recorded value; nothing recorded satisfies only "absent"."""
    if condition.test in ("present", "absent"):
        return (value is not None) == (condition.test == "present")
    if value is None:
        return False
    if condition.test == "below":
        return bool(value < condition.value)
    if condition.test == "at_least":
        return bool(value >= condition.value)
    return bool(value in condition.value if condition.test == "in" else value == condition.value)
