"""Plain controls of the browser, with their labels: quick, quiet, and known to every screen reader."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Self

from nicegui.elements.mixins.text_element import TextElement

VALUE = "(e) => emit(e.target.value)"


class HtmlElement(TextElement):
    """An element of HTML with text and attributes."""

    def __init__(self, tag: str, text: str = "", **attributes: Any) -> None:
        super().__init__(tag=tag, text=text)
        self._props.update(attributes)

    def set(self, **attributes: Any) -> Self:
        """Change attributes."""
        self._props.update(attributes)
        self.update()
        return self

    def unset(self, *names: str) -> Self:
        """Remove attributes."""
        for name in names:
            self._props.pop(name, None)
        self.update()
        return self


def button(text: str, on_click: Callable[..., Any], classes: str = "", **attributes: Any) -> HtmlElement:
    """A button."""
    made = HtmlElement("button", text, type="button", **attributes)
    made.classes(f"button {classes}".strip())
    made.on("click", on_click)
    return made


def choice(
    label: str, options: Mapping[str, str], value: str, on_change: Callable[[str], Any], **attributes: Any
) -> HtmlElement:
    """A list to choose from: what is shown by value."""
    with _field(label):
        made = HtmlElement("select", **attributes)
        with made:
            for key, text in options.items():
                option = HtmlElement("option", text, value=key)
                if key == value:
                    option.set(selected=True)
    made.on("change", lambda e: on_change(str(e.args)), js_handler=VALUE)
    return made


def entry(
    label: str, value: str, on_change: Callable[[str], Any], kind: str = "text", **attributes: Any
) -> HtmlElement:
    """A line of text, a number or a date."""
    # not its `value`: that would be put back over what is typed, each time that anything on the page is drawn again
    with _field(label):
        made = HtmlElement("input", type=kind, defaultValue=value, **attributes)
    made.on("change", lambda e: on_change(str(e.args)), js_handler=VALUE)
    return made


def slider(
    label: str, value: float, on_change: Callable[[float], Any], most: float = 1.0, step: float = 0.05, least: float = 0.0
) -> HtmlElement:  # fmt: skip
    """A number between `least` and `most`, which stands beside it as it is moved."""
    with _field(label), HtmlElement("span").classes("slid"):
        made = HtmlElement("input", type="range", min=least, max=most, step=step, defaultValue=value)
        HtmlElement("output", f"{value:g}")
    made.on("change", lambda e: on_change(float(e.args)), js_handler=VALUE)
    return made


def checkbox(label: str, value: bool, on_change: Callable[[bool], Any]) -> HtmlElement:
    """Yes or no."""
    with HtmlElement("label").classes("tick"):
        made = HtmlElement("input", type="checkbox")
        if value:
            made.set(checked=True)
        HtmlElement("span", label)
    made.on("change", lambda e: on_change(bool(e.args)), js_handler="(e) => emit(e.target.checked)")
    return made


def _field(label: str) -> HtmlElement:
    made = HtmlElement("label").classes("field")
    with made:
        HtmlElement("span", label)
    return made
