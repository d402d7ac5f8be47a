"""A brief as a file: a page, the same page as PDF, or slides."""

from __future__ import annotations

from typing import Literal

from armslength.extras import require
from armslength.report.brief_page import write_brief
from armslength.report.pdf import one_page
from armslength.results.brief import Brief

Form = Literal["html", "pdf", "pptx"]


def brief_file(brief: Brief, created: str, form: Form, network: str = "") -> bytes:
    """Return the bytes of a brief that was made at the time `created`; slides also show the picture of the `network`.

    Raises:
        ArmslengthError: for slides without the extra that writes them, and for a PDF without Chromium.
    """
    if form == "pptx":
        require("slides", "A presentation")
        from armslength.report.slides import network_slide, write_slides

        return write_slides(brief, created, [network_slide(network)] if network else ())
    page = write_brief(brief)
    return page.encode() if form == "html" else one_page(page, created)
