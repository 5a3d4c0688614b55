"""Checks on source text. Each takes a path and its text and gives the breaches found; no disk is touched."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from math import ceil
from pathlib import PurePosixPath

FILE_LIMIT, FUNCTION_LIMIT = 300, 50
FILE_MEDIAN, FUNCTION_P90 = 120, 25

# STYLE.md lists these with the word to use instead.
BANNED_WORDS = frozenset(
    {"manager", "managers", "helper", "helpers", "util", "utils", "utility", "utilities"}
    | {"handler", "handlers", "data", "info"}
)
# The word for where a case stands is `state`; an HTTP answer has a status, so the front doors may say so.
# `step` is banned for this too, but has honest meanings (of a loop, of a path), so no machine can tell.
BANNED_FOR_STATE = frozenset({"status", "statuses", "phase", "phases"})
# TIEPDAN_DATA_DIR and --data-dir are public names that these mirror; html.parser calls handle_data.
MIRRORED_NAMES = frozenset({"data_dir", "handle_data"})
# Parameters of these are named by the library that calls them.
FOREIGN_METHODS = frozenset({"_serialize", "_deserialize", "handle_error"})

CLOCK_CALLS = frozenset({"datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time"})
UNPURE_CALLS = CLOCK_CALLS | {"uuid4", "uuid.uuid4", "uuid7", "uuid1", "open", "io.open"}
UNPURE_MODULES = frozenset({"random", "secrets"})

# Written in pieces, so that this file does not break its own rule.
_HOSTS = tuple(
    ".".join(parts)
    for parts in (
        ("pypi", "org"),
        ("pythonhosted", "org"),
        ("npmjs", "org"),
        ("yarnpkg", "com"),
        ("deb", "debian", "org"),
        ("golang", "org"),
        ("crates", "io"),
    )
)
_MACHINE = re.compile(r"(?<![\w.*~-])/(?:" + "|".join(("work", "root", "home", "Users", "tmp")) + r")/[\w.]")


@dataclass(frozen=True)
class Breach:
    """One place that breaks a rule."""

    path: str
    line: int
    what: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line}: {self.what}"


def too_long(path: str, source: str) -> list[Breach]:
    """Files over 300 lines and functions over 50."""
    breaches = []
    lines = len(source.splitlines())
    if lines > FILE_LIMIT:
        breaches.append(Breach(path, 1, f"file of {lines} lines, limit {FILE_LIMIT}"))
    for name, line, length in functions(source):
        if length > FUNCTION_LIMIT:
            breaches.append(Breach(path, line, f"{name} has {length} lines, limit {FUNCTION_LIMIT}"))
    return breaches


def functions(source: str) -> list[tuple[str, int, int]]:
    """Name, first line and length in lines of every function."""
    return [
        (node.name, node.lineno, (node.end_lineno or node.lineno) - node.lineno + 1)
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]


def inner_imports(path: str, source: str) -> list[Breach]:
    """Imports inside a function body."""
    return [
        Breach(path, inner.lineno, f"import inside {outer.name}")
        for outer in ast.walk(ast.parse(source))
        if isinstance(outer, ast.FunctionDef | ast.AsyncFunctionDef)
        for inner in ast.walk(outer)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]


def commits(path: str, source: str) -> list[Breach]:
    """Calls of a method named commit."""
    return [
        Breach(path, call.lineno, f"{name}()")
        for name, call in _calls(source)
        if name == "commit" or name.endswith(".commit")
    ]


def unpure(path: str, source: str) -> list[Breach]:
    """Reading the clock, making ids, drawing lots or opening files."""
    breaches = [
        Breach(path, call.lineno, f"{name}() in a room that gets instants, ids and text as arguments")
        for name, call in _calls(source)
        if _tail(name) in UNPURE_CALLS or name in UNPURE_CALLS
    ]
    return breaches + _imports_of(path, source, UNPURE_MODULES)


def untimely_tests(path: str, source: str) -> list[Breach]:
    """Tests that sleep or depend on today's date."""
    return [
        Breach(path, call.lineno, f"{name}() in a test")
        for name, call in _calls(source)
        if _tail(name) in CLOCK_CALLS | {"time.sleep"} or name == "sleep"
    ]


def bare_ignores(path: str, source: str) -> list[Breach]:
    """`type: ignore` comments that do not name the error they silence."""
    tokens = tokenize.generate_tokens(io.StringIO(source).readline)
    return [
        Breach(path, token.start[0], "type: ignore without a code")
        for token in tokens
        if token.type == tokenize.COMMENT and re.search(r"type:\s*ignore(?!\[)", token.string)
    ]


def banned_words(path: str, source: str) -> list[Breach]:
    """Names defined here, and the file's own name, that use a word the house does not."""
    front = path.split("/")[0] in {"api", "service", "tests", "bench", "scripts"}
    words = BANNED_WORDS if front else BANNED_WORDS | BANNED_FOR_STATE
    stem = PurePosixPath(path).stem
    named = [(stem, 1), *_defined_names(ast.parse(source))]
    return [
        Breach(path, line, f"the name {name!r} uses a banned word")
        for name, line in named
        if name not in MIRRORED_NAMES and _is_banned(name, words)
    ]


def foreign_places(path: str, text: str) -> list[Breach]:
    """Paths of one machine and hosts of package registries."""
    breaches = []
    for number, line in enumerate(text.splitlines(), 1):
        breaches += [Breach(path, number, f"registry host {host}") for host in _HOSTS if host in line]
        breaches += [Breach(path, number, f"machine path {found}") for found in _MACHINE.findall(line)]
    return breaches


def without_docstring(path: str, source: str) -> list[Breach]:
    """A package whose __init__ does not say what the package is."""
    has_one = ast.get_docstring(ast.parse(source)) is not None
    return [] if has_one else [Breach(path, 1, "package without a docstring")]


def folders_without_init(paths: Iterable[str]) -> list[str]:
    """Folders with Python files that are no package: import-linter would pass over them in silence."""
    known = set(paths)
    folders = {path.rpartition("/")[0] for path in known}
    return [folder for folder in sorted(folders) if f"{folder}/__init__.py" not in known]


def percentile(values: list[int], share: float) -> int:
    """The smallest value that at least `share` of the values do not exceed; 0 for none."""
    ranked = sorted(values)
    return ranked[max(0, ceil(len(ranked) * share) - 1)] if ranked else 0


def _calls(source: str) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call):
            name = _dotted(node.func)
            if name:
                yield name, node


def _dotted(node: ast.expr) -> str:
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        inner = _dotted(node.value)
        return f"{inner}.{node.attr}" if inner else node.attr
    return ""


def _tail(name: str) -> str:
    return ".".join(name.split(".")[-2:])


def _imports_of(path: str, source: str, modules: frozenset[str]) -> list[Breach]:
    breaches = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module or ""]
        else:
            continue
        breaches += [Breach(path, node.lineno, f"imports {name}") for name in names if name in modules]
    return breaches


def _defined_names(tree: ast.Module) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef():
                yield node.name, node.lineno
                if node.name not in FOREIGN_METHODS:
                    every = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
                    yield from ((argument.arg, argument.lineno) for argument in every)
            case ast.ClassDef():
                yield node.name, node.lineno
            case ast.Name(ctx=ast.Store()):
                yield node.id, node.lineno
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr, node.lineno


def _is_banned(name: str, words: frozenset[str]) -> bool:
    snake = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "_", name).lower().strip("_")
    parts = snake.split("_")
    is_process_noun = parts[-1] in {"process", "processes"}
    is_service_noun = len(parts) > 1 and parts[-1] == "service"
    return bool(words & set(parts)) or parts[0] == "do" or is_process_noun or is_service_noun
