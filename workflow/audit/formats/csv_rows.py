"""Export as CSV (RFC 4180) for a spreadsheet: a view to read, safe to open; the evidence is the JSON Lines
export."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator

from workflow.audit.chain import Row
from workflow.audit.kinds import EventKind, title

COLUMNS: tuple[tuple[str, str], ...] = (
    ("chain_id", "Chuỗi"),
    ("seq", "Số thứ tự"),
    ("kind", "Loại sự kiện"),
    ("title", "Tên sự kiện"),
    ("happened", "Xảy ra"),
    ("precision", "Độ chính xác"),
    ("recorded", "Ghi nhận"),
    ("actor", "Người thực hiện"),
    ("on_behalf_of", "Thay mặt"),
    ("organisation", "Cơ quan"),
    ("case_type", "Loại vụ việc"),
    ("definition", "Mã băm quy trình"),
    ("rules", "Quy tắc thời hạn"),
    ("calendar", "Mã băm lịch"),
    ("command_id", "Mã lệnh"),
    ("body", "Nội dung"),
    ("previous", "Mã băm trước"),
    ("hash", "Mã băm"),
)
"""(stable name, Vietnamese name) of each column, in order."""

BYTE_ORDER_MARK = "\ufeff"
_DANGEROUS = tuple("=+-@\t\r\n＝＋－＠﹢﹣﹦﹫−")  # noqa: RUF001


class _Echo:
    """A target for the csv writer that gives the line back instead of keeping it."""

    def write(self, line: str) -> str:
        return line


def lines(rows: Iterable[Row], *, byte_order_mark: bool = True, language: str = "vi") -> Iterator[str]:
    """The export line by line, each ending in CR LF; dates and numbers in ISO form and plain digits.

    `byte_order_mark`: Excel needs it to read Vietnamese. Texts that a spreadsheet would take for a formula
    get a leading apostrophe. Rows are events that `canonical_text` wrote. Raises ValueError for a text that
    is not JSON.
    """
    writer = csv.writer(_Echo(), lineterminator="\r\n")
    heading = [name if language == "en" else f"{vi} ({name})" for name, vi in COLUMNS]
    yield (BYTE_ORDER_MARK if byte_order_mark else "") + _line(writer.writerow(heading))
    for _, _, text, stored in rows:
        members = json.loads(text)
        members["title"] = title(EventKind(members["kind"]), language)
        members["rules"] = " ".join(members["rules"])
        members["body"] = json.dumps(
            members["body"], ensure_ascii=False, sort_keys=True, separators=(",", ":")
        )
        members["hash"] = stored
        yield _line(writer.writerow([guarded(members[name]) for name, _ in COLUMNS]))


def guarded(value: str | int | None) -> str | int:
    """The value as a spreadsheet shows it and never runs it; None is empty. Spaces before a sign do not
    hide it."""
    if value is None:
        return ""
    if isinstance(value, str) and (value.startswith(_DANGEROUS) or value.lstrip().startswith(_DANGEROUS)):
        return "'" + value
    return value


def _line(written: object) -> str:
    # The csv module hands back whatever its target's write returned; the stubs only know of a number.
    return str(written)
