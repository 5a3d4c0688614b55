"""Limits of parts against the limit of the whole, in the worst case of a year."""

from __future__ import annotations

from collections.abc import Iterator

from workflow.calendar.period import Length
from workflow.case_type.checks.clocks import IDLE, Walk, events_of, spontaneous
from workflow.case_type.checks.graph import edges
from workflow.case_type.library import Library
from workflow.case_type.model import CaseType, Clock
from workflow.case_type.problems import Problem


def problems(case_type: CaseType, library: Library) -> Iterator[Problem]:
    """wrong-type where a clock is of another kind than its rule; and limits-exceed, a warning: loops and
    pauses make the question undecidable in general.

    A promise is compared with the rule it shortens, and a chain of clocks, each starting with the act that
    stops the one before, with a clock that covers the whole chain."""
    lengths = {
        name: length for name, clock in case_type.clocks.items() if (length := _length(clock, library))
    }
    for name, clock in case_type.clocks.items():
        # A citizen's window or a legal effect must not be judged as an office's duty.
        known = library.rules.get(clock.rule) if clock.rule else None
        if known and clock.kind != known.kind:
            said = f"{clock.rule} is of kind {known.kind}, not {clock.kind}; write kind: {known.kind}."
            yield Problem(("clocks", name), "wrong-type", said)
        rule = library.families.get(clock.rule) if clock.rule else None
        # A longer promise of a notice is an earlier day: it shortens nothing.
        for promise in _promises(clock) if rule and clock.kind != "notice" else ():
            if rule and _longer(promise, rule, library):
                yield Problem(
                    ("clocks", name, "promise"),
                    "limits-exceed",
                    f"The promise of {_say(promise)} is longer than the rule's {_say(rule)}; shorten it.",
                    "warning",
                )
        if name in lengths and not spontaneous(clock.starts):
            longest, chain = _longest_chain(case_type, clock, lengths, library)
            if longest > _most(lengths[name], library):
                yield Problem(
                    ("clocks", name),
                    "limits-exceed",
                    f"{' + '.join(chain)} may take {longest} days, more than {name} allows; "
                    f"shorten one of them.",
                    "warning",
                )


def _length(clock: Clock, library: Library) -> Length | None:
    if clock.kind not in ("duty", "internal") or clock.per != "case" or clock.informative:
        return None
    if clock.rule:
        return library.families.get(clock.rule)
    return max(_promises(clock), key=lambda one: _most(one, library), default=None)


def _promises(clock: Clock) -> tuple[Length, ...]:
    """The promises of a clock in days; hours are shorter than any limit of the law."""
    chosen = [length for _, length in clock.by_field.lengths] if clock.by_field else []
    return tuple(one for one in (clock.promise, *chosen) if isinstance(one, Length))


def _longest_chain(
    case_type: CaseType, whole: Clock, lengths: dict[str, Length], library: Library
) -> tuple[int, tuple[str, ...]]:
    walk = Walk.of(case_type, whole, edges(case_type))
    covered = {
        event for (_, condition, _), edge, _ in walk.steps if condition != IDLE for event in events_of(edge)
    }

    def follow(clock: Clock, taken: tuple[str, ...]) -> tuple[int, tuple[str, ...]]:
        own = _most(lengths[clock.name], library)
        best = (own, taken) if set(clock.stops) & set(whole.stops) else (0, ())
        for name in lengths:
            after = case_type.clocks[name]
            inside = set(clock.stops) & set(after.starts) & covered - set(whole.stops)
            if name not in taken and name != whole.name and inside:
                longer, chain = follow(after, (*taken, name))
                if longer and own + longer > best[0]:
                    best = (own + longer, chain)
        return best

    best: tuple[int, tuple[str, ...]] = (0, ())
    for name in lengths:
        first = case_type.clocks[name]
        if name != whole.name and set(first.starts) & set(whole.starts):
            best = max(best, follow(first, (name,)))
    # A single clock beside another is a matter of promises, not of parts and a whole.
    return best if len(best[1]) > 1 else (0, ())


def _most(length: Length, library: Library) -> int:
    """The most calendar days that a length may cover: a weekend for each five working days, and the longest
    rest."""
    if length.unit == "days":
        return length.count
    if length.unit == "months":
        return 31 * length.count
    return length.count + 2 * ((length.count + 4) // 5) + library.rest_days


def _longer(promise: Length, rule: Length, library: Library) -> bool:
    if promise.unit == rule.unit:
        return promise.count > rule.count
    return _least(promise) > _most(rule, library)


def _least(length: Length) -> int:
    return length.count if length.unit == "days" else length.count + 2 * ((length.count - 1) // 5)


def _say(length: Length) -> str:
    return f"{length.count} {length.unit.replace('_', ' ')}"
