"""The report of an import: the sheets' own, with what the plan and the coordinator said about rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from yipanqi.unit.answers import RowStatus
from yipanqi.unit.memory import RowState
from yipanqi.unit.planning import Selection
from yipanqi.unit.sheets import Plan, Reading, report
from yipanqi.unit.sheets.plan import CHANGE
from yipanqi.unit.sheets.report import advice, notice_entry, problem_entry

Outcomes = dict[str, Any]


def full_report(found: Reading, plan: Plan, selection: Selection) -> Outcomes:
    """Return what is stored with an import.

    `sheets` is the sheets' report: a row whose change can't be published counts as bad there, `unchanged` and
    `refused_before` rows as good. `skipped` lists rows that were refused before, `unchanged` those without news.
    """
    whole = report(found)
    unchanged = Counter(sheet for sheet, _ in plan.unchanged)
    before = Counter(sheet for sheet, _ in {(row.sheet, row.row) for row in selection.skipped})
    sent = Counter(row.sheet for row in selection.rows)
    for sheet in whole["sheets"]:
        name = sheet["sheet"]
        problems = [problem for problem in plan.problems if problem.sheet == name]
        lost = len({problem.row for problem in problems})
        sheet["good"] -= lost
        sheet["bad"] += lost
        sheet["problems"] += [problem_entry(problem, found.filename) for problem in problems]
        sheet["notices"] += [notice_entry(notice) for notice in plan.notices if notice.sheet == name]
        sheet |= {"unchanged": unchanged[name], "refused_before": before[name], "events": sent[name]}
    for count in ("good", "bad", "unchanged", "refused_before", "events"):
        whole[count] = sum(sheet[count] for sheet in whole["sheets"])
    return {
        "sheets": whole,
        "skipped": [row.model_dump() for row in selection.skipped],
        "unchanged": [list(place) for place in plan.unchanged],
        "problems": [problem_entry(problem, found.filename) for problem in plan.problems],
    }


def outcomes_of(stored: Outcomes, rows: Iterable[RowStatus]) -> Mapping[tuple[str, int], str]:
    """Return the remark for each row that is no longer what reading alone made of it."""
    same = ((str(sheet), int(row)) for sheet, row in stored["unchanged"])
    remarks = dict.fromkeys(same, "通过：与上次相同")
    told: dict[tuple[str, int], list[str]] = {}
    for entry in stored["problems"]:
        words = advice(entry["hint"]["zh"], entry.get("expected", {}).get("zh", ""))
        told.setdefault((entry["sheet"], entry["row"]), []).append(f"未导入：{entry['column']} {entry['zh']}{words}")
    for sheet in stored["sheets"]["sheets"]:
        for notice in sheet["notices"]:
            if notice["code"] == CHANGE:
                told.setdefault((sheet["sheet"], notice["row"]), []).append(notice["zh"])
    for entry in stored["skipped"]:
        reason = entry["reason_zh"] or entry["code"] or ""
        told.setdefault((entry["sheet"], entry["row"]), []).append(f"未重发：此前未获受理，{reason}")
    for status in rows:
        told.setdefault((status.sheet, status.row), []).append(_sentence(status))
    return remarks | {place: "\n".join(dict.fromkeys(lines)) for place, lines in told.items()}


def _sentence(status: RowStatus) -> str:
    if status.state == RowState.REFUSED:
        return f"未获受理：{status.reason_zh or status.code or ''}"
    return "通过：已受理" if status.state == RowState.ACCEPTED else "通过：已提交，等待裁定"
