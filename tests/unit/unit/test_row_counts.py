"""What became of a workbook's rows, counted: each row once, by what weighs most."""

from __future__ import annotations

from typing import Any

import pytest

from yipanqi.contract.catalog import product_catalog
from yipanqi.contract.codes import product_codes
from yipanqi.local.demo.workbook_list import FOLDER, HANDED_IN
from yipanqi.models.codes import SubmissionLayout
from yipanqi.models.submission import WorkbookSubmitted
from yipanqi.unit.answers import RowStatus
from yipanqi.unit.import_report import full_report
from yipanqi.unit.planning import Selection
from yipanqi.unit.row_counts import counted, read_anything
from yipanqi.unit.sheets import plan_events, read_rows, read_workbook
from yipanqi.unit.sheets.declared import load_declarations

ID = "zone-submission-1"


def report(**more: Any) -> dict[str, Any]:
    sheets = {"good": 1, "bad": 0, "sheets": [{"sheet": "表", "tables": [], "problems": more.pop("problems", [])}]}
    return {"sheets": sheets, "skipped": [], "unchanged": [], **more}


def status(row: int, state: str, code: str | None = None) -> RowStatus:
    return RowStatus(sheet="表", row=row, state=state, code=code, reason_zh=None)


def numbers(event: WorkbookSubmitted) -> tuple[int | None, ...]:
    return (
        event.rows_read, event.rows_unreadable, event.rows_unchanged, event.rows_accepted, event.rows_refused,
        event.rows_unanswered,
    )  # fmt: skip


def test_each_row_counts_once_by_what_weighs_most() -> None:
    skipped = [{"sheet": "表", "row": 6, "code": "red-line"}, {"sheet": "表", "row": 8, "code": None}]
    stored = report(problems=[{"row": 3}, {"row": 3}, {"row": 4}], unchanged=[["表", 10], ["表", 4]], skipped=skipped)
    rows = [
        status(5, "accepted"),
        status(5, "refused", "carrier-held"),
        status(5, "refused", "no-such-project"),
        status(6, "accepted"),
        status(7, "pending"),
        status(7, "accepted"),
        status(9, "accepted"),
        status(9, "accepted"),
        status(4, "accepted"),
    ]
    event = counted(ID, stored, rows)
    # Rows 3 to 10: 3 and 4 unreadable, 10 unchanged, 9 accepted, 5, 6 and 8 refused, 7 unanswered.
    assert numbers(event) == (8, 2, 1, 1, 3, 1)
    assert {entry.code: entry.rows for entry in event.refusals or ()} == {
        "carrier-held": 1,
        "red-line": 1,
        "unknown": 1,
    }


def test_rows_of_the_same_number_on_two_sheets_are_two() -> None:
    assert numbers(counted(ID, report(unchanged=[["甲", 2], ["乙", 2]]), ())) == (2, 0, 2, 0, 0, 0)


@pytest.mark.parametrize(("unit", "name"), HANDED_IN)
def test_the_demos_workbooks_are_counted_as_their_reports_say(unit: str, name: str) -> None:
    found = read_rows(read_workbook(FOLDER / name, name), unit, product_catalog(), product_codes())
    plan = plan_events(found, unit, lambda key: None)
    stored = full_report(found, plan, Selection())
    event = counted(
        ID, stored, [RowStatus(sheet=e.sheet, row=e.row, state="accepted", code=None, reason_zh=None) for e in plan]
    )
    good, bad = stored["sheets"]["good"], stored["sheets"]["bad"]
    assert numbers(event) == (good + bad, bad, 0, good, 0, 0)
    assert event.layouts
    assert read_anything(stored)


def test_every_table_that_units_keep_has_its_name_and_another_is_told_as_such() -> None:
    catalog = product_catalog()
    layouts = {name: layout.zh for unit in catalog.units for name, layout in load_declarations(unit, catalog).items()}
    named = {code.lower(): entry.zh for code, entry in product_codes()["submission.layout"].items()}
    assert named == {**layouts, "other": named["other"]}
    tables = [{"kind": "carrier_unit"}, {"kind": "our-own"}, {"kind": "carrier_unit"}]
    sheets = {"good": 0, "bad": 0, "sheets": [{"sheet": "表", "tables": tables, "problems": []}]}
    event = counted(ID, {**report(), "sheets": sheets}, ())
    assert event.layouts == (SubmissionLayout.CARRIER_UNIT, SubmissionLayout.OTHER)
    assert not read_anything({"sheets": sheets})
