"""Lists inside records as lists of their own: approval matters and problems of all projects; a project's timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import select
from tests.support.desk import Desk, accepted, evidence
from tests.unit.board.conftest import Filled, _board, _logins, generation

from yipanqi.board.context import Board
from yipanqi.board.views import VIEWS, ItemsView, layout
from yipanqi.board.views.project import APPROVALS
from yipanqi.contract.masking import Share
from yipanqi.models import project as p
from yipanqi.models.project import Project

Login = Callable[[str], TestClient]


def items(client: TestClient, address: str) -> list[dict[str, Any]]:
    answer = client.get(f"/api/v1/{address}")
    assert answer.status_code == 200, answer.text
    return list(answer.json()["items"])


@dataclass
class Told:
    """A board that was told of one project, and the project as it stands."""

    login: Login
    project: Project
    board: Board


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    """One project on a board that all tests only read: what lists do on each database is proven for all of them."""
    folder = tmp_path_factory.mktemp("items")
    url = f"sqlite:///{folder / 'board' / 'board.sqlite'}"
    with generation(url) as made:
        project = course(made)
        with _board(url, folder) as board, _logins(board) as login:
            yield Told(login, project, board)


def course(filled: Filled) -> Project:
    """Put a project of the investment centre on the board, whose record the rules made, step by step."""
    desk = Desk()
    identifier = desk.project(host_unit="zone", stage="APPROVING", stage_since="2020-06", taken_over=True)
    base: dict[str, Any] = {"project_id": identifier}
    matter = {**base, "matter_id": "1", "kind": "ENVIRONMENT", "authority": "生态环境局"}
    said: list[tuple[str, Any]] = [
        ("zone", p.ApprovalSubmitted(**matter, limit_working_days=20, submitted_on=date(2020, 11, 2))),
        ("zone", p.ApprovalAccepted(**base, matter_id="1", accepted_on=date(2020, 11, 3))),
        (
            "zone",
            p.ApprovalSubmitted(
                **base, matter_id="2", kind="ENERGY", limit_working_days=10, submitted_on=date(2020, 12, 1)
            ),
        ),
        (
            "commerce",
            p.ProblemRaised(
                **base,
                problem_id="P1",
                kind="LAND",
                level=2,
                description="指标缺口",
                responsible_unit="snd-group",
                raised_on=date(2020, 12, 20),
                due_on=date(2021, 1, 15),
            ),
        ),
        ("zone", p.MilestoneReached(**base, milestone="FILED", reached_on="2020-07", evidence=evidence("FILING"))),
        ("zone", p.MilestonePlanned(**base, milestone="STARTED", planned_on="2021-03")),
    ]
    for unit, event in said:
        before = desk.the_project(identifier)
        accepted(desk.say(unit, event))
        after = desk.the_project(identifier)
        values = {name: value for name, value in after.__dict__.items() if getattr(before, name) != value}
        filled.log.change(before, event, unit, **values)
    filled.catch_up()
    return desk.the_project(identifier)


def test_approval_matters_of_all_projects_are_found(told: Told) -> None:
    client = told.login("leader")
    for query, numbers in {
        "": ["1", "2"],
        "status=ACCEPTED": ["1"],
        "due_on_to=2020-12-01": ["1"],
        "due_on_to=2020-11-30": [],
        "due_on=none": ["2"],
        "project_id=investment-project-1&kind=ENERGY": ["2"],
        "project_id=investment-project-2": [],
        "owner_unit=investment&host_unit=zone&stage=APPROVING": ["1", "2"],
        "q=生态环境": ["1"],
        "q=节能": ["2"],
    }.items():
        found = items(client, f"approvals?sort=submitted_on&{query}")
        assert [item["matter_id"] for item in found] == numbers, query
    assert client.get("/api/v1/approvals?due_before=2020-12-01").status_code == 422


def test_a_matter_stands_with_its_project_and_its_clock(told: Told) -> None:
    (found,) = items(told.login("leader"), "approvals?status=ACCEPTED")
    assert (found["id"], found["project_id"], found["project_name"]) == (
        "investment-project-1/1",
        "investment-project-1",
        "测试项目",
    )
    assert (found["due_on"], found["used_working_days"], found["counted_from_on"]) == ("2020-12-01", 0, "2020-11-03")
    assert found["version"] == told.project.version


def test_a_running_clock_says_what_is_used_of_the_limit_today_in_the_list_and_in_the_record(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: dict[str, Any] = {}
    for today in (date(2020, 11, 16), date(2020, 11, 25), date(2020, 12, 3), date(2031, 1, 6)):
        monkeypatch.setattr(told.board.__class__, "today", lambda _, day=today: day)
        listed = {item["matter_id"]: item.get("clock") for item in items(told.login("leader"), "approvals")}
        record = told.login("leader").get(f"/api/v1/projects/{told.project.project_id}").json()
        assert {item["matter_id"]: item.get("clock") for item in record["approvals"]} == listed
        assert listed["2"] is None, "it is not accepted: its clock does not run"
        found[today.isoformat()] = tuple(listed["1"].values())
    assert found == {
        "2020-11-16": ("2020-11-16", 9, 11, False),
        "2020-11-25": ("2020-11-25", 16, 4, True),
        "2020-12-03": ("2020-12-03", 22, -2, True),
        "2031-01-06": ("2031-01-06", None, None, False),
    }


def test_who_has_to_solve_a_problem_reads_it_others_of_its_kind_do_not(told: Told) -> None:
    seen = {name: items(told.login(name), "problems?level=2")[0] for name in ("leader", "snd-group", "soe-2")}
    assert seen["leader"]["description"] == "指标缺口"
    assert (seen["snd-group"]["description"], seen["snd-group"]["own"]) == ("指标缺口", True)
    assert "description" not in seen["soe-2"]
    assert items(told.login("soe-2"), "problems?q=指标缺口") == []


def test_items_are_replaced_with_their_record_and_go_with_it(filled: Filled) -> None:
    project = course(filled)
    granted = p.ApprovalGranted(project_id=project.project_id, matter_id="1", decided_on=date(2020, 12, 2))
    first, second = project.approvals
    closed = first.model_copy(update={"status": "GRANTED"})
    project = filled.log.change(project, granted, "zone", approvals=(closed, second))
    filled.catch_up()
    assert rows(filled, "project_approvals") == ["GRANTED", "SUBMITTED"]
    filled.log.change(project, granted, "zone", approvals=())
    filled.catch_up()
    assert rows(filled, "project_approvals") == []
    assert rows(filled, "project_problems") == ["RAISED"]


def rows(filled: Filled, key: str) -> list[str]:
    table = filled.store.tables.records[key]
    with filled.store.engine.connect() as connection:
        return sorted(connection.scalars(select(table.c.status)))


def test_the_lists_are_files_for_spreadsheets_too(told: Told) -> None:
    text = told.login("leader").get("/api/v1/approvals?format=csv&sort=submitted_on").text
    assert text.splitlines()[0].startswith("\ufeff项目标识,项目标识,项目名称,事项编号,事项类别")
    assert "环评审批" in text.splitlines()[1]


def test_the_timeline_has_everything_in_one_order_with_its_events(told: Told) -> None:
    found = items(told.login("leader"), f"projects/{told.project.project_id}/timeline")
    assert [(entry["on"], entry["kind"], entry["code"]) for entry in found] == [
        ("2020-06", "stage", "APPROVING"),
        ("2020-07", "milestone", "FILED"),
        ("2020-11-02", "approval", "SUBMITTED"),
        ("2020-11-03", "approval", "ACCEPTED"),
        ("2020-12-01", "approval", "SUBMITTED"),
        ("2020-12-20", "problem", "RAISED"),
        ("2021-03", "milestone", "STARTED"),
    ]
    assert [entry["planned"] for entry in found] == [False] * 6 + [True]
    assert (found[1]["zh"], found[2]["zh"], found[5]["zh"]) == ("备案", "已申报", "已提出")
    assert {entry["event_id"] for entry in found} <= set(told.project.recent_events)
    assert told.login("leader").get("/api/v1/projects/nobody-project-1/timeline").status_code == 404


def test_a_list_inside_a_record_is_part_of_the_layout_and_names_its_record() -> None:
    (project, *rest) = VIEWS
    assert layout(VIEWS) != layout((type(project)(aggregate="project", plural="projects"), *rest))
    with pytest.raises(ValueError, match="must stand beside"):
        ItemsView(aggregate="project", plural="approvals", inside="approvals", item_id="matter_id", owners=())
    assert APPROVALS.fields["kind"].codes == "project.approval"


def test_what_stands_in_a_hidden_list_is_hidden_in_its_rows_too() -> None:
    """The entries of a register are for commerce, though none of their own fields says so."""
    entries = ItemsView(
        aggregate="protection",
        plural="register-entries",
        inside="entries",
        item_id="claim_id",
        beside={"group_id": "group_id", "updated_by": "updated_by"},
        owners=("updated_by",),
        lookups=("group_id",),
    )
    whole = next(view for view in VIEWS if view.aggregate == "protection")
    (hidden,) = (field for field in whole.fields.values() if field.name == "entries")
    assert hidden.share is Share.GOVERNMENT
    assert {member.share for member in hidden.members} == {Share.ALL}
    assert {entries.fields[member.name].share for member in hidden.members} == {Share.GOVERNMENT}
    assert entries.fields["group_id"].share is whole.fields["group_id"].share


def test_a_members_own_share_counts_where_its_list_is_open() -> None:
    (problems,) = (view for view in VIEWS[0].items if view.inside == "problems")
    assert (problems.fields["status"].share, problems.fields["description"].share) == (Share.ALL, Share.GOVERNMENT)


def test_the_views_say_what_each_list_inside_records_has_and_whose_it_is(told: Told) -> None:
    views = told.login("soe-2").get("/api/v1/views").json()
    for plural in ("approvals", "problems"):
        assert (views[plural]["whole"], views[plural]["whole_id"]) == ("projects", "project_id")
        assert {"project_name", "status"} <= {field["name"] for field in views[plural]["fields"]}
    assert "whole" not in views["projects"]
