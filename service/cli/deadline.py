"""`tiepdan deadline`: what a time limit comes to, without a database."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import click

from service.cli.ledger import print_ledger
from service.cli.speaking import json_option, print_json
from service.cli.texts import folder_option, read_calendar, read_law
from workflow.calendar.period import Length
from workflow.calendar.working_calendar import WorkingCalendar
from workflow.law.preview import preview


def _day(text: str, option: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise click.BadParameter(f"{text} is not a day; write it as 2026-01-05.", param_hint=option) from None


def _start(text: str, calendar: WorkingCalendar) -> datetime:
    """An instant with its offset, or a day, which is that day where the offices are."""
    if len(text) == 10:
        return calendar.midnight(_day(text, "--from"))
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        said = (
            f"{text} is neither a day (2026-01-05) nor an instant with its offset (2026-01-05T14:00+07:00)."
        )
        raise click.BadParameter(said, param_hint="--from")
    return found


def _length(text: str | None) -> Length | None:
    if text is None:
        return None
    try:
        return Length.parse(text)
    except ValueError:
        said = f'{text} is not a length; write it as "15 days" or "5 working_days".'
        raise click.BadParameter(said, param_hint="--promise") from None


@click.command()
@click.argument("procedure")
@click.argument("clock")
@click.option(
    "--from",
    "start",
    required=True,
    metavar="INSTANT",
    help="When it begins: 2026-01-05T14:00+07:00, or a day.",
)
@click.option(
    "--with",
    "variants",
    multiple=True,
    metavar="VARIANT",
    help="A case of the law's table: complex, remote, ...",
)
@click.option("--extend", type=click.IntRange(0, 100), default=0, help="How many acts of extension.")
@click.option(
    "--pause",
    "pauses",
    nargs=2,
    multiple=True,
    metavar="FROM TO",
    help="Suspended on a day, continued on a day.",
)
@click.option("--promise", metavar="LENGTH", help='The office\'s own shorter length: "5 working_days".')
@click.option("--strict", is_flag=True, help="Refuse where a year has no official calendar.")
@click.option(
    "--calendar", "calendar_name", default="vn", show_default=True, help="The calendar to count by."
)
@click.option(
    "--lang", type=click.Choice(["vi", "en"]), default="vi", show_default=True, help="Language of the table."
)
@folder_option
@json_option
def deadline(
    procedure: str,
    clock: str,
    start: str,
    variants: tuple[str, ...],
    extend: int,
    pauses: tuple[tuple[str, str], ...],
    promise: str | None,
    strict: bool,
    calendar_name: str,
    lang: str,
    folder: Path,
    as_json: bool,
) -> None:
    """The day on which CLOCK of PROCEDURE ends, with its ledger: why that day.

    Findings, extensions and pauses are assumed to stand on paper, and the ledger says so. A finding counts
    its extensions already: of a denunciation, --with complex is one and --with especially_complex two, and
    --extend N says the same without naming a finding. For a notice the instant is that of the meeting, and
    the answer the last lawful day before it. "tiepdan definition clocks" lists every PROCEDURE and CLOCK.
    """
    working = read_calendar(folder, calendar_name)
    spans = [(_day(first, "--pause"), _day(last, "--pause")) for first, last in pauses]
    begun, own = _start(start, working), _length(promise)
    found = preview(read_law(folder), working, procedure, clock, begun, variants, extend, spans, strict, own)
    if as_json:
        print_json(found.as_json())
    else:
        print_ledger(found, lang)
