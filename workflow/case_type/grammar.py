"""The small grammars inside a case type: rungs, triggers, conditions (lengths: promise.py). Each turns a
written value into a model value.

A value that cannot be read raises Misread with the place inside the value and a sentence that says what to
write.
"""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from workflow.case_type.model import Condition, Rung, Trigger
from workflow.case_type.plain import OCCURRENCES, Misread, is_word, many
from workflow.case_type.problems import Path

CLOCK_STATES = ("unstarted", "running", "paused", "past_end", "stopped")
_SHARE = re.compile(r"(\d{1,3})%\Z")
_OFFSET = re.compile(r"(due|promised)(?:([+-])([1-9]\d{0,2})(wd|d))?\Z")
_DAY_MONTH = re.compile(r"(\d\d)-(\d\d)\Z")


def read_rung(name: str, written: dict[str, Any]) -> Rung:
    """A rung from its name alone (`half`, `25%`, `due`, `due-2wd`, `due+5wd`, `promised`, `promised-1wd`,
    `late`, `reached`) or from its `at`. `due` is always the law's end, `promised` the office's own.

    A rung that tells nobody by its own words tells the holder; `late` marks the case."""
    at = written.get("at", name)
    told = many(written.get("tell")) or ("holder",)
    mark = written.get("mark", "late" if at in ("late", "legal_end + record_by") else None)
    if at in ("late", "legal_end + record_by", "reached"):
        return Rung(name, "reached" if at == "reached" else "late", tell=told, mark=mark)
    share = _SHARE.match("50%" if at == "half" else at) if isinstance(at, str) else None
    if share and 0 < int(share[1]) < 100:
        return Rung(name, "share", share=int(share[1]), tell=told, mark=mark)
    offset = _OFFSET.match(at) if isinstance(at, str) else None
    if not offset:
        raise Misread(
            "Write a rung as half, 25%, due, due-2wd, due+5wd, due-3d, promised, promised-1wd, late or "
            "reached, or give it an `at`."
        )
    count = int(f"{offset[2]}{offset[3]}") if offset[2] else 0
    unit = "days" if offset[4] == "d" else "working_days"
    return Rung(name, offset[1], offset=count, unit=unit, tell=told, mark=mark)


def read_trigger(value: Any) -> Trigger:
    """An event that touches a clock (decision 9): a transition's name, an occurrence, `opened.STATE`,
    `entered.STATE`, `left.STATE`, `CLOCK.end`, `request.NAME.sent`, `{date: FIELD}` or
    `{on: {before: DD-MM}}`; the last is stored as MM-DD."""
    if isinstance(value, dict):
        if set(value) == {"date"} and is_word(value["date"]):
            return Trigger("date_field", value["date"])
        if set(value) == {"on"} and isinstance(value["on"], dict) and set(value["on"]) == {"before"}:
            return Trigger("calendar_date", _month_day(value["on"]["before"]))
        raise Misread("Write {date: FIELD} or {on: {before: DD-MM}}, or the name of an event.")
    if value in OCCURRENCES:
        return Trigger(value)
    parts = value.split(".") if isinstance(value, str) else []
    if not parts or not all(is_word(part) for part in parts):
        raise Misread(
            f"Write the name of a transition or one of {', '.join(OCCURRENCES)}, "
            "entered.STATE, left.STATE, CLOCK.end, request.NAME.sent."
        )
    if len(parts) == 1:
        return Trigger("transition", parts[0])
    if len(parts) == 2 and parts[0] in ("opened", "entered", "left"):
        return Trigger(parts[0], parts[1])
    if len(parts) == 2 and parts[1] == "end":
        return Trigger("clock_end", parts[0])
    if len(parts) == 3 and parts[0] == "request" and parts[2] in ("sent", "answered"):
        return Trigger(f"request_{parts[2]}", parts[1])
    raise Misread(
        "A name with a dot is opened.STATE, entered.STATE, left.STATE, CLOCK.end, request.NAME.sent or "
        "request.NAME.answered."
    )


def _month_day(value: Any) -> str:
    match = _DAY_MONTH.match(value) if isinstance(value, str) else None
    try:
        # A leap year, so that the last day of February can be named.
        return date(2024, int(match[2]), int(match[1])).strftime("%m-%d") if match else _bad_day_month()
    except ValueError:
        return _bad_day_month()


def _bad_day_month() -> str:
    raise Misread(
        "Write a day of every year as DD-MM, for example 10-06 for the tenth of June.", ("on", "before")
    )


def read_condition(value: Any, depth: int = 0) -> Condition:
    """A condition over declared facts: one entry is one test, several entries must all hold."""
    if not isinstance(value, dict) or not value or depth > 12:
        raise Misread("Write a condition as a mapping, for example {competence: own} or {any: [...]}.")
    if "clock" in value:
        return _clock_condition(value)
    if "office" in value:
        return _office_condition(value)
    if "respondent" in value:
        return _respondent_condition(value)
    if "children" in value:
        if value != {"children": "closed"}:
            raise Misread("Write {children: closed}, alone in its mapping: every child case has ended.")
        return Condition("children", value="closed")
    parts = [_test(name, operand, depth) for name, operand in value.items()]
    return parts[0] if len(parts) == 1 else Condition("all", parts=tuple(parts))


def _clock_condition(value: dict[str, Any]) -> Condition:
    states = many(value.get("is"))
    if set(value) != {"clock", "is"} or not is_word(value["clock"]) or not states:
        raise Misread("Write a clock's condition as {clock: NAME, is: running}, alone in its mapping.")
    for state in states:
        if state not in CLOCK_STATES:
            raise Misread(f"A clock is one of {', '.join(CLOCK_STATES)}.", ("is",))
    return Condition("clock", value["clock"], value=states)


def _office_condition(value: dict[str, Any]) -> Condition:
    if (
        not set(value) <= {"office", "is"}
        or not is_word(value["office"])
        or not isinstance(value.get("is", True), bool)
    ):
        raise Misread(
            "Write an office's trait as {office: remote} or {office: remote, is: false}, "
            "alone in its mapping."
        )
    return Condition("office", value["office"], value=value.get("is", True))


def _respondent_condition(value: dict[str, Any]) -> Condition:
    roles = many(value["respondent"])
    if len(value) != 1 or not roles or not all(is_word(role) for role in roles):
        raise Misread("Write the staff roles as {respondent: [chair, vice_chair]}, alone in its mapping.")
    return Condition("respondent", value=roles)


def _test(name: str, operand: Any, depth: int) -> Condition:
    if name in ("all", "any"):
        if not isinstance(operand, (list, tuple)) or not operand:
            raise Misread(f"Under {name} write a list of conditions.", (name,))
        return Condition(
            name, parts=tuple(_part(item, depth, (name, index)) for index, item in enumerate(operand))
        )
    if name == "not":
        return Condition("not", parts=(_part(operand, depth, (name,)),))
    if not is_word(operand if name == "document" else name):
        raise Misread("Names are small letters, digits and underscores.", (name,))
    if name == "document":
        return Condition("document", operand)
    return _field_test(name, operand)


def _part(value: Any, depth: int, path: Path) -> Condition:
    try:
        return read_condition(value, depth + 1)
    except Misread as misread:
        raise Misread(str(misread), path + misread.path) from None


def _field_test(name: str, operand: Any) -> Condition:
    if operand in ("present", "absent"):
        return Condition("field", name, operand)
    if isinstance(operand, (bool, str)) or type(operand) is int:
        return Condition("field", name, "is", operand)
    if (
        isinstance(operand, (list, tuple))
        and operand
        and all(isinstance(item, (str, int)) for item in operand)
    ):
        return Condition("field", name, "in", tuple(operand))
    if isinstance(operand, dict) and len(operand) == 1:
        test, bound = next(iter(operand.items()))
        if test in ("below", "at_least") and type(bound) is int:
            return Condition("field", name, test, bound)
    raise Misread(
        f"Write {name}: VALUE, a list of values, present, absent, {{below: N}} or {{at_least: N}}.", (name,)
    )
