"""An import publishes what is new: first rows are registered, changed cells are updated, the rest is silence."""

from __future__ import annotations

import json
from decimal import Decimal

import pytest

from yipanqi.unit.sheets import Fault, plan_events

TITLES = ["项目编号", "项目名称", "总投资（亿元）", "用地面积（亩）", "阶段", "阶段时间", "备注"]
ROW = ["ZS-1", "甲项目", 1.2, 30, "在谈", "2020.4", "一期"]


class Memory:
    """What a unit service keeps: JSON by key."""

    def __init__(self) -> None:
        self.rows: dict[str, str] = {}

    def get(self, key: str):
        return json.loads(self.rows[key]) if key in self.rows else None

    def put(self, key: str, remembered) -> None:
        self.rows[key] = json.dumps(remembered, ensure_ascii=False)


@pytest.fixture
def memory() -> Memory:
    return Memory()


@pytest.fixture
def run(read, xlsx, memory):
    def importing(rows, unit="investment"):
        plan = plan_events(read(xlsx(rows), unit), unit, memory.get)
        for planned in plan:
            memory.put(planned.key, planned.remember)
        return plan

    return importing


def said(plan):
    return [
        (e.event_type.rsplit(".", 1)[-1], e.event.model_dump(exclude_none=True, exclude_defaults=True)) for e in plan
    ]


def test_a_first_import_registers_and_says_that_it_takes_over(run):
    (planned,) = run([TITLES, ROW])
    assert planned.event_type == "yipanqi.project.ProjectRegistered"
    assert planned.event.taken_over is True
    assert planned.event.aggregate_id() == "investment-project-ZS-1"
    assert planned.event.source_text["planned_investment"] == "1.2亿元"


def test_the_same_file_again_publishes_nothing(run):
    run([TITLES, ROW])
    plan = run([TITLES, ROW])
    assert len(plan) == 0
    assert plan.unchanged == (("Sheet1", 2),)


def test_the_same_content_in_another_layout_is_no_change(run):
    run([TITLES, ROW])
    other = ["项目名称", "项目编号", "总投资", "用地面积（㎡）", "进度", "日期", "备注"]
    assert len(run([other, ["甲项目", "ZS-1", "12000万元", 20000, "洽谈中", "2020年4月", "一期"]])) == 0


def test_a_changed_cell_gives_only_that_field(run):
    run([TITLES, ROW])
    (kind, content), = said(run([TITLES, ["ZS-1", "甲项目", 1.2, 60, *ROW[4:]]]))  # fmt: skip
    assert kind == "ProjectUpdated"
    assert content["land_m2"] == Decimal("40000.00")
    assert set(content) == {"project_id", "land_m2", "source_text"}


def test_an_emptied_cell_is_cleared_but_a_missing_column_is_not(run):
    run([TITLES, ROW])
    (kind, content), = said(run([TITLES, [*ROW[:6], "/"]]))  # fmt: skip
    assert (kind, content["cleared"]) == ("ProjectUpdated", ("remarks",))
    assert len(run([TITLES[:6], ROW[:6]])) == 0
    assert len(run([[*TITLES[:2], TITLES[4]], [*ROW[:2], ROW[4]]])) == 0


def test_a_new_stage_is_a_move_with_its_day(run):
    run([TITLES, ROW])
    (kind, content), = said(run([TITLES, [*ROW[:4], "已签约", "2020-05-08", "一期"]]))  # fmt: skip
    assert kind == "ProjectStageChanged"
    assert content["to_stage"] == "SIGNED"
    assert content["effective_on"].isoformat() == "2020-05-08"


def test_a_new_stage_without_its_day_is_a_problem_and_not_remembered(run):
    run([TITLES, ROW])
    for _again in range(2):
        plan = run([TITLES, [*ROW[:4], "已签约", "2020.5", "一期"]])
        assert len(plan) == 0
        assert [(p.row, p.column, p.code) for p in plan.problems] == [(2, "阶段时间", Fault.DAY_NEEDED)]


def test_a_stage_date_that_was_wrong_is_corrected(run):
    first = run([TITLES, ROW]).events[0]
    (kind, content), = said(run([TITLES, [*ROW[:5], "2020.3", "一期"]]))  # fmt: skip
    assert kind == "ProjectCorrected"
    assert (content["corrects"], content["stage_since"]) == (first.event_id, "2020-03")


def test_ids_follow_from_the_content_so_that_a_lost_memory_repeats_them(run, memory):
    first = [e.event_id for e in run([TITLES, ROW])]
    memory.rows.clear()
    assert [e.event_id for e in run([TITLES, ROW])] == first


def test_a_change_back_and_forth_is_news_each_time(run):
    ids = [e.event_id for area in (30, 60, 30, 60, 30) for e in run([TITLES, [*ROW[:3], area, *ROW[4:]]])]
    assert len(ids) == len(set(ids)) == 5


def test_a_carrier_goes_on_offer_and_is_withdrawn_by_its_state(run):
    titles = ["载体编号", "载体名称", "类型", "面积（㎡）", "状态"]
    run([titles, ["XGZ-1", "甲", "厂房", 100, "已登记"]], "zone")
    assert [kind for kind, _ in said(run([titles, ["XGZ-1", "甲", "厂房", 100, "可招商"]], "zone"))] == [
        "CarrierListed"
    ]
    assert [kind for kind, _ in said(run([titles, ["XGZ-1", "甲", "厂房", 100, "已撤回"]], "zone"))] == [
        "CarrierWithdrawn"
    ]


def test_a_state_that_a_sheet_can_not_set_is_said_and_tried_again(run):
    titles = ["载体编号", "载体名称", "类型", "面积（㎡）", "状态"]
    run([titles, ["XGZ-1", "甲", "厂房", 100, "可招商"]], "zone")
    for _again in range(2):
        plan = run([titles, ["XGZ-1", "甲", "厂房", 100, "已入驻"]], "zone")
        assert len(plan) == 0
        assert [notice.column for notice in plan.notices] == ["状态"]


def test_a_flag_is_raised_by_its_own_event(run):
    titles = ["项目编号", "项目名称", "阶段", "是否涉及生态红线"]
    run([titles, ["ZS-1", "甲", "在谈", "否"]])
    (kind, content), = said(run([titles, ["ZS-1", "甲", "在谈", "是"]]))  # fmt: skip
    assert (kind, content["flag"], content["raised"]) == ("ProjectFlagSet", "red_line", True)


def test_a_reservation_is_asked_for_once(run):
    rows = [["载体编号", "项目编号", "预留至"], ["XGZ-1", "XG-1", "2021-06-30"]]
    assert len(run(rows, "zone")) == 1
    assert len(run(rows, "zone")) == 0


def test_a_reading_of_another_unit_is_refused(read, xlsx):
    with pytest.raises(ValueError, match="investment"):
        plan_events(read(xlsx([TITLES, ROW])), "commerce", lambda key: None)


def test_the_demo_again_publishes_nothing(read, demo, memory):
    for count in (32, 0):
        plan = plan_events(read(demo / "招商中心_2020年招商项目台账.xlsx"), "investment", memory.get)
        assert len(plan) == count
        for planned in plan:
            memory.put(planned.key, planned.remember)


def test_a_room_whose_facts_change_is_said_anew(run):
    titles = ["载体编号", "房号", "建筑面积（㎡）", "使用状态"]
    run([titles, ["SGX-1", "301", 120, "空置"]], "snd-group")
    assert said(run([titles, ["SGX-1", "301", 120, "空置"]], "snd-group")) == []
    (name, facts), *more = said(run([titles, ["SGX-1", "301", 110, "空置"]], "snd-group"))
    assert (name, facts["unit_no"], facts["floor_m2"], more) == ("CarrierUnitRecorded", "301", Decimal("110.00"), [])


def test_a_table_of_a_further_aggregate_is_registered_and_updated(run):
    titles = ["线索编号", "线索名称", "渠道", "收到日期", "需求"]
    ((name, _),) = said(run([titles, ["X-1", "甲线索", "活动", "2020.5.1", "厂房"]]))
    assert name == "LeadRegistered"
    ((name, facts),) = said(run([titles, ["X-1", "甲线索", "活动", "2020.5.1", "楼宇"]]))
    assert (name, facts["needs"]) == ("LeadUpdated", "楼宇")


def test_a_ledger_of_revitalisation_enters_cases_at_the_status_they_have_reached(run):
    titles = ["盘活编号", "载体编号", "盘活方式", "盘活进展", "排查日期", "预计盘活面积（亩）", "意向企业"]
    found = said(
        run(
            [
                titles,
                ["P-1", "SGX-1", "腾笼换鸟", "洽谈", "2020.11.2", 30, "甲"],
                ["P-2", "SGX-2", "增资", "/", "/", "/", "/"],
            ],
            "snd-group",
        )
    )
    assert [name for name, _ in found] == ["RevitalisationIdentified"] * 2
    first, second = (facts for _, facts in found)
    assert (first["status"], first["taken_over"], first["mode"]) == ("NEGOTIATING", True, "REPLACEMENT")
    assert (first["expected_m2"], first["carrier_id"]) == (Decimal("20000.00"), "snd-group-carrier-SGX-1")
    assert second == {
        "revitalisation_id": "snd-group-revitalisation-P-2",
        "carrier_id": "snd-group-carrier-SGX-2",
        "mode": "CAPITAL_INCREASE",
    }


LISTED = ["企业名称", "统一社会信用代码", "拟上市板块", "上市阶段", "到达时间", "保荐机构", "下一步工作", "备注"]
FIRM = ["某某光电", "91350100M000100Y43", "科创板", "股改", "2020-03-31", "某某证券", "辅导备案", ""]


def test_a_further_listing_stage_is_a_step_with_its_day_and_its_proof(run):
    run([LISTED, FIRM], "commerce")
    titles = [*LISTED, "备案文号"]
    plan = run([titles, [*FIRM[:3], "辅导备案", "2020-09-30", FIRM[5], "验收", "", "苏证监备〔2020〕7号"]], "commerce")
    (kind, content), = said(plan)  # fmt: skip
    assert (kind, content["to_stage"], content["next_step"]) == ("ListingAdvanced", "TUTORING_FILED", "验收")
    assert [(e.kind, e.reference) for e in plan.events[0].event.evidence] == [("FILING", "苏证监备〔2020〕7号")]
    (notice,) = plan.notices
    assert (notice.row, notice.code) == (2, "change")
    assert "股改→辅导备案" in notice.zh
    assert "ListingAdvanced" in notice.en


def test_a_listing_stage_without_proof_or_out_of_order_is_told_with_what_to_do(run):
    run([LISTED, FIRM], "commerce")
    unproven = run([LISTED, [*FIRM[:3], "辅导备案", "2020-09-30", *FIRM[5:]]], "commerce")
    jumped = run([LISTED, [*FIRM[:3], "受理", "2020-09-30", *FIRM[5:]]], "commerce")
    assert (len(unproven), len(jumped)) == (0, 0)
    assert [(p.column, p.code) for p in unproven.problems] == [("证明文号", Fault.MISSING)]
    (problem,) = jumped.problems
    assert (problem.cell, problem.code, problem.field) == ("D2", Fault.STAGE_JUMP, "stage")
    assert "辅导备案、辅导验收" in problem.zh


def test_a_listing_that_is_given_up_says_why_in_its_remarks(run):
    run([LISTED, FIRM], "commerce")
    assert run([LISTED, [*FIRM[:3], "终止", "2020-09-30", *FIRM[5:]]], "commerce").problems[0].field == "remarks"
    (kind, content), *_ = said(run([LISTED, [*FIRM[:3], "终止", "2020-09-30", *FIRM[5:7], "撤回辅导"]], "commerce"))
    assert (kind, content["to_stage"], content["reason"]) == ("ListingAdvanced", "TERMINATED", "撤回辅导")


ACTIVITIES = ["编号", "活动名称", "活动类型", "活动时间", "实际举办日期", "到会企业数", "活动成效"]
PLANNED = ["HD-1", "东京推介会", "推介会", "2020-11-18", "/", "", ""]


def test_an_activity_with_its_day_filled_in_was_held(run):
    run([ACTIVITIES, PLANNED])
    plan = run([ACTIVITIES, [*PLANNED[:4], "2020-11-19", 60, "意向12个"]])
    (kind, content), = said(plan)  # fmt: skip
    assert (kind, content["guests"], content["results"]) == ("ActivityHeld", 60, "意向12个")
    assert content["held_on"].isoformat() == "2020-11-19"
    assert [n.code for n in plan.notices] == ["change"]
    assert len(run([ACTIVITIES, [*PLANNED[:4], "2020-11-19", 60, "意向12个"]])) == 0


def test_an_activity_held_before_its_planned_day_moves_that_day_first(run):
    run([ACTIVITIES, PLANNED])
    early = run([ACTIVITIES, [*PLANNED[:4], "2020-11-10", "", ""]])
    assert [(p.cell, p.code) for p in early.problems] == [("E2", Fault.DATES_REVERSED)]
    both = run([ACTIVITIES, [*PLANNED[:3], "2020-11-10", "2020-11-10", "", ""]])
    assert [kind for kind, _ in said(both)] == ["ActivityUpdated", "ActivityHeld"]


def test_a_wrong_day_of_an_activity_is_corrected(run):
    run([ACTIVITIES, PLANNED])
    (held,) = run([ACTIVITIES, [*PLANNED[:4], "2020-11-19", "", ""]])
    (kind, content), = said(run([ACTIVITIES, [*PLANNED[:4], "2020-11-20", "", ""]]))  # fmt: skip
    assert (kind, content["corrects"]) == ("ActivityCorrected", held.event_id)


TRAININGS = ["序号", "培训编号", "工号", "姓名", "培训日期", "培训内容", "学时", "主办单位"]


def test_a_training_is_recorded_once_and_corrected_by_the_event_that_recorded_it(run):
    line = [1, "PX-1", "ZSY-012", "陈某", "2020-06-12", "外商投资法", 8, "省商务厅"]
    first = run([["2020年培训台账"], TRAININGS, line])
    (kind, content), = said(first)  # fmt: skip
    assert (kind, content["recruiter_id"], content["hours"]) == (
        "TrainingRecorded",
        "investment-recruiter-ZSY-012",
        Decimal("8.0"),
    )
    for hours in (12, 16):
        (kind, content), = said(run([["2020年培训台账"], TRAININGS, [*line[:6], hours, line[7]]]))  # fmt: skip
        assert (kind, content["corrects"]) == ("TrainingCorrected", first.events[0].event_id)
        assert content["hours"] == hours
    assert len(run([["2020年培训台账"], TRAININGS, [*line[:6], 16, line[7]]])) == 0


def test_requests_and_visits_that_change_are_published_too(run):
    titles = ["诉求编号", "诉求标题", "诉求类别", "企业名称", "诉求内容"]
    run([titles, ["SQ-1", "招普工", "用工", "某某光电", "30人"]])
    (kind, content), = said(run([titles, ["SQ-1", "招普工", "用工", "某某光电", "50人"]]))  # fmt: skip
    assert (kind, content["content"]) == ("ServiceUpdated", "50人")
    titles = ["登记编号", "带队领导", "活动类别", "活动日期", "用时（小时）", "地点"]
    (first,) = run([titles, ["V-1", "区长", "走访企业", "2020-06-01", 2, "狮山"]], "commerce")
    (kind, content), = said(run([titles, ["V-1", "区长", "走访企业", "2020-06-01", 3, "/"]], "commerce"))  # fmt: skip
    assert (kind, content["corrects"], content["spent_hours"]) == ("VisitCorrected", first.event_id, 3)
    assert content["cleared"] == ("place_text",)
