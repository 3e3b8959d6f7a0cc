"""`yipanqi demo` as it is run: what it prints, commands beside it, a second import, a rebuild, Ctrl-C and a restart.

One start serves this file and the one about the board, one restart the end of this one.
"""

from __future__ import annotations

import re
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import StringIO
from pathlib import Path
from typing import Any

import httpx
import pytest
from rich.cells import cell_len
from rich.console import Console
from tests.support.demo import Demo, Desk, Office, remains, yipanqi
from tests.support.district import wait_for
from tests.support.expected import EXPECTED, RESERVATIONS

from yipanqi.bus.admin import ClusterAdmin
from yipanqi.bus.settings import KafkaSettings
from yipanqi.contract.catalog import product_catalog
from yipanqi.local.demo.live import Life
from yipanqi.local.demo.workbook_list import FOLDER, HANDED_IN
from yipanqi.local.layout import RunFile
from yipanqi.local.secrets import SecretFolder
from yipanqi.local.stack import Addresses

UNITS = tuple(product_catalog().units)
pytestmark = pytest.mark.timeout(600)


def ends(demo: Demo) -> dict[str, int]:
    """Return the end of every partition of the topics that hold events and receipts."""
    run = RunFile.read(demo.layout)
    assert run is not None
    password = SecretFolder(demo.layout.secrets).password("admin")
    catalog = product_catalog()
    topics = [f"{kind}.{name}" for kind in ("ledger", "state", "board") for name in catalog.aggregates]
    topics += [f"{kind}.{unit}" for kind in ("intake", "receipts") for unit in (*UNITS, "coordinator")]
    with ClusterAdmin(KafkaSettings(bootstrap=run.bootstrap, user="admin", password=password)) as admin:
        return {f"{tp.topic}/{tp.partition}": end for tp, end in admin.end_offsets(topics).items()}


def everything(desk: Desk) -> dict[str, dict[str, Any]]:
    """Return every record of the board by list and id."""
    lists = ("projects", "carriers", "enterprises", "fdi", "targets", "submissions")
    return {name: {record["id"]: record for record in desk.all(name)} for name in lists}


@pytest.fixture(scope="module")
def imported_again(demo: Demo, leader: Desk) -> AgainImported:
    """Every workbook imported a second time through its unit's service, once all that follows of the first is there."""
    wait_for(lambda: leader.get("submissions")["total"] == len(HANDED_IN), 30, "each workbook to be told of")
    before, records = ends(demo), everything(leader)
    reports = {(unit, name): Office(demo, unit).imported(FOLDER / name) for unit, name in HANDED_IN}
    return AgainImported(reports, before, records)


@dataclass(frozen=True)
class AgainImported:
    """The reports of the second import, and what there was before it."""

    reports: dict[tuple[str, str], dict[str, Any]]
    ends_before: dict[str, int]
    records_before: dict[str, dict[str, Any]]


def test_the_start_tells_address_accounts_results_and_commands_within_eighty_columns(demo: Demo) -> None:
    run = RunFile.read(demo.layout)
    assert run is not None
    assert run.urls["board"] in demo.text
    assert "演示数据，非官方记录" in demo.text
    for username in ("leader", "operations", *UNITS):
        assert re.search(rf"^\s*{username}\s+{Desk(demo, username).password}\s", demo.text, re.MULTILINE)
    for command in ("import investment", "connect-info investment", "catalog plan", "board rebuild", "status"):
        assert f"yipanqi {command}" in demo.text
    assert max(cell_len(line) for line in demo.text.splitlines()) <= 80
    assert "Traceback" not in demo.text


def test_each_workbook_has_one_line_with_the_figures_that_its_makers_expect(demo: Demo) -> None:
    printed = {
        (unit, name): [int(figure) for figure in figures.split()]
        for unit, name, figures in re.findall(r"^✓ (\S+)\s+(\S+\.\w+)((?:\s+\d+){4})\s*$", demo.text, re.MULTILINE)
    }
    assert set(printed) == set(HANDED_IN)
    for (unit, name), (good, bad, same, refused) in printed.items():
        if name == RESERVATIONS:
            continue
        sheets = EXPECTED[name]["sheets"].values()
        wanted = [sum(s["good_rows"] for s in sheets), sum(len(s["bad_rows"]) for s in sheets), 0, 0]
        assert [good, bad, same, refused] == wanted, (unit, name)
    requests = EXPECTED[RESERVATIONS]["sheets"]["csv"]
    both = (printed["investment", RESERVATIONS], printed["zone", RESERVATIONS])
    columns = [sum(column) for column in zip(*both, strict=True)]
    assert columns == [requests["readable_rows"], len(requests["unreadable_rows"]), 0, requests["refused"]]


def test_every_service_answers_for_its_health_and_metrics(demo: Demo) -> None:
    run = RunFile.read(demo.layout)
    assert run is not None
    assert set(run.urls) == {"coordinator", "board", "watch", *UNITS}
    for url in run.urls.values():
        for path in ("live", "ready"):
            answer = httpx.get(f"{url}/health/{path}", trust_env=False)
            assert answer.status_code == 200
            assert answer.json()["status"] == "ok"
        assert "\nyipanqi_" in httpx.get(f"{url}/metrics", trust_env=False).text


def test_every_bad_row_is_reported_by_sheet_row_and_column(imported_again: AgainImported) -> None:
    for (unit, name), answer in imported_again.reports.items():
        found = {
            (sheet["sheet"], problem["row"], problem["column"])
            for sheet in answer["report"]["sheets"]
            for problem in sheet["problems"]
        }
        if name != RESERVATIONS:
            sheets = EXPECTED[name]["sheets"].values()
            assert found == {(b["sheet"], b["row"], b["column"]) for s in sheets for b in s["bad_rows"]}, name
        elif unit == "investment":
            bad = EXPECTED[name]["sheets"]["csv"]["unreadable_rows"]
            assert found == {("csv", b["row"], b["column"]) for b in bad}
        else:
            assert not found
        for sheet in answer["report"]["sheets"]:
            assert all(problem["zh"] and problem["en"] for problem in sheet["problems"])


def test_each_reservation_request_had_the_outcome_that_is_expected_row_by_row(imported_again: AgainImported) -> None:
    refused = {
        (unit, row["row"]): row["code"]
        for (unit, name), answer in imported_again.reports.items()
        for row in answer["skipped"]
        if name == RESERVATIONS
    }
    assert refused == {
        ("investment", 3): "carrier-held",
        ("zone", 5): "carrier-held",
        ("investment", 7): "no-such-carrier",
        ("investment", 8): "no-such-project",
    }
    for row in EXPECTED[RESERVATIONS]["sheets"]["csv"]["outcomes"]:
        assert ("refused" in row["expect"]) == (row["row"] in {number for _, number in refused})


def test_the_district_knows_what_became_of_each_workbooks_rows(imported_again: AgainImported) -> None:
    submissions = imported_again.records_before["submissions"].values()
    told = Counter(
        (one["owner_unit"], one["rows_read"], one["rows_unreadable"], one["rows_refused"]) for one in submissions
    )
    reports = {key: answer["report"] for key, answer in imported_again.reports.items()}
    assert told == Counter(
        (unit, report["good"] + report["bad"], report["bad"], report["refused_before"])
        for (unit, _), report in reports.items()
    )
    assert {one["submitted_on"] for one in submissions} == {"2020-12-31"}


def test_importing_all_workbooks_again_changes_nothing(demo: Demo, leader: Desk, imported_again: AgainImported) -> None:
    for (unit, name), answer in imported_again.reports.items():
        assert answer["event_ids"] == [], (unit, name)
        report = answer["report"]
        assert report["unchanged"] + report["refused_before"] == report["good"], (unit, name)
    assert ends(demo) == imported_again.ends_before
    assert everything(leader) == imported_again.records_before


def test_status_and_plan_find_everything_in_order(demo: Demo) -> None:
    status = yipanqi(demo.home, "status")
    assert status.returncode == 0
    assert status.stdout.count("就绪 ready") == 3 + len(UNITS)
    assert "未就绪" not in status.stdout
    plan = yipanqi(demo.home, "catalog", "plan")
    assert plan.returncode == 0
    assert "nothing to do" in plan.stdout


def test_the_board_is_rebuilt_while_it_answers(demo: Demo, leader: Desk) -> None:
    before, done, answers = everything(leader), threading.Event(), []

    def look() -> None:
        while not done.is_set():
            answers.append(leader.get("projects")["total"])

    watcher = threading.Thread(target=look)
    watcher.start()
    rebuilt = yipanqi(demo.home, "board", "rebuild")
    done.set()
    watcher.join()
    assert rebuilt.returncode == 0, rebuilt.stderr
    assert "已重建并切换" in rebuilt.stdout
    assert answers
    assert set(answers) == {50}
    assert everything(leader) == before


def test_connect_info_tells_everything_but_the_password(demo: Demo) -> None:
    run = RunFile.read(demo.layout)
    assert run is not None
    told = yipanqi(demo.home, "connect-info", "investment")
    assert told.returncode == 0
    file = demo.layout.secrets / "investment"
    for part in (run.bootstrap, run.registry_url, "SCRAM-SHA-512", str(file), "intake.investment", "kafkajs", "kcat"):
        assert part in told.stdout
    assert file.read_text(encoding="utf-8") not in told.stdout


def test_an_import_on_the_command_line_names_each_row_to_mend_within_the_terminal(demo: Demo) -> None:
    for columns in (80, 120):
        shown = yipanqi(demo.home, "import", "investment", str(FOLDER / HANDED_IN[0][1]), columns=columns)
        assert shown.returncode == 0, shown.stderr
        assert max(cell_len(line) for line in shown.stdout.splitlines()) <= columns
        for row in ("37", "38", "39", "40", "41", "42"):
            assert re.search(rf"^\s+{row}\s", shown.stdout, re.MULTILINE)
        assert "请核对月份" in shown.stdout


def test_files_that_hold_no_table_or_do_not_exist_are_told_and_the_command_fails(demo: Demo, tmp_path: Path) -> None:
    letter, noise = tmp_path / "letter.csv", tmp_path / "noise.xlsx"
    letter.write_text("亲爱的同事\n请查收\n", encoding="utf-8")
    noise.write_bytes(bytes(range(256)) * 50)
    for file, words in ((letter, "没有找到"), (noise, "✗ noise.xlsx"), (tmp_path / "nosuch.xlsx", "没有这个文件")):
        shown = yipanqi(demo.home, "import", "investment", str(file))
        assert shown.returncode == 1
        assert words in shown.stdout
        assert "Traceback" not in shown.stdout + shown.stderr


def test_a_second_demo_in_the_same_folder_is_refused(demo: Demo) -> None:
    second = yipanqi(demo.home, "demo")
    assert second.returncode == 1
    assert "already runs" in second.stderr
    assert len(second.stderr.strip().splitlines()) == 1


@dataclass(frozen=True)
class Restarted:
    """What was before Ctrl-C, how that ended, and the demo started again in the same folder."""

    ends: dict[str, int]
    records: dict[str, dict[str, Any]]
    run: RunFile
    code: int
    left: list[str]
    last_words: str
    demo: Demo


@pytest.fixture(scope="module")
def restarted(demo: Demo, leader: Desk) -> Iterator[Restarted]:
    """Ctrl-C, and the demo again in the same folder."""
    before, records, run = ends(demo), everything(leader), RunFile.read(demo.layout)
    assert run is not None
    code = demo.ctrl_c()
    left = remains(demo.home)
    again = Demo(demo.home)
    again.wait_started()
    yield Restarted(before, records, run, code, left, demo.text, again)
    again.close()


def test_ctrl_c_stops_everything_without_a_trace(restarted: Restarted) -> None:
    assert restarted.code == 0
    assert restarted.left == []
    assert "已停止，数据保存在" in restarted.last_words
    assert "Traceback" not in restarted.last_words
    for log in restarted.demo.layout.logs.glob("*.log"):
        assert "Traceback" not in log.read_text(encoding="utf-8", errors="replace"), log.name


def test_after_a_restart_everything_is_where_it_was_and_nothing_is_published_again(restarted: Restarted) -> None:
    run = RunFile.read(restarted.demo.layout)
    assert run is not None
    assert run.urls == restarted.run.urls
    assert everything(Desk(restarted.demo, "leader")) == restarted.records
    assert ends(restarted.demo) == restarted.ends
    figures = re.findall(r"^✓ \S+\s+\S+\.\w+\s+(\d+)\s+\d+\s+(\d+)\s+(\d+)\s*$", restarted.demo.text, re.MULTILINE)
    assert len(figures) == len(HANDED_IN)
    assert sum(int(same) for _, same, _ in figures) == sum(int(good) for good, _, _ in figures) - 4


def test_the_districts_clock_went_on_and_the_next_event_is_decided_in_its_time(restarted: Restarted) -> None:
    desk, office = Desk(restarted.demo, "leader"), Office(restarted.demo, "commerce")
    assert desk.get("me")["business_date"] == "2020-12-31"
    latest = max(record["updated_at"] for records in restarted.records.values() for record in records.values())
    project = "zone-project-XG-002"
    event = {
        "specversion": "1.0",
        "id": "confirm-1",
        "source": "urn:yipanqi:commerce",
        "type": "yipanqi.project.ProjectTakeoverConfirmed",
        "data": {"project_id": project, "stage": desk.get(f"projects/{project}")["stage"]},
    }
    taken = office.http.post("events", json=event, headers={"Content-Type": "application/cloudevents+json"})
    assert taken.status_code == 202, taken.text
    receipts = office.http.get("receipts", params={"event_id": "confirm-1", "wait": 30}).json()["receipts"]
    assert [receipt["outcome"] for receipt in receipts] == ["accepted"], receipts
    wait_for(lambda: bool(desk.get(f"projects/{project}")["taken_over_confirmed"]), 30, "the board to show it")
    decided = desk.get(f"projects/{project}")["updated_at"]
    assert latest < decided < "2021"


def test_life_that_goes_on_moves_the_board_day_by_day_and_ends_when_it_is_told_to(restarted: Restarted) -> None:
    """What `--live` lets run beside the district; on the demo that runs already, since each start takes its time."""
    run, layout, told, stop = restarted.run, restarted.demo.layout, StringIO(), threading.Event()
    life = Life(
        layout,
        Addresses(run.bootstrap, run.registry_url, run.urls),
        product_catalog(),
        Console(file=told, width=80),
        days_per_second=5,
    )
    thread = threading.Thread(target=life.run, args=(stop,))
    thread.start()
    desk = Desk(restarted.demo, "leader")
    wait_for(lambda: desk.get("me")["business_date"] >= "2021-01-06", 120, "days to go by")
    wait_for(lambda: desk.get("projects")["total"] > 60, 30, "new projects on the board")
    stop.set()
    thread.join(30)
    assert not thread.is_alive()
    assert "2021-01-" in told.getvalue()
    assert re.search(r"模拟 [1-9]\d* 项，拒绝 \d+，与预期不同 0 ", told.getvalue()), told.getvalue()
    assert max(cell_len(line) for line in told.getvalue().splitlines()) <= 80
    assert restarted.demo.ctrl_c() == 0
    assert remains(restarted.demo.home) == []
