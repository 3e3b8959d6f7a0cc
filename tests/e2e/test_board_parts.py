"""The parts of the page that are no lists, in a real browser: check, duplicates, leads, targets, matching, capital."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect
from tests.support.boarddistrict import money
from tests.support.boardpage import log_in
from tests.support.boardserver import RunningBoard
from tests.support.boardworld import BoardWorld
from tests.support.claimdesk import filing, investor

from yipanqi.models.base import AggregateRecord
from yipanqi.models.enterprise import EnterpriseDistinguished, EnterpriseMerged, EnterpriseRegistered
from yipanqi.models.fdi import FdiEntryRecorded, FdiEntryVerified
from yipanqi.models.lead import LeadRegistered
from yipanqi.models.match import MatchProposed
from yipanqi.models.project import ProjectRegistered
from yipanqi.models.table import EVENTS
from yipanqi.models.target import TargetSet
from yipanqi.unit.publishing import read_events

ONE, OTHER, CHILD = investor(71), investor(72), investor(73)
SEEKER = "zone-project-seeker"
WAITING, COPY = "zone-fdi-71", "snd-group-fdi-71"


@pytest.fixture(scope="module")
def district(world: BoardWorld) -> BoardWorld:
    """Namesakes of which one is protected, a lead, money told twice, and a target that is behind."""
    say = world.log.say
    say("investment", EnterpriseRegistered(enterprise_id=ONE, name="苏州远山精密机械有限公司", country="CN"))
    say("zone", EnterpriseRegistered(enterprise_id=OTHER, name="远山精密机械股份有限公司"))
    say("zone", EnterpriseRegistered(enterprise_id=CHILD, name="太仓远海贸易有限公司", parent_id=ONE))
    say("zone", filing("parts", ONE, "C4"))
    lead = {"name": "机床客商来访", "channel": "INTERNET", "investor_name": "示例机床", "needs": "厂房"}
    say("zone", LeadRegistered(lead_id="zone-lead-parts", received_on=date(2020, 12, 30), **lead))
    entry = {
        "kind": "UTILISED",
        "project_name": "机床项目",
        "amount": money("800000.00", "USD"),
        "usd": Decimal(800_000),
    }
    for id_, unit, day in ((WAITING, "zone", 10), (COPY, "snd-group", 12)):
        say(unit, FdiEntryRecorded(entry_id=id_, received_on=date(2020, 12, day), voucher=f"V{day}", **entry))
    target = {"year": 2020, "metric": "FDI_UTILISED", "measure": "USD"}
    for responsible, whole in (("district", 2_400_000), ("zone", 1_200_000)):
        sums = {"annual": whole, "quarters": (whole // 4,) * 4, "months": (whole // 12,) * 12}
        id_ = f"commerce-target-2020-FDI_UTILISED-{responsible}"
        say("commerce", TargetSet(target_id=id_, responsible=responsible, **target, **sums))
    needs: dict[str, Any] = {"need_floor_m2": Decimal(11_000), "need_kinds": ("PLANT",), "chain": "C2"}
    known = {"name": "等厂房的项目", "stage": "NEGOTIATING", "taken_over": True}
    say("zone", ProjectRegistered(project_id=SEEKER, **known, **needs))
    world.publish()
    return world


def prepared(form: Locator) -> AggregateRecord:
    """Return the event that the command under a form publishes."""
    head, event, end = form.locator("pre").inner_text().splitlines()
    assert (head, end) == ("yipanqi publish commerce - <<'YIPANQI'", "YIPANQI")
    (read,) = read_events(event.encode())
    return EVENTS[read["type"]].model_validate(read["data"])


def test_a_recruiter_sees_before_filing_who_is_there_how_similar_why_and_whether_protected(
    page: Page, running: RunningBoard, district: BoardWorld
) -> None:
    log_in(page, running, "soe-3")
    page.click('[data-group="promotion"]')
    page.click('[data-tab="check"]')
    page.fill("[name=name]", "远山精密机械")
    page.fill("[name=country]", "jp")
    page.press("[name=country]", "Enter")
    expect(page.locator("[data-verdict=likely]")).to_contain_text("很可能已经登记")
    match = page.locator(f'[data-match="{ONE}"]')
    for words in (
        "苏州远山精密机械有限公司",
        "相似度",
        "名称去除地名和组织形式后相同",
        "国别不同：所查为 JP，登记为 CN",
    ):
        expect(match).to_contain_text(words)
    expect(match.locator("[data-notice=protected]")).to_contain_text("已受首报保护，请联系商务局")
    match.locator("button").click()
    expect(page.locator("#group .self")).to_have_text("苏州远山精密机械有限公司")
    expect(page.locator("#group li")).to_have_text(["苏州远山精密机械有限公司", "太仓远海贸易有限公司"])
    page.keyboard.press("Escape")
    page.fill("[name=enterprise_id]", "91320505MA00000000")
    page.click("[data-part=check] [type=submit]")
    expect(page.locator("[data-part=check] [role=alert]")).to_contain_text("有误")
    expect(page.locator("[name=enterprise_id]")).to_have_attribute("aria-invalid", "true")


def test_commerce_sees_namesakes_beside_each_other_and_its_decision_is_made_ready(
    page: Page, running: RunningBoard, district: BoardWorld
) -> None:
    log_in(page, running, "commerce", "#duplicates")
    pair = page.locator(f'[data-pair*="{ONE}"][data-pair*="{OTHER}"]')
    expect(pair.locator(".sides li")).to_have_count(2)
    expect(pair.locator(f'[data-side="{OTHER}"]')).to_contain_text("浒墅关经开区")
    form = pair.locator("[data-merge]")
    form.locator("summary").click()
    form.locator(f'input[value="into-{ONE}"]').check()
    form.locator("textarea").fill("同一法人")
    assert prepared(form) == EnterpriseMerged(enterprise_id=OTHER, into_id=ONE, reason="同一法人")
    form.locator("input[value=two]").check()
    decided = prepared(form)
    assert isinstance(decided, EnterpriseDistinguished)
    assert {decided.enterprise_id, decided.other_id} == {ONE, OTHER}
    page.context.clear_cookies()
    page.goto("about:blank")
    log_in(page, running, "zone", "#duplicates")
    expect(page.locator("[data-part=duplicates]")).to_contain_text("由商务局判断")
    expect(page.locator("[data-merge]")).to_have_count(0)


def test_a_lead_that_waits_for_a_unit_counts_down_in_working_days_and_ones_own_stand_first(
    page: Page, running: RunningBoard, district: BoardWorld
) -> None:
    log_in(page, running, "zone")
    lead = page.locator('[data-leads=due] [data-lead="zone-lead-parts"]')
    for words in ("首次回应", "期限 2021年1月4日", "剩 1 个工作日", "剩 4 天", "研判", "招商中心"):
        expect(lead).to_contain_text(words)
    page.click("[data-leads=due] header .link")
    row = page.locator("#lists tbody tr").first
    expect(row).to_have_class(re.compile("own"))
    expect(row).to_contain_text("首次回应 2021年1月4日")
    row.click()
    expect(page.locator("#countdown")).to_contain_text("剩 1 个工作日")


def test_targets_show_their_progress_as_a_bar_with_what_does_not_add_up_and_what_is_behind_it(
    page: Page, running: RunningBoard, district: BoardWorld
) -> None:
    log_in(page, running, "leader")
    page.click('[data-group="targets"]')
    metric = page.locator('[data-metric="FDI_UTILISED"]')
    zone = metric.locator('[data-unit="zone"]')
    for words in ("浒墅关经开区", "0%", "落后 100%", "120万美元"):
        expect(zone).to_contain_text(words)
    expect(zone.locator("[role=img]")).to_have_attribute("aria-label", "序时进度 0%，落后 100%")
    expect(zone.locator(".mark")).to_have_count(3)
    expect(metric.locator("[data-finding]").first).to_be_visible()
    zone.locator("td .link").click()
    expect(page.locator("#terms li").first).to_be_visible()
    page.keyboard.press("Escape")
    page.click('[data-tab="assessment"]')
    page.click('.scores [data-unit="zone"] .link')
    part = page.locator('[data-score-part="FDI_UTILISED"]')
    part.locator("summary").first.click()
    opened = part.locator(".terms details summary")
    opened.first.click()
    expect(part.locator(".months li")).to_have_count(12)
    expect(part.locator(".months li").first).to_have_text("2020-01 100,000")
    opened.nth(1).click()
    expect(part.locator(".ledger").last).to_contain_text("ledger.target/")


def test_what_the_page_lists_is_in_the_boards_views(page: Page, running: RunningBoard, district: BoardWorld) -> None:
    log_in(page, running, "leader")
    lists = page.evaluate("import('/web/js/lists.js').then((module) => module.LISTS)")
    views = page.evaluate("fetch('/api/v1/views').then((answer) => answer.json())")
    assert lists.keys() <= views.keys()
    for name, shown in lists.items():
        # The countdown is added to a record when it is shown.
        fields = {"clock", *(field["name"] for field in views[name]["fields"])}
        assert {*shown.get("columns", ()), *shown.get("due", ())[:1]} <= fields, name
        assert {*shown.get("filters", ())} <= {*views[name]["filters"]}, name


def test_matches_keep_what_must_be_apart_from_what_is_preferred(
    page: Page, running: RunningBoard, district: BoardWorld
) -> None:
    log_in(page, running, "leader", f"#projects?open={SEEKER}")
    page.click("#matches > button")
    first = page.locator("#matches ol > li").first
    first.locator("summary").click()
    expect(first.locator("h4")).to_have_text(["硬性要求", "优先条件"])
    expect(first.locator(".must li").first).to_be_visible()
    first.locator("button").first.click()
    page.click("#matches > button")
    expect(page.locator("#matches ol > li").first).to_be_visible()


def test_the_assignment_stands_beside_the_present_with_its_bound_and_answers_what_if(
    page: Page, running: RunningBoard, district: BoardWorld
) -> None:
    log_in(page, running, "commerce", "#assignment")
    page.click("[data-ask]")
    expect(page.locator(".compare")).to_contain_text("现状")
    expect(page.locator("[data-proof-of]")).to_contain_text("上界")
    form = page.locator(f'[data-propose="{SEEKER}"]')
    form.locator("summary").click()
    proposal = prepared(form)
    assert isinstance(proposal, MatchProposed)
    assert (proposal.carrier_id, proposal.source) == ("snd-group-carrier-1", "ASSIGNMENT")
    page.fill("#withdraw", "科技城")
    page.click('[data-carrier="snd-group-carrier-1"]')
    expect(page.locator('[data-withdrawn="snd-group-carrier-1"]')).to_be_visible()
    page.click("[data-ask]")
    expect(page.locator("[data-what-if]")).to_have_text("假设：撤出 科技城标准厂房1号")
    expect(page.locator(".compare thead")).to_contain_text("不作假设")
    page.click('[data-withdrawn="snd-group-carrier-1"]')
    assume = page.locator("[data-assume]")
    assume.locator("summary").click()
    assume.locator("[name=name]").fill("机器人装配项目")
    assume.locator("[name=kinds]").select_option("PLANT")
    assume.locator("[name=investment]").fill("80000")
    assume.locator("[data-add]").click()
    # It says what is missing instead of taking a project that looks for no space.
    expect(page.locator("[data-added]")).to_have_count(0)
    assume.locator("[name=floor_m2]").fill("3000")
    assume.locator("[data-add]").click()
    expect(page.locator("[data-added]")).to_have_text("+ 机器人装配项目 ×")
    page.click("[data-ask]")
    expect(page.locator("[data-what-if]")).to_have_text("假设：新增项目 机器人装配项目")
    expect(page.locator(".compare thead")).to_contain_text("不作假设")
    # The one plant is worth more to the project that is there; what is only assumed can't be opened.
    expect(page.locator('[data-row="placed"] td').first).to_have_text("1 / 3")
    page.click('[data-change="NONE"]')
    plan = page.locator('[data-plan="what-if-1"]')
    expect(plan.locator("[data-assumed]")).to_have_text("机器人装配项目")
    expect(plan.locator("button")).to_have_count(0)
    page.context.clear_cookies()
    page.goto("about:blank")
    log_in(page, running, "soe-2")
    page.click('[data-group="carriers"]')
    expect(page.locator('[data-tab="carriers"]')).to_be_visible()
    expect(page.locator('[data-tab="assignment"]')).to_have_count(0)


def test_commerces_capital_opens_with_what_waits_and_its_verification_is_made_ready(
    page: Page, running: RunningBoard, district: BoardWorld
) -> None:
    log_in(page, running, "commerce")
    page.click('[data-group="capital"]')
    expect(page.locator("[data-filter=status]")).to_have_value("RECORDED")
    page.click(f'tr[data-id="{WAITING}"]')
    form = page.locator("#verification")
    form.locator("summary").click()
    form.locator("input[value=verify]").check()
    form.locator("[data-field=verification_reference]").fill("商核〔2020〕7号")
    form.locator("[data-field=verified_on]").fill("2020-12-31")
    known = {"verification_reference": "商核〔2020〕7号", "verified_on": date(2020, 12, 31)}
    assert prepared(form) == FdiEntryVerified(entry_id=WAITING, **known)
    page.keyboard.press("Escape")
    page.click('[data-tab="suspicions"]')
    pair = page.locator(f'[data-suspicion*="{WAITING}"]')
    expect(pair).to_contain_text("两家单位在相近日期登记了同样的金额")
    expect(pair.locator("[data-entry]")).to_have_count(2)
    expect(pair.locator(f'[data-entry="{COPY}"] mark').first).to_have_text("800,000 美元")
