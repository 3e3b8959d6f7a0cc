"""The page as a person uses it, in a real browser, over a real log."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect
from tests.support.boardlog import money
from tests.support.boardserver import PASSWORD, RunningBoard
from tests.support.boardworld import BoardWorld


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
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


def log_in(page: Page, board: RunningBoard, username: str) -> None:
    page.goto(board.url)
    page.fill("input[name=username]", username)
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    expect(page.locator("#pipeline")).to_be_visible()
    expect(page.locator("#live")).to_have_class(re.compile("live$"))


def test_a_wrong_password_is_said_in_the_page(page: Page, running: RunningBoard) -> None:
    page.goto(running.url)
    page.fill("input[name=username]", "commerce")
    page.fill("input[name=password]", "wrong password")
    page.click("button[type=submit]")
    expect(page.locator("[role=alert]")).to_have_text("用户名或密码不正确")


def test_the_leader_sees_counts_amounts_and_the_business_date(page: Page, running: RunningBoard) -> None:
    log_in(page, running, "leader")
    expect(page.locator("header.top")).to_contain_text("2020年12月31日")
    expect(page.locator("header.top")).to_contain_text("演示数据")
    expect(page.locator(".tile").first).to_contain_text("在库项目")
    expect(page.locator('[data-stage="NEGOTIATING"]')).to_contain_text("12亿元")
    row = page.locator('tr[data-id="commerce-project-1"]')
    expect(row).to_contain_text("台账接续")
    expect(row).to_contain_text("2020年4月")


def test_search_and_a_click_on_a_stage_narrow_the_list(page: Page, running: RunningBoard) -> None:
    log_in(page, running, "leader")
    page.keyboard.press("/")
    page.keyboard.type("医疗器械")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.click("text=清除筛选")
    page.click('[data-stage="APPROVING"]')
    expect(page.locator("tbody tr")).to_have_count(1)
    expect(page.locator("tbody tr")).to_contain_text("智能装备产业园")
    assert "stage=APPROVING" in page.url


def test_a_change_appears_and_flashes_without_reloading(page: Page, running: RunningBoard, world: BoardWorld) -> None:
    log_in(page, running, "leader")
    page.evaluate("window.notReloaded = true")
    before = int(page.locator(".tile b").first.inner_text().split()[0].rstrip("个"))
    world.log.project("page-live", name="实时出现的项目", planned_investment=money("250000000.00"))
    world.publish()
    row = page.locator('tr[data-id="commerce-project-page-live"]')
    expect(row).to_have_class(re.compile("flash"))
    expect(row).to_contain_text("2.5亿元")
    expect(page.locator(".tile b").first).to_have_text(re.compile(rf"^{before + 1}"))
    assert page.evaluate("window.notReloaded") is True


def test_the_drawer_shows_the_record_and_who_did_what_on_what_evidence(
    page: Page, running: RunningBoard, world: BoardWorld
) -> None:
    project = world.log.project("page-drawer", name="有过程的项目")
    world.log.move(project, "SIGNED")
    world.publish()
    log_in(page, running, "leader")
    page.click('tr[data-id="commerce-project-page-drawer"]')
    history = page.locator("#history")
    expect(history.locator("li")).to_have_count(2)
    expect(history.locator("li").first).to_contain_text("阶段推进")
    expect(history.locator("li").first).to_contain_text("商务局")
    expect(history.locator(".evidence").first).to_contain_text("苏高新招〔2020〕18号")
    page.keyboard.press("Escape")
    expect(page.locator(".drawer")).to_have_count(0)


def test_a_state_owned_group_is_told_what_is_not_shared(page: Page, running: RunningBoard) -> None:
    log_in(page, running, "soe-2")
    expect(page.locator('tr[data-id="commerce-project-1"]')).to_contain_text("未共享")
    assert "12亿元" not in page.content()
    page.click('tr[data-id="commerce-project-1"]')
    expect(page.locator(".drawer")).to_contain_text("按共享属性不向本单位提供")
    assert "1,200,000,000" not in page.content()


def test_the_page_fits_a_telephone_and_speaks_english(page: Page, running: RunningBoard) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    log_in(page, running, "leader")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.click("header.top >> text=English")
    expect(page.locator("#pipeline")).to_contain_text("Pipeline")
    expect(page.locator("#pipeline")).to_contain_text("Negotiating")


def test_logging_out_leads_back_to_the_form(page: Page, running: RunningBoard) -> None:
    log_in(page, running, "zone")
    page.click("text=退出")
    expect(page.locator("input[name=password]")).to_be_visible()
    page.reload()
    expect(page.locator("input[name=password]")).to_be_visible()
