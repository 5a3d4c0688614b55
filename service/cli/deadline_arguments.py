"""What `tiepdan deadline` is given, read as people write it: names, days, instants, pauses, lengths."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import click

from service.cli.texts import read_calendar
from workflow.calendar.findings import near
from workflow.calendar.period import Length
from workflow.calendar.working_calendar import WorkingCalendar

_BETWEEN = re.compile(r"[,;+]")


def name(text: str) -> str:
    """A name of the product from however it is written: "Land-Dispute" is land_dispute."""
    return re.sub(r"[\s-]+", "_", text.strip().lower())


def names(texts: Sequence[str]) -> tuple[str, ...]:
    """Several names, given one by one or together: "remote, complex" are two."""
    found = (name(part) for text in texts for part in _BETWEEN.split(text))
    return tuple(one for one in found if one)


def calendar(folder: Path, asked: str) -> WorkingCalendar:
    """The calendar of that name. Raises BadParameter naming those there are."""
    files = [path.stem for path in sorted((folder / "calendars").glob("*.yaml"))]
    known = [one for one in files if not re.search(r"_\d{4}\Z", one)]
    if asked not in known:
        said = f"There is no calendar {asked}; there are: {', '.join(known) or 'none'}.{near(asked, known)}"
        raise click.BadParameter(said, param_hint="--calendar")
    return read_calendar(folder, asked)


def instant(text: str, working: WorkingCalendar, option: str) -> datetime:
    """An instant with its offset, or a day, which is that day where the offices are."""
    if len(text) == 10:
        try:
            day = date.fromisoformat(text)
        except ValueError:
            said = f"{text} is not a day; write it as 2026-01-05."
            raise click.BadParameter(said, param_hint=option) from None
        return working.midnight(day)
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        said = (
            f'"{text}" is neither a day (2026-01-05) nor an instant with its offset (2026-01-05T14:00+07:00).'
        )
        raise click.BadParameter(said, param_hint=option)
    return found


def pauses(given: Sequence[tuple[str, str]], working: WorkingCalendar) -> list[tuple[date, date]]:
    """Days suspended and continued, each given as a day or an instant."""
    return [
        (
            working.local_day(instant(first, working, "--pause")),
            working.local_day(instant(last, working, "--pause")),
        )
        for first, last in given
    ]


def length(text: str | None) -> Length | None:
    """A length of at least one."""
    if text is None:
        return None
    try:
        found = Length.parse(text)
    except ValueError:
        found = None
    if found is None or not found.count:
        said = f'{text} is not a length; write it as "15 days" or "5 working_days".'
        raise click.BadParameter(said, param_hint="--promise")
    return found
