"""A rule and the facts of a case to the terms that the calendar reckons."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType

from workflow.calendar.period import Addition, Length, Terms
from workflow.errors import DeadlineRefused
from workflow.law.rule import Rule, Step, cited


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
    additions = tuple(_additions(rule, places, variants - places, counted, total, found_by))
    kind = rule.kind if rule.before is None else "notice"
    soft = tuple(one if one.reading == "length" else one._replace(length=counted) for one in rule.soft)
    return Terms(kind, counted, because, source, additions, promise, promise_because, soft)


def begins(rule: Rule, day: date) -> date:
    """The day from which the rule counts when its clock starts on `day`: that day, or for a rule that counts
    back from a day of the year the next one after it."""
    if rule.before is None:
        return day
    month, of_month = rule.before
    this_year = date(day.year, month, of_month)
    return this_year if this_year > day else date(day.year + 1, month, of_month)


def _additions(
    rule: Rule,
    places: frozenset[str],
    findings: frozenset[str],
    counted: Length,
    total: Length,
    found_by: Mapping[str, str],
) -> Iterator[Addition]:
    """What the findings add to the length counted. A single finding that the law reaches by several
    extensions (TC 30.3) is shown as these, each with its article."""
    reached = counted.count
    # What is complex on the way to especially complex is the first of its two extensions.
    last = findings - {step.finding for name in findings for step in _chain(rule, name)}
    if rule.total(places | last) == total:
        findings = last
    if len(findings) == 1:
        for step in _chain(rule, min(findings)):
            length = rule.total(places | {step.finding or ""})
            if reached < length.count < total.count:
                yield Addition(
                    Length(length.count - reached, length.unit),
                    _told(step.because, found_by.get(step.finding or "") or found_by.get(min(findings))),
                    cited(step.citations) or rule.source,
                )
                reached = length.count
    if findings:
        reasons = [rule.variants[name] for name in sorted(findings)]
        yield Addition(
            Length(total.count - reached, total.unit),
            "; ".join(_told(reason.because, found_by.get(reason.name)) for reason in reasons),
            "; ".join(dict.fromkeys(cited(reason.citations) or rule.source for reason in reasons)),
        )


def _chain(rule: Rule, finding: str) -> list[Step]:
    """The extensions that must be taken before the one with this finding, the first one first."""
    step = next((one for one in rule.steps.values() if one.finding == finding), None)
    earlier: list[Step] = []
    while step is not None and step.after is not None:
        step = rule.steps[step.after]
        earlier.insert(0, step)
    return [one for one in earlier if one.finding]


def extensions(
    rule: Rule, steps: Sequence[str | None], variants: frozenset[str] = frozenset()
) -> tuple[Addition, ...]:
    """The lengthening that each extension act of a case adds, in the order taken; None names the rule's
    only step.

    Raises DeadlineRefused for an unknown step, one taken too often or before the step it comes after, and
    past the absolute cap."""
    taken: list[str] = []
    found: list[Addition] = []
    reached, now = rule.total(variants).count, variants
    for given in steps:
        step = _step(rule, given)
        taken.append(step.name)
        if taken.count(step.name) > step.times:
            raise _past(rule, f"the extension {step.name} is used up")
        if step.finding in now:
            raise _past(
                rule, f"the extension {step.name} is used up: the finding of that name counts it already"
            )
        if step.after and step.after not in taken and rule.steps[step.after].finding not in now:
            raise _past(rule, f"the extension {step.name} comes only after {step.after}")
        length = step.length
        if step.finding:
            longer = rule.total(now | {step.finding})
            length = Length(longer.count - rule.total(now).count, longer.unit)
            now = now | {step.finding}
        assert length is not None
        if not length.count:
            raise _past(rule, f"the extension {step.name} is used up")
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
        most = {0: "cannot be extended", 1: f"can be extended once, not {count} times"}
        raise _past(
            rule, f"it {most.get(len(offered), f'can be extended {len(offered)} times, not {count}')}"
        )
    return tuple(offered[:count])


def _told(because: str, paper: str | None) -> str:
    return f"{because} ({paper})" if paper else because


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
