"""What a rule file must hold to beyond its types: every name exists, units agree, no cap is passed, no day
has two rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from workflow.calendar.findings import near
from workflow.errors import Finding
from workflow.source import Path, Source

Loaded = Mapping[str, Any]


def file_findings(source: Source, values: Loaded) -> list[Finding]:
    """The faults inside one file."""
    findings: list[Finding] = []
    for name, rule in values["rules"].items():
        at: Path = ("rules", name)
        findings += _citation_findings(source, at, rule, values["laws"])
        findings += _name_findings(source, at, rule)
        findings += _length_findings(source, at, rule)
        span = rule["in_force"]
        if span["from"] and span["to"] and span["to"] < span["from"]:
            findings.append(source.finding((*at, "in_force"), "wrong-type", "It ends before it begins."))
    return findings


def book_findings(files: Sequence[tuple[Source, Loaded]]) -> list[Finding]:
    """The faults between files: one rule or clock twice, two rules of a family on one day, a clock without
    a family."""
    findings: list[Finding] = []
    seen: dict[str, list[tuple[str, date, date]]] = {}
    ids: set[str] = set()
    for source, values in files:
        for name, rule in values["rules"].items():
            if name in ids:
                findings.append(
                    source.finding(("rules", name), "duplicate-key", f"{name} stands in another file.")
                )
            ids.add(name)
            span = rule["in_force"]
            first, last = span["from"] or date.min, span["to"] or date.max
            for other, other_first, other_last in seen.setdefault(rule["family"], []):
                if first <= other_last and other_first <= last:
                    message = f"{name} and {other} of {rule['family']} are in force on the same days."
                    findings.append(
                        source.finding(("rules", name, "in_force"), "overlapping-validity", message)
                    )
            seen[rule["family"]].append((name, first, last))
    return findings + list(_procedure_findings(files, sorted(seen)))


def _procedure_findings(files: Sequence[tuple[Source, Loaded]], families: list[str]) -> Iterator[Finding]:
    taken: set[tuple[str, str]] = set()
    for source, values in files:
        for procedure, clocks in values["procedures"].items():
            for clock, family in clocks.items():
                at = ("procedures", procedure, clock)
                if family not in families:
                    yield source.finding(
                        at, "unknown-name", f'No rule family "{family}".{near(family, families)}'
                    )
                if (procedure, clock) in taken:
                    yield source.finding(
                        at, "duplicate-key", f"{procedure}/{clock} stands in another file.", key=True
                    )
                taken.add((procedure, clock))


def _citation_findings(source: Source, at: Path, rule: Loaded, laws: Mapping[str, str]) -> Iterator[Finding]:
    for path, part in _parts(rule):
        for place, one in enumerate(part["cites"]):
            if one["law"] not in laws:
                where = (*at, *path, "cites", place, "law")
                yield source.finding(
                    where, "unknown-name", f'No law "{one["law"]}" under laws.{near(one["law"], laws)}'
                )


def _name_findings(source: Source, at: Path, rule: Loaded) -> Iterator[Finding]:
    known = rule["variants"]
    for place, cell in enumerate(rule["combined"]):
        for name in cell["of"]:
            if name not in known:
                path = (*at, "combined", place, "of")
                yield source.finding(path, "unknown-name", f'No variant "{name}".{near(name, known)}')
    for name, step in rule["extensions"].items():
        path = (*at, "extensions", name)
        if (step["length"] is None) == (step["finding"] is None):
            yield source.finding(path, "wrong-type", "An extension has either a length or a finding.")
        elif step["finding"] and known.get(step["finding"], {}).get("kind") != "finding":
            wanted = step["finding"]
            yield source.finding(
                (*path, "finding"), "unknown-name", f'No finding "{wanted}".{near(wanted, known)}'
            )


def _length_findings(source: Source, at: Path, rule: Loaded) -> Iterator[Finding]:
    base, cap = rule["length"], rule["cap"]
    lengths: list[tuple[Path, Any]] = [(("cap",), cap)]
    lengths += [(("variants", key, "length"), one["length"]) for key, one in rule["variants"].items()]
    lengths += [(("variants", key, "cap"), one["cap"]) for key, one in rule["variants"].items()]
    lengths += [(("combined", place), one["length"]) for place, one in enumerate(rule["combined"])]
    lengths += [(("extensions", key), one["length"]) for key, one in rule["extensions"].items()]
    for path, length in lengths:
        if length is not None and length.unit != base.unit:
            yield source.finding(
                (*at, *path), "wrong-type", f"The rule counts {base.unit}, not {length.unit}."
            )
    for key, one in rule["variants"].items():
        path = (*at, "variants", key, "length")
        if one["kind"] == "finding" and one["length"].count <= base.count:
            yield source.finding(path, "wrong-type", "A finding gives the whole length, longer than without.")
        limit = (one["cap"] or one["length"]) if one["kind"] == "place" else cap
        if limit is not None and one["length"].count > limit.count:
            yield source.finding(path, "limits-exceed", f"{one['length']} is past the cap of {limit}.")
    yield from _cell_findings(source, at, rule)


def _cell_findings(source: Source, at: Path, rule: Loaded) -> Iterator[Finding]:
    known = rule["variants"]
    for place, cell in enumerate(rule["combined"]):
        places = [known[name] for name in cell["of"] if name in known and known[name]["kind"] == "place"]
        path = (*at, "combined", place)
        if any(cell["length"].count < one["length"].count for one in places):
            yield source.finding(
                path, "wrong-type", "Several variants give the whole length, never a shorter one."
            )
        limit = next((one["cap"] for one in places if one["cap"]), rule["cap"])
        if limit is not None and cell["length"].count > limit.count:
            yield source.finding(path, "limits-exceed", f"{cell['length']} is past the cap of {limit}.")


def _parts(rule: Loaded) -> Iterator[tuple[Path, Loaded]]:
    yield (), rule
    for key in ("variants", "extensions"):
        for name, part in rule[key].items():
            yield (key, name), part
    for place, part in enumerate(rule["soft"]):
        yield ("soft", place), part
    if rule["pauses"]:
        yield ("pauses",), rule["pauses"]
