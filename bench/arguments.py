"""What every measurement takes on its command line: --quick, and --only with the names of its parts."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: seconds of a round, rounds of each side, and how many cases stand ready."""

    seconds: float
    rounds: int
    cases: int
    is_quick: bool = False
    only: frozenset[str] = frozenset()


def read_size(parts: Sequence[str], *, quick: Size, full: Size) -> Size:
    """The size asked for, with the parts to be measured (all unless --only names some)."""
    parser = argparse.ArgumentParser(allow_abbrev=False)
    parser.add_argument(
        "--quick", action="store_true", help="a minute or less, to work with; nothing is kept"
    )
    parser.add_argument("--only", action="append", choices=parts, help="this part alone; may be repeated")
    asked = parser.parse_args()
    chosen = quick if asked.quick else full
    return replace(chosen, is_quick=asked.quick, only=frozenset(asked.only or parts))
