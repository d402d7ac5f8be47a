"""A chart as SVG that may stand in a page: no fonts or colours of its own, no ids that clash, one label."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from typing import Any
from xml.etree import ElementTree as ET

from altair.utils import schemapi

from armslength.report.charts.style import themed
from armslength.report.colours import as_variables

SVG = "http://www.w3.org/2000/svg"
LINK = "{http://www.w3.org/1999/xlink}href"
DROPPED = re.compile(r"^(role|aria-.*|pointer-events|font-family|stroke-miterlimit|class)$")


def svg(chart: Any, name: str, label: str, kind: str = "") -> str:
    """Draw an Altair chart; `name` keeps its ids apart from other drawings', `label` says what it shows."""
    import vl_convert

    drawn = ET.fromstring(vl_convert.vegalite_to_svg(json.dumps(themed(chart).to_dict(validate=False))))
    _clean(drawn, name)
    for node in drawn.iter():
        node.tag = node.tag.removeprefix(f"{{{SVG}}}")
    leads = any(node.tag == "a" for node in drawn.iter())
    drawn.attrib = {
        "viewBox": drawn.get("viewBox", ""),
        "role": "group" if leads else "img",  # what leads somewhere must not be hidden inside an image
        "aria-label": label,
        "class": f"chart {kind}".strip(),
    }
    drawn.set("width", f"{float(drawn.get('viewBox', '0 0 740 0').split()[2]):.0f}")
    return as_variables(_numbered(_short(ET.tostring(drawn, encoding="unicode")), name))


def _numbered(text: str, name: str) -> str:
    """Return a drawing whose clips are counted from its own first, not from the first of all that were drawn before."""
    met: dict[str, str] = {}
    return re.sub(
        rf"\b{name}-clip\d+", lambda clip: met.setdefault(clip.group(), f"{name}-clip{len(met)}"), text
    )


def vega(chart: Any) -> str:
    """Return an Altair chart as Vega's definition in JSON, its colours as variables, for a page that draws it itself."""
    import vl_convert

    return as_variables(json.dumps(vl_convert.vegalite_to_vega(themed(chart).to_dict(validate=False))))


@contextmanager
def unchecked() -> Iterator[None]:
    """Let charts made in here skip Altair's check against the schema, as slow as drawing; tests check."""
    with schemapi.debug_mode(False):
        yield


def unlinked(svg: str) -> str:
    """Return a drawing whose marks lead nowhere, for a page without the records that they name."""
    return re.sub(r"</?a\b[^>]*>|<title>[^<]*</title>", "", svg).replace('role="group"', 'role="img"', 1)


def _clean(node: ET.Element, name: str) -> None:
    link = node.attrib.pop(LINK, None)
    said = next((inner.get("aria-label") for inner in node.iter() if inner.get("aria-label")), None)
    for key in [key for key in node.attrib if DROPPED.match(key)]:
        del node.attrib[key]
    if link:  # within the page and nowhere else; the records themselves take the keyboard
        node.attrib |= {"href": f"#{link.partition('#')[2]}", "tabindex": "-1"}
        if said:
            node.set("aria-label", said)
            title = ET.Element("title")
            title.text = said
            node.insert(0, title)
    for key, value in node.attrib.items():
        if key == "id":
            node.set(key, f"{name}-{value}")
        elif "url(#" in value:
            node.set(key, value.replace("url(#", f"url(#{name}-"))
    for child in list(node):
        _clean(child, name)
        if _is_empty(child):
            node.remove(child)


def _is_empty(node: ET.Element) -> bool:
    tag = node.tag.removeprefix(f"{{{SVG}}}")
    drawn = node.get("d", "").strip()
    if tag == "path":
        nothing = drawn == "" or re.fullmatch(r"M0,0h0v0h0Z", drawn) or node.get("display") == "none"
        unpainted = (
            node.get("fill") is None
            and node.get("stroke") is None
            and re.fullmatch(r"M[\d.]+,[\d.]+h[\d.]+v[\d.]+h-[\d.]+Z", drawn)
        )
        return bool(nothing or unpainted)
    return tag == "g" and len(node) == 0


def _short(text: str) -> str:
    """Round places to a hundredth of a pixel; what is written in the drawing keeps its digits."""
    text = re.sub(r"<[^>]*>", lambda tag: re.sub(r"(\d+\.\d{2})\d+", r"\1", tag.group()), text)
    return re.sub(r' (opacity|stroke-width)="1"', "", text)


def figure_label(*parts: str) -> str:
    """Return a label out of sentences, for those who cannot see the drawing."""
    return " ".join(part.strip().rstrip(".") + "." for part in parts if part)


def attribute(text: Any) -> str:
    """Return any text as the value of an attribute or the content of an element."""
    return escape(str(text), quote=True)
