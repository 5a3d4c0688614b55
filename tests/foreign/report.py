"""The tables of docs/discussions/foreign-procedures.md, from what the translators and the checks say.

`python -m tests.foreign.report` prints them; a test compares the page with them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from service.cli.checking import read_library
from service.definition_files import HERE
from tests.foreign.broken import BROKEN, UNGROUNDED, UNTIMED
from tests.foreign.translating import TRANSLATORS, translate_all, with_lists
from tests.foreign.translation import Translation, Unsaid
from workflow.case_type.library import Library
from workflow.case_type.schema import load_case_type

COUNTED = ("errors", "no-clock", "no ground", "unsaid")
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "workflows"


def numbers(translations: dict[str, Translation], library: Library) -> str:
    """One row for each procedure: its size there and here, what the checks name, what could not be said."""
    heads = ("procedure", "the original has", "states", "transitions", "changes", *COUNTED)
    rows = [f"| {' | '.join(heads)} |", "|---" * len(heads) + "|"]
    for name, each in translations.items():
        case_type = load_case_type(each.source, library)
        changes = sum(len(one.sources) for one in case_type.transitions.values())
        counts = (len(case_type.states), len(case_type.transitions), changes, len(BROKEN[name]))
        cells = [*counts, UNTIMED[name], UNGROUNDED[name], len(each.unsaid)]
        has = ", ".join(f"{count} {what}" for what, count in each.original.items())
        rows.append(f"| `{name}` | {has} | {' | '.join(str(cell) for cell in cells)} |")
    return "\n".join(rows)


def broken(name: str) -> str:
    """What the checks refuse in one procedure."""
    rows = ["| code | at |", "|---|---|"]
    return "\n".join([*rows, *(f"| {code} | `{at}` |" for code, at in BROKEN[name])])


def unsaid(translation: Translation) -> str:
    """What could not be said of one procedure, the same things counted together."""
    rows = ["| not said | times | where | what became of it |", "|---|---|---|---|"]
    first: dict[str, Unsaid] = {}
    for one in translation.unsaid:
        first.setdefault(one.what, one)
    counts = Counter(one.what for one in translation.unsaid)
    for what, one in first.items():
        where = one.where if counts[what] == 1 else f"{one.where}; …"
        rows.append(f"| {what} | {counts[what]} | {_short(where)} | {one.how} |")
    return "\n".join(rows)


def _short(where: str) -> str:
    """An id of a drawing tool is cut: nobody reads it."""
    return " ".join(part if len(part) < 36 else f"{part[:8]}…" for part in where.split()).replace("|", "\\|")


def main() -> None:
    """Print every table."""
    translations = translate_all(SHARED)
    print(numbers(translations, with_lists(read_library(HERE), translations)))
    for name in TRANSLATORS:
        print(f"\n{name}\n")
        print(f"{broken(name)}\n" if BROKEN[name] else "(nothing is broken)\n")
        print(unsaid(translations[name]))


if __name__ == "__main__":
    main()
