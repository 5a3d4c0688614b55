"""Names of columns and words of a register, found again however they were typed."""

from __future__ import annotations

from collections.abc import Iterable

from workflow.text.fold import spelled


class Ambiguous(Exception):
    """Several names answer to one, none of them exactly; `names` are they."""

    def __init__(self, names: Iterable[str]) -> None:
        self.names = tuple(names)
        super().__init__(", ".join(self.names))


def alike(name: str) -> str:
    """The same for names that differ in case, spaces, composed or decomposed letters, or the place of the
    tone ("HOÀ GIẢI " and "hòa giải")."""
    return spelled(" ".join(name.split())).lower()


def found_among(name: str, names: Iterable[str]) -> str | None:
    """Which of the names is meant: the very same first, then the one that is alike. Raises Ambiguous."""
    candidates = list(dict.fromkeys(names))
    if name in candidates:
        return name
    near = [one for one in candidates if alike(one) == alike(name)]
    if len(near) > 1:
        raise Ambiguous(near)
    return near[0] if near else None
