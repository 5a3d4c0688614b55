"""A ledger in words: from the day of the event to the due day, each line with its reason and source."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from api.request.language import catalogue, chosen_language
from api.request.language import say as _
from api.web.badges import days_of
from api.web.words import day, weekday
from workflow.calendar.period import Due, Span
from workflow.text.reasons import in_english, source_in_english


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the ledger; `kind` is that of the span, or "start", "raw", "end"; `iso`: the day of the
    end; `note`: the place of its source among all the sources of the ledger, from 1."""

    kind: str
    when: str
    what: str
    source: str
    total: str
    iso: str = ""
    note: int = 0


def ledger_rows(start: date, due: Due, unit: str, english: Mapping[str, str]) -> tuple[LedgerRow, ...]:
    """The lines; the last is the due day. `unit`: in which days are added up; `english`: reasons that the law
    and the case type give in both languages."""
    rows = [LedgerRow("start", day(start), _("Ngày bắt đầu (không tính ngày này)"), "", "0")]
    total, rolled, notes = 0, False, list[str]()
    for span in due.ledger:
        if span.kind == "rolled" and not rolled:
            rolled = True
            rows.append(LedgerRow("raw", weekday(due.raw), _("Ngày cuối tính ra"), "", days_of(total, unit)))
        counts = span.kind in ("counted", "extended")
        total += span.days if counts else 0
        shown = days_of(total, unit) if counts else "–"
        source = reason(span.source, english, is_source=True)
        if source and source not in notes:
            notes.append(source)
        note = notes.index(source) + 1 if source else 0
        words = _span_words(span, english)
        rows.append(LedgerRow(span.kind, span_days(span), words, source, shown, note=note))
    end = LedgerRow(
        "end", weekday(due.legal), _("Ngày hết hạn"), "", days_of(total, unit), due.legal.isoformat()
    )
    return (*rows, end)


def sources(rows: Iterable[LedgerRow]) -> list[str]:
    """The sources of a ledger, each once, in the order of their notes."""
    return list({row.note: row.source for row in rows if row.note}.values())


def reason(text: str, english: Mapping[str, str], *, is_source: bool = False) -> str:
    """A reason, or a citation, in the language of the page."""
    if chosen_language() != "en":
        return text
    known = {**catalogue(), **english}
    return source_in_english(text, known) if is_source else in_english(text, known)


def span_days(span: Span) -> str:
    """The days of a line: the first one is that after the line before."""
    forward = span.to > span.from_
    first = span.from_ + timedelta(days=1) if forward else span.from_ - timedelta(days=1)
    return day(span.to) if first == span.to else f"{_short(first, span.to)} – {day(span.to)}"


def _short(first: date, last: date) -> str:
    return f"{first:%d/%m}" if first.year == last.year else day(first)


def _span_words(span: Span, english: Mapping[str, str]) -> str:
    kinds = {
        "counted": _("Tính"),
        "skipped": _("Không tính"),
        "paused": _("Tạm dừng"),
        "extended": _("Kéo dài"),
        "rolled": _("Chuyển sang ngày làm việc kế tiếp"),
    }
    return f"{kinds[span.kind]}: {reason(span.because, english)}"
