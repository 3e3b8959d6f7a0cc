"""Reading departments' spreadsheets into events: `read_workbook`, `read_rows`, `plan_events`, `annotate`, `report`."""

from __future__ import annotations

from yipanqi.unit.sheets.annotate import annotate
from yipanqi.unit.sheets.cells import Workbook
from yipanqi.unit.sheets.declared import Declarations, load_declarations
from yipanqi.unit.sheets.errors import FileFault, SheetFileError
from yipanqi.unit.sheets.faults import Fault
from yipanqi.unit.sheets.limits import Limits
from yipanqi.unit.sheets.plan import Plan, PlannedEvent, SheetMemory, plan_events
from yipanqi.unit.sheets.report import report
from yipanqi.unit.sheets.results import (
    BadRow,
    GoodRow,
    Notice,
    Problem,
    Reading,
    SheetReading,
    SkippedRow,
    SkipReason,
)
from yipanqi.unit.sheets.rows import read_rows
from yipanqi.unit.sheets.workbook import read_workbook

__all__ = [
    "BadRow",
    "Declarations",
    "Fault",
    "FileFault",
    "GoodRow",
    "Limits",
    "Notice",
    "Plan",
    "PlannedEvent",
    "Problem",
    "Reading",
    "SheetFileError",
    "SheetMemory",
    "SheetReading",
    "SkipReason",
    "SkippedRow",
    "Workbook",
    "annotate",
    "load_declarations",
    "plan_events",
    "read_rows",
    "read_workbook",
    "report",
]
