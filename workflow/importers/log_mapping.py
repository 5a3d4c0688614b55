"""The mapping of an event log: which attribute is what, which activity is which transition, who may do
what."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from workflow.errors import DefinitionInvalid, Finding
from workflow.source import Path, Source

NEEDED = ("log", "case", "activity", "time", "opens", "activities")
KEYS = (
    *NEEDED, "case_type", "office", "zone", "encoding", "delimiter", "midnight", "order", "resource",
    "lifecycle", "number", "channel", "fields", "entered", "actors",
)  # fmt: skip
REST = "*"
"""At the end of an activity's name: every activity that begins so; the longest such name counts."""


@dataclass(frozen=True, slots=True)
class LogValue:
    """Where a value comes from: attributes (joined where several), translated by `values`, else `fixed`.
    `default` stands for nothing and for a word that `values` has not; with `of` the attributes are those of
    the case's first event of that activity."""

    attributes: tuple[str, ...] = ()
    of: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    join: str = " – "
    fixed: Any = None
    default: Any = None

    def read(self, texts: Sequence[str]) -> Any:
        """What the texts of its attributes say here, or None."""
        if not self.attributes:
            return self.fixed
        joined = self.join.join(filter(None, texts))
        if not joined:
            return self.default
        return self.values.get(joined, self.default) if self.values else joined


@dataclass(frozen=True, slots=True)
class LogMapping:
    """A checked mapping. `opens`: activity → start state; `activities`: activity → transitions, tried in
    order; `entered`: transition → field → value; `roles`: resource → staff roles, `default` for the rest.
    `order`: attributes that put a case's events in order (none: as in the file)."""

    log: str
    case_type: str
    office: str
    zone: ZoneInfo | None
    case: str
    activity: str
    time: str
    opens: Mapping[str, str]
    activities: Mapping[str, tuple[str, ...]]
    resource: str = ""
    lifecycle: str = ""
    completes: frozenset[str] = frozenset()
    number: str = "{key}"
    encoding: str = "utf-8-sig"
    delimiter: str = ","
    midnight_is_day: bool = False
    order: tuple[str, ...] = ()
    channel: LogValue = field(default_factory=lambda: LogValue(fixed="in_person"))
    fields: Mapping[str, LogValue] = field(default_factory=dict)
    entered: Mapping[str, Mapping[str, LogValue]] = field(default_factory=dict)
    default: tuple[str, ...] = ()
    roles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def transitions_of(self, activity: str) -> tuple[str, ...]:
        """The transitions an activity may be, in order; none where the mapping does not know it."""
        exact = self.activities.get(activity)
        if exact is not None:
            return exact
        fitting = [one for one in self.activities if one.endswith(REST) and activity.startswith(one[:-1])]
        return self.activities[max(fitting, key=len)] if fitting else ()

    def roles_of(self, resource: str) -> tuple[str, ...]:
        """The staff roles of a resource."""
        return self.roles.get(resource, self.default)

    def attributes(self) -> list[tuple[Path, str]]:
        """Every attribute the mapping reads, with its place in the mapping."""
        found: list[tuple[Path, str]] = [((key,), getattr(self, key)) for key in ("case", "activity", "time")]
        found += [(("resource",), self.resource)] if self.resource else []
        found += [(("lifecycle",), self.lifecycle)] if self.lifecycle else []
        found += [(("order",), one) for one in self.order]
        values: list[tuple[Path, LogValue]] = [(("channel",), self.channel)]
        values += [(("fields", name), one) for name, one in self.fields.items()]
        for transition, entered in self.entered.items():
            values += [(("entered", transition, name), one) for name, one in entered.items()]
        return found + [(path, name) for path, one in values for name in one.attributes]

    def states(self) -> list[tuple[Path, str]]:
        """Every start state the mapping names."""
        return [(("opens", activity), state) for activity, state in self.opens.items()]

    def named_transitions(self) -> list[tuple[Path, str]]:
        """Every transition the mapping names."""
        found: list[tuple[Path, str]] = [
            (("activities", activity, place), name)
            for activity, names in self.activities.items()
            for place, name in enumerate(names)
        ]
        return found + [(("entered", name), name) for name in self.entered]

    def named_roles(self) -> list[tuple[Path, str]]:
        """Every staff role the mapping names."""
        found: list[tuple[Path, str]] = [
            (("actors", "default", place), role) for place, role in enumerate(self.default)
        ]
        return found + [
            (("actors", "roles", resource, place), role)
            for resource, roles in self.roles.items()
            for place, role in enumerate(roles)
        ]


class Faults:
    """Collects findings with their places in the mapping file."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.found: list[Finding] = []

    def add(self, path: Path, code: str, said: str, *, near: Collection[str] = (), word: str = "") -> None:
        """One fault; of the names `near` the closest to `word` is offered."""
        close = get_close_matches(word, near, 1)
        hint = f" Did you mean {close[0]!r}?" if close else ""
        self.found.append(self.source.finding(path, code, said + hint))

    def done(self) -> None:
        """Raise DefinitionInvalid if there was any."""
        if self.found:
            raise DefinitionInvalid(self.found)


def read_log_mapping(source: Source, case_type: str | None = None) -> LogMapping:
    """The mapping a file writes; `case_type` stands over the one it names. Raises DefinitionInvalid with
    line and column of each fault."""
    faults, value = Faults(source), source.value
    if not isinstance(value, dict):
        faults.add((), "wrong-type", "Write the mapping as names and values; begin with `log:`.")
        faults.done()
    for name in value:
        if name not in KEYS:
            faults.add((name,), "unknown-name", f"Unknown key {name!r}.", near=KEYS, word=name)
    for name in NEEDED if case_type else (*NEEDED, "case_type"):
        if value.get(name) in (None, "", {}, []):
            faults.add((), "missing", f"The mapping must say {name!r}.")
    faults.done()
    mapping = _Shapes(value, faults).mapping(case_type)
    faults.done()
    return mapping


class _Shapes:
    """Reads each part of the mapping in its shape."""

    def __init__(self, value: Mapping[str, Any], faults: Faults) -> None:
        self.value, self.faults = value, faults

    def mapping(self, case_type: str | None) -> LogMapping:
        lifecycle, actors = self._part("lifecycle"), self._part("actors")
        if self.value.get("midnight", "time") not in ("day", "time"):
            self.faults.add(("midnight",), "wrong-type", "Write `day` (00:00 means the day alone) or `time`.")
        return LogMapping(
            log=self._word("log"),
            case_type=case_type or self._word("case_type"),
            office=str(self.value.get("office", "")),
            zone=self._zone(),
            case=self._word("case"),
            activity=self._word("activity"),
            time=self._word("time"),
            resource=self._word("resource"),
            lifecycle=str(lifecycle.get("attribute", "")),
            completes=frozenset(self._words(("lifecycle", "takes"), lifecycle.get("takes", []))),
            opens={key: self._one(("opens", key), one) for key, one in self._part("opens").items()},
            activities={
                key: self._words(("activities", key), one) for key, one in self._part("activities").items()
            },
            number=self._number(),
            encoding=str(self.value.get("encoding", "utf-8-sig")),
            delimiter=str(self.value.get("delimiter", ",")),
            midnight_is_day=self.value.get("midnight") == "day",
            order=self._words(("order",), self.value.get("order", [])),
            channel=self._value(("channel",), self.value.get("channel", {"fixed": "in_person"})),
            fields={key: self._value(("fields", key), one) for key, one in self._part("fields").items()},
            entered={key: self._entered(key, one) for key, one in self._part("entered").items()},
            default=self._words(("actors", "default"), actors.get("default", [])),
            roles={
                key: self._words(("actors", "roles", key), one)
                for key, one in self._inner(("actors", "roles"), actors.get("roles")).items()
            },
        )

    def _part(self, name: str) -> Mapping[str, Any]:
        return self._inner((name,), self.value.get(name))

    def _inner(self, path: Path, given: Any) -> Mapping[str, Any]:
        if given is None:
            return {}
        if not isinstance(given, dict):
            self.faults.add(path, "wrong-type", "Write names and values here.")
            return {}
        return given

    def _word(self, name: str) -> str:
        return self._one((name,), self.value[name]) if name in self.value else ""

    def _one(self, path: Path, given: Any) -> str:
        if not isinstance(given, str) or not given.strip():
            self.faults.add(path, "wrong-type", "Write one name here, in quotes where it is a number.")
            return ""
        return given

    def _words(self, path: Path, given: Any) -> tuple[str, ...]:
        many = given if isinstance(given, list) else [given]
        return tuple(self._one((*path, place), one) for place, one in enumerate(many))

    def _number(self) -> str:
        number = str(self.value.get("number", "{key}"))
        try:
            number.format(key="")
        except (KeyError, IndexError, ValueError):
            self.faults.add(("number",), "wrong-type", "Only {key} may stand in braces here.")
        return number

    def _zone(self) -> ZoneInfo | None:
        given = self.value.get("zone")
        try:
            return None if given is None else ZoneInfo(str(given))
        except (ZoneInfoNotFoundError, ValueError):
            said = f"{given!r} is no time zone; write one like Asia/Ho_Chi_Minh."
            self.faults.add(("zone",), "unknown-name", said)
            return None

    def _entered(self, transition: str, given: Any) -> Mapping[str, LogValue]:
        inner = self._inner(("entered", transition), given)
        return {name: self._value(("entered", transition, name), one) for name, one in inner.items()}

    def _value(self, path: Path, given: Any) -> LogValue:
        """An attribute's name alone, or {attribute|attributes|fixed, of, values, join, default}."""
        if isinstance(given, str):
            return LogValue((given,))
        known = {"attribute", "attributes", "of", "values", "join", "fixed", "default"}
        if not isinstance(given, dict) or not set(given) <= known:
            said = "Write an attribute's name, or {attribute:, of:, values:, default:} or {fixed:}."
            self.faults.add(path, "wrong-type", said)
            return LogValue()
        named = given.get("attributes", [given["attribute"]] if "attribute" in given else [])
        if not isinstance(named, list) or not (named or "fixed" in given):
            self.faults.add(path, "wrong-type", "Say which attribute holds it, or `fixed:` with the value.")
            return LogValue()
        return LogValue(
            tuple(str(one) for one in named),
            str(given.get("of", "")),
            {str(key): one for key, one in self._inner(path, given.get("values")).items()},
            str(given.get("join", " – ")),
            given.get("fixed"),
            given.get("default"),
        )
