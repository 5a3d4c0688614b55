"""The clock badge: shape, bold date, words. Nothing here is told by colour alone, and what is past the law's
end never looks like what is past the office's own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from api.request.language import say as _
from api.web.due_days import DueDay
from workflow.calendar.period import WORKING_DAYS
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.operations.clock.explain_clocks import SOON
from workflow.text.dates import format_date

SHAPES = {
    "overdue": "■",
    "own": "□",
    "today": "▲",
    "soon": "▲",
    "running": "○",
    "paused": "‖",
    "met": "✓",
    "missed": "✕",
    "ended": "–",
    "none": "–",
}


@dataclass(frozen=True, slots=True)
class Badge:
    """What a clock shows: `kind` (a key of SHAPES) picks colour and shape; `due` is bold and opens its
    ledger; `words` say how it stands."""

    kind: str
    due: DueDay | None
    words: str
    provisional: bool = False

    @property
    def shape(self) -> str:
        """The shape that stands for the kind, hidden from those who listen."""
        return SHAPES[self.kind]


@dataclass(frozen=True, slots=True)
class Standing:
    """What a badge is made from. `unit`: "days" | "working_days"; `running`: running | paused | stopped;
    `verdict`: in_time | late | none, once stopped; `since`: the day a pause began; `hour`: of an end within a
    day, `over` once that has come; `is_own`: the office's own target, which no law gives."""

    legal_due: date
    running: str
    unit: str = "days"
    provisional: bool = False
    verdict: str | None = None
    stopped_on: date | None = None
    since: date | None = None
    is_window: bool = False
    is_own: bool = False
    hour: str = ""
    over: bool = False


def badge_of(standing: Standing, today: date, calendar: WorkingCalendar, due: DueDay | None = None) -> Badge:
    """The badge of a clock on a day. The unit of the distance is the unit of the clock. While it stands still
    it has no day to keep (ADR 0007)."""
    if standing.running == "paused":
        words = _("tạm dừng từ %(day)s", day=format_date(standing.since)) if standing.since else _("tạm dừng")
        return Badge("paused", None, words)
    if standing.running == "stopped":
        return _ended(standing, due, calendar)
    if today > standing.legal_due:
        return _past(standing, _far(standing.legal_due, today, standing.unit, calendar), due)
    if today == standing.legal_due:
        return _today(standing, due)
    left = _("còn %(far)s", far=_far(today, standing.legal_due, standing.unit, calendar))
    if _count(today, standing.legal_due, standing.unit, calendar) <= SOON and not standing.is_window:
        return Badge("soon", due, _("sắp đến hạn, %(left)s", left=left), standing.provisional)
    return Badge("running", due, _("trong hạn, %(left)s", left=left), standing.provisional)


def _past(standing: Standing, far: str, due: DueDay | None) -> Badge:
    if standing.is_window:
        return Badge("ended", due, _("đã hết từ %(far)s", far=far), standing.provisional)
    if standing.is_own:
        return Badge("own", due, _("quá hạn nội bộ %(far)s", far=far), standing.provisional)
    return Badge("overdue", due, _("quá hạn %(far)s", far=far), standing.provisional)


def _today(standing: Standing, due: DueDay | None) -> Badge:
    """An end at an hour is over before its day is: nobody may read that it is due today."""
    if standing.over:
        if standing.is_own:
            words = _("quá hạn nội bộ từ %(hour)s hôm nay", hour=standing.hour)
            return Badge("own", due, words, standing.provisional)
        words = _("quá hạn từ %(hour)s hôm nay", hour=standing.hour)
        return Badge("overdue", due, words, standing.provisional)
    words = _("đến hạn lúc %(hour)s hôm nay", hour=standing.hour) if standing.hour else _("đến hạn hôm nay")
    return Badge("today", due, words, standing.provisional)


def no_clock() -> Badge:
    """For a case on which no duty runs."""
    return Badge("none", None, _("không có thời hạn đang chạy"))


def days_of(count: int, unit: str) -> str:
    """ "3 ngày" or "3 ngày làm việc"."""
    if unit == WORKING_DAYS:
        return _("%(count)s ngày làm việc", count=str(count))
    return _("%(count)s ngày", count=str(count))


def _ended(standing: Standing, due: DueDay | None, calendar: WorkingCalendar) -> Badge:
    if standing.verdict == "in_time":
        return Badge("met", due, _("đúng hạn"))
    if standing.verdict == "late":
        far = (
            _far(standing.legal_due, standing.stopped_on, standing.unit, calendar)
            if standing.stopped_on and standing.stopped_on > standing.legal_due
            else ""
        )
        return Badge("missed", due, _("trễ hạn %(far)s", far=far).strip())
    return Badge("ended", due, _("đã kết thúc"))


def _far(earlier: date, later: date, unit: str, calendar: WorkingCalendar) -> str:
    return days_of(_count(earlier, later, unit, calendar), unit)


def _count(earlier: date, later: date, unit: str, calendar: WorkingCalendar) -> int:
    return calendar.working_days_between(earlier, later) if unit == WORKING_DAYS else (later - earlier).days
