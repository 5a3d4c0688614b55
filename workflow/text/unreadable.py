"""The error of a text that cannot be read as a date or number, and the sentence of each code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType


class Unreadable(ValueError):
    """A typed text cannot be read. `code` is a key of SENTENCES; the text itself is not kept, since it may
    be personal."""

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


def _(msgid: str) -> str:
    # Marks a sentence for the catalogue; it is translated where it is shown.
    return msgid


SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "date-empty": _("Chưa nhập ngày."),
        "date-form": _("Ngày viết theo dạng ngày/tháng/năm, ví dụ 27/11/2026."),
        "date-short-year": _("Năm viết đủ bốn chữ số, ví dụ 27/11/2026."),
        "date-no-such-day": _("Không có ngày này trong lịch."),
        "number-empty": _("Chưa nhập số."),
        "number-form": _("Chỉ nhập chữ số, ví dụ 1234 hoặc 1.234."),
        "number-groups": _("Dấu chấm phân cách từng nhóm ba chữ số, ví dụ 1.234.567."),
        "number-fraction": _("Nhập số nguyên, không có phần thập phân."),
    }
)
"""Code → Vietnamese sentence (the msgid of the catalogue)."""
