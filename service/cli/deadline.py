"""`tiepdan deadline`: what a time limit comes to, without a database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import click

from service.cli import deadline_arguments as read
from service.cli.ledger import print_ledger
from service.cli.speaking import json_option, print_json
from service.cli.texts import folder_option, read_law
from workflow.law.preview import Preview, preview, too_early


def _idle(found: Preview, pauses: Sequence[tuple[date, date]]) -> Iterator[str]:
    """Of each pause that stopped nothing, that it did not: most often a slip of the pen."""
    stood = [(span.from_, span.to) for span in found.due.ledger if span.kind == "paused"]
    for first, last in pauses:
        why = "it covers no day on which the clock ran"
        if too_early(found.rule, first) and found.rule.standstill:
            why = f"the law let this clock stand still from {found.rule.standstill.first_day} on"
        elif any(first < until and since < last for since, until in stood):
            continue
        yield f"tiepdan: the pause from {first} to {last} changes nothing: {why}."


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
    help="A case of the law's table: complex, remote, ... Several as remote,complex or one by one.",
)
@click.option("--extend", type=click.IntRange(0, 100), default=0, help="How many acts of extension.")
@click.option(
    "--pause",
    "pauses",
    nargs=2,
    multiple=True,
    metavar="FROM TO",
    help="Suspended on a day, continued on a day; may be given several times.",
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
    working = read.calendar(folder, calendar_name)
    begun, own = read.instant(start, working, "--from"), read.length(promise)
    spans, chosen = read.pauses(pauses, working), read.names(variants)
    which = read.name(procedure), read.name(clock)
    found = preview(read_law(folder), working, *which, begun, chosen, extend, spans, strict, own)
    for told in _idle(found, spans):
        click.echo(told, err=True)
    if as_json:
        print_json(found.as_json())
    else:
        print_ledger(found, lang)
