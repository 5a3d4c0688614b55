"""`tiepdan definition clocks` and `weak`: what can be asked of the law, and which of its facts rest on a weak
source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click

from service.cli.speaking import json_option, print_json
from service.cli.texts import folder_option, read_folder, read_law
from workflow.case_type.forms import load_forms
from workflow.law.rule import Rule, cited
from workflow.law.weak import READ, WeakFact, weak_facts


@click.command()
@folder_option
@json_option
def clocks(folder: Path, as_json: bool) -> None:
    """List every procedure and clock that "tiepdan deadline" answers for; needs no database."""
    law = read_law(folder)
    rows = [
        {"procedure": procedure, "clock": clock, **_row(rule)}
        for (procedure, clock), family in sorted(law.procedures.items())
        for rule in law.rules
        if rule.family == family
    ]
    if as_json:
        print_json(rows)
        return
    for row in rows:
        days = f"{row['from'] or ''} – {row['to'] or ''}".strip()
        told = f"{row['procedure']} {row['clock']}: {row['length']}, {row['rule']} of {row['family']}, {days}"
        click.echo("; ".join([told, *_extras(row)]))


@click.command()
@folder_option
@json_option
def weak(folder: Path, as_json: bool) -> None:
    """List every fact of rules, calendars, levels and forms not read in the law itself: check before go-live.

    Marks: H* read in an unofficial transcription, M from memory, L unsure. Needs no database.
    """
    facts = [*weak_facts(read_law(folder)), *_weak_readings(folder), *_weak_years(folder)]
    facts += [*_weak_levels(folder), *_weak_forms(folder)]
    if as_json:
        print_json([fact._asdict() for fact in facts])
        return
    for fact in facts:
        click.echo(f"{fact.confidence:2} | {fact.fact} | {fact.says} | {fact.source}")
    click.echo(f"{len(facts)} facts to be checked.", err=True)


def _extras(row: Mapping[str, Any]) -> Iterator[str]:
    yield row["kind"]
    lengths = {**row["variants"], **row["combined"]}
    if lengths:
        yield ", ".join(f"{name} {length}" for name, length in lengths.items())
    if row["extensions"]:
        yield f"extended: {', '.join(row['extensions'])}" + (f", at most {row['cap']}" if row["cap"] else "")
    if row["pauses"]:
        yield f"paused: {row['pauses']}"
    if row["soft"]:
        yield f"soft: {', '.join(row['soft'])}"


def _row(rule: Rule) -> dict[str, Any]:
    before = f" before {rule.before[1]:02}-{rule.before[0]:02}" if rule.before else ""
    return {
        "family": rule.family,
        "rule": rule.id,
        "kind": rule.kind,
        "length": f"{rule.length}{before}",
        "variants": {name: str(one.length) for name, one in rule.variants.items()},
        "combined": {"+".join(sorted(names)): str(length) for names, length in rule.cells.items()},
        "extensions": [step.name for step in rule.steps.values() for _ in range(step.times)],
        "cap": str(rule.cap) if rule.cap else None,
        "pauses": cited(rule.standstill.citations) if rule.standstill else None,
        "soft": [str(one.length) if one.reading == "length" else one.reading for one in rule.soft],
        "transition": rule.transition,
        "from": rule.first_day.isoformat() if rule.first_day else None,
        "to": rule.last_day.isoformat() if rule.last_day else None,
        "cites": rule.source,
    }


def _weak_readings(folder: Path) -> Iterator[WeakFact]:
    """How a calendar counts where that is a reading, not a text."""
    for source in read_folder(folder, "calendars/*.yaml"):
        for name, way in (source.value.get("counting") or {}).items():
            if (mark := way.get("confidence", READ)) != READ:
                yield WeakFact(mark, f"{source.value['calendar']} / {name}", way["because"], way["source"])


def _weak_levels(folder: Path) -> Iterator[WeakFact]:
    """Who stands above whom and who inspects whom, where the law that says so was not read."""
    for source in read_folder(folder, "organisations/*.yaml"):
        named, laws = source.value["organisations"], source.value["laws"]
        for part in ("above", "inspects"):
            for row in source.value.get(part) or ():
                for one in row.get("cites") or ():
                    if one["confidence"] != READ:
                        yield WeakFact(one["confidence"], f"{named} / {part}", _levels(row), laws[one["law"]])


def _levels(row: Mapping[str, Any]) -> str:
    days = f"{row['in_force'].get('from') or '…'} – {row['in_force'].get('to') or '…'}"
    if "body" in row:
        return f"{row['body']}: {', '.join(row['levels'])} ({days})"
    return f"{row['level']} < {row.get('above') or '–'} ({days})"


def _weak_years(folder: Path) -> Iterator[WeakFact]:
    """Years of a calendar whose file notes a doubt, or that nobody has announced."""
    for source in read_folder(folder, "calendars/*_*.yaml"):
        year = source.value
        if year.get("note") or year.get("status") != "official":
            mark = "M" if year.get("status") == "official" else "L"
            yield WeakFact(
                mark, f"{year['calendar']} {year['year']}", str(year.get("note") or ""), str(year["status"])
            )


def _weak_forms(folder: Path) -> Iterator[WeakFact]:
    """Forms whose number or fields were not read in the annex, and letters whose article was not read."""
    for source in (*read_folder(folder, "forms/*.yaml"), *read_folder(folder, "letters/*.yaml")):
        for form in load_forms(source).values():
            if form.confidence != READ:
                says = f"{form.title.vi}. {form.note or ''}".strip()
                yield WeakFact(form.confidence, form.name, says, form.cites or form.law)
