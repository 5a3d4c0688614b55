"""A plot as SVG, drawn here: both axes logarithmic, one line per series; readable in light and dark."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

Points = Sequence[tuple[float, float]]
WIDTH, HEIGHT = 760, 420
LEFT, RIGHT, TOP, BOTTOM = 70, 230, 48, 56
_STYLE = """
text{font:13px system-ui,sans-serif;fill:#1f2933}.title{font-size:16px;font-weight:600}.grid{stroke:#d5dbe1}
.axis{stroke:#52606d}.line{fill:none;stroke-width:2}.back{fill:#fff}
.c0{stroke:#0b6bcb;fill:#0b6bcb}.c1{stroke:#b3261e;fill:#b3261e}.c2{stroke:#1e7d32;fill:#1e7d32}
.c3{stroke:#7b3fb5;fill:#7b3fb5}.c4{stroke:#a05a00;fill:#a05a00}.c5{stroke:#00766c;fill:#00766c}
.line{fill:none!important}
@media (prefers-color-scheme:dark){
text{fill:#e4e7eb}.grid{stroke:#3e4c59}.axis{stroke:#9aa5b1}.back{fill:#161b22}
.c0{stroke:#6cb4ff;fill:#6cb4ff}.c1{stroke:#ff8a80;fill:#ff8a80}.c2{stroke:#81d88b;fill:#81d88b}
.c3{stroke:#c9a2f2;fill:#c9a2f2}.c4{stroke:#f0b35b;fill:#f0b35b}.c5{stroke:#5fd6c8;fill:#5fd6c8}}
"""
_DASHES = ("", "7 4", "2 3", "9 3 2 3", "12 4", "4 2")


def draw(path: Path, title: str, x_label: str, y_label: str, series: Mapping[str, Points]) -> None:
    """Write the plot. Both axes are logarithmic; every figure must be above zero."""
    every = [point for points in series.values() for point in points]
    x_low, x_high = min(x for x, _ in every), max(x for x, _ in every)
    floors = (
        math.floor(math.log10(min(y for _, y in every))),
        math.ceil(math.log10(max(y for _, y in every))),
    )
    y_low, y_high = 10.0 ** floors[0], 10.0 ** max(floors[1], floors[0] + 1)
    place = _Place(x_low, x_high, y_low, y_high)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img">',
        f"<title>{escape(title)}</title><style>{_STYLE}</style>",
        f'<rect class="back" width="{WIDTH}" height="{HEIGHT}"/>',
        f'<text class="title" x="{LEFT}" y="26">{escape(title)}</text>',
        *_grid(place, sorted({x for x, _ in every})),
        _text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 14, x_label, "middle"),
        f'<text transform="translate(18 {(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">'
        f"{escape(y_label)}</text>",
        *_lines(place, series),
        "</svg>",
    ]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(parts) + "\n", encoding="utf-8")


class _Place:
    """Where a size and a figure stand on the sheet."""

    def __init__(self, x_low: float, x_high: float, y_low: float, y_high: float) -> None:
        self.y_low, self.y_high = y_low, y_high
        self._x_low, self._x_span = math.log10(x_low), math.log10(x_high / x_low) or 1.0
        self._y_low, self._y_span = math.log10(y_low), math.log10(y_high / y_low)

    def x(self, size: float) -> float:
        """Pixels from the left."""
        return LEFT + (math.log10(size) - self._x_low) / self._x_span * (WIDTH - LEFT - RIGHT)

    def y(self, figure: float) -> float:
        """Pixels from the top."""
        share = (math.log10(figure) - self._y_low) / self._y_span
        return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM)


def _grid(place: _Place, sizes: Sequence[float]) -> list[str]:
    parts, figure = [], place.y_low
    while figure <= place.y_high * 1.001:
        y = place.y(figure)
        parts.append(f'<line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>')
        parts.append(_text(LEFT - 8, y + 4, f"{figure:g}", "end"))
        figure *= 10
    for size in sizes:
        x = place.x(size)
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{HEIGHT - BOTTOM}"/>')
        parts.append(_text(x, HEIGHT - BOTTOM + 20, f"{size:,.0f}", "middle"))
    low = HEIGHT - BOTTOM
    return [*parts, f'<path class="axis" fill="none" d="M{LEFT} {TOP}V{low}H{WIDTH - RIGHT}"/>']


def _lines(place: _Place, series: Mapping[str, Points]) -> list[str]:
    parts = []
    # Names stand beside the last points, pushed apart where lines end close together.
    ends = sorted(((place.y(points[-1][1]), turn) for turn, points in enumerate(series.values())))
    heights, least = {}, TOP + 8.0
    for y, turn in ends:
        least = heights[turn] = max(y, least)
        least += 17
    for turn, (name, points) in enumerate(series.items()):
        drawn = [(place.x(x), place.y(y)) for x, y in points]
        path = " ".join(f"{x:.1f},{y:.1f}" for x, y in drawn)
        dash = f' stroke-dasharray="{_DASHES[turn % 6]}"' if turn % 6 else ""
        parts.append(f'<polyline class="line c{turn % 6}"{dash} points="{path}"/>')
        parts += [f'<circle class="c{turn % 6}" cx="{x:.1f}" cy="{y:.1f}" r="3.5"/>' for x, y in drawn]
        parts.append(_text(WIDTH - RIGHT + 10, heights[turn] + 4, name, "start"))
    return parts


def _text(x: float, y: float, words: str, anchor: str) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}">{escape(words)}</text>'
