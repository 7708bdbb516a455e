"""How the picture of a timeline looks: sizes, colours for light and dark, and its legend."""

from __future__ import annotations

from typing import Final, Literal
from xml.etree import ElementTree as ET

__all__ = ["CHART", "LETTER", "LOG", "MARGIN", "SMALL", "WIDTH", "diamond", "legend", "style"]

WIDTH: Final = 1120
MARGIN: Final = 24
CHART: Final = 448
"""Where the first day stands."""
LETTER: Final = 56
"""How many letters fit into that room; a wide font has letters of seven pixels."""
SMALL: Final = 58
LOG: Final = 140
"""How many letters fit into the whole width."""

_LIGHT: Final = {
    "page": "#ffffff", "ink": "#1d2733", "quiet": "#5b6876", "rule": "#c9d1da", "grid": "#e9edf1",
    "owed": "#4a7fb5", "open": "#b9cbe0", "late": "#c8401f", "done": "#1f7a5c", "mark": "#ffffff",
    "event": "#3d4955", "today": "#8a5a00", "due": "#1d2733",
}  # fmt: skip
_DARK: Final = {
    "page": "#14191f", "ink": "#e6ebf0", "quiet": "#9aa7b4", "rule": "#3a4550", "grid": "#222a32",
    "owed": "#6ea3d8", "open": "#3c546d", "late": "#f0714f", "done": "#4fbf97", "mark": "#14191f",
    "event": "#aab6c2", "today": "#e0ad4a", "due": "#e6ebf0",
}  # fmt: skip

_SHAPES: Final = """
text {
  font-family: system-ui, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif;
  font-size: 12.5px;
}
.title { font-size: 18px; font-weight: 600; }
.council { font-size: 13.5px; font-weight: 600; }
.number { font-size: 11px; font-weight: 600; }
.quiet, .axis, .late-text, .done-text { font-size: 12px; }
.today { font-size: 12px; font-weight: 600; }
.late-text { font-weight: 600; }
.rule, .grid { stroke-width: 1px; }
.coming { stroke-width: 2px; stroke-dasharray: 2 4; }
.today-line { stroke-width: 1.6px; stroke-dasharray: 5 3; }
.tick { fill: none; stroke-width: 1.7px; stroke-linecap: round; stroke-linejoin: round; }
.due { stroke-width: 1.6px; }
"""

_ITEMS: Final = (
    ("rect", "owed", "owed, with a last day"),
    ("rect", "open", "owed, without a last day"),
    ("rect", "late", "late"),
    ("due", "due", "the last day"),
    ("done", "done", "done"),
    ("event", "event", "something happened"),
)


def style(theme: Literal["auto", "light", "dark"]) -> ET.Element:
    """Give the style sheet: one set of colours, or that which the reader's screen asks for."""
    found = ET.Element("style")
    base = _coloured(_DARK if theme == "dark" else _LIGHT)
    dark = f"@media (prefers-color-scheme: dark) {{{_coloured(_DARK)}}}\n"
    found.text = _SHAPES + base + (dark if theme == "auto" else "")
    return found


def legend(root: ET.Element, y: float, end: str) -> float:
    """Draw what each mark means, `end` the last, and give where the next thing goes."""
    y += 20
    x = MARGIN
    for shape, kind, said in (*_ITEMS, ("line", "today-line", end)):
        _sample(root, shape, kind, x, y)
        place = {"x": str(x + 28), "y": f"{y + 4:g}", "class": "quiet", "text-anchor": "start"}
        ET.SubElement(root, "text", place).text = said
        x += 28 + 7 * len(said) + 20
    return y + 8


def diamond(x: float, y: float) -> str:
    """Give the corners of the mark for a last day."""
    return f"{x:.1f},{y - 9:.1f} {x + 7:.1f},{y:.1f} {x:.1f},{y + 9:.1f} {x - 7:.1f},{y:.1f}"


def _sample(root: ET.Element, shape: str, kind: str, x: float, y: float) -> None:
    middle = x + 11
    match shape:
        case "rect":
            place = {"x": f"{x:g}", "y": f"{y - 6:g}", "width": "22", "height": "12", "rx": "3"}
            ET.SubElement(root, "rect", {**place, "class": kind})
        case "due":
            ET.SubElement(root, "polygon", {"points": diamond(middle, y), "class": kind})
        case "line":
            place = {"x1": f"{middle:g}", "y1": f"{y - 9:g}", "x2": f"{middle:g}"}
            ET.SubElement(root, "line", {**place, "y2": f"{y + 9:g}", "class": kind})
        case _:
            place = {"cx": f"{middle:g}", "cy": f"{y:g}", "r": "7", "class": kind}
            ET.SubElement(root, "circle", place)
            if shape == "done":
                tick = f"M{middle - 3.5:g} {y:g} l2.5 3 l4.5 -6"
                ET.SubElement(root, "path", {"d": tick, "class": "tick"})


def _coloured(colours: dict[str, str]) -> str:
    fills = {
        ".page": "page", "text": "ink", ".quiet, .axis": "quiet", ".owed": "owed", ".open": "open",
        ".late, .late-text": "late", ".done, .done-text": "done", ".event": "event",
        ".number": "mark", ".today": "today", ".due": "due",
    }  # fmt: skip
    strokes = {
        ".rule": "rule", ".grid": "grid", ".coming": "owed", ".today-line": "today",
        ".tick": "mark", ".due": "page",
    }  # fmt: skip
    lines = [f"{name} {{ fill: {colours[colour]}; }}" for name, colour in fills.items()]
    lines += [f"{name} {{ stroke: {colours[colour]}; }}" for name, colour in strokes.items()]
    return "\n".join(lines) + "\n"
