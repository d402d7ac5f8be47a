"""The browser that other product tests use shows a page without a network."""

import pytest
from playwright.sync_api import Browser


@pytest.mark.browser
def test_a_page_opens_offline(browser: Browser) -> None:
    page = browser.new_page(offline=True)
    page.set_content("<h1>What will the clients do?</h1>")
    assert page.get_by_role("heading").inner_text() == "What will the clients do?"
    page.close()
