"""A brief as slides: the answer, the pictures, how far to trust it; the caveats stand in the speaker's notes."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from armslength.formatting import day
from armslength.report.brief_page import cut, draw_brief, label_of
from armslength.report.colours import LIGHT
from armslength.report.png import png, size
from armslength.results.brief import Brief

if TYPE_CHECKING:
    from pptx.presentation import Presentation
    from pptx.slide import Slide

WIDE, TALL, MARGIN = 13.333, 7.5, 0.6  # inches
TITLE, TEXT, SMALL = 30, 20, 14  # points
LONGEST = 260  # letters of a line
FIRST_DATE = (1980, 1, 1, 0, 0, 0)  # the earliest that a zip can hold


NETWORK = (
    "Orange: ties to the commander; blue: to the organisation. Bars: the patron's control from 0 to 1, with its median and "
    "its 50% and 90% intervals. Grey: what is counted on a front, a day, now."
)


@dataclass(frozen=True)
class SlidePicture:
    """A further picture with its title and what it shows, for those who cannot see it."""

    title: str
    svg: str
    label: str
    note: str = ""  #: what its signs mean


def network_slide(svg: str) -> SlidePicture:
    """Return the picture of the network as a slide, with what its signs mean."""
    what = "The patron, its clients and their fronts, with control and what happens a day"
    return SlidePicture("The network", svg, what, NETWORK)


def write_slides(brief: Brief, created: str, more: Sequence[SlidePicture] = ()) -> bytes:
    """Return a brief as a presentation (PPTX), the same bytes from the same brief.

    `created` is the time in ISO format that the file bears; `more` are pictures behind the brief's own.
    """
    import pptx
    from pptx.util import Inches

    deck = pptx.Presentation()
    deck.slide_width, deck.slide_height = Inches(WIDE), Inches(TALL)
    notes = _notes(brief)
    _words(deck, brief.question, _opening(brief), notes, TEXT + 4)
    said = [line for answer in brief.answers for line in (f"{answer.asks}:", *answer.says)]
    _words(deck, "The answer", said, notes)
    if brief.picture:
        label = ". ".join(label_of(row.group, row.name, row.said) for row in brief.picture.numbers)
        own = SlidePicture(brief.picture.title, draw_brief(brief.picture), label, brief.picture.note)
        _picture(deck, own, notes)
    for picture in more:
        _picture(deck, picture, notes)
    _words(deck, "How far to trust it", [brief.record, *brief.caveats, brief.covers], notes)
    again = [f"Make it again: {' and '.join(brief.reproduce)}", brief.made]
    _words(deck, "What it rests on", [*brief.rests_on, *again], notes, SMALL + 2)
    _date(deck, brief, created)
    buffer = io.BytesIO()
    deck.save(buffer)
    return _timeless(buffer.getvalue())


def _opening(brief: Brief) -> list[str]:
    leads = [answer.says[0] for answer in brief.answers if answer.says]
    return [f"{brief.title}, as of {day(brief.as_of)}", *leads, brief.record]


def _notes(brief: Brief) -> str:
    """Return what must be said with every slide: what intervals leave out, the record, the caveats."""
    return "\n".join([brief.covers, brief.record, *brief.caveats, *brief.rests_on, brief.made])


def _words(deck: Presentation, title: str, lines: Iterable[str], notes: str, points: int = TEXT) -> None:
    """Add a slide of sentences; many are set smaller, so that they keep to it."""
    from pptx.util import Pt

    slide = _slide(deck, 1, title, notes)
    body = slide.placeholders[1]
    _place(body, 1.5, TALL - 1.5 - MARGIN)
    frame: Any = body.text_frame
    frame.word_wrap = True
    shown = [cut(line, LONGEST) for line in lines]
    letters = sum(len(line) + 40 for line in shown)
    fitting = max(SMALL - 2, min(points, int(points * (900 / max(letters, 900)) ** 0.5)))
    for place, line in enumerate(shown):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.text = line.replace("`", "")
        paragraph.font.size, paragraph.space_after = Pt(fitting), Pt(fitting / 3)
        paragraph.font.bold = line.endswith(":")


def _picture(deck: Presentation, picture: SlidePicture, notes: str) -> None:
    from pptx.util import Inches, Pt

    slide = _slide(deck, 5, picture.title, notes)
    wide, tall = size(picture.svg)
    room = (WIDE - 2 * MARGIN, TALL - 1.5 - MARGIN - (0.4 if picture.note else 0))
    scale = min(room[0] / wide, room[1] / tall)
    left = (WIDE - wide * scale) / 2
    shape = slide.shapes.add_picture(
        io.BytesIO(png(picture.svg)), Inches(left), Inches(1.4), Inches(wide * scale), Inches(tall * scale)
    )
    shape._element.nvPicPr.cNvPr.set("descr", picture.label)  # the only way to give an alternative text
    if picture.note:
        box = slide.shapes.add_textbox(
            Inches(MARGIN), Inches(TALL - MARGIN - 0.2), Inches(room[0]), Inches(0.4)
        )
        box.text_frame.text = picture.note
        box.text_frame.paragraphs[0].font.size = Pt(SMALL)


def _slide(deck: Presentation, layout: int, title: str, notes: str) -> Slide:
    from pptx.dml.color import RGBColor
    from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
    from pptx.util import Pt

    slide = deck.slides.add_slide(deck.slide_layouts[layout])
    head: Any = slide.shapes.title
    _place(head, 0.35, 1.05)
    head.text_frame.word_wrap = True
    head.text_frame.vertical_anchor = MSO_ANCHOR.MIDDLE
    head.text_frame.text = cut(title, 150)
    paragraph = head.text_frame.paragraphs[0]
    paragraph.alignment = PP_ALIGN.LEFT
    paragraph.font.size = Pt(TITLE if len(title) <= 80 else TITLE - 8)
    paragraph.font.color.rgb = RGBColor.from_string(LIGHT["ink"].removeprefix("#"))
    slide.notes_slide.notes_text_frame.text = notes
    return slide


def _place(shape: Any, top: float, tall: float) -> None:
    from pptx.util import Inches

    shape.left, shape.top = Inches(MARGIN), Inches(top)
    shape.width, shape.height = Inches(WIDE - 2 * MARGIN), Inches(tall)


def _date(deck: Presentation, brief: Brief, created: str) -> None:
    about = deck.core_properties
    about.title, about.subject, about.author = brief.title, brief.question, "armslength"
    about.created = about.modified = datetime.fromisoformat(created).astimezone(UTC).replace(tzinfo=None)
    about.last_modified_by, about.revision, about.comments = "armslength", 1, brief.made


def _timeless(packed: bytes) -> bytes:
    """Return a zip whose entries bear no time of writing."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(packed)) as old,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            entry = zipfile.ZipInfo(name, FIRST_DATE)
            entry.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(entry, old.read(name))
    return buffer.getvalue()
