"""A ledger as people read it: from which day to which, counted or not, and why."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date

from rich.console import Console
from rich.table import Column, Table

from workflow.law.preview import Preview
from workflow.text.catalogue import packaged_catalogue
from workflow.text.reasons import in_english, source_in_english

_WORDS: Mapping[str, Mapping[str, str]] = {
    "vi": {
        "due": "Hạn cuối", "raw": "Ngày tính đủ", "promised": "Đơn vị hẹn", "rule": "Quy định",
        "notice": "Hạn chót phải báo trước", "effect": "Ngày đầu tiên có hiệu lực",
        "soft": "Mốc mềm", "provisional": "Tạm tính: năm này chưa có lịch chính thức.",
        "from": "Từ ngày", "to": "Đến ngày", "kind": "Cách tính", "days": "Số ngày", "because": "Vì sao",
        "source": "Căn cứ", "counted": "tính", "skipped": "không tính", "paused": "tạm dừng",
        "extended": "kéo dài", "rolled": "dời",
    },
    "en": {
        "due": "Due", "raw": "By plain counting", "promised": "The office promises", "rule": "Rule",
        "notice": "Last day to give notice", "effect": "First day in force",
        "soft": "Soft limit", "provisional": "Provisional: a year without an official calendar.",
        "from": "From", "to": "To", "kind": "Kind", "days": "Days", "because": "Because",
        "source": "Source", "counted": "counted", "skipped": "skipped", "paused": "paused",
        "extended": "extended", "rolled": "rolled",
    },
}  # fmt: skip


def print_ledger(found: Preview, language: str, console: Console | None = None) -> None:
    """Print the due day and why, in "vi" or "en"."""
    words, out = _WORDS[language], console or Console(highlight=False)
    due = found.due
    title = words.get(found.rule.kind, words["due"])
    out.print(f"[bold]{title}: {_day(due.legal)}[/bold]")
    if due.raw != due.legal:
        out.print(f"{words['raw']}: {_day(due.raw)}")
    if due.promised:
        out.print(f"{words['promised']}: {_day(due.promised)}")
    told = _said(found, language)
    out.print(f"{words['rule']}: {found.rule.id} – {told(found.rule.source, True)}", markup=False)
    if due.provisional:
        out.print(f"[yellow]{words['provisional']}[/yellow]")
    table = Table(
        *(
            Column(words[name], overflow="fold")
            for name in ("from", "to", "kind", "days", "because", "source")
        )
    )
    for span in due.ledger:
        because, source = told(span.because, False), told(span.source, True)
        table.add_row(_day(span.from_), _day(span.to), words[span.kind], str(span.days), because, source)
    out.print(table)
    for soft in due.soft:
        because, source = told(soft.because, False), told(soft.citation, True)
        out.print(f"{words['soft']}: {_day(soft.due)} – {because} ({source})", markup=False)


def _said(found: Preview, language: str) -> Callable[[str, bool], str]:
    """A reason, or with True a citation, in the language asked for."""
    if language != "en":
        return lambda text, _: text
    known = {**packaged_catalogue().english, **found.rule.english}
    return lambda text, cites: source_in_english(text, known) if cites else in_english(text, known)


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"
