"""Which legal facts of the rule files rest on a source weaker than a reading of the law, so that somebody can
check them before an office relies on them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from workflow.law.rule import Citation, Rule
from workflow.law.rules import LawBook

READ = "H"
"""The mark of what was read in the law itself (CONFIDENCE)."""


class WeakFact(NamedTuple):
    """One fact to be checked: its mark (a key of CONFIDENCE), the rule or file that holds it, what it says,
    and the source that it names."""

    confidence: str
    fact: str
    says: str
    source: str


def weak_facts(book: LawBook) -> Iterator[WeakFact]:
    """Every citation, day in force and soft limit of every rule that is not marked as read, in the order of
    the rules."""
    for rule in book.rules:
        for part, says, citations in _parts(rule):
            for one in citations:
                if one.confidence != READ:
                    yield WeakFact(one.confidence, part, says, one.place)
        if rule.days_confidence != READ:
            days = f"{rule.first_day or '…'} – {rule.last_day or '…'}"
            says = f"có hiệu lực {days}. {rule.note or ''}".strip()
            yield WeakFact(rule.days_confidence, rule.id, says, rule.citations[0].place)


def _parts(rule: Rule) -> Iterator[tuple[str, str, tuple[Citation, ...]]]:
    said = f"{rule.because}: {rule.length}"
    yield rule.id, f"{said}. {rule.note}" if rule.note else said, rule.citations
    for name, variant in rule.variants.items():
        yield f"{rule.id} / {name}", f"{variant.because}: {variant.length}", variant.citations
    for name, step in rule.steps.items():
        yield f"{rule.id} / {name}", step.because, step.citations
    for limit, citations in zip(rule.soft, rule.soft_cites, strict=True):
        yield f"{rule.id} / soft", f"{limit.because}: {limit.length}", citations
    if rule.standstill:
        yield f"{rule.id} / pause", rule.standstill.because, rule.standstill.citations
    yield f"{rule.id} / transition", rule.transition or "", rule.transition_cites
