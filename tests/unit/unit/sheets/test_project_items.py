"""Lists of approval matters and of problems: each row is a part of a project that the list names by its number."""

from __future__ import annotations

from yipanqi.unit.sheets import Fault, plan_events

APPROVALS = ["序号", "项目编号", "项目名称", "事项名称", "审批部门", "承诺时限（工作日）", "申报日期", "受理日期"]
PROBLEMS = ["项目编号", "问题类别", "存在问题", "责任单位", "提出日期", "要求解决日期", "等级"]


def test_a_list_of_approval_matters_becomes_their_submissions(good):
    rows = [
        ["2020年重点项目报批事项清单"],
        APPROVALS,
        [1, "ZS-1", "甲", "环评", "生态环境局", 20, "2020.11.2", "2020.11.3"],
        [2, "ZS-1", "甲", "水土保持方案", "水务局", 10, "2020-11-05", None],
    ]
    first, second = good(rows, "zone")
    assert dict(first.record) == {
        "project_id": "investment-project-ZS-1",
        "matter_id": "ENVIRONMENT",
        "kind": "ENVIRONMENT",
        "name": "环评",
        "authority": "生态环境局",
        "limit_working_days": 20,
        "submitted_on": "2020-11-02",
        "accepted_on": "2020-11-03",
    }
    assert (second.record["kind"], second.record["name"]) == ("OTHER", "水土保持方案")


def test_a_number_tells_matters_of_one_kind_apart(read, xlsx):
    titles = ["事项编号", "项目编号", "报批事项", "办理时限", "申报日期"]
    rows = [titles, ["A1", "ZS-1", "施工许可", 7, "2020-11-02"], ["A2", "ZS-1", "施工许可", 7, "2020-11-02"]]
    assert [row.record["matter_id"] for row in read(xlsx(rows)).good_rows()] == ["A1", "A2"]
    bare = [titles[1:], *(row[1:] for row in rows[1:2]), ["ZS-1", "施工许可", 9, "2020-11-02"]]
    reading = read(xlsx(bare))
    assert {problem.code for problem in reading.problems()} == {Fault.DUPLICATE}


def test_a_matter_that_was_accepted_meanwhile_says_only_that(read, xlsx):
    memory: dict[str, object] = {}

    def run(*row: object) -> list[tuple[str, dict[str, object]]]:
        plan = plan_events(read(xlsx([APPROVALS, list(row)])), "investment", memory.get)
        memory.update({planned.key: planned.remember for planned in plan})
        return [(type(e.event).__name__, e.event.model_dump(exclude_none=True, mode="json")) for e in plan]

    row = [1, "ZS-1", "甲", "环评", "生态环境局", 20, "2020-11-02"]
    assert [name for name, _ in run(*row, None)] == ["ApprovalSubmitted"]
    assert run(*row, None) == []
    ((name, facts),) = run(*row, "2020-11-03")
    assert (name, facts) == (
        "ApprovalAccepted",
        {"project_id": "investment-project-ZS-1", "matter_id": "ENVIRONMENT", "accepted_on": "2020-11-03"},
    )
    assert run(*row, "2020-11-03") == []
    assert run(*row, "2020-11-04") == [], "a day that was wrong is corrected in the system, by naming its event"


def test_a_list_of_problems_becomes_raised_problems(good):
    (row,) = good(
        [PROBLEMS, ["ZS-2", "土地", "指标缺口 20 亩", "浒墅关经开区", "2020年12月1日", "2020-12-20", 2]], "investment"
    )
    assert dict(row.record) == {
        "project_id": "investment-project-ZS-2",
        "problem_id": "LAND-2020-12-01",
        "kind": "LAND",
        "level": 2,
        "description": "指标缺口 20 亩",
        "responsible_unit": "zone",
        "raised_on": "2020-12-01",
        "due_on": "2020-12-20",
    }


def test_what_a_list_leaves_out_or_gets_wrong_is_reported_by_its_column(read, xlsx):
    rows = [
        PROBLEMS,
        ["ZS-2", "土地", "指标缺口", "某某局", "2020-12-01", "2020-12-20", 1],
        ["ZS-3", "土地", "指标缺口", "商务局", "2020-12-01", None, 1],
        ["ZS-4", "土地", "指标缺口", "商务局", "2020-12-01", "2020-12-20", 7],
    ]
    found = {(problem.row, problem.column) for problem in read(xlsx(rows)).problems()}
    assert found == {(2, "责任单位"), (3, "要求解决日期"), (4, "等级")}
