"""Colours, each written once: a chart's specification holds the light one, the page reads a CSS variable.

Safe for the colour-blind (blues against oranges, after Okabe and Ito), never the only sign of a difference.
Every name has a light colour of its own, so that a drawn chart's colours can be turned back into names.
"""

from __future__ import annotations

from typing import Any

COLOURS = {  # name: (light, dark)
    "paper": ("#fefefd", "#12161d"),
    "ink": ("#1a2230", "#e8ebf0"),
    "muted": ("#586173", "#a5afbf"),
    "grid": ("#e3e6ec", "#2b323e"),
    "axis": ("#a9b1be", "#566072"),
    "personal": ("#8e3b8a", "#e08fd8"),
    "institutional": ("#1b7f79", "#55cfc4"),
    "front": ("#525b6c", "#98a3b5"),
    "told": ("#00629d", "#4fb0ee"),
    "on-told": ("#ffffff", "#0b1017"),
    "anyway": ("#b9d4e8", "#2b5474"),
    "on-anyway": ("#1a2231", "#e8ebf1"),
    "does-not": ("#f0a63c", "#d58f2a"),
    "on-does-not": ("#1b2230", "#0c1017"),
    "band-90": ("#d3e5f3", "#1c3a52"),
    "band-50": ("#93c1e2", "#2e688f"),
    "median": ("#005b90", "#9ad6ff"),
    "tally": ("#cdd2da", "#3b4352"),
    "tally-line": ("#79828f", "#8a94a5"),
    "mark": ("#1c2230", "#e9ebf0"),
    "lethal": ("#b3261e", "#ff8a7a"),
    "order": ("#00619e", "#66bdf5"),
    "pause": ("#00785c", "#43c9a2"),
    "chance": ("#aab4c4", "#5d6879"),
    "parameters": ("#cc5a0a", "#f5924a"),
    "structure": ("#6f4a9c", "#b794dd"),
    "rung-0": ("#e6e9ee", "#262d38"),
    "rung-1": ("#fbdfae", "#574526"),
    "rung-2": ("#f6b866", "#916427"),
    "rung-3": ("#e3822f", "#cf8635"),
    "rung-4": ("#b8461f", "#f2ab68"),
    "rung-5": ("#6e1414", "#ffe3c4"),
    "window-0": ("#a5cbe6", "#417ca5"),
    "window-1": ("#5ea2d0", "#5f9fca"),
    "window-2": ("#1f74b0", "#8fcaf0"),
    "window-3": ("#063a63", "#cfeaff"),
}

LIGHT = {name: light for name, (light, _) in COLOURS.items()}
_TO_DARK = dict(COLOURS.values())


def css(dark: bool = False) -> str:
    """Return the colours as declarations of CSS variables."""
    return " ".join(f"--{name}: {pair[dark]};" for name, pair in COLOURS.items())


def as_variables(svg: str) -> str:
    """Return a drawing with its colours as CSS variables; alone, outside a page, it falls back to the light ones."""
    for name, light in LIGHT.items():
        svg = svg.replace(f'"{light}"', f'"var(--{name}, {light})"')
    return svg


def in_dark(spec: Any) -> Any:
    """Return a chart's specification (a dict) in its dark colours."""
    if isinstance(spec, dict):
        return {key: in_dark(value) for key, value in spec.items()}
    if isinstance(spec, list):
        return [in_dark(value) for value in spec]
    return _TO_DARK.get(spec, spec) if isinstance(spec, str) else spec
