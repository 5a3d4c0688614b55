"""What a migration comes to, as lines for people: each case, each of its dates before and after."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

import click

from service.cli.definition_words import MIGRATION, STANDINGS
from workflow.text.dates import format_date


def says(language: str, key: str, **facts: Any) -> str:
    """A line of the command in "vi" or "en"."""
    return MIGRATION[language][key].format(**facts)


def print_planned(summary: Mapping[str, Any], cases: Iterable[Mapping[str, Any]], language: str) -> None:
    """A dry run, or a proposal as it was stored."""
    facts = {"type": summary["case_type"], "a": summary["from"], "b": summary["to"]}
    counts = {name: summary[name] for name in ("all", "ready", "refused")}
    click.echo(says(language, "head", **facts, **counts))
    for one in cases:
        _print_case(one, language)


def print_stored(values: Mapping[str, Any], language: str) -> None:
    """A proposal, who stands behind it, and what became of each case."""
    _print_head(values, language)
    for one in values["cases"]:
        _print_case(one, language)
    _print_new(values, language)


def print_applied(values: Mapping[str, Any], language: str) -> None:
    """What a run moved and left, the cases that stay, and what the check found."""
    check = values["check"]
    counts = _counts(values, language)
    click.echo(says(language, "applied", moved=values["moved"], left=values["left"], all=counts))
    for one in values["cases"]:
        _print_case(one, language)
    _print_new(values, language)
    found = {"cases": check["cases"], "events": check["events"], "faults": len(check["faults"])}
    click.echo(says(language, "checked", **found))
    for fault in check["faults"]:
        click.echo(f"  {fault['case']}: {fault['code']}: {fault['says']}")


def _print_head(values: Mapping[str, Any], language: str) -> None:
    facts = {"type": values["case_type"], "a": values["from"], "b": values["to"]}
    people = {"proposer": values["proposed_by"], "approver": values["approved_by"] or "–"}
    standing = STANDINGS[language][values["standing"]]
    click.echo(says(language, "standing", **facts, **people, standing=standing))
    click.echo(says(language, "digest", digest=values["digest"]))
    click.echo(_counts(values, language))


def _counts(values: Mapping[str, Any], language: str) -> str:
    return ", ".join(f"{STANDINGS[language][name]} {count}" for name, count in values["counts"].items())


def _print_new(values: Mapping[str, Any], language: str) -> None:
    """What a list leaves out is said, and which cases came since."""
    if values["not_listed"]:
        click.echo(says(language, "not_listed", count=values["not_listed"]))
    if values["new"]:
        click.echo(f"{says(language, 'new')} ({values['new_count']}): {', '.join(values['new'])}")


def _print_case(one: Mapping[str, Any], language: str) -> None:
    words = MIGRATION[language]
    stays = f" [{words['stays']}]" if one["refused"] else ""
    standing = f" ({STANDINGS[language][one['standing']]})" if "standing" in one else ""
    click.echo(f"{one['number']}: {one['state']} → {one['target'] or '?'}{stays}{standing}")
    for timer in one["timers"]:
        paused = f" ({words['paused']})" if timer["paused"] else ""
        click.echo(f"  {timer['clock']}{paused}: {_timer(timer, language)}")
    for section, names in one["lost"].items():
        click.echo(f"  {words['lost']} ({section}): {', '.join(names)}")
    if one["lacks"]:
        click.echo(f"  {words['lacks']}: {', '.join(one['lacks'])}")
    for reason in one["refused"]:
        click.echo(f"  {reason['code']} ({reason['name']}): {reason[language]}")


def _timer(timer: Mapping[str, Any], language: str) -> str:
    words, before, after = MIGRATION[language], timer["before"], timer["after"]
    reason = timer.get("reason")
    because = f" ({words['because']} {reason[language] or reason['vi']}; {reason['cites']})" if reason else ""
    if after is None:
        return f"{words['ended']}, {words['legal']} {_day(before['legal'])}{because}"
    if before is None:
        return f"{words['begins']}: {'; '.join(_ends(after, words))}{because}"
    altered = list(_altered(before, after, words))
    rule = f"[{before['rule'] or '–'} → {after['rule'] or '–'}] " if before["rule"] != after["rule"] else ""
    if not altered:
        kept = f"{words['raw']} {_day(after['raw'])}, {words['legal']} {_day(after['legal'])}"
        return f"{rule or '[' + (after['rule'] or '–') + '] '}{kept}: {words['same']}"
    return f"{rule or '[' + (after['rule'] or '–') + '] '}{'; '.join(altered)}{because}"


def _ends(dates: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    for name in ("raw", "legal", "promised"):
        if dates[name]:
            yield f"{words[name]} {_day(dates[name])}"


def _altered(before: Mapping[str, Any], after: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[str]:
    """Both legal ends as soon as any date moves, the promise where it does."""
    if all(before[name] == after[name] for name in ("raw", "legal", "promised", "due_at")):
        return
    for name in ("raw", "legal", "promised"):
        if name != "promised" or before[name] != after[name]:
            yield f"{words[name]} {_day(before[name])} → {_day(after[name])}"
    if before["due_at"] != after["due_at"] and before["legal"] == after["legal"]:
        yield f"{before['due_at']} → {after['due_at']}"


def _day(text: str | None) -> str:
    return format_date(date.fromisoformat(text)) if text else "–"
