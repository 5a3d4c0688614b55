"""The mapping of an old register: which column is what, in which time zone, and which words are which
states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workflow.importers.columns import Column, Faults, Path, read_column
from workflow.importers.decoding import codec_of
from workflow.importers.old_letters import LETTERS
from workflow.source import Source

__all__ = ["Column", "RegisterMapping", "check_channels", "read_mapping"]

NEEDED = ("register", "case_type", "office", "zone", "key", "received", "state")
KEYS = (
    *NEEDED,
    *(
        "encoding",
        "letters",
        "delimiter",
        "sheet",
        "header_row",
        "only",
        "dates",
        "number",
        "acts",
        "channel",
    ),
    "fields",
)
LONGEST_REGISTER = 60
DELIMITERS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class RegisterMapping:
    """A checked mapping. `dates` are strptime patterns besides ISO; `acts` are (transition, column of its
    time) in order; `only` is (column, its words that a row must have, as `alike` gives them). An empty
    delimiter or letters, no sheet and header row 0 mean: find out."""

    register: str
    case_type: str
    office: str
    zone: ZoneInfo
    key: str
    number: str
    received: str
    state: Column
    encoding: str = "utf-8"
    letters: str = ""
    delimiter: str = ""
    sheet: str = ""
    header_row: int = 0
    only: Column | None = None
    dates: tuple[str, ...] = ()
    acts: tuple[tuple[str, str], ...] = ()
    channel: Column = field(default_factory=Column)
    fields: Mapping[str, Column] = field(default_factory=dict)

    def columns(self) -> dict[str, Path]:
        """Every column the mapping reads, and where it first names it."""
        found: dict[str, Path] = {self.key: ("key",)}
        found.setdefault(self.received, ("received",))
        for place, (_, column) in enumerate(self.acts):
            found.setdefault(column, ("acts", place, "column"))
        others: list[tuple[Path, Column]] = [
            (("fields", name, "column"), one) for name, one in self.fields.items()
        ]
        others += [(("state", "column"), self.state), (("channel", "column"), self.channel)]
        if self.only is not None:
            others.append((("only", "column"), self.only))
        for path, one in others:
            for column in sorted(one.named()):
                found.setdefault(column, path)
        return found


def read_mapping(source: Source) -> RegisterMapping:
    """The mapping a file writes. Raises DefinitionInvalid with line and column of each fault."""
    faults = Faults(source)
    value = source.value
    if not isinstance(value, dict):
        faults.add((), "wrong-type", "Write the mapping as names and values; begin with `register:`.")
        faults.done()
    for name in value:
        if name not in KEYS:
            near = get_close_matches(str(name), KEYS, 1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            faults.add((name,), "unknown-name", f"Unknown key {name!r}.{hint}")
    for name in NEEDED:
        if name not in value:
            faults.add((), "missing", f"The mapping must say {name!r}.")
    faults.done()
    mapping = _build(value, faults)
    faults.done()
    return mapping


def check_channels(mapping: RegisterMapping, channels: Iterable[str], source: Source) -> None:
    """Refuse a mapping that names a way of coming in that there is not. Raises DefinitionInvalid."""
    faults, known = Faults(source), tuple(channels)
    named = [*mapping.channel.values.values(), mapping.channel.fixed, mapping.channel.default]
    for one in dict.fromkeys(str(name) for name in named if name is not None):
        if one not in known:
            faults.add(("channel",), "unknown-name", f"{one!r} is none of: {', '.join(known)}.")
    faults.done()


def _build(value: Mapping[str, Any], faults: Faults) -> RegisterMapping:
    fields = value.get("fields") or {}
    if not isinstance(fields, dict):
        faults.add(("fields",), "wrong-type", "Write `fields:` as {declared field: column}.")
        fields = {}
    return RegisterMapping(
        register=_register(value["register"], faults),
        case_type=_word(value["case_type"], ("case_type",), faults),
        office=str(value["office"]),
        zone=_zone(value["zone"], faults),
        key=_word(value["key"], ("key",), faults),
        number=_number(value.get("number", "{key}"), faults),
        received=_word(value["received"], ("received",), faults),
        state=read_column(value["state"], ("state",), faults),
        encoding=_encoding(value.get("encoding", "utf-8"), faults),
        letters=_one_of(value.get("letters", ""), LETTERS, "letters", faults),
        delimiter=_one_of(value.get("delimiter", ""), DELIMITERS, "delimiter", faults),
        sheet=str(value.get("sheet", "")),
        header_row=_header_row(value.get("header_row", 0), faults),
        only=_only(value, faults),
        dates=_dates(value.get("dates", []), faults),
        acts=_acts(value.get("acts", []), faults),
        channel=read_column(value.get("channel", {"fixed": "in_person"}), ("channel",), faults),
        fields={str(name): read_column(one, ("fields", name), faults) for name, one in fields.items()},
    )


def _word(given: Any, path: Path, faults: Faults) -> str:
    if not isinstance(given, str) or not given.strip():
        faults.add(path, "wrong-type", "Write a name here.")
        return ""
    return given


def _register(given: Any, faults: Faults) -> str:
    name = _word(given, ("register",), faults)
    if len(name) > LONGEST_REGISTER:
        faults.add(("register",), "too-long", f"A register's name has at most {LONGEST_REGISTER} characters.")
    return name


def _zone(given: Any, faults: Faults) -> ZoneInfo:
    try:
        return ZoneInfo(str(given))
    except (ZoneInfoNotFoundError, ValueError, OSError):
        faults.add(("zone",), "unknown-name", f"{given!r} is no time zone; write one like Asia/Ho_Chi_Minh.")
        return ZoneInfo("UTC")


def _number(given: Any, faults: Faults) -> str:
    pattern = str(given)
    if "{key}" not in pattern or set(pattern.replace("{key}", "")) & set("{}"):
        faults.add(
            ("number",),
            "wrong-type",
            "Write the number with {key} where the key stands, and no other braces.",
        )
        return "{key}"
    return pattern


def _encoding(given: Any, faults: Faults) -> str:
    try:
        codec_of(str(given))
    except (LookupError, ValueError):
        said = f"{given!r} is no encoding; write utf-8, utf-16, windows-1258, tcvn3 or vni."
        faults.add(("encoding",), "unknown-name", said)
        return "utf-8"
    return str(given)


def _one_of(given: Any, names: tuple[str, ...], key: str, faults: Faults) -> str:
    if given != "" and given not in names:
        shown = ", ".join(repr(one) for one in names)
        faults.add((key,), "unknown-name", f"{given!r} is none of: {shown}.")
        return ""
    return str(given)


def _header_row(given: Any, faults: Faults) -> int:
    if isinstance(given, bool) or not isinstance(given, int) or given < 0:
        faults.add(
            ("header_row",),
            "wrong-type",
            "Write the number of the row with the columns' names; 1 is the first.",
        )
        return 0
    return given


def _only(value: Mapping[str, Any], faults: Faults) -> Column | None:
    if "only" not in value:
        return None
    given = value["only"]
    if not isinstance(given, dict) or set(given) != {"column", "is"} or not isinstance(given["is"], list):
        faults.add(("only",), "wrong-type", "Write `only:` as {column: COLUMN, is: [word, word]}.")
        return None
    return read_column(
        {"column": given["column"], "values": {str(one): True for one in given["is"]}}, ("only",), faults
    )


def _dates(given: Any, faults: Faults) -> tuple[str, ...]:
    if not isinstance(given, list) or not all(isinstance(one, str) and "%" in one for one in given):
        faults.add(("dates",), "wrong-type", 'Write a list of patterns such as ["%d/%m/%Y"].')
        return ()
    return tuple(given)


def _acts(given: Any, faults: Faults) -> tuple[tuple[str, str], ...]:
    found: list[tuple[str, str]] = []
    if not isinstance(given, list):
        faults.add(("acts",), "wrong-type", "Write a list of {transition: NAME, column: COLUMN}.")
        return ()
    for place, one in enumerate(given):
        if not isinstance(one, dict) or set(one) != {"transition", "column"}:
            faults.add(("acts", place), "wrong-type", "Write {transition: NAME, column: COLUMN}.")
        else:
            found.append((str(one["transition"]), str(one["column"])))
    return tuple(found)
