"""Why a case stays in its version: the closed list, and the sentence of each in Vietnamese and English."""

from __future__ import annotations

from enum import StrEnum

from workflow.case_type.model import Text
from workflow.errors import Reason


class MoveCode(StrEnum):
    """Why a running case is not moved to another version."""

    UNMAPPED = "state-not-mapped"
    INTO_ENDING = "into-ending"
    PREVIOUS = "previous-not-mapped"
    PROPOSAL = "open-proposal"
    REQUEST = "open-request"
    FIELD = "field-altered"
    PER = "subject-altered"
    NO_END = "end-not-given"
    RESUMES = "never-resumes"
    RULE = "no-rule"
    DATE = "date-without-reason"
    NO_CLOCK = "no-clock"
    SYSTEM = "system-transition"
    CHANGED = "changed-since"
    DIFFERS = "dates-differ"
    FAILED = "failed"


_SENTENCES: dict[MoveCode, tuple[str, str]] = {
    MoveCode.UNMAPPED: (
        "Phiên bản mới không có trạng thái “{vi}”; hãy ghi trạng thái tương ứng trong bản đồ chuyển.",
        "The new version has no state “{en}”; say in the map where its cases go.",
    ),
    MoveCode.INTO_ENDING: (
        "“{vi}” là trạng thái kết thúc trong phiên bản mới; "
        "vụ việc chỉ kết thúc bằng một bước xử lý có căn cứ.",
        "“{en}” is an ending of the new version; a case is closed by an act with its ground only.",
    ),
    MoveCode.PREVIOUS: (
        "Phải biết vụ việc sẽ trở lại trạng thái nào: phiên bản mới không có “{vi}”.",
        "It must be known where the case returns to: the new version has no “{en}”.",
    ),
    MoveCode.PROPOSAL: (
        "Đề xuất “{vi}” đang chờ người thứ hai; hãy giải quyết đề xuất trước.",
        "“{en}” waits for a second person; settle the proposal first.",
    ),
    MoveCode.REQUEST: (
        "Yêu cầu phối hợp “{vi}” chưa được trả lời và phiên bản mới không có loại yêu cầu này.",
        "The request “{en}” is not answered yet and the new version has no such request.",
    ),
    MoveCode.FIELD: (
        "Giá trị đã ghi của “{vi}” không còn giữ nguyên nghĩa trong phiên bản mới.",
        "What is recorded in “{en}” would not mean the same in the new version.",
    ),
    MoveCode.PER: (
        "Thời hạn “{vi}” được tính cho đối tượng khác trong phiên bản mới.",
        "“{en}” is counted for another kind of subject in the new version.",
    ),
    MoveCode.NO_END: (
        "Phiên bản mới cần một ngày ấn định cho thời hạn “{vi}” mà vụ việc chưa có.",
        "The new version wants a given end for “{en}” that the case does not hold.",
    ),
    MoveCode.RESUMES: (
        "Thời hạn “{vi}” đang tạm dừng và không có bước nào trong phiên bản mới cho tính tiếp.",
        "“{en}” is paused and no way of the new version from there lets it go on.",
    ),
    MoveCode.RULE: ("Không tính được thời hạn: {vi}", "The time limit cannot be counted: {en}"),
    MoveCode.DATE: (
        "Ngày của thời hạn “{vi}” sẽ thay đổi mà bản đồ chuyển không nêu căn cứ.",
        "A date of “{en}” would change and the map lists no legal reason for it.",
    ),
    MoveCode.NO_CLOCK: (
        "Ở trạng thái “{vi}” sẽ không còn thời hạn nào được tính.",
        "In “{en}” no time limit would run any more.",
    ),
    MoveCode.SYSTEM: (
        "Sau khi chuyển, hệ thống sẽ tự thực hiện ngay “{vi}”; hãy chọn trạng thái khác.",
        "After the move the system would at once take “{en}”; name another state.",
    ),
    MoveCode.CHANGED: (
        "Vụ việc đã thay đổi sau khi đề xuất; cần đề xuất lại.",
        "The case has changed since the proposal; propose anew.",
    ),
    MoveCode.DIFFERS: (
        "Kết quả tính lại khác với điều hai người đã duyệt; cần đề xuất lại.",
        "Reckoned again it comes to something else than two persons agreed on; propose anew.",
    ),
    MoveCode.FAILED: ("Không chuyển được: {vi}", "It could not be moved: {en}"),
}


def move_reason(code: MoveCode, name: str, title: Text | tuple[str, str] | None = None) -> Reason:
    """A reason with its sentence; `title` is what it speaks of, `name` stands in where there is none."""
    vi, en = (title.vi, title.say("en")) if isinstance(title, Text) else title or (name, name)
    sentence_vi, sentence_en = _SENTENCES[code]
    return Reason(code, name, sentence_vi.format(vi=vi, en=en), sentence_en.format(vi=vi, en=en))
