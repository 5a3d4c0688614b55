"""What a time limit would come to, without a case: dates in, dates and their ledger out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from workflow.calendar.due import reckon
from workflow.calendar.period import Due, Length, Pause, Span
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.errors import DeadlineRefused
from workflow.law.rule import Rule, cited
from workflow.law.rules import LawBook
from workflow.law.terms import begins, extensions, step_names, terms

ASSUMED = "giả định có văn bản"
"""Said in the ledger of a preview where a case would need the finding, extension or suspension on paper."""

PROMISED = "chỉ tiêu của đơn vị"
"""What the office's own length is called where no case type gives its reason."""

UNGROUNDED = "giả định; không có căn cứ tạm dừng trong quy định của ngày này"
"""Of a pause of a clock of which the law says nothing: counted, as if another rule allowed it."""

TOO_EARLY = "không tính: vào ngày này pháp luật chưa cho tạm dừng thời hạn này"
"""Of a pause that began before the law let this clock stand still: the act had no effect."""


@dataclass(frozen=True, slots=True)
class Preview:
    """A reckoned end, the rule it follows, and the day it was counted from."""

    rule: Rule
    start: date
    due: Due

    def as_json(self) -> dict[str, Any]:
        """The shape that scripts read: {due, raw, promised, provisional, soft, ledger}; days as ISO dates,
        spans in whole days."""
        due = self.due
        return {
            "due": due.legal.isoformat(),
            "raw": due.raw.isoformat(),
            "promised": due.promised.isoformat() if due.promised else None,
            "provisional": due.provisional,
            "soft": [
                {
                    "due": one.due.isoformat(),
                    "raw": one.raw.isoformat(),
                    "because": one.because,
                    "citation": one.citation,
                }
                for one in due.soft
            ],
            "ledger": [
                {
                    "from": span.from_.isoformat(),
                    "to": span.to.isoformat(),
                    "kind": span.kind,
                    "days": span.days,
                    "because": span.because,
                    "source": span.source,
                }
                for span in due.ledger
            ],
        }


def preview(
    book: LawBook,
    calendar: WorkingCalendar,
    procedure: str,
    clock: str,
    start: datetime,
    variants: Sequence[str] = (),
    extend: int = 0,
    pauses: Sequence[tuple[date, date]] = (),
    strict: bool = False,
    promise: Length | None = None,
) -> Preview:
    """The end of `procedure`'s `clock` from the aware instant `start` (for a notice: the meeting or day it
    counts back from).

    `variants`: cells of the law's table; `extend`: how many extension acts; `pauses`: (day suspended, day
    continued). Findings, extensions and pauses are assumed to stand on paper, and the ledger says so.
    A pause from before the day on which the law allowed one stops nothing, and the ledger says so.
    `promise` is the office's own shorter length, shown beside the legal day and never after it. Raises
    DeadlineRefused: unknown names, no rule in force, past the cap, naive instant, and with `strict` a year
    without an official calendar.
    """
    day = calendar.local_day(start)
    rule = book.rule_for(book.family_of(procedure, clock), day)
    chosen = frozenset(variants)
    what = terms(rule, chosen, promise, PROMISED, found_by=dict.fromkeys(chosen, ASSUMED))
    added = extensions(rule, step_names(rule, extend), chosen)
    due = reckon(
        begins(rule, day),
        what,
        calendar,
        [_pause(rule, *one) for one in pauses if one[1] < one[0] or not too_early(rule, one[0])],
        [replace(one, because=_assumed(one.because)) for one in added],
    )
    if strict and due.provisional:
        raise DeadlineRefused(
            f"{due.legal.isoformat()} rests on a year without an official calendar.", why="provisional-year"
        )
    for first in sorted(first for first, _ in pauses if too_early(rule, first)):
        due = replace(due, ledger=tuple(_told(due.ledger, first, rule)))
    return Preview(rule, day, due)


def too_early(rule: Rule, paused: date) -> bool:
    """Whether the law lets this clock stand still, but not yet on that day."""
    ground = rule.standstill
    return bool(ground and ground.first_day and paused < ground.first_day)


def _told(ledger: Sequence[Span], paused: date, rule: Rule) -> Iterator[Span]:
    """The ledger with a line of no days where a pause came too early."""
    ground = rule.standstill
    assert ground is not None
    line = Span(paused, paused, "paused", 0, TOO_EARLY, cited(ground.citations))
    for span in ledger:
        if not span.from_ < paused <= span.to:
            yield span
            continue
        yield replace(span, to=paused, days=(paused - span.from_).days)
        yield line
        if paused < span.to:
            yield replace(span, from_=paused, days=(span.to - paused).days)


def _assumed(because: str) -> str:
    return f"{because} ({ASSUMED})"


def _pause(rule: Rule, first: date, last: date) -> Pause:
    ground = rule.standstill
    if ground:
        return Pause(first, last, _assumed(ground.because), cited(ground.citations))
    return Pause(first, last, UNGROUNDED, rule.source)
