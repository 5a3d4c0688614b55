"""Passwords that the product makes up."""

from __future__ import annotations

from collections.abc import Callable

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without letters and figures that look alike on paper."""


def new_password(fresh_bytes: Callable[[int], bytes]) -> str:
    """Four groups of four letters: 79 bits, easy to read out and to type."""
    letters: list[str] = []
    while len(letters) < 16:
        # A byte beyond the last whole run of letters is thrown away, or some letters would come more often.
        letters += [_LETTERS[one % 31] for one in fresh_bytes(32) if one < 248]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, 16, 4))
