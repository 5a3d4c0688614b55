"""What an act will do, in words, for the page before it is recorded."""

from __future__ import annotations

from api.request.calls import Call
from api.request.language import say as _
from api.web.words import weekday
from workflow.operations.case.preview_transition import ClockChange, Foreseen
from workflow.operations.steps.views import CaseView, stage_title


def outcome_lines(call: Call, view: CaseView, foreseen: Foreseen) -> list[str]:
    """One sentence per consequence: the state, each clock, what the citizen is told, a late entry."""
    case_type = call.held.case_type(view.definition_sha256)
    state = foreseen.state.say(call.language)
    if foreseen.state == view.state_title:
        lines = [_("vụ việc vẫn ở trạng thái %(state)s", state=state)]
    else:
        lines = [_("vụ việc chuyển sang trạng thái %(state)s", state=state)]
    if foreseen.proposes:
        lines = [_("đề nghị này chờ người thứ hai xác nhận; trạng thái và thời hạn chưa thay đổi")]
    lines += [clock_line(call, one) for one in foreseen.clocks]
    if not foreseen.proposes:
        stage = stage_title(case_type, foreseen.stage).say(call.language)
        lines.append(_("công dân sẽ thấy: %(stage)s", stage=stage))
    if foreseen.late:
        lines.append(_("ghi nhận muộn: có hiệu lực ngay, chờ xác nhận"))
    return lines


def clock_line(call: Call, change: ClockChange) -> str:
    """What happens to one clock."""
    clock = change.title.say(call.language)
    due = weekday(change.legal_due) if change.legal_due else ""
    match change.act:
        case "stopped":
            verdict = {"in_time": _("đúng hạn"), "late": _("trễ hạn")}.get(
                change.verdict or "", _("không xét hạn")
            )
            return _("dừng thời hạn %(clock)s: %(verdict)s", clock=clock, verdict=verdict)
        case "armed":
            return _("bắt đầu thời hạn %(clock)s: đến %(due)s", clock=clock, due=due)
        case "paused":
            return _("tạm dừng tính thời hạn %(clock)s", clock=clock)
        case "resumed":
            return _("tiếp tục tính thời hạn %(clock)s: đến %(due)s", clock=clock, due=due)
        case "extended":
            return _("kéo dài thời hạn %(clock)s: đến %(due)s", clock=clock, due=due)
    return _("tính lại thời hạn %(clock)s: đến %(due)s", clock=clock, due=due)
