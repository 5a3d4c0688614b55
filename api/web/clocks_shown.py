"""Clocks in words: badge, one sentence, the ledger "why this day"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from api.request.calls import Call
from api.request.language import say as _
from api.web.badges import Badge, days_of
from api.web.words import day, moment, weekday
from workflow.calendar.period import Span
from workflow.case_type.model import CaseType
from workflow.operations.clock.explain_clocks import ClockView, RungView

_KINDS = {"in_time": "met", "late": "missed"}


@dataclass(frozen=True, slots=True)
class LedgerRow:
    """One line of the ledger; `kind` is that of the span, or "start", "end"."""

    kind: str
    when: str
    what: str
    source: str
    total: str


@dataclass(frozen=True, slots=True)
class ShownClock:
    """A clock as a page shows it."""

    timer_id: str
    title: str
    badge: Badge
    limit: str
    sentence: str
    citation: str
    promised: str
    soft: tuple[str, ...]
    notes: tuple[str, ...]
    ledger: tuple[LedgerRow, ...]
    rungs: tuple[str, ...]
    versions: str
    is_open: bool


def shown_clocks(call: Call, case_type: CaseType, views: Sequence[ClockView]) -> list[ShownClock]:
    """The clocks in words, in their order."""
    return [shown_clock(call, case_type, one) for one in views]


def shown_clock(call: Call, case_type: CaseType, view: ClockView) -> ShownClock:
    """One clock in words."""
    is_own = view.kind == "internal"
    return ShownClock(
        str(view.timer_id),
        view.title.say(call.language),
        badge_of_view(view),
        _("Hạn nội bộ")
        if is_own
        else _("Thời hạn của người khác")
        if view.kind == "window"
        else _("Hạn luật định"),
        _sentence(call, case_type, view),
        view.source,
        day(view.promised_due) if view.promised_due and not is_own else "",
        tuple(f"{day(one.due)}: {one.because} ({one.citation})" for one in view.soft),
        tuple(_notes(view)),
        tuple(_ledger(view)),
        tuple(_rung(one) for one in view.rungs),
        _(
            "Quy tắc: %(rule)s · Lịch làm việc: bản %(calendar)s",
            rule=view.rule_id or "–",
            calendar=view.calendar[:8],
        ),
        view.standing != "stopped",
    )


def badge_of_view(view: ClockView) -> Badge:
    """The badge of a clock as it was explained."""
    kind, far = _KINDS.get(view.badge, view.badge), days_of(abs(view.left), view.unit)
    if kind == "paused":
        since = view.paused_since
        return Badge(
            kind, day(view.legal_due), _("tạm dừng từ %(day)s", day=day(since)) if since else _("tạm dừng")
        )
    words = {
        "overdue": _("quá hạn %(far)s", far=far) if view.left else _("quá hạn"),
        "today": _("đến hạn hôm nay"),
        "soon": _("sắp đến hạn, còn %(far)s", far=far),
        "running": _("trong hạn, còn %(far)s", far=far),
        "met": _("đúng hạn"),
        "missed": _("trễ hạn"),
        "ended": _("đã hết thời hạn") if view.standing == "past_end" else _("đã kết thúc"),
    }[kind]
    return Badge(kind, day(view.legal_due), words, view.provisional and view.standing != "stopped")


def _sentence(call: Call, case_type: CaseType, view: ClockView) -> str:
    # A clock that stopped under an earlier version may have no place in this one.
    clock = case_type.clocks.get(view.clock)
    own = clock.because if clock and view.kind == "internal" else None
    because = own.say(call.language) if own else view.because
    return _(
        "%(because)s. Tính từ %(start)s, ngày cuối là %(end)s.",
        because=because.rstrip("."),
        start=day(view.started_on),
        end=weekday(view.legal_due),
    )


def _notes(view: ClockView) -> list[str]:
    notes = []
    if view.stopped_on:
        notes.append(_("Dừng ngày %(day)s.", day=day(view.stopped_on)))
    if view.unconfirmed:
        notes.append(_("Kết quả dựa trên ghi nhận muộn chưa được xác nhận."))
    if view.verdict_promised == "late" and view.verdict == "in_time":
        notes.append(_("Đúng hạn luật định nhưng trễ hạn nội bộ."))
    return notes


def _ledger(view: ClockView) -> list[LedgerRow]:
    rows = [LedgerRow("start", day(view.started_on), _("Ngày bắt đầu (không tính ngày này)"), "", "0")]
    total = 0
    for span in view.ledger:
        if span.kind == "rolled":
            rows.append(
                LedgerRow("raw", day(view.raw_due), _("Ngày cuối tính ra"), "", days_of(total, view.unit))
            )
        if span.kind in ("counted", "extended"):
            total += span.days
        shown = days_of(total, view.unit) if span.kind in ("counted", "extended") else "–"
        rows.append(LedgerRow(span.kind, _span_days(span), _span_words(span), span.source, shown))
    rows.append(LedgerRow("end", weekday(view.legal_due), _("Ngày hết hạn"), "", days_of(total, view.unit)))
    return rows


def _span_days(span: Span) -> str:
    forward = span.to > span.from_
    first = span.from_ + timedelta(days=1) if forward else span.from_ - timedelta(days=1)
    return day(span.to) if first == span.to else f"{_short(first, span.to)} – {day(span.to)}"


def _short(first: date, last: date) -> str:
    return f"{first:%d/%m}" if first.year == last.year else day(first)


def _span_words(span: Span) -> str:
    kinds = {
        "counted": _("Tính"),
        "skipped": _("Không tính"),
        "paused": _("Tạm dừng"),
        "extended": _("Kéo dài"),
        "rolled": _("Chuyển sang ngày làm việc kế tiếp"),
    }
    return f"{kinds[span.kind]}: {span.because}"


def _rung(rung: RungView) -> str:
    names = {
        "half": _("mốc nhắc nửa thời hạn"),
        "due": _("mốc nhắc ngày hết hạn"),
        "late": _("mốc báo cáo cấp trên"),
        "reached": _("mốc hết thời hạn"),
    }
    standings = {
        "armed": _("sẽ nhắc"),
        "fired": _("đã nhắc"),
        "passed": _("đã qua khi ghi nhận"),
        "cancelled": _("đã hủy"),
    }
    name = names.get(rung.rung) or _("mốc nhắc trước hạn")
    return f"{name}, {moment(rung.fired_at or rung.fires_at)}: {standings.get(rung.standing, rung.standing)}"
