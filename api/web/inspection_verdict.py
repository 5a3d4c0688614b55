"""The verdict over chains in words: whole, or where it breaks and what was done there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from api.request.calls import Call
from api.request.language import say as _
from models import cases
from workflow.text.numbers import format_integer


@dataclass(frozen=True, slots=True)
class ShownVerdict:
    """`mark` is the shape beside the words, hidden from those who listen."""

    whole: bool
    words: str
    about: str

    @property
    def mark(self) -> str:
        """✓ or ✗."""
        return "✓" if self.whole else "✗"


def whole_then(events: int, chains: int) -> ShownVerdict:
    """The chains held when they were pulled."""
    return ShownVerdict(True, _("Chuỗi toàn vẹn"), _counts(events, chains))


def shown_verdict(call: Call, verdict: Any, broken_then: bool = False) -> ShownVerdict:
    """A `workflow.audit` verdict. `broken_then`: a pull found a break that is not there any more where this
    one holds."""
    if verdict.ok and broken_then:
        words = _("Chuỗi bị gãy vào lúc trích xuất")
        return ShownVerdict(
            False, words, _("Kiểm chứng lại lúc này thì các chuỗi khớp: hãy trích xuất lần nữa.")
        )
    if verdict.ok:
        return whole_then(verdict.events, verdict.chains)
    broken = verdict.first_break
    words = _(
        "Chuỗi bị gãy tại sự kiện %(seq)s của %(chain)s: %(what)s",
        seq=str(broken.seq),
        chain=_name(call, broken.chain_id),
        what=_what(str(broken.what)),
    )
    return ShownVerdict(False, words, _("Giữ nguyên hệ thống và báo cơ quan thanh tra cấp trên."))


def _counts(events: int, chains: int) -> str:
    return _(
        "%(events)s sự kiện trong %(chains)s chuỗi; mỗi sự kiện khớp với sự kiện trước nó.",
        events=format_integer(events),
        chains=format_integer(chains),
    )


def _name(call: Call, chain_id: str) -> str:
    """The case's number where the chain is a case's, else the chain's own id."""
    row = cases.read_case(call.session, UUID(chain_id))
    return str(row["number"]) if row else _("chuỗi %(chain)s", chain=chain_id)


def _what(code: str) -> str:
    return {
        "altered": _("nội dung bị sửa"),
        "deleted": _("sự kiện bị xóa"),
        "inserted": _("một sự kiện lạ bị chèn vào"),
        "reordered": _("thứ tự bị đổi"),
        "truncated": _("phần cuối bị cắt"),
    }.get(code, code)
