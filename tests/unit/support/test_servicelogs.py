"""What a failed test shows of the services' logs."""

from __future__ import annotations

import json
import os
from pathlib import Path

from tests.support.servicelogs import LINES, ServiceLogs

NOW = 1_000_000.0


def line(event: str, level: str = "info", **more: object) -> str:
    return json.dumps({"time": "2026-11-24T03:14:34.109+00:00", "level": level, "logger": "l", "event": event, **more})


def write(log: Path, *lines: str, when: float = NOW) -> None:
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a", encoding="utf-8") as file:
        file.writelines(f"{text}\n" for text in lines)
    os.utime(log, (when, when))


def test_warnings_and_errors_come_first_then_the_end_of_each_log_with_the_coordinator_before_the_rest(
    tmp_path: Path,
) -> None:
    write(tmp_path / "logs" / "board.log", *(line(f"board {number}") for number in range(LINES + 5)))
    write(tmp_path / "logs" / "coordinator.log", line("took over", partitions=[0, 1]), line("lost it", "warning"))
    write(tmp_path / "logs" / "kafka.log", "2026 WARN QuorumController [id=1] odd", "2026 INFO Raft started")
    shown = ServiceLogs(tmp_path).ends(NOW).splitlines()
    assert shown[0] == "== warnings and errors (2 new lines)"
    assert shown[1] == "coordinator: 03:14:34.109 warning l: lost it"
    assert shown[2] == "kafka: 2026 WARN QuorumController [id=1] odd"
    assert shown[3] == "== logs/coordinator.log (2 new lines)"
    assert shown[4] == "03:14:34.109 info l: took over partitions=[0, 1]"
    boards = shown.index(f"== logs/board.log ({LINES + 5} new lines, 5 earlier ones left out)")
    assert shown[boards + 1].endswith("board 5")
    assert boards < shown.index("== logs/kafka.log (2 new lines)")


def test_a_district_that_said_nothing_since_is_left_out_and_a_silent_service_of_one_that_did_is_not(
    tmp_path: Path,
) -> None:
    write(tmp_path / "ended" / "coordinator.log", line("of another test"), when=NOW - 60)
    write(tmp_path / "district" / "coordinator.log", line("long silent"), when=NOW - 60)
    write(tmp_path / "district" / "board.log", line("spoke"))
    shown = ServiceLogs(tmp_path).ends(NOW)
    assert "of another test" not in shown
    assert "long silent" in shown


def test_the_next_failure_shows_what_is_new(tmp_path: Path) -> None:
    log, logs = tmp_path / "coordinator.log", ServiceLogs(tmp_path)
    write(log, line("first"))
    assert "first" in logs.ends(NOW)
    write(log, line("second"))
    again = logs.ends(NOW)
    assert "second" in again
    assert "first" not in again


def test_of_the_registry_its_warnings_alone_are_shown(tmp_path: Path) -> None:
    write(tmp_path / "registry.log", "2026 INFO [audit] each request", "2026 ERROR [sql] no more room")
    shown = ServiceLogs(tmp_path).ends(NOW)
    assert "no more room" in shown
    assert "each request" not in shown


def test_what_a_server_warns_of_at_every_start_is_no_warning_to_look_at(tmp_path: Path) -> None:
    write(
        tmp_path / "kafka.log", "2026 WARN QuorumController [QuorumController id=1] Performing controller activation."
    )
    shown = ServiceLogs(tmp_path).ends(NOW)
    assert shown.startswith("== kafka.log (1 new lines)")


def test_no_password_of_the_district_is_shown(tmp_path: Path) -> None:
    (tmp_path / "secrets" / "accounts").mkdir(parents=True)
    (tmp_path / "secrets" / "accounts" / "leader").write_text("tellnobody1\n", encoding="utf-8")
    (tmp_path / "zone.password").write_text("tellnobody2", encoding="utf-8")
    write(tmp_path / "board.log", line("a login with tellnobody1"), "plain tellnobody2")
    shown = ServiceLogs(tmp_path).ends(NOW)
    assert "tellnobody" not in shown
    assert "a login with ***" in shown


def test_of_a_long_traceback_the_beginning_and_the_end_are_shown(tmp_path: Path) -> None:
    trace = "Traceback\n" + "  a frame\n" * 200 + "ValueError: the reason"
    write(tmp_path / "watch.log", line("unexpected", "error", exception=trace))
    shown = ServiceLogs(tmp_path).ends(NOW)
    assert "unexpected" in shown
    assert "ValueError: the reason" in shown
