"""What the documents say that the code also says, they say because the code says it."""

import pytest

from tools.docs import PAGES, ROOT


@pytest.mark.parametrize("name", sorted(PAGES))
def test_page_is_what_make_docs_writes(name: str) -> None:
    assert (ROOT / name).read_text(encoding="utf-8") == PAGES[name](), "run `make docs`"
