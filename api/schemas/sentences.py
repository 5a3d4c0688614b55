"""Sentences of the field faults that verbs raise, Vietnamese and English beside each other; those of schemas
are in `api/request/sentences.py`."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

VERB_SENTENCES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "answered-already": ("Yêu cầu này đã được trả lời.", "This was answered already."),
        "bad-length": ("Độ dài thời hạn không đúng.", "This is no length of time."),
        "before-from": ("Ngày cuối trước ngày đầu.", "The last day is before the first."),
        "before-last-event": ("Ngày này trước sự kiện đã ghi.", "This is before what is recorded already."),
        "control-character": ("Có ký tự không hợp lệ.", "There are characters that cannot be taken."),
        "empty-file": ("Tệp không có nội dung.", "The file is empty."),
        "file-too-large": ("Tệp quá lớn.", "The file is too large."),
        "file-type-differs": ("Tệp không đúng loại đã nêu.", "The file is not of the kind that was named."),
        "file-type-not-taken": ("Không nhận loại tệp này.", "This kind of file is not taken."),
        "missing": ("Mục này bắt buộc.", "This is required."),
        "naive-instant": ("Thời điểm thiếu múi giờ.", "The instant needs its time zone."),
        "no-such-cell": (
            "Luật không quy định thời hạn cho các trường hợp này cùng lúc.",
            "The law has no time limit for these cases together.",
        ),
        "no-version-for-day": (
            "Không có bản quy trình cho ngày này.",
            "No version of the procedure covers this day.",
        ),
        "unknown-case": (
            "Không có vụ việc mang số này tại cơ quan.",
            "No case of this number lies with the office.",
        ),
        "nobody-there": ("Người này không làm việc tại cơ quan.", "Nobody of this id works at the office."),
        "not-a-date": ("Phải là ngày dạng năm-tháng-ngày.", "This has to be a date: year-month-day."),
        "not-a-paper": ("Thông tin về giấy tờ chưa đúng.", "What is said of the paper cannot be taken."),
        "not-a-party": ("Phải là một người hoặc tổ chức.", "This has to be a person or an organisation."),
        "not-a-start": ("Không thể mở hồ sơ ở trạng thái này.", "A case cannot be opened in this state."),
        "not-a-text": ("Phải là chữ.", "This has to be text."),
        "not-in-force": ("Không có quy định có hiệu lực vào ngày này.", "No rule is in force on this day."),
        "not-yes-or-no": ("Phải là true hoặc false.", "This has to be true or false."),
        "nothing-sent": ("Chưa gửi gì cho người này.", "Nothing was sent to this party yet."),
        "no-such-migration": ("Không có lần chuyển phiên bản này.", "There is no such migration."),
        "no-such-type": ("Không có quy trình này.", "There is no such procedure."),
        "no-such-version": ("Quy trình không có phiên bản này.", "The procedure has no such version."),
        "not-approved": ("Chưa được người thứ hai duyệt.", "A second person has not approved it."),
        "not-as-proposed": (
            "Bản đồ hoặc phiên bản không còn như lúc đề xuất.",
            "The map or a version is no longer as it was proposed.",
        ),
        "not-open": ("Đề xuất không còn chờ duyệt.", "The proposal no longer waits for approval."),
        "not-permitted": ("Không có quyền làm việc này.", "Not permitted."),
        "nothing-to-move": ("Không có vụ việc nào chuyển được.", "No case can be moved."),
        "person-needed": ("Việc này cần một người có tên.", "A named person is needed."),
        "same-version": ("Hai phiên bản là một.", "Both versions are the same."),
        "second-person": ("Người duyệt phải là người khác.", "Another person has to approve."),
        "notice-fixed": (
            "Thời hạn này không gia hạn, tạm dừng được.",
            "It is neither extended nor paused.",
        ),
        "outside-years": ("Năm nằm ngoài phạm vi tính được.", "The year lies outside what can be counted."),
        "past-cap": ("Vượt quá mức tối đa luật cho phép.", "This goes past the most that the law allows."),
        "pause-backwards": ("Ngày tiếp tục trước ngày tạm dừng.", "It is continued before it is suspended."),
        "provisional-year": (
            "Năm này chưa có lịch chính thức.",
            "This year has no official calendar.",
        ),
        "too-large": ("Lớn hơn mức cho phép.", "More than is allowed."),
        "too-small": ("Nhỏ hơn mức cho phép.", "Less than is needed."),
        "unknown-anchor": ("Không có mốc cảnh báo này.", "There is no such warning point."),
        "unknown-case-type": ("Không có loại hồ sơ này.", "There is no such case type."),
        "unknown-clock": ("Thủ tục không có thời hạn này.", "The procedure has no such clock."),
        "unknown-document": ("Việc này không nhận loại giấy tờ này.", "This act does not take such a paper."),
        "unknown-extension": ("Không có lần gia hạn này.", "There is no such extension."),
        "unknown-family": ("Không có nhóm quy định này.", "There is no such rule family."),
        "unknown-kind": ("Không có loại này.", "There is no such kind."),
        "unknown-organisation": ("Không có cơ quan này.", "There is no such office."),
        "unknown-party": ("Hồ sơ không có người này.", "The case has no such party."),
        "unknown-procedure": ("Không có thủ tục này.", "There is no such procedure."),
        "unknown-request": ("Thủ tục không có loại đề nghị này.", "The procedure has no such request."),
        "unknown-rule": ("Không có quy định này.", "There is no such rule."),
        "unknown-variant": ("Luật không nêu trường hợp này.", "The law does not name this case."),
    }
)
"""Code of a field's fault → (Vietnamese, English)."""
