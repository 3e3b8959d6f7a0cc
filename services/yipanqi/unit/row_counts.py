"""What became of a workbook's rows, in numbers: each row counts once, and the numbers add up to the rows read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from yipanqi.models.codes import SubmissionLayout
from yipanqi.models.submission import RefusedRows, WorkbookSubmitted
from yipanqi.unit.answers import RowStatus
from yipanqi.unit.memory import RowState

_UNKNOWN = "unknown"
Place = tuple[str, int]


def read_anything(report: Mapping[str, Any]) -> bool:
    """Tell whether an import's report has any row that was taken for a record."""
    return bool(report["sheets"]["good"] or report["sheets"]["bad"])


def counted(submission_id: str, report: Mapping[str, Any], rows: Iterable[RowStatus]) -> WorkbookSubmitted:
    """Return the event that tells of an import: its stored report and its events' states in, counts out.

    A row is where it stands in the sheet, whatever number of records it holds. The first of these that is true of a row
    says what became of it: unreadable, refused, unanswered, accepted, unchanged.
    """
    unreadable = {
        (sheet["sheet"], problem["row"]) for sheet in report["sheets"]["sheets"] for problem in sheet["problems"]
    }
    refused: dict[Place, str] = {}
    pending: set[Place] = set()
    accepted: set[Place] = set()
    for row in rows:
        place = (row.sheet, row.row)
        if row.state == RowState.REFUSED:
            refused.setdefault(place, row.code or _UNKNOWN)
        else:
            (pending if row.state == RowState.PENDING else accepted).add(place)
    for entry in report["skipped"]:
        refused.setdefault((entry["sheet"], entry["row"]), entry["code"] or _UNKNOWN)
    unchanged = {(str(sheet), int(row)) for sheet, row in report["unchanged"]}
    parts = _once(unreadable, set(refused), pending, accepted, unchanged)
    reasons = Counter(refused[place][:100] for place in parts[1])
    names = ("rows_unreadable", "rows_refused", "rows_unanswered", "rows_accepted", "rows_unchanged")
    return WorkbookSubmitted(
        submission_id=submission_id,
        layouts=_layouts(report),
        rows_read=sum(len(part) for part in parts),
        **{name: len(part) for name, part in zip(names, parts, strict=True)},
        refusals=tuple(RefusedRows(code=code, rows=number) for code, number in sorted(reasons.items())),
    )


def _once(*parts: set[Place]) -> list[set[Place]]:
    """Return the parts without what an earlier one has."""
    seen: set[Place] = set()
    out = []
    for part in parts:
        out.append(part - seen)
        seen |= part
    return out


def _layouts(report: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the kinds of table that were found; a kind of the unit's own is another one."""
    kinds = {table["kind"].upper() for sheet in report["sheets"]["sheets"] for table in sheet["tables"]}
    known = {str(layout) for layout in SubmissionLayout}
    return tuple(sorted({kind if kind in known else SubmissionLayout.OTHER.value for kind in kinds}))
