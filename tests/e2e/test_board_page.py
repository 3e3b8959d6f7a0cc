"""The page as a person uses it, in a real browser, over a real log."""

from __future__ import annotations

import re
from datetime import date

import pytest
from playwright.sync_api import Page, expect
from tests.support.boarddistrict import money
from tests.support.boardpage import log_in
from tests.support.boardserver import PASSWORD, RunningBoard
from tests.support.boardworld import BoardWorld
from tests.support.claimdesk import claim_id, filing, investor

from yipanqi.models.alert import AlertRaised, AlertSnoozed
from yipanqi.models.claim import ClaimRuled
from yipanqi.models.correction import CorrectionRequested
from yipanqi.models.enterprise import EnterpriseRegistered
from yipanqi.models.lead import LeadRegistered
from yipanqi.models.project import (
    ApprovalAccepted,
    ApprovalSubmitted,
    MilestonePlanned,
    ProblemRaised,
    ProjectRegistered,
)
from yipanqi.models.service import ServiceSubmitted
from yipanqi.models.table import EVENTS
from yipanqi.unit.publishing import read_events

BUSY = "zone-project-busy"
ALERT, RESTING = "6f6e6520-6368-5573-a2b6-0f6172640001", "6f6e6520-6368-5573-a2b6-0f6172640002"
REASON = "已有41天没有任何进展，请更新。"


@pytest.fixture(scope="module")
def busy(world: BoardWorld) -> BoardWorld:
    """A project with a course, alerts about it, a doubt, and something in every part of the navigation."""
    say = world.log.say
    known = {"name": "过程完整的项目", "stage": "SIGNED", "host_unit": "zone"}
    say("zone", ProjectRegistered(project_id=BUSY, taken_over=True, **known))
    say("zone", MilestonePlanned(project_id=BUSY, milestone="STARTED", planned_on="2021-03-15"))
    submitted = {"kind": "ENVIRONMENT", "authority": "生态环境局", "limit_working_days": 30}
    say("zone", ApprovalSubmitted(project_id=BUSY, matter_id="m1", submitted_on=date(2020, 12, 1), **submitted))
    say("zone", ApprovalAccepted(project_id=BUSY, matter_id="m1", accepted_on=date(2020, 12, 7)))
    problem = {"kind": "LAND", "level": 2, "description": "高压线未迁改", "responsible_unit": "zone"}
    days = {"raised_on": date(2020, 12, 10), "due_on": date(2021, 1, 8)}
    say("zone", ProblemRaised(project_id=BUSY, problem_id="q1", **problem, **days))
    about = {"kind": "PROJECT_NO_PROGRESS", "subject_aggregate": "project", "subject_id": BUSY, "units": ("zone",)}
    words = {"subject_name": "过程完整的项目", "reason_zh": REASON, "reason_en": "No progress."}
    say("watch", AlertRaised(alert_id=ALERT, level="URGENT", due_on=date(2021, 1, 5), **about, **words))
    say("watch", AlertRaised(alert_id=RESTING, level="NOTICE", **about, **words))
    say("zone", AlertSnoozed(alert_id=RESTING, until_on=date(2021, 1, 20), reason="节后"))
    doubt = {"subject_aggregate": "project", "subject_id": BUSY, "field": "land_m2", "source_unit": "zone"}
    say("investment", CorrectionRequested(correction_id="investment-correction-1", doubt="与批复不符", **doubt))
    lead = {"name": "来访的线索", "channel": "INTERNET", "investor_name": "示例投资", "needs": "厂房"}
    say("investment", LeadRegistered(lead_id="investment-lead-1", received_on=date(2020, 12, 30), **lead))
    request = {"title": "用工缺口", "category": "LABOUR", "enterprise_name": "示例公司"}
    say("zone", ServiceSubmitted(service_id="zone-service-1", **request))
    world.publish()
    return world


@pytest.fixture(scope="module")
def disputed(busy: BoardWorld) -> BoardWorld:
    """Two conflicts: one that commerce may rule on, one to which it is itself a party."""
    say = busy.log.say
    for number, name in ((1, "东海化学"), (2, "北陆精机"), (3, "南都医疗")):
        say("investment", EnterpriseRegistered(enterprise_id=investor(number), name=name))
    say("investment", filing("held", investor(1), "C1", investor_name="东海化学"))
    say("soe-3", filing("later", investor(1), "ALL", investor_name="东海化学"))
    say("commerce", filing("own", investor(2), "C2", investor_name="北陆精机"))
    say("soe-2", filing("against-own", investor(2), "C2", investor_name="北陆精机"))
    busy.publish()
    return busy


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


def test_every_part_of_the_navigation_leads_to_lists_with_rows(
    page: Page, running: RunningBoard, busy: BoardWorld
) -> None:
    log_in(page, running, "leader")
    parts = page.locator("#groups [data-group]")
    expect(parts).to_have_count(8)
    for part in parts.all():
        part.click()
        expect(part).to_have_attribute("aria-current", "true")
        expect(page.locator("#lists tbody tr").first).to_be_visible()
    expect(page.locator('[data-tab="alerts"]')).to_have_attribute("aria-selected", "true")
    expect(page.locator('[data-group="watch"] b')).to_have_text(re.compile("^3"))
    page.click('[data-group="projects"]')
    page.click('[data-tab="approvals"]')
    expect(page.locator(f'tr[data-id="{BUSY}/m1"]')).to_contain_text("生态环境局")
    page.keyboard.press("ArrowRight")
    page.click(f'tr[data-id="{BUSY}/q1"]')
    expect(page.locator(".drawer h2")).to_have_text("过程完整的项目")


def test_who_must_act_sees_the_alert_with_its_reason_first_and_others_do_not(
    page: Page, running: RunningBoard, busy: BoardWorld
) -> None:
    log_in(page, running, "zone")
    group = page.locator('#alerts [data-kind="PROJECT_NO_PROGRESS"]')
    for words in ("紧急", "项目无进展", "1 条", "2021年1月5日", "剩 5 天"):
        expect(group.locator("summary")).to_contain_text(words)
    first = group.locator("li").first
    for words in ("紧急", REASON, "2021年1月5日", "剩 5 天"):
        expect(first).to_contain_text(words)
    expect(page.locator(f'[data-alert="{RESTING}"]')).to_have_count(0)
    page.click('#alerts [data-kind="SNOOZED"] summary')
    expect(page.locator(f'[data-alert="{RESTING}"]')).to_contain_text("暂缓至 2021年1月20日")
    first.locator("text=过程完整的项目").click()
    expect(page.locator(".drawer h2")).to_have_text("过程完整的项目")
    page.context.clear_cookies()
    page.goto("about:blank")
    log_in(page, running, "soe-2")
    expect(page.locator("#alerts")).to_contain_text("没有须处理的预警")
    page.click('[data-group="watch"]')
    expect(page.locator("#lists tbody tr")).to_have_count(0)
    page.select_option('[data-filter="units"]', "")
    expect(page.locator(f'tr[data-id="{ALERT}"]')).to_contain_text("未共享")
    assert REASON not in page.content()


def test_a_project_shows_what_is_doubted_and_its_course_in_time(
    page: Page, running: RunningBoard, busy: BoardWorld
) -> None:
    log_in(page, running, "leader")
    row = page.locator(f'tr[data-id="{BUSY}"]')
    expect(row).to_contain_text("校核中")
    row.click()
    expect(page.locator("#disputed")).to_contain_text(
        "用地面积(㎡)：招商中心提出疑问，数源单位须于 2021年1月15日 前答复"
    )
    for words in ("已用 18 / 30 个工作日", "期限 2021年1月19日", "自 2020年12月7日 计时"):
        expect(page.locator("#approvals")).to_contain_text(words)
    expect(page.locator("#problems")).to_contain_text("高压线未迁改")
    course = page.locator("#course li")
    expect(course).to_have_text(
        [re.compile(words) for words in ("已签约", "已申报", "已受理", "土地 · 已提出", "开工计划")]
    )
    page.click("#matches button")
    expect(page.locator("#matches li").first).to_contain_text("分")


def test_a_doubt_shows_on_the_record_that_someone_has_open(page: Page, running: RunningBoard, busy: BoardWorld) -> None:
    project = busy.log.say(
        "zone", ProjectRegistered(project_id="zone-project-open", name="开着看的项目", stage="SIGNED", taken_over=True)
    )
    busy.publish()
    log_in(page, running, "leader")
    page.click(f'tr[data-id="{project.project_id}"]')
    expect(page.locator(".drawer h2")).to_have_text("开着看的项目")
    expect(page.locator("#disputed")).to_have_count(0)
    about = {"subject_aggregate": "project", "subject_id": project.project_id, "field": "name", "source_unit": "zone"}
    busy.log.say(
        "investment", CorrectionRequested(correction_id="investment-correction-open", doubt="名称有误", **about)
    )
    busy.publish()
    expect(page.locator("#disputed")).to_contain_text("项目名称：招商中心提出疑问")


def test_key_figures_say_their_value_or_why_there_is_none_and_what_is_behind_them(
    page: Page, running: RunningBoard
) -> None:
    log_in(page, running, "leader")
    page.click("#keyfigures summary")
    expect(page.locator('[data-figure="idle-space"]')).to_contain_text("%")
    expect(page.locator('[data-figure="rows-refused"]')).to_contain_text("无法计算")
    page.click('[data-figure="idle-space"] button')
    expect(page.locator("#terms li").first).to_be_visible()
    page.click('#split [data-by="unit"]')
    expect(page.locator("#split table")).to_contain_text("苏高新集团")


def test_reports_are_chosen_on_the_page_by_those_who_may_read_them(page: Page, running: RunningBoard) -> None:
    log_in(page, running, "commerce")
    expect(page.locator("#reports input[type=month]")).to_have_value("2020-12")
    expect(page.locator("#reports input[type=week]")).to_have_value("2020-W53")
    with page.expect_download() as download:
        page.locator("[data-report=monthly-xlsx]").click()
    assert download.value.suggested_filename.endswith(".xlsx")
    expect(page.locator("[data-claims=CONFLICT]")).to_be_visible()


def test_the_weekly_packet_is_read_on_a_telephone_as_cards_with_every_heading(
    page: Page, running: RunningBoard, disputed: BoardWorld
) -> None:
    log_in(page, running, "leader")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{running.url}/api/v1/reports/weekly?week=2020-W53&format=html")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    expect(page.locator("thead").first).to_be_hidden()
    cell = page.locator("td", has_text="国企三").first
    assert cell.evaluate("cell => getComputedStyle(cell, '::before').content") == '"申报单位 Claimed by"'


def test_the_page_on_paper_has_the_conflicts_and_every_heading_and_nothing_to_press(
    page: Page, running: RunningBoard, disputed: BoardWorld
) -> None:
    log_in(page, running, "commerce")
    expect(page.locator("[data-conflict]").first).to_be_visible()
    expect(page.locator("#lists tbody tr").first).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator("[data-conflict]").first).to_be_visible()
    head = page.locator("#lists thead th").first
    assert head.evaluate("cell => getComputedStyle(cell, '::after').content") == '"项目名称"'
    for pressed in ("[data-ruling]", ".tools", "#reports", "#groups"):
        expect(page.locator(pressed).first).to_be_hidden()


def test_a_unit_sees_its_own_claims_and_no_reports(page: Page, running: RunningBoard) -> None:
    log_in(page, running, "zone")
    expect(page.locator("[data-claims=PROTECTED]")).to_contain_text("本单位首报")
    expect(page.locator("#reports")).to_have_count(0)


def test_commerce_sees_the_sides_of_a_conflict_beside_each_other_and_whether_it_may_rule(
    page: Page, running: RunningBoard, disputed: BoardWorld
) -> None:
    log_in(page, running, "commerce")
    conflict = page.locator(f'[data-conflict="{claim_id("later")}"]')
    expect(conflict).to_contain_text("商务局可以裁定")
    expect(conflict.locator(".sides li")).to_have_count(2)
    first, later = conflict.locator(".sides li").all()
    for side, words in (
        (first, ("招商中心", "受保护", "登记在先", "东海化学", "生物医药")),
        (later, ("国企三", "撞单待裁定")),
    ):
        for word in words:
            expect(side).to_contain_text(word)
    own = page.locator(f'[data-conflict="{claim_id("against-own")}"]')
    expect(own).to_contain_text("商务局不得裁定")
    expect(own).to_contain_text("须先撤回本局首报")


def test_a_ruling_is_made_ready_for_commerces_own_service_and_stays_while_the_page_changes(
    page: Page, running: RunningBoard, disputed: BoardWorld
) -> None:
    log_in(page, running, "commerce")
    ruling = page.locator(f'[data-ruling="{claim_id("later")}"]')
    ruling.locator("summary").click()
    ruling.locator("input[value=uphold]").check()
    expect(ruling.locator("pre")).to_have_count(0)
    ruling.locator("textarea").fill("先报方\n'无'接触记录")
    head, event, end = ruling.locator("pre").inner_text().splitlines()
    assert (head, end) == ("yipanqi publish commerce - <<'YIPANQI'", "YIPANQI")
    (read,) = read_events(event.encode())
    ruled = EVENTS[read["type"]].model_validate(read["data"])
    assert ruled == ClaimRuled(claim_id=claim_id("later"), upheld=True, reason="先报方\n'无'接触记录")
    disputed.log.say("investment", filing("next", investor(3), "C1", investor_name="南都医疗"))
    disputed.publish()
    expect(page.locator(f'[data-claims=PROTECTED] [data-claim="{claim_id("next")}"]')).to_be_visible()
    expect(ruling.locator("textarea")).to_have_value("先报方\n'无'接触记录")
    expect(ruling.locator("textarea")).to_be_focused()
    assert ruling.locator("pre").inner_text().splitlines()[1] == event, "one event, however often it is looked at"
    own = page.locator(f'[data-ruling="{claim_id("against-own")}"]')
    own.locator("summary").click()
    expect(own.locator("input[type=radio]")).to_have_count(2)
    own.locator(f'input[value="offer-{claim_id("own")}"]').check()
    own.locator("select").select_option("zone")
    own.locator("textarea").fill("回避")
    expect(own.locator("pre")).to_contain_text("ClaimTransferOffered")


def test_the_leader_sees_how_long_conflicts_wait_and_rules_on_none(
    page: Page, running: RunningBoard, disputed: BoardWorld
) -> None:
    log_in(page, running, "leader")
    conflict = page.locator(f'[data-conflict="{claim_id("later")}"]')
    for words in (
        "待商务局裁定",
        "已等 0 / 3 个工作日",
        "裁定期限 2021年1月6日",
        "剩 3 个工作日",
        "招商中心",
        "国企三",
    ):
        expect(conflict).to_contain_text(words)
    expect(page.locator("[data-ruling]")).to_have_count(0)
    expect(page.locator(f'[data-conflict="{claim_id("against-own")}"]')).to_contain_text("待商务局回避")
    page.context.clear_cookies()
    page.goto("about:blank")
    log_in(page, running, "soe-3")
    expect(page.locator("[data-claims=CONFLICT]")).to_contain_text("起待裁定 · 裁定期限 2021年1月6日")
    expect(page.locator("[data-conflict]")).to_have_count(0)


def test_what_a_unit_must_act_on_stands_beside_what_the_district_has(
    page: Page, running: RunningBoard, busy: BoardWorld
) -> None:
    log_in(page, running, "soe-2")
    expect(page.locator('[data-group="watch"]')).to_contain_text(re.compile(r"本单位 0\s*全区 \d"))
    page.context.clear_cookies()
    page.goto("about:blank")
    log_in(page, running, "zone")
    expect(page.locator('[data-group="watch"]')).to_contain_text(re.compile(r"本单位 [3-9]\s*全区 \d"))
    page.locator("#alerts header .link").click()
    expect(page.locator('[data-filter="units"]')).to_have_value("zone")
    page.click(f'tr[data-id="{ALERT}"]')
    page.click(".drawer .prepare summary")
    page.fill(".drawer [data-field=until_on]", "2021-01-20")
    page.fill(".drawer [data-field=reason]", "节后")
    expect(page.locator(".drawer pre")).to_contain_text("yipanqi.alert.AlertSnoozed")


def test_a_session_that_is_over_says_so_and_goes_on_where_it_was(page: Page, running: RunningBoard) -> None:
    log_in(page, running, "leader")
    page.click('[data-group="carriers"]')
    expect(page.locator("#lists tbody tr").first).to_be_visible()
    page.context.clear_cookies()
    page.click("#lists thead button >> nth=0")
    expect(page.locator("form")).to_contain_text("登录已过期")
    page.fill("input[name=username]", "leader")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    expect(page.locator('[data-group="carriers"]')).to_have_attribute("aria-current", "true")


def test_a_part_that_can_not_be_read_says_so_and_is_tried_again(page: Page, running: RunningBoard) -> None:
    away = [True]
    for path in ("summary", "claims/conflicts", "alerts/kinds"):
        page.route(f"**/api/v1/{path}*", lambda route: route.abort() if away else route.continue_())
    page.goto(running.url)
    page.fill("input[name=username]", "leader")
    page.fill("input[name=password]", PASSWORD)
    page.click("button[type=submit]")
    for part in ("#figures", "#alerts", "#office"):
        expect(page.locator(part)).to_contain_text("无法连接看板服务")
    away.clear()
    page.click("#alerts button")
    expect(page.locator("#alerts [data-kind], #alerts .nothing").first).to_be_visible()
    expect(page.locator("#pipeline")).to_be_visible()


def test_the_proof_of_the_first_report_is_read_on_the_page_in_both_languages(
    page: Page, running: RunningBoard, disputed: BoardWorld
) -> None:
    log_in(page, running, "commerce")
    page.click(f'.sides [data-proof="{claim_id("held")}"]')
    drawer = page.locator(".drawer")
    for words in ("首报证明", "招商中心于", "ledger.claim", "ledger.protection", "偏移量", "如何核对"):
        expect(drawer).to_contain_text(words)
    expect(drawer.locator(".digest").first).to_have_text(re.compile("^[0-9a-f]{64}$"))
    expect(drawer.locator("a")).to_have_attribute("href", f"/api/v1/claims/{claim_id('held')}/proof")
    page.click(f'[data-open-claim="{claim_id("held")}"]')
    expect(drawer.locator("h2")).to_have_text("东海化学")
    expect(drawer.locator("#proof")).to_contain_text("查看首报证明")
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)
    page.click("header.top >> text=English")
    page.click(f'[data-claims=CONFLICT] [data-claim="{claim_id("held")}"] .link >> nth=0')
    page.click("#proof button")
    expect(page.locator(".drawer")).to_contain_text("Investment Promotion Centre filed the claim at")
