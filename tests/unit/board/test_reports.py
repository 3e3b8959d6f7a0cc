"""Reports over the API: what they say is what the board says, as JSON, as a workbook, as a page to print."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from fastapi.testclient import TestClient
from openpyxl import Workbook, load_workbook
from tests.support.boarddistrict import money
from tests.support.boardlog import BoardLog
from tests.unit.board.conftest import read_board

from yipanqi.models.project import ProjectRegistered
from yipanqi.models.submission import RefusedRows, WorkbookSubmitted

Login = Callable[[str], TestClient]
HOSTILE = '<script>alert("1")</script>'
FORMULA = '=1+1&HYPERLINK("http://example.invalid")'
PLANNED = {"1": money("200000000"), "2": money("1000"), "4": money("3000000", "USD")}
SMALL = {"annual": Decimal(1200000), "measure": "USD"}


def fill(log: BoardLog) -> None:
    """A spring month with foreign capital, a signature, a target, carriers, and names that mean harm."""
    for number, unit, values in (
        ("1", "investment", {"name": HOSTILE, "stage": "SIGNED", "stage_since": "2020-04-28", "chain": "C2"}),
        ("2", "zone", {"name": FORMULA, "stage": "BUILDING", "stage_since": "2020-04-10"}),
        ("3", "zone", {"name": "只记到年的项目", "stage": "SIGNED", "stage_since": "2020"}),
        ("4", "zone", {"name": "在谈项目", "stage": "NEGOTIATING", "stage_since": "2020-04-02"}),
    ):
        base = {"project_id": f"{unit}-project-{number}", "taken_over": True, "planned_investment": PLANNED.get(number)}
        log.say(unit, ProjectRegistered(**{**base, **values}))
    entries: tuple[tuple[str, date, int], ...] = (
        ("1", date(2020, 2, 1), 250000),
        ("2", date(2020, 4, 1), 120000),
        ("3", date(2020, 5, 1), 990000),
    )
    for number, on, usd in entries:
        log.fdi(number, project_id="investment-project-1", usd=Decimal(usd), received_on=on, status="VERIFIED")
    log.fdi("4", "zone", project_id="zone-project-2", usd=Decimal(30000), received_on=date(2020, 4, 2))
    log.target(metric="FDI_UTILISED", responsible="district", **SMALL)
    log.target(metric="FDI_UTILISED", responsible="investment", **SMALL)
    log.target(metric="TALENTS", measure="人", responsible="investment", annual=Decimal(12))
    log.carrier("1", "snd-group", kind="IDLE_LAND", name="地块", land_m2=Decimal("2000"))
    log.carrier("2", "snd-group", floor_m2=Decimal("1500"))
    counts = {"rows_unreadable": 2, "rows_unchanged": 0, "rows_accepted": 19, "rows_refused": 1, "rows_unanswered": 0}
    refusals = (RefusedRows(code="carrier-held", rows=1),)
    handed_in = WorkbookSubmitted(submission_id="snd-group-submission-1", rows_read=22, refusals=refusals, **counts)
    log.say("snd-group", handed_in)


@pytest.fixture(scope="module")
def log_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Login]:
    """A board that all tests here only read."""
    folder = tmp_path_factory.mktemp("reports")
    with read_board(f"sqlite:///{folder}/board.sqlite", folder, fill) as login:
        yield login


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Login]:
    """A board where nothing has ever come."""
    folder = tmp_path_factory.mktemp("no-reports")
    with read_board(f"sqlite:///{folder}/board.sqlite", folder, lambda _: None) as login:
        yield login


def get(client: TestClient, path: str) -> Any:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def section(report: Any, id_: str) -> Any:
    (found,) = (part for part in report["sections"] if part["id"] == id_)
    return found


def book_of(client: TestClient, path: str) -> Workbook:
    answer = client.get(f"/api/v1/{path}")
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/vnd.openxmlformats")
    assert "attachment" in answer.headers["content-disposition"]
    return load_workbook(BytesIO(answer.content))


def test_foreign_capital_of_the_month_and_the_year_is_that_of_the_figure(log_in: Login) -> None:
    client = log_in("commerce")
    found = section(get(client, "reports/monthly?month=2020-04"), "foreign-capital")
    heads = [column["zh"] for column in found["columns"]]
    for heading, part, series in (
        ("实际使用外资·本月", "from=2020-04-01&to=2020-04-30", "UTILISED"),
        ("实际使用外资·本年累计", "from=2020-01-01&to=2020-04-30", "UTILISED"),
        ("实际使用外资（已核实）·本月", "from=2020-04-01&to=2020-04-30", "UTILISED_VERIFIED"),
    ):
        values = get(client, f"figures/fdi?{part}")["values"]
        (usd,) = (Decimal(value["value"]) for value in values if value["series"]["code"] == series)
        assert Decimal(found["total"][heads.index(heading)]) == usd / 10000, heading
    rows = {row[0]: row for row in found["rows"]}
    # 120,000 of April, 370,000 with February's; what zone reported is not verified.
    assert rows["招商中心"][heads.index("实际使用外资·本月")] == "12"
    assert rows["招商中心"][heads.index("实际使用外资·本年累计")] == "37"
    assert rows["浒墅关经开区"][heads.index("实际使用外资（已核实）·本月")]["reason"]["code"] == "unverified"
    assert found["last_input"] is not None


def test_what_has_no_value_says_why_and_is_no_nought(log_in: Login) -> None:
    report = get(log_in("leader"), "reports/monthly?month=2020-04")
    capital = section(report, "foreign-capital")
    assert capital["total"][1]["reason"]["code"] == "no-data"
    talents = next(row for row in section(report, "targets")["rows"] if row[0] == "引进人才")
    assert talents[6]["reason"]["code"] == "not-from-events"
    quality = section(report, "data-quality")
    # The one workbook was handed in on 31 December.
    assert {cell["reason"]["code"] for row in quality["rows"] for cell in row[-3:]} == {"no-data"}


def test_the_month_ends_with_the_fields_in_doubt(log_in: Login) -> None:
    report = get(log_in("leader"), "reports/monthly?month=2020-12")
    assert report["sections"][-1]["id"] == "corrections"
    assert [column["zh"] for column in report["sections"][-1]["columns"]][2:4] == ["对象", "字段"]


def test_the_rows_of_workbooks_are_those_of_the_period(log_in: Login) -> None:
    quality = section(get(log_in("leader"), "reports/monthly?month=2020-12"), "data-quality")
    heads = [column["zh"] for column in quality["columns"]]
    assert heads[-3:] == ["期内台账行", "其中退回", "退回率"]
    rows = {row[0]: row[-3:] for row in quality["rows"]}
    # Two unreadable and one refused of 22.
    assert rows["苏高新集团"] == ["22", "3", "0.136364"]
    assert {cell["reason"]["code"] for cell in rows["招商中心"]} == {"no-data"}


def test_targets_stand_as_of_the_end_of_the_month(log_in: Login) -> None:
    client = log_in("commerce")
    rows = {(r[0], r[1]): r for r in section(get(client, "reports/monthly?month=2020-04"), "targets")["rows"]}
    # Four months of 100,000 dollars were planned, 370,000 reached.
    mine = rows["实际使用外资", "招商中心"]
    assert mine[2:7] == ["万美元", "120", "40", "12", "37"]
    assert (mine[8], mine[9]) == ("0.925", "正常")
    # Of the month that goes on, the report says what the API says.
    now = {(r[0], r[1]): r for r in section(get(client, "reports/monthly?month=2020-12"), "targets")["rows"]}
    told = get(client, "targets/progress?year=2020&metric=FDI_UTILISED")["items"]
    for item in told:
        name = "全区" if item["unit"]["code"] == "district" else item["unit"]["zh"]
        row = now["实际使用外资", name]
        assert Decimal(row[6]) == Decimal(item["actual"]) / 10000
        assert row[8] == item["schedule_progress"]


def test_stages_are_counted_as_the_summary_counts_them(log_in: Login) -> None:
    client = log_in("leader")
    found = section(get(client, "reports/monthly?month=2020-04"), "stages")
    summary = {part["zh"]: part["count"] for part in get(client, "summary")["projects"]["by"]["stage"]}
    assert {row[0]: row[1] for row in found["rows"]} == summary
    assert found["total"][1] == 4
    signed = next(row for row in found["rows"] if row[0] == "已签约")
    assert (signed[1], signed[2], signed[3], signed[5]) == (2, 1, "20000", 1)


def test_the_first_lines_say_what_leaders_ask_first(log_in: Login) -> None:
    found = section(get(log_in("leader"), "reports/monthly?month=2020-04"), "headlines")
    lines = {row[0]: row[1:] for row in found["rows"]}
    assert lines["实际使用外资（已核实）"] == ["万美元", "12", "37", "", "0.925"]
    assert lines["合同外资（已核实）"][4]["reason"]["code"] == "no-target"
    assert (lines["签约项目"][1:3], lines["开工项目"][1:3]) == ([1, 1], [1, 1])
    # 2,000 m² are 3 mu.
    assert (lines["闲置土地"][3], lines["闲置厂房楼宇"][3]) == ("3", "1500")


def test_projects_that_moved_are_listed_and_vague_dates_are_told(log_in: Login) -> None:
    found = section(get(log_in("leader"), "reports/monthly?month=2020-04"), "movements")
    assert [(row[0], row[1], row[2]) for row in found["rows"]] == [
        ("签约", "2020-04-28", HOSTILE),
        ("开工", "2020-04-10", FORMULA),
    ]
    assert found["rows"][0][6] == "20000"
    assert any("1 项变动的日期只记到年" in note["zh"] for note in found["notes"])


def test_the_workbook_has_values_formats_and_a_merged_title(log_in: Login) -> None:
    book = book_of(log_in("commerce"), "reports/monthly?month=2020-04&format=xlsx")
    sheet = book["利用外资"]
    assert "A1:I1" in {str(area) for area in sheet.merged_cells.ranges}
    assert sheet["A1"].value == "利用外资（2020年4月）\nForeign capital (April 2020)"
    assert "苏州高新区" in str(sheet["A2"].value)
    assert sheet["B3"].value == "合同外资·本月（万美元）\nContract, the month (USD 10,000)"
    assert (sheet["F4"].value, sheet["F4"].number_format) == (12, "#,##0.00")
    assert sheet.freeze_panes == "B4"
    assert (sheet.page_setup.orientation, sheet.page_setup.paperSize) == ("landscape", 9)
    assert sheet.print_title_rows == "$1:$3"
    assert "&P" in str(sheet.oddFooter.center.text)
    moves = book["项目进展动态"]
    assert (moves["B4"].value.date(), moves["B4"].number_format) == (date(2020, 4, 28), "yyyy-mm-dd")
    last = str(sheet.cell(sheet.max_row, 1).value)
    assert last.startswith("来源：外资台账")
    assert "末次数据时间：20" in last
    assert "last input: 20" in last


def test_nothing_in_the_workbook_runs_as_a_formula(log_in: Login) -> None:
    book = book_of(log_in("commerce"), "reports/monthly?month=2020-04&format=xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n", "d"}
    (hostile,) = (cell for cell in cells if cell.value == FORMULA)
    assert hostile.data_type == "s"
    assert hostile.quotePrefix


def test_the_page_needs_nothing_from_anywhere_and_runs_nothing(log_in: Login) -> None:
    answer = log_in("leader").get("/api/v1/reports/monthly?month=2020-04&format=html")
    assert answer.status_code == 200
    page = answer.text
    assert "<script" not in page
    assert "&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;" in page
    for outside in ("src=", "<link", "@import", "url(", "http://www", "https://"):
        assert outside not in page
    assert ' style="' not in page
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert "2020年4月" in page


@pytest.mark.parametrize("path", ["reports/monthly?month=2020-04", "reports/weekly?week=2020-W17", "reports/monthly"])
def test_an_empty_district_gives_an_empty_report_that_is_whole(empty: Login, path: str) -> None:
    client = empty("leader")
    report = get(client, path)
    assert all(part["columns"] for part in report["sections"])
    assert section(report, "movements")["rows"] == []
    assert section(report, "movements")["last_input"] is None
    joined = "&" if "?" in path else "?"
    assert "尚无数据" in client.get(f"/api/v1/{path}{joined}format=html").text
    book = book_of(client, f"{path}{joined}format=xlsx")
    assert len(book.sheetnames) == len(report["sections"]) + 1


@pytest.mark.parametrize("account", ["investment", "zone", "snd-group", "operations"])
@pytest.mark.parametrize("path", ["reports/monthly", "reports/weekly?format=xlsx"])
def test_reports_are_for_commerce_and_the_leader(log_in: Login, account: str, path: str) -> None:
    answer = log_in(account).get(f"/api/v1/{path}")
    assert answer.status_code == 403
    (problem,) = answer.json()["errors"]
    assert problem["code"] == "not_a_reader"
    assert "商务局" in problem["zh"]
    assert "commerce" in problem["en"]


def test_nobody_reads_a_report_without_logging_in(log_in: Login) -> None:
    assert log_in("").get("/api/v1/reports/monthly").status_code == 401


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("monthly?month=2020-13", "month"),
        ("monthly?month=April", "month"),
        ("monthly?month=2098-01", "month"),
        ("weekly?week=2021-W53", "week"),
        ("monthly?format=xlsx&month=2020-04%0A", "month"),
        ("weekly?format=xlsx&week=2020-W15%0A", "week"),
        ("weekly?week=2020-04", "week"),
        ("weekly?format=pdf", "format"),
    ],
)
def test_what_cannot_be_asked_is_said_in_both_languages(log_in: Login, path: str, field: str) -> None:
    answer = log_in("leader").get(f"/api/v1/reports/{path}")
    assert answer.status_code == 422
    (problem,) = answer.json()["errors"]
    assert problem["field"] == field
    assert problem["zh"]
    assert problem["en"]
