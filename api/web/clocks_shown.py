"""Clocks in words: badge, one sentence, the ledger "why this day"."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from api.request.calls import Call
from api.request.language import say as _
from api.web.badges import Badge, days_of
from api.web.due_days import DueDay, due_day, instant_of, ledger_of
from api.web.ledgers import LedgerRow, ledger_rows, reason
from api.web.words import day, moment
from workflow.calendar.period import Due, Length
from workflow.case_type.model import CaseType
from workflow.operations.clock.explain_clocks import ClockView, RungView

_KINDS = {"in_time": "met", "late": "missed"}


@dataclass(frozen=True, slots=True)
class ShownClock:
    """A clock as a page shows it."""

    timer_id: str
    title: str
    badge: Badge
    limit: str
    sentence: str
    end_words: str
    end: DueDay
    citation: str
    promised: DueDay | None
    promise: str
    soft: tuple[tuple[DueDay, str], ...]
    notes: tuple[str, ...]
    ledger: tuple[LedgerRow, ...]
    rungs: tuple[str, ...]
    versions: str
    is_open: bool
    href: str


def shown_clocks(
    call: Call, case_type: CaseType, views: Sequence[ClockView], case_id: UUID
) -> list[ShownClock]:
    """The clocks in words, in their order."""
    return [shown_clock(call, case_type, one, case_id) for one in views]


def shown_clock(call: Call, case_type: CaseType, view: ClockView, case_id: UUID) -> ShownClock:
    """One clock in words."""
    promised = view.promised_due if view.promised_due and view.kind != "internal" else None

    def named(end: date) -> DueDay:
        return due_day(case_id, view.timer_id, end, named=True)

    hour = instant_of(view.precision, view.due_at)
    return ShownClock(
        str(view.timer_id),
        view.title.say(call.language),
        badge_of_view(view, case_id),
        _whose(view),
        _sentence(call, case_type, view),
        _end_words(view),
        due_day(case_id, view.timer_id, view.legal_due, hour, named=True),
        reason(view.source, view.english, is_source=True),
        named(promised) if promised else None,
        _promise_words(call, case_type, view) if promised else "",
        tuple(
            (
                named(one.due),
                f"{reason(one.because, view.english)} ({reason(one.citation, view.english, is_source=True)})",
            )
            for one in view.soft
        ),
        tuple(_notes(view)),
        ledger_rows(view.started_on, _due(view), view.unit, view.english),
        tuple(_rung(one) for one in view.rungs),
        _(
            "Quy tắc: %(rule)s · Lịch làm việc: bản %(calendar)s",
            rule=view.rule_id or "–",
            calendar=view.calendar[:8],
        ),
        view.standing != "stopped",
        ledger_of(case_id, view.timer_id),
    )


def _due(view: ClockView) -> Due:
    return Due(
        view.raw_due, view.legal_due, view.promised_due, view.provisional, view.soft, view.ledger, view.kind
    )


def _whose(view: ClockView) -> str:
    """Who set the end: the office, the law for somebody else or for the office, or a paper without a rule."""
    if view.kind == "internal":
        return _("Hạn nội bộ")
    if view.kind == "window":
        return _("Thời hạn của người khác")
    return _("Hạn luật định") if view.rule_id else _("Hạn theo văn bản")


def _end_words(view: ClockView) -> str:
    """What the end is called. While the clock stands still it is the earliest still possible (ADR 0007)."""
    if view.standing == "paused":
        return _("Nếu tiếp tục ngay, ngày cuối là")
    return _("Ngày đầu tiên có hiệu lực là") if view.kind == "effect" else _("Ngày cuối là")


def _promise_words(call: Call, case_type: CaseType, view: ClockView) -> str:
    """The office's own length and its reason."""
    clock = case_type.clocks.get(view.clock)
    told = [clock.because.say(call.language)] if clock and clock.because else []
    if isinstance(view.promise, Length):
        told.insert(0, days_of(view.promise.count, view.promise.unit))
    return ", ".join(told)


def badge_of_view(view: ClockView, case_id: UUID) -> Badge:
    """The badge of a clock as it was explained."""
    kind, far = _KINDS.get(view.badge, view.badge), days_of(abs(view.left), view.unit)
    if kind == "paused":
        since = view.paused_since
        return Badge(kind, None, _("tạm dừng từ %(day)s", day=day(since)) if since else _("tạm dừng"))
    words = {
        "overdue": _("quá hạn %(far)s", far=far) if view.left else _("quá hạn"),
        "today": _("đến hạn hôm nay"),
        "soon": _("sắp đến hạn, còn %(far)s", far=far),
        "running": _("trong hạn, còn %(far)s", far=far),
        "met": _("đúng hạn"),
        "missed": _("trễ hạn"),
        "ended": _("đã hết thời hạn") if view.standing == "past_end" else _("đã kết thúc"),
    }[kind]
    due = due_day(case_id, view.timer_id, view.legal_due, instant_of(view.precision, view.due_at))
    if kind == "overdue" and view.kind == "internal":
        own = _("quá hạn nội bộ %(far)s", far=far) if view.left else _("quá hạn nội bộ")
        return Badge("own", due, own, view.provisional)
    return Badge(kind, due, words, view.provisional and view.standing != "stopped")


def _sentence(call: Call, case_type: CaseType, view: ClockView) -> str:
    # A clock that stopped under an earlier version may have no place in this one.
    clock = case_type.clocks.get(view.clock)
    own = clock.because if clock and view.kind == "internal" else None
    because = own.say(call.language) if own else reason(view.because, view.english)
    return _("%(because)s. Tính từ %(start)s.", because=because.rstrip("."), start=day(view.started_on))


def _notes(view: ClockView) -> list[str]:
    notes = []
    if view.stopped_on:
        notes.append(_("Dừng ngày %(day)s.", day=day(view.stopped_on)))
    if view.unconfirmed:
        notes.append(_("Kết quả dựa trên ghi nhận muộn chưa được xác nhận."))
    if view.verdict_promised == "late" and view.verdict == "in_time":
        notes.append(_("Đúng hạn luật định nhưng trễ hạn nội bộ."))
    return notes


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
