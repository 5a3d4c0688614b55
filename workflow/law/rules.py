"""The book of all dated rules: it finds the one in force, and the family that a clock follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from workflow.calendar.findings import near
from workflow.errors import DeadlineRefused
from workflow.law.rule import Rule

__all__ = ["LawBook", "Rule"]


class LawBook:
    """The rules of all subjects, by family and day, and which family a clock of a procedure follows."""

    def __init__(
        self, rules: tuple[Rule, ...], procedures: Mapping[tuple[str, str], str], sha256: str
    ) -> None:
        self.rules = rules
        self.procedures = dict(procedures)
        self.sha256 = sha256
        self._by_id = {rule.id: rule for rule in rules}
        self._by_family: dict[str, list[Rule]] = {}
        for rule in rules:
            self._by_family.setdefault(rule.family, []).append(rule)

    @property
    def families(self) -> tuple[str, ...]:
        """The names of all rule families, in order."""
        return tuple(sorted(self._by_family))

    def rule_for(self, family: str, day: date) -> Rule:
        """The rule of `family` in force on `day`, the day of the clock's start event. Raises
        DeadlineRefused when there is none."""
        if family not in self._by_family:
            raise DeadlineRefused(f"There is no rule family {family}.", why="unknown-family")
        for rule in self._by_family[family]:
            if rule.covers(day):
                return rule
        first = min((rule.first_day or date.min for rule in self._by_family[family]), default=date.min)
        when = f"; the first begins on {first.isoformat()}" if day < first else ""
        said = f"No rule of {family} is in force on {day.isoformat()}{when}."
        raise DeadlineRefused(said, why="not-in-force")

    def names_of(self, family: str) -> tuple[str, frozenset[str], frozenset[str]]:
        """The kind of a family's rules, and the variants and extension steps that any of them has."""
        rules = self._by_family[family]
        variants = frozenset(name for rule in rules for name in rule.variants)
        return rules[0].kind, variants, frozenset(name for rule in rules for name in rule.steps)

    def rule_by_id(self, rule_id: str) -> Rule:
        """The rule that a timer names. Raises DeadlineRefused when it is gone."""
        if rule_id not in self._by_id:
            raise DeadlineRefused(f"There is no rule {rule_id}.", why="unknown-rule")
        return self._by_id[rule_id]

    def family_of(self, procedure: str, clock: str) -> str:
        """The rule family of a procedure's clock (law.md, 11.9). Raises DeadlineRefused naming what is
        known."""
        found = self.procedures.get((procedure, clock))
        if found:
            return found
        clocks = sorted(name for known, name in self.procedures if known == procedure)
        if clocks:
            raise DeadlineRefused(
                f"{procedure} has no clock {clock}; it knows: {', '.join(clocks)}.{near(clock, clocks)}",
                why="unknown-clock",
                known=clocks,
            )
        known = sorted({name for name, _ in self.procedures})
        raise DeadlineRefused(
            f"There is no procedure {procedure}; known are: {', '.join(known)}.{near(procedure, known)}",
            why="unknown-procedure",
            known=known,
        )
