"""A board on a real log, a browser, and the demo."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from tests.support.boardserver import RunningBoard, settings_for
from tests.support.boardworld import BoardWorld, board_world
from tests.support.demo import Demo, Desk
from tests.support.district import wait_for

from yipanqi.clock import OffsetClock
from yipanqi.local.registry import LocalRegistry


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory, registry: LocalRegistry) -> Iterator[BoardWorld]:
    """The log that the page shows."""
    yield from board_world(tmp_path_factory.mktemp("page"), registry)


@pytest.fixture(scope="module")
def running(world: BoardWorld, tmp_path_factory: pytest.TempPathFactory) -> Iterator[RunningBoard]:
    """A board that has caught up; its district's clock stands in 2020."""
    folder = tmp_path_factory.mktemp("board")
    url = f"sqlite:///{folder / 'board.sqlite'}"
    settings = settings_for(folder, world.kafka, world.registry, url, demo=True)
    board = RunningBoard(settings, OffsetClock(datetime(2020, 12, 31, 2, tzinfo=UTC))).wait_ready()
    yield board
    board.close()


@pytest.fixture(scope="module")
def browser(chromium: Path) -> Iterator[Browser]:
    """A real browser, without a window."""
    with sync_playwright() as playwright:
        options = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        found = playwright.chromium.launch(executable_path=str(chromium), args=options)
        yield found
        found.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A tab of its own; no error of a script and nothing against the page's policy may come up in it."""
    context = browser.new_context(viewport={"width": 1366, "height": 768}, locale="zh-CN")
    page = context.new_page()
    page.set_default_timeout(15_000)
    expect.set_options(timeout=15_000)
    problems: list[str] = []
    page.on("pageerror", lambda error: problems.append(str(error)))
    page.on("console", lambda m: problems.append(m.text) if "Content Security Policy" in m.text else None)
    yield page
    context.close()
    assert problems == []


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Demo]:
    """The demo, started once in an empty folder; the last tests of test_demo_runs.py end it."""
    started = Demo(tmp_path_factory.mktemp("demo") / ".yipanqi")
    started.wait_started()
    yield started
    started.close()


@pytest.fixture(scope="session")
def leader(demo: Demo) -> Desk:
    """The district leader at the board, who has caught up."""
    desk = Desk(demo, "leader")
    wait_for(lambda: desk.get("summary")["live"]["lag_records"] == 0, 60, "the board to catch up")
    return desk
