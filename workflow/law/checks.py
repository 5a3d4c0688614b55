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
        findings += _before_findings(source, at, rule)
        span = rule["in_force"]
        if span["from"] and span["to"] and span["to"] < span["from"]:
            findings.append(source.finding((*at, "in_force"), "wrong-type", "It ends before it begins."))
    return findings


def book_findings(files: Sequence[tuple[Source, Loaded]]) -> list[Finding]:
    """The faults between files: one rule or clock twice, two rules of a family on one day, a clock without
    a family."""
    findings: list[Finding] = []
    seen: dict[str, list[tuple[str, date, date]]] = {}
    kinds: dict[str, str] = {}
    ids: set[str] = set()
    for source, values in files:
        for name, rule in values["rules"].items():
            if name in ids:
                findings.append(
                    source.finding(("rules", name), "duplicate-key", f"{name} stands in another file.")
                )
            ids.add(name)
            kind = kinds.setdefault(rule["family"], rule["kind"])
            if rule["kind"] != kind:
                message = f"{rule['family']} is a {kind} elsewhere; a family keeps its kind."
                findings.append(source.finding(("rules", name, "kind"), "wrong-type", message))
            span = rule["in_force"]
            first, last = span["from"] or date.min, span["to"] or date.max
            for other, other_first, other_last in seen.setdefault(rule["family"], []):
                if first <= other_last and other_first <= last:
                    message = _overlap(name, other, rule["family"], first, other_first)
                    findings.append(
                        source.finding(("rules", name, "in_force"), "overlapping-validity", message)
                    )
            seen[rule["family"]].append((name, first, last))
    return findings + list(_procedure_findings(files, sorted(seen)))


def _overlap(name: str, other: str, family: str, first: date, other_first: date) -> str:
    day = max(first, other_first)
    return (
        f"{name} and {other} of {family} are both in force on {day.isoformat()}: one day has one rule; "
        f"end one of them the day before the other begins."
    )


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
        earlier = list(rule["extensions"])[: list(rule["extensions"]).index(name)]
        if step["after"] and step["after"] not in earlier:
            yield source.finding(
                (*path, "after"), "unknown-name", f'No extension "{step["after"]}" stands before this one.'
            )


def _before_findings(source: Source, at: Path, rule: Loaded) -> Iterator[Finding]:
    """A day of every year is where a plain duty counts back from: nothing lengthens or pauses that."""
    if rule["before"] is None:
        return
    if rule["kind"] != "duty":
        yield source.finding((*at, "kind"), "wrong-type", "What is due before a day of the year is a duty.")
    for key in ("variants", "combined", "extensions", "cap", "soft", "pauses"):
        if rule[key]:
            yield source.finding(
                (*at, key), "wrong-type", "What is due before a day of the year has one length alone."
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
    for key, step in rule["extensions"].items():
        if step["length"] and cap and base.count + step["length"].count > cap.count:
            message = f"{base} and an extension of {step['length']} are past the cap of {cap}."
            yield source.finding((*at, "extensions", key, "length"), "limits-exceed", message)
    for place, one in enumerate(rule["soft"]):
        if (one["length"] is None) == (one["reading"] == "length"):
            yield source.finding(
                (*at, "soft", place),
                "wrong-type",
                "A soft limit has a length of its own, or another reading.",
            )
    for key, one in rule["variants"].items():
        path = (*at, "variants", key, "length")
        if one["kind"] == "finding" and one["length"].count <= base.count:
            yield source.finding(path, "wrong-type", "A finding gives the whole length, longer than without.")
        limit = cap if one["kind"] == "finding" else (one["cap"] or one["length"])
        if limit is not None and one["length"].count > limit.count:
            yield source.finding(path, "limits-exceed", f"{one['length']} is past the cap of {limit}.")
    yield from _cell_findings(source, at, rule)


def _cell_findings(source: Source, at: Path, rule: Loaded) -> Iterator[Finding]:
    known = rule["variants"]
    for place, cell in enumerate(rule["combined"]):
        places = [known[name] for name in cell["of"] if name in known and known[name]["kind"] != "finding"]
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
    for key in ("pauses", "transition"):
        if rule[key]:
            yield (key,), rule[key]
