"""The words that `definition diff` and `definition migrate` print, in Vietnamese and English."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from workflow.case_type.difference import Difference
from workflow.case_type.model import CaseType, Text

SECTIONS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "states": "Trạng thái", "transitions": "Bước xử lý", "roles": "Vai trò", "fields": "Trường dữ liệu",
        "documents": "Tài liệu", "sentries": "Điều kiện", "clocks": "Thời hạn", "rungs": "Mốc nhắc",
        "requests": "Yêu cầu phối hợp",
    },
    "en": {
        "states": "States", "transitions": "Transitions", "roles": "Roles", "fields": "Fields",
        "documents": "Documents", "sentries": "Conditions", "clocks": "Clocks", "rungs": "Rungs",
        "requests": "Requests",
    },
}  # fmt: skip

CHANGES: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "vi": {"added": ("+", "thêm"), "removed": ("−", "bỏ"), "altered": ("~", "sửa")},
    "en": {"added": ("+", "added"), "removed": ("−", "removed"), "altered": ("~", "altered")},
}

MIGRATION: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "head": "{type} {a} → {b}: {all} vụ việc đang mở; chuyển được {ready}, không chuyển {refused}.",
        "stays": "không chuyển", "ended": "thời hạn chấm dứt", "begins": "bắt đầu tính", "same": "không đổi",
        "paused": "đang tạm dừng", "not_listed": "… và {count} vụ việc khác",
        "raw": "ngày cuối tính ra", "legal": "ngày hết hạn", "promised": "hạn nội bộ",
        "lost": "phiên bản mới không còn", "lacks": "chưa có theo phiên bản mới", "because": "vì",
        "proposed": "Đã đề xuất {id}. Người thứ hai duyệt bằng --approve {id}.",
        "approved": "Đã duyệt {id}: {ready} vụ việc chờ chuyển. Thực hiện bằng --apply {id}.",
        "digest": "Mã băm của bản đồ và hai phiên bản: {digest}",
        "applied": "Lần này chuyển {moved}, để lại {left}. Tất cả: {all}.",
        "checked": "Đã kiểm tra {cases} vụ việc, {events} sự kiện: {faults} lỗi.",
        "new": "Vụ việc mới, chưa có trong đề xuất",
        "standing": "{type} {a} → {b}, {standing}; đề xuất: {proposer}; duyệt: {approver}.",
    },
    "en": {
        "head": "{type} {a} → {b}: {all} open cases; {ready} can move, {refused} stay.",
        "stays": "stays", "ended": "the clock ends", "begins": "begins", "same": "unchanged",
        "paused": "paused", "not_listed": "… and {count} more cases",
        "raw": "raw end", "legal": "legal end", "promised": "promised",
        "lost": "the new version no longer knows", "lacks": "the new version wants", "because": "because",
        "proposed": "Proposed {id}. A second person approves it with --approve {id}.",
        "approved": "Approved {id}: {ready} cases wait to be moved. Carry it out with --apply {id}.",
        "digest": "Hash of the map and both versions: {digest}",
        "applied": "Moved {moved} now, left {left}. In all: {all}.",
        "checked": "Checked {cases} cases, {events} events: {faults} faults.",
        "new": "New cases that the proposal does not know",
        "standing": "{type} {a} → {b}, {standing}; proposed by {proposer}; approved by {approver}.",
    },
}  # fmt: skip

STANDINGS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "open": "chờ người thứ hai", "approved": "đã duyệt", "applied": "đã thực hiện",
        "lapsed": "đã hết hiệu lực",
        "ready": "chờ chuyển", "refused": "không chuyển", "moved": "đã chuyển", "left": "để lại",
    },
    "en": {
        "open": "waits for a second person", "approved": "approved", "applied": "applied",
        "lapsed": "lapsed",
        "ready": "ready", "refused": "refused", "moved": "moved", "left": "left",
    },
}  # fmt: skip
"""Of a migration, and of a case in one."""


def title_of(case_type: CaseType, one: Difference, language: str) -> str:
    """What the thing that changed is called in a version, or nothing."""
    found = getattr(case_type, one.section, None)
    title = getattr(found.get(one.name), "title", None) if isinstance(found, Mapping) else None
    return title.say(language) if isinstance(title, Text) else ""


def shown(value: Any, language: str) -> str:
    """A plain value of a version as one short line."""
    if isinstance(value, dict) and set(value) == {"vi", "en"}:
        return f"“{(value['en'] if language == 'en' else None) or value['vi']}”"
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return {"vi": ("không", "có"), "en": ("no", "yes")}[language][value]
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    if isinstance(value, (dict, list)):
        return json.dumps(value, ensure_ascii=False)
    return str(value)
