"""The documentation site: the pages of docs/, and an API reference made from the docstrings. Nothing is fetched."""

from __future__ import annotations

import re
from inspect import cleandoc
from typing import Any

from armslength import __version__

project = "armslength"
author = "the armslength authors"
release = version = __version__

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.viewcode"]
root_doc = "README"
html_theme = "furo"
html_title = f"armslength {__version__}"
html_copy_source = False
html_theme_options: dict[str, list[str]] = {"top_of_page_buttons": []}

myst_heading_anchors = 4
nb_execution_mode = "force"
nb_execution_raise_on_error = True
nb_execution_timeout = 900
# Links to source files and to anchors inside tables work in the repository, where a test follows every one of them.
suppress_warnings = ["myst.xref_missing"]

default_role = "code"  # docstrings mark code with single backticks
autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_default_options = {"members": True, "show-inheritance": False}

SECTIONS = {
    "Use it": """
        tour
        tutorial
        tutorial-ged
        tutorial-acled
        tutorial-spreadsheet
        scenario
        events
        importing
        one-client
        forecast
        fit
        decisions
        take-away
        scoring
        record
        population
        event-study
        theories
        take-away
        exporting
        cluster
        deep-uncertainty
        glossary
    """,
    "The cases": """
        cases/README
        cases/*
    """,
    "How to": "how-to/*",
    "The model": """
        model
        model-changes
        random-numbers
        what-changed
        review
        generated/mechanisms
        generated/parameters
        generated/population
        generated/state
        generated/facts
        generated/patterns
        generated/calibration*
        generated/strike-effects
        generated/false-alarms
        generated/benchmark*
    """,
    "Reference": """
        api
        The command line <generated/commands>
        generated/scenario-keys
        generated/result-*
        generated/actions
    """,
}


def add_contents(app: Any, name: str, source: list[str]) -> None:
    """Append the contents to the front page: in the repository its own table stands for them."""
    if name == root_doc:
        for title, pages in SECTIONS.items():
            source[0] += (
                f"\n```{{toctree}}\n:hidden:\n:caption: {title}\n:glob:\n\n" + cleandoc(pages) + "\n```\n"
            )


def as_restructured_text(app: Any, what: str, name: str, obj: Any, options: Any, lines: list[str]) -> None:
    """Escape what a docstring means literally: `*` and `|` outside of code, as in the shape [*actor, draw]."""
    for number, line in enumerate(lines):
        if not line.lstrip().startswith((">>>", "...")):
            parts = re.split(r"(`[^`]*`)", line)
            lines[number] = "".join(
                part if part.startswith("`") else re.sub(r"([*|])", r"\\\1", part) for part in parts
            )


def setup(app: Any) -> None:
    """Register the two hooks above."""
    app.connect("source-read", add_contents)
    app.connect("autodoc-process-docstring", as_restructured_text)
