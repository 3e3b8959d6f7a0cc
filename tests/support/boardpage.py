"""How a test comes in by the page."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect
from tests.support.boardserver import PASSWORD, RunningBoard


def log_in(page: Page, board: RunningBoard, username: str, at: str = "") -> None:
    """Log in on the page, at the list or part that the address names, and wait until it is live."""
    page.goto(f"{board.url}/{at}")
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    expect(page.locator("#pipeline")).to_be_visible()
    expect(page.locator("#live")).to_have_class(re.compile("live$"))
