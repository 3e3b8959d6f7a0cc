"""Other workbooks than the demo's: columns in any order, other titles, other units, titles above, notes below."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from yipanqi.contract.catalog import product_catalog
from yipanqi.contract.codes import product_codes
from yipanqi.unit.sheets import Fault, load_declarations, plan_events, read_rows, read_workbook, report

PROJECT = ["项目编号", "项目名称", "投资方", "总投资（亿元）", "用地面积（亩）", "当前阶段", "阶段时间"]
ROW = ["ZS-1", "甲项目", "甲公司", 1.2, 30, "已签约", "2020.4"]


def test_columns_may_stand_in_any_order(good):
    (plain,) = good([PROJECT, ROW])
    (turned,) = good([PROJECT[::-1], ROW[::-1]])
    assert plain.record == turned.record
    assert plain.record["planned_investment"] == {"amount": Decimal("120000000.00"), "currency": "CNY"}


def test_the_table_may_stand_anywhere_in_the_sheet(good):
    rows = [[None] * 9, ["某某局2020年度台账"], ["填报单位：招商中心"], [], [None, None, *PROJECT], [None, None, *ROW]]
    (row,) = good(rows)
    assert row.row == 6
    assert row.record["name"] == "甲项目"


@pytest.mark.parametrize(
    "titles",
    [
        ["编号", "项目", "投资主体", "计划总投资(亿元)", "占地(亩)", "进度", "进度日期"],
        ["Project No.", "Project name", "Investor", "Total investment (亿元)", "Land area (mu)", "Stage", "Stage date"],
        ["项目代码", "项目简称", "投资单位", "投资总额/亿元", "用地（亩）", "目前进展", "进展时间"],
        ["项 目 编 号", "项目\n名称", "投资者", "总投资\n（亿元）", "用地面积：亩", "推进阶段", "时间节点"],
        ["项目编号", "项目名称", "投资方", "总投资亿元", "用地面积亩", "项目进展", "时间"],
        ["项目编号（必填）", "项目名称（全称）", "投资方", "总投资（计划）（亿元）", "用地面积【亩】", "阶段", "日期"],
    ],
)
def test_other_titles_of_the_same_columns_are_known(good, titles):
    (row,) = good([titles, ROW])
    assert row.record["land_m2"] == Decimal("20000.00")
    assert row.record["planned_investment"]["amount"] == Decimal("120000000.00")
    assert row.record["stage_since"] == "2020-04"


def test_units_may_stand_in_a_row_of_their_own_below_the_titles(good):
    titles = ["项目编号", "项目名称", "总投资", "用地面积", "阶段"]
    (row,) = good([titles, [None, None, "万元", "（亩）", None], ["ZS-1", "甲", 5000, 15, "在谈"]])
    assert row.record["planned_investment"]["amount"] == Decimal("50000000.00")
    assert row.record["land_m2"] == Decimal("10000.00")


def test_a_group_title_above_gives_its_unit_and_its_meaning(good):
    rows = [
        ["项目编号", "项目名称", "投资情况（万元）", None, "项目进展", None],
        [None, None, "总投资", "备注", "当前阶段", "时间"],
        ["ZS-1", "甲", 5000, "一期", "在谈", "2020年"],
    ]
    (row,) = good(rows, merges=["A1:A2", "B1:B2", "C1:D1", "E1:F1"])
    assert row.record["planned_investment"]["amount"] == Decimal("50000000.00")
    assert row.record["remarks"] == "一期"
    assert row.record["stage_since"] == "2020"


def test_a_csv_has_no_merged_cells_and_is_understood_all_the_same(read, delimited):
    rows = [
        ["项目编号", "项目名称", "投资情况", "", "项目进展", ""],
        ["", "", "总投资（万元）", "备注", "当前阶段", "时间"],
        ["ZS-1", "甲", "5000", "一期", "在谈", "2020年"],
    ]
    (row,) = read(delimited(rows), filename="台账.csv").good_rows()
    assert row.record["stage"] == "NEGOTIATING"
    assert row.record["planned_investment"]["amount"] == Decimal("50000000.00")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_is_read_in_every_encoding_and_delimiter(read, delimited, encoding, delimiter):
    (row,) = read(delimited([PROJECT, ROW], encoding, delimiter), filename="台账.csv").good_rows()
    assert row.record["name"] == "甲项目"


def test_a_comma_without_quotes_in_a_csv_is_reported_and_not_shifted(read):
    text = '项目编号,项目名称,总投资（万元）,阶段\nZS-1,甲,1,200,在谈\nZS-2,乙,"1,200",在谈\n'
    reading = read(text.encode(), filename="a.csv")
    assert [row.record["project_id"] for row in reading.good_rows()] == ["investment-project-ZS-2"]
    assert Fault.EXTRA_CELLS in {problem.code for problem in reading.problems()}


def test_excel_serials_and_months_stored_as_first_days_keep_their_meaning(good):
    rows = [
        ["项目编号", "项目名称", "阶段", "阶段时间"],
        ["ZS-1", "甲", "在谈", 43949],
        ["ZS-2", "乙", "在谈", datetime(2020, 4, 1)],  # noqa: DTZ001
        ["ZS-3", "丙", "在谈", date(2020, 4, 1)],
        ["ZS-4", "丁", "在谈", 2020],
    ]
    found = good(rows, formats={"D3": 'yyyy"年"m"月"', "D4": "yyyy-mm-dd"})
    assert [row.record["stage_since"] for row in found] == ["2020-04-28", "2020-04", "2020-04-01", "2020"]


def test_what_is_unknown_is_no_error(good):
    unknown = ["/", "——", "-", "待定", "未披露", "无", "N/A", "　", "", None]
    rows = [PROJECT, *([f"ZS-{n}", "甲", text, text, text, "在谈", text] for n, text in enumerate(unknown))]
    for row in good(rows):
        assert set(row.record) == {"project_id", "name", "stage", "taken_over"}


def test_totals_notes_sections_and_repeated_headers_are_no_records(read, xlsx):
    rows = [
        PROJECT,
        ["一、在谈项目"],
        ROW,
        PROJECT,
        ["ZS-2", "乙项目（合计）", "乙", 2, 3, "在谈", "2020"],
        ["小 计", None, None, 3.2, 33],
        [None, "合计：", None, 3.2, 33],
        [],
        ["注：1．总投资为协议数。"],
        ["填表人：张三", None, "审核：李四"],
    ]
    sheet = read(xlsx(rows)).sheets[0]
    assert [row.row for row in sheet.good] == [3, 5]
    assert sheet.bad == ()
    assert [(row.row, row.reason.value) for row in sheet.skipped] == [
        (2, "section"), (4, "repeated_header"), (6, "total"), (7, "total"), (9, "note"), (10, "note"),
    ]  # fmt: skip


def test_two_tables_may_stand_under_each_other(read, xlsx):
    rows = [
        PROJECT, ROW, [],
        ["载体编号", "载体名称", "载体类型", "面积（㎡）", "空置日期"],
        ["XGZ-9", "甲厂房", "厂房", 3000, "2020.3.1"],
    ]  # fmt: skip
    reading = read(xlsx(rows), "zone")
    assert [row.aggregate_id for row in reading.good_rows()] == ["zone-project-ZS-1", "zone-carrier-XGZ-9"]


def test_a_merged_text_counts_for_every_row_but_a_merged_amount_for_none(read, xlsx):
    rows = [PROJECT, ROW, ["ZS-2", "乙项目", None, None, 20, "在谈", "2020"]]
    reading = read(xlsx(rows, merges=["C2:C3"]))
    assert [row.record.get("investor_name") for row in reading.good_rows()] == ["甲公司", "甲公司"]
    shared = read(xlsx(rows, merges=["D2:D3"]))
    assert {(p.row, p.column, p.code) for p in shared.problems()} == {
        (2, "总投资（亿元）", Fault.MERGED_AMOUNT),
        (3, "总投资（亿元）", Fault.MERGED_AMOUNT),
    }


def test_an_unknown_column_is_said_and_not_lost_silently(read, xlsx):
    reading = read(xlsx([[*PROJECT, "领导批示"], [*ROW, "抓紧"]]))
    assert [(n.column, n.code) for n in reading.sheets[0].notices] == [("领导批示", "unknown_column")]
    assert len(list(reading.good_rows())) == 1


def test_an_unknown_unit_in_the_header_is_refused_and_not_taken_for_the_usual_one(read, xlsx):
    titles = ["载体编号", "载体名称", "载体类型", "建筑面积（坪）"]
    (problem,) = read(xlsx([titles, ["XGZ-9", "甲厂房", "厂房", 3000]]), "zone").problems()
    assert (problem.column, problem.code) == ("建筑面积（坪）", Fault.UNKNOWN_UNIT)


def test_land_without_a_unit_is_refused_while_floor_is_read_as_square_metres(read, xlsx):
    titles = ["载体编号", "载体名称", "载体类型", "面积"]
    reading = read(xlsx([titles, ["XGZ-8", "甲厂房", "厂房", 3000], ["XGZ-9", "甲地", "闲置土地", 30]]), "zone")
    assert [row.record["floor_m2"] for row in reading.good_rows()] == [Decimal("3000.00")]
    assert [(p.row, p.code) for p in reading.problems()] == [(3, Fault.NO_UNIT)]
    assert "assumed_unit" in {notice.code for notice in reading.sheets[0].notices}


def test_a_formula_without_a_result_and_an_error_are_reported(read, xlsx):
    rows = [PROJECT, [*ROW[:3], "=1+1", *ROW[4:]]]
    (problem,) = read(xlsx(rows)).problems()
    assert (problem.row, problem.column, problem.code) == (2, "总投资（亿元）", Fault.NO_RESULT)


def test_the_same_number_with_other_content_is_refused_and_the_same_row_is_taken_once(read, xlsx):
    sheet = read(xlsx([PROJECT, ROW, ROW, [*ROW[:1], "另一项目", *ROW[2:]]])).sheets[0]
    assert [row.row for row in sheet.good] == [2]
    assert [row.reason.value for row in sheet.skipped] == ["identical_duplicate"]
    (problem,) = sheet.bad[0].problems
    assert (problem.row, problem.column, problem.code) == (4, "项目编号", Fault.DUPLICATE)
    assert "第 2 行" in problem.zh


def test_a_missing_number_is_reported_in_every_row(read, xlsx):
    reading = read(xlsx([PROJECT[1:], ROW[1:]]))
    (problem,) = reading.problems()
    assert (problem.column, problem.code) == ("项目编号", Fault.MISSING)


@pytest.mark.parametrize(
    ("written", "number"), [("ZS－１", "ZS-1"), ("ZS 1（补）", "ZS1"), (1.0, "1"), (20200001.0, "20200001")]
)
def test_local_numbers_are_normalised(good, written, number):
    (row,) = good([PROJECT, [written, *ROW[1:]]])
    assert row.aggregate_id == f"investment-project-{number}"


@pytest.mark.parametrize("written", ["苏招〔2020〕1号", "ZS/1", "-", "编号一"])
def test_a_number_that_no_id_can_hold_is_refused(read, xlsx, written):
    (problem,) = read(xlsx([PROJECT, [written, *ROW[1:]]])).problems()
    assert problem.column == "项目编号"


def test_a_place_that_is_no_known_area_is_kept_as_it_is_worded(good):
    rows = [
        ["项目编号", "项目名称", "阶段", "落户区域"],
        ["ZS-1", "甲", "在谈", "科技城"],
        ["ZS-2", "乙", "在谈", "嘉陵江路8号"],
    ]
    first, second = good(rows)
    assert first.record["area_code"] == "A-SSTT"
    assert second.record["place_text"] == "嘉陵江路8号"


def test_a_hidden_sheet_and_one_without_a_table_are_said(read, xlsx):
    reading = read(xlsx({"说明": [["请各单位认真填写"], ["联系人：张三"]], "台账": [PROJECT, ROW]}))
    assert [n.code for n in reading.sheets[0].notices] == ["no_table"]
    assert len(list(reading.good_rows())) == 1


def test_a_list_of_enterprises_is_read_and_a_wrong_credit_code_refused(read, xlsx):
    titles = ["企业名称", "统一社会信用代码", "国别（地区）", "产业链", "是否目标企业"]
    rows = [
        titles,
        ["甲公司", "91350100M000100Y43", "日本", "医疗器械", "是"],
        ["乙公司", "91350100M000100Y44", "日本", "", ""],
    ]
    reading = read(xlsx(rows), "investment")
    (row,) = reading.good_rows()
    assert row.record["country"] == "JP"
    assert row.record["target"] is True
    assert [(p.column, p.code) for p in reading.problems()] == [("统一社会信用代码", Fault.BAD_CREDIT_CODE)]


def test_dollars_that_are_not_amount_by_rate_are_refused(read, xlsx):
    titles = ["项目名称", "到账日期", "金额（万元）", "币种", "折美元（万）", "汇率", "凭证号"]
    rows = [titles, ["甲", "2020-01-05", 700, "人民币", 100, 7, "YZ1"],
            ["乙", "2020-01-05", 700, "人民币", 1000, 7, "YZ2"],
            ["丙", "2020年1月", 700, "人民币", 100, 7, "YZ3"]]  # fmt: skip
    reading = read(xlsx(rows), "commerce")
    assert [row.record["usd"] for row in reading.good_rows()] == [Decimal("1000000.00")]
    assert [(p.row, p.code) for p in reading.problems()] == [(3, Fault.RATE), (4, Fault.DAY_NEEDED)]


def test_references_find_the_unit_by_the_longest_prefix(read, xlsx):
    titles = ["载体编号", "项目编号", "预留至"]
    rows = [
        titles,
        ["XGZ-01", "XG-001", "2021-06-30"],
        ["ABC-1", "XG-001", "2021-06-30"],
        ["soe-2-carrier-Z9", "XG-001", "2021-06-30"],
    ]
    reading = read(xlsx(rows), "zone")
    assert [(r.record["carrier_id"], r.record["project_id"]) for r in reading.good_rows()] == [
        ("zone-carrier-XGZ-01", "zone-project-XG-001"),
        ("soe-2-carrier-Z9", "zone-project-XG-001"),
    ]
    assert [(p.row, p.column, p.code) for p in reading.problems()] == [(3, "载体编号", Fault.UNKNOWN_OWNER)]


def test_a_cell_may_repeat_the_beginning_of_its_headers_unit(good):
    titles = ["载体编号", "载体名称", "类型", "租金（元/㎡·月）"]
    first, second = good([titles, ["XGZ-1", "甲", "厂房", "25元"], ["XGZ-2", "乙", "厂房", "1元/㎡·天"]], "zone")
    assert first.record["rent_cny_m2_month"] == Decimal("25.00")
    assert second.record["rent_cny_m2_month"] == Decimal("30.42")


def test_the_kind_of_a_carrier_may_be_said_by_the_title_of_its_number(good):
    (row,) = good([["地块编号", "地块名称", "面积（亩）"], ["XGZ-1", "甲", 30]], "zone")
    assert (row.record["kind"], row.record["land_m2"]) == ("IDLE_LAND", Decimal("20000.00"))


def test_a_unit_declares_its_own_titles_in_a_file(xlsx, tmp_path):
    own = tmp_path / "sheets.yaml"
    own.write_text(
        "layouts: {project: {columns: {name: {titles: [工程叫法]}}}}\n"
        "units: {zone: {project: {columns: {stage: {titles: [走到哪了]}}}}}\n",
        encoding="utf-8",
    )
    book = read_workbook(xlsx([["项目编号", "工程叫法", "走到哪了"], ["XG-1", "甲", "在谈"]]), "a.xlsx")
    catalog, codes = product_catalog(), product_codes()
    reading = read_rows(book, "zone", catalog, codes, load_declarations("zone", catalog, own))
    assert [row.record["name"] for row in reading.good_rows()] == ["甲"]
    assert list(read_rows(book, "zone", catalog, codes).good_rows()) == []


def test_every_unit_of_the_catalogue_has_declarations(xlsx):
    catalog = product_catalog()
    for unit in catalog.units:
        for layout in load_declarations(unit, catalog).values():
            assert set(layout.needs) | set(layout.some_of) <= set(layout.columns)
            assert {c.codes for c in layout.columns.values() if c.codes} <= set(product_codes())


def test_a_district_whose_units_do_not_add_up_is_noticed_and_a_stretch_explains_it(read, xlsx):
    header = [
        "指标",
        "单位",
        "责任单位",
        "全年目标",
        "一季度",
        "二季度",
        "三季度",
        "四季度",
        *(f"{m}月" for m in range(1, 13)),
    ]
    split = [30, 30, 30, 30, *[10] * 12]
    more = [33, 33, 33, 33, *[11] * 12]
    whole, zone = ["引进人才", "人", "全区", 120, *split], ["引进人才", "人", "浒墅关经开区", 132, *more]
    reading = read(xlsx({"目标": [["2021年目标"], header, whole, zone]}), "commerce")
    (notice,) = reading.sheets[0].notices
    assert (notice.row, notice.code) == (None, "target_year_sum")
    assert "132" in notice.zh
    assert len(reading.sheets[0].good) == 2
    stated = read(xlsx({"目标": [["2021年目标"], [*header, "加压数"], [*whole, 12], [*zone, None]]}), "commerce")
    assert stated.sheets[0].notices == ()
    assert stated.sheets[0].good[0].record["stretch"] == 12


def test_a_units_own_ledger_of_foreign_capital_has_contracted_and_utilised_entries(read, xlsx):
    rows = [
        ["2020年经开区外资台账"],
        ["序号", "凭证号", "企业名称", "外资类别", "合同日期", "金额（万美元）", "汇率", "冲减条目"],
        [1, "XG-F1", "甲外资", "合同外资", "2020.4.1", 500, "/", None],
        [2, "XG-F2", "甲外资", "到账", "2020年5月8日", -20, None, "zone-fdi-XG-F0"],
    ]
    contract, utilised = read(xlsx({"外资": rows}), "zone").good_rows()
    assert (contract.aggregate_id, contract.record["kind"]) == ("zone-fdi-XG-F1", "CONTRACT")
    assert contract.record["amount"] == {"amount": Decimal("5000000.00"), "currency": "USD"}
    assert (utilised.record["kind"], utilised.record["offsets"]) == ("UTILISED", "zone-fdi-XG-F0")
    assert utilised.record["amount"]["amount"] == Decimal("-200000.00")


def test_a_list_of_rooms_becomes_the_units_of_their_carriers(read, xlsx):
    rows = [
        ["科技大厦房间清单"],
        ["序号", "载体编号", "房号", "建筑面积（㎡）", "层高（米）", "使用状态", "空置起始日"],
        [1, "SGX-1", "301", 120.5, 4.2, "空置", "2020.6"],
        [2, "SGX-1", "302", 88, "/", "在用", None],
    ]
    free, used = read(xlsx({"房间": rows}), "snd-group").good_rows()
    assert free.record == {
        "carrier_id": "snd-group-carrier-SGX-1",
        "unit_no": "301",
        "floor_m2": Decimal("120.50"),
        "storey_height_m": Decimal("4.20"),
        "vacant_since": "2020-06",
        "occupied": False,
    }
    assert (used.kind, used.record["occupied"], used.key) == (
        "carrier_unit",
        True,
        "carrier:snd-group-carrier-SGX-1|302",
    )


def test_what_a_project_needs_of_its_carrier_is_read_from_the_project_table(good):
    titles = [
        *("项目编号", "项目名称", "当前阶段", "需求载体类型", "需求面积", "层高要求", "荷载要求（kN/㎡）", "用电需求"),
        *("租金上限（元/㎡·天）", "意向区域", "入驻时间", "可分处数"),
    ]
    line = ["ZS-1", "甲", "在谈", "厂房", 8000, "8米", 20, "2000kVA", "1", "浒墅关经开区、科技城", "2021.3.1", 2]
    (row,) = good([titles, line])
    record = row.record
    assert record["need_kinds"] == ("PLANT",)
    assert (record["need_floor_m2"], record["need_storey_height_m"]) == (Decimal("8000.00"), Decimal("8.00"))
    assert record["need_floor_load_t_m2"] == Decimal("2.04")
    assert (record["need_power_kva"], record["need_sites"]) == (Decimal("2000.00"), 2)
    assert record["need_rent_max_cny_m2_month"] > 30
    assert record["need_area_codes"] == ("A-XSG-EDZ", "A-SSTT")
    assert record["need_from_on"] == "2021-03-01"


def test_a_need_that_cannot_be_read_says_cell_field_and_what_belongs_there(read, xlsx):
    titles = ["项目编号", "项目名称", "当前阶段", "层高要求", "入驻时间"]
    reading = read(xlsx([titles, ["ZS-1", "甲", "在谈", 79, "2021年"]]), filename="")
    entries = report(reading)["sheets"][0]["problems"]
    assert [(e["file"], e["row"], e["cell"], e["field"]) for e in entries] == [
        ("表.xlsx", 2, "D2", "need_storey_height_m"),
        ("表.xlsx", 2, "E2", "need_from_on"),
    ]
    assert entries[0]["expected"] == {"zh": "高度（米），不超过 30", "en": "a height in metres, 30 at most"}
    assert entries[1]["hint"]["en"] == "write it as 2020-04-28"


SCORES = [
    *("统一社会信用代码", "企业名称", "责任单位", "评价办法版本", "投资效率（万元/亩）", "投资效率基准值"),
    *("土地集约（万元/亩）", "土地集约基准值", "产业链（分）", "产业链基准值", "环境（分）", "环境基准值"),
    *("能耗（万元/吨标煤）", "能耗基准值"),
]
FIRM = ["91350100M000100Y43", "某某光电", "浒墅关经开区", "2020版", 420, 400, 35, 30, 80, 100, 90, 100, 6.5, 5]


def test_an_evaluation_table_gives_five_parts_with_their_units(good):
    (row,) = good([["2020年综合评价打分表"], SCORES, FIRM], unit="commerce")
    record = row.record
    assert record["evaluation_id"] == "commerce-evaluation-2020-91350100M000100Y43"
    assert (record["subject_kind"], record["keeper_unit"], record["year"]) == ("ENTERPRISE", "zone", 2020)
    assert [part["part"] for part in record["parts"]] == ["INVESTMENT", "LAND", "CHAIN", "ENVIRONMENT", "ENERGY"]
    assert [part["measure"] for part in record["parts"]] == ["万元/亩", "万元/亩", "分", "分", "万元/吨标煤"]


def test_scores_that_are_measured_anew_replace_all_five(read, xlsx):
    first = plan_events(read(xlsx([["2020年"], SCORES, FIRM]), "commerce"), "commerce", {}.get)
    remembered = {entry.key: entry.remember for entry in first}
    again = read(xlsx([["2020年"], SCORES, [*FIRM[:4], 410, *FIRM[5:]]]), "commerce")
    (planned,) = plan_events(again, "commerce", remembered.get)
    assert planned.event_type == "yipanqi.evaluation.EvaluationRevised"
    assert [float(part.value) for part in planned.event.parts] == [410, 35, 80, 90, 6.5]


def test_an_evaluation_without_year_unit_or_known_subject_is_told_at_its_cells(read, xlsx):
    titles = [*SCORES[:4], "投资效率", *SCORES[5:]]
    found = {(p.column, p.code) for p in read(xlsx([titles, ["乙厂", *FIRM[1:]]]), "commerce").problems()}
    assert found == {
        ("统一社会信用代码", Fault.UNKNOWN_OWNER),
        ("评价年度", Fault.NO_YEAR),
        ("投资效率", Fault.NO_UNIT),
    }
