"""Where a value of a case comes from in a register's row: one column or several, translated or fixed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from workflow.errors import DefinitionInvalid, Finding
from workflow.importers.names import alike
from workflow.source import Source

COLUMN_KEYS = {"column", "columns", "values", "join", "fixed", "default", "parties", "address_after"}
PARTY_COLUMNS = ("name", "address", "identity", "contact")
Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Column:
    """Where a value comes from: `columns` (joined where several), translated by `values`, else `fixed`.
    `default` stands for an empty cell and for a word that `values` has not.

    `parties` names the columns of what is known of people, several people in one cell divided by ";";
    `address_after` is the sign after which a name's cell goes on with the address.
    """

    columns: tuple[str, ...] = ()
    values: Mapping[str, Any] = field(default_factory=dict)
    join: str = " – "
    fixed: Any = None
    default: Any = None
    parties: Mapping[str, str] = field(default_factory=dict)
    address_after: str = ""
    near: Mapping[str, Any] = field(default_factory=dict)

    def named(self) -> set[str]:
        """Every column it reads."""
        return {*self.columns, *self.parties.values()}

    def text(self, cells: Mapping[str, str]) -> str:
        """What stands in its columns."""
        if len(self.columns) == 1:
            return cells.get(self.columns[0], "")
        return self.join.join(cells.get(name, "") for name in self.columns if cells.get(name, ""))

    def value(self, cells: Mapping[str, str]) -> Any:
        """What a row says here, or None."""
        if not self.columns:
            return self.fixed
        text = self.text(cells)
        if not text:
            return self.default
        if not self.values:
            return text
        if text in self.values:
            return self.values[text]
        return self.near.get(alike(text), self.default)


class Faults:
    """Collects findings with their places in the mapping file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.findings: list[Finding] = []

    def add(self, path: Path, code: str, said: str) -> None:
        """Note a fault of what stands at a path."""
        line, column = self.source.position(path)
        self.findings.append(Finding(self.source.file, line, column, code, "error", said))

    def done(self) -> None:
        """Raise DefinitionInvalid if there were any."""
        if self.findings:
            raise DefinitionInvalid(self.findings)


def read_column(given: Any, path: Path, faults: Faults) -> Column:
    """A column's name alone, or {column|columns|fixed|parties, values, join, default}."""
    if isinstance(given, str):
        return Column((given,))
    if not isinstance(given, dict) or not set(given) <= COLUMN_KEYS:
        faults.add(path, "wrong-type", "Write a column's name, or {column:, values:, default:} or {fixed:}.")
        return Column()
    if "parties" in given:
        return _parties(given, path, faults)
    named = given.get("columns", [given["column"]] if "column" in given else [])
    if not isinstance(named, list) or not (named or "fixed" in given):
        faults.add(path, "wrong-type", "Say which column holds it, or `fixed:` with the value itself.")
        return Column()
    values = given.get("values") or {}
    if not isinstance(values, dict):
        faults.add(path, "wrong-type", "Write `values:` as {word in the register: value}.")
        return Column()
    words = {str(word): value for word, value in values.items()}
    return Column(
        tuple(str(one) for one in named),
        words,
        str(given.get("join", " – ")),
        given.get("fixed"),
        given.get("default"),
        near=_near(words, path, faults),
    )


def _near(words: Mapping[str, Any], path: Path, faults: Faults) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for word, value in words.items():
        if found.setdefault(alike(word), value) != value:
            faults.add(path, "ambiguous", f"{word!r} and a word that is spelled alike mean different values.")
    return found


def _parties(given: Mapping[str, Any], path: Path, faults: Faults) -> Column:
    columns = given["parties"]
    if not isinstance(columns, dict) or "name" not in columns or not _known(columns, PARTY_COLUMNS):
        said = "Write `parties:` as {name: COLUMN, address: COLUMN, identity: COLUMN, contact: COLUMN}."
        faults.add(path, "wrong-type", said)
        return Column()
    return Column(
        parties={str(key): str(column) for key, column in columns.items()},
        address_after=str(given.get("address_after", "")),
    )


def _known(given: Iterable[Any], names: tuple[str, ...]) -> bool:
    return all(name in names for name in given)
