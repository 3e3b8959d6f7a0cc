"""What a coordinator remembers of a partition: deadlines fall due once, and cost as much as there are."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from yipanqi.coordinator.memory import PartitionMemory
from yipanqi.models.alert import Alert

ROOT = Path(__file__).parents[3]
KEY = ("alert", "6f6e6520-6368-5573-a2b6-0f6172640001")
SNOOZED_UNTIL = date(2020, 12, 31)


def snoozed(*, version: int, until: date | None = SNOOZED_UNTIL) -> Alert:
    (values,) = json.loads((ROOT / "schemas/examples/yipanqi.alert.Alert.json").read_text(encoding="utf-8"))
    status = "RAISED" if until is None else "SNOOZED"
    return Alert.model_validate({**values, "version": version, "status": status, "snoozed_until_on": until})


def test_a_deadline_falls_due_once_however_often_its_record_has_changed() -> None:
    memory = PartitionMemory()
    for version in range(1, 200):
        memory.put_state(KEY, snoozed(version=version))
    assert list(memory.overdue(SNOOZED_UNTIL)) == []
    assert [key for key, _ in memory.overdue(date(2021, 1, 1))] == [KEY]
    assert list(memory.overdue(date(2021, 1, 2))) == []


def test_a_deadline_that_was_put_off_falls_due_on_its_new_day_only() -> None:
    memory = PartitionMemory()
    for version, until in enumerate((SNOOZED_UNTIL, None, date(2021, 1, 10)), start=1):
        memory.put_state(KEY, snoozed(version=version, until=until))
    assert list(memory.overdue(date(2021, 1, 10))) == []
    assert [deadline.after for _, deadline in memory.overdue(date(2021, 1, 11))] == [date(2021, 1, 10)]


def test_a_deadline_that_comes_back_falls_due_again() -> None:
    memory = PartitionMemory()
    memory.put_state(KEY, snoozed(version=1))
    assert len(list(memory.overdue(date(2021, 1, 1)))) == 1
    memory.put_state(KEY, snoozed(version=2, until=None))
    memory.put_state(KEY, snoozed(version=3))
    assert len(list(memory.overdue(date(2021, 1, 1)))) == 1
