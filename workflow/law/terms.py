"""A rule and the facts of a case to the terms that the calendar reckons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from workflow.calendar.period import Addition, Length, Terms
from workflow.errors import DeadlineRefused
from workflow.law.rule import Rule, Step, Variant, cited


def terms(
    rule: Rule,
    variants: frozenset[str] = frozenset(),
    promise: Length | None = None,
    promise_because: str = "",
    found_by: Mapping[str, str] = MappingProxyType({}),
) -> Terms:
    """What the rule makes of a clock with these variants: a place changes the length counted, a finding
    chains on the raw end up to the table's total, counted from the start and not from the day of the
    finding (law.md, 1.2). `found_by` names the paper behind a finding (by its variant), for the ledger.

    Raises DeadlineRefused for an unknown variant, or a set of variants for which the law has no length."""
    total, places = rule.total(variants), rule.places(variants)
    counted = rule.total(places)
    because, source = rule.because, rule.source
    if places:
        because = "; ".join([because, *(rule.variants[name].because for name in sorted(places))])
        source = "; ".join(
            dict.fromkeys(cited(rule.variants[name].citations) or rule.source for name in sorted(places))
        )
    additions: tuple[Addition, ...] = ()
    if findings := sorted(variants - places):
        reasons = [rule.variants[name] for name in findings]
        additions = (
            Addition(
                Length(total.count - counted.count, total.unit),
                "; ".join(_found(reason, found_by) for reason in reasons),
                "; ".join(dict.fromkeys(cited(reason.citations) or rule.source for reason in reasons)),
            ),
        )
    return Terms(rule.kind, counted, because, source, additions, promise, promise_because, rule.soft)


def extensions(
    rule: Rule, steps: Sequence[str | None], variants: frozenset[str] = frozenset()
) -> tuple[Addition, ...]:
    """The lengthening that each extension act of a case adds, in the order taken; None names the rule's
    only step.

    Raises DeadlineRefused for an unknown step, one taken too often, and past the absolute cap."""
    taken: list[str] = []
    found: list[Addition] = []
    reached, now = rule.total(variants).count, variants
    for given in steps:
        step = _step(rule, given)
        taken.append(step.name)
        if taken.count(step.name) > step.times or step.finding in now:
            raise _past(rule, f"the extension {step.name} is used up")
        length = step.length
        if step.finding:
            longer = rule.total(now | {step.finding})
            length = Length(longer.count - rule.total(now).count, longer.unit)
            now = now | {step.finding}
        assert length is not None
        reached += length.count
        cap = rule.cap_for(variants)
        if cap and reached > cap.count:
            raise _past(rule, f"{reached} is past the cap of {cap}")
        found.append(Addition(length, step.because, cited(step.citations) or rule.source))
    return tuple(found)


def step_names(rule: Rule, count: int) -> tuple[str, ...]:
    """The first `count` extension acts that the rule offers, in its order. Raises DeadlineRefused when it
    offers fewer."""
    offered = [step.name for step in rule.steps.values() for _ in range(step.times)]
    if count < 0 or count > len(offered):
        raise _past(rule, f"it can be extended {len(offered)} times, not {count}")
    return tuple(offered[:count])


def _found(reason: Variant, found_by: Mapping[str, str]) -> str:
    paper = found_by.get(reason.name)
    return f"{reason.because} ({paper})" if paper else reason.because


def _step(rule: Rule, name: str | None) -> Step:
    if name is None and len(rule.steps) == 1:
        return next(iter(rule.steps.values()))
    if name is None or name not in rule.steps:
        known = sorted(rule.steps)
        raise DeadlineRefused(
            f"{rule.id} has no extension {name or 'of its own'}; it knows: {', '.join(known) or 'none'}.",
            why="unknown-extension",
            known=known,
        )
    return rule.steps[name]


def _past(rule: Rule, because: str) -> DeadlineRefused:
    return DeadlineRefused(f"{rule.id} ({rule.source}): {because}.", why="past-cap", rule=rule.id)
