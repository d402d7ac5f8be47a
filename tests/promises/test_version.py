"""One version: the package and the citation name the same."""

import re
from pathlib import Path

from armslength import __version__

ROOT = Path(__file__).parents[2]


def test_the_citation_names_the_version() -> None:
    cited = re.search(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.MULTILINE)
    assert cited
    assert cited[1] == __version__
