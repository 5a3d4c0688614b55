"""The sentence of each refusal, in Vietnamese and English. Sentries bring their own; these are for what the
engine itself finds."""

from __future__ import annotations

from workflow.case_type.model import Text
from workflow.engine.decision import ReasonCode
from workflow.errors import Reason

_SENTENCES: dict[ReasonCode, tuple[str, str]] = {
    ReasonCode.UNKNOWN: ("Quy trình không có bước xử lý “{vi}”.", "The procedure has no act “{en}”."),
    ReasonCode.WRONG_STATE: (
        "Không thực hiện được khi vụ việc ở trạng thái “{vi}”.",
        "Not possible while the case is “{en}”.",
    ),
    ReasonCode.ROLE: ("Chỉ {vi} được thực hiện.", "Only {en} may do this."),
    ReasonCode.CONFLICT: (
        "Người có quyết định hoặc hành vi bị khiếu nại, hoặc người xử lý thay họ, "
        "không được làm việc này: {vi}.",
        "Nobody whose act is contested, nor their substitute, may do this: {en}.",
    ),
    ReasonCode.FIELD: ("Cần nhập: {vi}.", "To be entered: {en}."),
    ReasonCode.DOCUMENT: ("Thiếu tài liệu: {vi}.", "A document is missing: {en}."),
    ReasonCode.NOT_IN_FORCE: (
        "Bước này không có hiệu lực vào ngày xảy ra.",
        "This act was not in force on the day it happened.",
    ),
    ReasonCode.SYSTEM_ONLY: (
        "Bước này do hệ thống tự thực hiện khi hết thời hạn.",
        "The system takes this act itself.",
    ),
    ReasonCode.SECOND_PERSON: (
        "Cần người thứ hai xác nhận: {vi}, không phải người đề xuất hoặc người xử lý thay.",
        "A second person must confirm: {en}, neither the proposer nor a substitute.",
    ),
    ReasonCode.PROPOSED: (
        "Đã có đề xuất, chờ người thứ hai xác nhận.",
        "Already proposed; waiting for the second person.",
    ),
    ReasonCode.BEFORE_LAST: (
        "Ngày xảy ra không được trước bước xử lý gần nhất.",
        "It cannot have happened before the last act of the case.",
    ),
    ReasonCode.AFTER_END: (
        "Đã hết thời hạn “{vi}”, không kéo dài được nữa.",
        "“{en}” has run out and can no longer be extended.",
    ),
    ReasonCode.CAP: (
        "Thời hạn “{vi}” đã kéo dài đến mức tối đa.",
        "“{en}” has been extended as far as allowed.",
    ),
    ReasonCode.BEYOND: (
        "Mỗi lần kéo dài ít nhất 1 ngày và không được quá mức cho phép: {vi}.",
        "An extension is of at least one day and of no more than is allowed: {en}.",
    ),
    ReasonCode.OPENED_ELSEWHERE: (
        "Thủ tục “{vi}” không mở theo cách này.",
        "“{en}” is not opened in this way.",
    ),
    ReasonCode.OTHER_LEVEL: (
        "Thủ tục “{vi}” không mở tại cơ quan cấp này.",
        "“{en}” is not opened at an office of this level.",
    ),
    ReasonCode.OFFICE_ENDED: (
        "Cơ quan này đã kết thúc hoạt động; việc mới do cơ quan kế thừa tiếp nhận: {vi}.",
        "This office has ended; what is new is taken by its successor: {en}.",
    ),
    ReasonCode.OFFICE_ENDED_ALONE: (
        "Cơ quan này đã kết thúc hoạt động và chưa ghi cơ quan kế thừa; hãy báo người quản trị.",
        "This office has ended and no successor is recorded; tell the administrator.",
    ),
}


def reason(code: ReasonCode, name: str, title: Text | tuple[str, str] | None = None) -> Reason:
    """A reason with its sentence; `title` is what the sentence speaks of, `name` stands in where there is
    none."""
    vi, en = (title.vi, title.say("en")) if isinstance(title, Text) else title or (name, name)
    sentence_vi, sentence_en = _SENTENCES[code]
    return Reason(code, name, sentence_vi.format(vi=vi, en=en), sentence_en.format(vi=vi, en=en))
