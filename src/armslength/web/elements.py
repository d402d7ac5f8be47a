"""Plain controls of the browser, with their labels: quick, quiet, and known to every screen reader."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Self

from nicegui.elements.mixins.text_element import TextElement

VALUE = "(e) => emit(e.target.value)"
Attribute = str | int | float | bool
Handled = Awaitable[object] | None  # what a handler of an event returns


class HtmlElement(TextElement):
    """An element of HTML with text and attributes."""

    def __init__(self, tag: str, text: str = "", **attributes: Attribute) -> None:
        super().__init__(tag=tag, text=text)
        self._props.update(attributes)

    def set(self, **attributes: Attribute) -> Self:
        """Change attributes."""
        self._props.update(attributes)
        self.update()
        return self


def button(
    text: str, on_click: Callable[[], object], classes: str = "", **attributes: Attribute
) -> HtmlElement:
    """Add a button."""
    element = HtmlElement("button", text, type="button", **attributes)
    element.classes(f"button {classes}".strip())
    element.on("click", on_click)
    return element


def choice(
    label: str, options: Mapping[str, str], value: str, on_change: Callable[[str], Handled]
) -> HtmlElement:
    """Add a list to choose from: what is shown by value."""
    with _field(label):
        element = HtmlElement("select")
        with element:
            for key, text in options.items():
                option = HtmlElement("option", text, value=key)
                if key == value:
                    option.set(selected=True)
    element.on("change", lambda e: on_change(str(e.args)), js_handler=VALUE)
    return element


def entry(
    label: str,
    value: str,
    on_change: Callable[[str], Handled],
    kind: str = "text",
    **attributes: Attribute,
) -> HtmlElement:
    """Add a line of text, a number or a date."""
    # not its `value`: that would be put back over what is typed, each time that anything on the page is drawn again
    with _field(label):
        element = HtmlElement("input", "", type=kind, defaultValue=value, **attributes)
    element.on("change", lambda e: on_change(str(e.args)), js_handler=VALUE)
    return element


def write(field: HtmlElement, text: str) -> None:
    """Write into a field once, and not while somebody types there.

    As an attribute it would be put back over what is typed later, each time that the page is drawn again.
    """
    there = f"getHtmlElement({field.id})"
    field.client.run_javascript(
        f"if ({there} && document.activeElement !== {there}) {there}.value = {json.dumps(text)}"
    )


def slider(
    label: str,
    value: float,
    on_change: Callable[[float], Handled],
    most: float = 1.0,
    step: float = 0.05,
    least: float = 0.0,
) -> HtmlElement:
    """Add a number between `least` and `most`, which stands beside it as it is moved."""
    with _field(label), HtmlElement("span").classes("slid"):
        element = HtmlElement("input", type="range", min=least, max=most, step=step, defaultValue=value)
        HtmlElement("output", f"{value:g}")
    element.on("change", lambda e: on_change(float(e.args)), js_handler=VALUE)
    return element


def checkbox(
    label: str, value: bool, on_change: Callable[[bool], Handled], **attributes: Attribute
) -> HtmlElement:
    """Add a box to tick."""
    with HtmlElement("label").classes("tick"):
        element = HtmlElement("input", "", type="checkbox", **attributes)
        if value:
            element.set(checked=True)
        HtmlElement("span", label)
    element.on("change", lambda e: on_change(bool(e.args)), js_handler="(e) => emit(e.target.checked)")
    return element


def _field(label: str) -> HtmlElement:
    element = HtmlElement("label").classes("field")
    with element:
        HtmlElement("span", label)
    return element
