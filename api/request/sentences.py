"""Sentences of the codes that front doors answer with, Vietnamese and English beside each other."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

Pair = tuple[str, str]

FIELD_SENTENCES: Mapping[str, Pair] = MappingProxyType(
    {
        "invalid": ("Nội dung mục này chưa đúng.", "This cannot be taken as it is."),
        "required": ("Mục này bắt buộc.", "This is required."),
        "null-not-allowed": ("Mục này không được để trống.", "This may not be null."),
        "unknown-field": ("Không có mục này.", "There is no such field."),
        "repeated": ("Mục này chỉ được nêu một lần.", "This may be given once only."),
        "not-an-object": ("Phải là một đối tượng.", "This has to be an object."),
        "not-a-list": ("Phải là một danh sách.", "This has to be a list."),
        "not-text": ("Phải là chữ.", "This has to be text."),
        "blank": ("Chưa nhập nội dung.", "This may not be blank."),
        "too-long": ("Dài quá {longest} ký tự.", "Longer than {longest} characters."),
        "too-short": ("Ngắn hơn {shortest} ký tự.", "Shorter than {shortest} characters."),
        "too-many": ("Nhiều quá {most} mục.", "More than {most} entries."),
        "too-few": ("Cần ít nhất {least} mục.", "At least {least} entries are needed."),
        "too-deep": ("Lồng quá sâu.", "Nested too deeply."),
        "bad-characters": ("Có ký tự không hợp lệ.", "There are characters that cannot be taken."),
        "bad-form": ("Không đúng dạng.", "Not of the right form."),
        "not-a-number": ("Phải là số nguyên.", "This has to be a whole number."),
        "out-of-range": ("Phải từ {least} đến {most}.", "This has to be from {least} to {most}."),
        "not-a-yes-no": ("Phải là true hoặc false.", "This has to be true or false."),
        "not-a-day": ("Phải là ngày dạng năm-tháng-ngày.", "This has to be a date: year-month-day."),
        "not-an-instant": (
            "Phải là thời điểm kèm múi giờ.",
            "This has to be an instant with its time zone.",
        ),
        "not-an-id": ("Phải là một mã UUID.", "This has to be a UUID."),
        "not-a-choice": ("Phải là một trong: {choices}.", "This has to be one of: {choices}."),
        "not-a-value": ("Không phải giá trị được nhận.", "This is not a value that can be taken."),
        "bad-cursor": ("Con trỏ trang không đúng.", "This is not a cursor that was given out."),
        "file-missing": ("Chưa chọn tệp.", "No file was given."),
        "in-the-future": ("Thời điểm nằm trong tương lai.", "This lies in the future."),
        "late-reason-needed": ("Ghi nhận muộn phải nêu lý do.", "A late entry needs a reason."),
        "taken": ("Tên này đã có người dùng.", "This name is taken."),
        "unknown-role": ("Không có vai trò này.", "There is no such role."),
        "unknown-scope": ("Không có phạm vi này.", "There is no such scope."),
        "unknown-office": ("Không có cơ quan này.", "There is no such office."),
        "unknown-user": ("Không có người dùng này.", "There is no such user."),
        "imported": (
            "Tên này đến từ nhật ký cũ và không bao giờ đăng nhập.",
            "This name came in with an old log and never logs in.",
        ),
        "held-by-another": ("Vai trò này đã có người giữ.", "Somebody else holds this role."),
        "already-held": ("Người này đã giữ vai trò này.", "The person holds this role already."),
        "not-held": ("Người này không giữ vai trò này.", "The person does not hold this role."),
        "ends-before-it-begins": ("Ngày cuối trước ngày đầu.", "The last day is before the first."),
        "same-person": ("Không thể là cùng một người.", "This cannot be the same person."),
        "same-office": ("Không thể là cùng một cơ quan.", "This cannot be the same office."),
        "no-such-relation": ("Không có quan hệ này.", "There is no such relation."),
        "already-recorded": ("Đã được ghi nhận.", "This is recorded already."),
        "expired": ("Thời hạn đã qua.", "This is already past."),
    }
)
"""Code of a field's fault → (Vietnamese, English); names in braces are the facts of the fault."""

OTHER_STATUSES: Mapping[int, tuple[str, Pair, Pair]] = MappingProxyType(
    {
        400: (
            "bad-request",
            ("Yêu cầu không hợp lệ", "Bad request"),
            ("Hãy kiểm tra lại yêu cầu.", "Check the request."),
        ),
        404: (
            "not-found",
            ("Không tìm thấy", "Not found"),
            (
                "Không có địa chỉ này, hoặc nằm ngoài phạm vi được xem.",
                "There is nothing here, or it is outside what you may see.",
            ),
        ),
        405: (
            "method-not-allowed",
            ("Không nhận cách gọi này", "Method not allowed"),
            ("Địa chỉ này không nhận cách gọi đó.", "This address does not take that method."),
        ),
        406: (
            "not-acceptable",
            ("Không có dạng được yêu cầu", "Not acceptable"),
            ("Hãy xem các dạng mà địa chỉ này trả về.", "See which forms this address gives."),
        ),
        413: (
            "too-large",
            ("Nội dung quá lớn", "Too large"),
            ("Hãy gửi tệp nhỏ hơn.", "Send a smaller file."),
        ),
        414: (
            "address-too-long",
            ("Địa chỉ quá dài", "Address too long"),
            ("Hãy rút gọn yêu cầu.", "Shorten the request."),
        ),
        415: (
            "wrong-media-type",
            ("Sai kiểu nội dung", "Wrong media type"),
            ("Hãy gửi đúng kiểu nội dung.", "Send the right media type."),
        ),
        500: (
            "unexpected",
            ("Có lỗi ngoài dự kiến", "Something went wrong"),
            ("Hãy báo mã sự cố cho người quản trị.", "Tell the administrator the incident code."),
        ),
    }
)
"""Status without a class of ours → (code, title, what to do)."""

FORM_EXPIRED: tuple[Pair, Pair] = (
    ("Biểu mẫu đã hết hạn", "The form has expired"),
    ("Hãy tải lại trang rồi gửi lại.", "Load the page again and send it once more."),
)
