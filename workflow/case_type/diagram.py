"""The graph of a case type as SVG and as Mermaid text.

Each state is a card in the column of its stage; its rows are the acts that leave it. A line runs from a row
to a state in the same or the next column; what leads further names its goal in words. Acts that can be
taken from many states stand in the card they lead to. Only classes and presentation attributes: no style
attribute, no script (strict content security policy).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from xml.sax.saxutils import escape, quoteattr

from workflow.case_type.beginning import DESK, Beginning
from workflow.case_type.model import CLOSED, PREVIOUS, SAME, STAGES, CaseType, State, Transition

CARD, GAP, MARGIN, LINE, HEADING = 220, 70, 16, 17, 40
WIDEST = 31
FEW = 3
"""An act with more sources than this is told at its target."""

WORDS = {
    "vi": {
        "diagram": "Sơ đồ thủ tục", "current": "Hồ sơ đang ở đây", "start": "bắt đầu",
        "door_desk": "tiếp nhận", "door_case": "do vụ việc khác mở", "door_system": "hệ thống tự mở",
        "system": "hệ thống", "back": "về trạng thái trước", "from": "từ {n} trạng thái",
        "received": "Tiếp nhận", "classified": "Phân loại", "assigned": "Phân công", "mediated": "Hòa giải",
        "escalated": "Chuyển cấp trên", "resolved": "Giải quyết", "follow_up": "Theo dõi",
        "closed": "Kết thúc",
    },
    "en": {
        "diagram": "Diagram of the procedure", "current": "The case is here", "start": "start",
        "door_desk": "at the desk", "door_case": "from another case", "door_system": "by itself",
        "system": "system", "back": "back to the former state", "from": "from {n} states",
        "received": "Received", "classified": "Classified", "assigned": "Assigned", "mediated": "Mediated",
        "escalated": "Escalated", "resolved": "Resolved", "follow_up": "Follow-up", "closed": "Closed",
    },
}  # fmt: skip


@dataclass(slots=True)
class _Row:
    text: str
    kind: str
    transition: Transition | None = None


@dataclass(slots=True)
class _Card:
    state: State
    x: int
    y: int
    heading: list[str]
    rows: list[_Row] = field(default_factory=list)

    @property
    def top(self) -> int:
        return LINE * len(self.heading) + 12

    @property
    def height(self) -> int:
        return self.top + LINE * sum(len(_wrap(row.text)) for row in self.rows) + (8 if self.rows else 0)


def svg(case_type: CaseType, language: str, current: str | None = None) -> str:
    """The diagram in "vi" or "en"; `current` marks the state where a case stands, by class and by a word."""
    words = WORDS["en" if language == "en" else "vi"]
    columns = [
        stage for stage in (*STAGES, CLOSED) if any(s.stage == stage for s in case_type.states.values())
    ]
    cards = _cards(case_type, language, words, columns, current)
    width = MARGIN * 2 + len(columns) * (CARD + GAP) - GAP
    height = max(card.y + card.height for card in cards.values()) + MARGIN
    name = f"{words['diagram']}: {case_type.title.say(language)}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" class="diagram" role="img" aria-label={quoteattr(name)} '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'font-family="sans-serif" font-size="12">',
        f"<title>{escape(name)}</title>",
        '<defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="8" markerHeight="8" '
        'orient="auto">'
        '<path d="M0 0 L8 4 L0 8 z" fill="#556"/></marker></defs>',
    ]
    for index, stage in enumerate(columns):
        title = (
            case_type.stage_titles[stage].say(language) if stage in case_type.stage_titles else words[stage]
        )
        parts.append(
            f'<text class="stage" x="{MARGIN + index * (CARD + GAP)}" y="24" font-weight="bold" '
            f'font-size="14">'
            f"{escape(title)}</text>"
        )
    parts += [line for card in cards.values() for line in _lines(card, cards)]
    parts += [part for card in cards.values() for part in _drawn(card, current)]
    return "\n".join([*parts, "</svg>"]) + "\n"


def _cards(
    case_type: CaseType, language: str, words: dict[str, str], columns: list[str], current: str | None
) -> dict[str, _Card]:
    bottom = dict.fromkeys(columns, HEADING)
    order = {stage: index for index, stage in enumerate(columns)}
    cards: dict[str, _Card] = {}
    for name, state in case_type.states.items():
        title = state.title.say(language) + (f" ({words['start']})" if state.start else "")
        heading = _wrap(title, WIDEST - 4) + ([f"● {words['current']}"] if name == current else [])
        x = MARGIN + columns.index(state.stage) * (CARD + GAP)
        card = _Card(state, x, bottom[state.stage], heading, _rows(case_type, name, language, words, order))
        cards[name] = card
        bottom[state.stage] += card.height + 22
    return cards


def _rows(
    case_type: CaseType, state: str, language: str, words: dict[str, str], columns: dict[str, int]
) -> list[_Row]:
    rows = _begins(case_type, language, words) if case_type.states[state].start else []
    for transition in case_type.transitions.values():
        title = transition.title.say(language)
        if transition.system:
            title += f" ({words['system']})"
        many = len(transition.sources) > FEW
        if many and transition.target == state:
            rows.append(
                _Row(f"⇐ {title} ({words['from'].format(n=len(transition.sources))})", "entry", transition)
            )
        elif state in transition.sources and transition.target == SAME:
            rows.append(_Row(f"↻ {title}", "act", transition))
        elif state in transition.sources and transition.target == PREVIOUS:
            rows.append(_Row(f"↩ {title}: {words['back']}", "back", transition))
        elif state in transition.sources and not many:
            far = (
                abs(
                    columns[case_type.states[transition.target].stage]
                    - columns[case_type.states[state].stage]
                )
                > 1
            )
            goal = f" ⇒ {case_type.states[transition.target].title.say(language)}" if far else ""
            kind = "far" if far else "right" if transition.right else "edge"
            rows.append(_Row(f"→ {title}{goal}", kind, transition))
    return rows


def _begins(case_type: CaseType, language: str, words: dict[str, str]) -> list[_Row]:
    """How a case begins here, where the type says so: at the desk and by whom, from another case, by
    itself."""
    opened = case_type.opened
    if opened == Beginning():
        return []
    ways = [words[f"door_{door}"] for door in opened.doors]
    if opened.by and DESK in opened.doors:
        titles = [case_type.roles[name].title for name in opened.by]
        named = [
            title.say(language) if title else name for title, name in zip(titles, opened.by, strict=True)
        ]
        ways[opened.doors.index(DESK)] += f" ({', '.join(named)})"
    return [_Row(f"+ {', '.join(ways)}", "begin")]


def _wrap(text: str, widest: int = WIDEST) -> list[str]:
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > widest:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines


def _lines(card: _Card, cards: dict[str, _Card]) -> list[str]:
    """The lines that leave this card, drawn below all cards."""
    drawn = []
    y = card.y + card.top
    for row in card.rows:
        middle = y + LINE // 2
        y += LINE * len(_wrap(row.text))
        if row.transition is None or row.kind not in ("edge", "right"):
            continue
        target = cards[row.transition.target]
        aim = target.y + 14
        if target.x > card.x:
            start, end = card.x + CARD, target.x
            bend = f"C{start + 50} {middle} {end - 50} {aim}"
        elif target.x < card.x:
            start, end = card.x, target.x + CARD
            bend = f"C{start - 50} {middle} {end + 50} {aim}"
        else:
            start = end = card.x + CARD
            bend = f"C{start + 45} {middle} {end + 45} {aim}"
        dashed = ' stroke-dasharray="5 4"' if row.kind == "right" else ""
        drawn.append(
            f'<path class="edge {row.kind}" d="M{start} {middle} {bend} {end} {aim}" fill="none" '
            f'stroke="#556"{dashed} marker-end="url(#arrow)"/>'
        )
    return drawn


def _drawn(card: _Card, current: str | None) -> list[str]:
    here = card.state.name == current
    classes = "state" + (" current" if here else "") + (" ending" if card.state.ending else "")
    fill = "#fff3c4" if here else "#eef1f6" if card.state.ending else "#ffffff"
    stroke = 'stroke="#8a5a00" stroke-width="3"' if here else 'stroke="#556"'
    parts = [
        f'<g class="{classes}" id="state-{card.state.name}"><title>{escape(card.state.name)}</title>',
        f'<rect x="{card.x}" y="{card.y}" width="{CARD}" height="{card.height}" rx="6" '
        f'fill="{fill}" {stroke}/>',
    ]
    y = card.y + LINE + 1
    for line in card.heading:
        parts.append(
            f'<text class="name" x="{card.x + 10}" y="{y}" font-weight="bold" '
            f'font-size="13">{escape(line)}</text>'
        )
        y += LINE
    y = card.y + card.top + 12
    for row in card.rows:
        name = escape(row.transition.name) if row.transition else ""
        parts.append(f'<g class="row {row.kind}"><title>{name}</title>')
        for index, line in enumerate(_wrap(row.text)):
            indent = 10 if index == 0 else 24
            parts.append(f'<text x="{card.x + indent}" y="{y}">{escape(line)}</text>')
            y += LINE
        parts.append("</g>")
    return [*parts, "</g>"]


def mermaid(case_type: CaseType) -> str:
    """The same graph as Mermaid text (stateDiagram-v2), titles in Vietnamese."""
    lines = ["stateDiagram-v2"]
    lines += [f'  state "{_plain(state.title.vi)}" as {name}' for name, state in case_type.states.items()]
    lines += [f"  [*] --> {name}" for name in case_type.starts]
    for transition in case_type.transitions.values():
        label = _plain(f"{transition.title.vi} ({transition.name})")
        for source in transition.sources:
            target = source if transition.target in (SAME, PREVIOUS) else transition.target
            lines.append(f"  {source} --> {target}: {label}")
    lines += [f"  {name} --> [*]" for name, state in case_type.states.items() if state.ending]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """Without the signs that Mermaid takes for its own."""
    return "".join(" " if sign in '":;#<>{}' else sign for sign in text)
