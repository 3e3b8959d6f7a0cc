"""The packet for the weekly meeting, from what the rules decided: what waits, for whom, until when; as a file too."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from fastapi.testclient import TestClient
from openpyxl import load_workbook
from tests.support.boardserver import PASSWORD, served, settings_for
from tests.support.claimdesk import claim_id, file, register
from tests.support.desk import Desk, accepted
from tests.unit.board.conftest import _logins, generation
from typer.testing import CliRunner

from yipanqi.board.context import Board
from yipanqi.board.main import make_board
from yipanqi.bus.settings import KafkaSettings, RegistrySettings, Security
from yipanqi.cli import app
from yipanqi.clock import ManualClock
from yipanqi.models import project as p
from yipanqi.models import service as s
from yipanqi.models.alert import AlertRaised
from yipanqi.models.correction import CorrectionRequested
from yipanqi.rules.outcome import WATCH

ID = "6f6e6520-6368-5573-a2b6-0f617264000"
Login = Callable[[str], TestClient]
PATH = "reports/weekly?week=2020-W53"


def course(desk: Desk) -> None:
    """The last week of 2020: a late approval, problems, a conflict, a doubt, alerts, a signature, a reservation.

    Also what waits in other ways: a clock that stands past its limit, a solution that did not hold, requests at each
    step; and a project that has ended, of whose matters nothing waits.
    """
    requests(desk)
    mine = desk.project(host_unit="zone", stage="APPROVING", stage_since="2020-06", taken_over=True, name="华星二期")
    base: dict[str, Any] = {"project_id": mine}
    late = {**base, "matter_id": "1", "kind": "ENVIRONMENT", "authority": "生态环境局", "limit_working_days": 20}
    problem = {**base, "kind": "LAND", "responsible_unit": "snd-group", "raised_on": date(2020, 12, 20)}
    accepted(desk.say("zone", p.ApprovalSubmitted(**late, submitted_on=date(2020, 11, 2))))
    accepted(desk.say("zone", p.ApprovalAccepted(**base, matter_id="1", accepted_on=date(2020, 11, 3))))
    for number, level, due in (("P1", 1, date(2021, 1, 6)), ("P2", 3, date(2020, 12, 25))):
        said = {"problem_id": number, "level": level, "due_on": due, "description": f"指标缺口{number}"}
        accepted(desk.say("commerce", p.ProblemRaised(**problem, **said)))
    resolved = {"resolved_on": date(2020, 12, 28), "resolution": "已调剂指标"}
    reopened = {"reason": "指标未落实", "due_on": date(2021, 1, 8)}
    said = {"problem_id": "P3", "level": 2, "due_on": date(2020, 12, 30), "description": "指标缺口P3"}
    accepted(desk.say("commerce", p.ProblemRaised(**problem, **said)))
    accepted(desk.say("snd-group", p.ProblemResolved(**base, problem_id="P3", **resolved)))
    accepted(desk.say("commerce", p.ProblemReopened(**base, problem_id="P3", **reopened)))
    standing(desk, mine)
    ended(desk)
    accepted(desk.say("zone", p.MilestonePlanned(**base, milestone="STARTED", planned_on="2021-01-08")))
    signed = desk.project("2", name="狮山项目", stage="PENDING_SIGN", stage_since="2020-11", taken_over=True)
    accepted(desk.reserve(desk.carrier(name="标准厂房"), mine, days=7))
    desk.advance(signed, "SIGNED")
    firm = register(desk, 1)
    file(desk, 1, firm, "investment")
    file(desk, 2, firm, "zone")
    about = {"subject_aggregate": "project", "subject_id": mine, "field": "land_m2", "source_unit": "investment"}
    accepted(desk.say("zone", CorrectionRequested(correction_id=f"{ID}9", doubt="与批复不符", **about)))
    facts = {"kind": "PROJECT_NO_PROGRESS", "subject_aggregate": "project", "subject_id": mine}
    texts = {"reason_zh": "已 60 天无进展。", "reason_en": "No progress for 60 days.", "subject_name": "华星二期"}
    for number, level in (("1", "WARNING"), ("2", "URGENT"), ("3", "NOTICE")):
        units = ("zone", "investment") if level == "URGENT" else ("zone",)
        accepted(desk.say(WATCH, AlertRaised(alert_id=f"{ID}{number}", level=level, units=units, **facts, **texts)))
    about = {"kind": "CONFLICT_NOT_RULED", "subject_aggregate": "claim", "subject_id": claim_id(2)}
    named = {"subject_name": firm, "units": ("commerce",), "reason_zh": "请裁定。", "reason_en": "Rule."}
    accepted(desk.say(WATCH, AlertRaised(alert_id=f"{ID}4", level="URGENT", **about, **named)))
    desk.settle()


def standing(desk: Desk, project: str) -> None:
    """An approval of five working days, two over them when supplements stopped its clock."""
    base = {"project_id": project, "matter_id": "2"}
    facts = {"kind": "ENERGY", "authority": "发改委", "limit_working_days": 5, "submitted_on": date(2020, 11, 2)}
    accepted(desk.say("zone", p.ApprovalSubmitted(**base, **facts)))
    accepted(desk.say("zone", p.ApprovalAccepted(**base, accepted_on=date(2020, 11, 2))))
    accepted(desk.say("zone", p.SupplementRequested(**base, requested_on=date(2020, 11, 11))))


def ended(desk: Desk) -> None:
    """A project that was given up with an approval under way and problems open."""
    gone = desk.project("3", host_unit="zone", stage="APPROVING", stage_since="2020-06", taken_over=True, name="弃")
    base = {"project_id": gone}
    late = {"matter_id": "1", "kind": "ENVIRONMENT", "authority": "生态环境局", "submitted_on": date(2020, 11, 2)}
    for number, limit, on in (("1", 20, date(2020, 11, 3)), ("2", 20, date(2020, 12, 10))):
        matter = {**base, "matter_id": number}
        accepted(desk.say("zone", p.ApprovalSubmitted(**{**late, **matter, "limit_working_days": limit})))
        accepted(desk.say("zone", p.ApprovalAccepted(**matter, accepted_on=on)))
    raised = {"kind": "LAND", "level": 1, "responsible_unit": "zone", "raised_on": date(2020, 12, 20)}
    for number, due in (("1", date(2020, 12, 25)), ("2", date(2021, 1, 5))):
        accepted(desk.say("commerce", p.ProblemRaised(**base, **raised, problem_id=number, due_on=due)))
    accepted(desk.move(gone, "TERMINATED", "investment", reason="撤资"))


def requests(desk: Desk) -> None:
    """Requests of the zone's: one not accepted in time, one to accept, one to dispatch, one at work."""
    last, desk.today = desk.today, date(2020, 12, 28)
    submit = {"category": "LABOUR", "enterprise_name": "东海化学"}
    for name in ("late", "new", "accepted", "working"):
        if name == "new":
            desk.today = last
        request = f"zone-service-{name}"
        accepted(desk.say("zone", s.ServiceSubmitted(service_id=request, title=name, received_on=desk.today, **submit)))
        if name in ("accepted", "working"):
            accepted(desk.say("commerce", s.ServiceAccepted(service_id=request)))
    accepted(desk.say("commerce", s.ServiceDispatched(service_id="zone-service-working", responsible_unit="snd-group")))


@contextmanager
def board_of(folder: Path) -> Iterator[Board]:
    """A board whose day is the last of 2020; nothing follows Kafka here."""
    url = f"sqlite:///{folder / 'board' / 'board.sqlite'}"
    nowhere = KafkaSettings(bootstrap="127.0.0.1:9", security=Security.PLAINTEXT)
    settings = settings_for(folder, nowhere, RegistrySettings(url="http://127.0.0.1:9"), url)
    with generation(url) as made:
        desk = Desk()
        course(desk)
        made.log.tell(desk.ledger)
        made.catch_up()
        board = make_board(settings, ManualClock(datetime(2020, 12, 31, 4, tzinfo=UTC)))
        yield board
        board.database.close()


@pytest.fixture(scope="module")
def login(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Login]:
    """The way in to a board that all tests here only read."""
    with board_of(tmp_path_factory.mktemp("week")) as board, _logins(board) as log_in:
        yield log_in


@pytest.fixture(scope="module")
def packet(login: Login) -> dict[str, Any]:
    """The packet's sections by name."""
    answer = login("leader").get(f"/api/v1/{PATH}")
    assert answer.status_code == 200, answer.text
    return {part["id"]: part for part in answer.json()["sections"]}


def test_the_current_week_is_that_of_the_district(login: Login) -> None:
    answer = login("commerce").get("/api/v1/reports/weekly").json()
    assert (answer["period"], answer["from"], answer["to"]) == ("2020-W53", "2020-12-28", "2021-01-03")
    assert answer["today"] == "2020-12-31"
    assert login("commerce").get("/api/v1/reports/monthly").json()["period"] == "2020-12"


def test_an_overdue_approval_stands_with_its_working_days(login: Login, packet: dict[str, Any]) -> None:
    _, row = packet["approvals-overdue"]["rows"]
    # Due on 1 December; 22 working days of December came after it.
    assert row[:3] == ["华星二期", "环评审批", "生态环境局"]
    assert row[6:9] == ["2020-12-01", 22, "招商中心"]
    listed = login("leader").get("/api/v1/approvals?due_on_to=2020-12-30&stage=APPROVING").json()
    assert listed["total"] == len(packet["approvals-overdue"]["rows"])


def test_an_approval_whose_clock_stands_is_as_late_as_it_was_when_it_stopped(packet: dict[str, Any]) -> None:
    row, _ = packet["approvals-overdue"]["rows"]
    # Five working days from 2 November end on the 9th; the supplements were asked for on the 11th.
    assert (row[3], row[5:8]) == ("补正中", [5, "2020-11-09", 2])


def test_nothing_waits_at_a_project_that_has_ended(packet: dict[str, Any]) -> None:
    tables = ("approvals-overdue", "problems", "next-due")
    assert not [row for table in tables for row in packet[table]["rows"] if "弃" in row]


def test_problems_come_with_owner_and_due_date_the_gravest_first(packet: dict[str, Any]) -> None:
    rows = packet["problems"]["rows"]
    assert [(row[0], row[3], row[4], row[6], row[7]) for row in rows] == [
        (3, "指标缺口P2", "苏高新集团", "2020-12-25", "超期"),
        (2, "指标缺口P3", "苏高新集团", "2021-01-08", "未到期"),
        (1, "指标缺口P1", "苏高新集团", "2021-01-06", "未到期"),
    ]


def test_a_conflict_names_both_sides_and_when_commerce_must_rule(packet: dict[str, Any]) -> None:
    (row,) = packet["conflicts"]["rows"]
    assert (row[2], row[4]) == ("浒墅关经开区", "招商中心")
    assert row[5] > "2020-12-31"


def test_alerts_stand_with_each_unit_that_must_act_and_notices_do_not(packet: dict[str, Any]) -> None:
    assert [(row[0], row[1], row[3]) for row in packet["alerts"]["rows"]] == [
        ("商务局", "紧急", "企业1"),
        ("招商中心", "紧急", "华星二期"),
        ("浒墅关经开区", "紧急", "华星二期"),
        ("浒墅关经开区", "预警", "华星二期"),
    ]
    assert len(packet["no-progress"]["rows"]) == 3


def test_what_falls_due_until_the_end_of_next_week_is_in_the_order_of_days(packet: dict[str, Any]) -> None:
    rows = packet["next-due"]["rows"]
    assert [row[0] for row in rows] == sorted(row[0] for row in rows)
    assert all("2020-12-31" <= row[0] <= "2021-01-10" for row in rows)
    kinds = {(row[1], row[4]): row for row in rows}
    assert kinds["计划节点", "浒墅关经开区"][:4] == ["2021-01-08", "计划节点", "华星二期", "开工"]
    assert ("撞单应裁定", "商务局") in kinds
    assert kinds["载体预留到期", "招商中心"][:4] == ["2021-01-07", "载体预留到期", "标准厂房", "华星二期"]
    assert [(row[0], row[3]) for row in rows if row[1] == "问题解决"] == [
        ("2021-01-06", "指标缺口P1"),
        ("2021-01-08", "指标缺口P3"),
    ]


def test_a_request_is_due_from_who_has_to_take_its_next_step(packet: dict[str, Any]) -> None:
    """The first working day after New Year's Eve is Monday 4 January; two from then, and ten from the dispatch."""
    rows = [row for row in packet["next-due"]["rows"] if row[1].startswith("诉求")]
    assert [(row[0], row[1], row[3], row[4]) for row in rows] == [
        ("2021-01-04", "诉求受理", "new", "商务局"),
        ("2021-01-05", "诉求交办", "accepted", "商务局"),
    ]


def test_the_months_requests_count_as_overdue_whatever_step_is_late(login: Login) -> None:
    answer = login("leader").get("/api/v1/reports/monthly?month=2020-12").json()
    (section,) = (part for part in answer["sections"] if part["id"] == "services")
    assert section["total"][5:] == [4, 1]


def test_moves_of_the_week_and_open_corrections_are_there(packet: dict[str, Any]) -> None:
    assert [(row[0], row[2]) for row in packet["movements"]["rows"]] == [("签约", "狮山项目"), ("终止", "弃")]
    (doubt,) = packet["corrections"]["rows"]
    assert (doubt[0], doubt[1], doubt[4]) == ("招商中心", "浒墅关经开区", "与批复不符")
    assert all(part["last_input"] for part in packet.values())


@pytest.fixture
def url(tmp_path: Path) -> Iterator[str]:
    """A board that listens on a free port."""
    with board_of(tmp_path) as board, served(board) as address:
        yield address


def test_the_command_saves_the_file_that_the_board_made(url: str, tmp_path: Path) -> None:
    def run(*arguments: str, user: str = "commerce") -> Result:
        env = {"YIPANQI_BOARD_URL": url, "YIPANQI_BOARD_USER": user, "YIPANQI_BOARD_PASSWORD": PASSWORD}
        return CliRunner().invoke(app, ["report", *arguments], env=env)

    out = tmp_path / "周例会.xlsx"
    saved = run("weekly", "--week", "2020-W53", "--out", str(out))
    assert saved.exit_code == 0, saved.output
    book = load_workbook(out)
    assert "招商引资周例会材料\n" in str(book["目录"]["A1"].value)
    assert book["超期报批事项"]["A4"].value == "华星二期"
    assert ".xlsx" in str(run("monthly", "--out", str(tmp_path / "x.pdf")).exception)
    assert "商务局" in str(run("monthly", "--out", str(tmp_path / "x.html"), user="zone").exception)
    assert not (tmp_path / "x.html").exists()
