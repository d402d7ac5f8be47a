"""Slides of a brief: few, each with the caveats in its notes, pictures with words, the same bytes each time."""

import io
import zipfile
from functools import cache

import pptx
from pptx.util import Emu

from armslength.report.brief_of_forecast import brief_of_forecast
from armslength.report.brief_page import draw_brief
from armslength.report.slides import SlidePicture, write_slides
from tests.report.invented import invented

CREATED = "2026-11-23T07:00:00+00:00"


def made() -> bytes:
    brief = brief_of_forecast(invented(), ["armslength brief invented --out brief.pptx"])
    assert brief.picture is not None
    more = SlidePicture("The network", draw_brief(brief.picture), "Who is tied to whom")
    return write_slides(brief, CREATED, [more])


@cache
def deck() -> bytes:
    return made()


def test_they_are_few_and_each_carries_the_caveats() -> None:
    slides = pptx.Presentation(io.BytesIO(deck())).slides
    assert 4 <= len(slides) <= 6
    for slide in slides:
        assert slide.shapes.title.text_frame.text
        said = slide.notes_slide.notes_text_frame.text
        assert "Whether the model itself is right is in no interval" in said
        assert "nothing here shows that the model beats the mean of past counts" in said


def test_pictures_have_words_and_everything_lies_on_its_slide() -> None:
    presentation = pptx.Presentation(io.BytesIO(deck()))
    pictures = 0
    for slide in presentation.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= presentation.slide_width + Emu(10)
            assert shape.top + shape.height <= presentation.slide_height + Emu(10)
            if shape.shape_type == 13:  # a picture
                pictures += 1
                assert shape._element.nvPicPr.cNvPr.get("descr")
    assert pictures == 2


def test_the_same_brief_gives_the_same_bytes() -> None:
    assert deck() == made()
    with zipfile.ZipFile(io.BytesIO(deck())) as archive:
        assert {entry.date_time[0] for entry in archive.infolist()} == {1980}
