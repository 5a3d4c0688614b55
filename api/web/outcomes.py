"""What an act will do, in words, for the page before it is recorded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from api.request.calls import Call
from api.request.language import say as _
from api.web.due_days import DueDay, hour_of, iso_of
from api.web.ledgers import LedgerRow, ledger_rows
from api.web.words import weekday
from workflow.case_type.model import CaseType
from workflow.operations.case.preview_transition import ClockChange, Foreseen, Proof
from workflow.operations.steps.views import CaseView, stage_title


@dataclass(frozen=True, slots=True)
class Outcome:
    """One consequence. `due` and `promised`: the ends it gives a clock, whose `ledger` stands on the same
    page under `name`; `clock`: that clock's title."""

    words: str
    due: DueDay | None = None
    promised: DueDay | None = None
    ledger: tuple[LedgerRow, ...] = ()
    name: str = ""
    clock: str = ""


def outcome_lines(call: Call, view: CaseView, foreseen: Foreseen) -> list[Outcome]:
    """One sentence per consequence: the state, each clock, what the citizen is told, a late entry."""
    case_type = call.held.case_type(view.definition_sha256)
    state = foreseen.state.say(call.language)
    if foreseen.state == view.state_title:
        lines = [Outcome(_("vụ việc vẫn ở trạng thái %(state)s", state=state))]
    else:
        lines = [Outcome(_("vụ việc chuyển sang trạng thái %(state)s", state=state))]
    if foreseen.proposes:
        said = _("đề nghị này chờ người thứ hai xác nhận; trạng thái và thời hạn chưa thay đổi")
        lines = [Outcome(said)]
    lines += [clock_line(call, case_type, one, place) for place, one in enumerate(foreseen.clocks, 1)]
    if not foreseen.proposes:
        stage = stage_title(case_type, foreseen.stage).say(call.language)
        lines.append(Outcome(_("công dân sẽ thấy: %(stage)s", stage=stage)))
    if foreseen.late:
        lines.append(Outcome(_("ghi nhận muộn: có hiệu lực ngay, chờ xác nhận")))
    return lines


def clock_line(call: Call, case_type: CaseType, change: ClockChange, place: int) -> Outcome:
    """What happens to one clock; `place` tells its ledger apart on the page."""
    title, proof = change.title.say(call.language), change.proof
    if proof is None:
        return Outcome(_words(change, title))
    name = f"ledger-{place}"
    promised = (
        DueDay(weekday(change.promised_due), change.promised_due.isoformat(), f"#{name}")
        if (change.promised_due)
        else None
    )
    english = {**_titles(case_type), **proof.english}
    rows = ledger_rows(proof.start, proof.due, proof.unit, english)
    return Outcome(_words(change, title), _due(proof, name), promised, rows, name, title)


def _due(proof: Proof, name: str) -> DueDay:
    end: date = proof.due.legal
    words = f"{weekday(end)} {hour_of(proof.hour)}" if proof.hour else weekday(end)
    return DueDay(words, iso_of(end, proof.hour), f"#{name}")


def _titles(case_type: CaseType) -> Mapping[str, str]:
    told = [one.title for one in case_type.transitions.values()]
    told += [one.title for one in case_type.documents.values()]
    told += [one.because or one.title for one in case_type.clocks.values()]
    return {one.vi: one.say("en") for one in told}


def _words(change: ClockChange, clock: str) -> str:
    match change.act:
        case "stopped":
            verdict = {"in_time": _("đúng hạn"), "late": _("trễ hạn")}.get(
                change.verdict or "", _("không xét hạn")
            )
            return _("dừng thời hạn %(clock)s: %(verdict)s", clock=clock, verdict=verdict)
        case "armed":
            return _("bắt đầu thời hạn %(clock)s: đến", clock=clock)
        case "paused":
            return _("tạm dừng tính thời hạn %(clock)s", clock=clock)
        case "resumed":
            return _("tiếp tục tính thời hạn %(clock)s: đến", clock=clock)
        case "extended":
            return _("kéo dài thời hạn %(clock)s: đến", clock=clock)
    return _("tính lại thời hạn %(clock)s: đến", clock=clock)
