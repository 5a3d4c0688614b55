"""Run the import contracts of pyproject.toml over the rooms that exist.

`python -m tests.architecture.contracts` prints what was left out and then import-linter's report,
whose exit code it passes on.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
_NAMES = ("source_modules", "forbidden_modules", "modules", "ancestors")


@dataclass(frozen=True)
class Selection:
    """The contracts over modules that exist, and the names that were dropped from each."""

    roots: tuple[str, ...]
    contracts: tuple[dict[str, Any], ...]
    dropped: Mapping[str, tuple[str, ...]]
    """By contract id. A contract that is in here and not in `contracts` has nothing to hold yet."""


def select(table: Mapping[str, Any], existing: frozenset[str]) -> Selection:
    """Reduce the `[tool.importlinter]` table to modules in `existing`; stars in a segment are expanded."""
    roots = tuple(root for root in table["root_packages"] if root in existing)
    kept, dropped = [], {}
    for contract in table["contracts"]:
        reduced, missing = _reduce(contract, set(table["root_packages"]), existing)
        if missing:
            dropped[contract["id"]] = tuple(missing)
        if reduced is not None:
            kept.append(reduced)
    return Selection(roots, tuple(kept), dropped)


def existing_modules(root: Path, packages: Iterable[str]) -> frozenset[str]:
    """Dotted names of all modules and packages under `root` that import-linter will find."""
    found = set()
    for package in packages:
        for path in (root / package).rglob("*.py"):
            parts = path.relative_to(root).with_suffix("").parts
            inits = [root.joinpath(*parts[:depth], "__init__.py") for depth in range(1, len(parts))]
            if all(init.exists() for init in inits):
                found.add(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    return frozenset(found)


def run(root: Path, selection: Selection) -> subprocess.CompletedProcess[str]:
    """Run import-linter in a process of its own on the tree under `root`."""
    with tempfile.TemporaryDirectory() as folder:
        config = Path(folder) / "contracts.toml"
        config.write_text(_to_toml(selection), encoding="utf-8")
        program = (
            "import sys; sys.path.insert(0, '.'); from importlinter.cli import lint_imports; "
            f"sys.exit(lint_imports(config_filename={str(config)!r}, no_cache=True, no_logo=True))"
        )
        return subprocess.run(
            [sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False
        )


def present() -> Selection:
    """The contracts of this project over the rooms that exist now."""
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    table: dict[str, Any] = settings["tool"]["importlinter"]
    return select(table, existing_modules(ROOT, table["root_packages"]))


def main() -> int:
    selection = present()
    for contract, names in selection.dropped.items():
        print(f"{contract}: not there yet: {', '.join(names)}")
    outcome = run(ROOT, selection)
    print(outcome.stdout + outcome.stderr)
    return outcome.returncode


def _reduce(
    contract: Mapping[str, Any], roots: set[str], existing: frozenset[str]
) -> tuple[dict[str, Any] | None, list[str]]:
    reduced, missing = dict(contract), []
    for key in _NAMES:
        if key in contract:
            reduced[key], absent = _expand(contract[key], roots, existing)
            missing += absent
    if "layers" in contract:
        names = [
            name.strip(" ()") for layer in contract["layers"] for name in layer.replace(":", "|").split("|")
        ]
        missing = [name for name in names if name not in existing]
        enough = len(names) - len(missing) >= 2
    else:
        enough = all(reduced[key] for key in _NAMES if key in contract)
    return (reduced if enough else None), missing


def _expand(
    patterns: Sequence[str], roots: set[str], existing: frozenset[str]
) -> tuple[list[str], list[str]]:
    names, absent = [], []
    for pattern in patterns:
        if pattern.split(".")[0] not in roots:
            names.append(pattern)
            continue
        matches = sorted(name for name in existing if _matches(name, pattern))
        names += matches
        if not matches:
            absent.append(pattern)
    return names, absent


def _matches(name: str, pattern: str) -> bool:
    segments, wanted = name.split("."), pattern.split(".")
    return len(segments) == len(wanted) and all(map(fnmatchcase, segments, wanted))


def _to_toml(selection: Selection) -> str:
    lines = ["[tool.importlinter]", f"root_packages = {_literal(list(selection.roots))}"]
    lines.append("include_external_packages = true")
    for contract in selection.contracts:
        lines.append("[[tool.importlinter.contracts]]")
        lines += [f"{key} = {_literal(value)}" for key, value in contract.items()]
    return "\n".join(lines) + "\n"


def _literal(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, list):
        return "[" + ", ".join(_literal(item) for item in value) + "]"
    return '"' + str(value).replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    sys.exit(main())
