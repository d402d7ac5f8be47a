"""Every document has a place on the site."""

from fnmatch import fnmatch
from pathlib import Path

from tools.site.conf import SECTIONS, root_doc

DOCS = Path(__file__).parents[2] / "docs"


def test_every_page_has_its_place() -> None:
    pages = {path.relative_to(DOCS).with_suffix("").as_posix() for path in DOCS.rglob("*.md")} - {root_doc}
    listed = [line.strip() for section in SECTIONS.values() for line in section.splitlines() if line.strip()]
    places = [line.partition("<")[2].rstrip(">") or line for line in listed]
    assert not [page for page in pages if not any(fnmatch(page, place) for place in places)]
    assert not [place for place in places if not any(fnmatch(page, place) for page in pages)]
